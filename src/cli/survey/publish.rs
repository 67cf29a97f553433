//! `survey publish`: to be built.

use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Outcome};

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: &Args, _context: &mut Context<'_>) -> Outcome {
    Err(CliError::new(
        Kind::Usage,
        "`survey publish` is not built yet",
    ))
}
