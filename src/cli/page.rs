//! What commands that make a page for paper share: its language, how it is written, and where to.

use std::path::PathBuf;

use clap::ValueEnum;

use super::error::CliError;
use super::{Context, Done, Outcome, output};

/// The options of a command that makes a page.
#[derive(clap::Args)]
pub(super) struct PageArgs {
    /// The language of the page; the survey's first unless given
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Where to; stdout unless given
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 76 columns, for any printer
    Text,
    /// One file that a browser prints to A4
    Html,
}

impl PageArgs {
    /// Writes the page as it was asked for, by the one of its two writers.
    ///
    /// # Errors
    /// The file or stdout that cannot be written.
    pub(super) fn write<P>(
        &self,
        page: &P,
        to_text: fn(&P) -> String,
        to_html: fn(&P) -> String,
        context: &mut Context<'_>,
    ) -> Outcome {
        let written = match self.format {
            Format::Text => to_text(page),
            Format::Html => to_html(page),
        };
        let put = match &self.output {
            Some(path) => {
                output::may_take(path, context)?;
                std::fs::write(path, written).map_err(|error| CliError::write(path, &error))
            }
            None => context
                .out
                .write_all(written.as_bytes())
                .map_err(CliError::output),
        };
        put.map(|()| Done::Clean)
    }
}
