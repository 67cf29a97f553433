"""What pyreadstat, DuckDB or openpyxl read of a file of ours, as JSON: `read.py sav|parquet|xlsx FILE`."""

import json
import sys


def of_sav(path):
    import pyreadstat

    # Kinds of missing stay numbers, so that it shows whether they are kept apart.
    frame, meta = pyreadstat.read_sav(path, user_missing=True)
    return {
        "names": meta.column_names,
        "labels": meta.column_names_to_labels,
        "values": {
            name: {str(int(number)): words for number, words in labels.items()}
            for name, labels in meta.variable_value_labels.items()
        },
        "missing": meta.missing_ranges,
        "measure": meta.variable_measure,
        "formats": meta.original_variable_types,
        "sets": meta.mr_sets,
        "encoding": meta.file_encoding,
        "title": meta.file_label,
        "notes": meta.notes,
        "rows": json.loads(frame.astype(object).where(frame.notna(), None).to_json(orient="values", date_format="iso")),
    }


def of_parquet(path):
    import duckdb

    table = duckdb.sql(f"select * from read_parquet('{path}')")
    metadata = duckdb.sql(f"select decode(key), decode(value) from parquet_kv_metadata('{path}')").fetchall()
    return {
        "names": table.columns,
        "types": [str(one) for one in table.types],
        "rows": json.loads(json.dumps(table.fetchall(), default=str)),
        "about": json.loads(dict(metadata)["tallybox"]),
    }


def of_xlsx(path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    made = book.properties
    return {
        sheet.title: {
            "frozen": sheet.freeze_panes,
            "tables": {table.name: table.ref for table in sheet.tables.values()},
            "charts": len(sheet._charts),
            "header": sheet.oddHeader.left.text,
            "formulas": [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"],
            "quoted": [cell.coordinate for row in sheet for cell in row if cell.quotePrefix],
            "rows": [[cell.value for cell in row] for row in sheet.iter_rows()],
            "repeated": sheet.print_title_rows,
            "paper": [sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight],
            "widest": max([one.width for one in sheet.column_dimensions.values()], default=0),
            "made": [made.creator, made.lastModifiedBy, str(made.created), str(made.modified)],
        }
        for sheet in book
    }


read = {"sav": of_sav, "parquet": of_parquet, "xlsx": of_xlsx}[sys.argv[1]]
print(json.dumps(read(sys.argv[2]), default=str))
