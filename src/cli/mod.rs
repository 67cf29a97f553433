//! The command line: one file a command; errors become words and exit codes here and nowhere else.

pub mod error;
pub mod identity;
pub mod keys;
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

/// The words of the command line. For trying `keys` before the whole tree stands.
#[derive(clap::Parser)]
#[command(name = "tallybox", version)]
struct Words {
    #[arg(long, global = true)]
    home: Option<PathBuf>,
    #[arg(long, global = true)]
    json: bool,
    #[arg(long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Keys of the institution, the statistics office and the departments.
    Keys(keys::Args),
    /// Questionnaires.
    Survey(survey::Args),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let words = <Words as clap::Parser>::parse();
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    let mut context = Context {
        home: words.home,
        survey: None,
        json: words.json,
        quiet: words.quiet,
        out: &mut out,
        err: &mut err,
    };
    let outcome = match &words.command {
        Command::Keys(args) => keys::run(args, &mut context),
        Command::Survey(args) => survey::run(args, &mut context),
    };
    match outcome {
        Ok(Done::Clean) => ExitCode::SUCCESS,
        Ok(Done::Findings) => ExitCode::from(1),
        Err(error) => {
            drop(writeln!(context.err, "{error}"));
            ExitCode::from(error.kind.code())
        }
    }
}
