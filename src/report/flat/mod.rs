//! One flat table: what a spreadsheet pivots and a statistics program reads. Rows of tidy cells of
//! views or of tables, or rows of persons; the writers of Parquet, SPSS and XLSX know only this.

pub mod csv;
pub mod persons;
pub mod tables;
pub mod views;

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::base::text::one_line;
use crate::base::time::Day;
use crate::stats::Reason;
use crate::stats::view::About;

use super::view::Teller;

/// A table that has a row after another and fields of one kind each.
pub trait Flat {
    /// The fields.
    fn fields(&self) -> &[Field];
    /// Why a datum may be missing: the same reasons for every field.
    fn reasons(&self) -> &[Named];
    /// How many rows.
    fn rows(&self) -> usize;
    /// One datum; empty outside of the table.
    fn datum(&self, row: usize, field: usize) -> Datum<'_>;
}

/// A field.
pub struct Field {
    /// Unique in its table: an id of the questionnaire or a word of ours.
    pub name: String,
    /// In words.
    pub label: String,
    /// What it holds.
    pub shape: Shape,
    /// How it may be reckoned with.
    pub measure: Measure,
    /// The values that have words: of codes all of them, in the order of their places.
    pub values: Vec<FieldValue>,
    /// The question whose answers it is one of, where several may be given.
    pub set: Option<Named>,
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// Numbers with so many digits after the point.
    Number(u32),
    /// One of the field's values.
    Code,
    /// Yes or no.
    Flag,
    /// Days.
    Day,
}

/// Levels of measurement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// What a row is known by: always there.
    Key,
    /// Names.
    Nominal,
    /// An order.
    Ordinal,
    /// Distances.
    Scale,
}

/// A value that has words.
pub struct FieldValue {
    /// The number that a program of numbers knows it by.
    pub number: i64,
    /// The code.
    pub code: String,
    /// The words.
    pub words: String,
}

/// A word for files with its words for people.
#[derive(Clone)]
pub struct Named {
    /// The word for files.
    pub code: String,
    /// The words.
    pub words: String,
}

/// One datum.
#[derive(Clone, PartialEq)]
pub enum Datum<'a> {
    /// Nothing is to be there.
    Empty,
    /// Missing: the place of the reason.
    Missing(usize),
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(Decimal),
    /// The place of a value of the field.
    Code(usize),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Day),
}

/// What is said of a table wherever it goes.
pub struct Head {
    /// What it is.
    pub title: String,
    /// Who may read it.
    pub marking: String,
    /// Whose figures, through which door, on which base, by which profile, and what must be looked at first: a sentence
    /// each.
    pub lines: Vec<String>,
    /// The day that it was made for.
    pub day: Day,
    /// Its language, as BCP 47 has it.
    pub language: String,
}

impl Head {
    /// What is said of figures, in a teller's words.
    pub fn of(title: String, marking: String, about: &About, teller: &Teller) -> Self {
        Self {
            title,
            marking,
            lines: teller.about(about),
            day: about.day,
            language: teller.words().language().to_string(),
        }
    }

    /// Whose figures, of which run and day, how many answered of how many, and what must be looked at first: what a
    /// page begins with.
    pub fn first_lines(&self) -> String {
        let lines = [self.lines.first(), self.lines.get(2)];
        let lines = lines.into_iter().flatten().chain(self.lines.iter().skip(4));
        lines.fold(String::new(), |text, line| text + line + "\n")
    }
}

/// A table that is held whole.
pub struct Held {
    fields: Vec<Field>,
    reasons: Vec<Named>,
    rows: Vec<Vec<Datum<'static>>>,
}

impl Flat for Held {
    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn reasons(&self) -> &[Named] {
        &self.reasons
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn datum(&self, row: usize, field: usize) -> Datum<'_> {
        let found = self.rows.get(row).and_then(|row| row.get(field));
        found.cloned().unwrap_or(Datum::Empty)
    }
}

impl Field {
    fn of(name: &str, label: String, shape: Shape, measure: Measure) -> Self {
        Self {
            name: name.to_owned(),
            label,
            shape,
            measure,
            values: Vec::new(),
            set: None,
        }
    }

    fn text(name: &str, label: String) -> Self {
        Self::of(name, label, Shape::Text, Measure::Nominal)
    }

    fn number(name: &str, label: String, digits: u32) -> Self {
        Self::of(name, label, Shape::Number(digits), Measure::Scale)
    }
}

impl From<String> for Datum<'_> {
    fn from(text: String) -> Self {
        match one_line(&text) {
            none if none.is_empty() => Self::Empty,
            text => Self::Text(Cow::Owned(text)),
        }
    }
}

/// Why a figure is withheld, as reasons of a flat table.
fn withheld(say: impl Fn(Reason) -> String) -> Vec<Named> {
    let named = |reason: Reason| Named {
        code: reason.code().to_owned(),
        words: say(reason),
    };
    Reason::ALL.into_iter().map(named).collect()
}

/// The place of a reason among [`withheld`].
fn place(reason: Reason) -> usize {
    let found = Reason::ALL.iter().position(|known| *known == reason);
    found.unwrap_or_default()
}
