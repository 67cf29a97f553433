//! An earlier wave's published tables, to set this wave beside.
//!
//! What is read is what was released: the JSON of `report`, protected as it was then. Nothing exact of
//! an earlier wave is opened for a comparison, and what was withheld stays withheld. A release of rounded
//! counts does not tell its shares exactly, so a share is shown only where it differs from this wave's by more
//! than rounding can make of one number.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::response::answer::Missing;
use crate::survey::Questionnaire;

use super::super::protect::hesa;
use super::super::protect::rounded::rounded;
use super::super::table::{Figure, Reason};
use super::Value;
use super::narrowing::{BOUNDLESS, Bounds};
use super::protected::Line;
use super::sheets::word;

/// Who was not asked is in no base.
const NOT_ASKED: [Missing; 2] = [Missing::NotInVersion, Missing::NotRelevant];

/// The tables of an earlier release.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// How the wave is called: `2025`.
    pub wave: String,
    /// Whether its counts are rounded.
    is_rounded: bool,
    tables: BTreeMap<String, Vec<Row>>,
}

/// A department's row, or everyone's.
#[derive(Clone, Debug)]
struct Row {
    /// The department; nothing for everyone.
    department: Option<String>,
    /// The small departments that it stands for.
    holds: Vec<String>,
    base: Option<u64>,
    /// Who was asked and gave no answer, by kind.
    silent: Option<Vec<u64>>,
    cells: BTreeMap<String, Option<u64>>,
}

/// So many of so many, each as far as figures that are shown tell.
#[derive(Clone, Copy)]
struct Share {
    given: Bounds,
    answered: Bounds,
}

impl Earlier {
    /// Reads the JSON that `report --format json` wrote at the statistical door, to set it beside figures of
    /// `this` questionnaire.
    ///
    /// # Errors
    /// Where it is no such file, one of exact figures, or one of the wave that it would stand beside, in words.
    pub fn read(wave: &str, json: &[u8], this: &Questionnaire) -> Result<Self, String> {
        let json: Json = serde_json::from_slice(json)
            .map_err(|error| format!("the earlier release is not JSON: {error}"))?;
        let profile = json.get("profile").and_then(Json::as_str);
        if profile.is_none_or(|profile| profile == "none") {
            return Err(
                "the earlier file does not say a profile that protects; give a released report"
                    .to_owned(),
            );
        }
        let is = |place: &str, word: &str| json.pointer(place).and_then(Json::as_str) == Some(word);
        if is("/survey", &this.id) && is("/about/wave", &this.wave) {
            return Err(format!(
                "it is a release of this same wave, {}, and of no earlier one",
                this.wave
            ));
        }
        let tables = json.get("tables").and_then(Json::as_array);
        let tables = tables.ok_or("the earlier release has no tables")?;
        let by_department =
            |table: &&Json| table.get("by").and_then(Json::as_str) == Some("department");
        Ok(Self {
            wave: wave.to_owned(),
            is_rounded: profile == Some("hesa"),
            tables: tables
                .iter()
                .filter(by_department)
                .filter_map(table)
                .collect(),
        })
    }

    /// The share of those who gave one of `codes`, of a department or of everyone, as far as the release tells,
    /// beside `own`, this wave's line of the same answers as one figure. Where rounding alone may make the
    /// difference it is none, and where this wave shows nothing there is nothing to compare. Nothing where the
    /// release has no such table.
    pub(super) fn beside(
        &self,
        id: &str,
        codes: &[&str],
        department: Option<&str>,
        (own, is_rounded): (&Line, bool),
    ) -> Value {
        let Some(row) = self.row(id, department) else {
            return Value::Nothing;
        };
        if let Some(Value::Withheld(reason)) = own.percents.first() {
            return Value::Withheld(*reason);
        }
        let (Some(given), Some(answered)) = (row.given(codes), row.answered()) else {
            return Value::Withheld(Reason::SmallBase);
        };
        let theirs = row.share(codes, self.is_rounded);
        let is_same = share_of(own, is_rounded)
            .zip(theirs)
            .is_some_and(|(ours, theirs)| !ours.is_apart(theirs));
        if is_same && (is_rounded || self.is_rounded) && answered >= LEAST {
            return word("about_the_same", "statistics-about-the-same");
        }
        percent(given, answered)
    }

    fn row(&self, id: &str, department: Option<&str>) -> Option<&Row> {
        let rows = self.tables.get(id)?;
        let own = rows
            .iter()
            .find(|row| row.department.as_deref() == department);
        let shown = own.filter(|row| row.answered().is_some());
        let held = |row: &&Row| {
            row.holds
                .iter()
                .any(|held| Some(held.as_str()) == department)
        };
        shown.or_else(|| rows.iter().find(held)).or(own)
    }
}

impl Row {
    /// How many gave one of some codes, as shown.
    fn given(&self, codes: &[&str]) -> Option<u64> {
        let count = |code: &&str| self.cells.get(*code).copied().unwrap_or(Some(0));
        codes.iter().map(count).sum()
    }

    /// The base less those who gave no answer; nothing where either is withheld.
    fn answered(&self) -> Option<u64> {
        let silent: u64 = self.silent.as_ref()?.iter().sum();
        Some(self.base?.saturating_sub(silent))
    }

    fn share(&self, codes: &[&str], is_rounded: bool) -> Option<Share> {
        let count = |code: &&str| self.cells.get(*code).copied().unwrap_or(Some(0));
        let given: Option<Vec<u64>> = codes.iter().map(count).collect();
        let given = sum(&given?, is_rounded);
        Some(Share::new(
            given,
            (self.base?, self.silent.as_ref()?),
            is_rounded,
        ))
    }
}

/// The share that a line's first figure is of those who answered.
fn share_of(line: &Line, is_rounded: bool) -> Option<Share> {
    let given = sum(&[line.cells.first()?.count()?], is_rounded);
    let asked = line.missing.iter();
    let asked = asked.filter(|(kind, _)| !NOT_ASKED.contains(kind));
    let silent: Option<Vec<u64>> = asked.map(|(_, figure)| Figure::count(*figure)).collect();
    Some(Share::new(
        given,
        (line.base.count()?, &silent?),
        is_rounded,
    ))
}

/// What some figures that are shown may be together.
fn sum(counts: &[u64], is_rounded: bool) -> Bounds {
    let bounds = |&count: &u64| {
        if is_rounded {
            rounded(count)
        } else {
            (count, count)
        }
    };
    let each = counts.iter().map(bounds);
    each.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

impl Share {
    fn new(given: Bounds, (base, silent): (u64, &[u64]), is_rounded: bool) -> Self {
        // Of kinds that round to nobody one may hold somebody: all of them at once would leave nothing to compare.
        let (few, some): (Vec<u64>, Vec<u64>) = silent.iter().partition(|count| **count == 0);
        let few = &few[..few.len().min(1)];
        let (asked, silent) = (
            sum(&[base], is_rounded),
            sum(&[few, &some].concat(), is_rounded),
        );
        // Whoever gave the answer answered.
        let least = asked.0.saturating_sub(silent.1).max(given.0).max(1);
        let most = asked.1.saturating_sub(silent.0).max(least);
        Self {
            given: (given.0, given.1.min(most)),
            answered: (least, most),
        }
    }

    /// Whether one is greater whatever the numbers are.
    fn is_apart(self, other: Self) -> bool {
        self.is_above(other) || other.is_above(self)
    }

    fn is_above(self, other: Self) -> bool {
        let product =
            |one: u64, two: u64| u128::from(one.min(BOUNDLESS)) * u128::from(two.min(BOUNDLESS));
        // The least that this may be, against the most that the other may be: at most everybody.
        let most = other.given.1.min(other.answered.0);
        product(self.given.0, other.answered.0) > product(most, self.answered.1)
    }
}

/// Percentages are of so many people at least.
const LEAST: u64 = 25;

fn percent(given: u64, answered: u64) -> Value {
    // Rounded counts may add up to more than the rounded number of those who answered.
    let given = Decimal::from(given.min(answered));
    match hesa::percentage(given, Decimal::from(answered)) {
        Ok(percent) => Value::Percent(percent),
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
        base: json.get("base").and_then(Json::as_u64),
        silent: silent(json),
        cells: cells.filter_map(cell).collect(),
    })
}

/// Who was asked and gave no answer, by kind; nothing where one is withheld.
fn silent(row: &Json) -> Option<Vec<u64>> {
    let kinds = row.get("missing")?.as_object()?.iter();
    let is_asked = |kind: &str| NOT_ASKED.iter().all(|not_asked| not_asked.code() != kind);
    let asked = kinds.filter(|(kind, _)| is_asked(kind));
    asked.map(|(_, count)| count.as_u64()).collect()
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

    fn read(json: &[u8]) -> Result<Earlier, String> {
        let this = crate::stats::tests::questionnaire(Vec::new());
        Earlier::read("2025", json, &this)
    }

    /// A line whose first figure is all of a thousand, or none of them.
    fn own(is_all: bool) -> Line {
        Line {
            group: String::new(),
            holds: Vec::new(),
            base: Figure::Count(1000),
            cells: vec![Figure::Count(if is_all { 1000 } else { 0 })],
            percents: Vec::new(),
            missing: Vec::new(),
        }
    }

    #[test]
    fn shares_are_of_those_who_answered_as_released() {
        let earlier = read(RELEASE.as_bytes()).unwrap();
        let beside = |codes: &[&str], department, own: &Line| {
            earlier.beside("q", codes, department, (own, true))
        };
        let share = |codes: &[&str], department| beside(codes, department, &own(false));
        // 20 of 30 - 5 who left it blank; those who were not asked are not in the base.
        assert_eq!(share(&["a"], Some("bio")), Value::Percent(80.into()));
        // A small department reads as the row that stands for it, never above a hundred.
        assert_eq!(share(&["a"], Some("chem")), Value::Percent(40.into()));
        assert_eq!(
            share(&["a", "b"], Some("earth")),
            Value::Percent(100.into())
        );
        // Nothing that rounding could do is a change.
        let same = word("about_the_same", "statistics-about-the-same");
        assert_eq!(beside(&["a", "b"], Some("earth"), &own(true)), same);
        assert_eq!(share(&["1"], None), Value::Percent(67.into()));
        let withheld = Value::Withheld(Reason::RoundedPercentage);
        assert_eq!(share(&["a"], Some("art")), withheld);
        assert_eq!(share(&["a"], Some("music")), Value::Nothing);
        let other = earlier.beside("x", &["a"], None, (&own(false), true));
        assert_eq!(other, Value::Nothing);
    }

    #[test]
    fn only_a_protected_release_is_read() {
        assert!(read(b"not json").is_err());
        assert!(read(br#"{"profile":"none","tables":[]}"#).is_err());
        assert!(read(br#"{"tables":[]}"#).is_err());
        assert!(read(br#"{"profile":"hesa"}"#).is_err());
        assert!(read(br#"{"profile":"hesa","tables":[{"id":3}]}"#).is_ok());
    }
}
