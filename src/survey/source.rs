//! A file's text with its lines, and the heap of problems found in it: the one place where a byte
//! offset becomes a line and a column.

use std::ops::Range;

use super::diagnostic::{Diagnostic, Severity};
use super::rules::{Rule, SYNTAX};

/// Bytes of a file, from and to.
pub(crate) type Span = Range<usize>;

/// The most characters of a file that a diagnostic repeats.
const LONGEST_WORDS: usize = 60;

/// The most problems that are told of one questionnaire; more help nobody, and each costs a search for what was meant.
const MOST_PROBLEMS: usize = 200;

/// A file as diagnostics name it.
pub(crate) struct Source<'t> {
    name: String,
    /// Further files whose texts follow in the same text: where each begins, and its name.
    further: Vec<(usize, String)>,
    text: &'t str,
    /// Byte offsets at which lines begin.
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(name: &str, text: &'t str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            name: name.to_owned(),
            further: Vec::new(),
            text,
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// Several files in one text: a questionnaire, then those that it extends, each from the byte
    /// where it begins. So a place needs no file beside it to be told in the right one.
    pub(super) fn joined(name: &str, further: Vec<(usize, String)>, text: &'t str) -> Self {
        Self {
            further,
            ..Self::new(name, text)
        }
    }

    /// The file that a byte stands in, and where that file begins.
    fn file_of(&self, at: usize) -> (usize, &str) {
        let files = self.further.iter().rev();
        let found = files.into_iter().find(|(start, _)| *start <= at);
        found.map_or((0, self.name.as_str()), |(start, name)| (*start, name))
    }

    /// The text from one byte to another; empty where these are not whole characters.
    pub(crate) fn slice(&self, span: &Span) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub(crate) fn place(&self, at: usize) -> (usize, usize) {
        let line = self.line_of(at);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// The whole text.
    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// The line of a byte, from 1.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }

    /// The bytes of a line, from 1, without its end.
    pub(super) fn line(&self, line: usize) -> Span {
        let start = self.lines.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest.lines().next().map_or(0, str::len);
        start..start + length
    }

    /// The rest of a line from a byte on, without its end.
    pub(super) fn line_from(&self, start: usize) -> Span {
        let rest = self.text.get(start..).unwrap_or_default();
        start..start + rest.lines().next().map_or(0, str::len)
    }

    /// A problem at a place in this file.
    pub(super) fn diagnostic(
        &self,
        rule: &Rule,
        span: &Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Diagnostic {
        let (line, column) = self.place(span.start);
        let (begins, file) = self.file_of(span.start);
        let line = line + 1 - self.line_of(begins);
        Diagnostic {
            code: rule.code,
            severity: rule.severity,
            file: file.to_owned(),
            line,
            column,
            words: words(self.slice(span)),
            message: message.into(),
            remedy: remedy.into(),
        }
    }
}

/// Whether a problem says again what an earlier one said, or only follows from broken TOML there.
fn repeats(earlier: &Diagnostic, later: &Diagnostic) -> bool {
    let place = |problem: &Diagnostic| (problem.line, problem.column);
    let follows =
        earlier.code == SYNTAX.code && earlier.file == later.file && place(earlier) == place(later);
    follows || earlier == later
}

/// The first line of what is at fault, cut where it is long.
fn words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(LONGEST_WORDS).collect()
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Problems {
    found: Vec<Diagnostic>,
    /// Whether the TOML itself is broken, so that what seems to be missing may only be unreadable.
    pub(super) partial: bool,
}

impl Problems {
    /// None yet, for another look at the same file.
    pub(super) const fn anew(&self) -> Self {
        Self {
            found: Vec::new(),
            partial: self.partial,
        }
    }

    /// Adds one, unless it may be a mere consequence of broken TOML.
    pub(super) fn add(&mut self, rule: &Rule, diagnostic: Diagnostic) {
        let told = (rule.local || !self.partial) && !self.is_full();
        if told
            && !self
                .found
                .iter()
                .any(|earlier| repeats(earlier, &diagnostic))
        {
            self.found.push(diagnostic);
        }
    }

    /// Adds what another look at the same file found.
    pub(super) fn join(&mut self, other: Self, but: &[&Rule]) {
        for problem in other.found {
            let counts = but.iter().all(|rule| problem.code != rule.code);
            if counts && !self.is_full() && !self.found.contains(&problem) {
                self.found.push(problem);
            }
        }
    }

    /// Whether anything keeps the questionnaire from being used.
    pub(super) fn has_error(&self) -> bool {
        let mut found = self.found.iter();
        self.partial || found.any(|problem| problem.severity == Severity::Error)
    }

    /// Whether so much was told that no more will be.
    pub(super) const fn is_full(&self) -> bool {
        self.found.len() >= MOST_PROBLEMS
    }

    /// All of them in the order of the file; those of list files after it.
    pub(super) fn in_order(mut self, file: &str) -> Vec<Diagnostic> {
        self.found.sort_by_cached_key(|problem| {
            let elsewhere = (problem.file != file).then(|| problem.file.clone());
            (elsewhere, problem.line, problem.column, problem.code)
        });
        self.found
    }
}
