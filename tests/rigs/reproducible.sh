#!/usr/bin/env bash
# Builds the release program twice, in two folders of different names, and compares: the same sources and compiler must
# give the same bytes, or nobody can check what was installed.
#   tests/rigs/reproducible.sh [FEATURES…]     takes as long as two release builds; PROFILE=dev tries the way itself
set -euo pipefail
cd "$(dirname "$0")/../.."
profile=${PROFILE:-release}
built=$profile
[ "$profile" != dev ] || built=debug
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
one() {
  local folder=$place/$1
  mkdir -p "$folder"
  git archive HEAD | tar -x -C "$folder"
  # What would tell the folder: paths in panics and line tables, and in the C of SQLite and ring.
  (cd "$folder" \
    && RUSTFLAGS="--remap-path-prefix=$folder=/tallybox --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
       CFLAGS="-ffile-prefix-map=$folder=/tallybox -ffile-prefix-map=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
       SOURCE_DATE_EPOCH=1763769600 CARGO_TARGET_DIR="$folder/target" \
       cargo build --quiet --locked --profile "$profile" "${@:2}")
  sha256sum <"$folder/target/$built/tallybox" | cut -d' ' -f1
  rm -rf "$folder/target"
}
first=$(one first "$@")
second=$(one a-second-folder-with-a-longer-name "$@")
echo "$first"
echo "$second"
[ "$first" = "$second" ] || { echo "the two programs differ" >&2; exit 1; }
