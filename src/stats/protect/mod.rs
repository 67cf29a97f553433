//! From exact counts to what may be shown (domain §4, security §5).
//!
//! The order is fixed: small groups are added together first, then groups whose answers to this
//! question may not be shown are withheld (`lines`), then the profile applies to every figure that is
//! left: cells, bases and counts of missing alike. Who is in a group that shows nothing is in no total
//! and in no crossing either: else one subtraction would lead to them.

mod class;
pub mod hesa;
mod lines;
pub mod measure;
mod minimum_n;
mod roll_up;
mod shown;
#[cfg(test)]
mod tests;

use crate::survey::model::Profile;

use super::count::{Figures, RawCross, RawRow, RawTable};
use super::cross::SPECIAL;
use super::door::{Door, Operational};
use super::table::{Published, Reason, Table};

use lines::{Line, Verdict};
use shown::Shown;

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

/// Why a profile shows nothing of these figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The profile is planned and not there: nothing is shown rather than something less protected.
    NotYet,
    /// A crossing within one department under a profile that shows exact counts: subtracted from the
    /// same crossing of everyone it gives what was withheld. `hesa` shows it.
    WithinDepartment,
    /// Under `suppress`, a crossing by a question that comes after the counted one: the same two the
    /// other way round would hide other cells of the same figures.
    OtherWayRound,
}

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

    /// Why a group that is large enough may not show its answers to this question all the same.
    fn judge(self, table: &RawTable, row: &RawRow, minimum: u64) -> Option<Reason> {
        match self {
            Self::MinimumN if row.answered < minimum => Some(Reason::SmallBase),
            Self::Suppress => None,
            Self::Hesa | Self::MinimumN => class::is_disclosed(table, row).then_some(Reason::Class),
        }
    }

    /// The figures of a group that may show them.
    fn figures(self, row: &RawRow) -> Shown {
        match self {
            Self::Hesa => hesa::row(row),
            Self::MinimumN | Self::Suppress => Shown::exact(row),
        }
    }
}

impl<D: Door> Figures<D> {
    /// Makes tables that may be shown, by a profile.
    ///
    /// # Errors
    /// Where the profile shows nothing of such figures.
    pub fn protect(&self, protection: Protection) -> Result<Published, Refused> {
        if protection == Protection::Suppress {
            return Err(Refused::NotYet);
        }
        let tables = match (&self.cross, self.tables.as_slice()) {
            (Some(cross), [table]) => {
                check_cross(cross, protection)?;
                vec![self.by_codes(table, cross, protection)]
            }
            (_, tables) => tables
                .iter()
                .map(|table| self.by_department(table, protection))
                .collect(),
        };
        Ok(self.publish(protection.profile(), tables))
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

    fn by_department(&self, table: &RawTable, protection: Protection) -> Table {
        let lines = self.department_lines(table, protection);
        let mut shown = shown::table(table, &lines, |row| protection.figures(row));
        if protection == Protection::MinimumN {
            minimum_n::show_bases(&mut shown, &lines, self.minimum_group);
        }
        if self.department.as_ref() == Some(&table.question) {
            shown::hide_members(&mut shown);
        }
        shown
    }

    fn by_codes(&self, table: &RawTable, cross: &RawCross, protection: Protection) -> Table {
        let departments = self.department_lines(table, protection);
        let within = cross.within.as_deref();
        let members = lines::members(&departments, within);
        let minimum = self.minimum_group;
        let is_small = |row: &RawRow| {
            row.people() < minimum || protection.judge(table, row, minimum).is_some()
        };
        let lines = lines::of_codes(table, cross, &members, is_small);
        let mut shown = shown::table(table, &lines, |row| protection.figures(row));
        shown.by = Some(cross.by.id.clone());
        shown.within.clone_from(&cross.within);
        shown
    }

    /// The lines of a table by department, each with whether it is shown.
    fn department_lines(&self, table: &RawTable, protection: Protection) -> Vec<Line> {
        let minimum = if table.special {
            self.minimum_group.max(SPECIAL)
        } else {
            self.minimum_group
        };
        let groups = roll_up::groups(&self.groups, &self.departments, minimum);
        let mut lines = lines::of_departments(table, groups);
        let is_department = self.department.as_ref() == Some(&table.question);
        for line in &mut lines {
            let is_shown = line.verdict == Verdict::Shown && !is_department;
            let reason = protection.judge(table, &line.row, self.minimum_group);
            if let Some(reason) = reason.filter(|_| is_shown) {
                line.verdict = Verdict::Withheld(reason);
            }
        }
        lines
    }
}

const fn check_cross(cross: &RawCross, protection: Protection) -> Result<(), Refused> {
    match protection {
        Protection::Hesa => Ok(()),
        _ if cross.within.is_some() => Err(Refused::WithinDepartment),
        Protection::Suppress if !cross.is_forward => Err(Refused::OtherWayRound),
        Protection::MinimumN | Protection::Suppress => Ok(()),
    }
}

impl Figures<Operational> {
    /// The counts as they are. Exists at the operational door only. Special category data stays
    /// withheld for departments of fewer than 50 people here too.
    pub fn exact(&self) -> Published {
        let tables = self.tables.iter().map(|table| {
            let lines = match &self.cross {
                Some(cross) => lines::all_codes(table, cross, &self.groups),
                None => lines::all_departments(table, &self.groups),
            };
            let mut shown = shown::table(table, &lines, Shown::exact);
            if let Some(cross) = &self.cross {
                shown.by = Some(cross.by.id.clone());
                shown.within.clone_from(&cross.within);
            }
            shown
        });
        self.publish(Profile::None, tables.collect())
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotYet => "the profile `suppress` is not there yet",
            Self::OtherWayRound => "under the profile `suppress` a question is crossed by an earlier one only: the other way round, other cells of the same figures would be shown",
            Self::WithinDepartment => {
                "a crossing within one department is shown under the profile `hesa` only: its exact counts could be subtracted from those of everyone"
            }
        })
    }
}

impl std::error::Error for Refused {}
