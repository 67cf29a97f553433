//! From a figure down to what it is made of, at the operational door: a line opens what stands behind it, a
//! place of a grid the lines that it counts, a bar or a line of a summary the view that it was drawn from.
//!
//! At the statistical door there is nothing below a figure: what is shown is all that may be.

use crate::report::view::Teller;
use crate::stats::DoorName;
use crate::stats::view::{Block, Grid, Name, Row, Sheet, Value};

use super::leaf::{Item, Leaf};

/// What a figure leads to.
pub(super) enum Below {
    /// A page behind it: what it is called, and what stands there.
    Page(Value, Vec<Block>),
    /// A view, of which the lines with these words are meant.
    View(Name, String),
}

/// Which columns of a list say where its lines stand in a grid: the grid, the list, the column of the grid's
/// rows, and how its columns are told.
const GRIDS: &[(Name, &str, &str, &str, Across)] = &[
    (
        Name::Risk,
        "grid",
        "risks",
        "impact",
        Across::Column("exposure"),
    ),
    (
        Name::Skills,
        "heat",
        "skills",
        "family",
        Across::Counted("level_"),
    ),
];

/// How a line of a list belongs to a column of a grid.
#[derive(Clone, Copy)]
enum Across {
    /// A column holds the grid's label.
    Column(&'static str),
    /// The column that is called after the label counts somebody.
    Counted(&'static str),
}

/// Lines of summaries and bars, and the view that each was drawn from.
const VIEWS: &[(Name, &str, Name)] = &[
    (Name::Department, "wishes", Name::Training),
    (Name::Horizon, "horizon", Name::Cover),
    (Name::Horizon, "chart", Name::Cover),
    (Name::Demand, "bars", Name::Cover),
    (Name::Skills, "inflation", Name::Skills),
    (Name::Roles, "skills", Name::Skills),
];

/// What stands below the item in focus; nothing where there is no more.
pub(super) fn below(name: Name, door: DoorName, leaf: &Leaf, teller: &Teller) -> Option<Below> {
    let item = leaf.here(teller)?;
    match leaf.blocks.get(item.block)? {
        Block::Sheet(sheet) => {
            let row = sheet.rows.get(item.index)?;
            let title = row.values.first().cloned()?;
            if !row.detail.is_empty() {
                return Some(Below::Page(title, row.detail.clone()));
            }
            view(name, door, sheet.id, &title, teller)
        }
        Block::Bars(bars) => {
            let (label, _) = bars.bars.get(item.index)?;
            view(name, door, bars.id, label, teller)
        }
        Block::Grid(grid) if door == DoorName::Operational => place(name, grid, item, leaf, teller),
        Block::Grid(_) | Block::Note(_) | Block::Facts(_) => None,
    }
}

fn view(name: Name, door: DoorName, id: &str, label: &Value, teller: &Teller) -> Option<Below> {
    if door != DoorName::Operational {
        return None;
    }
    let mut views = VIEWS.iter();
    let (.., leads) = views.find(|(view, block, _)| (*view, *block) == (name, id))?;
    Some(Below::View(*leads, teller.value(label)))
}

/// The lines that a place of a grid counts; of a whole row of it where its label is in focus.
fn place(name: Name, grid: &Grid, item: Item, leaf: &Leaf, teller: &Teller) -> Option<Below> {
    let mut grids = GRIDS.iter();
    let (_, _, list, down, across) =
        grids.find(|(view, id, ..)| (*view, *id) == (name, grid.id))?;
    let label = grid.down.1.get(item.index)?;
    let column = leaf
        .column
        .checked_sub(1)
        .and_then(|at| grid.across.1.get(at));
    let sheet = leaf.blocks.iter().find_map(|block| match block {
        Block::Sheet(sheet) if sheet.id == *list => Some(sheet),
        _ => None,
    })?;
    let is_meant = |row: &&Row| {
        let at_row = same(sheet, row, down, label, teller);
        at_row && column.is_none_or(|column| is_across(sheet, row, *across, column, teller))
    };
    let rows: Vec<Row> = sheet.rows.iter().filter(is_meant).cloned().collect();
    if rows.is_empty() {
        return None;
    }
    let title = match column {
        Some(column) => Value::List(vec![label.clone(), column.clone()]),
        None => label.clone(),
    };
    let sheet = Sheet {
        rows,
        ..sheet.clone()
    };
    Some(Below::Page(title, vec![Block::Sheet(sheet)]))
}

fn is_across(sheet: &Sheet, row: &Row, across: Across, label: &Value, teller: &Teller) -> bool {
    match across {
        Across::Column(id) => same(sheet, row, id, label, teller),
        Across::Counted(beginning) => {
            let id = format!("{beginning}{}", code(label, teller));
            let value = value(sheet, row, &id);
            value.is_some_and(|value| !matches!(value, Value::Nothing | Value::Count(0)))
        }
    }
}

/// A label's code, where it has one.
fn code(label: &Value, teller: &Teller) -> String {
    match label {
        Value::Label(label) => label.code.clone(),
        Value::Word(code, _) => (*code).to_owned(),
        other => teller.value(other),
    }
}

fn same(sheet: &Sheet, row: &Row, id: &str, label: &Value, teller: &Teller) -> bool {
    let value = value(sheet, row, id);
    value.is_some_and(|value| value == label || teller.value(value) == teller.value(label))
}

fn value<'r>(sheet: &Sheet, row: &'r Row, id: &str) -> Option<&'r Value> {
    let at = sheet.columns.iter().position(|column| column.id == id)?;
    row.values.get(at)
}
