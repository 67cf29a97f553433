//! People in a view of the operational door: by name where they share one, else by a number that means
//! nothing outside its list. Never a response id, never the order in which responses came.

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::frame::Frame;
use super::super::handle::Words;
use super::about::number;
use super::questions::NAME;
use super::{Row, Value, parts};

/// Names by respondent.
#[derive(Clone, Copy)]
pub(in crate::stats) struct People<'a>(Option<Words<'a>>);

impl<'a> People<'a> {
    /// Those of a frame.
    pub(in crate::stats) fn of(frame: &'a Frame<Operational>) -> Self {
        Self(frame.words(NAME))
    }

    /// The name that a respondent gave to what they share.
    pub(in crate::stats) fn name(self, at: usize) -> Option<&'a str> {
        let name = self.0.and_then(|words| words.at(at))?;
        Some(name.trim()).filter(|name| !name.is_empty())
    }

    /// Rows with the person in front: the named by name, then the unnamed by what is shown of them,
    /// numbered anew in every list. `rows` are respondents, what they are ordered by within the same
    /// name, and what is shown.
    pub(in crate::stats) fn listed<K: Ord>(self, rows: Vec<(usize, K, Vec<Value>)>) -> Vec<Row> {
        let mut keyed: Vec<_> = rows
            .into_iter()
            .map(|(at, key, values)| {
                let name = self.name(at);
                // Where all that is shown is equal, the order of two rows tells nothing.
                let shown = format!("{values:?}");
                ((name.is_none(), name, key, shown), values)
            })
            .collect();
        keyed.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut unnamed = 0;
        let rows = keyed.into_iter().map(|((_, name, ..), mut values)| {
            if name.is_none() {
                unnamed += 1;
            }
            values.insert(0, person(name, unnamed));
            Row {
                values,
                detail: Vec::new(),
            }
        });
        rows.collect()
    }

    /// Several people in one cell: names in alphabetical order, then how many have none.
    pub(in crate::stats) fn together(self, members: &[usize]) -> Value {
        let mut names: Vec<&str> = members.iter().filter_map(|&at| self.name(at)).collect();
        let unnamed = members.len() - names.len();
        names.sort_unstable();
        let mut all: Vec<Value> = names
            .into_iter()
            .map(|name| Value::Typed(name.to_owned()))
            .collect();
        if unnamed > 0 {
            let count = number(unnamed as u64);
            let message = Message::with("view-cover-people-without-name", [("count", count)]);
            all.push(Value::Word("no_name", message));
        }
        parts::one_or_list(all)
    }
}

fn person(name: Option<&str>, number_in_list: u64) -> Value {
    match name {
        Some(name) => Value::Typed(name.to_owned()),
        None => Value::Word(
            "no_name",
            Message::with(
                "view-cover-person-without-name",
                [("number", number(number_in_list))],
            ),
        ),
    }
}
