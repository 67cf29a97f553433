//! `tallybox response find`.

use serde_json::json;

use super::Find;
use crate::base::hex;
use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome, identity};
use crate::merge::apply::plan_of;
use crate::runtime::home::Home;
use crate::runtime::search::{self, FoundResponse, Search, Wanted};
use crate::vault::identity::Identities;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::Holder;
use crate::vault::store::Store;

pub(super) fn run(args: &Find, context: &mut Context<'_>) -> Outcome {
    let wanted = wanted(args)?;
    let home = Home::find(context.home.as_deref());
    let store = Store::open_to_read(&home.box_folder())?;
    let ring = store::ring(&home, &store)?;
    let identities = match &args.passphrase_file {
        Some(file) => {
            let words = identity::passphrase_file(file, context.err)?;
            identity::read_with(&args.identity, &words)?
        }
        None => identity::read(&args.identity, context.err)?,
    };
    check_institution(&ring, &identities)?;
    let plan = plan_of(&store, &store::trust(&ring))?;
    let search = search::search(&store, &plan, &identities.age, &wanted);
    let search = search.map_err(|error| crate::cli::report::told(&error))?;
    tell(&search, context)
}

/// Only an institution may look: whoever else asks is told the same, whatever there is to find.
fn check_institution(ring: &KeyRing, identities: &Identities) -> Result<(), CliError> {
    let is_institution = |recipient| {
        let mut sets = ring.sets().iter();
        sets.any(|set| set.holder_of(recipient) == Some(Holder::Institution))
    };
    if identities
        .age
        .iter()
        .all(|one| is_institution(one.recipient()))
    {
        return Ok(());
    }
    Err(CliError::new(
        Kind::Keys,
        "only an institution's identity may look for one response",
    )
    .hint("ask whoever keeps one; a department's lead reads figures: `tallybox admin`"))
}

fn wanted(args: &Find) -> Result<Wanted, CliError> {
    let pair = |text: &String| {
        let pair = text
            .split_once('=')
            .filter(|(id, said)| !id.is_empty() && !said.trim().is_empty());
        let pair = pair.map(|(id, said)| (id.trim().to_owned(), said.to_owned()));
        pair.ok_or_else(|| {
            CliError::new(Kind::Usage, "an answer is given as QUESTION=ANSWER")
                .hint("`tallybox survey codebook` lists the questions")
        })
    };
    let wanted = Wanted {
        response: args.response.as_ref().map(|id| id.to_lowercase()),
        department: args.department.clone(),
        answers: args.answers.iter().map(pair).collect::<Result<_, _>>()?,
        replaces_lost: args.replaces_lost,
    };
    let is_asked = wanted.response.is_some()
        || wanted.department.is_some()
        || wanted.replaces_lost
        || !wanted.answers.is_empty();
    if is_asked {
        return Ok(wanted);
    }
    Err(CliError::new(Kind::Usage, "nothing says which response to find").hint(
        "say what the person can name: `--department CODE`, `--answer QUESTION=ANSWER`, or `--response ID`, or `--replaces-lost`",
    ))
}

fn tell(search: &Search, context: &mut Context<'_>) -> Outcome {
    if context.json {
        let found: Vec<_> = search.found.iter().map(told).collect();
        let words = json!({"found": found, "unopened": search.unopened, "unknown": search.unknown});
        line(context.out, &words.to_string())?;
        return Ok(done(search));
    }
    for one in &search.found {
        line(context.out, &in_words(one))?;
        for (id, same) in &one.likely {
            let id = hex::encode(id);
            line(
                context.out,
                &format!("  may replace  {id}  {same} answers in common"),
            )?;
        }
    }
    for id in &search.unknown {
        let words = format!("warning: no response here tells an institution of a question `{id}`");
        line(context.err, &words)?;
    }
    if search.unopened > 0 {
        let words = format!("warning: not opened: {} responses", search.unopened);
        line(context.err, &words)?;
    }
    if search.found.is_empty() {
        line(context.err, "no response here fits")?;
    }
    Ok(done(search))
}

const fn done(search: &Search) -> Done {
    store::done(!search.found.is_empty())
}

fn in_words(one: &FoundResponse) -> String {
    let mark = if one.replaces_lost {
        "  replaces a lost one"
    } else {
        ""
    };
    format!(
        "{}  department {}  {}  revision {}{mark}",
        hex::encode(&one.response),
        one.department.as_deref().unwrap_or("-"),
        one.month
            .map_or_else(|| "-".to_owned(), |month| month.to_string()),
        one.revision,
    )
}

fn told(one: &FoundResponse) -> serde_json::Value {
    let likely = one.likely.iter();
    let likely = likely.map(|(id, same)| json!({"response": hex::encode(id), "same": same}));
    json!({
        "response": hex::encode(&one.response),
        "department": one.department,
        "month": one.month.map(|month| month.to_string()),
        "revision": one.revision,
        "epoch": one.epoch,
        "replaces_lost": one.replaces_lost,
        "likely": likely.collect::<Vec<_>>(),
    })
}
