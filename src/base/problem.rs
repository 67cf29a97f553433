//! What is wrong in a file that a person wrote: where, what, and what to do. For the files beside a
//! questionnaire (demand, headcounts); a questionnaire's own problems are numbered, see
//! `survey::diagnostic`.

use std::fmt;

use super::language::Language;
use super::words::{Message, Words};

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// Column in characters, from 1; `None` where only the line is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub what: Message,
    /// What to do.
    pub next: Message,
}

impl Problem {
    /// A problem of a file that only authors write, in English: `survey check` and `doctor` tell it.
    pub fn english(
        file: &str,
        (line, column): (usize, Option<usize>),
        what: &str,
        next: &str,
    ) -> Self {
        Self {
            file: file.to_owned(),
            line,
            column,
            what: Message::same(what),
            next: Message::same(next),
        }
    }

    /// Whether it is told in every language that the program speaks.
    pub const fn is_translated(&self) -> bool {
        matches!(self.what, Message::Known { .. })
    }

    /// What is wrong, in English.
    pub fn message(&self) -> String {
        english().tell(&self.what)
    }

    /// What to do, in English.
    pub fn remedy(&self) -> String {
        english().tell(&self.next)
    }

    /// `LINE:COLUMN`; `LINE` where only that is known, and nothing where the file as a whole is meant.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (0, _) => String::new(),
            (line, None) => line.to_string(),
            (line, Some(column)) => format!("{line}:{column}"),
        }
    }

    /// `FILE:LINE:COLUMN`, as far as it is known.
    pub fn at(&self) -> String {
        match self.place().as_str() {
            "" => self.file.clone(),
            place => format!("{}:{place}", self.file),
        }
    }
}

fn english() -> Words {
    Words::new(&Language::new("en"))
}

/// `FILE:LINE:COLUMN: what is wrong; what to do`, in English.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.at(), self.message(), self.remedy())
    }
}
