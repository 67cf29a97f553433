//! Counting: every variable by department, one pass over the columns.
//!
//! The result keeps its counts to itself. What may leave is made by `protect`, and, at the
//! operational door only, by [`Figures::exact`].

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::response::answer::Missing;

use super::code::Code;
use super::column::{Column, KINDS, Store};
use super::departments::Departments;
use super::door::Door;
use super::frame::Frame;
use super::kernel;
use super::variable::{Arity, Listing, Variable};

/// Exact counts of one door. Nothing outside `stats` can read them.
pub struct Figures<D> {
    pub(super) departments: Departments,
    /// Departments that have responses, in the list's order, each with how many.
    pub(super) groups: Vec<(String, u64)>,
    pub(super) tables: Vec<RawTable>,
    pub(super) survey: String,
    pub(super) fingerprint: String,
    pub(super) minimum_group: u64,
    /// The question that says the department.
    pub(super) department: Option<String>,
    /// What makes its one table a crossing.
    pub(super) cross: Option<RawCross>,
    /// Tables that decide who was asked in those above and are not among them.
    pub(super) gates: Vec<RawTable>,
    /// Of each gate the groups of which it does not show everything, as far as they were asked for.
    pub(super) reticent: RefCell<BTreeMap<String, BTreeSet<String>>>,
    door: PhantomData<D>,
}

/// One variable's exact counts.
#[derive(Clone)]
pub(super) struct RawTable {
    pub(super) id: String,
    pub(super) question: String,
    pub(super) row: Option<String>,
    pub(super) listing: Listing,
    pub(super) arity: Arity,
    /// Whether some of the codes that were given are not among `codes`.
    pub(super) is_partial: bool,
    /// As in [`Variable`].
    pub(super) is_amount: bool,
    /// Special category data.
    pub(super) special: bool,
    /// The questions that decide who is asked: ids of questions or of tables.
    pub(super) gates: Vec<String>,
    pub(super) codes: Vec<Code>,
    /// One row per group, in the order of `Figures::groups`.
    pub(super) rows: Vec<RawRow>,
}

/// The exact counts of one variable's codes by the codes of another.
pub(super) struct RawCross {
    /// The variable that groups, by department.
    pub(super) by: RawTable,
    /// Only the people of this department.
    pub(super) within: Option<String>,
    /// By department, then by code of `by`, those who gave none last.
    pub(super) slices: Vec<Vec<RawRow>>,
    /// Whether `by` comes before the counted variable in the questionnaire.
    pub(super) is_forward: bool,
}

/// One group's exact counts.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct RawRow {
    /// In the order of the table's codes.
    pub(super) cells: Vec<u64>,
    /// By kind, in the order of [`Missing::ALL`].
    pub(super) missing: [u64; KINDS],
    /// Those who gave a value.
    pub(super) answered: u64,
}

impl RawRow {
    /// Everyone who was asked: all but `not_in_version` and `not_relevant` (docs/rules.md §1).
    pub(super) fn base(&self) -> u64 {
        let not_asked = [Missing::NotInVersion, Missing::NotRelevant];
        let missing = Missing::ALL.iter().zip(self.missing);
        let asked = missing.filter(|(kind, _)| !not_asked.contains(kind));
        self.answered + asked.map(|(_, count)| count).sum::<u64>()
    }

    /// Everyone in the group, asked or not.
    pub(super) fn people(&self) -> u64 {
        self.answered + self.missing.iter().sum::<u64>()
    }

    /// Adds another group's people to this one.
    pub(super) fn join(&mut self, other: &Self) {
        self.cells
            .resize(self.cells.len().max(other.cells.len()), 0);
        for (own, more) in self.cells.iter_mut().zip(&other.cells) {
            *own += more;
        }
        for (own, more) in self.missing.iter_mut().zip(other.missing) {
            *own += more;
        }
        self.answered += other.answered;
    }

    /// Takes people away who are in this group.
    pub(super) fn leave(&mut self, some: &Self) {
        for (own, less) in self.cells.iter_mut().zip(&some.cells) {
            *own = own.saturating_sub(*less);
        }
        for (own, less) in self.missing.iter_mut().zip(some.missing) {
            *own = own.saturating_sub(less);
        }
        self.answered = self.answered.saturating_sub(some.answered);
    }
}

impl<D> Figures<D> {
    /// Whether nothing was counted, since no variable was asked for or is there.
    pub const fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

impl<D: Door> Frame<D> {
    /// Counts every variable.
    pub fn count(&self) -> Figures<D> {
        self.count_where(|_| true)
    }

    /// Counts the variables of one question, or one row of a matrix, by its table's id.
    pub fn count_only(&self, id: &str) -> Figures<D> {
        self.count_where(|variable| variable.id == id || variable.question == id)
    }

    fn count_where(&self, wanted: impl Fn(&Variable) -> bool) -> Figures<D> {
        let (groups, stretches) = self.in_order();
        let pairs = self.variables.iter().zip(&self.columns);
        let pairs: Vec<_> = pairs.filter(|(variable, _)| wanted(variable)).collect();
        let people = stretches.iter().map(Range::len).sum::<usize>();
        let cores = if people * pairs.len() < MANY {
            1
        } else {
            std::thread::available_parallelism().map_or(1, usize::from)
        };
        self.figures(groups, count_columns(&pairs, &stretches, cores), None)
    }

    /// Departments in the list's order, with how many are in each, and their stretches.
    pub(super) fn in_order(&self) -> (Vec<(String, u64)>, Vec<Range<usize>>) {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_cached_key(|&at| self.departments.rank(&self.groups[at].0));
        let counted = |&at: &usize| (self.groups[at].0.clone(), self.groups[at].1.len() as u64);
        let stretches = order.iter().map(|&at| self.groups[at].1.clone()).collect();
        (order.iter().map(counted).collect(), stretches)
    }

    pub(super) fn figures(
        &self,
        groups: Vec<(String, u64)>,
        tables: Vec<RawTable>,
        cross: Option<RawCross>,
    ) -> Figures<D> {
        Figures {
            gates: self.gates(&tables, cross.as_ref()),
            reticent: RefCell::default(),
            departments: self.departments.clone(),
            groups,
            tables,
            survey: self.survey.clone(),
            fingerprint: self.fingerprint.clone(),
            minimum_group: self.minimum_group,
            department: self.department.clone(),
            cross,
            door: PhantomData,
        }
    }
}

impl<D: Door> Frame<D> {
    /// The tables that decide who was asked in these, and in them again, but for these.
    fn gates(&self, tables: &[RawTable], cross: Option<&RawCross>) -> Vec<RawTable> {
        let mut gates: Vec<RawTable> = Vec::new();
        let (_, stretches) = self.in_order();
        loop {
            let by = cross.map(|cross| &cross.by);
            let known: Vec<&RawTable> = tables.iter().chain(&gates).collect();
            let wanted = known.iter().copied().chain(by).flat_map(|one| &one.gates);
            let wanted: BTreeSet<&String> = wanted.collect();
            let counted: BTreeSet<&str> = known.iter().map(|one| one.id.as_str()).collect();
            let columns = self.variables.iter().zip(&self.columns);
            let new: Vec<RawTable> = columns
                .filter(|(variable, _)| {
                    let is_wanted =
                        wanted.contains(&variable.id) || wanted.contains(&variable.question);
                    is_wanted && !counted.contains(variable.id.as_str())
                })
                .map(|(variable, column)| count_column(variable, column, &stretches))
                .collect();
            if new.is_empty() {
                return gates;
            }
            gates.extend(new);
        }
    }
}

/// Answers from which on several cores count: fewer are counted before a thread has begun.
const MANY: usize = 4_000_000;

/// Counts columns on so many cores, whoever is free taking the next; in the columns' order.
fn count_columns(
    pairs: &[(&Variable, &Column)],
    stretches: &[Range<usize>],
    cores: usize,
) -> Vec<RawTable> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((variable, column)) = pairs.get(at) else {
                return own;
            };
            own.push((at, count_column(variable, column, stretches)));
        }
    };
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(own) => all.extend(own),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, table)| table).collect()
}

pub(super) fn count_column(
    variable: &Variable,
    column: &Column,
    stretches: &[Range<usize>],
) -> RawTable {
    let codes = column.dictionary.codes();
    let rows = stretches
        .iter()
        .map(|stretch| count_stretch(column, codes.len(), stretch.clone()));
    let mut table = RawTable {
        id: variable.id.clone(),
        question: variable.question.clone(),
        row: variable.row.clone(),
        listing: variable.listing,
        arity: variable.arity,
        is_amount: variable.is_amount,
        is_partial: false,
        special: variable.special,
        gates: variable.gates.clone(),
        codes: codes.to_vec(),
        rows: rows.collect(),
    };
    table.put_in_order(variable.codes.len());
    table
}

impl RawTable {
    /// The questionnaire's codes as it has them, further ones sorted, and, where only those that
    /// occur are listed, without those that nobody gave. Numbers are always ascending.
    fn put_in_order(&mut self, own: usize) {
        let occurs = |at: usize| self.rows.iter().any(|row| row.cells[at] > 0);
        let mut order: Vec<usize> = (0..self.codes.len())
            .filter(|&at| self.listing == Listing::All || occurs(at))
            .collect();
        let codes = &self.codes;
        order.sort_by_key(|&at| match &codes[at] {
            Code::Number(_) => (0, codes.get(at)),
            _ if at < own => (at, None),
            _ => (own, codes.get(at)),
        });
        if order.len() == self.codes.len() && order.is_sorted() {
            return;
        }
        for row in &mut self.rows {
            row.cells = order.iter().map(|&at| row.cells[at]).collect();
        }
        self.codes = order.iter().map(|&at| self.codes[at].clone()).collect();
    }
}

fn count_stretch(column: &Column, codes: usize, stretch: Range<usize>) -> RawRow {
    match &column.store {
        Store::Narrow(numbers) => count_narrow(&numbers[stretch], &column.used, codes),
        Store::Wide(numbers) => {
            let mut counts = vec![0_u32; KINDS + codes];
            for &number in &numbers[stretch] {
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += 1;
                }
            }
            from_numbers(&counts, codes)
        }
        Store::Many { state, planes } => {
            let mut row = count_narrow(&state[stretch.clone()], &column.used, 0);
            row.answered = (stretch.len() as u64).saturating_sub(row.missing.iter().sum());
            row.cells.reserve_exact(codes);
            let planes = planes.iter().enumerate();
            let counts = planes.flat_map(|(at, plane)| {
                kernel::count_bits(&plane[stretch.clone()], codes.saturating_sub(at * 8))
            });
            row.cells.extend(counts.take(codes));
            row.cells.resize(codes, 0);
            row
        }
    }
}

/// Counts bytes that are numbers, of which `used` occur in the whole column.
fn count_narrow(bytes: &[u8], used: &[u8], codes: usize) -> RawRow {
    if used.len() > kernel::FEW {
        return from_numbers(&kernel::histogram(bytes), codes);
    }
    let mut row = RawRow {
        cells: vec![0; codes],
        ..RawRow::default()
    };
    kernel::count_few(bytes, used, |number, count| {
        let number = usize::from(number);
        let slot = match number.checked_sub(KINDS) {
            None => row.missing.get_mut(number),
            Some(place) => row.cells.get_mut(place),
        };
        if let Some(slot) = slot {
            *slot = count;
        }
    });
    row.answered = row.cells.iter().sum();
    row
}

/// Counts of numbers, those below 8 being kinds of missing, as a row.
pub(super) fn from_numbers(counts: &[u32], codes: usize) -> RawRow {
    let at = |number: usize| counts.get(number).copied().map_or(0, u64::from);
    let cells: Vec<u64> = (KINDS..KINDS + codes).map(at).collect();
    RawRow {
        missing: std::array::from_fn(at),
        answered: cells.iter().sum(),
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{frame, people, questionnaire};
    use super::*;
    use crate::stats::Operational;

    #[test]
    fn however_many_cores_count_the_tables_are_the_same() {
        let frame = frame::<Operational>(&questionnaire(Vec::new()), people());
        let pairs: Vec<_> = frame.variables.iter().zip(&frame.columns).collect();
        let (_, stretches) = frame.in_order();
        let told = |cores| {
            let tables = count_columns(&pairs, &stretches, cores).into_iter();
            let tables = tables.map(|table| (table.id, table.codes, table.rows));
            tables.collect::<Vec<_>>()
        };
        let one = told(1);
        assert_eq!(one.len(), pairs.len());
        assert!([2, 3, 50].into_iter().all(|cores| told(cores) == one));
    }
}
