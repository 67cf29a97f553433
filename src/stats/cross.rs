//! Crossings: one variable counted by the codes of another, for everyone or for one department
//! (career intentions by ladder step).
//!
//! Two variables and, where it is asked for, one department: no finer (docs/rules.md §8.3, after the GSS
//! guidance on differencing). The variable that groups has one code a person, so that its groups
//! share nobody and their sum is everyone.

use std::collections::HashMap;
use std::ops::Range;

use super::code::Code;
use super::column::{Column, KINDS, Store};
use super::count::{Figures, RawCross, RawRow, RawTable, count_column, from_numbers};
use super::door::Door;
use super::frame::Frame;
use super::variable::{Arity, Variable};

/// The fewest people of a department for which special category data is shown (docs/rules.md §8.3).
pub const SPECIAL: u64 = 50;

/// Why there is no such crossing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrossFault {
    /// There is no variable of this id at this door.
    NoVariable(String),
    /// A person may give several codes of it: its groups would overlap.
    SeveralCodes(String),
    /// A variable by itself, or by the department, which every table is by anyway.
    Itself(String),
    /// The survey has no department of this code.
    NoDepartment(String),
    /// Special category data of a department of fewer than 50 people.
    SpecialCategory(String),
}

impl<D: Door> Frame<D> {
    /// Counts the variable `id` (`QUESTION` or `QUESTION.ROW`) by the codes of `by`: of everyone, or
    /// of the people of one department.
    ///
    /// The result has one table. Protected, its [`by`](super::Table::by) is `by`, and its rows are
    /// the codes of `by`, then those who gave none (an empty `group`), then the small groups together.
    ///
    /// ```text
    /// let figures = frame.cross("b_ladder", "i_next", None)?;
    /// let published = figures.protect(Protection::Hesa)?;
    /// let table = &published.tables()[0];
    /// assert_eq!(table.by.as_deref(), Some("b_ladder"));
    /// ```
    ///
    /// # Errors
    /// Where one of the two is no variable of this door, `by` takes several codes, or special category
    /// data would be shown for a department of fewer than 50 people.
    pub fn cross(
        &self,
        by: &str,
        id: &str,
        department: Option<&str>,
    ) -> Result<Figures<D>, CrossFault> {
        let (by_at, id_at) = (self.place_of(by)?, self.place_of(id)?);
        self.check_pair(by_at, id_at)?;
        if let Some(code) = department {
            self.check_department(code, by_at, id_at)?;
        }
        let (groups, stretches) = self.in_order();
        let grouping = count_column(&self.variables[by_at], &self.columns[by_at], &stretches);
        let table = count_column(&self.variables[id_at], &self.columns[id_at], &stretches);
        let slices = Slices {
            by: &self.columns[by_at],
            groups: &grouping.codes,
            counted: &self.columns[id_at],
            codes: &table.codes,
        };
        let cross = RawCross {
            slices: slices.of(&stretches),
            by: grouping,
            within: department.map(str::to_owned),
            is_forward: by_at < id_at,
        };
        Ok(self.figures(groups, vec![table], Some(cross)))
    }

    fn place_of(&self, id: &str) -> Result<usize, CrossFault> {
        let mut variables = self.variables.iter();
        let place = variables.position(|variable| variable.id == id);
        place.ok_or_else(|| CrossFault::NoVariable(id.to_owned()))
    }

    fn check_pair(&self, by: usize, id: usize) -> Result<(), CrossFault> {
        let grouping: &Variable = &self.variables[by];
        let is_department =
            |at: usize| self.department.as_ref() == Some(&self.variables[at].question);
        if by == id || is_department(by) || is_department(id) {
            return Err(CrossFault::Itself(grouping.id.clone()));
        }
        if grouping.arity == Arity::Many {
            return Err(CrossFault::SeveralCodes(grouping.id.clone()));
        }
        Ok(())
    }

    fn check_department(&self, code: &str, by: usize, id: usize) -> Result<(), CrossFault> {
        let mut groups = self.groups.iter();
        let group = groups.find(|(known, _)| known == code);
        if group.is_none() && !self.departments.codes().any(|known| known == code) {
            return Err(CrossFault::NoDepartment(code.to_owned()));
        }
        let people = group.map_or(0, |(_, stretch)| stretch.len() as u64);
        let special = [by, id].map(|at| &self.variables[at]);
        match special.into_iter().find(|variable| variable.special) {
            Some(special) if people < SPECIAL => {
                Err(CrossFault::SpecialCategory(special.id.clone()))
            }
            _ => Ok(()),
        }
    }
}

/// Two columns, and the order in which their codes stand in tables.
struct Slices<'a> {
    by: &'a Column,
    groups: &'a [Code],
    counted: &'a Column,
    codes: &'a [Code],
}

impl Slices<'_> {
    fn of(&self, stretches: &[Range<usize>]) -> Vec<Vec<RawRow>> {
        let group_of = places(self.by, self.groups);
        let order: Vec<usize> = inverse(&places(self.counted, self.codes), self.codes.len());
        let one = |stretch: &Range<usize>| {
            let people = self.people(stretch.clone(), &group_of);
            let rows = people.iter();
            rows.map(|people| self.row(people, &order)).collect()
        };
        stretches.iter().map(one).collect()
    }

    /// The people of a stretch by their group, those without one last.
    fn people(&self, stretch: Range<usize>, group_of: &[Option<usize>]) -> Vec<Vec<usize>> {
        let none = self.groups.len();
        let mut people = vec![Vec::new(); none + 1];
        for at in stretch {
            let code = number(&self.by.store, at).checked_sub(KINDS);
            let group = code.and_then(|code| group_of.get(code).copied().flatten());
            people[group.unwrap_or(none)].push(at);
        }
        people
    }

    /// The counts of some people, cells in the order of the table's codes.
    fn row(&self, people: &[usize], order: &[usize]) -> RawRow {
        let codes = self.counted.dictionary.codes().len();
        let row = count_people(&self.counted.store, codes, people);
        RawRow {
            cells: order.iter().map(|&at| row.cells[at]).collect(),
            ..row
        }
    }
}

/// Where each code of a column stands among a table's codes.
fn places(column: &Column, codes: &[Code]) -> Vec<Option<usize>> {
    let known: HashMap<&Code, usize> = codes.iter().zip(0..).collect();
    let own = column.dictionary.codes().iter();
    own.map(|code| known.get(code).copied()).collect()
}

/// For each of a table's codes its place in the column.
fn inverse(places: &[Option<usize>], codes: usize) -> Vec<usize> {
    let mut order = vec![0; codes];
    for (own, place) in places.iter().enumerate() {
        if let Some(place) = place {
            order[*place] = own;
        }
    }
    order
}

/// What a column holds for one respondent; 0, a kind of missing, where several codes may be given.
fn number(store: &Store, at: usize) -> usize {
    match store {
        Store::Narrow(column) => usize::from(column[at]),
        Store::Wide(column) => column[at] as usize,
        Store::Many { .. } => 0,
    }
}

fn count_people(store: &Store, codes: usize, people: &[usize]) -> RawRow {
    let mut counts = vec![0_u32; KINDS + codes];
    match store {
        Store::Narrow(_) | Store::Wide(_) => {
            for &at in people {
                counts[number(store, at)] += 1;
            }
            from_numbers(&counts, codes)
        }
        Store::Many { state, planes } => {
            let cells = (0..codes).map(|code| chosen(planes, code, people));
            let mut row = RawRow {
                cells: cells.collect(),
                ..RawRow::default()
            };
            for &at in people {
                match row.missing.get_mut(usize::from(state[at])) {
                    Some(kind) => *kind += 1,
                    None => row.answered += 1,
                }
            }
            row
        }
    }
}

/// How many of these people gave one of several codes.
fn chosen(planes: &[Vec<u8>], code: usize, people: &[usize]) -> u64 {
    let Some(plane) = planes.get(code / 8) else {
        return 0;
    };
    let bit = |&at: &usize| u64::from(plane[at] >> (code % 8) & 1);
    people.iter().map(bit).sum()
}

impl RawTable {
    /// The code of a crossing's row; empty for those who gave none.
    pub(super) fn group(&self, at: usize) -> String {
        self.codes
            .get(at)
            .map_or_else(String::new, ToString::to_string)
    }
}

impl std::fmt::Display for CrossFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoVariable(id) => write!(f, "`{id}` has no table at this door"),
            Self::SeveralCodes(id) => write!(
                f,
                "`{id}` lets a person give several answers: its groups would overlap"
            ),
            Self::Itself(id) => write!(f, "`{id}` cannot be crossed with itself or the department"),
            Self::NoDepartment(code) => write!(f, "there is no department `{code}`"),
            Self::SpecialCategory(id) => write!(
                f,
                "`{id}` is special category data: it is not shown for a department of fewer than {SPECIAL} people"
            ),
        }
    }
}

impl std::error::Error for CrossFault {}
