//! `tallybox` with no command: the home screen.

use super::demo::Demo;
use super::{Context, Done, Outcome};

/// Opens the home screen.
pub fn run(_context: &mut Context<'_>) -> Outcome {
    Ok(Done::Clean)
}

/// Opens the home screen of a demo.
pub fn open_demo(_demo: &Demo, _context: &mut Context<'_>) -> Outcome {
    Ok(Done::Clean)
}
