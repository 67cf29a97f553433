"""What openpyxl takes to write the cells of a CSV on stdin as a sheet with a table. Prints seconds."""

import csv
import io
import sys
import time

try:
    from openpyxl import Workbook
    from openpyxl.worksheet.table import Table
except ImportError as missing:
    sys.exit(print(missing))

rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, "utf-8", newline="")))


def typed(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


rows = [rows[0]] + [[typed(cell) for cell in row] for row in rows[1:]]
start = time.perf_counter()
book = Workbook()
sheet = book.active
for row in rows:
    sheet.append(row)
sheet.add_table(Table(displayName="Data", ref=sheet.dimensions))
sheet.freeze_panes = "A2"
book.save(io.BytesIO())
print(time.perf_counter() - start)
