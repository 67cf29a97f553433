//! Who answered what: one column per variable, respondents sorted by department, so that a department is a
//! stretch of every column and counting is one pass over each.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::ops::Range;

use super::cell::Cell;
use super::column::Column;
use super::departments::Departments;
use super::door::Door;
use super::flags::Flags;
use super::variable::Variable;
use crate::survey::model::Profile;

/// Everyone's answers, sorted by department.
pub struct Frame<D> {
    pub(super) departments: Departments,
    /// What is counted.
    pub(super) variables: Vec<Variable>,
    pub(super) columns: Vec<Column>,
    /// What is held and not counted.
    pub(super) quiet: Vec<(Variable, Cell)>,
    /// By id, the place among the counted ones and then the quiet ones.
    pub(super) index: HashMap<String, usize>,
    /// Department codes in order, each with its stretch of the columns.
    pub(super) groups: Vec<(String, Range<usize>)>,
    pub(super) flags: Flags<D>,
    pub(super) survey: String,
    pub(super) fingerprint: String,
    /// The strictest of all versions.
    pub(super) minimum_group: u64,
    /// How figures of the statistical door are protected.
    pub(super) profile: Profile,
    /// The question that says the department.
    pub(super) department: Option<String>,
    pub(super) door: PhantomData<D>,
}

impl<D: Door> Frame<D> {
    /// What is to be looked at before any figure is believed.
    pub const fn flags(&self) -> &Flags<D> {
        &self.flags
    }

    /// How many bytes all columns take, also those that are not counted. It tells nothing about anyone.
    pub fn memory(&self) -> usize {
        let counted = self.columns.iter().map(|column| column.store.memory());
        let quiet = self.quiet.iter().map(|(_, cell)| cell.memory());
        counted.chain(quiet).sum()
    }

    /// The number of bytes that the byte columns hold, and their sum: reading all of them once, the
    /// floor that counting is measured against. It tells nothing about anyone.
    pub fn read_all(&self) -> (usize, u64) {
        let columns = self.columns.iter().flat_map(Column::bytes);
        columns.fold((0, 0), |(bytes, sum), column| {
            let own: u64 = column.iter().map(|&byte| u64::from(byte)).sum();
            (bytes + column.len(), sum.wrapping_add(own))
        })
    }
}
