//! Conditions: the subset of CEL a questionnaire may use, type-checked at load, evaluated with exact
//! decimals and three-valued logic.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::response::answer::{Answer, Value};

use super::model::Choice;

/// What an expression may look at. Everything comes in through here; nothing is read from outside.
pub trait Scope {
    /// The answer to a question that is visible from here: inside a repeat its own questions first.
    /// `None` where the person has not answered yet. A question that is not asked answers `NotRelevant`.
    fn answer(&self, id: &str) -> Option<Answer>;
    /// The value under test, in `constraint` and `warning`.
    fn value(&self) -> Option<Value>;
    /// The choice under test, in `filter`.
    fn entry(&self) -> Option<&Choice>;
    /// Today.
    fn today(&self) -> Day;
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
#[derive(Clone, Debug)]
pub struct Expression {
    source: String,
    depends_on: BTreeSet<String>,
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

    /// What it is worth.
    pub fn evaluate(&self, scope: &dyn Scope) -> Operand {
        let _ = scope;
        todo!("helper S")
    }

    /// Whether a condition is true (`Some(true)`), false, or unknown (`None`).
    pub fn holds(&self, scope: &dyn Scope) -> Option<bool> {
        match self.evaluate(scope) {
            Operand::Bool(truth) => Some(truth),
            _ => None,
        }
    }
}
