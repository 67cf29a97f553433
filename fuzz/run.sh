#!/usr/bin/env bash
# Fuzzes one target for some seconds: run.sh TARGET [SECONDS]. Needs no cargo-fuzz and no nightly.
set -euo pipefail
cd "$(dirname "$0")"
target=$1
seconds=${2:-60}

# What cargo-fuzz would set: coverage counters in every block, and the comparisons' operands.
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks"
triple=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --target "$triple" --bin "$target"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "corpus/$target" "$work/corpus"
"target/$triple/release/$target" "$work/corpus" -max_total_time="$seconds" -timeout=1 -rss_limit_mb=512 \
  -artifact_prefix="$PWD/found-$target-" -print_final_stats=1
