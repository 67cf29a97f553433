//! `survey print`: a paper form, as text or as HTML that prints to A4.

use std::path::PathBuf;

use super::{chosen, language};
use crate::cli::page::PageArgs;
use crate::cli::{Context, Outcome};
use crate::report::paper::{lay_out, to_html, to_text};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire file; without it, the only one of the home
    file: Option<PathBuf>,
    #[command(flatten)]
    page: PageArgs,
}

/// Prints the form.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let survey = chosen(args.file.as_deref(), context)?;
    let language = language(&survey, args.page.lang.as_deref())?;
    let paper = lay_out(&survey, &language);
    args.page.write(&paper, to_text, to_html, context)
}
