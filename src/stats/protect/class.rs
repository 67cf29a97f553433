//! Class disclosure (docs/rules.md §8.3; ONS SRS output checking): where everyone in a group gave the same
//! answer, the table says it of each of them, however large the figure is.
//!
//! A row that is withheld for that alone says by it what everyone answered. So a row of few people shows
//! nothing whatever they answered, under the reason of every other row of too few.

use super::super::count::{RawRow, RawTable};
use super::super::variable::{Arity, Listing};

/// From this many people asked on, a unanimous group is shown.
pub(super) const LARGE: u64 = 10;

/// Whether a table's answers may be told by a row. Where there is only one code to give (`acknowledge`), it
/// says nothing.
pub(super) fn is_choice(table: &RawTable) -> bool {
    let is_open = table.is_partial || table.listing == Listing::Occurring;
    is_open || table.codes.len() > 1 || table.arity == Arity::Many
}

/// Whether a row is of so few people that all of them may have given one answer: from `fewest` asked, below
/// which its figures show nothing in any case, to nine.
pub(super) fn is_of_few(table: &RawTable, row: &RawRow, fewest: u64) -> bool {
    is_choice(table) && (fewest..LARGE).contains(&row.base())
}
