#!/bin/bash
# cargo-deb reads the table in Cargo.toml, too: its packages of a program (PROGRAM, else target/debug/tallybox) hold the
# same files, modes and scripts as packaging/deb.py's. Needs cargo-deb (`cargo install cargo-deb --locked`); CARGO_DEB
# names another one.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-target/debug/tallybox}")
deb=${CARGO_DEB:-cargo-deb}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# cargo-deb looks for the program where a release build leaves it.
export CARGO_TARGET_DIR=$PWD/target
release=target/release/tallybox
[ ! -e "$release" ] || mv "$release" "$work/release"
mkdir -p target/release
ln "$program" "$release" 2>/dev/null || cp "$program" "$release"
put_back() {
  rm -f "$release"
  [ ! -e "$work/release" ] || mv "$work/release" "$release"
  rm -rf "$work"
}
trap put_back EXIT
packaging/deb.py --prepare --program "$program"
listed() { # mode, owner's number, name, link; folders left out: cargo-deb names fewer
  dpkg-deb --fsys-tarfile "$1" | tar --numeric-owner -tvf - | awk '$1 !~ /^d/ {print $1, $2, $6, $7, $8}' | sort -k3
}
for variant in "" kiosk; do
  ours=$(packaging/deb.py --fast --program "$program" --out "$work" ${variant:+--kiosk})
  "$deb" --no-build --strip --fast ${variant:+--variant "$variant"} --output "$work/theirs.deb" >/dev/null 2>&1
  diff <(listed "$ours") <(listed "$work/theirs.deb")
  for part in ours theirs; do
    package=$ours
    [ "$part" = ours ] || package=$work/theirs.deb
    rm -rf "$work/$part"
    dpkg-deb --control "$package" "$work/$part"
    # Sums of pages that were compressed by another library differ, and fields stand in another order.
    rm -f "$work/$part/md5sums" "$work/$part/control"
  done
  diff -r "$work/ours" "$work/theirs"
  for field in Package Version Architecture Conflicts Recommends Section; do
    [ "$(dpkg-deb -f "$ours" $field)" = "$(dpkg-deb -f "$work/theirs.deb" $field)" ] || { echo "$field differs"; exit 1; }
  done
  echo "${variant:-desk}: the same $(listed "$ours" | wc -l) files"
done
