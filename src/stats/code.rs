//! What a cell is about: one value that an answer may have, written as design §6.4 writes it.

use std::fmt;

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
