//! `tallybox bundle push|pull`: bundles by way of a place that box and desk can both reach.

use std::io;
use std::path::PathBuf;

use serde_json::json;

use crate::runtime::depot::{self, Fault, Pulled};

use super::bundle::outgoing;
use super::error::{CliError, Kind};
use super::store::{self, line};
use super::{Context, Done, Outcome};
use crate::vault::store::files;

/// Put what is new in this home's box into a folder, share or object store.
#[derive(clap::Args)]
pub(super) struct Push {
    /// A folder, or `s3://BUCKET/PREFIX` where this program was built for it.
    place: String,
    /// Everything, even where fewer than 5 records are new.
    #[arg(long = "final")]
    last: bool,
    /// Send the answers of every record again, also those that an earlier push brought.
    #[arg(long)]
    whole: bool,
}

/// Fetch every box's bundles from a folder, share or object store.
#[derive(clap::Args)]
pub(super) struct Pull {
    /// A folder, or `s3://BUCKET/PREFIX` where this program was built for it.
    place: String,
    /// The folder that the bundles go to; what is there already is not fetched again.
    into: PathBuf,
}

fn unreached(place: &str, error: &io::Error) -> CliError {
    let words = format!("{}: {error}", crate::base::text::one_line(place));
    let kind = match error.kind() {
        io::ErrorKind::Unsupported => Kind::Usage,
        _ => Kind::Input,
    };
    CliError::new(kind, words)
}

/// Runs `tallybox bundle push …`.
pub(super) fn push_to(args: &Push, context: &mut Context<'_>) -> Outcome {
    let place = depot::open(&args.place).map_err(|error| unreached(&args.place, &error))?;
    let (mut store, own, export) = outgoing(args.last, context)?;
    let (leaves, note) = (export.leaves.clone(), export.note.clone());
    let pushed = depot::push(&store, &own.key, export, place.as_ref(), args.whole);
    let pushed = pushed.map_err(|fault| match fault {
        Fault::Place(error) => unreached(&args.place, &error),
        Fault::Box(error) => error.into(),
    })?;
    store.set_seen(&own.key.verifier().key, &leaves, &note)?;
    for export in &pushed.spoilt {
        let words = format!(
            "warning: {}: {export} is damaged there, so it counts as missing; remove it from there",
            crate::base::text::one_line(&args.place)
        );
        line(context.err, &words)?;
        let hint = "hint: `tallybox bundle push --whole` sends every answer again";
        line(context.err, hint)?;
    }
    if context.json {
        let words = json!({
            "records": leaves.len(),
            "new": pushed.new,
            "pieces": pushed.pieces,
            "were_there": pushed.were_there,
            "bytes": pushed.bytes,
            "spoilt": pushed.spoilt,
        });
        store::json_line(context.out, &words)?;
    } else if !context.quiet {
        let words = format!("pushed {} new records, {} bytes", pushed.new, pushed.bytes);
        line(context.err, &words)?;
    }
    Ok(Done::Clean)
}

/// Runs `tallybox bundle pull …`.
pub(super) fn pull_from(args: &Pull, context: &mut Context<'_>) -> Outcome {
    let place = depot::open(&args.place).map_err(|error| unreached(&args.place, &error))?;
    files::private_folder(&args.into)
        .map_err(|error| unreached(&args.into.display().to_string(), &error))?;
    let pulled =
        depot::pull(place.as_ref(), &args.into).map_err(|error| unreached(&args.place, &error))?;
    tell(&pulled, context)?;
    Ok(store::done(pulled.failed.is_empty()))
}

fn tell(pulled: &Pulled, context: &mut Context<'_>) -> Result<(), CliError> {
    let files = pulled.new.iter().map(|path| path.display().to_string());
    if context.json {
        let failed = pulled.failed.iter();
        let failed = failed.map(|(export, words)| json!({"export": export, "words": words}));
        let words = json!({
            "new": files.collect::<Vec<_>>(),
            "were_here": pulled.were_here,
            "bytes": pulled.bytes,
            "failed": failed.collect::<Vec<_>>(),
        });
        return store::json_line(context.out, &words);
    }
    let failed = pulled.failed.iter();
    let failed: Vec<String> = failed
        .map(|(export, words)| format!("{export}: not fetched: {words}"))
        .collect();
    for words in failed {
        line(context.err, &words)?;
    }
    for file in files {
        line(context.out, &file)?;
    }
    Ok(())
}
