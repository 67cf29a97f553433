//! The command line: one file a command; errors become words and exit codes here and nowhere else.

pub mod error;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use error::CliError;

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Exit code 0.
    Clean,
    /// Exit code 1: errors in a check, a bundle or record refused or set aside.
    Findings,
}

/// What a command gives.
pub type Outcome = Result<Done, CliError>;

/// What every command may ask for, whatever its own words are.
pub struct Context<'a> {
    /// `--home`.
    pub home: Option<PathBuf>,
    /// `--survey`.
    pub survey: Option<String>,
    /// `--json`.
    pub json: bool,
    /// `--quiet`.
    pub quiet: bool,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Everything else.
    pub err: &'a mut dyn Write,
}

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
