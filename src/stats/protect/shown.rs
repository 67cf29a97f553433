//! From protected figures to a table.

use crate::response::answer::Missing;

use super::super::code::Code;
use super::super::count::{RawRow, RawTable};
use super::super::table::{Cell, EVERYONE, Figure, Reason, Row, Table};
use super::super::variable::Listing;
use super::lines::{Line, Verdict, everyone};

/// A row's figures after its profile.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) base: Figure,
    pub(super) cells: Vec<Figure>,
    pub(super) missing: Vec<Figure>,
}

impl Shown {
    pub(super) fn exact(row: &RawRow) -> Self {
        Self::each(row, Figure::Count)
    }

    /// The same rule for every figure.
    pub(super) fn each(row: &RawRow, rule: impl Fn(u64) -> Figure) -> Self {
        Self {
            base: rule(row.base()),
            cells: row.cells.iter().map(|&count| rule(count)).collect(),
            missing: row.missing.iter().map(|&count| rule(count)).collect(),
        }
    }

    /// Whether nothing of it is withheld.
    pub(super) fn is_whole(&self) -> bool {
        let mut all = self.cells.iter().chain(&self.missing).chain([&self.base]);
        all.all(|figure| figure.count().is_some())
    }

    /// Nothing but the reason.
    pub(super) fn withheld(row: &RawRow, reason: Reason) -> Self {
        Self::each(row, |_| Figure::Withheld(reason))
    }
}

/// A table whose every shown row takes one rule of its own, and everyone's too.
pub(super) fn table(raw: &RawTable, lines: &[Line], rule: impl Fn(&RawRow) -> Shown) -> Table {
    let everyone = everyone(raw, lines);
    assemble(
        raw,
        lines,
        lines.iter().map(|line| match line.verdict {
            Verdict::Shown => rule(&line.row),
            Verdict::Withheld(reason) => Shown::withheld(&line.row, reason),
        }),
        everyone.as_ref().map(&rule),
    )
}

/// A table from what its rows show.
pub(super) fn assemble(
    raw: &RawTable,
    lines: &[Line],
    shown: impl Iterator<Item = Shown>,
    everyone: Option<Shown>,
) -> Table {
    let rows = lines.iter().zip(shown);
    let rows = rows.map(|(line, shown)| row(raw, &line.group, &line.holds, shown));
    let mut table = Table {
        id: raw.id.clone(),
        question: raw.question.clone(),
        row: raw.row.clone(),
        by: None,
        within: None,
        rows: rows.collect(),
        everyone: everyone.map(|shown| row(raw, EVERYONE, &[], shown)),
    };
    if raw.listing == Listing::Occurring {
        drop_unseen(&mut table);
    }
    table
}

fn row(raw: &RawTable, group: &str, holds: &[String], shown: Shown) -> Row {
    let cells = raw.codes.iter().zip(shown.cells);
    let cell = |(code, figure): (&Code, Figure)| Cell {
        code: code.clone(),
        figure,
    };
    Row {
        group: group.to_owned(),
        holds: holds.to_vec(),
        base: shown.base,
        cells: cells.map(cell).collect(),
        missing: Missing::ALL.into_iter().zip(shown.missing).collect(),
    }
}

/// Of an amount the list of those that were given is left out.
pub(super) fn clear_numbers(table: &mut Table) {
    let rows = table.rows.iter_mut().chain(&mut table.everyone);
    rows.for_each(|row| row.cells.clear());
}

/// The department question by department: a faculty's row, and everyone's, would give the size of
/// each department that was rolled up.
pub(super) fn hide_members(table: &mut Table) {
    let hidden = |cell: &Cell, holds: &[String]| matches!(&cell.code, Code::Text(code) if holds.contains(code));
    let mut all: Vec<String> = Vec::new();
    for row in &mut table.rows {
        for cell in row.cells.iter_mut().filter(|cell| hidden(cell, &row.holds)) {
            cell.figure = Figure::Withheld(Reason::RolledUp);
        }
        all.extend_from_slice(&row.holds);
    }
    if let Some(row) = &mut table.everyone {
        for cell in row.cells.iter_mut().filter(|cell| hidden(cell, &all)) {
            cell.figure = Figure::Withheld(Reason::RolledUp);
        }
    }
}

/// Where only codes that occur are listed, being listed tells that somebody gave it: without a count
/// above zero in any row, the code is left out of all.
fn drop_unseen(table: &mut Table) {
    let mut rows: Vec<&mut Row> = table.rows.iter_mut().chain(&mut table.everyone).collect();
    let codes = rows.first().map_or(0, |row| row.cells.len());
    let seen: Vec<bool> = (0..codes)
        .map(|at| {
            let mut figures = rows.iter().map(|row| row.cells[at].figure);
            figures.any(|figure| figure.count().is_some_and(|count| count > 0))
        })
        .collect();
    for row in &mut rows {
        let mut at = seen.iter();
        row.cells.retain(|_| at.next().copied().unwrap_or(false));
    }
}
