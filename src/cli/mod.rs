//! The command line: one file a command; errors become words and exit codes here and nowhere else.

pub mod error;
pub mod survey;

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

/// The command line as far as helper S needs it; the integrator's replaces it.
#[derive(clap::Parser)]
struct Line {
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Top,
}

#[derive(clap::Subcommand)]
enum Top {
    Survey(survey::Args),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let line = <Line as clap::Parser>::parse();
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    let mut context = Context {
        home: None,
        survey: None,
        json: line.json,
        quiet: false,
        out: &mut out,
        err: &mut err,
    };
    let Top::Survey(args) = &line.command;
    match survey::run(args, &mut context) {
        Ok(Done::Clean) => ExitCode::SUCCESS,
        Ok(Done::Findings) => ExitCode::FAILURE,
        Err(error) => {
            // Nothing is left to say where even the error cannot be said.
            writeln!(context.err, "{error}").unwrap_or_default();
            ExitCode::from(error.kind.code())
        }
    }
}
