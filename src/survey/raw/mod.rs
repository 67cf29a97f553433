//! What a file says before anything is known about questionnaires: a tree of values that remember
//! where they stood. TOML and the canonical JSON both become this, so that there is one lowering.

mod json;
mod toml;

use rust_decimal::Decimal;

use super::source::Span;
use crate::base::time::Day;

pub(super) use json::from_json;
pub(crate) use toml::from_toml;

/// A value and the bytes it takes.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Raw,
}

/// A value.
#[derive(Debug)]
pub(crate) enum Raw {
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
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) at: Span,
    pub(crate) value: Node,
}

impl Node {
    /// The member of a table.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let entry = self.entries().iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }

    /// The members of a table; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Raw::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Raw::List(items) => items,
            _ => &[],
        }
    }

    /// The words of a text.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Raw::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a member.
    pub(crate) fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The member of a table, to change it.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let mut entries = self.entries_mut()?.iter_mut();
        let entry = entries.find(|entry| entry.key == key)?;
        Some(&mut entry.value)
    }

    /// The members of a table, to change them.
    pub(crate) const fn entries_mut(&mut self) -> Option<&mut Vec<Entry>> {
        match &mut self.value {
            Raw::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a list, to change them.
    pub(crate) const fn items_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.value {
            Raw::List(items) => Some(items),
            _ => None,
        }
    }

    /// Takes a member out of a table.
    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let entries = self.entries_mut()?;
        let at = entries.iter().position(|entry| entry.key == key)?;
        Some(entries.remove(at))
    }

    /// Moves every place by some bytes: the file now stands behind another one.
    pub(crate) fn shift(&mut self, by: usize) {
        let moved = |span: &Span| span.start + by..span.end + by;
        self.span = moved(&self.span);
        match &mut self.value {
            Raw::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Raw::Table(entries) => {
                for entry in entries {
                    entry.at = moved(&entry.at);
                    entry.value.shift(by);
                }
            }
            _ => {}
        }
    }
}

impl Raw {
    /// What a message calls it.
    pub(crate) const fn name(&self) -> &'static str {
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
