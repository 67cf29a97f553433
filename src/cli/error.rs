//! What a command says when it cannot go on: what happened, where, what to do next, and an exit code.

use std::path::Path;
use std::{fmt, io};

/// Exit codes that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 0: whoever read the results has seen enough (`| head`); nothing is said.
    Enough,
    /// 1: refused, since it would give something away.
    Refused,
    /// 2: the words of the command line.
    Usage,
    /// 3: a file that was given.
    Input,
    /// 4: keys and identities.
    Keys,
    /// 5: the store.
    Store,
    /// 70: a fault of the program.
    Internal,
}

impl Kind {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Enough => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Keys => 4,
            Self::Store => 5,
            Self::Internal => 70,
        }
    }
}

/// An error as a command reports it. Style: lower case, no full stop for one sentence, backticks
/// round literals; what to do next is a hint of its own.
#[derive(Debug)]
pub struct CliError {
    /// Which kind, hence which exit code.
    pub kind: Kind,
    /// What happened; where a file is at fault it begins `FILE:LINE:COLUMN: ` as far as known.
    pub message: String,
    /// What to do next, one per line.
    pub hints: Vec<String>,
}

impl CliError {
    /// An error of a kind.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// A file that cannot be read.
    pub fn read(path: &Path, error: &io::Error) -> Self {
        Self::new(
            Kind::Input,
            format!("{}: cannot read it: {error}", path.display()),
        )
        .hint("check the name, and that you may read it")
    }

    /// A file or folder that cannot be written.
    pub fn write(path: &Path, error: &io::Error) -> Self {
        Self::new(
            Kind::Input,
            format!("{}: cannot write it: {error}", path.display()),
        )
        .hint("check the folder's owner, its mode and the room left on the disk")
    }

    /// Results that could not be written to stdout. A reader that went away has seen enough.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is what `map_err` hands over"
    )]
    pub fn output(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::BrokenPipe => Kind::Enough,
            _ => Kind::Input,
        };
        Self::new(kind, format!("cannot write the results: {error}"))
    }

    /// Results that could not be written to stdout and of which every byte counts: that a reader went away is a failure.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is what `map_err` hands over"
    )]
    pub fn cut_off(error: io::Error) -> Self {
        Self::new(Kind::Input, format!("cannot write the results: {error}"))
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl From<getrandom::Error> for CliError {
    fn from(error: getrandom::Error) -> Self {
        let words = format!("the operating system gives no random bytes: {error}");
        Self::new(Kind::Internal, words)
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        self.hints
            .iter()
            .try_for_each(|hint| write!(f, "\nhint: {hint}"))
    }
}

impl std::error::Error for CliError {}
