//! Class disclosure (domain §4.3; ONS SRS output checking): where everyone in a group gave the same
//! answer, the table says it of each of them, however large the figure is.

use super::super::count::{RawRow, RawTable};
use super::super::variable::Arity;

/// From this many people on, a unanimous group is shown.
const LARGE: u64 = 10;

/// Whether a row says of everyone in it what they answered: fewer than ten people were asked, and all
/// who answered gave one code. Where there is only one code to give (`acknowledge`), it says nothing.
pub(super) fn is_disclosed(table: &RawTable, row: &RawRow) -> bool {
    let is_unanimous = row.cells.contains(&row.answered);
    let is_choice = table.codes.len() > 1 || table.arity == Arity::Many;
    is_choice && row.answered > 0 && row.base() < LARGE && is_unanimous
}
