//! Coming.
use super::{Context, Done, Outcome};
/// The words of the command.
#[derive(clap::Args)]
pub struct Args {}
/// Runs it.
pub fn run(_args: &Args, _context: &mut Context<'_>) -> Outcome {
    Ok(Done::Clean)
}
