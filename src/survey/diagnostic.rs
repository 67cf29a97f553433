//! What `survey check` says: a numbered code, a place, the words at fault, and the remedy.

/// How bad it is to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The questionnaire cannot be used.
    Error,
    /// It can, but the author should know.
    Warning,
}

/// One thing that is wrong with a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The number, for example `SV012`; each has a page in `surveys/README.md`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file it stands in: the questionnaire's, or a list's.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The words at fault, as they stand in the file.
    pub words: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}
