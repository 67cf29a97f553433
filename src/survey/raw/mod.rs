//! What a file says before anything is known about questionnaires: a tree of values that remember
//! where they stood. TOML and the canonical JSON both become this, so that there is one lowering.

mod json;
mod toml;

use rust_decimal::Decimal;

use super::source::Span;
use crate::base::time::Day;

pub(super) use json::from_json;
pub(super) use toml::from_toml;

/// A value and the bytes it takes.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Raw,
}

/// A value.
#[derive(Debug)]
pub(super) enum Raw {
    Text(String),
    Whole(i64),
    Decimal(Decimal),
    Bool(bool),
    Day(Day),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A value that no key takes, with what it is.
    Other(&'static str),
}

/// One member of a table.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Span,
    pub(super) value: Node,
}

impl Raw {
    /// What a message calls it.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a whole number",
            Self::Decimal(_) => "a number with a point",
            Self::Bool(_) => "true or false",
            Self::Day(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(name) => name,
        }
    }
}
