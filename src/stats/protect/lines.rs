//! The rows of a table before any figure is protected: who is in each, and whether it may be shown.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::count::{RawCross, RawRow, RawTable};
use super::super::cross::SPECIAL;
use super::super::table::{Reason, TOGETHER};
use super::roll_up::{Group, Showing};

/// Whether a row shows figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// By its profile.
    Shown,
    /// Nothing, and why.
    Withheld(Reason),
}

/// A row to be.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) group: String,
    /// The small groups that it stands for.
    pub(super) holds: Vec<String>,
    /// The counted departments whose people are in it.
    pub(super) members: Vec<usize>,
    pub(super) row: RawRow,
    /// What the people of each counted department add to it.
    pub(super) parts: Vec<(usize, RawRow)>,
    pub(super) verdict: Verdict,
}

impl Line {
    pub(super) fn is_shown(&self) -> bool {
        self.verdict == Verdict::Shown
    }

    /// How many of its people there are, and of a faculty's row beside any one of its departments.
    pub(super) fn beside(&self, of: impl Fn(&RawRow) -> u64) -> u64 {
        let all = of(&self.row);
        let own = self.parts.iter().filter(|_| !self.holds.is_empty());
        all - own.map(|(_, part)| of(part)).max().unwrap_or(0)
    }

    /// Whether its group is too small for any table, whatever was asked.
    pub(super) fn is_rolled_up(&self) -> bool {
        let reasons = [Reason::RolledUp, Reason::SpecialCategory];
        reasons.map(Verdict::Withheld).contains(&self.verdict)
    }
}

/// The rows by department, small ones rolled up.
pub(super) fn of_departments(table: &RawTable, groups: Vec<Group>) -> Vec<Line> {
    let reason = if table.special {
        Reason::SpecialCategory
    } else {
        Reason::RolledUp
    };
    let line = |group: Group| Line {
        row: joined(table, group.members.iter().map(|&at| &table.rows[at])),
        parts: parts(&group.members, |at| &table.rows[at]),
        verdict: match group.showing {
            Showing::Figures => Verdict::Shown,
            Showing::RolledUp => Verdict::Withheld(reason),
        },
        group: group.code,
        holds: group.holds,
        members: group.members,
    };
    groups.into_iter().map(line).collect()
}

/// The rows by department as they are.
pub(super) fn all_departments(table: &RawTable, groups: &[(String, u64)]) -> Vec<Line> {
    let line = |(at, (code, people)): (usize, &(String, u64))| Line {
        group: code.clone(),
        holds: Vec::new(),
        members: vec![at],
        row: table.rows[at].clone(),
        parts: Vec::new(),
        verdict: if table.special && *people < SPECIAL {
            Verdict::Withheld(Reason::SpecialCategory)
        } else {
            Verdict::Shown
        },
    };
    groups.iter().enumerate().map(line).collect()
}

/// The counted departments whose people may be in a crossing: those of rows that are shown, or the
/// one department that is meant.
pub(super) fn members(departments: &[Line], within: Option<&str>) -> Vec<usize> {
    let shown = departments.iter().filter(|line| line.is_shown());
    let meant = shown.filter(|line| within.is_none_or(|code| line.group == code));
    meant.flat_map(|line| line.members.clone()).collect()
}

/// The rows of a crossing as they are.
pub(super) fn all_codes(table: &RawTable, cross: &RawCross, groups: &[(String, u64)]) -> Vec<Line> {
    let is_meant = |code: &str| cross.within.as_deref().is_none_or(|within| within == code);
    let members = (0..groups.len()).filter(|&at| is_meant(&groups[at].0));
    each_code(table, cross, &members.collect::<Vec<_>>())
}

/// The rows of a crossing, small ones together. Where the small ones are too few even together, the
/// next larger group joins them, until nothing that is shown leads to fewer than it may. `size` says how many people
/// a group has as they are shown. `is_small` is asked with the place of a group, and without one for groups
/// together, and with that number of people.
pub(super) fn of_codes(
    table: &RawTable,
    cross: &RawCross,
    members: &[usize],
    (size, is_small): (
        impl Fn(&RawRow) -> u64,
        impl Fn(Option<usize>, &RawRow, u64) -> bool,
    ),
) -> Vec<Line> {
    let mut lines = each_code(table, cross, members);
    let sizes: Vec<u64> = lines.iter().map(|line| size(&line.row)).collect();
    let mut small: Vec<usize> = (0..lines.len())
        .filter(|&at| is_small(Some(at), &lines[at].row, sizes[at]))
        .collect();
    if small.is_empty() {
        return lines;
    }
    let mut rest: Vec<usize> = (0..lines.len()).filter(|at| !small.contains(at)).collect();
    // The smallest is last, the earlier of two equal ones first to go.
    rest.sort_by_key(|&at| (Reverse(sizes[at]), Reverse(at)));
    let sum = |small: &[usize]| joined(table, small.iter().map(|&at| &lines[at].row));
    let mut together = sum(&small);
    let people = |small: &[usize]| small.iter().map(|&at| sizes[at]).sum::<u64>();
    while is_small(None, &together, people(&small)) {
        let Some(next) = rest.pop() else { break };
        small.push(next);
        together = sum(&small);
    }
    small.sort_unstable();
    let verdict = if is_small(None, &together, people(&small)) {
        Verdict::Withheld(Reason::RolledUp)
    } else {
        Verdict::Shown
    };
    let holds = small.iter().map(|&at| lines[at].group.clone()).collect();
    let held = small.iter().flat_map(|&at| lines[at].parts.clone());
    let parts = held.collect();
    for at in small {
        lines[at].verdict = Verdict::Withheld(Reason::RolledUp);
    }
    lines.push(Line {
        group: TOGETHER.to_owned(),
        holds,
        members: Vec::new(),
        row: together,
        parts,
        verdict,
    });
    lines
}

fn each_code(table: &RawTable, cross: &RawCross, members: &[usize]) -> Vec<Line> {
    let line = |at: usize| Line {
        group: cross.by.group(at),
        holds: Vec::new(),
        members: Vec::new(),
        row: joined(table, members.iter().map(|&group| &cross.slices[group][at])),
        parts: parts(members, |group| &cross.slices[group][at]),
        verdict: Verdict::Shown,
    };
    (0..=cross.by.codes.len()).map(line).collect()
}

/// The rows that are shown.
pub(super) fn shown(lines: &[Line]) -> Vec<&RawRow> {
    let shown = lines.iter().filter(|line| line.is_shown());
    shown.map(|line| &line.row).collect()
}

/// For each counted department what is left of the rows that are shown, for somebody who knows all that its people
/// answered, as its lead does.
pub(super) fn to_readers(lines: &[Line]) -> Vec<Vec<RawRow>> {
    let shown = || lines.iter().filter(|line| line.is_shown());
    let parts = shown().flat_map(|line| &line.parts);
    let departments: BTreeSet<usize> = parts.map(|(at, _)| *at).collect();
    let left = |known: usize| shown().map(move |line| without(line, known)).collect();
    departments.into_iter().map(left).collect()
}

fn without(line: &Line, known: usize) -> RawRow {
    let mut row = line.row.clone();
    for (_, part) in line.parts.iter().filter(|(at, _)| *at == known) {
        row.leave(part);
    }
    row
}

fn parts<'r>(members: &[usize], of: impl Fn(usize) -> &'r RawRow) -> Vec<(usize, RawRow)> {
    let parts = members.iter().map(|&at| (at, of(at).clone()));
    parts.collect()
}

/// Everyone in the rows that are shown; nothing where fewer than two are.
pub(super) fn everyone(table: &RawTable, lines: &[Line]) -> Option<RawRow> {
    let shown = shown(lines);
    (shown.len() > 1).then(|| joined(table, shown.into_iter()))
}

/// Several groups together.
pub(super) fn joined<'r>(table: &RawTable, rows: impl Iterator<Item = &'r RawRow>) -> RawRow {
    let mut sum = RawRow {
        cells: vec![0; table.codes.len()],
        ..RawRow::default()
    };
    for row in rows {
        sum.join(row);
    }
    sum
}
