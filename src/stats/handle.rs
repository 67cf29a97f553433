//! What views read of a frame, respondent by respondent and entry by entry.
//!
//! Nothing here leaves `stats`: a view turns it into figures, or, at the operational door, into what
//! those who were told may see. A respondent is a place in the frame, which says nothing of when a
//! response came; an entry is a place among all entries of a repeat.
#![cfg_attr(
    not(test),
    expect(dead_code, reason = "views come one after another; each reads some")
)]

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::response::answer::Missing;

use super::cell::{Cell, EntryColumns};
use super::code::Code;
use super::column::{Column, KINDS, Store};
use super::door::Door;
use super::frame::Frame;
use super::values::Values;

/// Answers that are codes: of a question, a row, or a question of a repeat.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a>(&'a Column);

/// Numbers: integers, scales, rows of an allocation, decimals, computed numbers.
#[derive(Clone, Copy)]
pub(super) enum Numbers<'a> {
    Whole(Answers<'a>),
    Decimal(&'a Values<Decimal>),
}

/// Days; a month is its first day.
#[derive(Clone, Copy)]
pub(super) struct Days<'a>(&'a Values<Day>);

/// One line of text. Only the operational door has any.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(&'a Values<Arc<str>>);

/// A repeat.
#[derive(Clone, Copy)]
pub(super) struct Entries<'a>(&'a EntryColumns);

impl<'a> Answers<'a> {
    /// Why there is no answer.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.store.missing(at)
    }

    /// The one code that was given; `None` where it is missing, or several may be given.
    pub(super) fn code(self, at: usize) -> Option<&'a Code> {
        match &self.0.store {
            Store::Many { .. } => None,
            store => {
                let place = store.number(at)?.checked_sub(KINDS)?;
                self.0.dictionary.codes().get(place)
            }
        }
    }

    /// The one code that was given, where codes are texts.
    pub(super) fn text(self, at: usize) -> Option<&'a str> {
        match self.code(at)? {
            Code::Text(text) => Some(text),
            Code::YesNo(_) | Code::Number(_) => None,
        }
    }

    /// The whole number that was given.
    pub(super) fn whole(self, at: usize) -> Option<i64> {
        match self.code(at)? {
            Code::Number(number) => Some(*number),
            Code::YesNo(_) | Code::Text(_) => None,
        }
    }

    /// Whether yes or no was said.
    pub(super) fn truth(self, at: usize) -> Option<bool> {
        match self.code(at)? {
            Code::YesNo(truth) => Some(*truth),
            Code::Number(_) | Code::Text(_) => None,
        }
    }

    /// Every code that was given, in the questionnaire's order; a rank's order is not kept.
    pub(super) fn codes(self, at: usize) -> impl Iterator<Item = &'a Code> {
        let planes: &[Vec<u8>] = match &self.0.store {
            Store::Many { planes, .. } => planes,
            Store::Narrow(_) | Store::Wide(_) => &[],
        };
        let known = self.0.dictionary.codes();
        let given = known
            .iter()
            .enumerate()
            .filter(move |(place, _)| {
                let byte = planes.get(place / 8).and_then(|plane| plane.get(at));
                byte.is_some_and(|byte| byte >> (place % 8) & 1 == 1)
            })
            .map(|(_, code)| code);
        self.code(at).into_iter().chain(given)
    }

    /// Whether a code, as tables write it, was given.
    pub(super) fn has(self, at: usize, code: &str) -> bool {
        self.codes(at).any(|given| match given {
            Code::Text(text) => text == code,
            other => other.to_string() == code,
        })
    }
}

impl Numbers<'_> {
    /// The number that was given.
    pub(super) fn at(self, at: usize) -> Option<Decimal> {
        match self {
            Self::Whole(answers) => answers.whole(at).map(Decimal::from),
            Self::Decimal(values) => values.at(at).copied(),
        }
    }

    /// Why there is none.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        match self {
            Self::Whole(answers) => answers.missing(at),
            Self::Decimal(values) => values.missing(at),
        }
    }
}

impl Days<'_> {
    /// The day that was given.
    pub(super) fn at(self, at: usize) -> Option<Day> {
        self.0.at(at).copied()
    }

    /// Why there is none.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.missing(at)
    }
}

impl<'a> Words<'a> {
    /// What was written.
    pub(super) fn at(self, at: usize) -> Option<&'a str> {
        self.0.at(at).map(AsRef::as_ref)
    }

    /// Why nothing was.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.missing(at)
    }
}

impl<'a> Entries<'a> {
    pub(super) const fn new(columns: &'a EntryColumns) -> Self {
        Self(columns)
    }

    /// The entries of one respondent.
    pub(super) fn of(self, at: usize) -> Range<usize> {
        self.0.of(at)
    }

    /// How many entries all respondents gave.
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// Why a respondent gave none; `None` also where they answered with an empty list.
    pub(super) fn missing(self, at: usize) -> Option<Missing> {
        self.0.missing(at)
    }

    /// The codes of one of the repeat's questions, by entry.
    pub(super) fn answers(self, field: &str) -> Option<Answers<'a>> {
        self.cell(field)?.answers()
    }

    /// The numbers of one of the repeat's questions, by entry.
    pub(super) fn number(self, field: &str) -> Option<Numbers<'a>> {
        self.cell(field)?.number()
    }

    /// The days of one of the repeat's questions, by entry.
    pub(super) fn day(self, field: &str) -> Option<Days<'a>> {
        self.cell(field)?.day()
    }

    /// The words of one of the repeat's questions, by entry.
    pub(super) fn words(self, field: &str) -> Option<Words<'a>> {
        self.cell(field)?.words()
    }

    fn cell(self, field: &str) -> Option<Seen<'a>> {
        let fields = self.0.fields.iter();
        let found = fields
            .into_iter()
            .find(|(variable, _)| variable.id == field);
        found.map(|(_, cell)| Seen::Cell(cell))
    }
}

/// A column as the frame holds it: counted ones stand on their own.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Column(&'a Column),
    Cell(&'a Cell),
}

impl<'a> Seen<'a> {
    fn answers(self) -> Option<Answers<'a>> {
        match self {
            Self::Column(column) | Self::Cell(Cell::Codes(column)) => Some(Answers(column)),
            Self::Cell(_) => None,
        }
    }

    fn number(self) -> Option<Numbers<'a>> {
        match self {
            Self::Cell(Cell::Decimal(values)) => Some(Numbers::Decimal(values)),
            other => other.answers().map(Numbers::Whole),
        }
    }

    fn day(self) -> Option<Days<'a>> {
        match self {
            Self::Cell(Cell::Day(values)) => Some(Days(values)),
            _ => None,
        }
    }

    fn words(self) -> Option<Words<'a>> {
        match self {
            Self::Cell(Cell::Words(values)) => Some(Words(values)),
            _ => None,
        }
    }
}

impl<D: Door> Frame<D> {
    /// The respondents of a department, none where it has no responses; all where none is named.
    pub(super) fn stretch(&self, department: Option<&str>) -> Range<usize> {
        let Some(code) = department else {
            return 0..self.groups.last().map_or(0, |(_, stretch)| stretch.end);
        };
        let found = self.groups.iter().find(|(known, _)| known == code);
        found.map_or(0..0, |(_, stretch)| stretch.clone())
    }

    /// The department of a respondent; empty where none was given.
    pub(super) fn department_of(&self, at: usize) -> &str {
        let found = self
            .groups
            .partition_point(|(_, stretch)| stretch.end <= at);
        self.groups.get(found).map_or("", |(code, _)| code)
    }

    /// The answers of a table, by its id: `QUESTION` or `QUESTION.ROW`.
    pub(super) fn answers(&self, id: &str) -> Option<Answers<'_>> {
        self.seen(id)?.answers()
    }

    /// The rows of a matrix or an allocation that are codes or whole numbers, in order.
    pub(super) fn rows(&self, question: &str) -> Vec<(&str, Answers<'_>)> {
        let counted = self.variables.iter().zip(&self.columns);
        let counted = counted.map(|(variable, column)| (variable, Seen::Column(column)));
        let quiet = self.quiet.iter();
        let quiet = quiet.map(|(variable, cell)| (variable, Seen::Cell(cell)));
        let all = counted.chain(quiet);
        all.filter(|(variable, _)| variable.question == question)
            .filter_map(|(variable, seen)| Some((variable.row.as_deref()?, seen.answers()?)))
            .collect()
    }

    /// The numbers of a question, or of a row by its table's id.
    pub(super) fn number(&self, id: &str) -> Option<Numbers<'_>> {
        self.seen(id)?.number()
    }

    /// The days of a question.
    pub(super) fn day(&self, id: &str) -> Option<Days<'_>> {
        self.seen(id)?.day()
    }

    /// The words of a question.
    pub(super) fn words(&self, id: &str) -> Option<Words<'_>> {
        self.seen(id)?.words()
    }

    /// The entries of a repeat.
    pub(super) fn entries(&self, question: &str) -> Option<Entries<'_>> {
        match self.seen(question)? {
            Seen::Cell(Cell::Entries(entries)) => Some(Entries(entries)),
            _ => None,
        }
    }

    fn seen(&self, id: &str) -> Option<Seen<'_>> {
        let at = *self.index.get(id)?;
        if let Some(column) = self.columns.get(at) {
            return Some(Seen::Column(column));
        }
        let (_, cell) = self.quiet.get(at - self.columns.len())?;
        Some(Seen::Cell(cell))
    }
}

#[cfg(test)]
mod tests;
