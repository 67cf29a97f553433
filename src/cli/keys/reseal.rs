//! `tallybox keys reseal`: what was sealed under earlier key sets, sealed to the current one.

use std::path::PathBuf;

use serde_json::json;

use super::say;
use crate::cli::error::{CliError, Kind};
use crate::cli::signer::{SignerArgs, no_key_set};
use crate::cli::{Context, Done, Outcome, identity, report, store};
use crate::merge::apply::plan_of;
use crate::merge::enact::enact;
use crate::runtime::home::Home;
use crate::runtime::resealing::{ResealError, Resealed, Resealing};
use crate::survey::model::Role;
use crate::vault::identity::Identities;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::Holder;

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Reseal {
    /// The identity that opens: an institution's for what leads and the institution read, the statistics
    /// office's for its own parts. It may be one that was retired.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Take its passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    signer: SignerArgs,
}

pub(super) fn run(args: &Reseal, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    let mut store = store::open(&home)?;
    let ring = store::ring(&home, &store)?;
    let trust = store::trust(&ring);
    let opener = match &args.passphrase_file {
        Some(file) => {
            let words = identity::passphrase_file(file, context.err)?;
            identity::read_with(&args.identity, &words)?
        }
        None => identity::read(&args.identity, context.err)?,
    };
    let role = role(&ring, &opener)?;
    let current = ring.current().ok_or_else(no_key_set)?;
    let signer = match &opener.signer {
        Some(own) if current.has_verifier(own.verifying_key().as_bytes()) && args.signer.signer.is_none() => {
            own.clone()
        }
        _ => args.signer.of_current(&ring, &home.keys(), context)?.0,
    };
    let plan = plan_of(&store, &trust)?;
    let resealing = Resealing {
        store: &store,
        plan: &plan,
        ring: &ring,
        identities: &opener.age,
        role,
        signer: &signer,
    };
    let done = resealing.run().map_err(|error| match error {
        ResealError::Read(error) => report::told(&error),
        ResealError::Seal(error) => CliError::new(Kind::Keys, error.to_string()),
        ResealError::NoKeySet => no_key_set(),
    })?;
    if !done.records.is_empty() {
        enact(&mut store, &done.records, current.document(), &trust)?;
        store::forget(&mut store, context)?;
    }
    tell(&done, current.epoch(), context)
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

fn tell(done: &Resealed, epoch: u64, context: &mut Context<'_>) -> Outcome {
    let left = done.unopened.len() + done.unknown_department;
    if context.json {
        let told = json!({
            "epoch": epoch,
            "parts": done.parts,
            "records": done.records.len(),
            "unopened": done.unopened.len(),
            "unknown_department": done.unknown_department,
        });
        say(context.out, &told.to_string())?;
        return Ok(store::done(left == 0));
    }
    let words = format!("{} parts sealed to the key set of epoch {epoch}", done.parts);
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
    Ok(if left == 0 { Done::Clean } else { Done::Findings })
}
