//! `lookup(LIST, COLUMN, CODE)`: what a column of a list says of the entry with a code.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::{Checked, Checker};
use super::convert::Convert;
use super::syntax::{Node, Shape};
use super::term::Term;
use super::types::Type;
use super::{Operand, Scope};
use crate::survey::model::List;
use crate::survey::nearest::remedy_among;
use crate::survey::rules::{CONDITION_NAME, CONDITION_TYPES};

/// A list's column: what it says, by code. An empty cell says nothing.
pub(super) type Column = BTreeMap<String, String>;

/// The columns that were looked into: each is gathered once, however many conditions name it.
#[derive(Default)]
pub(in crate::survey) struct Columns(RefCell<BTreeMap<(String, String), Arc<Column>>>);

impl Columns {
    fn of(&self, list: &str, content: &List, column: &str) -> Arc<Column> {
        let key = (list.to_owned(), column.to_owned());
        let mut known = self.0.borrow_mut();
        let made = known.entry(key).or_insert_with(|| {
            let cells = content.entries.iter().filter_map(|entry| {
                let cell = entry.columns.get(column)?;
                (!cell.is_empty()).then(|| (entry.code.clone(), cell.clone()))
            });
            Arc::new(cells.collect())
        });
        Arc::clone(made)
    }
}

/// What the column says of an entry: unknown where there is no such entry, or nothing in its cell.
pub(super) fn found(column: &Column, code: &Term, scope: &dyn Scope) -> Option<Operand> {
    let Operand::Text(code) = code.evaluate(scope) else {
        return None;
    };
    column.get(&code).cloned().map(Operand::Text)
}

fn name(node: &Node) -> &str {
    match &node.shape {
        Shape::Name(name) | Shape::Text(name) => name,
        _ => "",
    }
}

/// Checks a call.
pub(super) fn check(checker: &mut Checker<'_>, _: &Node, given: &[Node]) -> Checked {
    let [list, column, code] = given else {
        return (Type::Any, Term::Constant(Operand::Unknown));
    };
    let lists = checker.names.lists;
    let Some(content) = lists.get(name(list)) else {
        let remedy = remedy_among("lists", name(list), lists.keys().map(String::as_str));
        let message = format!("there is no list `{}`", name(list));
        return checker.fault(&CONDITION_NAME, list, message, remedy);
    };
    if !content.columns.iter().any(|known| known == name(column)) {
        let columns = content.columns.iter().map(String::as_str);
        let remedy = remedy_among("columns", name(column), columns);
        let message = format!("the list has no column `{}`", name(column));
        return checker.fault(&CONDITION_NAME, column, message, remedy);
    }
    let (kind, term) = checker.node(code);
    if !matches!(kind, Type::Text | Type::Code(_) | Type::Any) {
        let message = format!("{} is not a code of a list", kind.name());
        let remedy = "give it a `single` or `lookup` question, or a text";
        return checker.fault(&CONDITION_TYPES, code, message, remedy);
    }
    let cells = checker.names.columns.of(name(list), content, name(column));
    let convert = Convert::Lookup(cells, term);
    (Type::Text, Term::Text(Box::new(convert)))
}
