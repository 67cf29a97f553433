//! Where an answer stands, and what is said about it.

use crate::base::words::Message;

/// Where an answer stands: a question, or a question of one entry of a repeat, which may itself stand
/// in an entry of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The top-level question.
    pub id: String,
    /// For a question inside a repeat: the entry (from 0) and the nested question's id, once for
    /// every repeat that it stands in, the outermost first.
    pub inside: Vec<(usize, String)>,
}

impl Path {
    /// A top-level question.
    pub fn top(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            inside: Vec::new(),
        }
    }

    /// A question of an entry of a top-level repeat.
    pub fn nested(id: &str, entry: usize, nested: &str) -> Self {
        Self::top(id).within(entry, nested)
    }

    /// A question of an entry of the repeat at this path.
    #[must_use]
    pub fn within(&self, entry: usize, nested: &str) -> Self {
        let mut inside = self.inside.clone();
        inside.push((entry, nested.to_owned()));
        Self {
            id: self.id.clone(),
            inside,
        }
    }

    /// Whether it is a top-level question.
    pub const fn is_top(&self) -> bool {
        self.inside.is_empty()
    }

    /// The id of the question itself.
    pub fn question(&self) -> &str {
        self.inside.last().map_or(&self.id, |(_, id)| id)
    }

    /// The repeat that it stands in, and the entry; `None` for a top-level question.
    pub fn around(&self) -> Option<(Self, usize)> {
        let ((entry, _), outer) = self.inside.split_last()?;
        let repeat = Self {
            id: self.id.clone(),
            inside: outer.to_vec(),
        };
        Some((repeat, *entry))
    }

    /// The repeats that it stands in with their entries, the innermost first.
    pub fn levels(&self) -> impl Iterator<Item = (Self, usize)> {
        std::iter::successors(self.around(), |(repeat, _)| repeat.around())
    }

    /// The ids from the outermost repeat to the question, without entries: `REPEAT.QUESTION`.
    pub fn ids(&self) -> String {
        let inner = self.inside.iter().map(|(_, id)| id.as_str());
        let ids: Vec<&str> = std::iter::once(self.id.as_str()).chain(inner).collect();
        ids.join(".")
    }
}

impl From<&str> for Path {
    fn from(id: &str) -> Self {
        Self::top(id)
    }
}

impl From<&String> for Path {
    fn from(id: &String) -> Self {
        Self::top(id)
    }
}

impl From<&Self> for Path {
    fn from(path: &Self) -> Self {
        path.clone()
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
