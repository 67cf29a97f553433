//! A tree of JSON made to be written once: its members are a list in their order, since looking one
//! up is what nobody does here, and a table that could takes several times as long to make.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

/// Members in their order; every name stands once.
pub(super) type Table = Vec<(Cow<'static, str>, Tree)>;

/// A value.
pub(super) enum Tree {
    Text(String),
    Whole(i64),
    Bool(bool),
    List(Vec<Self>),
    Table(Table),
}

impl Tree {
    /// The same as a value that can be looked into and changed.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Text(words) => words.into(),
            Self::Whole(number) => number.into(),
            Self::Bool(truth) => truth.into(),
            Self::List(items) => items.into_iter().map(Self::into_value).collect(),
            Self::Table(members) => {
                let member = |(name, value): (Cow<'static, str>, Self)| {
                    (name.into_owned(), value.into_value())
                };
                Value::Object(members.into_iter().map(member).collect())
            }
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(words) => to.serialize_str(words),
            Self::Whole(number) => to.serialize_i64(*number),
            Self::Bool(truth) => to.serialize_bool(*truth),
            Self::List(items) => to.collect_seq(items),
            Self::Table(members) => {
                let mut table = to.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    table.serialize_entry(name, value)?;
                }
                table.end()
            }
        }
    }
}

impl From<&str> for Tree {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<String> for Tree {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<i32> for Tree {
    fn from(number: i32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u32> for Tree {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<i64> for Tree {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for Tree {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Tree {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
