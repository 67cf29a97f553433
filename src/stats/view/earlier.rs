//! An earlier wave's published tables, to set this wave beside.
//!
//! What is read is what was released: the JSON of `report`, protected as it was then. Nothing exact of
//! an earlier wave is opened for a comparison, and what was withheld stays withheld.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value as Json;

use super::super::protect::hesa;
use super::super::table::Reason;
use super::Value;

/// Percentages are made from at least this many, as HESA has it: 22.5 rounds to 25.
const NOT_ASKED: [&str; 2] = ["not_in_version", "not_relevant"];

/// The tables of an earlier release.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// How the wave is called: `2025`.
    pub wave: String,
    tables: BTreeMap<String, Vec<Row>>,
}

/// A department's row, or everyone's.
#[derive(Clone, Debug)]
struct Row {
    /// The department; nothing for everyone.
    department: Option<String>,
    /// The small departments that it stands for.
    holds: Vec<String>,
    /// Who answered, as far as the release says.
    answered: Option<u64>,
    cells: BTreeMap<String, Option<u64>>,
}

impl Earlier {
    /// Reads the JSON that `report --format json` wrote at the statistical door.
    ///
    /// # Errors
    /// Where it is no such file, or one of exact figures, in words.
    pub fn read(wave: &str, json: &[u8]) -> Result<Self, String> {
        let json: Json = serde_json::from_slice(json)
            .map_err(|error| format!("the earlier release is not JSON: {error}"))?;
        let profile = json.get("profile").and_then(Json::as_str);
        if profile.is_none_or(|profile| profile == "none") {
            return Err(
                "the earlier file does not say a profile that protects; give a released report"
                    .to_owned(),
            );
        }
        let tables = json.get("tables").and_then(Json::as_array);
        let tables = tables.ok_or("the earlier release has no tables")?;
        let by_department =
            |table: &&Json| table.get("by").and_then(Json::as_str) == Some("department");
        Ok(Self {
            wave: wave.to_owned(),
            tables: tables
                .iter()
                .filter(by_department)
                .filter_map(table)
                .collect(),
        })
    }

    /// The share of those who gave one of `codes`, of a department or of everyone, as far as the
    /// release tells: from its rounded counts, so that it may be a few points off. Nothing where it
    /// has no such table.
    pub(super) fn share(&self, id: &str, codes: &[&str], department: Option<&str>) -> Value {
        let Some(row) = self.row(id, department) else {
            return Value::Nothing;
        };
        let given: Option<u64> = codes
            .iter()
            .map(|code| row.cells.get(*code).copied().unwrap_or(Some(0)))
            .sum();
        match (given, row.answered) {
            (Some(given), Some(answered)) => percent(given, answered),
            _ => Value::Withheld(Reason::SmallBase),
        }
    }

    fn row(&self, id: &str, department: Option<&str>) -> Option<&Row> {
        let rows = self.tables.get(id)?;
        let own = rows
            .iter()
            .find(|row| row.department.as_deref() == department);
        let shown = own.filter(|row| row.answered.is_some());
        let held = |row: &&Row| {
            row.holds
                .iter()
                .any(|held| Some(held.as_str()) == department)
        };
        shown.or_else(|| rows.iter().find(held)).or(own)
    }
}

fn percent(given: u64, answered: u64) -> Value {
    // Rounded counts may add up to more than the rounded number of those who answered.
    let given = Decimal::from(given.min(answered));
    match hesa::percentage(given, Decimal::from(answered)) {
        Ok(percent) => Value::Percent(
            percent.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero),
        ),
        Err(reason) => Value::Withheld(reason),
    }
}

fn table(table: &Json) -> Option<(String, Vec<Row>)> {
    let id = table.get("id")?.as_str()?.to_owned();
    let rows = table.get("rows")?.as_array()?.iter();
    let mut rows: Vec<Row> = rows
        .filter_map(|one| row(one, one.get("department")))
        .collect();
    rows.extend(table.get("everyone").and_then(|one| row(one, None)));
    Some((id, rows))
}

fn row(json: &Json, department: Option<&Json>) -> Option<Row> {
    let words = |json: &Json| json.as_str().map(str::to_owned);
    let holds = json.get("holds").and_then(Json::as_array);
    let cells = json.get("cells")?.as_array()?.iter();
    let cell = |cell: &Json| {
        let code = cell.get("code")?;
        let code = code
            .as_str()
            .map_or_else(|| code.to_string(), str::to_owned);
        Some((code, cell.get("count").and_then(Json::as_u64)))
    };
    Some(Row {
        department: department.and_then(words),
        holds: holds.into_iter().flatten().filter_map(words).collect(),
        answered: answered(json),
        cells: cells.filter_map(cell).collect(),
    })
}

/// The base less those who gave no answer; nothing where either is withheld.
fn answered(row: &Json) -> Option<u64> {
    let mut answered = row.get("base")?.as_u64()?;
    for (kind, count) in row.get("missing")?.as_object()? {
        if !NOT_ASKED.contains(&kind.as_str()) {
            answered = answered.saturating_sub(count.as_u64()?);
        }
    }
    Some(answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: &str = r#"{"survey":"s","fingerprint":"f","profile":"hesa","tables":[
        {"id":"q","by":"department","rows":[
          {"department":"bio","base":30,"cells":[{"code":"a","count":20},{"code":"b","count":5}],
           "missing":{"blank":5,"not_relevant":40}},
          {"department":"chem","base":{"withheld":"rolled_up"},"cells":[{"code":"a","withheld":"rolled_up"}],
           "missing":{"blank":{"withheld":"rolled_up"}}},
          {"department":"science","holds":["chem","earth"],"base":25,
           "cells":[{"code":"a","count":10},{"code":"b","count":20}],"missing":{"blank":0}},
          {"department":"art","base":20,"cells":[{"code":"a","count":20}],"missing":{"blank":0}}],
         "everyone":{"base":75,"cells":[{"code":1,"count":50},{"code":"b","count":25}],"missing":{}}},
        {"id":"x","by":"b_ladder","rows":[]}]}"#;

    #[test]
    fn shares_are_of_those_who_answered_as_released() {
        let earlier = Earlier::read("2025", RELEASE.as_bytes()).unwrap();
        let share = |codes: &[&str], department| earlier.share("q", codes, department);
        // 20 of 30 - 5 who left it blank; those who were not asked are not in the base.
        assert_eq!(share(&["a"], Some("bio")), Value::Percent(80.into()));
        // A small department reads as the row that stands for it, never above a hundred.
        assert_eq!(share(&["a"], Some("chem")), Value::Percent(40.into()));
        assert_eq!(
            share(&["a", "b"], Some("earth")),
            Value::Percent(100.into())
        );
        assert_eq!(share(&["1"], None), Value::Percent(67.into()));
        let withheld = Value::Withheld(Reason::RoundedPercentage);
        assert_eq!(share(&["a"], Some("art")), withheld);
        assert_eq!(share(&["a"], Some("music")), Value::Nothing);
        assert_eq!(earlier.share("x", &["a"], None), Value::Nothing);
    }

    #[test]
    fn only_a_protected_release_is_read() {
        assert!(Earlier::read("2025", b"not json").is_err());
        assert!(Earlier::read("2025", br#"{"profile":"none","tables":[]}"#).is_err());
        assert!(Earlier::read("2025", br#"{"tables":[]}"#).is_err());
        assert!(Earlier::read("2025", br#"{"profile":"hesa"}"#).is_err());
        assert!(Earlier::read("2025", br#"{"profile":"hesa","tables":[{"id":3}]}"#).is_ok());
    }
}
