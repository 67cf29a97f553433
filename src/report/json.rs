//! Tables as JSON, in the shape that scripts rely on (issue A, item 8).
//!
//! `{"survey", "fingerprint", "profile", "tables": [{"id", "by": "department", "rows": [{"department",
//! "base", "cells": [{"code", "count"} or {"code", "withheld"}], "missing": {KIND: number}}]}]}`.
//! A base or a missing kind that is withheld reads `{"withheld": REASON}`. All eight kinds of missing
//! stand there: leaving one out would be a figure.

use serde_json::{Map, Value as Json, json};

use crate::stats::{Cell, Code, Figure, Published, Row, Table};

use super::profile_code;

/// The whole report as one line of JSON without its line feed.
pub fn write(published: &Published) -> String {
    let tables: Vec<Json> = published.tables().iter().map(table).collect();
    json!({
        "survey": published.survey(),
        "fingerprint": published.fingerprint(),
        "profile": profile_code(published.profile()),
        "tables": tables,
    })
    .to_string()
}

fn table(table: &Table) -> Json {
    let rows: Vec<Json> = table.rows.iter().map(row).collect();
    json!({ "id": table.id, "by": "department", "rows": rows })
}

fn row(row: &Row) -> Json {
    let cells: Vec<Json> = row.cells.iter().map(cell).collect();
    let missing = row.missing.iter();
    let missing: Map<String, Json> = missing
        .map(|(kind, figure)| (kind.code().to_owned(), number(*figure)))
        .collect();
    json!({
        "department": row.group,
        "base": number(row.base),
        "cells": cells,
        "missing": missing,
    })
}

fn cell(cell: &Cell) -> Json {
    let code = code(&cell.code);
    match cell.figure {
        Figure::Count(count) => json!({ "code": code, "count": count }),
        Figure::Withheld(reason) => json!({ "code": code, "withheld": reason.code() }),
    }
}

fn number(figure: Figure) -> Json {
    match figure {
        Figure::Count(count) => json!(count),
        Figure::Withheld(reason) => json!({ "withheld": reason.code() }),
    }
}

/// A code as design §6.4 writes the value.
fn code(code: &Code) -> Json {
    match code {
        Code::YesNo(truth) => json!(truth),
        Code::Number(number) => json!(number),
        Code::Text(text) => json!(text),
    }
}
