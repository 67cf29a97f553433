//! What a cell is about: one value that an answer may have, written as docs/format.md §6 writes it.

use std::collections::BTreeMap;
use std::fmt;

use crate::response::answer::{Answer, Chosen, Value};

/// A countable value. The order is that of a table's columns where the questionnaire gives none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// `yes_no` and `acknowledge`: JSON `true` or `false`.
    YesNo(bool),
    /// integer and scale: a JSON number.
    Number(i64),
    /// single, multiple, lookup, rank: the choice's code.
    Text(String),
}

/// Which of the three a variable's codes are; an answer of another family does not fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    YesNo,
    Number,
    Text,
}

impl Code {
    pub(super) const fn family(&self) -> Family {
        match self {
            Self::YesNo(_) => Family::YesNo,
            Self::Number(_) => Family::Number,
            Self::Text(_) => Family::Text,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YesNo(truth) => write!(f, "{truth}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(code) => f.write_str(code),
        }
    }
}

/// The codes that one person's answers count as, by table id: what lets a screen point at one's own
/// answer. Answers that are not counted, and missing ones, are left out.
pub fn codes_of(answers: &[(String, Answer)]) -> BTreeMap<String, Vec<Code>> {
    let mut all = BTreeMap::new();
    for (id, answer) in answers {
        match answer.value() {
            Some(Value::Rows(rows) | Value::Closable { rows, .. }) => {
                for (row, answer) in rows {
                    insert(&mut all, format!("{id}.{row}"), answer.value());
                }
            }
            value => insert(&mut all, id.clone(), value),
        }
    }
    all
}

fn insert(all: &mut BTreeMap<String, Vec<Code>>, id: String, value: Option<&Value>) {
    let text = |chosen: &Chosen| Code::Text(chosen.code.clone());
    let codes = match value {
        Some(Value::YesNo(truth)) => vec![Code::YesNo(*truth)],
        Some(Value::Integer(number)) => vec![Code::Number(*number)],
        Some(Value::Choice(chosen)) => vec![text(chosen)],
        Some(Value::Choices(chosen)) => chosen.iter().map(text).collect(),
        _ => return,
    };
    all.insert(id, codes);
}
