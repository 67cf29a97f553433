//! `matrix`: the same question about several rows, which may stand in groups that a person closes.

use std::collections::HashSet;

use crate::base::words::{Message, Words};
use crate::response::answer::{Answer, Value};
use crate::response::wire::possible_groups;
use crate::survey::model::{Choice, Matrix};

use super::rows::{self, Rows};
use super::{About, Fault, Offer, Taken, Type, columns, not_this_type, of_cells};

/// A matrix.
pub(super) struct Rated<'k>(pub(super) &'k Matrix);

impl Type for Rated<'_> {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let (rows, closed) = match value {
            Value::Rows(rows) => (rows, Vec::new()),
            Value::Closable { rows, closed } if self.0.closable => (rows, closed),
            _ => return Err(vec![not_this_type()]),
        };
        let cells = of_cells(&self.0.cells);
        let rows = rows::take(rows, about, cells.as_ref(), &self.columns())?;
        let closed = self.closed_in_order(&closed, about);
        Ok((!rows.is_empty() || !closed.is_empty()).then_some(self.value(rows, closed)))
    }

    fn read(&self, _typed: &str, _about: About<'_>) -> Result<Value, Fault> {
        Err(Message::plain("form-by-row").into())
    }

    fn ask(&self, about: About<'_>) -> Message {
        let shown = about.offered.len();
        match self.needed(about) {
            needed if needed == shown => Message::plain("form-rows-all"),
            needed => Message::with("form-rows-min", [("min", needed.max(1).into())]),
        }
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        let cells = of_cells(&self.0.cells);
        let answered = rows::of(value).unwrap_or_default();
        let mut lines = rows::tell(answered, about, cells.as_ref(), &self.columns(), words);
        if let Value::Closable { closed, .. } = value {
            lines.extend(closed.iter().map(|group| {
                let label = group_label(self.0, about, group, words);
                words.say_with("form-group-closed", [("group", label.into())])
            }));
        }
        lines
    }

    fn lacks(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        let mut faults = self.lacks_in_cells(value, about);
        if about.required {
            faults.extend(self.lacks_rows(value, about));
        }
        faults
    }

    fn stand(&self, value: &Value, about: About<'_>) -> Option<Value> {
        let rows = rows::shown(rows::of(value)?, about);
        let closed = match value {
            Value::Closable { closed, .. } => self.closed_in_order(closed, about),
            _ => Vec::new(),
        };
        let is_answered = rows.iter().any(|(_, answer)| rows::is_answered(answer));
        (is_answered || !closed.is_empty()).then_some(self.value(rows, closed))
    }

    fn blank(&self, about: About<'_>) -> Answer {
        Answer::Value(self.value(rows::shown(&[], about), Vec::new()))
    }
}

impl<'k> Rated<'k> {
    fn columns(&self) -> Offer<'k> {
        Offer::of(columns(&self.0.cells))
    }

    fn value(&self, rows: Rows, closed: Vec<String>) -> Value {
        if self.0.closable {
            Value::Closable { rows, closed }
        } else {
            Value::Rows(rows)
        }
    }

    /// How many rows must be answered where the question is required.
    fn needed(&self, about: About<'_>) -> usize {
        let all = about.offered.len();
        let given = self.0.min_rows.and_then(|min| usize::try_from(min).ok());
        given
            .unwrap_or(if self.0.closable { 0 } else { all })
            .min(all)
    }

    /// The closed groups that have a row here, in order.
    fn closed_in_order(&self, closed: &[String], about: About<'_>) -> Vec<String> {
        if closed.is_empty() {
            return Vec::new();
        }
        let has_rows = |group: &String| {
            let mut rows = about.offered.iter();
            rows.any(|row| group_of(self.0, row) == Some(group))
        };
        possible_groups(about.questionnaire(), about.question())
            .into_iter()
            .filter(|group| closed.contains(group) && has_rows(group))
            .collect()
    }

    fn lacks_in_cells(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        let cells = of_cells(&self.0.cells);
        let columns = self.columns();
        let offered = about.offering(&columns);
        let rows = rows::of(value).unwrap_or_default().iter();
        rows.flat_map(|(code, answer)| {
            let faults = answer.value().map(|value| cells.lacks(value, offered));
            let at_row = |fault| rows::at_row(code, fault);
            faults.unwrap_or_default().into_iter().map(at_row)
        })
        .collect()
    }

    /// Where all rows are needed each blank one is named, else their number is. A row of a closed
    /// group is answered: it counts as 0.
    fn lacks_rows(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        let closed: &[String] = match value {
            Value::Closable { closed, .. } => closed,
            _ => &[],
        };
        let answered = rows::of(value).unwrap_or_default();
        let given: HashSet<&str> = answered
            .iter()
            .filter(|(_, answer)| rows::is_answered(answer))
            .map(|(code, _)| code.as_str())
            .collect();
        let is_closed = |row: &Choice| {
            group_of(self.0, row).is_some_and(|group| closed.iter().any(|c| c == group))
        };
        let open: Vec<&Choice> = about
            .offered
            .iter()
            .filter(|row| !given.contains(row.code.as_str()) && !is_closed(row))
            .collect();
        let needed = self.needed(about);
        let done = about.offered.len() - open.len();
        if done >= needed {
            return Vec::new();
        }
        if needed < about.offered.len() {
            let arguments = [("min", needed.into()), ("done", done.into())];
            return vec![Message::with("form-rows-more", arguments).into()];
        }
        open.into_iter().map(|row| lacks_row(row, about)).collect()
    }
}

fn lacks_row(row: &Choice, about: About<'_>) -> Fault {
    let arguments = [("row", about.label(&row.label).into_owned().into())];
    rows::at_row(&row.code, Message::with("form-row", arguments).into())
}

/// The group that a row stands in.
pub(in crate::form) fn group_of<'c>(matrix: &Matrix, row: &'c Choice) -> Option<&'c String> {
    row.columns.get(matrix.groups.as_deref()?)
}

fn group_label(matrix: &Matrix, about: About<'_>, group: &str, words: &Words) -> String {
    let list = matrix.group_list.as_ref();
    let entry = list
        .and_then(|name| about.questionnaire().lists.get(name))
        .and_then(|list| list.get(group));
    let label = entry.map(|entry| about.label(&entry.label));
    let label = label.as_ref().map(|label| label.get(words.language()));
    label.unwrap_or(group).to_owned()
}
