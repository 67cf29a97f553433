//! A small TOML file in which somebody wrote how the screens shall be: read whole, and every problem told
//! at its place, with what to do.

use crate::base::problem::Problem;
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Entry, Node, Raw, from_toml};
use crate::survey::source::{Source, Span};

/// The most bytes of such a file.
const LARGEST: usize = 64 << 10;

/// A file that is being read.
pub(super) struct Written<'t> {
    file: &'t str,
    source: Source<'t>,
    problems: Vec<Problem>,
    /// Whether it is TOML at all: what is missing in one that is not, nobody knows.
    pub(super) is_whole: bool,
}

impl<'t> Written<'t> {
    /// Begins to read, and gives the file's tree.
    pub(super) fn read(file: &'t str, text: &'t str) -> (Self, Node) {
        let too_long = text.len() > LARGEST;
        let text = if too_long { "" } else { text };
        let mut written = Self {
            file,
            source: Source::new(file, text),
            problems: Vec::new(),
            is_whole: false,
        };
        if too_long {
            written.tell(
                &(0..0),
                "it is larger than 64 KiB",
                "take out what is not needed",
            );
        }
        let (root, faults) = from_toml(text);
        for (span, fault) in faults {
            written.tell(&span, fault, "mend the TOML here");
        }
        written.is_whole = written.problems.is_empty();
        (written, root)
    }

    /// Tells of a problem.
    pub(super) fn tell(&mut self, span: &Span, message: impl AsRef<str>, remedy: impl AsRef<str>) {
        let (line, column) = self.source.place(span.start);
        let (what, next) = (message.as_ref(), remedy.as_ref());
        let problem = Problem::english(self.file, (line, Some(column)), what, next);
        self.problems.push(problem);
    }

    /// Tells of a key that nobody knows.
    pub(super) fn unknown(&mut self, entry: &Entry, kind: &str, known: &[&str]) {
        let remedy = remedy_among(kind, &entry.key, known.iter().copied());
        self.tell(
            &entry.at,
            format!("there is no `{}` here", entry.key),
            remedy,
        );
    }

    /// Tells that a value is of another kind.
    pub(super) fn wants(&mut self, node: &Node, what: &str, example: &str) {
        self.tell(
            &node.span,
            format!("this has to be {what}"),
            format!("write it like `{example}`"),
        );
    }

    /// A truth.
    pub(super) fn truth(&mut self, entry: &Entry) -> Option<bool> {
        if let Raw::Bool(truth) = entry.value.value {
            return Some(truth);
        }
        self.wants(
            &entry.value,
            "true or false",
            &format!("{} = true", entry.key),
        );
        None
    }

    /// What was read, where nothing is wrong with it.
    pub(super) fn end<T>(mut self, made: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() {
            return Ok(made);
        }
        self.problems
            .sort_by_key(|problem| (problem.line, problem.column));
        Err(self.problems)
    }
}
