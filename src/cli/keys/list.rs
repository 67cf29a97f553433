//! `tallybox keys list`: who may open what, who keeps each key, and who has proven that they can.

use serde_json::{Value as Json, json};

use super::{fingerprint, load_ring, say, too_few_institutions, words};
use crate::cli::error::CliError;
use crate::cli::{Context, Done, Outcome};
use crate::runtime::home::Home;
use crate::vault::drill::{self, Standing};
use crate::vault::issue;
use crate::vault::keyset::{Holder, KeySet};

/// One key of the list.
struct Listed {
    standing: Standing,
    name: Option<String>,
}

pub(super) fn run(context: &mut Context<'_>) -> Outcome {
    let folder = Home::find(context.home.as_deref()).keys();
    let ring = load_ring(&folder)?;
    let Some(set) = ring.current() else {
        if context.json {
            say(context.out, &json!({"epoch": 0, "keys": []}).to_string())?;
        }
        say(context.err, &words().say("keys-none-yet"))?;
        return Ok(Done::Clean);
    };
    let names = issue::names(&folder);
    let standing = drill::standing(&folder, set)
        .map_err(|error| CliError::read(&folder.join(drill::DRILLED), &error))?;
    let listed = standing.into_iter().map(|standing| Listed {
        name: names.get(standing.recipient.as_str()).cloned(),
        standing,
    });
    let listed: Vec<Listed> = listed.collect();
    let told = if context.json {
        in_json(set, &listed)
    } else {
        in_text(set, &listed)
    };
    say(context.out, &told)?;
    if let Some(words) = too_few_institutions(set).filter(|_| !context.quiet) {
        say(context.err, &format!("warning: {words}"))?;
    }
    Ok(Done::Clean)
}

fn in_json(set: &KeySet, listed: &[Listed]) -> String {
    let keys: Vec<Json> = listed.iter().map(key_json).collect();
    json!({
        "epoch": set.epoch(),
        "date": set.date().to_string(),
        "fingerprint": set.fingerprint().to_string(),
        "keys": keys,
    })
    .to_string()
}

fn key_json(listed: &Listed) -> Json {
    let standing = &listed.standing;
    let (role, department) = match &standing.holder {
        Holder::Institution => ("institution", None),
        Holder::Statistics => ("statistics", None),
        Holder::Department(code) => ("department", Some(code)),
    };
    json!({
        "holder": role,
        "department": department,
        "name": listed.name,
        "recipient": standing.recipient.as_str(),
        "fingerprint": fingerprint(&standing.recipient).to_string(),
        "drilled": standing.proven.map(|day| day.to_string()),
    })
}

fn in_text(set: &KeySet, listed: &[Listed]) -> String {
    let head = format!(
        "key set of epoch {}, {}: {}",
        set.epoch(),
        set.date(),
        set.fingerprint()
    );
    let lines = listed.iter().map(|one| {
        let standing = &one.standing;
        let proven = standing
            .proven
            .map_or_else(|| "not drilled".to_owned(), |day| format!("drilled {day}"));
        let name = one.name.as_deref().map(|name| format!("  {name}"));
        format!(
            "{:<24} {}  {}  {proven}{}",
            standing.holder.to_string(),
            standing.recipient,
            fingerprint(&standing.recipient),
            name.unwrap_or_default()
        )
    });
    let lines: Vec<String> = std::iter::once(head).chain(lines).collect();
    lines.join("\n")
}
