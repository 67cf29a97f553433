//! The attacker's own sum, as a second opinion: what linear programming (`microlp`) makes of a grid.
//!
//! The search works with flows, which give the same interval in whole numbers. This audit shares no
//! line with it: it is given sums and shown cells, as a reader is, and says how wide the narrowest
//! hidden cell's interval is. Tables with more hidden cells than [`MOST`] rest on the flows alone.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::grid::{Cell, Grid, Margin};

/// The most hidden cells that are audited: two programs a cell, each of as many variables.
pub(super) const MOST: usize = 40;
/// What rounding in binary fractions may take from a width.
const NEARLY: f64 = 1e-6;

/// Whether a reader's linear programs find no hidden cell narrower than it must be. `None` where the
/// grid is too large to ask.
pub(super) fn is_sound(grid: &Grid) -> Option<bool> {
    let cells = grid.hidden();
    if cells.len() > MOST {
        return None;
    }
    let wide = f64::from(u32::try_from(grid.wide).unwrap_or(u32::MAX)) - NEARLY;
    let mut widths = cells.iter().map(|&cell| width(grid, cell));
    Some(widths.all(|width| width.is_some_and(|width| width >= wide)))
}

fn width(grid: &Grid, cell: (usize, usize)) -> Option<f64> {
    let greatest = bound(grid, cell, OptimizationDirection::Maximize)?;
    let least = bound(grid, cell, OptimizationDirection::Minimize)?;
    Some(greatest - least)
}

fn bound(grid: &Grid, target: (usize, usize), direction: OptimizationDirection) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let mut rows = vec![Sum::default(); grid.rows.len()];
    let mut columns = vec![Sum::default(); grid.columns.len()];
    for (row, column, cell) in hidden_cells(grid) {
        let wanted = f64::from(u8::from((row, column) == target));
        let least = number(cell.count.saturating_sub(cell.down));
        let greatest = number(cell.count.saturating_add(cell.up));
        let variable = problem.add_var(wanted, (least, greatest));
        rows[row].add(variable, cell.count);
        columns[column].add(variable, cell.count);
    }
    // Of hidden totals nothing is known but that all of them together stay the same.
    let mut totals = Sum::default();
    for (column, sum) in columns.iter_mut().enumerate() {
        if grid.margins[column] != Margin::Shown {
            let total = grid.rows.iter().map(|row| row[column].count).sum();
            let variable = problem.add_var(0.0, (0.0, f64::INFINITY));
            totals.add(variable, total);
            sum.less(variable, total);
        }
    }
    for sum in rows.iter().chain(&columns).chain([&totals]) {
        if !sum.terms.is_empty() {
            problem.add_constraint(sum.terms.as_slice(), ComparisonOp::Eq, sum.is);
        }
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    Some(solution.objective())
}

/// A sum that is known.
#[derive(Clone, Default)]
struct Sum {
    terms: Vec<(Variable, f64)>,
    is: f64,
}

impl Sum {
    fn add(&mut self, variable: Variable, count: u64) {
        self.terms.push((variable, 1.0));
        self.is += number(count);
    }

    fn less(&mut self, variable: Variable, count: u64) {
        self.terms.push((variable, -1.0));
        self.is -= number(count);
    }
}

fn hidden_cells(grid: &Grid) -> impl Iterator<Item = (usize, usize, Cell)> {
    let cells = grid.rows.iter().enumerate().flat_map(|(row, cells)| {
        let cells = cells.iter().enumerate();
        cells.map(move |(column, cell)| (row, column, *cell))
    });
    cells.filter(|(.., cell)| cell.hidden)
}

fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
