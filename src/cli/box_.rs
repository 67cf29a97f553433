//! `tallybox box`: a machine's own sealed box, and the boxes whose exports its home takes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::base::hex;
use crate::base::text::one_line;
use crate::merge::apply::plan_of;
use crate::merge::plan::{Plan, Trust};
use crate::merge::source;
use crate::response::record::Leaf;
use crate::runtime::home::{self, Home};
use crate::runtime::keeper::OpenError;
use crate::runtime::random;
use crate::vault::bundle::read;
use crate::vault::checkpoint::{self, BoxKey, NAME_LIMIT};
use crate::vault::extract;
use crate::vault::history;
use crate::vault::keyring::{KeyRing, Pins};
use crate::vault::keyset::{KeySet, LEAST_INSTITUTIONS};
use crate::vault::merkle;
use crate::vault::note::Verifier;
use crate::vault::own::{self, Own};
use crate::vault::store::slot::slots;
use crate::vault::store::{Enrolled, Found, Store, read_header};

use super::bundle::record_kind;
use super::error::{CliError, Kind};
use super::store::{self, line};
use super::{Context, Done, Outcome, box_backup, box_purge, confirm};

/// The sealed box of this machine, and the boxes that this home merges.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make this home's box: its store, its own key, and the key set it trusts.
    Init(Init),
    /// Say whose box this is and how much it holds.
    Status,
    /// Check every byte of the store.
    Verify,
    /// Write every sealed part to a file of its own.
    Extract(Extract),
    /// Take what is left of a damaged store into this home.
    Salvage(super::salvage::Args),
    /// Delete what has run out of its retention; a signed record says what went.
    Purge(box_purge::Purge),
    /// Copy the whole home into another folder, while it is in use.
    Backup(box_backup::Backup),
    /// Take a box's public key, after showing its fingerprint.
    Enrol(Enrol),
}

#[derive(clap::Args)]
struct Init {
    /// The box's public name, as people at the machine know it ("Chemistry stores").
    #[arg(long)]
    name: Option<String>,
}

#[derive(clap::Args)]
struct Extract {
    /// A folder that is new or empty.
    dir: PathBuf,
}

#[derive(clap::Args)]
struct Enrol {
    /// The box's home, or a bundle of it.
    from: PathBuf,
    /// The fingerprint has been compared already.
    #[arg(long)]
    yes: bool,
    /// Go by what the box brings next, although it lacks what it had before: it was put back on purpose.
    #[arg(long)]
    anew: bool,
}

/// Runs `tallybox box …`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    match &args.command {
        Command::Init(args) => init(&home, args.name.as_deref(), context),
        Command::Status => status(&home, context),
        Command::Verify => verify(&home, context),
        Command::Extract(args) => extract_to(&home, &args.dir, context),
        Command::Purge(args) => box_purge::run(&home, args, context),
        Command::Backup(args) => box_backup::run(&home, args, context),
        Command::Enrol(args) => enrol(&home, args, context),
        Command::Salvage(args) => super::salvage::run(&home, args, context),
    }
}

fn init(home: &Home, name: Option<&str>, context: &mut Context<'_>) -> Outcome {
    let ring = KeyRing::load(&home.keys())?;
    let key_set = ready_key_set(home, &ring)?;
    let seed = zeroize::Zeroizing::new(random::bytes::<32>()?);
    let key = BoxKey::from_seed(&seed);
    let name = name.map_or_else(|| default_name(&key), str::to_owned);
    if !checkpoint::is_name(&name) {
        let words = format!("a box's name is one line of 1 to {NAME_LIMIT} characters");
        return Err(CliError::new(Kind::Usage, words).hint("give another with `--name NAME`"));
    }
    let mut store = Store::open_or_create(&home.box_folder())?;
    let own = match own::load(&store)? {
        // An earlier try was cut off before it said which key set the box goes by.
        Some(own) if own::pins(&store)?.is_none() => own,
        _ => own::init(&mut store, key, &name)?,
    };
    own::set_pins(&mut store, &Pins::of(key_set))?;
    tell_new(&own, key_set, context)?;
    Ok(Done::Clean)
}

fn tell_new(own: &Own, key_set: &KeySet, context: &mut Context<'_>) -> Result<(), CliError> {
    let verifier = own.key.verifier();
    let fingerprint = checkpoint::fingerprint(&verifier);
    if context.json {
        let words = json!({
            "name": own.name,
            "fingerprint": fingerprint,
            "verifier": verifier.to_line(),
            "epoch": key_set.epoch(),
        });
        return line(context.out, &words.to_string());
    }
    let lines = [
        format!("box          {}", own.name),
        format!("fingerprint  {fingerprint}"),
        format!(
            "key set      {} (epoch {})",
            key_set.fingerprint(),
            key_set.epoch()
        ),
    ];
    lines.iter().try_for_each(|words| line(context.out, words))
}

/// The current key set, where everything that this home asks can be sealed under it.
fn ready_key_set<'a>(home: &Home, ring: &'a KeyRing) -> Result<&'a KeySet, CliError> {
    let key_set = ring.current().ok_or_else(|| {
        CliError::new(Kind::Keys, "there is no key set in `keys/`").hint(
            "make one with `tallybox keys new institution --out FILE`, or bring the institution's `keys/` folder",
        )
    })?;
    let institutions = key_set.members().institution.len();
    if institutions < LEAST_INSTITUTIONS {
        let words = format!(
            "the key set has {institutions} institution recipient, it needs {LEAST_INSTITUTIONS}: one is kept offline"
        );
        return Err(CliError::new(Kind::Keys, words)
            .hint("add one with `tallybox keys new institution --out FILE`"));
    }
    for path in home.survey_files() {
        let checked = home::check_file(&path).map_err(|error| CliError::read(&path, &error))?;
        let Some(questionnaire) = checked.questionnaire else {
            let words = format!("{}: this questionnaire has mistakes", path.display());
            return Err(CliError::new(Kind::Input, words).hint(format!(
                "`tallybox survey check {}` names them",
                path.display()
            )));
        };
        key_set
            .is_ready_for(&questionnaire)
            .map_err(OpenError::NotReady)?;
    }
    Ok(key_set)
}

fn default_name(key: &BoxKey) -> String {
    let public = hex::encode(&key.verifier().key);
    format!("Box {}", public.get(..4).unwrap_or_default())
}

/// How many records of each kind, and how many responses count.
pub(super) struct Counts {
    kinds: BTreeMap<&'static str, usize>,
    counting: usize,
    pub(super) without_parts: Vec<String>,
}

pub(super) fn counts(store: &Store, plan: &Plan) -> Result<Counts, CliError> {
    let mut counts = Counts {
        kinds: BTreeMap::new(),
        counting: plan.counting().len(),
        without_parts: Vec::new(),
    };
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        *counts.kinds.entry(record_kind(header.kind)).or_default() += 1;
        for slot in slots(&header).unwrap_or_default() {
            if !plan.drops(leaf, &slot.name) && !store.has_part(leaf, &slot.name)? {
                counts.without_parts.push(leaf.to_hex());
                break;
            }
        }
        Ok(())
    })?;
    Ok(counts)
}

fn status(home: &Home, context: &mut Context<'_>) -> Outcome {
    let store = store::open_to_read(home)?;
    let own = own::load(&store)?;
    let plan = plan_of(&store, &store::trust(&store::ring(home, &store)?))?;
    let counts = counts(&store, &plan)?;
    let enrolled = store.enrolled()?;
    let verifier = own.as_ref().map(|own| own.key.verifier());
    let words = json!({
        "name": own.as_ref().map(|own| own.name.clone()),
        "fingerprint": verifier.as_ref().map(checkpoint::fingerprint),
        "verifier": verifier.as_ref().map(Verifier::to_line),
        "epoch": own::pins(&store)?.map(|pins| pins.epoch),
        "records": counts.kinds,
        "counting": counts.counting,
        "drafts": store.drafts()?,
        "enrolled": enrolled.iter().map(told_peer).collect::<Vec<_>>(),
        "room": store.enough_room()?,
    });
    if context.json {
        line(context.out, &words.to_string())?;
    } else {
        for words in status_lines(&words) {
            line(context.out, &words)?;
        }
    }
    Ok(Done::Clean)
}

fn told_peer(peer: &Enrolled) -> serde_json::Value {
    let fingerprint = checkpoint::fingerprint(&checkpoint::verifier(peer.key));
    json!({"name": peer.name, "fingerprint": fingerprint})
}

fn status_lines(status: &serde_json::Value) -> Vec<String> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => one_line(text),
        serde_json::Value::Null => "none: this home only merges".to_owned(),
        other => other.to_string(),
    };
    let mut lines = vec![
        format!("box          {}", text(&status["name"])),
        format!("fingerprint  {}", text(&status["fingerprint"])),
    ];
    let kinds = status["records"].as_object().into_iter().flatten();
    lines.extend(kinds.map(|(kind, count)| format!("{kind:<12} {count}")));
    lines.push(format!("counting     {}", status["counting"]));
    lines.push(format!("drafts       {}", status["drafts"]));
    let peers = status["enrolled"].as_array().into_iter().flatten();
    lines.extend(peers.map(|peer| {
        format!(
            "enrolled     {} ({})",
            text(&peer["name"]),
            text(&peer["fingerprint"])
        )
    }));
    if status["room"] == json!(false) {
        lines.push("the disk is nearly full: no new response can begin".to_owned());
    }
    lines
}

fn verify(home: &Home, context: &mut Context<'_>) -> Outcome {
    let store = store::open_to_read(home)?;
    let mut found = store.verify()?;
    let (mut without_parts, mut not_believed) = (Vec::new(), Vec::new());
    if !found.iter().any(Found::hides_headers) {
        found.extend(history::check(&store)?);
        found.extend(history::check_beside(&store)?);
        let trust = store::trust(&store::ring(home, &store)?);
        without_parts = counts(&store, &plan_of(&store, &trust)?)?.without_parts;
        not_believed = strangers(&store, &trust)?;
    }
    let leaves = store.leaves().unwrap_or_default();
    let records = leaves.len();
    let root = hex::encode(&merkle::root(leaves));
    if context.json {
        let damaged = found
            .iter()
            .map(|one| json!({"leaf": one.leaf.map(Leaf::to_hex), "what": one.damage.to_string()}));
        let words = json!({
            "records": records,
            "damaged": damaged.collect::<Vec<_>>(),
            "without_parts": without_parts,
            "not_believed": not_believed,
            "root": root,
        });
        line(context.out, &words.to_string())?;
    } else {
        tell_verified(&found, &without_parts, records, context)?;
        for leaf in &not_believed {
            let words = "is signed for an institution by nobody whom this home trusts";
            line(context.out, &format!("no effect    record {leaf} {words}"))?;
        }
        line(context.out, &format!("root         {root}"))?;
    }
    Ok(store::done(found.is_empty() && without_parts.is_empty()))
}

/// The annulments, purges and reseals that have no effect here: their signer is trusted by no key set.
fn strangers(store: &Store, trust: &Trust) -> Result<Vec<String>, CliError> {
    let mut strangers = Vec::new();
    store.each_header(|leaf, signed| {
        if !trust.believes(&read_header(leaf, &signed)?) {
            strangers.push(leaf.to_hex());
        }
        Ok(())
    })?;
    Ok(strangers)
}

fn tell_verified(
    found: &[Found],
    without_parts: &[String],
    records: usize,
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    let whose = |one: &Found| {
        let leaf = one.leaf.map(Leaf::to_hex);
        leaf.map_or_else(String::new, |leaf| format!("record {leaf}: "))
    };
    let damaged = found
        .iter()
        .map(|one| format!("damaged      {}{}", whose(one), one.damage));
    let incomplete = without_parts.iter().map(|leaf| {
        format!("incomplete   record {leaf}: a part is not here, and nothing says why")
    });
    let checked = format!("checked      {records} records");
    damaged
        .chain(incomplete)
        .chain([checked])
        .try_for_each(|words| line(context.out, &words))
}

fn extract_to(home: &Home, folder: &Path, context: &mut Context<'_>) -> Outcome {
    let store = store::open_to_read(home)?;
    let own = own::load(&store)?;
    let done = extract::extract(&store, own.as_ref(), folder).map_err(|error| {
        CliError::from(error).hint(format!("`{}` must be new or empty", folder.display()))
    })?;
    if context.json {
        let words = json!({"records": done.records, "parts": done.parts});
        line(context.out, &words.to_string())?;
    } else {
        let words = format!("{} records, {} sealed parts", done.records, done.parts);
        line(context.out, &words)?;
    }
    Ok(Done::Clean)
}

fn enrol(home: &Home, args: &Enrol, context: &mut Context<'_>) -> Outcome {
    store::takes_in(home)?;
    let peer = read_peer(&args.from)?;
    let fingerprint = checkpoint::fingerprint(&checkpoint::verifier(peer.key));
    let mut store = Store::open_or_create(&home.box_folder())?;
    let known = store.enrolled()?.iter().any(|one| one.key == peer.key);
    let shown = [
        format!("box          {}", one_line(&peer.name)),
        format!("fingerprint  {fingerprint}"),
    ];
    let question = "Does the box itself show the same words (`tallybox box status`)?";
    let yes = known || args.yes;
    if !confirm::ask(&shown, question, confirm::Before::Compare, yes, context)? {
        return confirm::refused("enrolled", context);
    }
    store.enrol(&peer)?;
    if args.anew {
        store.forget_seen(&peer.key)?;
    }
    tell_enrolled(&peer, &fingerprint, (known, args.anew), context)?;
    Ok(Done::Clean)
}

fn tell_enrolled(
    peer: &Enrolled,
    fingerprint: &str,
    (known, anew): (bool, bool),
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    if context.json {
        let words = json!({
            "name": peer.name, "fingerprint": fingerprint, "verifier": peer.line, "new": !known,
        });
        return line(context.out, &words.to_string());
    }
    let state = match (known, anew) {
        (_, true) => "enrolled anew",
        (true, false) => "was enrolled already",
        (false, false) => "enrolled",
    };
    let words = format!("{state}: {} ({fingerprint})", one_line(&peer.name));
    line(context.out, &words)
}

/// Reads whose box a bundle or home is, as its own signature proves.
pub(super) fn read_peer(from: &Path) -> Result<Enrolled, CliError> {
    let unread = |words: String| {
        CliError::new(Kind::Input, format!("{}: {words}", from.display()))
            .hint("name the box's home, or a bundle that it exported")
    };
    let mut source =
        source::open(from, &store::program()?).map_err(|error| unread(error.to_string()))?;
    match read::head(&mut source) {
        Ok(head) => Ok(Enrolled {
            key: head.verifier.key,
            line: head.verifier.to_line(),
            name: head.checkpoint.name,
        }),
        Err(refused) => Err(unread(
            source.failure().unwrap_or_else(|| refused.to_string()),
        )),
    }
}
