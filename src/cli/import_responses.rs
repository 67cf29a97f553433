//! `tallybox import responses`: a spreadsheet's answers, checked like entry from paper.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::error::{CliError, Kind};
use super::{Context, Done, Outcome, choose};
use crate::base::language::Language;
use crate::base::words::Words;
use crate::form::spreadsheet::{Headings, Map, RowProblem};
use crate::response::code::Code;
use crate::runtime::importing::{Import, Imported};
use crate::runtime::keeper::Keeper;
use crate::runtime::{clock, home};
use crate::survey::Questionnaire;
use crate::survey::import::{self, Table};
use crate::vault::store::files;

/// More problems than this are counted, not shown.
const SHOWN: usize = 50;

/// Answers that were collected elsewhere
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// A spreadsheet saved as CSV, one person a row
    Responses(ResponsesArgs),
}

#[derive(clap::Args)]
struct ResponsesArgs {
    /// The spreadsheet
    file: PathBuf,
    /// Which column answers which question (see docs/import.md)
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Write each row's eight words to a new file, for handing to the people: without it nobody can
    /// withdraw but through the institution
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// Check everything and store nothing
    #[arg(long)]
    check: bool,
}

/// Runs the command.
///
/// # Errors
/// What is wrong with the file, its map or the box, in words.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let Command::Responses(args) = &args.command;
    let home = choose::home(context);
    let questionnaire = choose::questionnaire(context, &home, None)?;
    let map = read_map(&args.map, &questionnaire)?;
    let table = read_table(&args.file, context)?;
    let headings = Headings::find(&map, &table.headings)
        .map_err(|wrong| headings_error(&args.file, &wrong))?;
    let import = Import {
        questionnaire: std::sync::Arc::clone(&questionnaire),
        map: &map,
        headings: &headings,
        table: &table,
        today: clock::today(),
    };
    let problems = import.problems();
    if !problems.is_empty() {
        return Err(rows_error(&args.file, &problems));
    }
    if args.check {
        return tell(&Imported::default(), table.lines.len(), context);
    }
    let mut keeper = Keeper::open(&home, questionnaire)?;
    let imported = store(args, &import, &mut keeper)?;
    tell(&imported, table.lines.len(), context)
}

fn read_map(path: &Path, questionnaire: &Questionnaire) -> Result<Map, CliError> {
    let bytes = home::read_limited(path).map_err(|error| CliError::read(path, &error))?;
    let shown = path.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| CliError::new(Kind::Input, format!("{shown}: it is not UTF-8")))?;
    Map::parse(&text, questionnaire).map_err(|problems| {
        let lines = problems.iter().map(|one| {
            let (line, column, message) = (one.line, one.column, &one.message);
            format!("{shown}:{line}:{column}: {message}")
        });
        let lines: Vec<String> = lines.collect();
        CliError::new(Kind::Input, lines.join("\n  "))
            .hint("nothing was stored; docs/import.md shows a map")
    })
}

fn read_table(path: &Path, context: &mut Context<'_>) -> Result<Table, CliError> {
    let bytes = home::read_limited(path).map_err(|error| CliError::read(path, &error))?;
    let table = import::table(&bytes).map_err(|refusal| {
        CliError::new(
            Kind::Input,
            format!("{}: {}", path.display(), refusal.message),
        )
        .hint(refusal.remedy)
    })?;
    for guess in &table.guesses {
        writeln!(context.err, "warning: {}: {guess}", path.display()).map_err(CliError::output)?;
    }
    Ok(table)
}

fn headings_error(path: &Path, wrong: &[String]) -> CliError {
    let shown = path.display();
    let lines = wrong.iter().map(|words| format!("{shown}:1: {words}"));
    CliError::new(Kind::Input, lines.collect::<Vec<_>>().join("\n  ")).hint("nothing was stored")
}

fn rows_error(path: &Path, problems: &[(usize, RowProblem)]) -> CliError {
    let words = Words::new(&Language::new("en"));
    let shown = path.display();
    let lines = problems.iter().take(SHOWN).map(|(line, problem)| {
        let place = if problem.heading.is_empty() {
            String::new()
        } else {
            format!("{}: ", crate::base::text::one_line(&problem.heading))
        };
        let message = crate::base::text::one_line(&words.tell(&problem.message));
        format!("\n  {shown}:{line}: {place}{message}")
    });
    let lines: String = lines.collect();
    let more = match problems.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    CliError::new(Kind::Input, format!("nothing was stored{lines}{more}"))
        .hint("mend the rows, or the map, and run the command again")
}

fn store(
    args: &ResponsesArgs,
    import: &Import<'_>,
    keeper: &mut Keeper,
) -> Result<Imported, CliError> {
    let mut list = match &args.words {
        Some(path) => Some(new_list(path)?),
        None => None,
    };
    import.store(keeper, &mut |codes| match (&mut list, &args.words) {
        (Some(list), Some(path)) => {
            write_words(list, codes).map_err(|error| CliError::write(path, &error))
        }
        _ => Ok(()),
    })
}

/// A new file, readable by its owner alone.
fn new_list(path: &Path) -> Result<File, CliError> {
    let mut file = files::new_private_file(path).map_err(|error| CliError::write(path, &error))?;
    file.write_all(b"line,words\n")
        .map_err(|error| CliError::write(path, &error))?;
    Ok(file)
}

fn write_words(file: &mut File, codes: &[(usize, Code)]) -> std::io::Result<()> {
    for (line, code) in codes {
        writeln!(file, "{line},{}", code.words().join(" "))?;
    }
    file.sync_all()
}

fn tell(imported: &Imported, rows: usize, context: &mut Context<'_>) -> Outcome {
    let written = if context.json {
        let json = json!({ "rows": rows, "stored": imported.stored, "known": imported.known });
        writeln!(context.out, "{json}")
    } else {
        writeln!(
            context.out,
            "{rows} rows are right; {} stored, {} were in this box already",
            imported.stored, imported.known
        )
    };
    written.map_err(CliError::output)?;
    Ok(Done::Clean)
}
