#!/usr/bin/env bash
# Readers of Parquet and SPSS files that nobody here wrote: DuckDB and pyreadstat, in a folder of their own beside
# what cargo builds. Debian has neither; pandas, which pyreadstat gives its rows in, is Debian's.
set -euo pipefail
cd "$(dirname "$0")/../.."
home=target/witnesses
mkdir -p target
exec 9>target/witnesses.lock
flock 9
if "$home/bin/python" -c 'import duckdb, pyreadstat' 2>/dev/null; then
  exit 0
fi
rm -rf "$home"
/usr/bin/python3 -m venv --system-site-packages "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==2.0.0 pyreadstat==1.3.7
