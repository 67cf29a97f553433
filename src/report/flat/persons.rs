//! Rows of persons, or of entries, with their words: what a questionnaire calls each column, each code
//! and each kind of missing. Their keys are called as the codebook has them (`survey::codebook::keys`).

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::base::words::Message;
use crate::response::answer::Missing;
use crate::stats::{Code, Given, Holding, PersonColumn, Persons, Table};
use crate::survey::Questionnaire;
use crate::survey::codebook::{self, PERSON};

use super::super::Labels;
use super::{Datum, Field, FieldValue, Flat, Measure, Named, Shape};

/// Persons, or entries, with words.
pub struct People<'f> {
    persons: Persons<'f>,
    fields: Vec<Field>,
    reasons: Vec<Named>,
    /// How many of the fields say what a row is known by; they are the first.
    keys: usize,
    /// For each other field its column among the persons'.
    columns: Vec<usize>,
}

impl<'f> People<'f> {
    /// Gives words to persons, with fields in the questionnaire's order. Where there are tables of
    /// entries beside them, they begin with what joins these.
    pub fn new(persons: Persons<'f>, survey: &Questionnaire, labels: &Labels) -> Self {
        let places: HashMap<&str, usize> = survey
            .questions()
            .zip(0..)
            .map(|(question, at)| (question.id.as_str(), at))
            .collect();
        let digits = digits(survey);
        let within = persons.repeats().join(".");
        let is_joined = |column: &PersonColumn<'_>| matches!(column.holding, Holding::Entries);
        let has_keys = !within.is_empty() || persons.columns().iter().any(is_joined);
        let keys = if has_keys {
            key_fields(&persons, labels)
        } else {
            Vec::new()
        };
        let mut columns: Vec<usize> = (0..persons.columns().len()).collect();
        let place = |at: &usize| {
            let column = persons.columns().get(*at);
            let id = column.map_or("", |column| column.variable.question.as_str());
            let id = id.split('@').next().unwrap_or_default();
            places.get(id).copied().unwrap_or(usize::MAX)
        };
        if within.is_empty() {
            columns.sort_by_key(place);
        }
        let asked = columns.iter().filter_map(|at| persons.columns().get(*at));
        let asked = asked.map(|column| field(column, &within, labels, &digits));
        let key_count = keys.len();
        let named = |kind: Missing| Named {
            code: kind.code().to_owned(),
            words: labels.missing(kind),
        };
        Self {
            fields: keys.into_iter().chain(asked).collect(),
            persons,
            reasons: Missing::ALL.into_iter().map(named).collect(),
            keys: key_count,
            columns,
        }
    }

    /// The repeats that a row is an entry of, as a file's name has them; empty where it is a person.
    pub fn table(&self) -> String {
        self.persons.repeats().join(".")
    }
}

/// What a row is known by: the number of the person's row, then that of the entry in each repeat.
fn key_fields(persons: &Persons<'_>, labels: &Labels) -> Vec<Field> {
    let words = labels.words();
    let key = |name: &str, label| Field::of(name, label, Shape::Number(0), Measure::Key);
    let person = key(PERSON, words.say("file-field-person"));
    let repeats = persons.repeats();
    let levels = (1..=repeats.len()).map(|deep| {
        let name = repeats[..deep].join(".");
        let label = words.tell(&Message::with(
            "file-field-entry",
            [("repeat", labels.question(&name).into())],
        ));
        key(&name, label)
    });
    std::iter::once(person).chain(levels).collect()
}

impl Flat for People<'_> {
    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn reasons(&self) -> &[Named] {
        &self.reasons
    }

    fn rows(&self) -> usize {
        self.persons.len()
    }

    fn datum(&self, row: usize, field: usize) -> Datum<'_> {
        if field < self.keys {
            let key = self.persons.keys(row).get(field);
            return key.map_or(Datum::Empty, |key| Datum::Number(Decimal::from(*key)));
        }
        let Some(column) = self.columns.get(field - self.keys) else {
            return Datum::Empty;
        };
        match self.persons.given(row, *column) {
            Given::Missing(kind) => {
                let place = Missing::ALL.iter().position(|known| *known == kind);
                Datum::Missing(place.unwrap_or_default())
            }
            Given::Code(place) => Datum::Code(place),
            Given::Chosen(is_chosen) => Datum::Flag(is_chosen),
            Given::Number(number) => Datum::Number(number),
            Given::Day(day) => Datum::Day(day),
        }
    }
}

/// The digits after the point of every decimal variable.
fn digits(survey: &Questionnaire) -> HashMap<String, u32> {
    let all = codebook::variables(survey).into_iter();
    all.filter_map(|variable| Some((variable.id.clone(), variable.range?.decimals)))
        .collect()
}

fn field(
    column: &PersonColumn<'_>,
    within: &str,
    labels: &Labels,
    digits: &HashMap<String, u32>,
) -> Field {
    let variable = column.variable;
    let table = table(column, within);
    let words = labels.table(&table);
    let own = |shape, measure| Field::of(&variable.id, words.clone(), shape, measure);
    match &column.holding {
        Holding::Codes(codes) => Field {
            values: numbered(codes, &table, labels),
            ..own(Shape::Code, Measure::Nominal)
        },
        Holding::Whole(codes) => Field {
            values: numbers(codes, &table, labels),
            ..own(Shape::Number(0), Measure::Scale)
        }
        .ordered(),
        Holding::Chosen(code) => Field {
            name: format!("{}.{code}", variable.id),
            label: format!("{words} {}", labels.code(&table, code)),
            set: Some(Named {
                code: variable.id.clone(),
                words: words.clone(),
            }),
            ..own(Shape::Flag, Measure::Nominal)
        },
        Holding::Decimal => {
            // A number that is worked out has no digits of its own.
            let digits = digits.get(&table.id).copied().unwrap_or(WORKED_OUT);
            own(Shape::Number(digits), Measure::Scale)
        }
        Holding::Day => own(Shape::Day, Measure::Scale),
        Holding::Entries => own(Shape::Number(0), Measure::Scale),
    }
}

/// Digits after the point of a number that is worked out.
const WORKED_OUT: u32 = 4;

impl Field {
    /// Numbers that stand for words are steps of a scale.
    fn ordered(mut self) -> Self {
        if !self.values.is_empty() {
            self.measure = Measure::Ordinal;
        }
        self
    }
}

/// A table without figures, by which labels are looked up.
fn table(column: &PersonColumn<'_>, within: &str) -> Table {
    let placed = |id: &str| {
        if within.is_empty() {
            id.to_owned()
        } else {
            format!("{within}.{id}")
        }
    };
    Table {
        id: placed(&column.variable.id),
        question: placed(&column.variable.question),
        row: column.variable.row.clone(),
        by: None,
        within: None,
        rows: Vec::new(),
        everyone: None,
    }
}

/// Codes as numbers: their own where all of them are such, yes and no as 1 and 0, else from 1 on.
fn numbered(codes: &[&Code], table: &Table, labels: &Labels) -> Vec<FieldValue> {
    let own: Option<Vec<i64>> = codes.iter().map(|code| number(code)).collect();
    let counted = || (1..).take(codes.len()).collect();
    let numbers: Vec<i64> = own.unwrap_or_else(counted);
    let all = codes.iter().zip(numbers);
    all.map(|(code, number)| FieldValue {
        number,
        code: code.to_string(),
        words: labels.code(table, code),
    })
    .collect()
}

/// The number that a code is; nothing for one that other ways of writing it would make the same.
fn number(code: &Code) -> Option<i64> {
    match code {
        Code::YesNo(truth) => Some(i64::from(*truth)),
        Code::Number(number) => Some(*number),
        Code::Text(text) => {
            let number: i64 = text.parse().ok()?;
            let is_plain = number.to_string() == *text && (0..=MOST).contains(&number);
            is_plain.then_some(number)
        }
    }
}

/// The largest code that is kept as a number: four-digit classifications, not staff numbers.
const MOST: i64 = 99_999;

/// The numbers that have words of their own.
fn numbers(codes: &[&Code], table: &Table, labels: &Labels) -> Vec<FieldValue> {
    let all = codes.iter().filter_map(|code| {
        let Code::Number(number) = code else {
            return None;
        };
        let words = labels.code(table, code);
        let is_named = words != number.to_string();
        is_named.then(|| FieldValue {
            number: *number,
            code: number.to_string(),
            words,
        })
    });
    all.collect()
}
