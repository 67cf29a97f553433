//! Which further cells to hide so that no hidden one can be worked out.
//!
//! Small tables of what to hide are not searched for: a cell that is known too closely gets the
//! cheapest rectangle of cells whose counts can move against each other (the rectangle
//! that an attacker's program finds missing). Hiding more never makes an interval narrower, so a cell
//! that was found wide enough once stays so, and one pass is enough.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::grid::{Column, Grid, Margin};

/// Work beyond which nothing is shown again: hidden cells by hidden cells by readers.
const MOST_WORK: usize = 20_000;

/// The grid cannot be protected by hiding single cells.
pub(super) struct Hopeless;

/// Cells that could be hidden.
struct Offer {
    /// Those of them that are not hidden yet.
    cells: Vec<(usize, usize)>,
    /// By how much what can move through them is too little.
    short: u64,
    /// People whose counts are no longer shown.
    cost: u64,
}

/// Hides more, the same cells in all of several readers' grids of one table, until nobody can narrow any.
pub(super) fn protect(grids: &mut [Grid]) -> Result<(), Hopeless> {
    for at in 0..grids.len() {
        share(grids, at);
    }
    let small: BTreeSet<(usize, usize)> = hidden_of(grids).into_iter().collect();
    hide(grids)?;
    show_again(grids, &small);
    Ok(())
}

fn hide(grids: &mut [Grid]) -> Result<(), Hopeless> {
    loop {
        let mut is_more = false;
        for at in 0..grids.len() {
            is_more |= share(grids, at);
            grids[at].protect()?;
        }
        if !is_more {
            return Ok(());
        }
    }
}

/// Shows what it turns out that nobody needs: the rectangles of later cells often do for earlier ones. The largest
/// counts come first, since they tell most.
fn show_again(grids: &mut [Grid], small: &BTreeSet<(usize, usize)>) {
    let hidden = hidden_of(grids);
    if hidden.len() * hidden.len() * grids.len() > MOST_WORK {
        return;
    }
    let spare = hidden.into_iter().filter(|cell| !small.contains(cell));
    let mut spare: Vec<(usize, usize)> = spare.collect();
    spare.sort_by_key(|&(row, column)| (Reverse(grids[0].rows[row][column].count), row, column));
    // Two cells of a column may need each other and no third: whole columns are tried first.
    let columns: BTreeSet<usize> = spare.iter().map(|(_, column)| *column).collect();
    let of = |column: usize| spare.iter().filter(move |cell| cell.1 == column);
    let whole = columns
        .into_iter()
        .map(|column| of(column).copied().collect());
    let single = spare.iter().map(|cell| vec![*cell]);
    for cells in whole.chain(single) {
        set_hidden(grids, &cells, false);
        if !grids.iter().all(Grid::is_protected) {
            set_hidden(grids, &cells, true);
        }
    }
}

fn set_hidden(grids: &mut [Grid], cells: &[(usize, usize)], hidden: bool) {
    for grid in grids {
        for &(row, column) in cells {
            grid.rows[row][column].hidden = hidden;
        }
    }
}

fn hidden_of(grids: &[Grid]) -> Vec<(usize, usize)> {
    grids.first().map(Grid::hidden).unwrap_or_default()
}

/// Hides in one grid what the others hide; whether that is more than it hid.
fn share(grids: &mut [Grid], at: usize) -> bool {
    let mut hidden: Vec<(usize, usize)> = Vec::new();
    for grid in grids.iter() {
        hidden.extend(grid.hidden());
    }
    let mut is_more = false;
    for (row, column) in hidden {
        let cell = &mut grids[at].rows[row][column];
        is_more |= !cell.hidden;
        cell.hidden = true;
    }
    is_more
}

impl Grid {
    /// Hides more until the interval of every hidden cell is wide enough, and hidden totals too.
    pub(super) fn protect(&mut self) -> Result<(), Hopeless> {
        self.protect_totals()?;
        let mut open = self.hidden();
        while let Some((row, column)) = open.pop() {
            while !self.is_safe(row, column) {
                let offer = self.offers(row, column).ok_or(Hopeless)?;
                open.extend(self.take(&offer));
            }
            self.rows[row][column].is_safe = true;
        }
        Ok(())
    }

    /// Whether nobody who reads this grid could tell a hidden cell closely. What they know themselves needs no protection.
    fn is_safe(&self, row: usize, column: usize) -> bool {
        let cell = self.rows[row][column];
        cell.is_safe || cell.is_known() || self.is_wide(row, column)
    }

    /// Whether what is hidden is enough.
    fn is_protected(&self) -> bool {
        let is_wide = |&(row, column): &(usize, usize)| {
            self.rows[row][column].is_known() || self.is_wide(row, column)
        };
        let totals_give_way = self.reservoir().is_none_or(|reservoir| {
            let mut totals = self.margins.iter().enumerate();
            totals.all(|(at, margin)| *margin != Margin::Hidden || self.gives_way(at, reservoir))
        });
        totals_give_way && self.hidden().iter().all(is_wide)
    }

    fn protect_totals(&mut self) -> Result<(), Hopeless> {
        let Some(reservoir) = self.reservoir() else {
            return Ok(());
        };
        for column in 0..self.columns.len() {
            while self.margins[column] == Margin::Hidden && !self.gives_way(column, reservoir) {
                let rows = 0..self.rows.len();
                let offers = rows.filter_map(|row| {
                    let room = self.rows[row][reservoir].down;
                    self.offer(&[(row, column), (row, reservoir)], room)
                });
                let best = best(offers).ok_or(Hopeless)?;
                self.take(&best);
            }
        }
        Ok(())
    }

    /// Hidden cells whose interval matters: of counts that are shown elsewhere.
    pub(super) fn hidden(&self) -> Vec<(usize, usize)> {
        let cells = |row: usize| (0..self.columns.len()).map(move |column| (row, column));
        let all = (0..self.rows.len()).flat_map(cells);
        all.filter(|&(row, column)| {
            self.rows[row][column].hidden && self.columns[column] != Column::Silent
        })
        .collect()
    }

    fn take(&mut self, offer: &Offer) -> Vec<(usize, usize)> {
        for &(row, column) in &offer.cells {
            self.rows[row][column].hidden = true;
        }
        offer.cells.clone()
    }

    /// What would make a cell's interval wider: a rectangle with three more cells, or the way through
    /// its column's hidden total.
    fn offers(&self, row: usize, column: usize) -> Option<Offer> {
        let mut offers: Vec<Offer> = Vec::new();
        offers.extend(self.through_total(row, column));
        for other_row in (0..self.rows.len()).filter(|at| *at != row) {
            for other_column in (0..self.columns.len()).filter(|at| *at != column) {
                offers.extend(self.rectangle(row, column, other_row, other_column));
                offers.extend(self.round_total(row, column, other_row, other_column));
            }
        }
        best(offers.into_iter())
    }

    fn rectangle(
        &self,
        row: usize,
        column: usize,
        other_row: usize,
        other_column: usize,
    ) -> Option<Offer> {
        let cell = self.rows[row][column];
        let beside = self.rows[row][other_column];
        let below = self.rows[other_row][column];
        let across = self.rows[other_row][other_column];
        let larger = [cell.up, beside.down, below.down, across.up];
        let smaller = [cell.down, beside.up, below.up, across.down];
        let room = least(larger).saturating_add(least(smaller));
        let cells = [
            (row, other_column),
            (other_row, column),
            (other_row, other_column),
        ];
        self.offer(&cells, room)
    }

    /// The total of the cell's column may be larger at the reservoir's expense: the row pays at once.
    fn through_total(&self, row: usize, column: usize) -> Option<Offer> {
        let reservoir = self.paying(column)?;
        let room = self.rows[row][reservoir].down.min(self.wide);
        self.offer(&[(row, reservoir)], room)
    }

    /// The same, another row paying for this one.
    fn round_total(
        &self,
        row: usize,
        column: usize,
        other_row: usize,
        other_column: usize,
    ) -> Option<Offer> {
        let reservoir = self.paying(column)?;
        if other_column == reservoir {
            return None;
        }
        let room = [
            self.rows[row][other_column].down,
            self.rows[other_row][other_column].up,
            self.rows[other_row][reservoir].down,
            self.wide,
        ];
        let cells = [
            (row, other_column),
            (other_row, other_column),
            (other_row, reservoir),
        ];
        self.offer(&cells, least(room))
    }

    fn paying(&self, column: usize) -> Option<usize> {
        let is_hidden = self.margins[column] == Margin::Hidden;
        self.reservoir().filter(|_| is_hidden)
    }

    /// An offer of these cells; none where nothing new is among them, or one must stay as it is.
    fn offer(&self, cells: &[(usize, usize)], room: u64) -> Option<Offer> {
        let is_new = |&&(row, column): &&(usize, usize)| !self.rows[row][column].hidden;
        let cells: Vec<(usize, usize)> = cells.iter().filter(is_new).copied().collect();
        let mut columns = cells.iter();
        let is_free = columns.all(|(_, column)| self.columns[*column] == Column::Code);
        let counts = cells
            .iter()
            .map(|&(row, column)| self.rows[row][column].count);
        let cost = counts.map(|count| count + 1).sum();
        let short = self.wide.saturating_sub(room);
        (is_free && !cells.is_empty() && room > 0).then_some(Offer { cells, short, cost })
    }
}

/// The cheapest of those that are wide enough by themselves; else the widest.
fn best(offers: impl Iterator<Item = Offer>) -> Option<Offer> {
    offers.min_by_key(|offer| {
        let missing = offer.short;
        (missing, offer.cost, offer.cells.clone())
    })
}

fn least(room: [u64; 4]) -> u64 {
    room.into_iter().min().unwrap_or(0)
}
