#!/usr/bin/env bash
# Fuzzes targets for some seconds each: run.sh TARGET|all [SECONDS]. Needs no cargo-fuzz and no nightly.
set -euo pipefail
cd "$(dirname "$0")"
target=$1
seconds=${2:-60}

# What cargo-fuzz would set: coverage counters in every block, and the comparisons' operands.
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions -Coverflow-checks"
# For a named triple the flags leave build scripts and macros alone.
triple=$(rustc -vV | sed -n 's/^host: //p')
# The program's own lock file, so that what is fuzzed is what is shipped.
[ -f Cargo.lock ] || cp ../Cargo.lock Cargo.lock
"${CARGO:-cargo}" build --release --target "$triple" --bins

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "$target" = all ]; then
  targets=(corpus/*)
else
  targets=("corpus/$target")
fi
for corpus in "${targets[@]}"; do
  name=$(basename "$corpus")
  echo "== $name"
  cp -r "$corpus" "$work/$name"
  "${CARGO_TARGET_DIR:-target}/$triple/release/$name" "$work/$name" -max_total_time="$seconds" -timeout=1 -rss_limit_mb=512 \
    -artifact_prefix="$PWD/found-$name-" -print_final_stats=1
done
