//! `survey schema`: the grammar of questionnaires, for editors that complete and check TOML.

use crate::cli::error::CliError;
use crate::cli::{Context, Done, Outcome};
use crate::survey::schema;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(_args: &Args, context: &mut Context<'_>) -> Outcome {
    writeln!(context.out, "{:#}", schema::json()).map_err(CliError::output)?;
    Ok(Done::Clean)
}
