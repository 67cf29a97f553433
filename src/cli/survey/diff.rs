//! `survey diff`: what a change of a questionnaire means for the data.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::base::text::one_line;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome, choose};
use crate::survey::diff::{About, Change, Diff, Prints, Verdict, compare};
use crate::survey::{self, Questionnaire};
use crate::vault::store::{DocumentKind, Store};

/// The fewest digits that name a version.
const SHORTEST: usize = 8;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The earlier version: a file, or the first digits of its fingerprint where the home's store keeps it
    #[arg(value_name = "OLD")]
    old: String,
    /// The later version, likewise
    #[arg(value_name = "NEW")]
    new: String,
}

/// Runs the command.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let old = version(&args.old, context)?;
    let new = version(&args.new, context)?;
    let diff = compare(&old, &new);
    let written = if context.json {
        writeln!(context.out, "{}", to_json(&old, &new, &diff))
    } else {
        tell(context.out, &old, &new, &diff)
    };
    written.map_err(CliError::output)?;
    Ok(match diff.verdict() {
        Some(Verdict::NotComparable) => Done::Findings,
        _ => Done::Clean,
    })
}

/// A questionnaire by its file, else by its fingerprint.
fn version(named: &str, context: &Context<'_>) -> Result<Arc<Questionnaire>, CliError> {
    let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_print = (SHORTEST..=64).contains(&named.len()) && named.bytes().all(digits);
    if !is_print || Path::new(named).exists() {
        return super::sound_survey(Path::new(named));
    }
    let store = Store::open_to_read(&choose::home(context).box_folder())?;
    let mut kept = store.documents()?.into_iter().filter(|document| {
        document.kind == DocumentKind::Questionnaire
            && crate::base::hex::encode(&document.sha256).starts_with(named)
    });
    let unknown = |words: String| {
        CliError::new(Kind::Input, words)
            .hint("`tallybox survey publish` shows those that are kept")
    };
    let found = kept
        .next()
        .ok_or_else(|| unknown(format!("the store keeps no questionnaire `{named}…`")))?;
    if kept.next().is_some() {
        return Err(unknown(format!(
            "several questionnaires begin with `{named}`"
        )));
    }
    survey::from_canonical(&found.body).map_err(|why| CliError::new(Kind::Store, why))
}

/// A diff as `--json` gives it.
pub(super) fn to_json(old: &Questionnaire, new: &Questionnaire, diff: &Diff) -> Value {
    let verdict = diff.verdict().unwrap_or(Verdict::Comparable);
    json!({
        "old": old.fingerprint.to_string(),
        "new": new.fingerprint.to_string(),
        "verdict": verdict.code(),
        "changes": diff.changes.iter().map(change_json).collect::<Vec<Value>>(),
        "questions": diff.questions.iter().map(prints_json).collect::<Vec<Value>>(),
    })
}

fn change_json(change: &Change) -> Value {
    let (about, id) = match &change.about {
        About::Survey => ("survey", None),
        About::Audience(id) => ("audience", Some(id)),
        About::List(id) => ("list", Some(id)),
        About::Section(id) => ("section", Some(id)),
        About::Question(id) => ("question", Some(id)),
    };
    json!({
        "about": about,
        "id": id,
        "change": change.kind,
        "verdict": change.verdict.code(),
        "drafts_stay": change.holds_drafts,
        "words": change.words,
    })
}

fn prints_json(prints: &Prints) -> Value {
    json!({
        "id": prints.id,
        "old": prints.old.map(|print| print.to_string()),
        "new": prints.new.map(|print| print.to_string()),
        "same": prints.old == prints.new,
    })
}

/// A diff in words.
pub(super) fn tell(
    out: &mut dyn Write,
    old: &Questionnaire,
    new: &Questionnaire,
    diff: &Diff,
) -> std::io::Result<()> {
    writeln!(out, "{}", one_line(&new.id))?;
    writeln!(out, "old  {}", old.fingerprint)?;
    writeln!(out, "new  {}", new.fingerprint)?;
    for change in &diff.changes {
        let verdict = match change.verdict {
            Verdict::Comparable => "comparable    ",
            Verdict::Migrated => "migrated      ",
            Verdict::NotComparable => "NOT COMPARABLE",
        };
        let about = one_line(&change.about.to_string());
        writeln!(out, "{verdict}  {about}: {}", one_line(&change.words))?;
    }
    let same = |prints: &&Prints| prints.old == prints.new;
    let same = diff.questions.iter().filter(same).count();
    let all = diff.questions.len();
    writeln!(out, "{same} of {all} questions have the same fingerprint")
}
