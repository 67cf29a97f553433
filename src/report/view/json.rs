//! A view as JSON, for scripts: codes instead of words, one object a row.
//!
//! `{"survey", "wave", "fingerprint", "view", "door", "profile", "department", "responses", "staff",
//! "day", "blocks": […]}`; a block is `{"kind", "id", …}`: facts `{"facts": {ID: value}}`, a sheet
//! `{"rows": [{COLUMN: value}]}` (with `"detail": [block…]` where a row has more), bars `{"bars":
//! [{"label", SERIES: value}]}`, a grid `{"across", "down", "cells"}`. A value that is withheld reads
//! `{"withheld": REASON}`, with the words of each in `reasons`; so many of so many `{"count", "of"}`; decimals are strings. At the statistical
//! door `shown` follows (see [`super::shown`]): the same with words, for a screen that it is sent to.

use serde_json::{Map, Value as Json, json};

use crate::stats::view::{Bars, Block, Facts, Grid, Row, Sheet, Value, View};

use super::super::profile_code;
use super::withheld::Withheld;
use super::{Teller, shown};

/// The view as one line of JSON without its line feed.
pub fn write(view: &View, teller: &Teller) -> String {
    let about = &view.about;
    let department = about.department.as_ref();
    let blocks: Vec<Json> = view.blocks.iter().map(|one| block(one, teller)).collect();
    let mut written = json!({
        "survey": about.survey.get(teller.words().language()),
        "wave": about.wave,
        "fingerprint": about.fingerprint,
        "view": view.name.code(),
        "door": about.door.code(),
        "profile": profile_code(about.profile),
        "department": department.map(|label| label.code.as_str()),
        "responses": value(&about.responses.into()),
        "staff": about.staff,
        "day": about.day.to_string(),
        "blocks": blocks,
    });
    let reasons = Withheld::of(view).codes(teller);
    if !reasons.is_empty() {
        written["reasons"] = reasons.into();
    }
    if let Some(pieces) = shown::write(view) {
        written["shown"] = pieces;
    }
    written.to_string()
}

pub(super) fn block(block: &Block, teller: &Teller) -> Json {
    match block {
        Block::Note(message) => json!({ "kind": "note", "text": teller.tell(message) }),
        Block::Facts(facts) => facts_of(facts),
        Block::Sheet(sheet) => sheet_of(sheet, teller),
        Block::Bars(bars) => bars_of(bars),
        Block::Grid(grid) => grid_of(grid),
    }
}

fn facts_of(facts: &Facts) -> Json {
    let all = facts.facts.iter();
    let all: Map<String, Json> = all
        .map(|(id, _, fact)| ((*id).to_owned(), value(fact)))
        .collect();
    json!({ "kind": "facts", "id": facts.id, "facts": all })
}

fn sheet_of(sheet: &Sheet, teller: &Teller) -> Json {
    let rows: Vec<Json> = sheet
        .rows
        .iter()
        .map(|row| row_of(sheet, row, teller))
        .collect();
    json!({ "kind": "sheet", "id": sheet.id, "rows": rows })
}

fn row_of(sheet: &Sheet, row: &Row, teller: &Teller) -> Json {
    let named = sheet.columns.iter().zip(&row.values);
    let mut out: Map<String, Json> = named
        .map(|(column, one)| (column.id.to_owned(), value(one)))
        .collect();
    if !row.detail.is_empty() {
        let detail = row.detail.iter().map(|one| block(one, teller)).collect();
        out.insert("detail".to_owned(), Json::Array(detail));
    }
    Json::Object(out)
}

fn bars_of(bars: &Bars) -> Json {
    let all: Vec<Json> = bars
        .bars
        .iter()
        .map(|(label, values)| {
            let named = bars.series.iter().zip(values);
            let named = named.map(|((id, _), one)| ((*id).to_owned(), value(one)));
            let label = ("label".to_owned(), value(label));
            Json::Object(std::iter::once(label).chain(named).collect())
        })
        .collect();
    json!({ "kind": "bars", "id": bars.id, "bars": all })
}

fn grid_of(grid: &Grid) -> Json {
    let labels = |labels: &[Value]| labels.iter().map(value).collect::<Vec<_>>();
    let cells: Vec<Vec<Json>> = grid
        .cells
        .iter()
        .map(|row| row.iter().map(|(one, _)| value(one)).collect())
        .collect();
    json!({
        "kind": "grid",
        "id": grid.id,
        "across": labels(&grid.across.1),
        "down": labels(&grid.down.1),
        "cells": cells,
    })
}

/// A value with its code instead of its words.
fn value(one: &Value) -> Json {
    match one {
        Value::Nothing => Json::Null,
        Value::Count(count) => json!(count),
        Value::Number(number) | Value::Percent(number) => json!(number.to_string()),
        Value::Of(count, of) => json!({ "count": count, "of": of }),
        Value::Withheld(reason) => json!({ "withheld": reason.code() }),
        Value::Label(label) => json!(label.code),
        Value::Word(code, _) => json!(code),
        Value::Typed(text) => json!(text),
        Value::Day(day) => json!(day.to_string()),
        Value::List(values) => values.iter().map(value).collect(),
    }
}
