//! `survey import xlsform` and `survey import lists`: files of other programs in, a questionnaire or a
//! list out, and a report of everything that was not carried over. Here are files only; what a form
//! means is `survey::import`'s.

use std::path::{Path, PathBuf};

use super::error::{CliError, Kind};
use super::{Context, Done, Outcome};
use crate::runtime::home::{self, Folder};
use crate::survey::import::{self, Columns, Options, Refusal, Report};
use crate::vault::durable;

/// Reads questionnaires and lists of other programs
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// An `XLSForm` workbook (ODK and its kin) to a questionnaire
    Xlsform(FormArgs),
    /// A workbook or CSV with codes and labels to a list
    Lists(ListArgs),
}

#[derive(clap::Args)]
struct FormArgs {
    /// The workbook; CSV files that it names lie beside it
    file: PathBuf,
    /// Where the questionnaire goes; without it, to stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The question that says which department a response belongs to
    #[arg(long, value_name = "QUESTION")]
    department: Option<String>,
    /// Ask openly for the user's name, address, telephone and the day, where the form takes them by itself
    #[arg(long)]
    keep_metadata: bool,
}

#[derive(clap::Args)]
struct ListArgs {
    /// The workbook or CSV
    file: PathBuf,
    /// Where the list goes; without it, to stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The column of codes
    #[arg(long, value_name = "COLUMN")]
    code: Option<String>,
    /// The column of labels
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// The sheet, where the workbook has several
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::Xlsform(args) => form(args, context),
        Command::Lists(args) => list(args, context),
    }
}

fn form(args: &FormArgs, context: &mut Context<'_>) -> Outcome {
    let bytes = read(&args.file)?;
    let stem = args
        .file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let options = Options {
        keep_metadata: args.keep_metadata,
        department: args.department.clone(),
        id: stem.unwrap_or_default(),
    };
    let beside = Folder(args.file.parent().unwrap_or(Path::new("")).to_path_buf());
    let imported = import::xlsform(&bytes, &options, &beside)
        .map_err(|refusal| refused(&args.file, &refusal))?;
    give(
        context,
        args.output.as_deref(),
        "toml",
        &imported.toml,
        &imported.report,
    )
}

fn list(args: &ListArgs, context: &mut Context<'_>) -> Outcome {
    let bytes = read(&args.file)?;
    let columns = Columns {
        code: args.code.clone(),
        label: args.label.clone(),
        sheet: args.sheet.clone(),
    };
    let imported =
        import::lists(&bytes, &columns).map_err(|refusal| refused(&args.file, &refusal))?;
    give(
        context,
        args.output.as_deref(),
        "csv",
        &imported.csv,
        &imported.report,
    )
}

fn read(file: &Path) -> Result<Vec<u8>, CliError> {
    home::read_limited(file).map_err(|error| CliError::read(file, &error))
}

fn refused(file: &Path, refusal: &Refusal) -> CliError {
    CliError::new(
        Kind::Input,
        format!("{}: {}", file.display(), refusal.message),
    )
    .hint(&refusal.remedy)
}

/// Gives the text to a file or stdout, and the report to stderr, or both as JSON to stdout.
fn give(
    context: &mut Context<'_>,
    output: Option<&Path>,
    name: &str,
    text: &str,
    report: &Report,
) -> Outcome {
    if let Some(path) = output {
        create(path, text)?;
    }
    let written = match (context.json, output) {
        (true, None) => writeln!(
            context.out,
            "{}",
            serde_json::json!({ name: text, "report": report.json() })
        ),
        (true, Some(_)) => writeln!(context.out, "{}", report.json()),
        (false, None) => context.out.write_all(text.as_bytes()),
        (false, Some(_)) => Ok(()),
    };
    written.map_err(CliError::output)?;
    if !context.json {
        let text = if context.quiet {
            losses(report)
        } else {
            report.text()
        };
        context
            .err
            .write_all(text.as_bytes())
            .map_err(CliError::output)?;
    }
    Ok(if report.has_losses() {
        Done::Findings
    } else {
        Done::Clean
    })
}

/// What `--quiet` still tells: a loss is never silent.
fn losses(report: &Report) -> String {
    let text = report.text();
    let lines = text
        .split_inclusive('\n')
        .filter(|line| line.starts_with("loss"));
    lines.collect()
}

/// Writes a new file: one that is there may have been worked on since its import.
fn create(path: &Path, text: &str) -> Result<(), CliError> {
    let written = durable::publish_new(path, text.as_bytes());
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            CliError::new(Kind::Input, format!("{}: it is there already", path.display()))
                .hint("choose another name, or remove it first: it may have been changed since it was imported")
        }
        _ => CliError::write(path, &error),
    })
}
