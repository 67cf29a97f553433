//! `tallybox init HOME`: a new home with its folders, settings and questionnaires.

use std::fs;
use std::path::{Path, PathBuf};

use super::choose;
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
    // All is read before anything is made: a wrong name leaves no half of a home behind.
    let files = if surveys.is_empty() {
        shipped()
    } else {
        let read: Result<Vec<_>, _> = surveys.iter().map(|file| read_survey(file)).collect();
        read?.concat()
    };
    for folder in ["surveys/lists", "keys", "schema"] {
        let path = root.join(folder);
        fs::create_dir_all(&path).map_err(|error| CliError::write(&path, &error))?;
    }
    put(&root.join(settings::FILE), table::sample().as_bytes())?;
    put_schemas(root)?;
    put(&root.join("keys").join("README"), KEYS_README.as_bytes())?;
    for (name, bytes) in &files {
        let path = target.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| CliError::write(folder, &error))?;
        }
        put(&path, bytes)?;
    }
    Ok(())
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

/// What goes into `surveys/`: names in it and bytes.
type Contents = Vec<(PathBuf, Vec<u8>)>;

fn shipped() -> Contents {
    let embedded = home::embedded().iter();
    let file = |(name, text): &(&str, &str)| (PathBuf::from(name), text.as_bytes().to_vec());
    embedded.map(file).collect()
}

/// A questionnaire, the `lists/` folder beside it and whatever else it names. One with errors would be a home
/// in which nobody can answer.
fn read_survey(file: &Path) -> Result<Contents, CliError> {
    let unread = |error: PublishError| CliError::new(Kind::Input, error.to_string());
    let (candidate, checked) = publishing::read(file).map_err(unread)?;
    if checked.questionnaire.is_none() {
        return Err(choose::unsound(file, &choose::errors(&checked)));
    }
    let read = |path: &Path| home::read_limited(path).map_err(|error| CliError::read(path, &error));
    let name = file.file_name().unwrap_or_default();
    let mut files = vec![(PathBuf::from(name), read(file)?)];
    let lists = file.parent().unwrap_or(Path::new("")).join("lists");
    for entry in fs::read_dir(&lists).into_iter().flatten().flatten() {
        let name = Path::new("lists").join(entry.file_name());
        files.push((name, read(&entry.path())?));
    }
    let beside = candidate.beside();
    files.extend(beside.map(|(name, bytes)| (PathBuf::from(name), bytes.to_vec())));
    Ok(files)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    fs::write(path, bytes).map_err(|error| CliError::write(path, &error))
}
