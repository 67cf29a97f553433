//! `tallybox completions` and `tallybox man`: what shells and `man` are told, from the very table that
//! reads the command line, so that it is never out of date.

use std::path::PathBuf;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use super::error::{CliError, Kind};
use super::{Context, Done, Outcome};

/// The words of `tallybox completions`.
#[derive(clap::Args)]
pub(super) struct CompletionsArgs {
    /// For which shell
    shell: Shell,
}

/// The words of `tallybox man`.
#[derive(clap::Args)]
pub(super) struct ManArgs {
    /// Write a page for every command into this folder, instead of the first one to the output
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
}

/// Writes what a shell completes with.
pub(super) fn completions(
    args: &CompletionsArgs,
    mut line: Command,
    context: &mut Context<'_>,
) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut line, "tallybox", &mut script);
    context.out.write_all(&script).map_err(CliError::output)?;
    Ok(Done::Clean)
}

/// Writes pages for `man`.
pub(super) fn man(args: &ManArgs, line: Command, context: &mut Context<'_>) -> Outcome {
    let Some(folder) = &args.out_dir else {
        let page = page(line)?;
        context.out.write_all(&page).map_err(CliError::output)?;
        return Ok(Done::Clean);
    };
    let written =
        std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(line, folder));
    written.map_err(|error| CliError::write(folder, &error))?;
    Ok(Done::Clean)
}

fn page(command: Command) -> Result<Vec<u8>, CliError> {
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .map_err(|error| CliError::new(Kind::Internal, error.to_string()))?;
    Ok(page)
}
