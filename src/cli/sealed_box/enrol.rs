//! `tallybox box enrol`: another box's public key, once a person has compared its fingerprint.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::base::text::one_line;
use crate::cli::confirm;
use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::merge::source;
use crate::runtime::home::Home;
use crate::vault::bundle::read;
use crate::vault::checkpoint;
use crate::vault::store::{Enrolled, Store};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The box's home, or a bundle of it.
    from: PathBuf,
    /// The fingerprint has been compared already.
    #[arg(long)]
    yes: bool,
    /// Accept this box although it lacks records that it had before: it was restored on purpose.
    #[arg(long)]
    anew: bool,
}

pub(super) fn run(home: &Home, args: &Args, context: &mut Context<'_>) -> Outcome {
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
        return store::json_line(context.out, &words);
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
fn read_peer(from: &Path) -> Result<Enrolled, CliError> {
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
