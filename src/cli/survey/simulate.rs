//! `survey simulate`: respondents who obey the logic, sealed through the real path, and what none of
//! them ever reached.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::sound_survey;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome, choose};
use crate::form::simulate::coverage::Unreached;
use crate::form::simulate::seed_of;
use crate::runtime::clock;
use crate::runtime::crowd::{self, Crowd};
use crate::runtime::home::Home;
use crate::runtime::keeper::Keeper;
use crate::survey::Questionnaire;

/// How many respond where neither a number nor sizes are given.
const RESPONSES: u64 = 100;
/// How unequal departments are where nothing is said: large ones, and small ones under any threshold.
const SIZES: [u64; 8] = [31, 18, 24, 7, 13, 28, 5, 16];
/// The most that one department may have.
const MOST: u64 = 1_000_000;
/// Codes named in a line of text before the rest is only counted.
const NAMED: usize = 12;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire file; without it, the only one of the home that is filled
    file: Option<PathBuf>,
    /// How many send their answers; as many as the departments have, or 100
    #[arg(long, value_name = "N")]
    responses: Option<u64>,
    /// Decides the answers: the same seed, the same answers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The home whose box takes the answers; it needs keys and `box init`
    #[arg(long, value_name = "HOME")]
    into: PathBuf,
    /// How many people each department has
    #[arg(long, value_name = "CODE=N,…", value_delimiter = ',', value_parser = size)]
    departments: Vec<(String, u64)>,
}

fn size(word: &str) -> Result<(String, u64), String> {
    let (code, number) = word.split_once('=').ok_or("write CODE=N")?;
    let number = number
        .trim()
        .parse::<u64>()
        .ok()
        .filter(|number| *number <= MOST);
    let number = number.ok_or_else(|| format!("`{word}`: a number from 0 to {MOST} is wanted"))?;
    Ok((code.trim().to_owned(), number))
}

/// Simulates.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = Home::at(args.into.clone());
    let survey = match &args.file {
        Some(file) => sound_survey(file)?,
        None => choose::questionnaire(context, &home, None)?,
    };
    let sizes = sizes(&survey, &args.departments)?;
    let given: u64 = args.departments.iter().map(|(_, number)| number).sum();
    let responses = args
        .responses
        .unwrap_or(if given > 0 { given } else { RESPONSES });
    let crowd = Crowd {
        responses,
        seed: args.seed,
        staff: staff(&sizes, args.seed),
        today: clock::today(),
    };
    let mut keeper = Keeper::open(&home, Arc::clone(&survey))?;
    let is_shown = !context.quiet && std::io::stderr().is_terminal();
    let err = &mut *context.err;
    let mut told = |stored: u64| {
        if is_shown {
            // Progress that cannot be shown changes nothing.
            drop(write!(err, "\r{stored} stored ").and_then(|()| err.flush()));
        }
    };
    let outcome = crowd::run(&mut keeper, &crowd, &mut told)?;
    if is_shown {
        writeln!(context.err).map_err(CliError::output)?;
    }
    tell(&survey, args.seed, &outcome, context)
}

fn sizes(survey: &Questionnaire, given: &[(String, u64)]) -> Result<Vec<(String, u64)>, CliError> {
    let codes = codes(survey);
    if let Some((unknown, _)) = given.iter().find(|(code, _)| !codes.contains(code)) {
        let shown: Vec<&str> = codes.iter().map(String::as_str).take(NAMED).collect();
        return Err(
            CliError::new(Kind::Usage, format!("there is no department `{unknown}`")).hint(
                format!("departments are, for example: {}", shown.join(", ")),
            ),
        );
    }
    if given.is_empty() {
        return Ok(codes.into_iter().zip(SIZES.into_iter().cycle()).collect());
    }
    Ok(given.to_vec())
}

/// The departments one can work in.
fn codes(survey: &Questionnaire) -> Vec<String> {
    let list = survey.departments();
    let entries = list.iter().flat_map(|list| &list.entries);
    entries
        .filter(|entry| list.is_some_and(|list| !list.is_heading(&entry.code)))
        .map(|entry| entry.code.clone())
        .collect()
}

/// Everybody's department in an order that the seed decides, so that any part of them is a mixture.
fn staff(sizes: &[(String, u64)], seed: u64) -> Vec<String> {
    let everybody = sizes
        .iter()
        .flat_map(|(code, number)| (0..*number).map(move |_| code.clone()));
    let mut drawn: Vec<(u64, String)> = (0..)
        .map(|place| seed_of(!seed, place))
        .zip(everybody)
        .collect();
    drawn.sort();
    drawn.into_iter().map(|(_, code)| code).collect()
}

fn tell(
    survey: &Questionnaire,
    seed: u64,
    outcome: &crowd::Outcome,
    context: &mut Context<'_>,
) -> Outcome {
    let unreached = outcome.coverage.unreached(survey);
    let written = if context.json {
        writeln!(context.out, "{}", to_json(seed, outcome, &unreached))
    } else {
        context
            .out
            .write_all(to_text(outcome, &unreached).as_bytes())
    };
    written.map_err(CliError::output)?;
    if !context.quiet {
        let words = effort(outcome);
        writeln!(context.err, "{words}").map_err(CliError::output)?;
    }
    Ok(Done::Clean)
}

fn to_json(seed: u64, outcome: &crowd::Outcome, unreached: &Unreached) -> Value {
    let by_question = |all: &[(String, Vec<String>)]| -> Value {
        let members: Map<String, Value> = all
            .iter()
            .map(|(id, codes)| (id.clone(), json!(codes)))
            .collect();
        Value::Object(members)
    };
    json!({
        "seed": seed,
        "responses": outcome.responses,
        "revisions": outcome.revisions,
        "withdrawals": outcome.withdrawals,
        "drafts": outcome.drafts,
        "never_reached": {
            "questions": unreached.questions,
            "choices": by_question(&unreached.choices),
            "rows": by_question(&unreached.rows),
        },
    })
}

fn to_text(outcome: &crowd::Outcome, unreached: &Unreached) -> String {
    let mut lines = vec![format!(
        "{} responses sent, {} of them revised and {} withdrawn; {} drafts left",
        outcome.responses, outcome.revisions, outcome.withdrawals, outcome.drafts
    )];
    lines.push(match unreached.questions.as_slice() {
        [] => "every question was asked of somebody".to_owned(),
        never => format!("never asked: {}", never.join(", ")),
    });
    for (what, all) in [
        ("never chosen", &unreached.choices),
        ("never shown", &unreached.rows),
    ] {
        lines.extend(
            all.iter()
                .map(|(id, codes)| format!("{what} in {id}: {}", some(codes))),
        );
    }
    lines.join("\n") + "\n"
}

fn some(codes: &[String]) -> String {
    let named = codes
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match codes.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Where the time went: of all that the threads and the writer did.
fn effort(outcome: &crowd::Outcome) -> String {
    let all = outcome.answering + outcome.sealing + outcome.storing;
    let share = |part: std::time::Duration| {
        let (part, all) = (part.as_millis() * 100, all.as_millis().max(1));
        part / all
    };
    format!(
        "{:.1} seconds; of the work {} % sealing, {} % answering, {} % storing",
        outcome.total.as_secs_f64(),
        share(outcome.sealing),
        share(outcome.answering),
        share(outcome.storing)
    )
}
