#!/usr/bin/env bash
# Makes a Python environment below target/ with the packages named, which benches measure against, and prints its
# Python. What is there already is left as it is.
#
#   benches/peers.sh PACKAGE…      for example `benches/peers.sh pyrage`, then `cargo bench --bench open`
set -euo pipefail
cd "$(dirname "$0")/.."
peers=$PWD/target/bench-peers
for package in "$@"; do
  if ! "$peers/bin/python" -c "import $package" 2>/dev/null; then
    [ -x "$peers/bin/python" ] || python3 -m venv "$peers"
    "$peers/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >&2
    break
  fi
done
echo "$peers/bin/python"
