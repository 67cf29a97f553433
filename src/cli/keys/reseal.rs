//! `tallybox keys reseal`: what was sealed under earlier key sets, sealed to the current one. Whoever may
//! open opens, an institution signs: at one machine, or with a file carried from one to the other.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{say, words};
use crate::cli::error::{CliError, Kind};
use crate::cli::kit::write;
use crate::cli::signer::{SignerArgs, no_key_set};
use crate::cli::{Context, Done, Outcome, confirm, identity, output, report, store};
use crate::merge::apply::plan_of;
use crate::merge::enact::enact;
use crate::runtime::home::Home;
use crate::runtime::kept;
use crate::runtime::resealing::{self, ResealError, Resealed, Resealing};
use crate::stats::DoorName;
use crate::survey::model::Role;
use crate::vault::identity::Identities;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::Holder;
use crate::vault::new_parts::{self, NewPart};
use crate::vault::store::files;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Reseal {
    /// The identity that opens: an institution's for what leads and the institution read, the statistics
    /// office's for its own parts. It may be one that was retired.
    #[arg(long, value_name = "FILE", required_unless_present = "take")]
    identity: Option<PathBuf>,
    /// Take its passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Sign nothing: write the new parts to a file, for an institution elsewhere to sign.
    #[arg(short, long, value_name = "FILE", conflicts_with = "take")]
    output: Option<PathBuf>,
    /// Sign the parts that another office sealed anew and wrote with `-o`.
    #[arg(long, value_name = "FILE", conflicts_with = "identity")]
    take: Option<PathBuf>,
    /// The fingerprint of that file has been compared already.
    #[arg(long, requires = "take")]
    yes: bool,
    #[command(flatten)]
    signer: SignerArgs,
}

pub(super) fn run(args: &Reseal, context: &mut Context<'_>) -> Outcome {
    match (&args.take, &args.identity) {
        (Some(file), _) => take(args, file, context),
        (None, Some(file)) => open(args, file, context),
        (None, None) => {
            Err(CliError::new(Kind::Usage, "who opens?").hint("give `--identity FILE`"))
        }
    }
}

fn open(args: &Reseal, file: &Path, context: &mut Context<'_>) -> Outcome {
    if let Some(path) = &args.output {
        output::may_take(path, context)?;
    }
    let home = Home::find(context.home.as_deref());
    let mut store = store::open(&home)?;
    let ring = store::ring(&home, &store)?;
    let trust = store::trust(&ring);
    let opener = match &args.passphrase_file {
        Some(words) => {
            let words = identity::passphrase_file(words, context.err)?;
            identity::read_with(file, &words)?
        }
        None => identity::read(file, context.err)?,
    };
    let role = role(&ring, &opener)?;
    let current = ring.current().ok_or_else(no_key_set)?;
    let own = opener.signer.as_ref();
    let own = own.filter(|key| current.has_verifier(key.verifying_key().as_bytes()));
    let signer = match (own, &args.output) {
        (_, Some(_)) => None,
        (Some(own), None) if args.signer.signer.is_none() => Some(own.clone()),
        _ => Some(args.signer.of_current(&ring, &home.keys(), context)?.0),
    };
    let plan = plan_of(&store, &trust)?;
    let resealing = Resealing {
        store: &store,
        plan: &plan,
        ring: &ring,
        identities: &opener.age,
        role,
    };
    let mut done = resealing.run().map_err(told)?;
    let parts = std::mem::take(&mut done.parts);
    let count = parts.len();
    match (signer, &args.output) {
        (None, Some(path)) => hand_over(path, &parts, context)?,
        (Some(signer), _) if count > 0 => {
            enact(
                &mut store,
                &resealing::sign(parts, current, &signer),
                current.document(),
                &trust,
            )?;
            store::forget(&mut store, context)?;
        }
        _ => {}
    }
    let door = match role {
        Role::Statistics => DoorName::Statistical,
        _ => DoorName::Operational,
    };
    let kept = kept::reseal(&home, &ring, door, &opener.age)
        .map_err(|(path, error)| CliError::write(&path, &error))?;
    for path in kept.iter().filter(|_| !context.quiet) {
        say(context.err, &format!("sealed anew  {}", path.display()))?;
    }
    tell(&done, count, current.epoch(), context)
}

fn told(error: ResealError) -> CliError {
    match error {
        ResealError::Read(error) => report::told(&error),
        ResealError::Seal(error) => CliError::new(Kind::Keys, error.to_string()),
        ResealError::NoKeySet => no_key_set(),
    }
}

/// Writes the new parts for an institution elsewhere.
fn hand_over(path: &Path, parts: &[NewPart], context: &mut Context<'_>) -> Result<(), CliError> {
    let mut fingerprint = None;
    write(path, |out| {
        fingerprint = Some(new_parts::write(parts, out)?);
        Ok(())
    })?;
    let fingerprint = fingerprint
        .map(|words| words.to_string())
        .unwrap_or_default();
    let told = [
        ("file", path.display().to_string().into()),
        ("words", fingerprint.into()),
    ];
    say(context.err, &words().say_with("keys-reseal-next", told))
}

/// What an institution does with parts that another office sealed anew.
fn take(args: &Reseal, file: &Path, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    let mut store = store::open(&home)?;
    let ring = store::ring(&home, &store)?;
    let trust = store::trust(&ring);
    let opened = files::open_ordinary(file).map_err(|error| CliError::read(file, &error))?;
    let refused = |why: &str| {
        CliError::new(Kind::Refused, format!("{}: refused: {why}", file.display()))
            .hint("nothing was signed; have it made again with the newest key set")
    };
    let (parts, fingerprint) =
        new_parts::read(BufReader::new(opened)).map_err(|why| refused(&why))?;
    let current = ring.current().ok_or_else(no_key_set)?;
    let plan = plan_of(&store, &trust)?;
    let checked = resealing::check(&store, &plan, current, &parts);
    checked
        .map_err(|error| report::told(&error))?
        .map_err(|why| refused(&why))?;
    let shown = [format!("{} parts: {fingerprint}", parts.len())];
    let question = words().say("keys-ask-office");
    if !confirm::ask(
        &shown,
        &question,
        confirm::Before::Compare,
        args.yes,
        context,
    )? {
        say(context.err, &words().say("keys-nothing-signed"))?;
        return Ok(Done::Findings);
    }
    let (signer, _) = args.signer.of_current(&ring, &home.keys(), context)?;
    let count = parts.len();
    enact(
        &mut store,
        &resealing::sign(parts, current, &signer),
        current.document(),
        &trust,
    )?;
    store::forget(&mut store, context)?;
    tell(&Resealed::default(), count, current.epoch(), context)
}

/// What these identities are for: one office's, never two.
fn role(ring: &KeyRing, opener: &Identities) -> Result<Role, CliError> {
    let holder = |recipient| {
        let mut sets = ring.sets().iter().rev();
        sets.find_map(|set| set.holder_of(recipient))
    };
    let mut roles = opener.age.iter().map(|one| match holder(one.recipient()) {
        Some(Holder::Institution) => Some(Role::Institution),
        Some(Holder::Statistics) => Some(Role::Statistics),
        Some(Holder::Department(_)) | None => None,
    });
    let first = roles.next().flatten();
    match first {
        Some(role) if roles.all(|other| other == Some(role)) => Ok(role),
        _ => Err(CliError::new(Kind::Keys, "an institution's identity or the statistics office's is needed, and never both in one file")
            .hint("run it once with each: `tallybox keys reseal --identity FILE`")),
    }
}

fn tell(done: &Resealed, parts: usize, epoch: u64, context: &mut Context<'_>) -> Outcome {
    let left = done.unopened.len() + done.unknown_department;
    if context.json {
        let told = json!({
            "epoch": epoch,
            "parts": parts,
            "unopened": done.unopened.len(),
            "unknown_department": done.unknown_department,
        });
        say(context.out, &told.to_string())?;
        return Ok(store::done(left == 0));
    }
    let words = format!("{parts} parts sealed to the key set of epoch {epoch}");
    say(context.out, &words)?;
    for (leaf, audience) in &done.unopened {
        let words = format!("not opened   record {}, part `{audience}`", leaf.to_hex());
        say(context.out, &words)?;
    }
    if done.unknown_department > 0 {
        let words = format!(
            "left         {} parts: no part that this identity opens says of which department they are",
            done.unknown_department
        );
        say(context.out, &words)?;
    }
    Ok(store::done(left == 0))
}
