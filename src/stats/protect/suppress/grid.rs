//! A grid of counts, some of them hidden, and how far a hidden one could be from what it is.
//!
//! A row's sum is known to everyone (who is in a department, and who answered, is no secret), a
//! column's is what everyone together gave. So one hidden cell can only be larger where others are
//! smaller: how much so is a flow through the hidden cells, from the cell's column back to its row. For
//! such grids that flow is exactly what linear programming gives, in whole numbers.

use std::collections::VecDeque;

/// Counts from 1 to below this are hidden, and every hidden one's interval is at least as wide.
pub const THRESHOLD: u64 = 5;
/// How wide an interval is made, between its least and greatest value: one more than is declared,
/// since whoever reads the table knows one answer, their own.
pub(super) const WIDTH: u64 = THRESHOLD + 1;

/// What a column holds, and so what may be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A code: more of its cells may be hidden.
    Code,
    /// A kind of missing. Questions share these columns, so what is hidden of them was decided from
    /// the column alone: another question must not show what this one hides.
    Missing,
    /// Counts that are never shown and could be worked out.
    Silent,
}

/// One count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) count: u64,
    pub(super) hidden: bool,
    /// It was found that it could be far enough from what it is. Hiding more takes nothing of that away.
    pub(super) is_safe: bool,
    /// How much larger it could be for all that is known besides sums.
    pub(super) up: u64,
    /// How much smaller.
    pub(super) down: u64,
}

/// A column's total beyond the grid's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Margin {
    /// It is shown.
    Shown,
    /// It is small and hidden.
    Hidden,
    /// It is hidden, so that the small ones cannot be worked out.
    Reservoir,
}

/// Rows of counts.
#[derive(Clone)]
pub(super) struct Grid {
    pub(super) columns: Vec<Column>,
    pub(super) margins: Vec<Margin>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// How wide the interval of a hidden count must be, for whoever reads this grid.
    pub(super) wide: u64,
}

impl Cell {
    /// A count that nothing but sums binds.
    pub(super) const fn free(count: u64) -> Self {
        Self {
            count,
            hidden: false,
            is_safe: false,
            up: u64::MAX,
            down: count,
        }
    }

    /// One that can only be what it is.
    pub(super) const fn is_known(&self) -> bool {
        self.up == 0 && self.down == 0
    }
}

impl Grid {
    /// The column whose hidden total gives way for the small ones.
    pub(super) fn reservoir(&self) -> Option<usize> {
        let mut margins = self.margins.iter();
        margins.position(|margin| *margin == Margin::Reservoir)
    }

    /// Whether the interval of a hidden cell is wide enough.
    ///
    /// Hidden totals count as known but for one kind of change: up to so many people between the
    /// reservoir and small totals. Every table of the question allows that change, so that intervals
    /// hold whatever tables of it are published together.
    pub(super) fn is_wide(&self, row: usize, column: usize) -> bool {
        let cell = self.rows[row][column];
        let (row_node, column_node) = (row, self.rows.len() + column);
        let larger = self.flow(column_node, row_node, Some((row, column)), true);
        let larger = larger.min(cell.up);
        larger >= self.wide || {
            let smaller = self.flow(row_node, column_node, Some((row, column)), true);
            larger + smaller.min(cell.down) >= self.wide
        }
    }

    /// Whether the grid allows a small total to be five larger and the reservoir five smaller.
    pub(super) fn gives_way(&self, column: usize, reservoir: usize) -> bool {
        let node = |at: usize| self.rows.len() + at;
        self.flow(node(reservoir), node(column), None, false) >= self.wide
    }

    /// The greatest flow between two nodes, as far as it matters, by shortest paths (Edmonds and Karp).
    fn flow(&self, from: usize, to: usize, without: Option<(usize, usize)>, totals: bool) -> u64 {
        let mut network = self.network(without, totals);
        let mut flow = 0;
        while flow < self.wide {
            let pushed = network.push(from, to, self.wide - flow);
            if pushed == 0 {
                break;
            }
            flow += pushed;
        }
        flow
    }

    fn network(&self, without: Option<(usize, usize)>, totals: bool) -> Network {
        let rows = self.rows.len();
        let mut network = Network::new(rows + self.columns.len());
        for (at, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                if cell.hidden && without != Some((at, column)) {
                    network.join(at, rows + column, cell.up, cell.down);
                }
            }
        }
        if let Some(reservoir) = self.reservoir().filter(|_| totals) {
            let hidden = self.margins.iter().enumerate();
            for (column, _) in hidden.filter(|(_, margin)| **margin == Margin::Hidden) {
                network.join(rows + column, rows + reservoir, self.wide, 0);
            }
        }
        network
    }
}

/// Nodes, and between them how much may flow each way.
struct Network {
    /// Neighbour and capacity; an edge and its reverse stand at even and odd places.
    edges: Vec<(usize, u64)>,
    of: Vec<Vec<usize>>,
}

impl Network {
    fn new(nodes: usize) -> Self {
        Self {
            edges: Vec::new(),
            of: vec![Vec::new(); nodes],
        }
    }

    fn join(&mut self, from: usize, to: usize, there: u64, back: u64) {
        self.of[from].push(self.edges.len());
        self.edges.push((to, there));
        self.of[to].push(self.edges.len());
        self.edges.push((from, back));
    }

    /// Sends what one shortest path takes.
    fn push(&mut self, from: usize, to: usize, most: u64) -> u64 {
        let Some(path) = self.path(from, to) else {
            return 0;
        };
        let capacities = path.iter().map(|&edge| self.edges[edge].1);
        let amount = capacities.min().unwrap_or(0).min(most);
        for edge in path {
            self.edges[edge].1 -= amount;
            self.edges[edge ^ 1].1 = self.edges[edge ^ 1].1.saturating_add(amount);
        }
        amount
    }

    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut came: Vec<Option<usize>> = vec![None; self.of.len()];
        let mut next = VecDeque::from([from]);
        while let Some(node) = next.pop_front() {
            for &edge in &self.of[node] {
                let (there, capacity) = self.edges[edge];
                if capacity == 0 || there == from || came[there].is_some() {
                    continue;
                }
                came[there] = Some(edge);
                if there == to {
                    return Some(self.trace(from, to, &came));
                }
                next.push_back(there);
            }
        }
        None
    }

    fn trace(&self, from: usize, to: usize, came: &[Option<usize>]) -> Vec<usize> {
        let mut path = Vec::new();
        let mut node = to;
        while let Some(edge) = came[node].filter(|_| node != from) {
            path.push(edge);
            node = self.edges[edge ^ 1].0;
        }
        path
    }
}
