//! One row per person, at the operational door alone (rows per person exist only there, without
//! response ids): what a lead takes into a statistics program.
//!
//! Codes, numbers and days are there, and how many entries a repeat has; the entries themselves are rows
//! of a table of their own, one a repeat and one more for each that is within it. What joins these is the
//! number of a row, which is made here: a response's id is in none of them. Words are not there: they
//! name people, and whoever wrote them was told who reads them first. Rows are in the order of their own
//! answers, so that nothing is left of who came when, and the same answers give the same file.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::response::answer::Missing;

use super::cell::{Cell, EntryColumns};
use super::code::{Code, Family};
use super::column::{Column, KINDS, Store};
use super::door::Operational;
use super::frame::Frame;
use super::handle::Entries;
use super::values::Values;
use super::variable::{Arity, Listing, Variable};

/// Answers by row: a person's, or those of an entry of a repeat.
pub struct Persons<'f> {
    /// The repeats that an entry is in, from the outside; none where a row is a person.
    repeats: Vec<&'f str>,
    columns: Vec<PersonColumn<'f>>,
    rows: Vec<Place>,
}

/// One row: where its answers stand, and what it is known by.
struct Place {
    at: usize,
    /// The number of the person's row, from 1, then that of the entry in each repeat.
    keys: Vec<u32>,
}

/// One column of such rows.
pub struct PersonColumn<'f> {
    /// The variable that it comes from; several columns come from one where several codes may be given.
    pub variable: &'f Variable,
    /// What it holds.
    pub holding: Holding<'f>,
    source: Source<'f>,
}

/// What a column holds.
pub enum Holding<'f> {
    /// One of these codes.
    Codes(Vec<&'f Code>),
    /// A whole number; those that the questionnaire lists.
    Whole(Vec<&'f Code>),
    /// Whether this code was given, of several that may be.
    Chosen(&'f Code),
    /// An exact decimal.
    Decimal,
    /// A day; a month is its first.
    Day,
    /// How many entries a repeat has.
    Entries,
}

/// What one person gave.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// No value, and why.
    Missing(Missing),
    /// The place of a code among those of its column.
    Code(usize),
    /// Whether the column's code was given.
    Chosen(bool),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Day),
}

enum Source<'f> {
    /// For each code of the dictionary its place among the column's.
    Codes(&'f Column, Vec<usize>),
    Whole(&'f Column),
    /// A code's place in the dictionary.
    Chosen(&'f Column, usize),
    Decimal(&'f Values<Decimal>),
    Day(&'f Values<Day>),
    Entries(Entries<'f>),
}

impl Frame<Operational> {
    /// How many people of a department, or of all, are in it: exact, as this door is.
    pub fn respondents(&self, department: Option<&str>) -> u64 {
        self.stretch(department).len() as u64
    }

    /// One row per person of a department, or of all. There is no such thing at the statistical door.
    pub fn persons(&self, department: Option<&str>) -> Persons<'_> {
        let counted = self.variables.iter().zip(&self.columns);
        let counted = counted.filter(|(variable, _)| !variable.special);
        let counted = counted.flat_map(|(variable, column)| of_codes(variable, column));
        let quiet = fields(&self.quiet);
        let quiet = quiet.flat_map(|(variable, cell)| of_cell(variable, cell));
        let columns: Vec<PersonColumn<'_>> = counted.chain(quiet).collect();
        let mut order: Vec<usize> = self.stretch(department).collect();
        order.sort_by(|one, other| compare(&columns, *one, *other));
        let numbered = order.into_iter().zip(1..);
        let rows = numbered.map(|(at, number)| Place {
            at,
            keys: vec![number],
        });
        Persons {
            repeats: Vec::new(),
            columns,
            rows: rows.collect(),
        }
    }

    /// The questions that are in no row, since they are special category data: a row is a group of one, and crosses
    /// them with everything else.
    pub fn left_out_of_rows(&self) -> Vec<&str> {
        let counted = self.variables.iter();
        let all = counted.chain(self.quiet.iter().map(|(variable, _)| variable));
        let hidden = all.filter(|variable| variable.special);
        hidden.map(|variable| variable.id.as_str()).collect()
    }

    /// One row per entry of these persons: one table per repeat, those within one after it.
    pub fn entries_of<'f>(&'f self, persons: &Persons<'f>) -> Vec<Persons<'f>> {
        let mut tables = Vec::new();
        for (variable, cell) in fields(&self.quiet) {
            add_level(variable, cell, persons, &mut tables);
        }
        tables
    }
}

/// What is held of answers, without special category data.
fn fields(all: &[(Variable, Cell)]) -> impl Iterator<Item = &(Variable, Cell)> {
    all.iter().filter(|(variable, _)| !variable.special)
}

/// Adds the table of a repeat, then those of the repeats within it.
fn add_level<'f>(
    variable: &'f Variable,
    cell: &'f Cell,
    outer: &Persons<'f>,
    tables: &mut Vec<Persons<'f>>,
) {
    let Cell::Entries(entries) = cell else {
        return;
    };
    let level = Persons::of_entries(variable, entries, outer);
    let mut within = Vec::new();
    for (variable, cell) in fields(&entries.fields) {
        add_level(variable, cell, &level, &mut within);
    }
    tables.push(level);
    tables.append(&mut within);
}

impl<'f> Persons<'f> {
    fn of_entries(variable: &'f Variable, entries: &'f EntryColumns, outer: &Self) -> Self {
        let fields = fields(&entries.fields);
        let columns = fields.flat_map(|(variable, cell)| of_cell(variable, cell));
        let of = |row: &Place| {
            let numbered = entries.of(row.at).zip(1..);
            let outer = row.keys.clone();
            numbered.map(move |(at, number)| Place {
                at,
                keys: outer.iter().copied().chain([number]).collect(),
            })
        };
        let repeats = outer.repeats.iter().copied();
        Self {
            repeats: repeats.chain([variable.id.as_str()]).collect(),
            columns: columns.collect(),
            rows: outer.rows.iter().flat_map(of).collect(),
        }
    }

    /// The repeats that a row is an entry of, from the outside; none where it is a person.
    pub fn repeats(&self) -> &[&'f str] {
        &self.repeats
    }

    /// The columns.
    pub fn columns(&self) -> &[PersonColumn<'f>] {
        &self.columns
    }

    /// How many rows.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a row is known by: the number of the person's row, from 1, then that of the entry in each
    /// repeat. Nothing outside of the table.
    pub fn keys(&self, row: usize) -> &[u32] {
        self.rows.get(row).map_or(&[], |row| &row.keys)
    }

    /// What was given in a row and a column; `not_reached` outside of both.
    pub fn given(&self, row: usize, column: usize) -> Given {
        match (self.rows.get(row), self.columns.get(column)) {
            (Some(row), Some(column)) => column.source.given(row.at),
            _ => Given::Missing(Missing::NotReached),
        }
    }
}

fn compare(columns: &[PersonColumn<'_>], one: usize, other: usize) -> Ordering {
    let mut all = columns.iter();
    let first = all.find_map(|column| {
        let order = column.source.given(one).cmp(&column.source.given(other));
        (order != Ordering::Equal).then_some(order)
    });
    first.unwrap_or(Ordering::Equal)
}

fn of_cell<'f>(variable: &'f Variable, cell: &'f Cell) -> Vec<PersonColumn<'f>> {
    let (holding, source) = match cell {
        Cell::Codes(column) => return of_codes(variable, column),
        Cell::Decimal(values) => (Holding::Decimal, Source::Decimal(values)),
        Cell::Day(values) => (Holding::Day, Source::Day(values)),
        Cell::Entries(entries) => (Holding::Entries, Source::Entries(Entries::new(entries))),
        Cell::Words(_) => return Vec::new(),
    };
    vec![PersonColumn {
        variable,
        holding,
        source,
    }]
}

fn of_codes<'f>(variable: &'f Variable, column: &'f Column) -> Vec<PersonColumn<'f>> {
    let codes = listed(variable, column);
    if variable.arity == Arity::Many {
        let all = codes.into_iter();
        let all = all.map(|(place, code)| PersonColumn {
            variable,
            holding: Holding::Chosen(code),
            source: Source::Chosen(column, place),
        });
        return all.collect();
    }
    let (holding, source) = if variable.family == Family::Number {
        let codes = variable.codes.iter().collect();
        (Holding::Whole(codes), Source::Whole(column))
    } else {
        let mut places = vec![usize::MAX; column.dictionary.codes().len()];
        for (place, (known, _)) in codes.iter().enumerate() {
            places[*known] = place;
        }
        let codes = codes.into_iter().map(|(_, code)| code).collect();
        (Holding::Codes(codes), Source::Codes(column, places))
    };
    vec![PersonColumn {
        variable,
        holding,
        source,
    }]
}

/// The codes of a column with their places in the dictionary: the questionnaire's in its order, then
/// those of other versions in their own, whatever order they came in. Of a list of hundreds those that
/// somebody gave.
fn listed<'f>(variable: &Variable, column: &'f Column) -> Vec<(usize, &'f Code)> {
    let mut all: Vec<(usize, &Code)> = column.dictionary.codes().iter().enumerate().collect();
    if variable.listing == Listing::Occurring {
        let given = occurring(column);
        all.retain(|(place, _)| given.get(*place).copied().unwrap_or_default());
    }
    let own = variable.codes.len();
    all.sort_by(|(one, code), (other, with)| {
        let foreign = (*one >= own).cmp(&(*other >= own));
        foreign.then_with(|| {
            if *one < own {
                one.cmp(other)
            } else {
                code.cmp(with)
            }
        })
    });
    all
}

/// Whether somebody gave each code of the dictionary.
fn occurring(column: &Column) -> Vec<bool> {
    let mut given = vec![false; column.dictionary.codes().len()];
    let mut mark = |number: usize| {
        let place = number.checked_sub(KINDS);
        if let Some(slot) = place.and_then(|place| given.get_mut(place)) {
            *slot = true;
        }
    };
    match &column.store {
        Store::Narrow(all) => all.iter().for_each(|number| mark(usize::from(*number))),
        Store::Wide(all) => all.iter().for_each(|number| mark(*number as usize)),
        Store::Many { planes, .. } => {
            for (plane, bytes) in planes.iter().enumerate() {
                let all = bytes.iter().fold(0, |seen, byte| seen | byte);
                for bit in (0..8).filter(|bit| all >> bit & 1 == 1) {
                    mark(KINDS + plane * 8 + bit);
                }
            }
        }
    }
    given
}

impl Source<'_> {
    fn given(&self, at: usize) -> Given {
        match self {
            Self::Codes(column, places) => match place(column, at) {
                Ok(known) => {
                    let place = places.get(known).filter(|place| **place != usize::MAX);
                    let unreadable = Given::Missing(Missing::Unreadable);
                    place.map_or(unreadable, |place| Given::Code(*place))
                }
                Err(kind) => Given::Missing(kind),
            },
            Self::Whole(column) => whole(column, at),
            Self::Chosen(column, place) => chosen(column, *place, at),
            Self::Decimal(values) => {
                let number = values.at(at).copied().map(Given::Number);
                number.unwrap_or_else(|| missing(values.missing(at)))
            }
            Self::Day(values) => {
                let day = values.at(at).copied().map(Given::Day);
                day.unwrap_or_else(|| missing(values.missing(at)))
            }
            Self::Entries(entries) => entries.missing(at).map_or_else(
                || Given::Number(Decimal::from(entries.of(at).len())),
                Given::Missing,
            ),
        }
    }
}

/// Where there is neither a value nor a reason, what is stored cannot be read.
fn missing(kind: Option<Missing>) -> Given {
    Given::Missing(kind.unwrap_or(Missing::Unreadable))
}

fn place(column: &Column, at: usize) -> Result<usize, Missing> {
    if let Some(kind) = column.store.missing(at) {
        return Err(kind);
    }
    let number = column.store.number(at);
    let place = number.and_then(|number| number.checked_sub(KINDS));
    place.ok_or(Missing::Unreadable)
}

fn whole(column: &Column, at: usize) -> Given {
    match place(column, at).map(|place| column.dictionary.codes().get(place)) {
        Ok(Some(Code::Number(number))) => Given::Number((*number).into()),
        Ok(_) => Given::Missing(Missing::Unreadable),
        Err(kind) => Given::Missing(kind),
    }
}

fn chosen(column: &Column, place: usize, at: usize) -> Given {
    if let Some(kind) = column.store.missing(at) {
        return Given::Missing(kind);
    }
    let Store::Many { planes, .. } = &column.store else {
        return Given::Missing(Missing::Unreadable);
    };
    let byte = planes.get(place / 8).and_then(|plane| plane.get(at));
    Given::Chosen(byte.is_some_and(|byte| byte >> (place % 8) & 1 == 1))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{code, frame, own, part, question, questionnaire};
    use super::*;
    use crate::survey::model::Kind;

    #[test]
    fn special_category_data_is_in_no_row_of_a_person() {
        let mut special = question("belief", Kind::Single(own(&["x", "y"])));
        special.special = true;
        let next = question("next", Kind::Single(own(&["stay", "leave"])));
        let survey = questionnaire(vec![next, special]);
        let people = [("bio", 49), ("art", 50)];
        let one = |dept| part(dept, &[("next", code("stay")), ("belief", code("x"))]);
        let parts = people.map(|(dept, number)| (0..number).map(move |_| one(dept)));
        let frame = frame::<Operational>(&survey, parts.into_iter().flatten().collect());
        let shows = |department| {
            let persons = frame.persons(department);
            let mut columns = persons.columns().iter();
            columns.any(|column| column.variable.id == "belief")
        };
        for department in [Some("art"), Some("bio"), None] {
            assert!(!shows(department), "{department:?}");
        }
        assert_eq!(frame.left_out_of_rows(), ["belief"]);
    }
}
