//! `tallybox statistics`: what one university lets others have of its figures, and several of them side
//! by side.
//!
//! The statistics office releases figures (`report --format json`), the institution signs what goes out
//! of them: two hands. Only what the ledger of releases knows is packed, so that nothing leaves twice in
//! two shapes that could be subtracted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::error::{CliError, Kind};
use super::report::roots;
use super::signer::SignerArgs;
use super::store::{self, line};
use super::{Context, Done, Outcome, choose, confirm, output};
use crate::base::language::Language;
use crate::base::words::LANGUAGES;
use crate::report::{Labels, pool};
use crate::runtime::home::{Home, read_limited};
use crate::runtime::{clock, desk_files};
use crate::stats::share::{self, LeftOut, Pool, Share};
use crate::survey::{Questionnaire, question_print};
use crate::vault::pooled;
use crate::vault::store::Store;

/// The words of `tallybox statistics`.
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Sign what other universities may have of a release
    Pack(Pack),
    /// Set the packs of several universities side by side
    Pool(PoolArgs),
}

#[derive(clap::Args)]
struct Pack {
    /// A release of every question, as `report --format json` wrote it with the statistics identity.
    release: PathBuf,
    /// What the university calls itself.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    signer: SignerArgs,
}

#[derive(clap::Args)]
struct PoolArgs {
    /// Packs of two or more universities.
    #[arg(required = true, num_args = 1..)]
    packs: Vec<PathBuf>,
    /// The fingerprints were compared with those that sent them.
    #[arg(long)]
    yes: bool,
    /// How they are written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The language of the page of text: en or cy
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = language)]
    lang: Language,
    /// Write to a file instead of the standard output.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

/// A language that the program has words in.
fn language(tag: &str) -> Result<Language, String> {
    if LANGUAGES.contains(&tag) {
        return Ok(Language::new(tag));
    }
    Err(format!("the languages are: {}", LANGUAGES.join(", ")))
}

/// The longest name of a university.
const LONGEST_NAME: usize = 80;

/// Runs `tallybox statistics`.
///
/// # Errors
/// What the command could not do, in words.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::Pack(args) => pack(args, context),
        Command::Pool(args) => pool_all(args, context),
    }
}

fn pack(args: &Pack, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    let name = crate::base::text::one_line(args.name.trim());
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let words = format!("a university's name has 1 to {LONGEST_NAME} characters");
        return Err(CliError::new(Kind::Usage, words).hint("give it with `--name`"));
    }
    let bytes = read_limited(&args.release).map_err(|error| {
        CliError::read(&args.release, &error)
            .hint("give a release, as `releases/0001.json` of the home is")
    })?;
    check_entered(&home, &args.release, &bytes)?;
    let store = Store::open_to_read(&home.box_folder())?;
    let ring = store::ring(&home, &store)?;
    let survey = context.survey().map(str::to_owned);
    let survey = choose::questionnaire(context, &home, survey.as_deref())?;
    let share = Share {
        institution: name,
        survey: survey.id.clone(),
        wave: survey.wave.clone(),
        fingerprint: survey.fingerprint.to_string(),
        date: clock::today().to_string(),
        profile: String::new(),
        minimum_group: u64::from(survey.privacy.minimum_group),
        staff: staff(&home, &survey),
        withheld: 0,
        boxes: roots(&store)?.into_iter().collect(),
        hidden: BTreeMap::new(),
        tables: Vec::new(),
    };
    let share = share::of_release(share, &bytes, &named(&survey)).map_err(|words| {
        CliError::new(Kind::Input, format!("{}: {words}", args.release.display())).hint(
            "give what `tallybox report --format json -o FILE` wrote with the statistics identity, all of it",
        )
    })?;
    let (signer, _) = args.signer.of_current(&ring, &home.keys(), context)?;
    let json = serde_json::to_string_pretty(&share)
        .map_err(|error| CliError::new(Kind::Internal, error.to_string()))?;
    let text = pooled::sign(&json, &signer);
    output::may_take(&args.output, context)?;
    std::fs::write(&args.output, text).map_err(|error| CliError::write(&args.output, &error))?;
    let fingerprint = pooled::fingerprint(&signer).to_string();
    let (file, count) = (args.output.display().to_string(), share.tables.len());
    let told = json!({"file": file, "fingerprint": fingerprint, "tables": count, "profile": share.profile, "withheld": share.withheld});
    let words = if context.json {
        told.to_string()
    } else {
        format!(
            "pack         {file}\nsigned by    {fingerprint}\ntables       {count} by `{}`, everybody together only, {} cells withheld",
            share.profile, share.withheld
        )
    };
    line(context.out, &words)?;
    Ok(Done::Clean)
}

/// Only what was entered in the ledger of releases goes out.
fn check_entered(home: &Home, path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let folder = home.root().join("releases");
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut files = entries.map(|entry| entry.path());
    let is_entered = files.any(|file| {
        file.extension().is_some_and(|kind| kind == "json")
            && read_limited(&file).is_ok_and(|entered| entered == bytes)
    });
    if is_entered {
        return Ok(());
    }
    let words = format!(
        "{}: it is none of the releases in {}",
        path.display(),
        folder.display()
    );
    Err(CliError::new(Kind::Refused, words).hint(
        "pack a release as it was made: `releases/0001.json` and so on, or the file that `report --format json -o` wrote beside it",
    ))
}

fn staff(home: &Home, survey: &Questionnaire) -> Option<u64> {
    let known = desk_files::headcounts(home, survey).ok()?;
    (!known.people.is_empty()).then(|| known.people.values().sum())
}

/// A table's words, its question's fingerprint and the words of its codes.
fn named(
    survey: &Arc<Questionnaire>,
) -> impl Fn(&str) -> Option<(String, String, BTreeMap<String, String>)> {
    let survey = Arc::clone(survey);
    let language = survey.default_language();
    let labels = Labels::new(vec![Arc::clone(&survey)], &language);
    let variables = crate::stats::variables(&survey);
    move |id| {
        let variable = variables.iter().find(|variable| variable.id == id)?;
        if survey.department.as_ref() == Some(&variable.question) {
            // Departments stay at home.
            return None;
        }
        let question = survey.question(&variable.question)?;
        let print = question_print::of(&survey, question).to_string();
        let codes = variable.codes.iter().map(ToString::to_string);
        let codes = codes.map(|code| (code.clone(), labels.by_code(id, &code)));
        Some((labels.by(id), print, codes.collect()))
    }
}

fn pool_all(args: &PoolArgs, context: &mut Context<'_>) -> Outcome {
    let mut shares = Vec::new();
    let mut shown = Vec::new();
    let mut keys: Vec<([u8; 32], String)> = Vec::new();
    for path in &args.packs {
        let (share, signed) = read(path)?;
        let known = keys.iter().find(|(key, _)| *key == signed.key);
        if let Some((_, name)) = known.filter(|(_, name)| *name != share.institution) {
            let words = format!(
                "{}: it is signed by the same key as the pack of {name}, under another name",
                path.display()
            );
            return Err(CliError::new(Kind::Refused, words));
        }
        shown.push(format!("{}  {}", signed.signer, share.institution));
        keys.push((signed.key, share.institution.clone()));
        shares.push(share);
    }
    if !confirm::ask(
        &shown,
        "Are these the words that each of them told you?",
        confirm::Before::Compare,
        args.yes,
        context,
    )? {
        return confirm::refused("compared", context);
    }
    let pool = Pool::of(shares).map_err(|fault| {
        CliError::new(Kind::Refused, fault.to_string())
            .hint("each university makes its own with `tallybox statistics pack`")
    })?;
    let format = if context.json {
        Format::Json
    } else {
        args.format
    };
    let bytes = match format {
        Format::Text => pool::text(&pool, &args.lang).into_bytes(),
        Format::Json => pool::json(&pool).into_bytes(),
        Format::Csv => {
            pool::csv(&pool).map_err(|error| CliError::new(Kind::Internal, error.to_string()))?
        }
    };
    match &args.output {
        Some(path) => {
            output::may_take(path, context)?;
            std::fs::write(path, bytes).map_err(|error| CliError::write(path, &error))?;
        }
        None => context.out.write_all(&bytes).map_err(CliError::output)?,
    }
    for one in &pool.left_out {
        for words in left_out(one) {
            line(context.err, &words)?;
        }
    }
    let is_alike = |one: &LeftOut| one.otherwise.is_empty();
    Ok(store::done(pool.left_out.iter().all(is_alike)))
}

/// Why a question is not pooled, a line a reason.
fn left_out(one: &LeftOut) -> Vec<String> {
    let id = &one.id;
    let mut lines = Vec::new();
    if !one.otherwise.is_empty() {
        let who = one.otherwise.join(", ");
        lines.push(format!(
            "left out: `{id}` was not asked in the same words at {who}"
        ));
    }
    if !one.hidden.is_empty() {
        let who = one.hidden.join(", ");
        lines.push(format!(
            "left out: `{id}` has no figure of everybody that may be shown at {who}"
        ));
    }
    lines
}

fn read(path: &Path) -> Result<(Share, pooled::Signed), CliError> {
    let refused = |words: String| {
        CliError::new(Kind::Refused, format!("{}: {words}", path.display()))
            .hint("ask the university that sent it for its pack")
    };
    let bytes = read_limited(path).map_err(|error| {
        CliError::read(path, &error).hint("give the files that `tallybox statistics pack` wrote")
    })?;
    let signed = pooled::read(&bytes).map_err(|_| {
        refused("it is no statistical pack, or was changed after it was signed".to_owned())
    })?;
    let share: Share = serde_json::from_str(&signed.json)
        .map_err(|error| refused(format!("it is signed and cannot be read: {error}")))?;
    Ok((share, signed))
}
