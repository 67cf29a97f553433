//! `tallybox pack`: what a lead is sent, as one signed file: bundles, the keys of their boxes, key set,
//! questionnaires, head counts, what departments need, the university's releases.
//!
//! Nothing in the clear says which department a response belongs to, so every pack holds every sealed
//! record; `--department` keeps head counts and needs to one. What is sealed to others stays sealed.

mod releases;

use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::error::{CliError, Kind};
use super::keys::unknown_department;
use super::kit::{told, write};
use super::signer::SignerArgs;
use super::store::{self, line};
use super::{Context, Done, Outcome, output};
use crate::runtime::clock;
use crate::runtime::home::{Home, read_limited};
use crate::runtime::parcels::{self, held};
use crate::vault::bundle::export::{self, Extent};
use crate::vault::bundle::read;
use crate::vault::durable::{self, Readers};
use crate::vault::keyset::is_code;
use crate::vault::own;
use crate::vault::parcel::write::Contents;
use crate::vault::parcel::{self, Held, Shape, What};
use crate::vault::store::{Store, files};

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Head counts and needs of this department alone.
    #[arg(long, value_name = "CODE")]
    department: Option<String>,
    /// Bundles of boxes that this home has enrolled, beside what it holds itself.
    #[arg(long = "bundle", value_name = "FILE")]
    bundles: Vec<PathBuf>,
    /// The university's releases, tables and views, each as `report --format json` wrote it at the
    /// statistical door.
    #[arg(long = "release", value_name = "FILE", num_args = 1..)]
    releases: Vec<PathBuf>,
    #[command(flatten)]
    signer: SignerArgs,
}

/// Runs `tallybox pack`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    output::may_take(&args.output, context)?;
    let home = Home::find(context.home.as_deref());
    check(&home, args)?;
    let mut store = store::open(&home)?;
    let ring = store::ring(&home, &store)?;
    let (signer, newest) = args.signer.of_current(&ring, &home.keys(), context)?;
    let mut all = parcels::key_sets(&ring);
    all.extend(parcels::surveys(&home).map_err(|fault| told(&fault))?);
    all.extend(beside(&home, args)?);
    let known = known(&store)?;
    let own_bundle = own_bundle(&mut store, &args.output)?;
    let mut bundles: Vec<PathBuf> = own_bundle.iter().map(|one| one.0.clone()).collect();
    bundles.extend(args.bundles.iter().cloned());
    if bundles.is_empty() {
        return Err(CliError::new(Kind::Store, "there is nothing to send: this home signs no bundle of its own, and no `--bundle` was given")
            .hint("`tallybox box init` makes it a box, so that it can sign what it merged"));
    }
    for path in &bundles {
        all.push(vouched(path, &known)?);
    }
    let (boxes, count) = (bundles.len(), all.len());
    let contents = Contents {
        shape: Shape::Pack,
        newest,
        date: clock::today(),
        held: all,
        bundles,
    };
    write(&args.output, |out| {
        parcel::write::write(&contents, &signer, out)
    })?;
    let fingerprint = newest.fingerprint().to_string();
    let words = if context.json {
        json!({"file": args.output.display().to_string(), "epoch": newest.epoch(), "fingerprint": fingerprint, "bundles": boxes, "files": count}).to_string()
    } else {
        format!(
            "pack         {}\nkey set      {fingerprint} (epoch {})\nbundles      {boxes}",
            args.output.display(),
            newest.epoch()
        )
    };
    line(context.out, &words)?;
    Ok(Done::Clean)
}

fn check(home: &Home, args: &Args) -> Result<(), CliError> {
    let Some(code) = args.department.as_deref() else {
        return Ok(());
    };
    let unknown = if is_code(code) && parcel::is_piece(code) {
        unknown_department(code, home)
    } else {
        Some("this is no department's code".to_owned())
    };
    unknown.map_or(Ok(()), |words| {
        Err(CliError::new(Kind::Usage, words)
            .hint("use the code of the questionnaire's department list"))
    })
}

/// A bundle of what this home holds, where it is a box; the file goes with the value.
fn own_bundle(store: &mut Store, beside: &Path) -> Result<Option<OwnBundle>, CliError> {
    let Some(own) = own::load(store)? else {
        return Ok(None);
    };
    let mut name = beside.as_os_str().to_owned();
    name.push(format!(".{}.bundle", std::process::id()));
    let bundle = OwnBundle(PathBuf::from(name));
    let export = export::plan(store, &own.key, &own.name, Extent::Everything)?;
    durable::replace_with(&bundle.0, Readers::Owner, |out| {
        export::write(store, &own.key, &export, out)
    })?;
    store.set_seen(&own.key.verifier().key, &export.leaves, &export.note)?;
    Ok(Some(bundle))
}

/// A bundle that is deleted once it is in the pack.
struct OwnBundle(PathBuf);

impl Drop for OwnBundle {
    fn drop(&mut self) {
        // Only sealed records are in it, the same as in the pack.
        drop(std::fs::remove_file(&self.0));
    }
}

/// The keys of the boxes that this home vouches for: its own and those it enrolled.
fn known(store: &Store) -> Result<Vec<[u8; 32]>, CliError> {
    let own = own::public_key(store)?;
    let enrolled = store.enrolled()?.into_iter().map(|peer| peer.key);
    Ok(own.into_iter().chain(enrolled).collect())
}

/// Whose box a bundle is, which this home must know.
fn vouched(path: &Path, known: &[[u8; 32]]) -> Result<Held, CliError> {
    let file = files::open_ordinary(path).map_err(|error| CliError::read(path, &error))?;
    let refused =
        |words: &str| CliError::new(Kind::Refused, format!("{}: {words}", path.display()));
    let head = read::head(BufReader::new(file)).map_err(|error| refused(&error.to_string()))?;
    if !known.contains(&head.verifier.key) {
        return Err(refused("its box is not enrolled here").hint(format!(
            "`tallybox box enrol {}` shows its key, to be compared",
            path.display()
        )));
    }
    let line = head.verifier.to_line().into_bytes();
    Ok(held(What::Box, &head.checkpoint.name, line))
}

/// Head counts, needs and the releases.
fn beside(home: &Home, args: &Args) -> Result<Vec<Held>, CliError> {
    let mut all = Vec::new();
    let counts = home.root().join("headcounts.csv");
    if counts.is_file() {
        let bytes = read_limited(&counts).map_err(|error| CliError::read(&counts, &error))?;
        let bytes = match &args.department {
            Some(code) => of_department(&bytes, code),
            None => bytes,
        };
        all.push(held(What::Headcounts, "", bytes));
    }
    for entry in std::fs::read_dir(home.root().join("demand"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = entry.path();
        let code = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let wanted = args
            .department
            .as_deref()
            .is_none_or(|wanted| wanted == code);
        if wanted && parcel::is_piece(code) && path.extension().is_some_and(|kind| kind == "toml") {
            let bytes = read_limited(&path).map_err(|error| CliError::read(&path, &error))?;
            all.push(held(What::Demand, code, bytes));
        }
    }
    all.extend(releases::held_in(&args.releases)?);
    Ok(all)
}

/// The head of a table and the lines of one department.
fn of_department(table: &[u8], code: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(table);
    let is_its = |line: &&str| {
        line.split(',')
            .next()
            .is_some_and(|first| first.trim().trim_matches('"') == code)
    };
    let mut lines = text.lines();
    let head = lines.next().into_iter();
    let kept = head.chain(lines.filter(is_its)).collect::<Vec<_>>();
    (kept.join("\n") + "\n").into_bytes()
}
