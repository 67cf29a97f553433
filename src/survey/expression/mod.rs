//! Conditions: the subset of CEL a questionnaire may use, type-checked at load, evaluated with exact
//! decimals and three-valued logic.
//!
//! Own lexer, parser and checker rather than the `cel` crate: that brings a parser generator's
//! runtime, binary floats and no places for messages, and none of the checking.

mod arithmetic;
mod call;
mod check;
mod convert;
mod entries;
mod lex;
mod look;
mod lookup;
mod syntax;
mod term;
mod types;
pub mod wording;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::response::answer::{Answer, Value};

use super::model::Choice;
use super::rules::Rule;
use super::source::Span;

use arithmetic::Arithmetic;
use term::Term;

pub(super) use look::{Look, Part, VALUE};
pub(super) use lookup::Columns;
pub(super) use syntax::{Node, Wish, parse};
pub(super) use types::{CodeSet, Codes, Entry, Groups, Names, Type, Wanted};

/// A scope gives the answers to a repeat as a whole or not at all.
pub struct WholeOnly;

/// What an expression may look at. Everything comes in through here; nothing is read from outside.
pub trait Scope {
    /// The answer to a question that is visible from here: inside a repeat its own questions first.
    /// `None` where there is no answer that a response would hold; a question that is not asked answers
    /// `NotRelevant`, and a form says `Blank` or `NotReached` of one that the person left out.
    /// Lent where it can be: a condition over a matrix is worked out once for every row.
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>>;
    /// The value under test, in `constraint` and `warning`.
    fn value(&self) -> Option<Cow<'_, Value>>;
    /// The choice under test, in `filter`.
    fn entry(&self) -> Option<&Choice>;
    /// Today.
    fn today(&self) -> Day;
    /// The answer to a question of one entry (from 0) of a repeat that is visible from here, without a
    /// look at the others, so that an entry can look at the one before.
    ///
    /// # Errors
    /// Where the scope has whole answers only.
    fn of_entry(
        &self,
        _repeat: &str,
        _at: usize,
        _id: &str,
    ) -> Result<Option<Cow<'_, Answer>>, WholeOnly> {
        Err(WholeOnly)
    }
    /// The number, from 0, of the entry that this stands in; of the innermost repeat for 0, of those
    /// around it for more.
    fn position(&self, _depth: usize) -> Option<usize> {
        None
    }
    /// The entry of a repeat that `exists`, `all` or `filter` is at, the innermost being 0.
    fn bound(&self, _depth: usize) -> Option<&[(String, Answer)]> {
        None
    }
}

/// What an expression is worth.
#[derive(Clone, PartialEq)]
pub enum Operand {
    /// Not known: something it depends on is missing.
    Unknown,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A text or a code.
    Text(String),
    /// A day; a month is its first day.
    Day(Day),
    /// A list.
    List(Vec<Operand>),
}

/// A checked expression.
#[derive(Clone)]
pub struct Expression {
    source: String,
    depends_on: BTreeSet<String>,
    depends_on_siblings: BTreeSet<String>,
    term: Arc<Term>,
}

impl Expression {
    /// The text as the author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The top-level questions it looks at.
    pub const fn depends_on(&self) -> &BTreeSet<String> {
        &self.depends_on
    }

    /// Inside a repeat: the questions of the same entry it looks at.
    pub const fn depends_on_siblings(&self) -> &BTreeSet<String> {
        &self.depends_on_siblings
    }

    /// What it is worth.
    pub fn evaluate(&self, scope: &dyn Scope) -> Operand {
        self.term.evaluate(scope)
    }

    /// Whether a condition is true (`Some(true)`), false, or unknown (`None`).
    pub fn holds(&self, scope: &dyn Scope) -> Option<bool> {
        match self.evaluate(scope) {
            Operand::Bool(truth) => Some(truth),
            _ => None,
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.source).finish()
    }
}

/// Something wrong in an expression; the span counts bytes from its beginning.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) rule: &'static Rule,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) remedy: String,
}

impl Fault {
    fn new(
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            span,
            message: message.into(),
            remedy: remedy.into(),
        }
    }
}

/// Checks a parsed expression: what it gives, the expression, and everything that is wrong with it. What
/// is wrong stands in the expression as unknown.
pub(super) fn check(
    source: &str,
    node: &Node,
    names: Names<'_>,
    wanted: Wanted<'_>,
) -> (Type, Expression, Vec<Fault>) {
    let mut checker = check::Checker::new(names);
    let (found, term) = checker.whole(node, wanted);
    let expression = Expression {
        source: source.to_owned(),
        depends_on: checker.outer,
        depends_on_siblings: checker.inner,
        term: Arc::new(term),
    };
    (found, expression, checker.faults)
}

#[cfg(test)]
mod tests;
