//! From exact counts to what may be shown (domain §4, security §5).
//!
//! The order is fixed: small groups are added to their faculty first, then the profile applies to every
//! figure: cells, bases and counts of missing alike.

pub mod hesa;
mod minimum_n;
mod roll_up;

use crate::response::answer::Missing;
use crate::survey::model::Profile;

use super::code::Code;
use super::count::{Figures, RawRow, RawTable};
use super::door::{Door, Operational};
use super::table::{Cell, Figure, Published, Reason, Row, Table};
use super::variable::Listing;

use roll_up::{Group, Showing};

/// A profile that protects. There is no `None` here: exact figures take another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// HESA's rounding (domain §4.1).
    Hesa,
    /// Exact counts, but none about fewer than the minimum number of people.
    MinimumN,
    /// Small cells hidden, with complementary suppression.
    Suppress,
}

/// The profile is planned and not there: nothing is shown rather than something less protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotYet;

impl Protection {
    /// The protection of a profile; nothing for [`Profile::None`].
    pub const fn of(profile: Profile) -> Option<Self> {
        match profile {
            Profile::Hesa => Some(Self::Hesa),
            Profile::MinimumN => Some(Self::MinimumN),
            Profile::Suppress => Some(Self::Suppress),
            Profile::None => None,
        }
    }

    const fn profile(self) -> Profile {
        match self {
            Self::Hesa => Profile::Hesa,
            Self::MinimumN => Profile::MinimumN,
            Self::Suppress => Profile::Suppress,
        }
    }
}

impl<D: Door> Figures<D> {
    /// Makes tables that may be shown, by a profile.
    ///
    /// # Errors
    /// Where the profile is not there yet.
    pub fn protect(&self, protection: Protection) -> Result<Published, NotYet> {
        let groups = roll_up::groups(&self.groups, &self.departments, self.minimum_group);
        let minimum = self.minimum_group;
        let rule: Box<dyn Fn(&RawRow) -> Shown> = match protection {
            Protection::Hesa => Box::new(hesa::row),
            Protection::MinimumN => Box::new(move |row| minimum_n::row(row, minimum)),
            Protection::Suppress => return Err(NotYet),
        };
        let tables = self.tables.iter();
        let tables = tables.map(|table| {
            let mut shown = protected(table, &groups, rule.as_ref());
            if self.department.as_ref() == Some(&table.question) {
                hide_members(&mut shown);
            }
            shown
        });
        Ok(self.publish(protection.profile(), tables.collect()))
    }

    fn publish(&self, profile: Profile, tables: Vec<Table>) -> Published {
        Published {
            door: D::NAME,
            profile,
            minimum_group: self.minimum_group,
            survey: self.survey.clone(),
            fingerprint: self.fingerprint.clone(),
            departments: self.departments.clone(),
            tables,
        }
    }
}

impl Figures<Operational> {
    /// The counts as they are. Exists at the operational door only.
    pub fn exact(&self) -> Published {
        let tables = self.tables.iter().map(|table| {
            let rows = self.groups.iter().zip(&table.rows);
            let rows = rows.map(|((code, _), row)| table_row(table, code, &[], Shown::exact(row)));
            assemble(table, rows.collect())
        });
        self.publish(Profile::None, tables.collect())
    }
}

/// A row's figures after its profile.
struct Shown {
    base: Figure,
    cells: Vec<Figure>,
    missing: Vec<Figure>,
}

impl Shown {
    fn exact(row: &RawRow) -> Self {
        Self::each(row, Figure::Count)
    }

    /// The same rule for every figure.
    fn each(row: &RawRow, rule: impl Fn(u64) -> Figure) -> Self {
        Self {
            base: rule(row.base()),
            cells: row.cells.iter().map(|&count| rule(count)).collect(),
            missing: row.missing.iter().map(|&count| rule(count)).collect(),
        }
    }

    /// Nothing but the reason.
    fn withheld(row: &RawRow, reason: Reason) -> Self {
        Self::each(row, |_| Figure::Withheld(reason))
    }
}

fn protected(table: &RawTable, groups: &[Group], rule: &dyn Fn(&RawRow) -> Shown) -> Table {
    let rows = groups.iter().map(|group| {
        let row = joined(table, &group.members);
        let shown = match group.showing {
            Showing::Figures => rule(&row),
            Showing::RolledUp => Shown::withheld(&row, Reason::RolledUp),
        };
        table_row(table, &group.code, &group.holds, shown)
    });
    let mut table_shown = assemble(table, rows.collect());
    if table.listing == Listing::Occurring {
        drop_unseen(&mut table_shown);
    }
    table_shown
}

/// The department question by department: a faculty's row would give the size of each department
/// that was rolled up into it.
fn hide_members(table: &mut Table) {
    for row in &mut table.rows {
        let held = |cell: &Cell| matches!(&cell.code, Code::Text(code) if row.holds.contains(code));
        for cell in row.cells.iter_mut().filter(|cell| held(cell)) {
            cell.figure = Figure::Withheld(Reason::RolledUp);
        }
    }
}

/// The figures of several groups together.
fn joined(table: &RawTable, members: &[usize]) -> RawRow {
    let mut sum = RawRow {
        cells: vec![0; table.codes.len()],
        ..RawRow::default()
    };
    for &member in members {
        sum.join(&table.rows[member]);
    }
    sum
}

fn table_row(table: &RawTable, code: &str, holds: &[String], shown: Shown) -> Row {
    let cells = table.codes.iter().zip(shown.cells);
    Row {
        group: code.to_owned(),
        holds: holds.to_vec(),
        base: shown.base,
        cells: cells
            .map(|(code, figure)| Cell {
                code: code.clone(),
                figure,
            })
            .collect(),
        missing: Missing::ALL.into_iter().zip(shown.missing).collect(),
    }
}

fn assemble(table: &RawTable, rows: Vec<Row>) -> Table {
    Table {
        id: table.id.clone(),
        question: table.question.clone(),
        row: table.row.clone(),
        rows,
    }
}

/// Where only codes that occur are listed, being listed tells that somebody gave it: without a count
/// above zero in any row, the code is left out of all.
fn drop_unseen(table: &mut Table) {
    let codes = table.rows.first().map_or(0, |row| row.cells.len());
    let seen: Vec<bool> = (0..codes)
        .map(|at| {
            let mut figures = table.rows.iter().map(|row| row.cells[at].figure);
            figures.any(|figure| figure.count().is_some_and(|count| count > 0))
        })
        .collect();
    for row in &mut table.rows {
        let mut at = seen.iter();
        row.cells.retain(|_| at.next().copied().unwrap_or(false));
    }
}
