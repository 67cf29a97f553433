//! A page of blocks and where one stands on it: the line in focus, the column, the order, the filter.
//!
//! Everything that can have the focus is an item: a note, a figure, a row of a table, a bar, a row of a
//! grid. Items are the same at every size of the window.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::report::view::Teller;
use crate::stats::view::{Block, Row, Sheet, Value};

/// A page.
pub(super) struct Leaf {
    /// What was opened to get here; nothing on the first page.
    pub(super) title: Option<Value>,
    pub(super) blocks: Vec<Block>,
    pub(super) at: usize,
    pub(super) column: usize,
    pub(super) sort: Option<Sort>,
    pub(super) filter: String,
}

/// The order of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) block: usize,
    pub(super) column: usize,
    pub(super) is_descending: bool,
}

/// What can have the focus: the place of its block, and its own in the block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Item {
    pub(super) block: usize,
    pub(super) index: usize,
}

impl Leaf {
    pub(super) const fn new(title: Option<Value>, blocks: Vec<Block>) -> Self {
        Self {
            title,
            blocks,
            at: 0,
            column: 0,
            sort: None,
            filter: String::new(),
        }
    }

    /// Everything that can have the focus, in the order of the page.
    pub(super) fn items(&self, teller: &Teller) -> Vec<Item> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .flat_map(|(block, found)| {
                let indices = self.indices(block, found, teller);
                indices.into_iter().map(move |index| Item { block, index })
            })
            .collect()
    }

    fn indices(&self, block: usize, found: &Block, teller: &Teller) -> Vec<usize> {
        match found {
            Block::Note(_) => vec![0],
            Block::Facts(facts) => (0..facts.facts.len()).collect(),
            Block::Sheet(sheet) => self.rows(block, sheet, teller),
            Block::Bars(bars) => (0..bars.bars.len()).collect(),
            Block::Grid(grid) => (0..grid.cells.len().min(grid.down.1.len())).collect(),
        }
    }

    /// The rows of a table that the filter lets through, in order.
    pub(super) fn rows(&self, block: usize, sheet: &Sheet, teller: &Teller) -> Vec<usize> {
        let wanted = self.filter.to_lowercase();
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let fits = |row: &Row| {
            wanted.is_empty() || {
                let text = teller.row(row).join(" ").to_lowercase();
                wanted.iter().all(|word| text.contains(word))
            }
        };
        let rows = sheet.rows.iter().enumerate();
        let mut kept: Vec<usize> = rows
            .filter(|(_, row)| fits(row))
            .map(|(at, _)| at)
            .collect();
        if let Some(sort) = self.sort.filter(|sort| sort.block == block) {
            let key = |at: &usize| sheet.rows.get(*at)?.values.get(sort.column);
            kept.sort_by(|a, b| {
                let order = compare(key(a), key(b), teller);
                if sort.is_descending {
                    order.reverse()
                } else {
                    order
                }
            });
        }
        kept
    }

    /// The item in focus.
    pub(super) fn here(&self, teller: &Teller) -> Option<Item> {
        let items = self.items(teller);
        items
            .get(self.at.min(items.len().saturating_sub(1)))
            .copied()
    }

    /// The row in focus.
    pub(super) fn row(&self, teller: &Teller) -> Option<&Row> {
        let item = self.here(teller)?;
        match self.blocks.get(item.block)? {
            Block::Sheet(sheet) => sheet.rows.get(item.index),
            _ => None,
        }
    }

    /// How many columns the block in focus has.
    pub(super) fn columns(&self, teller: &Teller) -> usize {
        let block = self
            .here(teller)
            .and_then(|item| self.blocks.get(item.block));
        match block {
            Some(Block::Sheet(sheet)) => sheet.columns.len(),
            Some(Block::Grid(grid)) => grid.across.1.len() + 1,
            _ => 1,
        }
    }

    /// Sorts by the column at hand; a second time the other way round.
    pub(super) fn sort(&mut self, teller: &Teller) {
        let Some(item) = self.here(teller) else {
            return;
        };
        let column = self.column.min(self.columns(teller).saturating_sub(1));
        if let Some(Block::Sheet(sheet)) = self.blocks.get(item.block) {
            let starts_high = is_numeric(sheet, column);
            let is_descending = match self.sort {
                Some(sort) if (sort.block, sort.column) == (item.block, column) => {
                    !sort.is_descending
                }
                _ => starts_high,
            };
            self.sort = Some(Sort {
                block: item.block,
                column,
                is_descending,
            });
            let first = self
                .items(teller)
                .iter()
                .position(|one| one.block == item.block);
            self.at = first.unwrap_or(0);
        }
    }

    /// The blocks as they are on the screen: tables filtered and in their order.
    pub(super) fn on_screen(&self, teller: &Teller) -> Vec<Block> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .map(|(at, block)| match block {
                Block::Sheet(sheet) => {
                    let rows = self.rows(at, sheet, teller).into_iter();
                    let rows = rows.filter_map(|row| sheet.rows.get(row).cloned());
                    Block::Sheet(Sheet {
                        rows: rows.collect(),
                        ..sheet.clone()
                    })
                }
                other => other.clone(),
            })
            .collect()
    }
}

/// Whether a column holds figures only.
pub(super) fn is_numeric(sheet: &Sheet, column: usize) -> bool {
    let values = || sheet.rows.iter().filter_map(|row| row.values.get(column));
    values().all(|value| magnitude(value).is_some() || is_empty(value))
        && values().any(|value| magnitude(value).is_some())
}

const fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Nothing | Value::Withheld(_))
}

/// The number that a value stands for.
pub(super) fn magnitude(value: &Value) -> Option<Decimal> {
    match value {
        Value::Count(count) | Value::Of(count, 0) => Some((*count).into()),
        Value::Number(number) | Value::Percent(number) => Some(*number),
        Value::Of(count, of) => Decimal::from(*count).checked_div((*of).into()),
        _ => None,
    }
}

/// Numbers by size, everything else by its words; what is empty comes last where it can.
fn compare(a: Option<&Value>, b: Option<&Value>, teller: &Teller) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else {
        return Ordering::Equal;
    };
    match (a, b) {
        (Value::Day(a), Value::Day(b)) => a.cmp(b),
        _ => match (magnitude(a), magnitude(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (None, None) => {
                let text = |value| teller.value(value).to_lowercase();
                text(a).cmp(&text(b))
            }
        },
    }
}
