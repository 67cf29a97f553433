//! The functions of the language: a table of names, each with its check.

use super::Operand;
use super::check::{Checked, Checker};
use super::syntax::{Node, Shape};
use super::term::Term;
use super::types::Type;
use crate::base::time::Day;
use crate::response::answer::Missing;
use crate::survey::nearest::remedy_among;
use crate::survey::rules::{CONDITION_NAME, CONDITION_TYPES};

/// A function: its name, how it is written, its number of arguments, its check.
type Function = (
    &'static str,
    &'static str,
    usize,
    fn(&mut Checker<'_>, &Node, &[Node]) -> Checked,
);

/// All functions.
const FUNCTIONS: [Function; 11] = [
    ("answered", "answered(QUESTION)", 1, answered),
    ("count", "count(QUESTION)", 1, count),
    ("date", "date('2027-01-31')", 1, date),
    (
        "lookup",
        "lookup(LIST, COLUMN, CODE)",
        3,
        super::lookup::check,
    ),
    ("missing", "missing(QUESTION, KIND)", 2, missing),
    ("number", "number(TEXT)", 1, super::convert::number),
    (
        "position",
        "position() or position(REPEAT)",
        0,
        super::entries::position,
    ),
    ("size", "size(TEXT or LIST)", 1, size),
    (
        "string",
        "string(NUMBER or DATE)",
        1,
        super::convert::string,
    ),
    ("sum", "sum(QUESTION) or sum(REPEAT, NESTED)", 1, sum),
    ("today", "today()", 0, today),
];

/// Checks a call.
pub(super) fn check(checker: &mut Checker<'_>, node: &Node, name: &str, given: &[Node]) -> Checked {
    let found = FUNCTIONS.iter().find(|(known, ..)| *known == name);
    let Some((_, written, wanted, check)) = found else {
        let names = FUNCTIONS.iter().map(|(known, ..)| *known);
        let remedy = remedy_among("functions", name, names);
        return checker.fault(
            &CONDITION_NAME,
            node,
            format!("there is no function `{name}`"),
            remedy,
        );
    };
    if let ("sum", [base, nested]) = (name, given) {
        return super::entries::sum(checker, base, nested);
    }
    if name == "position" {
        return super::entries::position(checker, node, given);
    }
    if given.len() != *wanted {
        let message = format!(
            "`{name}` takes {wanted} of what stands in brackets, not {}",
            given.len()
        );
        return checker.fault(
            &CONDITION_TYPES,
            node,
            message,
            format!("write `{written}`"),
        );
    }
    check(checker, node, given)
}

fn unknown() -> Checked {
    (Type::Any, Term::Constant(Operand::Unknown))
}

fn answered(checker: &mut Checker<'_>, _: &Node, given: &[Node]) -> Checked {
    let place = given.first().and_then(|node| checker.place(node));
    place.map_or_else(unknown, |(_, place)| (Type::Bool, Term::Answered(place)))
}

fn missing(checker: &mut Checker<'_>, _: &Node, given: &[Node]) -> Checked {
    let [question, kind] = given else {
        return unknown();
    };
    let place = checker.place(question);
    let (Shape::Name(code) | Shape::Text(code)) = &kind.shape else {
        return checker.fault(
            &CONDITION_TYPES,
            kind,
            "a kind of missing is wanted here",
            "for example `missing(QUESTION, prefer_not)`",
        );
    };
    let Some(kind_of) = Missing::from_code(code) else {
        let codes = Missing::ALL.iter().map(|kind| kind.code());
        let remedy = remedy_among("kinds", code, codes);
        return checker.fault(
            &CONDITION_NAME,
            kind,
            format!("there is no kind of missing `{code}`"),
            remedy,
        );
    };
    place.map_or_else(unknown, |(_, place)| {
        (Type::Bool, Term::IsMissing(place, kind_of))
    })
}

fn count(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let Some((found, place)) = given.first().and_then(|node| checker.place(node)) else {
        return unknown();
    };
    match found {
        Type::List(_) | Type::Rows { .. } | Type::Entries(_) | Type::Any => {
            (Type::Number, Term::Count(place))
        }
        other => {
            let message = format!("{} cannot be counted", other.name());
            checker.fault(&CONDITION_TYPES, node, message, "count the choices of a `multiple`, the rows of a matrix or the entries of a repeat; else use `answered(QUESTION)`")
        }
    }
}

fn sum(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let Some((found, place)) = given.first().and_then(|node| checker.place(node)) else {
        return unknown();
    };
    match found {
        Type::Rows { cell, .. } if *cell == Type::Number => (Type::Number, Term::Sum(place)),
        Type::Any => (Type::Number, Term::Sum(place)),
        other => {
            let message = format!("{} cannot be added up", other.name());
            checker.fault(
                &CONDITION_TYPES,
                node,
                message,
                "add up an allocation, a matrix of numbers, or `sum(REPEAT, NESTED)`",
            )
        }
    }
}

pub(super) fn size(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let Some((found, term)) = given.first().map(|node| checker.node(node)) else {
        return unknown();
    };
    match found {
        Type::Text | Type::Code(_) | Type::List(_) | Type::Any => {
            (Type::Number, Term::Size(Box::new(term)))
        }
        other => {
            let message = format!("{} has no size", other.name());
            checker.fault(
                &CONDITION_TYPES,
                node,
                message,
                "take the size of a text or a list; rows and entries are counted with `count`",
            )
        }
    }
}

fn date(checker: &mut Checker<'_>, node: &Node, given: &[Node]) -> Checked {
    let day = given.first().and_then(|node| match &node.shape {
        Shape::Text(text) => Day::parse(text),
        _ => None,
    });
    match day {
        Some(day) => (Type::Day, Term::Constant(Operand::Day(day))),
        None => checker.fault(
            &CONDITION_TYPES,
            node,
            "this is not a day of the calendar",
            "write it as `date('2027-01-31')`",
        ),
    }
}

fn today(_: &mut Checker<'_>, _: &Node, _: &[Node]) -> Checked {
    (Type::Day, Term::Today)
}
