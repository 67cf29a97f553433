//! The `suppress` profile (docs/rules.md §8.3): exact counts, and those from 1 to 4 hidden together with as
//! many others as it takes that nobody can work them out.
//!
//! The reader is taken to know everything but the hidden counts: who is in each group and who
//! answered, so every row's sum, and everyone's total of each code. From that the interval of every
//! hidden count must be five wide, also for whoever knows one answer, their own, or as a lead does all
//! answers of one department ([`Rows`]). A hidden cell has one reason whether it is small or protects a small
//! one: two reasons would say which are below five.
//!
//! **Whatever is published of one question holds together.** Which totals are hidden is decided once
//! for a variable, from its table by department ([`Totals`]), and every crossing of it hides the same.
//! Each table is protected with all totals taken as known, but for changes of a few people
//! between one hidden total and the others, which every table is made to allow. So no two tables of a
//! question, with the sums that they share, tell more than each by itself. People whose department
//! shows nothing are in none of them. Where one question decides who is asked another, and does not show
//! everything of a group, the other shows nothing of it: its base is that answer's count. *Not* looked at:
//! what else two questions tell about the same people (where everyone of a kind gave one answer, say). Kinds of missing, which the rows of a matrix
//! share, are hidden by themselves first, the same in every row.

mod audit;
mod grid;
mod search;

use super::super::count::{RawRow, RawTable};
use super::super::table::{Figure, Reason};
use super::super::variable::Arity;
use super::lines::{self, Line};
use super::shown::Shown;
use crate::response::answer::Missing;

pub use grid::THRESHOLD;
use grid::{Cell, Column, Grid, Margin, WIDTH};

/// Cells of a table beyond which nothing is searched: its rows are withheld, totals are shown.
const MOST_CELLS: usize = 4_000;
/// How many codes are tried as the one that gives way for hidden totals: the rarest, and the most common.
const MOST_TRIES: usize = 6;
/// The kinds of missing that say that a person was not asked.
const NOT_ASKED: [Missing; 2] = [Missing::NotInVersion, Missing::NotRelevant];

/// Which totals of a variable are hidden, in every table of it: codes first, then kinds of missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Totals {
    hidden: Vec<bool>,
    /// Which of them gives way for the others; `None` where none is hidden or nothing can be shown.
    reservoir: Option<usize>,
    /// Nothing of this variable can be shown.
    is_hopeless: bool,
}

/// What a table shows.
pub(super) struct Suppressed {
    pub(super) rows: Vec<Shown>,
    pub(super) everyone: Option<Shown>,
    pub(super) totals: Totals,
}

/// The rows of a table that are shown, as their readers see them.
pub(super) struct Rows {
    /// As somebody does who knows no department.
    all: Vec<RawRow>,
    /// What is left of them for each department's lead, who knows what its people answered.
    leads: Vec<Vec<RawRow>>,
}

impl Rows {
    /// Those of the lines that are shown.
    pub(super) fn of(lines: &[Line]) -> Self {
        Self {
            all: lines::shown(lines).into_iter().cloned().collect(),
            leads: lines::to_readers(lines),
        }
    }

    /// The rows as each reader sees them, whoever knows no department first.
    fn each(&self) -> impl Iterator<Item = &Vec<RawRow>> {
        std::iter::once(&self.all).chain(&self.leads)
    }

    /// Whether something holds of one reader's sum of a row's kind.
    fn any_sum(&self, table: &RawTable, holds: impl Fn(&RawRow) -> bool) -> bool {
        self.each().any(|rows| holds(&sum(table, rows)))
    }
}

/// A table by department, with its totals' decision.
pub(super) fn by_department(table: &RawTable, rows: &Rows) -> Suppressed {
    let mut last = None;
    for totals in Totals::candidates(table, rows) {
        let shown = attempt(table, rows, &totals);
        if shown.is_some() {
            return finish(table, rows, totals, shown);
        }
        last = Some(totals);
    }
    finish(
        table,
        rows,
        last.unwrap_or_else(|| Totals::hopeless(table)),
        None,
    )
}

/// A crossing of the same people, by the totals that the table by department hides.
pub(super) fn by_codes(table: &RawTable, rows: &Rows, totals: Totals) -> Suppressed {
    let shown = attempt(table, rows, &totals);
    finish(table, rows, totals, shown)
}

fn finish(table: &RawTable, rows: &Rows, totals: Totals, shown: Option<Vec<Hidden>>) -> Suppressed {
    let rows = &rows.all;
    let sum = sum(table, rows);
    // What nobody at all gave is shown: its total, nothing, tells as much.
    let none = |row: &RawRow| {
        let nobody = |total: &u64| *total > 0 || totals.is_hopeless;
        let hidden = Hidden {
            codes: sum.cells.iter().map(nobody).collect(),
            missing: sum.missing.iter().map(nobody).collect(),
        };
        hidden.figures(row)
    };
    let everyone = if totals.is_hopeless {
        Shown::withheld(&sum, Reason::Suppressed)
    } else {
        totals.as_hidden(table).figures(&sum)
    };
    let shown_rows = match shown {
        Some(hidden) => hidden
            .iter()
            .zip(rows)
            .map(|(hidden, row)| hidden.figures(row))
            .collect(),
        None => rows.iter().map(none).collect(),
    };
    Suppressed {
        rows: shown_rows,
        everyone: (rows.len() > 1).then_some(everyone),
        totals,
    }
}

/// Which figures of a row are hidden.
#[derive(Clone)]
struct Hidden {
    codes: Vec<bool>,
    missing: Vec<bool>,
}

impl Hidden {
    /// The base is what is asked of a known number of people: where a kind of not being asked is
    /// hidden, it is too.
    fn figures(&self, row: &RawRow) -> Shown {
        let figure = |(&count, &hidden): (&u64, &bool)| {
            if hidden {
                Figure::Withheld(Reason::Suppressed)
            } else {
                Figure::Count(count)
            }
        };
        let mut kinds = Missing::ALL.iter().zip(&self.missing);
        let base = kinds.any(|(kind, hidden)| *hidden && NOT_ASKED.contains(kind));
        Shown {
            base: figure((&row.base(), &base)),
            cells: row.cells.iter().zip(&self.codes).map(figure).collect(),
            missing: row.missing.iter().zip(&self.missing).map(figure).collect(),
        }
    }
}

impl Totals {
    /// A row whose code no table may show by itself: in a crossing by this variable it is put with the
    /// small ones. The last place is those who gave no code.
    pub(super) fn hides_group(&self, codes: usize, at: usize) -> bool {
        if at < codes {
            self.hidden[at]
        } else {
            self.hidden[codes..].contains(&true)
        }
    }

    /// Nothing of this variable is shown.
    pub(super) fn hopeless(table: &RawTable) -> Self {
        Self {
            hidden: vec![true; table.codes.len() + Missing::ALL.len()],
            reservoir: None,
            is_hopeless: true,
        }
    }

    /// The ways of hiding small totals, the least costly first.
    fn candidates(table: &RawTable, rows: &Rows) -> Vec<Self> {
        let codes = table.codes.len();
        let sums: Vec<RawRow> = rows.each().map(|rows| sum(table, rows)).collect();
        let mut hidden = vec![false; codes + Missing::ALL.len()];
        for sum in &sums {
            for (hidden, is_small) in hidden.iter_mut().zip(small_totals(table, sum)) {
                *hidden |= is_small;
            }
        }
        let plain = Self {
            hidden,
            reservoir: None,
            is_hopeless: false,
        };
        if table.arity == Arity::Many || !plain.hidden.contains(&true) {
            return vec![plain];
        }
        let is_enough = |at: &usize| {
            let is_enough_left = |sum: &RawRow| sum.people() == 0 || sum.cells[*at] >= WIDTH;
            sums.iter().all(is_enough_left) && !plain.hidden[*at]
        };
        let mut columns: Vec<usize> = (0..codes).filter(is_enough).collect();
        columns.sort_by_key(|&at| (sums[0].cells[at], at));
        if columns.len() > MOST_TRIES {
            columns.drain(MOST_TRIES - 1..columns.len() - 1);
        }
        let with = |at: usize| {
            let mut totals = plain.clone();
            totals.hidden[at] = true;
            totals.reservoir = Some(at);
            totals
        };
        columns.into_iter().map(with).collect()
    }

    fn as_hidden(&self, table: &RawTable) -> Hidden {
        let (codes, missing) = self.hidden.split_at(table.codes.len());
        Hidden {
            codes: codes.to_vec(),
            missing: missing.to_vec(),
        }
    }

    fn margin(&self, at: usize) -> Margin {
        if self.reservoir == Some(at) {
            Margin::Reservoir
        } else if self.hidden[at] {
            Margin::Hidden
        } else {
            Margin::Shown
        }
    }
}

/// Which totals one reader could take for a few people.
fn small_totals(table: &RawTable, sum: &RawRow) -> Vec<bool> {
    let counts = sum.cells.iter().chain(&sum.missing);
    let mut small: Vec<bool> = counts.map(|count| is_small(*count)).collect();
    let codes = table.codes.len();
    if table.arity == Arity::Many {
        for (small, count) in small.iter_mut().zip(&sum.cells) {
            *small |= is_small(sum.answered - count);
        }
    }
    if is_small(sum.base()) {
        for (at, kind) in Missing::ALL.iter().enumerate() {
            small[codes + at] |= NOT_ASKED.contains(kind) && sum.missing[at] > 0;
        }
    }
    small
}

/// What to hide of each row; nothing where hiding single cells does not do.
fn attempt(table: &RawTable, rows: &Rows, totals: &Totals) -> Option<Vec<Hidden>> {
    let columns = table.codes.len() + Missing::ALL.len();
    if totals.is_hopeless || rows.all.len() * columns > MOST_CELLS {
        return None;
    }
    let missing = hidden_missing(rows, &totals.hidden[table.codes.len()..]);
    match table.arity {
        Arity::One => one(table, rows, totals, &missing),
        Arity::Many => many(table, rows, totals, &missing),
    }
}

/// Codes and kinds of missing share nobody: one grid.
fn one(
    table: &RawTable,
    rows: &Rows,
    totals: &Totals,
    missing: &[Vec<bool>],
) -> Option<Vec<Hidden>> {
    let codes = table.codes.len();
    let columns = codes + Missing::ALL.len();
    let is_alone = rows.all.len() == 1;
    let cells = |(row, missing): (&RawRow, &Vec<bool>)| {
        let codes = row.cells.iter().enumerate().map(|(at, &count)| Cell {
            hidden: is_small(count) || is_alone && totals.reservoir == Some(at),
            ..cell(row, count)
        });
        codes.chain(missing_cells(row, missing)).collect()
    };
    let shape = Grid {
        columns: kinds_of_columns(Column::Code, codes),
        margins: (0..columns).map(|at| totals.margin(at)).collect(),
        rows: Vec::new(),
        wide: WIDTH,
    };
    let rows = sound(&shape, rows, |rows| {
        rows.iter().zip(missing).map(cells).collect()
    })?;
    let hidden = rows.iter().map(|row| {
        let flags: Vec<bool> = row.iter().map(|cell| cell.hidden).collect();
        let (codes, missing) = flags.split_at(codes);
        Hidden {
            codes: codes.to_vec(),
            missing: missing.to_vec(),
        }
    });
    Some(hidden.collect())
}

/// Several codes a person: each code is a grid of its own with those who did not give it, and the
/// kinds of missing are one with those who answered. How many answered is not shown.
fn many(
    table: &RawTable,
    rows: &Rows,
    totals: &Totals,
    missing: &[Vec<bool>],
) -> Option<Vec<Hidden>> {
    let codes = table.codes.len();
    let mut hidden: Vec<Hidden> = missing
        .iter()
        .map(|missing| Hidden {
            codes: vec![false; codes],
            missing: missing.clone(),
        })
        .collect();
    let mut margins = vec![Margin::Reservoir];
    margins.extend((0..Missing::ALL.len()).map(|at| totals.margin(codes + at)));
    let shape = Grid {
        columns: kinds_of_columns(Column::Silent, 1),
        margins,
        rows: Vec::new(),
        wide: WIDTH,
    };
    sound(&shape, rows, |rows| {
        rows.iter().zip(missing).map(answered_or_not).collect()
    })?;
    for code in 0..codes {
        let shape = chosen_or_not(table, rows, code, totals.margin(code));
        let cells = |rows: &[RawRow]| rows.iter().map(|row| chosen(row, code)).collect();
        let grid = sound(&shape, rows, cells)?;
        for (hidden, row) in hidden.iter_mut().zip(&grid) {
            hidden.codes[code] = row[0].hidden;
        }
    }
    Some(hidden)
}

/// Those who answered, which is not shown, beside the kinds of missing.
fn answered_or_not((row, missing): (&RawRow, &Vec<bool>)) -> Vec<Cell> {
    let most = row.cells.iter().copied().max().unwrap_or(0);
    let all: u64 = row.cells.iter().sum();
    let answered = Cell {
        hidden: true,
        up: all.saturating_sub(row.answered),
        down: row.answered.saturating_sub(most),
        ..cell(row, row.answered)
    };
    let missing = missing_cells(row, missing);
    std::iter::once(answered).chain(missing).collect()
}

/// Those who gave a code beside those who answered and did not, and whose total gives way: who did not are worked out
/// from who answered, so where these are few, their total is hidden like the other's.
fn chosen_or_not(table: &RawTable, rows: &Rows, code: usize, margin: Margin) -> Grid {
    let is_silent_small = |sum: &RawRow| is_small(sum.answered - sum.cells[code]);
    let margins = match margin {
        Margin::Shown => vec![Margin::Shown; 2],
        _ if rows.any_sum(table, is_silent_small) => vec![Margin::Reservoir, Margin::Hidden],
        _ => vec![margin, Margin::Reservoir],
    };
    Grid {
        columns: vec![Column::Code, Column::Silent],
        margins,
        rows: Vec::new(),
        wide: WIDTH,
    }
}

/// Everyone who answered gave at least one code: where nobody gave two, a count can only fall if another rises.
fn chosen(row: &RawRow, code: usize) -> Vec<Cell> {
    let count = row.cells[code];
    let spare = row.cells.iter().sum::<u64>().saturating_sub(row.answered);
    let given = Cell {
        hidden: is_small(count) || is_small(row.answered - count),
        down: count.min(spare),
        ..cell(row, count)
    };
    let not = Cell {
        hidden: true,
        ..cell(row, row.answered - count)
    };
    vec![given, not]
}

/// A count of a row; of one of whom nobody is left that the reader does not know, it is no secret.
fn cell(row: &RawRow, count: u64) -> Cell {
    let is_unknown = row.people() > 0;
    Cell {
        up: if is_unknown { u64::MAX } else { 0 },
        ..Cell::free(count)
    }
}

/// The grid of whoever knows no department, after as much is hidden as no reader sees through. A lead is no member of
/// the groups that they do not know, so for them one less is wide enough.
fn sound(
    shape: &Grid,
    rows: &Rows,
    cells: impl Fn(&[RawRow]) -> Vec<Vec<Cell>>,
) -> Option<Vec<Vec<Cell>>> {
    let of = |rows: &Vec<RawRow>| Grid {
        rows: cells(rows),
        ..shape.clone()
    };
    let mut grids: Vec<Grid> = rows.each().map(of).collect();
    for grid in grids.iter_mut().skip(1) {
        grid.wide = THRESHOLD;
    }
    search::protect(&mut grids).ok()?;
    let grid = grids.swap_remove(0);
    (audit::is_sound(&grid) != Some(false)).then_some(grid.rows)
}

fn kinds_of_columns(first: Column, count: usize) -> Vec<Column> {
    let mut columns = vec![first; count];
    columns.extend([Column::Missing; Missing::ALL.len()]);
    columns
}

fn missing_cells<'a>(row: &'a RawRow, hidden: &'a [bool]) -> impl Iterator<Item = Cell> + 'a {
    row.missing
        .iter()
        .zip(hidden)
        .map(|(&count, &hidden)| Cell {
            hidden,
            ..cell(row, count)
        })
}

/// Which kinds of missing are hidden in each row, by the kinds' counts alone: those that a reader could take for a few
/// people, and, where a kind's total is shown, the next larger until nobody can work them out from it.
fn hidden_missing(rows: &Rows, hidden_totals: &[bool]) -> Vec<Vec<bool>> {
    let mut hidden = vec![vec![false; Missing::ALL.len()]; rows.all.len()];
    for rows in rows.each() {
        for (hidden, row) in hidden.iter_mut().zip(rows) {
            for (hidden, is_small) in hidden.iter_mut().zip(small_missing(row)) {
                *hidden |= is_small;
            }
        }
    }
    let totals = hidden_totals.iter().enumerate();
    for (kind, _) in totals.filter(|(_, is_hidden)| !**is_hidden) {
        let mut order: Vec<usize> = (0..rows.all.len()).collect();
        order.sort_by_key(|&at| (rows.all[at].missing[kind], at));
        let rest = order.into_iter();
        for at in rest.filter(|&at| rows.all[at].missing[kind] > 0) {
            let column: Vec<bool> = hidden.iter().map(|row| row[kind]).collect();
            let mut readers = rows.each().enumerate();
            let is_open = readers.any(|(reader, rows)| {
                let wide = if reader == 0 { WIDTH } else { THRESHOLD };
                is_told(rows, kind, &column, wide)
            });
            hidden[at][kind] |= is_open;
        }
    }
    hidden
}

/// Whether what is hidden of a kind of missing can be worked out from its total.
fn is_told(rows: &[RawRow], kind: usize, hidden: &[bool], wide: u64) -> bool {
    let hidden = rows.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    let counts: Vec<u64> = hidden
        .map(|(row, _)| row.missing[kind])
        .filter(|count| *count > 0)
        .collect();
    !counts.is_empty() && (counts.len() < 2 || counts.iter().sum::<u64>() < 2 * wide)
}

fn small_missing(row: &RawRow) -> Vec<bool> {
    let kinds = Missing::ALL.iter().zip(row.missing);
    let is_small_base = is_small(row.base());
    kinds
        .map(|(kind, count)| {
            is_small(count) || is_small_base && count > 0 && NOT_ASKED.contains(kind)
        })
        .collect()
}

const fn is_small(count: u64) -> bool {
    count > 0 && count < THRESHOLD
}

fn sum(table: &RawTable, rows: &[RawRow]) -> RawRow {
    lines::joined(table, rows.iter())
}

#[cfg(test)]
mod tests;
