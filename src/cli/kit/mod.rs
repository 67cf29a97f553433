//! `tallybox kit`: all that is public, as one signed file from the institution to a machine.

use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::confirm::{self, Before};
use super::error::{CliError, Kind};
use super::signer::SignerArgs;
use super::store::line;
use super::{Context, Done, Outcome, output};
use crate::runtime::clock;
use crate::runtime::home::Home;
use crate::runtime::parcels::{self, Fault, Standing, held};
use crate::survey::Questionnaire;
use crate::vault::drill;
use crate::vault::durable::{self, Readers};
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::{KeySet, LEAST_INSTITUTIONS};
use crate::vault::parcel::write::Contents;
use crate::vault::parcel::{self, Held, Refused, Shape, What};
use crate::vault::store::files::open_ordinary;

/// Settings are no longer than this.
const SETTINGS_LIMIT: u64 = 1 << 20;

/// Carry questionnaires, lists, key set and settings to a machine.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Write this home's public side to one signed file.
    Make(Make),
    /// Take a kit into this home, which may be a new folder.
    Take(Take),
}

#[derive(clap::Args)]
struct Make {
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    signer: SignerArgs,
}

#[derive(clap::Args)]
struct Take {
    /// The kit.
    file: PathBuf,
    /// The key set's fingerprint has been compared already.
    #[arg(long)]
    yes: bool,
}

/// Runs `tallybox kit …`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    match &args.command {
        Command::Make(args) => make(&home, args, context),
        Command::Take(args) => take(&home, args, context),
    }
}

fn make(home: &Home, args: &Make, context: &mut Context<'_>) -> Outcome {
    output::may_take(&args.output, context)?;
    let ring = KeyRing::load(&home.keys())?;
    let (signer, newest) = args.signer.of_current(&ring, &home.keys(), context)?;
    if newest.members().institution.len() < LEAST_INSTITUTIONS {
        let words =
            "the key set has fewer than two institution recipients: no machine could seal to it";
        return Err(CliError::new(Kind::Keys, words).hint("`tallybox keys add REQUEST…` adds one"));
    }
    let mut all = parcels::key_sets(&ring);
    all.extend(parcels::surveys(home).map_err(|fault| told(&fault))?);
    let beside = [
        (
            What::Settings,
            home.root().join("tallybox.toml"),
            SETTINGS_LIMIT,
        ),
        (What::Drill, home.keys().join(drill::CANARIES), drill::LIMIT),
    ];
    for (what, path, limit) in beside {
        let found = durable::read_limited(&path, limit);
        let found = found.map_err(|error| CliError::read(&path, &error))?;
        all.extend(found.map(|bytes| held(what, "", bytes)));
    }
    let count = all.len();
    let contents = Contents {
        shape: Shape::Kit,
        newest,
        date: clock::today(),
        held: all,
        bundles: Vec::new(),
    };
    write(&args.output, |out| {
        parcel::write::write(&contents, &signer, out)
    })?;
    let fingerprint = newest.fingerprint().to_string();
    let words = if context.json {
        json!({"file": args.output.display().to_string(), "epoch": newest.epoch(), "fingerprint": fingerprint, "files": count}).to_string()
    } else {
        format!(
            "kit          {}\nkey set      {fingerprint} (epoch {})\nfiles        {count}",
            args.output.display(),
            newest.epoch()
        )
    };
    line(context.out, &words)?;
    Ok(Done::Clean)
}

/// Writes a file whole or not at all.
pub(super) fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    durable::replace_with(path, Readers::Owner, |out| fill(out))
        .map_err(|error: io::Error| CliError::write(path, &error))
}

fn take(home: &Home, args: &Take, context: &mut Context<'_>) -> Outcome {
    let file = open_ordinary(&args.file).map_err(|error| CliError::read(&args.file, &error))?;
    let kit = Kit::read(&args.file, BufReader::new(file))?;
    if matches!(kit.standing(home)?, Standing::New) {
        let newest = &kit.newest;
        let shown = [
            format!("kit of       {}", kit.date),
            format!(
                "key set      {} (epoch {})",
                newest.fingerprint(),
                newest.epoch()
            ),
        ];
        let question = "Does the institution show the same words (`tallybox keys list`)?";
        if !confirm::ask(&shown, question, Before::Compare, args.yes, context)? {
            return confirm::refused("taken", context);
        }
    }
    let files = kit.keep(home)?;
    let (epoch, fingerprint) = (kit.newest.epoch(), kit.newest.fingerprint());
    let words = if context.json {
        json!({"home": home.root().display().to_string(), "epoch": epoch, "files": files})
            .to_string()
    } else {
        format!("taken        {files} files, key set of epoch {epoch} ({fingerprint})")
    };
    line(context.out, &words)?;
    Ok(Done::Clean)
}

/// A kit that is whole and signed by an institution of its own key set.
pub(super) struct Kit {
    date: String,
    all: Vec<Held>,
    sets: Vec<KeySet>,
    pub(super) newest: KeySet,
}

impl Kit {
    /// Reads a kit and checks everything in it; `path` is for what is said of it.
    ///
    /// # Errors
    /// Where it cannot be read, is not what was signed, or holds what cannot be used.
    pub(super) fn read(path: &Path, from: impl Read) -> Result<Self, CliError> {
        let refused = |error: Refused| refused(path, &error);
        let mut opened = parcel::read::open(Shape::Kit, from).map_err(refused)?;
        let all = opened
            .contents(|_| Ok(Box::new(io::sink())))
            .map_err(refused)?;
        let (sets, newest) =
            parcel::key_sets(&opened.manifest, &opened.signer, &all).map_err(refused)?;
        parcels::check_surveys(&all).map_err(|fault| told(&fault))?;
        Ok(Self {
            date: opened.manifest.date,
            all,
            sets,
            newest,
        })
    }

    /// How its key sets stand to a home's.
    ///
    /// # Errors
    /// Where they are another's, or older than the home's.
    pub(super) fn standing(&self, home: &Home) -> Result<Standing, CliError> {
        let ring = KeyRing::load(&home.keys())?;
        let standing = parcels::standing(&ring, &self.sets, &self.newest);
        let standing = standing.map_err(|fault| told(&fault))?;
        match ring.current().map(KeySet::epoch) {
            Some(own) if self.newest.epoch() < own => {
                Err(told(&Fault::Older(self.newest.epoch(), own)))
            }
            _ => Ok(standing),
        }
    }

    /// The questionnaires in it, by their files' names.
    #[cfg(unix)]
    pub(super) fn questionnaires(&self) -> Vec<(&str, Arc<Questionnaire>)> {
        parcels::questionnaires(&self.all)
    }

    /// Puts all of it into its places in a home, and gives how many files that were. Settings that are
    /// there stay.
    ///
    /// # Errors
    /// As writing does.
    pub(super) fn keep(&self, home: &Home) -> Result<usize, CliError> {
        let keep = |what, replaces| {
            let kept = parcels::keep_files(home, &self.all, what, replaces);
            kept.map_err(|fault| told(&fault))
        };
        let public = keep(What::Survey, true)? + keep(What::Settings, false)?;
        // What proves the keys comes after them.
        parcels::keep_key_sets(home, &self.sets, &self.newest).map_err(|fault| told(&fault))?;
        Ok(public + keep(What::Drill, true)?)
    }
}

/// A refused file in words.
pub(super) fn refused(path: &Path, error: &Refused) -> CliError {
    CliError::new(
        Kind::Refused,
        format!("{}: refused: {error}", path.display()),
    )
    .hint("nothing of it was taken; have the institution send it again")
}

/// What keeps a kit or pack from being made or taken, in words.
pub(super) fn told(fault: &Fault) -> CliError {
    let kind = match fault {
        Fault::Older(..) | Fault::Foreign | Fault::KeyRing(_) | Fault::Secret(_) => Kind::Keys,
        _ => Kind::Input,
    };
    let said = CliError::new(kind, fault.to_string());
    match fault {
        Fault::Older(..) => said.hint("an older key set is never taken; ask for a newer one"),
        Fault::Foreign => said.hint("if the institution really began anew, make a new home for it"),
        Fault::Questionnaire(_) => said.hint("`tallybox survey check` names the mistakes"),
        Fault::Name(_) => said.hint("rename it, in the questionnaire as well"),
        Fault::Secret(_) => said.hint(
            "take it out of `surveys/` and keep it with its holder; where others could read it, make a new key",
        ),
        _ => said,
    }
}
