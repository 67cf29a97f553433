//! Which figures of a rounded line are withheld beside the others.

use crate::response::answer::Missing;

use super::super::count::{RawRow, RawTable};
use super::super::table::{Figure, Reason};
use super::hesa;
use super::shown::Shown;

/// A figure of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// How many were asked.
    Base,
    /// A code, by its place.
    Code(usize),
    /// A kind of missing, by its place.
    Missing(usize),
}

/// Which figures of a line are withheld.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Veil {
    base: bool,
    codes: Vec<bool>,
    missing: Vec<bool>,
}

impl Veil {
    pub(super) fn none(table: &RawTable) -> Self {
        Self {
            base: false,
            codes: vec![false; table.codes.len()],
            missing: vec![false; Missing::ALL.len()],
        }
    }

    pub(super) fn hides(&self, column: Column) -> bool {
        match column {
            Column::Base => self.base,
            Column::Code(at) => self.codes[at],
            Column::Missing(at) => self.missing[at],
        }
    }

    pub(super) fn set(&mut self, column: Column, hides: bool) {
        match column {
            Column::Base => self.base = hides,
            Column::Code(at) => self.codes[at] = hides,
            Column::Missing(at) => self.missing[at] = hides,
        }
    }

    pub(super) fn figures(&self, row: &RawRow) -> Shown {
        let figure = |(&count, &hides): (&u64, &bool)| {
            if hides {
                Figure::Withheld(Reason::Pinned)
            } else {
                Figure::Count(hesa::round_count(count))
            }
        };
        Shown {
            base: figure((&row.base(), &self.base)),
            cells: row.cells.iter().zip(&self.codes).map(figure).collect(),
            missing: row.missing.iter().zip(&self.missing).map(figure).collect(),
        }
    }
}
