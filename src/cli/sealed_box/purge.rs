//! `tallybox box purge`: what has run out of its retention goes, and a signed record says that it went.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::base::time::Day;
use crate::cli::error::{CliError, Kind};
use crate::cli::signer::SignerArgs;
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::merge::apply::plan_of;
use crate::merge::enact::enact;
use crate::merge::plan::Plan;
use crate::response::record::{Kind as RecordKind, Leaf, Record};
use crate::runtime::clock;
use crate::runtime::home::Home;
use crate::survey;
use crate::survey::waves::Named;
use crate::vault::cache;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::respond::About;
use crate::vault::store::{Store, read_header};

/// One purge names at most so many leaves, so that its header stays under its limit.
const AT_ONCE: usize = 10_000;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The last key set's epoch whose responses go; `keys list` and `keys/` show each epoch's day.
    #[arg(long, value_name = "EPOCH")]
    through: u64,
    /// Delete although the days that the questionnaire promises are not over yet.
    #[arg(long)]
    early: bool,
    #[command(flatten)]
    signer: SignerArgs,
}

/// What headers say that records are about.
type Topic = (String, String, String);

pub(super) fn run(home: &Home, args: &Args, context: &mut Context<'_>) -> Outcome {
    let mut store = store::open(home)?;
    let ring = store::ring(home, &store)?;
    check_epoch(&ring, args.through)?;
    let trust = store::trust(&ring);
    let plan = plan_of(&store, &trust)?;
    let found = leaves(&store, &plan, args.through)?;
    let found = of_survey(found, context.survey())?;
    let count: usize = found.values().map(Vec::len).sum();
    if count > 0 && !args.early {
        for words in check_retention(&store, &ring, args.through, found.keys())? {
            line(context.err, &words)?;
        }
    }
    let mut records = Vec::new();
    if count > 0 {
        let (key, current) = args.signer.of_current(&ring, &home.keys(), context)?;
        records = purges(found, current.epoch(), &key);
        enact(&mut store, &records, &[current.document()], &trust)?;
    }
    let drafts = store.remove_expired(clock::today())?;
    cache::remove(&home.box_folder())
        .map_err(|error| CliError::write(&home.box_folder().join(cache::FOLDER), &error))?;
    store::forget(&mut store, context)?;
    tell(args.through, count, drafts, &records, context)
}

/// An epoch that has not come yet is a slip, and what a slip deletes is gone.
fn check_epoch(ring: &KeyRing, through: u64) -> Result<(), CliError> {
    // Without any the signer is missed, and that is said.
    let Some(newest) = ring.current().map(KeySet::epoch) else {
        return Ok(());
    };
    if (1..=newest).contains(&through) {
        return Ok(());
    }
    let words = format!("there is no key set {through}: the newest here is {newest}");
    Err(CliError::new(Kind::Usage, words)
        .hint("nothing was deleted; the key sets in `keys/` say on which day each began"))
}

/// The responses that were sealed under these epochs and were not purged before, by what they are about.
fn leaves(
    store: &Store,
    plan: &Plan,
    through: u64,
) -> Result<BTreeMap<Topic, Vec<Leaf>>, CliError> {
    let mut found = BTreeMap::<Topic, Vec<Leaf>>::new();
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        let goes = header.kind == RecordKind::Response && header.epoch <= through;
        if goes && !plan.is_purged(leaf) {
            let topic = (header.survey, header.wave, header.fingerprint);
            found.entry(topic).or_default().push(leaf);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Those of one survey: each has days of its own, and what is purged is gone.
fn of_survey(
    mut found: BTreeMap<Topic, Vec<Leaf>>,
    asked: Option<&str>,
) -> Result<BTreeMap<Topic, Vec<Leaf>>, CliError> {
    let surveys: BTreeSet<String> = found.keys().map(|topic| topic.0.clone()).collect();
    let known = surveys.into_iter().collect::<Vec<_>>();
    let told = |words: String| {
        let hint = format!("say which with `--survey`: {}", known.join(", "));
        Err(CliError::new(Kind::Usage, words).hint(hint))
    };
    let is = |name: &str, topic: &Topic| Named::parse(name).is(&topic.0, &topic.1);
    match asked {
        None if known.len() > 1 => told(
            "responses to several surveys were sealed up to there; nothing was deleted".to_owned(),
        ),
        Some(id) if !known.is_empty() && !found.keys().any(|topic| is(id, topic)) => told(format!(
            "no response to a survey `{id}` was sealed up to there"
        )),
        asked => {
            found.retain(|topic, _| asked.is_none_or(|id| is(id, topic)));
            Ok(found)
        }
    }
}

fn purges(
    found: BTreeMap<Topic, Vec<Leaf>>,
    epoch: u64,
    key: &ed25519_dalek::SigningKey,
) -> Vec<Record> {
    let mut records = Vec::new();
    for ((survey, wave, fingerprint), leaves) in found {
        for leaves in leaves.chunks(AT_ONCE) {
            let about = About {
                survey: survey.clone(),
                wave: wave.clone(),
                fingerprint: fingerprint.clone(),
                epoch,
            };
            records.push(about.purge(leaves.to_vec(), key));
        }
    }
    records
}

/// The days that people were promised must be over: counted from the day on which the epoch after the
/// last one that goes began, since until then responses were sealed under it; or from an earlier epoch's, where a
/// clock was wrong and that is later. Gives the days that it went by, since what is purged is gone.
fn check_retention<'t>(
    store: &Store,
    ring: &KeyRing,
    through: u64,
    topics: impl Iterator<Item = &'t Topic>,
) -> Result<Vec<String>, CliError> {
    let mut told = Vec::new();
    let today = clock::today();
    let next = through.saturating_add(1);
    let until = ring.sets().iter().filter(|set| set.epoch() <= next);
    let last = until.map(KeySet::date).max().unwrap_or(today);
    let has_ended = ring.get(next).is_some();
    let ended = if has_ended { last } else { last.max(today) };
    for (id, _, fingerprint) in topics {
        let (days, closed) = retention(store, fingerprint).ok_or_else(|| {
            CliError::new(
                Kind::Refused,
                format!("`{id}` does not say for how many days it keeps responses"),
            )
            .hint("where the university has decided it, say `--early`")
        })?;
        // Nothing can have been answered after the last day of its own questionnaire.
        let last = closed.map_or(ended, |closed| closed.min(ended));
        let over = last.plus_days(i64::from(days));
        if over > today {
            return Err(not_over(id, days, over, has_ended || closed.is_some()));
        }
        told.push(format!(
            "{id}: kept for {days} days after {last}, so until {over}; the clock says {today}"
        ));
    }
    Ok(told)
}

fn not_over(id: &str, days: u32, over: Day, stands_still: bool) -> CliError {
    let words = format!(
        "people were told that `{id}` keeps responses for {days} days, so these until {over}"
    );
    let told = CliError::new(Kind::Refused, words).hint(
        "choose an earlier epoch, wait, or, where the university has decided it, say `--early`",
    );
    if stands_still {
        return told;
    }
    told.hint("that day moves on with every day on which this epoch is still the newest: `tallybox keys rotate` begins the next")
}

/// For how many days a version keeps responses, and the last day on which it took any.
fn retention(store: &Store, fingerprint: &str) -> Option<(u32, Option<Day>)> {
    let sha256 = crate::base::hex::decode_array(fingerprint)?;
    let body = store.document(&sha256).ok()??;
    let version = survey::from_canonical(&body).ok()?;
    let closed = version.closes.and_then(|_| version.last_day());
    Some((version.privacy.retention_days?, closed))
}

fn tell(
    through: u64,
    count: usize,
    drafts: usize,
    records: &[Record],
    context: &mut Context<'_>,
) -> Outcome {
    let leaves = records.iter().map(|record| record.signed.leaf().to_hex());
    if context.json {
        let records: Vec<String> = leaves.collect();
        let told =
            json!({"through": through, "purged": count, "drafts": drafts, "records": records});
        store::json_line(context.out, &told)?;
        return Ok(Done::Clean);
    }
    let words = format!("purged       {count} responses sealed up to epoch {through}");
    line(context.out, &words)?;
    for leaf in leaves {
        line(context.out, &format!("signed       record {leaf}"))?;
    }
    if drafts > 0 {
        line(context.out, &format!("expired      {drafts} drafts"))?;
    }
    Ok(Done::Clean)
}
