//! How far a figure could be from what it is, where sums of figures are known.
//!
//! Every row and every column of a board adds up to something that a reader knows; each figure has room to
//! be more or less. One figure can only be more where others are less, along a way that goes by row and
//! column in turn. So the interval of a figure is a greatest flow, in whole numbers, and exactly what
//! linear programming makes of the same sums.

use std::collections::VecDeque;

/// How much more and how much less a figure could be for all that is known of it alone.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) up: u64,
    pub(super) down: u64,
}

impl Room {
    /// The room of the same figure where it is taken away instead of added.
    pub(super) const fn turned(self) -> Self {
        Self {
            up: self.down,
            down: self.up,
        }
    }
}

/// Figures by row and column; where there is none, there is no room.
pub(super) struct Board {
    columns: usize,
    rooms: Vec<Room>,
}

/// One step of a way: a figure, and whether it rises.
type Step = (usize, usize, bool);

/// How much each figure has moved, in the order of the board's rooms: up is more than nothing. Empty before the first
/// did, which is most of the time.
type Moved = Vec<i64>;

#[derive(Clone, Copy)]
enum Node {
    Row(usize),
    Column(usize),
}

impl Board {
    /// A board without any room.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            rooms: vec![Room::default(); rows * columns],
        }
    }

    pub(super) fn put(&mut self, row: usize, column: usize, room: Room) {
        if let Some(place) = self.rooms.get_mut(row * self.columns + column) {
            *place = room;
        }
    }

    fn room(&self, row: usize, column: usize) -> Room {
        let place = self.rooms.get(row * self.columns + column);
        place.copied().unwrap_or_default()
    }

    /// How many further values a figure may have, as far as `enough`.
    pub(super) fn width(&self, row: usize, column: usize, enough: u64) -> u64 {
        let room = self.room(row, column);
        let up = self.flow(row, column, true, enough.min(room.up));
        if up >= enough {
            return enough;
        }
        let down = self.flow(row, column, false, enough.min(room.down));
        (up + down).min(enough)
    }

    /// How far the other figures let this one rise, or fall, up to `most`.
    fn flow(&self, row: usize, column: usize, rises: bool, most: u64) -> u64 {
        let mut moved = Moved::new();
        let mut flow = 0;
        while flow < most {
            let Some(way) = self.way(&moved, (row, column), rises) else {
                break;
            };
            let room = way.iter().map(|step| self.left(&moved, *step)).min();
            let amount = room.unwrap_or(0).min(most - flow);
            moved.resize(self.rooms.len(), 0);
            for (row, column, rises) in way {
                let amount = i64::try_from(amount).unwrap_or(i64::MAX);
                if let Some(moved) = moved.get_mut(row * self.columns + column) {
                    *moved += if rises { amount } else { -amount };
                }
            }
            flow += amount;
        }
        flow
    }

    /// How much a figure can still move one way.
    fn left(&self, moved: &Moved, (row, column, rises): Step) -> u64 {
        let room = self.room(row, column);
        let moved = moved.get(row * self.columns + column);
        let moved = moved.copied().unwrap_or(0);
        let (room, moved) = if rises {
            (room.up, moved)
        } else {
            (room.down, -moved)
        };
        room.saturating_add_signed(-moved)
    }

    /// The shortest way from a figure's row to its column: the first figure falls where it rises. A row that has room
    /// in that column ends the search when it is met, not when its turn comes: most do.
    fn way(&self, moved: &Moved, from: (usize, usize), rises: bool) -> Option<Vec<Step>> {
        let rows = self.rooms.len() / self.columns.max(1);
        let mut by_column: Vec<Option<usize>> = vec![None; rows];
        let mut by_row: Vec<Option<usize>> = vec![None; self.columns];
        let mut next = VecDeque::from([Node::Row(from.0)]);
        while let Some(node) = next.pop_front() {
            match node {
                Node::Row(row) => {
                    for (column, by) in by_row.iter_mut().enumerate() {
                        let is_new = by.is_none() && column != from.1;
                        if is_new && self.left(moved, (row, column, !rises)) > 0 {
                            *by = Some(row);
                            next.push_back(Node::Column(column));
                        }
                    }
                }
                Node::Column(column) => {
                    for (row, by) in by_column.iter_mut().enumerate() {
                        let is_new = by.is_none() && row != from.0;
                        if is_new && self.left(moved, (row, column, rises)) > 0 {
                            *by = Some(column);
                            if self.left(moved, (row, from.1, !rises)) > 0 {
                                by_row[from.1] = Some(row);
                                return Some(trace(&by_row, &by_column, from, rises));
                            }
                            next.push_back(Node::Row(row));
                        }
                    }
                }
            }
        }
        None
    }
}

fn trace(
    by_row: &[Option<usize>],
    by_column: &[Option<usize>],
    from: (usize, usize),
    rises: bool,
) -> Vec<Step> {
    let mut way = Vec::new();
    let mut column = from.1;
    while let Some(row) = by_row.get(column).copied().flatten() {
        way.push((row, column, !rises));
        let before = by_column.get(row).copied().flatten();
        let Some(before) = before.filter(|_| row != from.0) else {
            break;
        };
        way.push((row, before, rises));
        column = before;
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn room(up: u64, down: u64) -> Room {
        Room { up, down }
    }

    #[test]
    fn a_figure_moves_only_where_others_make_room() {
        // Two by two: what one gains, its row and its column lose.
        let mut board = Board::new(2, 2);
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            board.put(row, column, room(2, 2));
        }
        assert_eq!(board.width(0, 0, 9), 4);
        board.put(0, 1, room(2, 1));
        assert_eq!(board.width(0, 0, 9), 3);
        board.put(1, 1, room(0, 0));
        assert_eq!(board.width(0, 0, 9), 0);
    }

    #[test]
    fn a_longer_way_is_found_and_taken_back_where_a_better_one_needs_it() {
        // Three by three with a hole in the diagonal: every way is round.
        let mut board = Board::new(3, 3);
        for at in 0..3 {
            board.put(at, at, room(1, 1));
            board.put(at, (at + 1) % 3, room(1, 1));
        }
        assert_eq!(board.width(0, 0, 9), 2);
        assert_eq!(board.width(0, 2, 9), 0);
    }
}
