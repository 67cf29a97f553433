//! Short ways to write the parts of a view, so that a view's file reads as what it shows.

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::words::Message;

use super::{Block, Column, Facts, Label, Row, Sheet, Value};

/// A column's word for files and its message.
pub(super) type Heading = (&'static str, &'static str);

/// The columns of a table.
pub(super) fn columns(headings: &[Heading]) -> Vec<Column> {
    let one = |(id, title): &Heading| Column {
        id,
        title: Message::plain(title),
    };
    headings.iter().map(one).collect()
}

/// A table: its word for files, its title, its columns and rows.
pub(super) fn sheet(
    id: &'static str,
    title: &'static str,
    columns: Vec<Column>,
    rows: Vec<Row>,
) -> Block {
    let title = Message::plain(title);
    Block::Sheet(Sheet {
        id,
        title,
        columns,
        rows,
    })
}

/// A row that opens nothing.
pub(super) const fn row(values: Vec<Value>) -> Row {
    let detail = Vec::new();
    Row { values, detail }
}

/// Single figures: its word for files, its title, and each figure with its word and name.
pub(super) fn facts(
    id: &'static str,
    title: &'static str,
    all: Vec<(&'static str, &'static str, Value)>,
) -> Block {
    let all = all.into_iter();
    Block::Facts(Facts {
        id,
        title: Message::plain(title),
        facts: all
            .map(|(id, name, value)| (id, Message::plain(name), value))
            .collect(),
    })
}

/// A count.
pub(super) const fn count(number: usize) -> Value {
    Value::Count(number as u64)
}

/// So many of so many.
pub(super) const fn of(part: usize, all: usize) -> Value {
    Value::Of(part as u64, all as u64)
}

/// A word of ours.
pub(super) const fn word(code: &'static str, id: &'static str) -> Value {
    Value::Word(code, Message::plain(id))
}

/// A whole number that is no count: a level, a band.
pub(super) fn level(number: u8) -> Value {
    Value::Number(Decimal::from(number))
}

/// A value, or an empty cell.
pub(super) fn or_nothing(value: Option<Value>) -> Value {
    value.unwrap_or(Value::Nothing)
}

/// Several values in one cell: an empty cell, the only one, or a list.
pub(super) fn one_or_list(mut all: Vec<Value>) -> Value {
    match all.len() {
        0 => Value::Nothing,
        1 => all.swap_remove(0),
        _ => Value::List(all),
    }
}

/// A code with its words.
pub(super) fn label(code: &str, text: &Text) -> Value {
    Value::Label(Label {
        code: code.to_owned(),
        text: text.clone(),
    })
}
