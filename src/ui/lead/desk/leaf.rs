//! A page of blocks and where one stands on it: the line in focus, the column, the order, the filter.
//!
//! Everything that can have the focus is an item: a note, a figure, a row of a table, a bar, a row of a
//! grid. Items are the same at every size of the window.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::base::words::{Arg, Message};
use crate::report::view::Teller;
use crate::stats::view::{Bars, Block, Row, Sheet, Value};

use super::find::Find;

/// A page.
pub(super) struct Leaf {
    /// What was opened to get here; nothing on the first page.
    pub(super) title: Option<Value>,
    pub(super) blocks: Vec<Block>,
    pub(super) at: usize,
    pub(super) column: usize,
    pub(super) sort: Option<Sort>,
    pub(super) filter: String,
    /// Only lines with one value in a column.
    pub(super) only: Option<Only>,
    pub(super) find: Find,
}

/// A value that the lines of a table are left with.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Only {
    pub(super) block: usize,
    pub(super) column: usize,
    pub(super) value: String,
}

/// The order of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) block: usize,
    pub(super) column: usize,
    pub(super) is_descending: bool,
}

/// What can have the focus: the place of its block, and its own in the block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Item {
    pub(super) block: usize,
    pub(super) index: usize,
}

/// The values that a column has, each with how many lines have it.
pub(super) struct Values {
    pub(super) block: usize,
    pub(super) column: usize,
    pub(super) found: Vec<(String, usize)>,
}

impl Leaf {
    pub(super) fn new(title: Option<Value>, blocks: Vec<Block>) -> Self {
        Self {
            title,
            blocks,
            at: 0,
            column: 0,
            sort: None,
            filter: String::new(),
            only: None,
            find: Find::default(),
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
        let only = self.only.as_ref().filter(|only| only.block == block);
        let fits = |row: &Row| {
            let value = |only: &Only| row.values.get(only.column).map(|value| teller.value(value));
            if only.is_some_and(|only| value(only).as_ref() != Some(&only.value)) {
                return false;
            }
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

    /// What each item says, in the order of the page: what a search looks into.
    pub(super) fn texts(&self, teller: &Teller) -> Vec<String> {
        let items = self.items(teller);
        items.iter().map(|item| self.text(*item, teller)).collect()
    }

    fn text(&self, item: Item, teller: &Teller) -> String {
        let bar = |bars: &Bars| {
            bars.bars
                .get(item.index)
                .map(|(label, _)| teller.value(label))
        };
        let said = match self.blocks.get(item.block) {
            Some(Block::Note(message)) => Some(teller.tell(message)),
            Some(Block::Facts(facts)) => facts
                .facts
                .get(item.index)
                .map(|(_, name, value)| format!("{} {}", teller.tell(name), teller.fact(value))),
            Some(Block::Sheet(sheet)) => sheet
                .rows
                .get(item.index)
                .map(|row| teller.row(row).join(" ")),
            Some(Block::Bars(bars)) => bar(bars),
            Some(Block::Grid(grid)) => grid.down.1.get(item.index).map(|label| teller.value(label)),
            None => None,
        };
        said.unwrap_or_default()
    }

    /// The table in focus, else the first of the page: its block and itself.
    pub(super) fn table(&self, teller: &Teller) -> Option<(usize, &Sheet)> {
        let here = self.here(teller).map(|item| item.block);
        let sheet = |at: usize| match self.blocks.get(at) {
            Some(Block::Sheet(sheet)) => Some((at, sheet)),
            _ => None,
        };
        here.and_then(sheet)
            .or_else(|| (0..self.blocks.len()).find_map(sheet))
    }

    /// The values of a column that lines can be left with, each with how many have it.
    pub(super) fn values(&self, teller: &Teller) -> Option<Values> {
        let (block, sheet) = self.table(teller)?;
        let column = self.column.min(sheet.columns.len().saturating_sub(1));
        let mut values: Vec<(String, usize)> = Vec::new();
        for value in sheet.rows.iter().filter_map(|row| row.values.get(column)) {
            let words = teller.value(value);
            match values.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => values.push((words, 1)),
            }
        }
        Some(Values {
            block,
            column,
            found: values,
        })
    }

    /// What lines are left out by, in words; nothing where none is.
    pub(super) fn told(&self, teller: &Teller) -> Vec<Message> {
        let words = (!self.filter.is_empty())
            .then(|| Message::with("lead-filter", [("filter", Arg::Words(self.filter.clone()))]));
        let only = self.only.as_ref().and_then(|only| {
            let Some(Block::Sheet(sheet)) = self.blocks.get(only.block) else {
                return None;
            };
            let column = sheet.columns.get(only.column)?;
            let args = [
                ("column", Arg::Words(teller.tell(&column.title))),
                ("value", Arg::Words(only.value.clone())),
            ];
            Some(Message::with("lead-filter-column", args))
        });
        words.into_iter().chain(only).collect()
    }

    /// Shows all lines again; whether some were left out.
    pub(super) fn show_all(&mut self) -> bool {
        let words = std::mem::take(&mut self.filter);
        let only = self.only.take();
        !words.is_empty() || only.is_some()
    }

    /// The item in focus.
    pub(super) fn here(&self, teller: &Teller) -> Option<Item> {
        let items = self.items(teller);
        items
            .get(self.at.min(items.len().saturating_sub(1)))
            .copied()
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
