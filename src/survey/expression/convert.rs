//! Texts to numbers, numbers and days to texts, and pieces of texts.

use std::sync::Arc;

use regex::Regex;
use rust_decimal::Decimal;
use unicode_segmentation::UnicodeSegmentation as _;

use super::check::{Checked, Checker};
use super::lookup::{Column, found};
use super::syntax::{Node, Shape};
use super::term::{Term, place_of};
use super::types::Type;
use super::{Operand, Scope};
use crate::survey::pattern;
use crate::survey::rules::CONDITION_TYPES;

/// What a function of texts makes of a part.
pub(super) enum Convert {
    /// The number that a text says; unknown where it says none.
    Number(Term),
    /// A number or a day as a text: digits, or as `2027-01-31`.
    Text(Term),
    /// The letters from one place to another, the first being 0 and the last one left out.
    Piece(Term, Term, Option<Term>),
    /// Whether a pattern is found in a text.
    Matches(Term, Regex),
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
            Self::Matches(text, pattern) => is_found(text, pattern, scope),
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

fn is_found(text: &Term, pattern: &Regex, scope: &dyn Scope) -> Option<Operand> {
    match text.evaluate(scope) {
        Operand::Text(text) => Some(Operand::Bool(pattern.is_match(&text))),
        _ => None,
    }
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

/// `TEXT.matches('PATTERN')`: as CEL has it, the pattern may be found anywhere in the text.
pub(super) fn matches(
    checker: &mut Checker<'_>,
    node: &Node,
    base: &Node,
    given: &[Node],
) -> Checked {
    let (found, text) = checker.node(base);
    if !is_text(&found) {
        let message = format!("{} is not a text", found.name());
        return checker.fault(&CONDITION_TYPES, base, message, "match a text or a code");
    }
    let [
        Node {
            shape: Shape::Text(source),
            ..
        },
    ] = given
    else {
        let message = "a pattern in quotes stands in the brackets";
        let remedy = "write `TEXT.matches('^[A-Z]{2}')`";
        return checker.fault(&CONDITION_TYPES, node, message, remedy);
    };
    match pattern::anywhere(source) {
        Ok(regex) => (
            Type::Bool,
            Term::Text(Box::new(Convert::Matches(text, regex))),
        ),
        Err(why) => {
            let message = format!("this is not a pattern: {why}");
            let remedy = "correct the regular expression";
            checker.fault(&CONDITION_TYPES, node, message, remedy)
        }
    }
}
