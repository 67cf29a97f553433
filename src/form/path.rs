//! Where an answer stands, and what is said about it.

use crate::base::words::Message;

/// Where an answer stands: a question, or a question of one entry of a repeat.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The top-level question.
    pub id: String,
    /// For a question inside a repeat: the entry (from 0) and the nested question's id.
    pub inside: Option<(usize, String)>,
}

impl Path {
    /// A top-level question.
    pub fn top(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            inside: None,
        }
    }

    /// A question of an entry of a repeat.
    pub fn nested(id: &str, entry: usize, nested: &str) -> Self {
        Self {
            id: id.to_owned(),
            inside: Some((entry, nested.to_owned())),
        }
    }
}

/// Something that keeps an answer from being taken, or the whole from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub path: Path,
    /// The row of a matrix or allocation, where it is about one.
    pub row: Option<String>,
    /// What is wrong and what to do.
    pub message: Message,
}

/// What became of an answer that was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Why it was not taken; empty where it was.
    pub problems: Vec<Problem>,
    /// Checks that it does not meet but that let it pass.
    pub warnings: Vec<Problem>,
}

impl Outcome {
    /// Whether the answer was taken.
    pub fn is_taken(&self) -> bool {
        self.problems.is_empty()
    }

    /// An answer that was not taken for one reason about the question as a whole.
    pub(super) fn refused(path: &Path, message: Message) -> Self {
        Self {
            problems: vec![Problem {
                path: path.clone(),
                row: None,
                message,
            }],
            warnings: Vec::new(),
        }
    }
}
