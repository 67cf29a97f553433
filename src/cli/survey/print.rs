//! `survey print`: a paper form, as text or as HTML that prints to A4.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{chosen, finish, language};
use crate::cli::error::CliError;
use crate::cli::{Context, Done, Outcome};
use crate::report::paper::{lay_out, to_html, to_text};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire file; without it, the only one of the home
    file: Option<PathBuf>,
    /// The language of the form; the survey's first unless given
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Where to; stdout unless given
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// How a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 76 columns, for any printer
    Text,
    /// One file that a browser prints to A4
    Html,
}

/// Prints the form.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let survey = chosen(args.file.as_deref(), context)?;
    let language = language(&survey, args.lang.as_deref())?;
    let paper = lay_out(&survey, &language);
    let written = match args.format {
        Format::Text => to_text(&paper),
        Format::Html => to_html(&paper),
    };
    match &args.output {
        Some(path) => {
            std::fs::write(path, written).map_err(|error| CliError::write(path, &error))?;
        }
        None => finish(context.out.write_all(written.as_bytes()))?,
    }
    Ok(Done::Clean)
}
