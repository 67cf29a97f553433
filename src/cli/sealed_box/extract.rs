//! `tallybox box extract`: every sealed part in a file of its own, for other programs.

use std::path::PathBuf;

use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::runtime::home::Home;
use crate::vault::extract;
use crate::vault::own;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder that is new or empty.
    dir: PathBuf,
}

pub(super) fn run(home: &Home, args: &Args, context: &mut Context<'_>) -> Outcome {
    let folder = &args.dir;
    let store = store::open_to_read(home)?;
    let own = own::load(&store)?;
    let done = extract::extract(&store, own.as_ref(), folder).map_err(|error| {
        CliError::from(error).hint(format!("`{}` must be new or empty", folder.display()))
    })?;
    if context.json {
        let words = json!({"records": done.records, "parts": done.parts});
        store::json_line(context.out, &words)?;
    } else {
        let words = format!("{} records, {} sealed parts", done.records, done.parts);
        line(context.out, &words)?;
    }
    Ok(Done::Clean)
}
