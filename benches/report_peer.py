"""What openpyxl takes to write the cells of a CSV on stdin as a sheet with a table, and pandas as a page. Prints a name
and seconds, or why there is none."""

import csv
import io
import sys
import time

rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, "utf-8", newline="")))


def typed(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


rows = [rows[0]] + [[typed(cell) for cell in row] for row in rows[1:]]


def with_openpyxl():
    from openpyxl import Workbook
    from openpyxl.worksheet.table import Table

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    sheet.add_table(Table(displayName="Data", ref=sheet.dimensions))
    sheet.freeze_panes = "A2"
    book.save(io.BytesIO())


def with_pandas():
    from pandas import DataFrame

    DataFrame(rows[1:], columns=rows[0]).to_html(io.StringIO(), index=False)


for name, module, work in [("openpyxl", "openpyxl.worksheet.table", with_openpyxl), ("pandas", "pandas", with_pandas)]:
    try:
        __import__(module)
    except ImportError as missing:
        print(name, missing)
        continue
    start = time.perf_counter()
    work()
    print(name, time.perf_counter() - start)
