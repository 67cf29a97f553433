//! `tallybox keys add`, `rotate` and `retire`: the next key set, signed once whatever changes in it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{advise, check_room, fingerprint, load_ring, not_published, say, words};
use crate::base::words::Message;
use crate::cli::error::{CliError, Kind};
use crate::cli::signer::{SignerArgs, no_key_set};
use crate::cli::{Context, Done, Outcome, confirm};
use crate::runtime::clock;
use crate::runtime::home::Home;
use crate::vault::durable;
use crate::vault::issue;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::{Holder, KeySet, LEAST_INSTITUTIONS, Members};
use crate::vault::recipient::Recipient;
use crate::vault::request::{self, KeyRequest};

/// The words of `keys add`.
#[derive(clap::Args)]
pub(super) struct Add {
    /// Request files, as `keys request` wrote them.
    #[arg(required = true, value_name = "REQUEST")]
    requests: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
}

/// The words of `keys rotate`.
#[derive(clap::Args)]
pub(super) struct Rotate {
    /// Requests of new keys; a department's takes the place of the one it has. With none the next epoch
    /// begins with the same keys.
    #[arg(value_name = "REQUEST")]
    requests: Vec<PathBuf>,
    /// A key that goes at the same time: `age1…` or its beginning, its fingerprint, a department's code, or
    /// `statistics` where that office has one key.
    #[arg(long, value_name = "KEY")]
    instead: Vec<String>,
    #[command(flatten)]
    how: How,
}

/// The words of `keys retire`.
#[derive(clap::Args)]
pub(super) struct Retire {
    /// Keys that go: `age1…` or its beginning, its fingerprint, a department's code, or `statistics`.
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    #[command(flatten)]
    how: How,
}

/// What all three have.
#[derive(clap::Args)]
struct How {
    /// The fingerprints have been compared already, and the clock is right.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    signer: SignerArgs,
}

/// What is to change.
struct Change<'a> {
    requests: Vec<KeyRequest>,
    /// Whether a department's request takes the place of the key it has.
    replaces: bool,
    leaving: &'a [String],
    how: &'a How,
}

pub(super) fn add(args: &Add, context: &mut Context<'_>) -> Outcome {
    let change = Change {
        requests: read_all(&args.requests)?,
        replaces: false,
        leaving: &[],
        how: &args.how,
    };
    run(&change, context)
}

pub(super) fn rotate(args: &Rotate, context: &mut Context<'_>) -> Outcome {
    let change = Change {
        requests: read_all(&args.requests)?,
        replaces: true,
        leaving: &args.instead,
        how: &args.how,
    };
    run(&change, context)
}

pub(super) fn retire(args: &Retire, context: &mut Context<'_>) -> Outcome {
    let change = Change {
        requests: Vec::new(),
        replaces: false,
        leaving: &args.keys,
        how: &args.how,
    };
    run(&change, context)
}

fn run(change: &Change<'_>, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    let folder = home.keys();
    let mut ring = load_ring(&folder)?;
    let (members, gone) = change.members(&ring)?;
    check_enough(&members)?;
    if !change.requests.is_empty() {
        check_room(&home, members.institution.len(), members.statistics.len())?;
    }
    let shown: Vec<String> = change.requests.iter().map(in_words).collect();
    let question = words().say("keys-ask-holders");
    let yes = change.how.yes || change.requests.is_empty();
    if !confirm::ask(&shown, &question, confirm::Before::Compare, yes, context)? {
        say(context.err, &words().say("keys-nothing-added"))?;
        return Ok(Done::Findings);
    }
    if !is_day_right(&ring, change.how.yes, context)? {
        return confirm::refused("signed", context);
    }
    let signer = match ring.current() {
        Some(_) => change.how.signer.of_current(&ring, &folder, context)?.0,
        None => change.how.signer.read(&folder, context)?.0,
    };
    issue::publish(&mut ring, &folder, members, clock::today(), &signer)
        .map_err(|error| not_published(&error, &ring))?;
    let named = change.requests.iter();
    let named = named.map(|one| (one.recipient.to_string(), one.name.clone()));
    issue::note_names(&folder, &named.collect::<Vec<_>>())
        .map_err(|error| CliError::write(&folder, &error))?;
    if let Some(file) = &change.how.signer.signer {
        super::remember(&folder, file, context)?;
    }
    let set = ring.current().ok_or_else(no_key_set)?;
    tell(set, &shown, &gone, context)?;
    let is_new = |one: &KeyRequest| one.holder == Holder::Statistics;
    let stays = gone.is_empty() && set.members().statistics.len() > 1;
    if change.replaces && stays && change.requests.iter().any(is_new) {
        advise(context, &Message::plain("keys-statistics-stays"))?;
    }
    Ok(Done::Clean)
}

/// So many days between two key sets are no surprise: waves are a year apart.
const USUAL: i64 = 400;

/// Whether the clock may be believed: what is signed with a wrong day counts with it for good. A clock that is far
/// ahead of the set before is asked about; one that is behind it is told, and the set gets the earlier one's day.
fn is_day_right(ring: &KeyRing, yes: bool, context: &mut Context<'_>) -> Result<bool, CliError> {
    let today = clock::today();
    let Some(before) = ring.current().map(KeySet::date) else {
        return Ok(true);
    };
    if today < before {
        let words = format!(
            "warning: the clock says {today}, and the key set before is of {before}: the new one is dated {before} too"
        );
        say(context.err, &words)?;
    }
    if today <= before.plus_days(USUAL) {
        return Ok(true);
    }
    let shown = [format!(
        "the clock says {today}, and the key set before is of {before}"
    )];
    let question = "Is that today's date? Every later key set must be of that day or after it.";
    confirm::ask(&shown, question, confirm::Before::Read, yes, context)
}

fn tell(set: &KeySet, added: &[String], gone: &[String], context: &mut Context<'_>) -> Outcome {
    if context.json {
        let told = json!({
            "epoch": set.epoch(),
            "fingerprint": set.fingerprint().to_string(),
            "added": added.len(),
            "gone": gone.len(),
        });
        say(context.out, &told.to_string())?;
        return Ok(Done::Clean);
    }
    let lines = added.iter().map(|words| format!("added        {words}"));
    let lines = lines.chain(gone.iter().map(|words| format!("gone         {words}")));
    let head = format!("key set      epoch {}, {}", set.epoch(), set.fingerprint());
    let all: Vec<String> = lines.chain([head]).collect();
    say(context.out, &all.join("\n"))?;
    let next = if gone.is_empty() {
        "keys-added-next"
    } else {
        "keys-gone-next"
    };
    advise(context, &Message::plain(next))?;
    Ok(Done::Clean)
}

fn in_words(one: &KeyRequest) -> String {
    let name = match one.name.as_str() {
        "" => String::new(),
        name => format!(" ({name})"),
    };
    format!("{}{name}: {}", one.holder, one.fingerprint())
}

/// Institutions first: a key set without one is none, not even in between.
fn read_all(paths: &[PathBuf]) -> Result<Vec<KeyRequest>, CliError> {
    let read = paths.iter().map(|path| read(path));
    let mut requests = read.collect::<Result<Vec<_>, _>>()?;
    requests.sort_by(|a, b| a.holder.cmp(&b.holder));
    Ok(requests)
}

fn read(path: &Path) -> Result<KeyRequest, CliError> {
    let at = |words: String| {
        CliError::new(Kind::Input, format!("{}: {words}", path.display()))
            .hint("a request is what `tallybox keys request` wrote beside the identity")
    };
    let found = durable::read_limited(path, request::LIMIT as u64);
    let document = found.map_err(|error| at(error.to_string()))?;
    let document = document.ok_or_else(|| at("there is no such file".to_owned()))?;
    KeyRequest::parse(&document).map_err(|error| at(error.to_string()))
}

impl Change<'_> {
    /// The members of the next set, and who leaves, in words.
    fn members(&self, ring: &KeyRing) -> Result<(Members, Vec<String>), CliError> {
        let current = ring.current();
        let mut members = current.map_or_else(Members::default, |set| set.members().clone());
        let mut gone = Vec::new();
        let mut leaving = Vec::new();
        for text in self.leaving {
            let set = current.ok_or_else(no_key_set)?;
            leaving.push(find(set, text)?);
        }
        if let Some(set) = current.filter(|_| self.replaces) {
            leaving.extend(
                self.requests
                    .iter()
                    .filter_map(|one| replaced(set, &one.holder)),
            );
        }
        // Departments last: the key that theirs replaces has to go first.
        for one in self
            .requests
            .iter()
            .filter(|one| !is_department(&one.holder))
        {
            add_one(&mut members, one, ring)?;
        }
        for (holder, recipient) in leaving {
            if members.remove(&recipient) {
                gone.push(format!("{holder}: {}", fingerprint(&recipient)));
            }
        }
        for one in self
            .requests
            .iter()
            .filter(|one| is_department(&one.holder))
        {
            add_one(&mut members, one, ring)?;
        }
        check_statistics(current, &members)?;
        Ok((members, gone))
    }
}

fn add_one(members: &mut Members, one: &KeyRequest, ring: &KeyRing) -> Result<(), CliError> {
    let added = members.add(&one.holder, one.recipient.clone(), one.verifier);
    added.map_err(|error| super::set_error(&error, ring))
}

const fn is_department(holder: &Holder) -> bool {
    matches!(holder, Holder::Department(_))
}

/// The key that a department has.
fn replaced(set: &KeySet, holder: &Holder) -> Option<(Holder, Recipient)> {
    let Holder::Department(code) = holder else {
        return None;
    };
    let recipient = set.members().departments.get(code)?;
    Some((holder.clone(), recipient.clone()))
}

/// The member that a text names.
fn find(set: &KeySet, text: &str) -> Result<(Holder, Recipient), CliError> {
    /// `age1` and a few more characters.
    const LEAST: usize = 8;
    let is_it = |holder: &Holder, recipient: &Recipient| {
        *holder == Holder::Department(text.to_owned())
            || (text.len() >= LEAST && recipient.as_str().starts_with(text))
            || fingerprint(recipient).to_string() == text
            || (*holder == Holder::Statistics && text == holder.to_string())
    };
    let all = set.members().holders();
    let mut found = all.filter(|(holder, recipient)| is_it(holder, recipient));
    match (found.next(), found.next()) {
        (Some((holder, recipient)), None) => Ok((holder, recipient.clone())),
        _ => Err(
            CliError::new(Kind::Keys, format!("no one key of the key set is `{text}`"))
                .hint("`tallybox keys list` shows recipients, fingerprints and departments"),
        ),
    }
}

/// One lost file must never lose every answer: fewer than two institutions are refused here, not
/// remarked on.
fn check_enough(members: &Members) -> Result<(), CliError> {
    let count = members.institution.len();
    if count >= LEAST_INSTITUTIONS {
        return Ok(());
    }
    let words = format!(
        "the next key set would have {count} institution recipient(s); it needs {LEAST_INSTITUTIONS}, so that one lost file loses nothing"
    );
    Err(CliError::new(Kind::Keys, words)
        .hint("add another institution's request to this command; one of them is kept offline"))
}

/// A key set that had a statistics office keeps one: without it nothing can be sealed.
fn check_statistics(current: Option<&KeySet>, members: &Members) -> Result<(), CliError> {
    let had = current.is_some_and(|set| !set.members().statistics.is_empty());
    if !had || !members.statistics.is_empty() {
        return Ok(());
    }
    Err(CliError::new(
        Kind::Keys,
        "the statistics office would be left without a key",
    )
    .hint("give its new request in the same command: `tallybox keys rotate REQUEST --instead KEY`"))
}
