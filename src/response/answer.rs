//! One answer: a value or the reason why there is none.

use rust_decimal::Decimal;

use crate::base::time::{Day, Month};

/// Why there is no value. Eight kinds, kept apart everywhere (docs/format.md §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The question did not exist in that version.
    NotInVersion,
    /// It was not asked, given the other answers.
    NotRelevant,
    /// The person sent what they had before coming to it.
    NotReached,
    /// It was asked and left blank.
    Blank,
    /// "I do not know."
    DontKnow,
    /// "I prefer not to say."
    PreferNot,
    /// The person did not release it to this audience.
    Withheld,
    /// It was stored and cannot be read.
    Unreadable,
}

impl Missing {
    /// All eight, in the order in which reports show them.
    pub const ALL: [Self; 8] = [
        Self::NotInVersion,
        Self::NotRelevant,
        Self::NotReached,
        Self::Blank,
        Self::DontKnow,
        Self::PreferNot,
        Self::Withheld,
        Self::Unreadable,
    ];

    /// The code, as `{"missing": CODE}` and `missing = [CODE]` write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotInVersion => "not_in_version",
            Self::NotRelevant => "not_relevant",
            Self::NotReached => "not_reached",
            Self::Blank => "blank",
            Self::DontKnow => "dont_know",
            Self::PreferNot => "prefer_not",
            Self::Withheld => "withheld",
            Self::Unreadable => "unreadable",
        }
    }

    /// The kind with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An answer to one question, or to one row of a matrix, or to one question of a repeat's entry.
///
/// There is no `Debug` on purpose: an answer never reaches a log or a panic text.
#[derive(Clone, PartialEq)]
pub enum Answer {
    /// What was answered.
    Value(Value),
    /// Why nothing was.
    Missing(Missing),
}

/// What was answered. Which variant belongs to which question type is fixed by docs/format.md §6.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// `text` and `long_text`: NFC, trimmed, never empty.
    Text(String),
    /// integer and scale.
    Integer(i64),
    /// decimal, with exactly the question's digits.
    Decimal(Decimal),
    /// `yes_no`; acknowledge (always true).
    YesNo(bool),
    /// single and lookup.
    Choice(Chosen),
    /// multiple, in the questionnaire's order; rank, in the person's.
    Choices(Vec<Chosen>),
    /// matrix and allocation: every shown row, in order.
    Rows(Vec<(String, Answer)>),
    /// A closable matrix: the shown rows and the groups that the person closed.
    Closable {
        /// Every shown row, in order.
        rows: Vec<(String, Answer)>,
        /// Closed groups, in the list's order.
        closed: Vec<String>,
    },
    /// date.
    Day(Day),
    /// month.
    Month(Month),
    /// repeat: every entry with every nested question, in order.
    Entries(Vec<Vec<(String, Answer)>>),
}

/// One chosen code, with the words of an "other".
#[derive(Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The choice's code.
    pub code: String,
    /// What the person wrote where the choice asks to specify.
    pub text: Option<String>,
}

impl Chosen {
    /// A choice that needs no words.
    pub fn code(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            text: None,
        }
    }
}

impl Answer {
    /// The value, where there is one.
    pub const fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// The kind of missing, where there is no value.
    pub const fn missing(&self) -> Option<Missing> {
        match self {
            Self::Value(_) => None,
            Self::Missing(kind) => Some(*kind),
        }
    }
}
