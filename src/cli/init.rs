//! `tallybox init HOME`: a new home with its folders, settings and questionnaires.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{CliError, Kind};
use super::settings::Of;
use super::{Context, Done, Outcome};
use crate::runtime::home;
use crate::runtime::publishing::{self, PublishError};
use crate::runtime::settings::{self, table};
use crate::survey::schema;

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to make
    home: PathBuf,
    /// More questionnaires, as after `--survey`
    #[arg(hide = true)]
    more: Vec<PathBuf>,
}

const KEYS_README: &str = "Recipients and the signed key set of this home live here. They are public.\n\
Identities (private keys) never do: keep each with its holder.\n";

/// Makes the home.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    // `--survey` names files here: `init HOME --survey FILE…`.
    let named = context.surveys.iter().map(PathBuf::from);
    let surveys: Vec<PathBuf> = named.chain(args.more.iter().cloned()).collect();
    make(&args.home, &surveys)?;
    let shown = args.home.display();
    if context.json {
        let value = serde_json::json!({ "home": args.home });
        writeln!(context.out, "{value}").map_err(CliError::output)?;
    } else {
        let steps = next_steps(&shown.to_string());
        writeln!(context.out, "made the home {shown}\n\n{steps}").map_err(CliError::output)?;
    }
    Ok(Done::Clean)
}

fn next_steps(home: &str) -> String {
    let lines = [
        "keys new institution --out FIRST.key",
        "keys new institution --out SECOND.key    (keep this one offline)",
        "keys new statistics --out STATISTICS.key",
        "keys new department CODE --out CODE.key  (one for each department that has a lead)",
        "box init --name \"Chemistry stores\"",
        "fill",
    ];
    let steps = lines.map(|line| format!("  tallybox --home {home} {line}\n"));
    format!("Next:\n{}", steps.concat())
}

/// Makes a home folder; refuses one that already holds questionnaires.
///
/// # Errors
/// Where the folder is a home already or cannot be written.
pub fn make(root: &Path, surveys: &[PathBuf]) -> Result<(), CliError> {
    let target = root.join("surveys");
    if target.exists() {
        return Err(CliError::new(
            Kind::Input,
            format!("`{}` is a home already", root.display()),
        )
        .hint("choose another folder, or put questionnaires into its `surveys/` by hand"));
    }
    for folder in ["surveys/lists", "keys", "schema"] {
        let path = root.join(folder);
        fs::create_dir_all(&path).map_err(|error| CliError::write(&path, &error))?;
    }
    put(&root.join(settings::FILE), table::sample().as_bytes())?;
    put_schemas(root)?;
    put(&root.join("keys").join("README"), KEYS_README.as_bytes())?;
    if surveys.is_empty() {
        return home::embedded()
            .iter()
            .try_for_each(|(name, text)| put(&target.join(name), text.as_bytes()));
    }
    surveys
        .iter()
        .try_for_each(|file| copy_survey(file, &target))
}

/// The schemas that the first lines of a home's files name, for editors.
fn put_schemas(root: &Path) -> Result<(), CliError> {
    let schemas = Of::ALL.map(|of| (format!("schema/{}.json", of.name()), of.schema()));
    let survey = ("surveys/schema.json".to_owned(), schema::json());
    schemas
        .into_iter()
        .chain([survey])
        .try_for_each(|(name, schema)| put(&root.join(name), format!("{schema:#}\n").as_bytes()))
}

/// Copies a questionnaire, the `lists/` folder beside it and whatever else it names.
fn copy_survey(file: &Path, target: &Path) -> Result<(), CliError> {
    let bytes = home::read_limited(file).map_err(|error| CliError::read(file, &error))?;
    let name = file.file_name().unwrap_or_default();
    put(&target.join(name), &bytes)?;
    let lists = file.parent().unwrap_or(Path::new("")).join("lists");
    for entry in fs::read_dir(&lists).into_iter().flatten().flatten() {
        let bytes = home::read_limited(&entry.path())
            .map_err(|error| CliError::read(&entry.path(), &error))?;
        put(&target.join("lists").join(entry.file_name()), &bytes)?;
    }
    let unread = |error: PublishError| CliError::new(Kind::Input, error.to_string());
    let (candidate, _) = publishing::read(file).map_err(unread)?;
    for (name, bytes) in candidate.beside() {
        let path = target.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| CliError::write(folder, &error))?;
        }
        put(&path, bytes)?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    fs::write(path, bytes).map_err(|error| CliError::write(path, &error))
}
