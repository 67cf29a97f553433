//! What stands for a withheld figure where a whole sentence has no room: two dots in the cell, and below the
//! table each reason once. Forty sentences in a table hide the figures between them.

use serde_json::{Map, Value as Json};

use crate::base::words::Arg;
use crate::stats::Reason;
use crate::stats::view::{Bars, Grid, Row, Sheet, Value, View};

use super::{Teller, manifest, reason_message};

/// What stands in the cell.
const SIGN: &str = "..";

/// The reasons for which figures of one table are withheld, in the order in which they are met.
pub struct Withheld(Vec<Reason>);

impl Withheld {
    /// Those of a whole view.
    pub fn of(view: &View) -> Self {
        Self::among(manifest::values(std::slice::from_ref(view)))
    }

    /// Those of a table.
    pub fn in_sheet(sheet: &Sheet) -> Self {
        Self::among(sheet.rows.iter().flat_map(|row| &row.values))
    }

    /// Those of a chart.
    pub fn in_bars(bars: &Bars) -> Self {
        Self::among(bars.bars.iter().flat_map(|(_, values)| values))
    }

    /// Those of a grid.
    pub fn in_grid(grid: &Grid) -> Self {
        Self::among(grid.cells.iter().flatten().map(|(value, _)| value))
    }

    fn among<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        let mut reasons = Vec::new();
        for value in values {
            if let Value::Withheld(reason) = value
                && !reasons.contains(reason)
            {
                reasons.push(*reason);
            }
        }
        Self(reasons)
    }

    /// The sign of a reason: dots, with a letter where the table has several reasons.
    fn sign(&self, reason: Reason) -> String {
        let at = self.0.iter().position(|one| *one == reason);
        let letter = at.and_then(|at| (b'a'..=b'z').nth(at)).map(char::from);
        match letter {
            Some(letter) if self.0.len() > 1 => format!("{SIGN}{letter}"),
            _ => SIGN.to_owned(),
        }
    }

    /// A value as a cell has room for it.
    pub fn cell(&self, value: &Value, teller: &Teller) -> String {
        match value {
            Value::Withheld(reason) => self.sign(*reason),
            value => teller.value(value),
        }
    }

    /// The cells of a row.
    pub fn row(&self, row: &Row, teller: &Teller) -> Vec<String> {
        let values = row.values.iter();
        values.map(|value| self.cell(value, teller)).collect()
    }

    /// Each reason's code with its words.
    pub fn codes(&self, teller: &Teller) -> Map<String, Json> {
        let words = |reason: &Reason| teller.words().say(reason_message(*reason)).into();
        let reasons = self.0.iter();
        reasons
            .map(|reason| (reason.code().to_owned(), words(reason)))
            .collect()
    }

    /// What the signs mean, a line each.
    pub fn told(&self, teller: &Teller) -> Vec<String> {
        let line = |reason: &Reason| {
            let args = [
                ("sign", Arg::Words(self.sign(*reason))),
                (
                    "why",
                    Arg::Words(teller.words().say(reason_message(*reason))),
                ),
            ];
            teller.words().say_with("view-withheld-line", args)
        };
        self.0.iter().map(line).collect()
    }
}

/// Whether a cell holds the sign.
pub(super) fn is_sign(cell: &str) -> bool {
    cell.starts_with(SIGN)
}
