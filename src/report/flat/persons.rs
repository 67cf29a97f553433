//! Rows of persons with their words: what a questionnaire calls each column, each code and each kind
//! of missing.

use std::collections::HashMap;

use crate::response::answer::Missing;
use crate::stats::{Code, Given, Holding, PersonColumn, Persons, Table};
use crate::survey::Questionnaire;
use crate::survey::codebook;

use super::super::Labels;
use super::{Datum, Field, FieldValue, Flat, Measure, Named, Shape};

/// Persons, with words.
pub struct People<'f> {
    persons: Persons<'f>,
    fields: Vec<Field>,
    reasons: Vec<Named>,
    /// For each field its column among the persons'.
    columns: Vec<usize>,
}

impl<'f> People<'f> {
    /// Gives words to persons, with fields in the questionnaire's order.
    pub fn new(persons: Persons<'f>, survey: &Questionnaire, labels: &Labels) -> Self {
        let places: HashMap<&str, usize> = survey
            .questions()
            .zip(0..)
            .map(|(question, at)| (question.id.as_str(), at))
            .collect();
        let digits = digits(survey);
        let mut columns: Vec<usize> = (0..persons.columns().len()).collect();
        let place = |at: &usize| {
            let column = persons.columns().get(*at);
            let id = column.map_or("", |column| column.variable.question.as_str());
            let id = id.split('@').next().unwrap_or_default();
            places.get(id).copied().unwrap_or(usize::MAX)
        };
        columns.sort_by_key(place);
        let fields = columns.iter().filter_map(|at| persons.columns().get(*at));
        let fields = fields
            .map(|column| field(column, labels, &digits))
            .collect();
        let named = |kind: Missing| Named {
            code: kind.code().to_owned(),
            words: labels.missing(kind),
        };
        Self {
            persons,
            fields,
            reasons: Missing::ALL.into_iter().map(named).collect(),
            columns,
        }
    }
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
        let Some(column) = self.columns.get(field) else {
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

fn field(column: &PersonColumn<'_>, labels: &Labels, digits: &HashMap<String, u32>) -> Field {
    let variable = column.variable;
    let table = table(column);
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
            let digits = digits.get(&variable.id).copied().unwrap_or(WORKED_OUT);
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
fn table(column: &PersonColumn<'_>) -> Table {
    Table {
        id: column.variable.id.clone(),
        question: column.variable.question.clone(),
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
