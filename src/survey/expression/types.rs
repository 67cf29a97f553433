//! What an expression may be worth, and what the names in it stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::lookup::Columns;
use crate::survey::model::List;
use crate::survey::nest::Steps;

/// Codes that may be compared with, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey) struct Codes {
    /// As a message names them: a question's id or `entry`.
    pub(in crate::survey) of: String,
    /// Sets that lists and questions share: a list of thousands is kept once.
    pub(in crate::survey) sets: Vec<CodeSet>,
}

/// Codes of a list, or those written with a question.
pub(in crate::survey) type CodeSet = Arc<BTreeSet<String>>;

impl Codes {
    pub(super) fn contains(&self, code: &str) -> bool {
        self.sets.iter().any(|set| set.contains(code))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.sets
            .iter()
            .flat_map(|set| set.iter().map(String::as_str))
    }

    fn is_disjoint(&self, other: &Self) -> bool {
        let apart = |one: &CodeSet, two: &CodeSet| !Arc::ptr_eq(one, two) && one.is_disjoint(two);
        self.sets
            .iter()
            .all(|one| other.sets.iter().all(|two| apart(one, two)))
    }
}

/// The group of each row of a closable matrix.
pub(in crate::survey) type Groups = Arc<BTreeMap<String, String>>;

/// What a part of an expression is worth where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::survey) enum Type {
    /// A problem was told already: fits everything.
    Any,
    Bool,
    Number,
    /// Words.
    Text,
    /// One of some codes.
    Code(Codes),
    /// A date; a month is its first day.
    Day,
    List(Box<Self>),
    /// A matrix or allocation: what its cells hold, the codes of its rows, the groups of a closable one.
    Rows {
        cell: Box<Self>,
        codes: Codes,
        groups: Option<Groups>,
    },
    /// A repeat, by its ids from the outermost one: `REPEAT` or `REPEAT.REPEAT`.
    Entries(String),
    /// A note: nobody answers it.
    Nothing,
}

impl Type {
    /// What it is called in a message.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Any => "something",
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Code(_) => "a choice",
            Self::Day => "a date",
            Self::List(_) => "a list",
            Self::Rows { .. } => "the rows of a matrix",
            Self::Entries(_) => "the entries of a repeat",
            Self::Nothing => "nothing",
        }
    }

    /// Whether a value of one can equal a value of the other.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Code(one), Self::Code(two)) => !one.is_disjoint(two),
            (Self::Any, _)
            | (_, Self::Any)
            | (Self::Text | Self::Code(_), Self::Text | Self::Code(_)) => true,
            (Self::List(one), Self::List(two)) => one.fits(two),
            (Self::Rows { .. } | Self::Entries(_) | Self::Nothing, _) => false,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// What names mean at the place of an expression.
#[derive(Clone, Copy)]
pub(in crate::survey) struct Names<'n> {
    /// Top-level questions.
    pub(in crate::survey) outer: &'n BTreeMap<String, Type>,
    /// Inside a repeat: its questions, and those of the repeats around it; the innermost, last here,
    /// come first.
    pub(in crate::survey) inner: Steps<&'n BTreeMap<String, Type>>,
    /// Inside a repeat: its id, and those of the repeats around it, the innermost last.
    pub(in crate::survey) around: Steps<&'n str>,
    /// The questions of each repeat by its ids, for conditions over its entries.
    pub(in crate::survey) repeats: &'n BTreeMap<String, BTreeMap<String, Type>>,
    /// The repeat that a question stands in, by the question's id, for the remedy.
    pub(in crate::survey) nested: &'n BTreeMap<String, String>,
    /// What `value` is, in `constraint` and `warning`.
    pub(in crate::survey) value: Option<&'n Type>,
    /// What `entry` has, in `filter`.
    pub(in crate::survey) entry: Option<&'n Entry>,
    /// The lists that `lookup` looks into.
    pub(in crate::survey) lists: &'n BTreeMap<String, List>,
    /// The columns that it looked into before.
    pub(in crate::survey) columns: &'n Columns,
}

/// What an entry has that a filter may look at.
#[derive(Clone, Debug, Default)]
pub(in crate::survey) struct Entry {
    pub(in crate::survey) columns: BTreeSet<String>,
    pub(in crate::survey) codes: Vec<CodeSet>,
}

/// What an expression must be worth.
#[derive(Clone, Copy)]
pub(in crate::survey) enum Wanted<'w> {
    /// True or false.
    Truth,
    /// What a computed question may hold.
    Computed,
    /// What an answer of this type is.
    Like(&'w Type),
}
