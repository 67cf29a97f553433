//! Tables as JSON, in the shape that scripts rely on.
//!
//! `{"survey", "fingerprint", "door", "profile", "declared", "about", "tables": [{"id", "by": "department", "rows": [{"department",
//! "base", "cells": [{"code", "count"} or {"code", "withheld"}], "missing": {KIND: number}}]}]}`.
//! A base or a missing kind that is withheld reads `{"withheld": REASON}`. All eight kinds of missing
//! stand there: leaving one out would be a figure. A crossing has the other question's id in `by`, maybe
//! `within` (a department), and rows with `group` in place of `department`. A row that stands for small
//! groups lists them in `holds`; `everyone` has all rows together, without a name. `declared` is what the
//! profile promises, `about` the wave, department, responses, response rate and date, `reasons` the words of each reason
//! for which a figure is withheld.

use serde_json::{Map, Value as Json, json};

use crate::stats::view::About;
use crate::stats::{Cell, Code, Figure, Published, Row, Table};

use super::view::manifest;
use super::{Labels, profile_code};

/// The whole report as one line of JSON without its line feed.
pub fn write(published: &Published) -> String {
    report(published).to_string()
}

/// The same with what the figures are about, and in words why any of them is withheld.
pub fn write_about(published: &Published, on: &About, labels: &Labels) -> String {
    let mut report = report(published);
    report["about"] = manifest::about(on);
    let reasons = reasons(published, labels);
    if !reasons.is_empty() {
        report["reasons"] = reasons.into();
    }
    report.to_string()
}

/// The reasons that occur, each code with its words.
fn reasons(published: &Published, labels: &Labels) -> Map<String, Json> {
    let tables = published.tables().iter();
    let rows = tables.flat_map(|table| table.rows.iter().chain(&table.everyone));
    let figures = rows.flat_map(|row| {
        let cells = row.cells.iter().map(|cell| cell.figure);
        let missing = row.missing.iter().map(|(_, figure)| *figure);
        std::iter::once(row.base).chain(cells).chain(missing)
    });
    let mut met = Vec::new();
    for figure in figures {
        if let Figure::Withheld(reason) = figure
            && !met.contains(&reason)
        {
            met.push(reason);
        }
    }
    let met = met.into_iter();
    met.map(|reason| (reason.code().to_owned(), labels.reason(reason).into()))
        .collect()
}

fn report(published: &Published) -> Json {
    let tables: Vec<Json> = published.tables().iter().map(table).collect();
    json!({
        "survey": published.survey(),
        "fingerprint": published.fingerprint(),
        "door": published.door().code(),
        "profile": profile_code(published.profile()),
        "declared": manifest::thresholds(published.profile(), published.minimum_group()),
        // Before the figures: it holds what must be looked at first.
        "about": null,
        "tables": tables,
    })
}

fn table(table: &Table) -> Json {
    let name = if table.by.is_some() {
        "group"
    } else {
        "department"
    };
    let named = |one: &Row| {
        let mut members = Map::new();
        members.insert(name.to_owned(), json!(one.group));
        if !one.holds.is_empty() {
            members.insert("holds".to_owned(), json!(one.holds));
        }
        members.append(&mut row(one));
        Json::Object(members)
    };
    let rows: Vec<Json> = table.rows.iter().map(named).collect();
    let by = table.by.as_deref().unwrap_or("department");
    let mut members = Map::new();
    members.insert("id".to_owned(), json!(table.id));
    members.insert("by".to_owned(), json!(by));
    if let Some(within) = &table.within {
        members.insert("within".to_owned(), json!(within));
    }
    members.insert("rows".to_owned(), json!(rows));
    if let Some(everyone) = &table.everyone {
        members.insert("everyone".to_owned(), Json::Object(row(everyone)));
    }
    Json::Object(members)
}

fn row(row: &Row) -> Map<String, Json> {
    let cells: Vec<Json> = row.cells.iter().map(cell).collect();
    let missing = row.missing.iter();
    let missing: Map<String, Json> = missing
        .map(|(kind, figure)| (kind.code().to_owned(), number(*figure)))
        .collect();
    Map::from_iter([
        ("base".to_owned(), number(row.base)),
        ("cells".to_owned(), json!(cells)),
        ("missing".to_owned(), json!(missing)),
    ])
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

/// A code as docs/format.md §6 writes the value.
fn code(code: &Code) -> Json {
    match code {
        Code::YesNo(truth) => json!(truth),
        Code::Number(number) => json!(number),
        Code::Text(text) => json!(text),
    }
}
