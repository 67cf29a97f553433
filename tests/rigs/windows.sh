#!/usr/bin/env bash
# The program for Windows, made here with mingw and run under Wine without a display: what it prints and writes is
# byte for byte what the program for this system does, and each opens what the other made. What this does not show: a
# real Windows, its console, its disks. Ends with a count.
#
#     tests/rigs/windows.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
target=x86_64-pc-windows-gnu
made=${CARGO_TARGET_DIR:-target}
rustup target add "$target" >/dev/null 2>&1 || rustup target list --installed | grep -qx "$target"
cargo build --locked --no-default-features
cargo build --locked --no-default-features --target "$target"

work=$(mktemp -d)
trap 'WINEPREFIX=$work/wine wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT
export PATH=$PATH:/usr/lib/wine WINEPREFIX=$work/wine WINEDEBUG=-all DISPLAY=
mkdir "$work/here" "$work/there"
cp "$made/debug/tallybox" "$work/tallybox"
cp "$made/$target/debug/tallybox.exe" "$work/"
# Rust's library asks Windows 10's `bcryptprimitives.dll` for random bytes; Wine 8, Debian 12's, has none.
cat >"$work/random.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL ProcessPrng(PBYTE to, SIZE_T count) { return SystemFunction036(to, (ULONG)count); }
C
x86_64-w64-mingw32-gcc -shared -o "$work/bcryptprimitives.dll" "$work/random.c" -ladvapi32
wine64 wineboot -i >/dev/null 2>&1

same=0
fail() {
  echo "windows: $*" >&2
  exit 1
}
here() { (cd "$work/here" && "$work/tallybox" "$@" </dev/null); }
there() { (cd "$work/there" && wine64 "$work/tallybox.exe" "$@" </dev/null); }
# Runs the same words in both folders: what is printed and the exit code are the same.
both() {
  local ended=(0 0)
  here "$@" >"$work/here.out" 2>"$work/here.err" || ended[0]=$?
  there "$@" >"$work/there.out" 2>"$work/there.err" || ended[1]=$?
  [ "${ended[0]}" = "${ended[1]}" ] || fail "$*: ended ${ended[*]}: $(cat "$work/here.err" "$work/there.err")"
  cmp "$work/here.out" "$work/there.out" || fail "$*: printed something else"
  diff -r -x wine "$work/here.err" "$work/there.err" || fail "$*: said something else"
  same=$((same + 1))
}
# Two files, or folders, one in each, are the same.
alike() {
  diff -r "$work/here/$1" "$work/there/$1" || fail "$1 differs"
  same=$((same + 1))
}
# A workbook is a ZIP file, which says in each entry which system made it: the byte behind its version.
systemless() {
  python3 - "$@" <<'PYTHON'
import sys
for path in sys.argv[1:]:
    data = bytearray(open(path, "rb").read())
    at = data.find(b"PK\1\2")
    while at >= 0:
        data[at + 5] = 0
        at = data.find(b"PK\1\2", at + 4)
    open(path, "wb").write(data)
PYTHON
}

# Questionnaires, and a new home.
cp -r surveys "$work/here/"
cp -r surveys "$work/there/"
both --version
for survey in surveys/*.toml; do
  grep -q '^\[survey\]' "$survey" || continue
  both survey check "$survey"
  both survey codebook "$survey" --format json
done
# A system's own words differ; the exit code does not.
for side in here there; do
  ended=0
  "$side" survey check surveys/nothing.toml 2>/dev/null || ended=$?
  [ "$ended" = 3 ] || fail "a missing file ended with $ended"
done
both init fresh
alike fresh
# What is for Unix alone is not offered.
for command in kiosk serve; do
  there --help | grep -qw "  $command" && fail "$command is offered"
  there "$command" >/dev/null 2>&1 && fail "$command runs"
done

# A home made here, read on both.
here demo --responses 60 --home demo --no-open >/dev/null 2>&1
cp -r "$work/here/demo" "$work/there/"
both box verify --home demo
lead=demo/identities/department-chemistry.key
office=demo/identities/statistics.key
for identity in "$lead" "$office"; do
  both report --home demo --identity "$identity"
  for format in text csv json html xlsx parquet sav ddi; do
    both report --home demo --identity "$identity" --format "$format" -o "out.$format"
    [ "$format" != xlsx ] || systemless "$work"/{here,there}/out.xlsx
    alike "out.$format"
  done
done
for view in cover risk register horizon demand training skills; do
  both report --home demo --identity "$lead" --department chemistry --view "$view" --format markdown
done

# A pack made here, taken on both; another home, through a child that exports it.
here pack --home demo -o chem.pack --department chemistry --quiet >/dev/null
cp "$work/here/chem.pack" "$work/there/"
for desk in desk beside; do
  both init "$desk"
  for side in here there; do cp -r "$work/$side/demo/keys" "$work/$side/$desk/"; done
done
both merge desk chem.pack
both merge desk chem.pack
both merge beside demo
both box verify --home desk
for home in desk beside; do
  both report --home "$home" --identity "$lead" --department chemistry
done

# And the other way: made there, read here.
there demo --responses 40 --home made --no-open >/dev/null 2>&1
there pack --home made -o made.pack --department chemistry --quiet >/dev/null
there bundle export --home made --final -o made.bundle >/dev/null 2>&1
cp -r "$work/there/made" "$work/there/made.pack" "$work/there/made.bundle" "$work/here/"
# Who may read a key file is not known there: here it is refused until its owner closed it.
chmod -R go= "$work/here/made"
both box verify --home made
both bundle inspect made.bundle
both report --home made --identity made/identities/department-chemistry.key
both init back
for side in here there; do cp -r "$work/$side/made/keys" "$work/$side/back/"; done
both merge back made.pack

# What keys mean at a console.
CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=wine64 WINEPATH=$(wine64 winepath -w "$work" 2>/dev/null | tr -d '\r') \
  cargo test --locked --no-default-features --target "$target" --lib runtime::local
echo "{\"same\": $same}"
