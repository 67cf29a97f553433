//! Class disclosure (docs/rules.md §8.3; ONS SRS output checking): where everyone in a group gave the same
//! answer, the table says it of each of them, however large the figure is.
//!
//! A row that is withheld for that alone says by it what everyone answered. So a row of few people shows
//! nothing whatever they answered, under the reason of every other row of too few.

use super::super::count::RawTable;
use super::super::variable::{Arity, Listing};

/// From this many people asked on, a unanimous group is shown.
pub(super) const LARGE: u64 = 10;

/// Whether a table's answers may be told by a row. Where there is only one code to give (`acknowledge`), it
/// says nothing.
pub(super) fn is_choice(table: &RawTable) -> bool {
    let is_open = table.is_partial || table.listing == Listing::Occurring;
    is_open || table.codes.len() > 1 || table.arity == Arity::Many
}

/// Whether a table's row is of so few people that all of them may have given one answer: from `fewest` asked, below
/// which its figures show nothing in any case, to nine.
pub(super) fn is_of_few(table: &RawTable, asked: u64, fewest: u64) -> bool {
    is_choice(table) && (fewest..LARGE).contains(&asked)
}

/// Whether everybody is asked, so that how many were asked is how many people there are.
pub(super) fn asks_everybody(table: &RawTable) -> bool {
    let mut rows = table.rows.iter();
    table.gates.is_empty() && rows.all(|row| row.base() == row.people())
}
