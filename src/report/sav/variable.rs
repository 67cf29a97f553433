//! One field as SPSS has it: a number or a text of so many bytes, and the range of numbers that stand
//! for kinds of missing.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::base::time::Day;

use super::super::flat::{Datum, Field, Flat, Shape};
use super::case::Cases;
use super::cut;
use super::names::Names;

/// The longest text of a case, in bytes: every row carries the widest, so one long label must not make
/// a file of megabytes.
pub(super) const WIDEST: usize = 1024;
/// A text of more bytes than these is several variables (very long strings).
pub(super) const SEGMENT: usize = 255;
/// What each of them stands for, but the last.
const EFFECTIVE: usize = 252;

/// A variable.
pub(super) struct Variable {
    /// Its field.
    pub(super) field: usize,
    /// Its name.
    pub(super) name: String,
    /// The bytes of its texts; 0 for a number.
    pub(super) width: usize,
    /// The number of the first kind of missing; the others follow it.
    pub(super) missing: i64,
    /// The numbers of the field's values, by place.
    numbers: Vec<i64>,
}

/// The variables of a table.
pub(super) fn of(flat: &dyn Flat) -> Vec<Variable> {
    let mut names = Names::default();
    let all = flat.fields().iter().enumerate();
    all.map(|(at, field)| {
        let numbers = field.values.iter().map(|value| value.number).collect();
        Variable {
            field: at,
            name: names.name(&field.name),
            width: width(flat, at, field),
            missing: missing(flat, at, field),
            numbers,
        }
    })
    .collect()
}

fn width(flat: &dyn Flat, at: usize, field: &Field) -> usize {
    if field.shape != Shape::Text {
        return 0;
    }
    let widest = (0..flat.rows()).map(|row| match flat.datum(row, at) {
        Datum::Text(text) => text.len(),
        _ => 0,
    });
    widest.max().unwrap_or_default().clamp(1, WIDEST)
}

/// The first of so many numbers as there are kinds of missing, below every number of the field: from
/// -99 on where that will do, else from -999 on, and so forth.
fn missing(flat: &dyn Flat, at: usize, field: &Field) -> i64 {
    let kinds = i64::try_from(flat.reasons().len()).unwrap_or_default();
    let given = (0..flat.rows()).filter_map(|row| match flat.datum(row, at) {
        Datum::Number(number) => number.floor().to_i64(),
        _ => None,
    });
    let given = match field.shape {
        Shape::Number(_) => given.min(),
        _ => None,
    };
    let listed = field.values.iter().map(|value| value.number).min();
    let least = given.into_iter().chain(listed).min().unwrap_or_default();
    let mut bands = (2..=15).map(|digits| 1 - 10_i64.pow(digits));
    let found = bands.find(|first| first + kinds < least);
    found.unwrap_or(1 - 10_i64.pow(15))
}

impl Variable {
    /// How many variables of the file it takes, and the bytes of each: 0 for a number.
    pub(super) fn segments(&self) -> Vec<usize> {
        if self.width <= SEGMENT {
            return vec![self.width];
        }
        let count = self.width.div_ceil(EFFECTIVE);
        let last = self.width - EFFECTIVE * (count - 1);
        let full = std::iter::repeat_n(SEGMENT, count - 1);
        full.chain(std::iter::once(last)).collect()
    }

    /// Writes one datum.
    pub(super) fn put(&self, datum: &Datum<'_>, cases: &mut Cases<'_>) {
        if self.width == 0 {
            return cases.number(self.number(datum));
        }
        let text = match datum {
            Datum::Text(text) => cut(text, self.width),
            _ => "",
        };
        let mut rest = text.as_bytes();
        for bytes in self.segments() {
            let (own, further) = rest.split_at(rest.len().min(bytes));
            rest = further;
            for at in (0..bytes).step_by(8) {
                let mut letters = [b' '; 8];
                let part = own.iter().skip(at).take(8);
                for (slot, letter) in letters.iter_mut().zip(part) {
                    *slot = *letter;
                }
                cases.letters(letters);
            }
        }
    }

    fn number(&self, datum: &Datum<'_>) -> Option<f64> {
        match datum {
            Datum::Empty | Datum::Text(_) => None,
            Datum::Missing(place) => {
                let place = i64::try_from(*place).unwrap_or_default();
                Decimal::from(self.missing + place).to_f64()
            }
            Datum::Number(number) => number.to_f64(),
            Datum::Code(place) => Decimal::from(*self.numbers.get(*place)?).to_f64(),
            Datum::Flag(truth) => Some(f64::from(u8::from(*truth))),
            Datum::Day(day) => seconds(*day),
        }
    }
}

/// Days from the 14th of October 1582, from which SPSS counts seconds, to the 1st of January 1970.
const BEFORE_1970: i64 = 141_428;

fn seconds(day: Day) -> Option<f64> {
    let days = Day::EPOCH.days_until(day) + BEFORE_1970;
    Decimal::from(days * 86_400).to_f64()
}
