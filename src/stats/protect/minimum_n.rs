//! The `minimum-n` profile (domain §4.3): exact counts, but none about fewer than the minimum.
//!
//! Groups under the minimum were rolled up already; here a question that fewer of a group were asked,
//! or fewer answered, shows nothing for it: not its cells, and not its kinds of missing either, whose
//! sum would give the hidden number away.

use super::super::count::RawRow;
use super::super::table::{Figure, Reason};
use super::Shown;

/// A row by this profile.
pub(super) fn row(row: &RawRow, minimum: u64) -> Shown {
    if row.answered >= minimum {
        return Shown::exact(row);
    }
    let mut shown = Shown::withheld(row, Reason::SmallBase);
    if row.base() >= minimum {
        shown.base = Figure::Count(row.base());
    }
    shown
}
