//! From exact counts to what may be shown (docs/rules.md §8).
//!
//! The order is fixed: small groups are added together first, then groups whose answers to this
//! question may not be shown are withheld (`lines`), then the profile applies to every figure that is
//! left: cells, bases and counts of missing alike. Who is in a group that shows nothing is in no total
//! and in no crossing either: else one subtraction would lead to them.

mod board;
mod class;
mod crowd;
pub mod hesa;
mod lines;
pub mod measure;
mod minimum_n;
mod roll_up;
pub(in crate::stats) mod rounded;
mod shown;
pub(in crate::stats) mod suppress;
mod veil;

use std::collections::BTreeSet;

use crate::survey::model::Profile;

use super::count::{Figures, RawCross, RawRow, RawTable};
use super::cross::SPECIAL;
use super::door::{Door, Operational};
use super::release::{Counts, Unit};
use super::table::{Published, Reason, TOGETHER, Table};
use super::variable::Listing;

use lines::{Line, Verdict};
use roll_up::Least;
use shown::Shown;
use suppress::Suppressed;

/// A profile that protects. There is no `None` here: exact figures take another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// HESA's rounding (docs/rules.md §8.1).
    Hesa,
    /// Exact counts, but none about fewer than the minimum number of people.
    MinimumN,
    /// Small cells hidden, with complementary suppression.
    Suppress,
}

/// Why a profile shows nothing of these figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
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

    /// The word that files write.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hesa => "hesa",
            Self::MinimumN => "minimum-n",
            Self::Suppress => "suppress",
        }
    }

    const fn profile(self) -> Profile {
        match self {
            Self::Hesa => Profile::Hesa,
            Self::MinimumN => Profile::MinimumN,
            Self::Suppress => Profile::Suppress,
        }
    }

    /// How many people there are at least, for whoever sees their number as it is shown. A limit is asked of this: asked
    /// of the exact number, it would tell on which side of the limit a rounded figure is.
    const fn surely(self, count: u64) -> u64 {
        match self {
            Self::Hesa => rounded::rounded(count).0,
            Self::MinimumN | Self::Suppress => count,
        }
    }

    /// How many people of a row were asked at least, of so many that it has.
    fn asked(self, table: &RawTable, row: &RawRow, people: u64) -> u64 {
        if class::asks_everybody(table) {
            people
        } else {
            self.surely(row.base())
        }
    }

    /// Why a group that is large enough may not show its answers to this question all the same.
    /// One reason for all: one for those of one mind would tell what each of them answered.
    fn judge(self, table: &RawTable, row: &RawRow, people: u64, minimum: u64) -> Option<Reason> {
        let asked = self.asked(table, row, people);
        let is_small = match self {
            Self::Hesa => class::is_of_few(table, asked, hesa::LEAST),
            Self::MinimumN => row.answered < minimum || class::is_of_few(table, asked, 0),
            Self::Suppress => class::is_of_few(table, asked, 1),
        };
        is_small.then_some(Reason::SmallBase)
    }
}

impl<D: Door> Figures<D> {
    /// Makes tables that may be shown, by a profile.
    ///
    /// # Errors
    /// Where the profile shows nothing of such figures.
    pub fn protect(&self, protection: Protection) -> Result<Published, Refused> {
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
        let is_department = self.department.as_ref() == Some(&table.question);
        if protection == Protection::Suppress && !is_department {
            let suppressed = suppress::by_department(table, &suppress::Rows::of(&lines));
            return suppressed_table(table, &lines, suppressed);
        }
        let mut shown = match protection {
            Protection::Hesa if is_department => shown::table(table, &lines, hesa::row),
            Protection::Hesa => rounded::table(table, &lines, None),
            _ => minimum_n::table(table, &lines),
        };
        if protection == Protection::MinimumN {
            minimum_n::show_bases(&mut shown, &lines, self.minimum_group);
        }
        if is_department {
            shown::hide_members(&mut shown);
        }
        shown
    }

    fn by_codes(&self, table: &RawTable, cross: &RawCross, protection: Protection) -> Table {
        let departments = self.department_lines(table, protection);
        let lines = self.code_lines(table, cross, &departments, protection);
        let mut shown = match protection {
            Protection::Suppress => {
                let totals =
                    suppress::by_department(table, &suppress::Rows::of(&departments)).totals;
                let suppressed = suppress::by_codes(table, &suppress::Rows::of(&lines), totals);
                suppressed_table(table, &lines, suppressed)
            }
            Protection::Hesa => {
                let totals = rounded::totals(table, &departments, cross.within.as_deref());
                rounded::table(table, &lines, Some(totals))
            }
            Protection::MinimumN => minimum_n::table(table, &lines),
        };
        shown.by = Some(cross.by.id.clone());
        shown.within.clone_from(&cross.within);
        shown
    }

    /// The lines of a crossing, each with whether it is shown.
    fn code_lines(
        &self,
        table: &RawTable,
        cross: &RawCross,
        departments: &[Line],
        protection: Protection,
    ) -> Vec<Line> {
        let members = self.members(cross, departments, protection);
        let minimum = self.minimum_group;
        let is_suppressed = protection == Protection::Suppress;
        let hidden = is_suppressed.then(|| self.totals(&cross.by, departments));
        let is_hidden = |at: usize| {
            let codes = cross.by.codes.len();
            hidden
                .as_ref()
                .is_some_and(|totals| totals.hides_group(codes, at))
        };
        let size = |row: &RawRow| protection.surely(row.people());
        let is_small = |at: Option<usize>, row: &RawRow, people: u64| {
            people < minimum
                || at.is_some_and(is_hidden)
                || protection.judge(table, row, people, minimum).is_some()
        };
        lines::of_codes(table, cross, &members, (size, is_small))
    }

    /// Whose answers a crossing is of: those of the departments that its table shows. Under `minimum-n` the table that
    /// it is by must show them too: taken from the crossing's rows, that one's total would leave what a department
    /// of whom too few answered it gave.
    fn members(
        &self,
        cross: &RawCross,
        departments: &[Line],
        protection: Protection,
    ) -> Vec<usize> {
        let mut members = lines::members(departments, cross.within.as_deref());
        if protection == Protection::MinimumN {
            let others = lines::members(&self.department_lines(&cross.by, protection), None);
            members.retain(|at| others.contains(at));
        }
        members
    }

    /// The exact counts behind what [`Figures::protect`] shows.
    pub(super) fn counts(&self, protection: Protection) -> Vec<Counts> {
        let tables = self.tables.iter();
        let tables = tables.map(|table| {
            let departments = self.department_lines(table, protection);
            match &self.cross {
                None => self.department_counts(table, &departments),
                Some(cross) => {
                    let lines = self.code_lines(table, cross, &departments, protection);
                    let members = self.members(cross, &departments, protection);
                    Counts {
                        by: Some(cross.by.id.clone()),
                        within: cross.within.clone(),
                        units: lines
                            .iter()
                            .filter(|line| line.group != TOGETHER)
                            .map(|line| (line.group.clone(), Unit::of(&line.row)))
                            .collect(),
                        shown: shown_units(&lines),
                        kept: self.codes_of(&members),
                        ..self.department_counts(table, &departments)
                    }
                }
            }
        });
        tables.collect()
    }

    fn department_counts(&self, table: &RawTable, lines: &[Line]) -> Counts {
        let units = self.groups.iter().zip(&table.rows);
        let shown = lines.iter().filter(|line| line.is_shown());
        Counts {
            id: table.id.clone(),
            by: None,
            within: None,
            codes: table.codes.iter().map(ToString::to_string).collect(),
            is_closed: table.listing == Listing::All,
            units: units
                .map(|((code, _), row)| (code.clone(), Unit::of(row)))
                .collect(),
            shown: shown.map(|line| self.codes_of(&line.members)).collect(),
            kept: self.codes_of(&lines::members(lines, None)),
        }
    }

    fn codes_of(&self, members: &[usize]) -> BTreeSet<String> {
        members
            .iter()
            .map(|&at| self.groups[at].0.clone())
            .collect()
    }

    /// Which totals of a variable are hidden in every table of it, where others are counted by it: all of them
    /// where its table and theirs (`counted`) are not of the same people. One taken from the other would
    /// leave the groups that one of them withholds.
    fn totals(&self, table: &RawTable, counted: &[Line]) -> suppress::Totals {
        let lines = self.department_lines(table, Protection::Suppress);
        let by_gate = Verdict::Withheld(Reason::Complementary);
        let is_of_others = lines::members(&lines, None) != lines::members(counted, None);
        if is_of_others || lines.iter().any(|line| line.verdict == by_gate) {
            return suppress::Totals::hopeless(table);
        }
        suppress::by_department(table, &suppress::Rows::of(&lines)).totals
    }

    /// The lines of a table by department, each with whether it is shown.
    fn department_lines(&self, table: &RawTable, protection: Protection) -> Vec<Line> {
        let minimum = if table.special {
            self.minimum_group.max(SPECIAL)
        } else {
            self.minimum_group
        };
        let least = Least::of(protection.profile(), minimum);
        let groups = roll_up::groups(&self.groups, &self.departments, least);
        let mut lines = lines::of_departments(table, groups);
        let is_department = self.department.as_ref() == Some(&table.question);
        for line in &mut lines {
            let is_shown = line.verdict == Verdict::Shown && !is_department;
            let (row, people) = (&line.row, line.row.people());
            let reason = protection
                .judge(table, row, people, self.minimum_group)
                .or_else(|| self.too_few_beside(line, protection));
            if let Some(reason) = reason.filter(|_| is_shown) {
                line.verdict = Verdict::Withheld(reason);
            }
        }
        if protection == Protection::Suppress {
            self.follow_gates(table, &mut lines);
        }
        lines
    }

    /// Why a faculty's row may not show answers that are exact: taken from it, what a lead knows of one department leaves
    /// the answers of too few.
    fn too_few_beside(&self, line: &Line, protection: Protection) -> Option<Reason> {
        let is_exact = protection == Protection::MinimumN;
        let is_small = is_exact && line.beside(|row| row.answered) < self.minimum_group;
        is_small.then_some(Reason::SmallBase)
    }

    /// Withholds groups of which a question that decides who is asked does not show everything: how many
    /// were asked this one would tell what is withheld there.
    fn follow_gates(&self, table: &RawTable, lines: &mut [Line]) {
        let is_gate =
            |one: &&RawTable| table.gates.contains(&one.id) || table.gates.contains(&one.question);
        for gate in self.tables.iter().chain(&self.gates).filter(is_gate) {
            let reticent = self.reticent(gate);
            let is_told = |line: &Line| !reticent.is_disjoint(&self.codes_of(&line.members));
            // Of few people as of many: another reason for the few would tell which of two withheld counts is small.
            for line in lines.iter_mut().filter(|line| !line.is_rolled_up()) {
                if is_told(line) {
                    line.verdict = Verdict::Withheld(Reason::Complementary);
                }
            }
        }
    }

    /// The departments of whose rows a table does not show everything under `suppress`.
    fn reticent(&self, gate: &RawTable) -> BTreeSet<String> {
        if let Some(known) = self.reticent.borrow().get(&gate.id) {
            return known.clone();
        }
        let lines = self.department_lines(gate, Protection::Suppress);
        let shown = suppress::by_department(gate, &suppress::Rows::of(&lines)).rows;
        let mut whole = shown.iter().map(Shown::is_whole);
        let hides = |line: &&Line| !(line.is_shown() && whole.next().unwrap_or(false));
        let found: BTreeSet<String> = lines
            .iter()
            .filter(hides)
            .flat_map(|line| self.codes_of(&line.members))
            .collect();
        self.reticent
            .borrow_mut()
            .insert(gate.id.clone(), found.clone());
        found
    }
}

/// The codes of each row of a crossing that is shown.
fn shown_units(lines: &[Line]) -> BTreeSet<BTreeSet<String>> {
    let shown = lines.iter().filter(|line| line.is_shown());
    let codes = shown.map(|line| {
        if line.group == TOGETHER {
            line.holds.iter().cloned().collect()
        } else {
            BTreeSet::from([line.group.clone()])
        }
    });
    codes.collect()
}

fn suppressed_table(table: &RawTable, lines: &[Line], suppressed: Suppressed) -> Table {
    let mut rows = suppressed.rows.into_iter();
    let all = lines.iter().map(|line| match line.verdict {
        Verdict::Withheld(reason) => Shown::withheld(&line.row, reason),
        Verdict::Shown => rows
            .next()
            .unwrap_or_else(|| Shown::withheld(&line.row, Reason::Suppressed)),
    });
    let mut shown = shown::assemble(table, lines, all, suppressed.everyone);
    // Which numbers occur is somebody's minimum and maximum, though the counts are withheld.
    if table.is_amount {
        shown::clear_numbers(&mut shown);
    }
    shown
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
            Self::OtherWayRound => "under the profile `suppress` a question is crossed by an earlier one only: the other way round, other cells of the same figures would be shown",
            Self::WithinDepartment => {
                "a crossing within one department is shown under the profile `hesa` only: its exact counts could be subtracted from those of everyone"
            }
        })
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod properties;
