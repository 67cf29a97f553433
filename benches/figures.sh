#!/usr/bin/env bash
# All ratios of the lead's figures in one run: opening to the first table, counting, report files. On a machine that
# does nothing else; a number asks for as many people instead of 30,000, 300,000 and 1,000,000.
#
#   benches/figures.sh [PEOPLE]
#
# Peers (polars, duckdb, openpyxl, pandas) come from a Python environment that is made below target/ the first time.
set -euo pipefail
cd "$(dirname "$0")/.."
TALLYBOX_PYTHON=$(benches/peers.sh polars duckdb pyarrow openpyxl numpy pandas)
export TALLYBOX_PYTHON
cargo build --release --locked
echo "== opening to the first table"
"$TALLYBOX_PYTHON" benches/first_table.py target/release/tallybox "${1:-2000}"
echo "== counting every question by department"
cargo bench --locked --bench count -- ${1:+"$1"}
echo "== a full report"
cargo bench --locked --bench report -- ${1:+"$1"}
