//! The `minimum-n` profile (docs/rules.md §8.3): exact counts, but none about fewer than the minimum.
//!
//! Groups under the minimum were rolled up already; here a question that fewer of a group were asked,
//! or fewer answered, shows nothing for it: not its cells, and not its kinds of missing either, whose
//! sum would give the hidden number away.

use super::super::count::{RawRow, RawTable};
use super::super::table::{Figure, Reason, Table};
use super::lines::{Line, Verdict};
use super::shown::{self, Shown};

/// Exact counts. Of an amount, years or people led, the list of those that were given is not among them: its
/// ends are somebody's, as a minimum and a maximum are.
pub(super) fn table(raw: &RawTable, lines: &[Line]) -> Table {
    let mut table = shown::table(raw, lines, Shown::exact);
    if raw.is_amount {
        shown::clear_numbers(&mut table);
    }
    table
}

/// Of a group of whom too few answered, how many were asked is shown where these are enough, also for whoever knows one
/// of its departments.
pub(super) fn show_bases(table: &mut Table, lines: &[Line], minimum: u64) {
    for (row, line) in table.rows.iter_mut().zip(lines) {
        let is_too_few = line.verdict == Verdict::Withheld(Reason::SmallBase);
        if is_too_few && line.beside(RawRow::base) >= minimum {
            row.base = Figure::Count(line.row.base());
        }
    }
}
