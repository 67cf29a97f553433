//! `tallybox bundle`: a box's records as one file, and a look into such a file.

use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::base::hex;
use crate::base::text::one_line;
use crate::response::record::{Kind as RecordKind, Leaf};
use crate::runtime::clock;
use crate::runtime::home::Home;
use crate::vault::bundle::export::{self, ENOUGH_NEW, Export, Extent};
use crate::vault::bundle::read::{self, Sound};
use crate::vault::bundle::{Reason, Refused};
use crate::vault::checkpoint;
use crate::vault::durable::{self, Readers};
use crate::vault::own::Own;
use crate::vault::store::{DocumentKind, Store, StoreError, files};

use super::error::{CliError, Kind};
use super::store::{self, line};
use super::{Context, Done, Outcome, output};

/// Export a box's sealed records, or look into an export.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Write this home's sealed records to one file.
    Export(ExportArgs),
    /// Check a bundle and say what is in it; nothing is opened or stored.
    Inspect(Inspect),
    /// Put what is new in this home's box into a folder, share or object store.
    Push(super::depot::Push),
    /// Fetch every box's bundles from a folder, share or object store.
    Pull(super::depot::Pull),
}

#[derive(clap::Args)]
struct ExportArgs {
    /// The file to write; `-` for standard output.
    #[arg(short, long = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Export everything, even where fewer than 5 records are new.
    #[arg(long = "final")]
    last: bool,
    /// For a merge's own child: reads the store only.
    #[arg(long, hide = true)]
    for_merge: bool,
}

#[derive(clap::Args)]
struct Inspect {
    /// The bundle.
    file: PathBuf,
}

/// Runs `tallybox bundle …`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match &args.command {
        Command::Export(args) if args.for_merge => export_for_merge(context),
        Command::Export(args) => export(args, context),
        Command::Inspect(args) => inspect(&args.file, context),
        Command::Push(args) => super::depot::push_to(args, context),
        Command::Pull(args) => super::depot::pull_from(args, context),
    }
}

fn export(args: &ExportArgs, context: &mut Context<'_>) -> Outcome {
    let to_stdout = args.out.as_deref().is_none_or(|out| out == Path::new("-"));
    if to_stdout && std::io::stdout().is_terminal() {
        let words = "a bundle is not for reading: it needs a file or a pipe";
        return Err(CliError::new(Kind::Usage, words).hint("give a file with `-o FILE`"));
    }
    if let Some(path) = args.out.as_deref().filter(|_| !to_stdout) {
        output::may_take(path, context)?;
    }
    let (mut store, own, export) = outgoing(args.last, context)?;
    match args.out.as_deref().filter(|_| !to_stdout) {
        Some(path) => durable::replace_with(path, Readers::Owner, |out| {
            export::write(&store, &own.key, &export, out)
        })
        .map_err(|error| {
            CliError::from(error).hint(format!("no bundle was written to `{}`", path.display()))
        })?,
        None => write_out(&store, &own, &export, context)?,
    }
    store.set_seen(&own.key.verifier().key, &export.leaves, &export.note)?;
    // Where the bundle itself goes to stdout, nothing else does.
    match args.out.as_deref().filter(|_| context.json && !to_stdout) {
        Some(path) => {
            let told = json!({
                "file": path.display().to_string(),
                "records": export.leaves.len(),
                "repeats": export.repeats,
            });
            line(context.out, &told.to_string())?;
        }
        None if context.quiet => {}
        None => tell(&export, context)?,
    }
    Ok(Done::Clean)
}

/// What leaves this home's box now, whichever way it goes. `last` lets fewer than [`ENOUGH_NEW`] go.
pub(super) fn outgoing(
    last: bool,
    context: &mut Context<'_>,
) -> Result<(Store, Own, Export), CliError> {
    let home = Home::find(context.home.as_deref());
    let mut store = store::open(&home)?;
    let own = store::own(&store)?;
    // Where nobody starts a kiosk any more, this is when drafts go whose last day is past.
    store.remove_expired(clock::today())?;
    shuffle(&mut store, context)?;
    let extent = if last {
        Extent::Everything
    } else {
        Extent::Usual
    };
    let export = export::plan(&store, &own.key, &own.name, extent)?;
    Ok((store, own, export))
}

/// Rewrites the store before it is copied anywhere. A disk too full for that must not keep the
/// records from leaving it: a bundle is sorted by itself.
fn shuffle(store: &mut Store, context: &mut Context<'_>) -> Result<(), CliError> {
    match store.shuffle() {
        Err(error @ (StoreError::Full | StoreError::Busy)) => {
            let words =
                format!("warning: the store was not rewritten: {error}; do not copy `box/` itself");
            line(context.err, &words)
        }
        done => Ok(done?),
    }
}

fn tell(export: &Export, context: &mut Context<'_>) -> Result<(), CliError> {
    line(
        context.err,
        &format!("exported {} records", export.leaves.len()),
    )?;
    if export.repeats {
        let words = format!(
            "fewer than {ENOUGH_NEW} records are new: this repeats the last export, so that nobody can tell who came; `--final` exports all"
        );
        line(context.err, &words)?;
    }
    Ok(())
}

/// What a merge's child does: everything, to standard output, and the store is left as it is.
fn export_for_merge(context: &mut Context<'_>) -> Outcome {
    let home = Home::find(context.home.as_deref());
    bound(&home);
    let store = Store::open_to_read(&home.box_folder())?;
    store.check_pages()?;
    let own = store::own(&store)?;
    let export = export::plan(&store, &own.key, &own.name, Extent::Everything)?;
    write_out(&store, &own, &export, context)?;
    Ok(Done::Clean)
}

/// What this child may still do once it looks at another machine's store: read that home, and use bounded
/// memory and time. A file made against SQLite ends this child, and the merge goes on with the next. The
/// box folder is written to by SQLite alone, where it makes the memory that its readers share.
#[cfg(unix)]
fn bound(home: &Home) {
    use crate::runtime::confine::{self, Reach};
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let reach = Reach {
        write: vec![home.box_folder()],
        read: vec![home.root().to_path_buf()],
        devices: Vec::new(),
        ports: Vec::new(),
    };
    confine::session(&reach);
    for (resource, most) in [
        (Resource::As, 2 << 30),
        (Resource::Cpu, 1800),
        (Resource::Core, 0),
    ] {
        let maximum = getrlimit(resource).maximum;
        let limit = Rlimit {
            current: Some(maximum.map_or(most, |maximum| maximum.min(most))),
            maximum,
        };
        // Where a limit cannot be set the settings of the connection still hold.
        setrlimit(resource, limit).ok();
    }
}

#[cfg(not(unix))]
const fn bound(_: &Home) {}

fn write_out(
    store: &Store,
    own: &Own,
    export: &Export,
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    let mut out = BufWriter::with_capacity(1 << 16, &mut *context.out);
    export::write(store, &own.key, export, &mut out)?;
    out.flush().map_err(CliError::cut_off)
}

/// What a bundle holds.
struct Contents {
    name: String,
    fingerprint: String,
    root: String,
    documents: Vec<(&'static str, String, bool)>,
    kinds: BTreeMap<&'static str, usize>,
    without_parts: usize,
    set_aside: Vec<(Leaf, Reason)>,
}

fn inspect(path: &Path, context: &mut Context<'_>) -> Outcome {
    let file = files::open_ordinary(path).map_err(|error| CliError::read(path, &error))?;
    match contents(BufReader::with_capacity(1 << 16, file)) {
        Ok(contents) if context.json => tell_json(&contents, context),
        Ok(contents) => tell_words(&contents, context),
        Err(refused) if context.json => {
            let words = json!({"refused": refused.code(), "words": refused.to_string()});
            line(context.out, &words.to_string())?;
            Ok(Done::Findings)
        }
        Err(refused) => {
            line(
                context.out,
                &format!("{}: refused: {refused}", path.display()),
            )?;
            Ok(Done::Findings)
        }
    }
}

fn contents(file: impl Read) -> Result<Contents, Refused> {
    let head = read::head(file)?;
    let mut contents = Contents {
        name: head.checkpoint.name.clone(),
        fingerprint: checkpoint::fingerprint(&head.verifier),
        root: hex::encode(&head.checkpoint.root),
        documents: Vec::new(),
        kinds: BTreeMap::new(),
        without_parts: 0,
        set_aside: Vec::new(),
    };
    let mut body = head.body()?;
    while let Some(entry) = body.record(|_| false) {
        let entry = entry?;
        match entry.found {
            Ok(sound) => contents.count(&sound),
            Err(reason) => contents.set_aside.push((entry.leaf, reason)),
        }
    }
    let documents = body.finish()?.documents.into_iter();
    contents.documents = documents
        .map(|one| (kind_of(one.kind), hex::encode(&one.sha256), one.is_sound()))
        .collect();
    Ok(contents)
}

fn kind_of(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Questionnaire => "questionnaire",
        DocumentKind::KeySet => "keyset",
    }
}

/// A record's kind as one word.
pub(super) const fn record_kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Response => "response",
        RecordKind::Withdrawal => "withdrawal",
        RecordKind::Annulment => "annulment",
        RecordKind::Purge => "purge",
        RecordKind::Reseal => "reseal",
    }
}

impl Contents {
    fn count(&mut self, sound: &Sound) {
        *self
            .kinds
            .entry(record_kind(sound.header.kind))
            .or_default() += 1;
        self.without_parts += usize::from(sound.record.parts.iter().any(Option::is_none));
    }

    fn done(&self) -> Done {
        let sound = self.documents.iter().all(|(_, _, sound)| *sound);
        store::done(self.set_aside.is_empty() && sound)
    }
}

fn tell_json(contents: &Contents, context: &mut Context<'_>) -> Outcome {
    let aside = contents.set_aside.iter();
    let aside = aside.map(|(leaf, reason)| {
        json!({"leaf": leaf.to_hex(), "reason": reason.code(), "words": reason.to_string()})
    });
    let documents = contents.documents.iter();
    let documents = documents
        .map(|(kind, sha256, sound)| json!({"kind": kind, "sha256": sha256, "sound": sound}));
    let words = json!({
        "name": contents.name,
        "fingerprint": contents.fingerprint,
        "root": contents.root,
        "records": contents.kinds,
        "without_parts": contents.without_parts,
        "documents": documents.collect::<Vec<_>>(),
        "set_aside": aside.collect::<Vec<_>>(),
    });
    line(context.out, &words.to_string())?;
    Ok(contents.done())
}

fn tell_words(contents: &Contents, context: &mut Context<'_>) -> Outcome {
    let mut lines = vec![
        format!(
            "box          {} ({})",
            one_line(&contents.name),
            contents.fingerprint
        ),
        format!("root         {}", contents.root),
    ];
    let kinds = contents.kinds.iter();
    lines.extend(kinds.map(|(kind, count)| format!("{kind:<12} {count}")));
    if contents.without_parts > 0 {
        lines.push(format!("emptied      {}", contents.without_parts));
    }
    for (kind, hash, sound) in &contents.documents {
        let state = if *sound { "" } else { "  changed on the way" };
        lines.push(format!("{kind:<14}{hash}{state}"));
    }
    for (leaf, reason) in &contents.set_aside {
        lines.push(format!("set aside    {}: {reason}", leaf.to_hex()));
    }
    lines
        .iter()
        .try_for_each(|words| line(context.out, words))?;
    Ok(contents.done())
}
