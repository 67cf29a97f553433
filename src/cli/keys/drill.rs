//! `tallybox keys drill`: canaries for every holder, and who has proven that they can open theirs.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{advise, fingerprint, load_ring, say};
use crate::base::words::Message;
use crate::cli::error::{CliError, Kind};
use crate::cli::signer::no_key_set;
use crate::cli::{Context, Done, Outcome, identity, store};
use crate::runtime::home::Home;
use crate::runtime::{clock, random};
use crate::vault::drill::{self, Drill as Canaries, Standing};
use crate::vault::durable;
use crate::vault::identity::Identities;
use crate::vault::keyset::KeySet;
use crate::vault::seal::SealError;

/// The words of the command. With none it makes what canaries are missing, and says who has proven.
#[derive(clap::Args)]
pub(super) struct Drill {
    /// Prove with this identity: at the home, or with `--canaries` on its holder's own machine.
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Take its passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE", requires = "identity")]
    passphrase_file: Option<PathBuf>,
    /// Open a canary out of this file (a home's `keys/drill.json`) and say the answer; no home is needed.
    #[arg(long, value_name = "FILE", requires = "identity")]
    canaries: Option<PathBuf>,
    /// Note an answer that a holder read out.
    #[arg(long, value_name = "ANSWER", conflicts_with_all = ["identity", "canaries"])]
    answer: Vec<String>,
}

enum DrillError {
    Seal(SealError),
    Random,
}

impl From<SealError> for DrillError {
    fn from(error: SealError) -> Self {
        Self::Seal(error)
    }
}

pub(super) fn run(args: &Drill, context: &mut Context<'_>) -> Outcome {
    if let Some(file) = &args.canaries {
        return open(args, file, context);
    }
    let folder = Home::find(context.home.as_deref()).keys();
    let ring = load_ring(&folder)?;
    let set = ring.current().ok_or_else(no_key_set)?;
    let canaries = canaries(&folder, set)?;
    let mut answers = args.answer.clone();
    if let Some(answer) = answer(args, &canaries, context)? {
        answers.push(answer);
    }
    for answer in &answers {
        let Some((holder, recipient)) = canaries.answered(answer) else {
            return Err(CliError::new(Kind::Keys, "this is nobody's answer")
                .hint("the words are those that `keys drill --canaries FILE --identity FILE` showed; have them read out again"));
        };
        drill::note(&folder, recipient, clock::today())
            .map_err(|error| CliError::write(&folder.join(drill::DRILLED), &error))?;
        let holder = ("holder", holder.to_string().into());
        advise(context, &Message::with("keys-proven", [holder]))?;
    }
    let standing = drill::standing(&folder, set)
        .map_err(|error| CliError::read(&folder.join(drill::DRILLED), &error))?;
    tell(set, &standing, &folder, context)
}

/// The home's canaries, with those made that are missing.
fn canaries(folder: &Path, set: &KeySet) -> Result<Canaries, CliError> {
    let path = folder.join(drill::CANARIES);
    let kept = drill::load(folder).map_err(|error| CliError::read(&path, &error))?;
    if let Some(kept) = &kept
        && kept.covers(set)
        && kept.epoch == set.epoch()
    {
        return Ok(kept.clone());
    }
    let draw = || random::bytes::<32>().map_err(|_| DrillError::Random);
    let made = Canaries::make(set, kept.as_ref(), draw).map_err(|error| match error {
        DrillError::Seal(error) => CliError::new(Kind::Keys, error.to_string()),
        DrillError::Random => CliError::new(Kind::Internal, "no random numbers to be had"),
    })?;
    drill::keep(folder, &made).map_err(|error| CliError::write(&path, &error))?;
    Ok(made)
}

/// The answer of the identity that was given.
fn answer(
    args: &Drill,
    canaries: &Canaries,
    context: &mut Context<'_>,
) -> Result<Option<String>, CliError> {
    let Some(file) = &args.identity else {
        return Ok(None);
    };
    let identities = read(file, args.passphrase_file.as_deref(), context)?;
    let mut answers = identities.age.iter();
    let answer = answers.find_map(|identity| canaries.answer(identity));
    let answer = answer.ok_or_else(|| {
        let words = format!("{}: it opens none of these canaries", file.display());
        CliError::new(Kind::Keys, words).hint(
            "it is another identity than the one in the key set: `tallybox keys list` shows which that is",
        )
    })?;
    Ok(Some(answer.to_string()))
}

fn read(
    file: &Path,
    passphrase: Option<&Path>,
    context: &mut Context<'_>,
) -> Result<Identities, CliError> {
    match passphrase {
        Some(words) => identity::read_with(file, &identity::passphrase_file(words, context.err)?),
        None => identity::read(file, context.err),
    }
}

/// On a holder's own machine: the answer, to be read out.
fn open(args: &Drill, file: &Path, context: &mut Context<'_>) -> Outcome {
    let found = durable::read_limited(file, drill::LIMIT);
    let bytes = found.map_err(|error| CliError::read(file, &error))?;
    let canaries = bytes.as_deref().and_then(Canaries::parse).ok_or_else(|| {
        let words = format!("{}: there are no canaries in it", file.display());
        CliError::new(Kind::Input, words)
            .hint("it is the file `keys/drill.json` of the institution's home")
    })?;
    let answer = answer(args, &canaries, context)?.unwrap_or_default();
    let told = if context.json {
        json!({"answer": answer}).to_string()
    } else {
        answer
    };
    say(context.out, &told)?;
    advise(context, &Message::plain("keys-answer-next"))?;
    Ok(Done::Clean)
}

fn tell(set: &KeySet, standing: &[Standing], folder: &Path, context: &mut Context<'_>) -> Outcome {
    let missing = standing.iter().filter(|one| one.proven.is_none()).count();
    if context.json {
        let one = |one: &Standing| {
            json!({
                "holder": one.holder.to_string(),
                "recipient": one.recipient.as_str(),
                "drilled": one.proven.map(|day| day.to_string()),
            })
        };
        let keys: Vec<_> = standing.iter().map(one).collect();
        let told = json!({"epoch": set.epoch(), "keys": keys, "missing": missing});
        store::json_line(context.out, &told)?;
        return Ok(store::done(missing == 0));
    }
    for one in standing {
        let proven = one
            .proven
            .map_or_else(|| "not yet".to_owned(), |day| day.to_string());
        let words = format!(
            "{:<24} {:<12} {}",
            one.holder.to_string(),
            proven,
            fingerprint(&one.recipient)
        );
        say(context.out, &words)?;
    }
    if missing > 0 {
        let file = folder.join(drill::CANARIES).display().to_string();
        let told = [
            ("missing", missing.into()),
            ("all", standing.len().into()),
            ("file", file.into()),
        ];
        advise(context, &Message::with("keys-drill-missing", told))?;
    }
    Ok(store::done(missing == 0))
}
