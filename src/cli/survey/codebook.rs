//! `survey codebook`: the variables that a questionnaire yields.

use std::path::PathBuf;

use clap::ValueEnum;

use super::chosen;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome};
use crate::survey::Questionnaire;
use crate::survey::codebook::{Variable, to_csv, to_ddi, to_json, to_text, variables};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire file; without it, the only one of the home
    file: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How a codebook is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To read
    Text,
    /// For a spreadsheet
    Csv,
    /// For scripts
    Json,
    /// DDI-Codebook 2.5 XML, for archives
    Ddi,
}

/// Writes the codebook.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let survey = chosen(args.file.as_deref(), context)?;
    let format = if context.json {
        Format::Json
    } else {
        args.format
    };
    let written = write(format, &survey, &variables(&survey))?;
    context
        .out
        .write_all(written.as_bytes())
        .map_err(CliError::output)?;
    Ok(Done::Clean)
}

fn write(
    format: Format,
    survey: &Questionnaire,
    variables: &[Variable<'_>],
) -> Result<String, CliError> {
    Ok(match format {
        Format::Text => to_text(survey, variables),
        Format::Json => format!("{}\n", to_json(survey, variables)),
        Format::Ddi => to_ddi(survey, variables),
        Format::Csv => to_csv(survey, variables)
            .map_err(|error| CliError::new(Kind::Internal, error.to_string()))?,
    })
}
