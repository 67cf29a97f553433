//! `survey schema`: the grammar of questionnaires, for editors that complete and check TOML.

use crate::cli::{Context, Done, Outcome};
use crate::survey::schema;

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: &Args, context: &mut Context<'_>) -> Outcome {
    super::finish(writeln!(context.out, "{:#}", schema::json()))?;
    Ok(Done::Clean)
}
