//! `survey print`: to be built.

use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Outcome};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(_args: &Args, _context: &mut Context<'_>) -> Outcome {
    Err(CliError::new(
        Kind::Usage,
        "`survey print` is not built yet",
    ))
}
