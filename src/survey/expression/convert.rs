//! Texts to numbers, numbers and days to texts, and pieces of texts.

use std::sync::Arc;

use rust_decimal::Decimal;
use unicode_segmentation::UnicodeSegmentation as _;

use super::check::{Checked, Checker};
use super::lookup::{Column, found};
use super::syntax::Node;
use super::term::{Term, place_of};
use super::types::Type;
use super::{Operand, Scope};
use crate::survey::rules::CONDITION_TYPES;

/// What a function of texts makes of a part.
pub(super) enum Convert {
    /// The number that a text says; unknown where it says none.
    Number(Term),
    /// A number or a day as a text: digits, or as `2027-01-31`.
    Text(Term),
    /// The letters from one place to another, the first being 0 and the last one left out.
    Piece(Term, Term, Option<Term>),
    /// What a list's column says of an entry.
    Lookup(Arc<Column>, Term),
}

impl Convert {
    /// What it is worth.
    pub(super) fn evaluate(&self, scope: &dyn Scope) -> Operand {
        let known = match self {
            Self::Number(term) => read(&term.evaluate(scope)),
            Self::Text(term) => written(term.evaluate(scope)),
            Self::Piece(text, from, to) => piece(text, from, to.as_ref(), scope),
            Self::Lookup(column, code) => found(column, code, scope),
        };
        known.unwrap_or(Operand::Unknown)
    }
}

fn read(operand: &Operand) -> Option<Operand> {
    match operand {
        Operand::Text(text) => {
            let number = Decimal::from_str_exact(text.trim()).ok()?;
            Some(Operand::Number(number))
        }
        Operand::Number(number) => Some(Operand::Number(*number)),
        _ => None,
    }
}

fn written(operand: Operand) -> Option<Operand> {
    match operand {
        Operand::Number(number) => Some(Operand::Text(number.normalize().to_string())),
        Operand::Day(day) => Some(Operand::Text(day.to_string())),
        Operand::Text(text) => Some(Operand::Text(text)),
        _ => None,
    }
}

fn piece(text: &Term, from: &Term, to: Option<&Term>, scope: &dyn Scope) -> Option<Operand> {
    let Operand::Text(text) = text.evaluate(scope) else {
        return None;
    };
    let from = place_of(from, scope)?;
    let to = match to {
        Some(to) => place_of(to, scope)?,
        None => usize::MAX,
    };
    let letters = text.graphemes(true).skip(from);
    let piece = letters.take(to.saturating_sub(from)).collect();
    Some(Operand::Text(piece))
}

fn is_text(found: &Type) -> bool {
    matches!(found, Type::Text | Type::Code(_) | Type::Any)
}

/// `number(TEXT)`.
pub(super) fn number(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let Some((found, term)) = given.first().map(|node| checker.node(node)) else {
        return (Type::Any, Term::Constant(Operand::Unknown));
    };
    if is_text(&found) || found == Type::Number {
        let convert = Convert::Number(term);
        return (Type::Number, Term::Text(Box::new(convert)));
    }
    let message = format!("{} says no number", found.name());
    checker.fault(&CONDITION_TYPES, node, message, "give it a text")
}

/// `string(NUMBER)`, `string(DATE)`.
pub(super) fn string(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let Some((found, term)) = given.first().map(|node| checker.node(node)) else {
        return (Type::Any, Term::Constant(Operand::Unknown));
    };
    if is_text(&found) || matches!(found, Type::Number | Type::Day) {
        let convert = Convert::Text(term);
        return (Type::Text, Term::Text(Box::new(convert)));
    }
    let message = format!("{} is not written as one text", found.name());
    checker.fault(
        &CONDITION_TYPES,
        node,
        message,
        "give it a number or a date",
    )
}

/// `TEXT.substring(FROM)`, `TEXT.substring(FROM, TO)`.
pub(super) fn substring(
    checker: &mut Checker<'_>,
    node: &Node,
    base: &Node,
    given: &[Node],
) -> Checked {
    let (found, text) = checker.node(base);
    if !is_text(&found) {
        let message = format!("{} has no letters", found.name());
        return checker.fault(&CONDITION_TYPES, base, message, "take a piece of a text");
    }
    let (from, to) = match given {
        [from] => (checker.number(from), None),
        [from, to] => (checker.number(from), Some(checker.number(to))),
        _ => {
            let message = "where the piece begins, and where it ends, stand in the brackets";
            let remedy = "write `TEXT.substring(0, 3)` for the first three letters";
            return checker.fault(&CONDITION_TYPES, node, message, remedy);
        }
    };
    let convert = Convert::Piece(text, from, to);
    (Type::Text, Term::Text(Box::new(convert)))
}
