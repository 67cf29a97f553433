//! `survey publish`: shows what a change means and whom it meets, asks, and puts it into the home.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::diff;
use crate::base::text::one_line;
use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Outcome, choose, confirm};
use crate::merge::apply::plan_of;
use crate::runtime::home::Home;
use crate::runtime::publishing::{self, Plan, PublishError};
use crate::survey::Questionnaire;
use crate::survey::diff::{Diff, compare};
use crate::vault::keyring::KeyRing;
use crate::vault::store::{Store, StoreError, read_header};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire, with its list files beside it
    file: PathBuf,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// What stands under which version.
#[derive(Default)]
struct Standing {
    /// Responses that count, by fingerprint.
    responses: BTreeMap<String, usize>,
    /// Drafts of all surveys: what they are drafts of is sealed.
    drafts: u64,
}

/// Runs the command.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let (candidate, checked) = publishing::read(&args.file).map_err(refused)?;
    let Some(new) = checked.questionnaire else {
        let message = format!("{}: it is not sound", args.file.display());
        return Err(CliError::new(Kind::Input, message).hint(format!(
            "`tallybox survey check {}` names every problem",
            args.file.display()
        )));
    };
    let plan = candidate.plan(&home, &new).map_err(refused)?;
    let old = plan
        .current
        .as_ref()
        .map(|one| Arc::clone(&one.questionnaire));
    let diff = old.as_ref().map(|old| compare(old, &new));
    let is_same = old.is_some_and(|old| old.fingerprint == new.fingerprint);
    let standing = standing(&home, &new.id)?;
    if !context.json {
        let shown = (plan.current.as_ref()).zip(diff.as_ref());
        let shown = shown.map(|(current, diff)| (current.questionnaire.as_ref(), diff));
        show(context, shown, &new, &standing)?;
    }
    let goes = confirm::ask(
        &[],
        &format!("Write {}?", plan.target().display()),
        confirm::Before::Read,
        is_same || args.yes,
        context,
    )?;
    if goes && !is_same {
        candidate.publish(&home, &plan).map_err(refused)?;
    }
    told(
        context,
        &plan,
        &new,
        diff.as_ref(),
        &standing,
        goes,
        is_same,
    )?;
    Ok(store::done(goes))
}

fn refused(error: PublishError) -> CliError {
    match error {
        PublishError::Store(error) => error.into(),
        PublishError::Shared(_) => CliError::new(Kind::Input, error.to_string())
            .hint("give the list file another name, or publish that survey first"),
        other => CliError::new(Kind::Input, other.to_string()),
    }
}

fn standing(home: &Home, survey: &str) -> Result<Standing, CliError> {
    let store = match Store::open_to_read(&home.box_folder()) {
        Err(StoreError::Missing(_)) => return Ok(Standing::default()),
        opened => opened?,
    };
    let ring = KeyRing::load(&home.keys())?;
    let mut standing = Standing {
        drafts: store.drafts()?,
        ..Standing::default()
    };
    for leaf in plan_of(&store, &store::trust(&ring))?.counting() {
        if let Some(signed) = store.signed(leaf)? {
            let header = read_header(leaf, &signed)?;
            if header.survey == survey {
                *standing.responses.entry(header.fingerprint).or_default() += 1;
            }
        }
    }
    Ok(standing)
}

/// Shows the change and whom it meets.
fn show(
    context: &mut Context<'_>,
    change: Option<(&Questionnaire, &Diff)>,
    new: &Questionnaire,
    standing: &Standing,
) -> Result<(), CliError> {
    if let Some((old, diff)) = change {
        diff::tell(context.err, old, new, diff).map_err(CliError::output)?;
    } else {
        let words = format!("{}: new to this home", one_line(&new.id));
        line(context.err, &words)?;
        line(context.err, &format!("new  {}", new.fingerprint))?;
    }
    for (fingerprint, count) in &standing.responses {
        line(context.err, &number(*count, "response", fingerprint))?;
    }
    let drafts = format!(
        "{} drafts of all surveys; each moves to the new version where every answer keeps its meaning, else goes on under its own",
        standing.drafts
    );
    line(context.err, &drafts)
}

fn number(count: usize, what: &str, fingerprint: &str) -> String {
    let short: String = fingerprint.chars().take(12).collect();
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural} under {short}")
}

/// Says what was done.
fn told(
    context: &mut Context<'_>,
    plan: &Plan,
    new: &Questionnaire,
    diff: Option<&Diff>,
    standing: &Standing,
    goes: bool,
    is_same: bool,
) -> Result<(), CliError> {
    if context.json {
        let current = plan.current.as_ref();
        let change = current.zip(diff);
        let change = change.map(|(current, diff)| diff::to_json(&current.questionnaire, new, diff));
        let words = json!({
            "survey": new.id,
            "fingerprint": new.fingerprint.to_string(),
            "file": plan.target().display().to_string(),
            "published": goes && !is_same,
            "diff": change.unwrap_or(Value::Null),
            "responses": standing.responses,
            "drafts": standing.drafts,
        });
        return line(context.out, &words.to_string());
    }
    let words = match (goes, is_same) {
        (_, true) => "it stands in the home already".to_owned(),
        (true, _) => format!("written: {}", plan.target().display()),
        (false, _) => "nothing was written".to_owned(),
    };
    line(context.out, &words)
}
