//! `tallybox box salvage`: what is left of a damaged store, and what of it is lost, by name.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::merge::apply::{plan_of, settle};
use crate::response::record::Leaf;
use crate::runtime::home::Home;
use crate::vault::salvage::salvage;
use crate::vault::store::{FILE, Store};

use super::box_::counts;
use super::error::{CliError, Kind};
use super::store::{self, line};
use super::{Context, Outcome};

/// Take what is left of a damaged store into this home.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The damaged home, or its store's file. It is only read, and not by SQLite.
    from: PathBuf,
}

/// Runs `tallybox box salvage …`.
///
/// # Errors
/// Where there is no such file, or this home's own store takes no writing.
pub(super) fn run(home: &Home, args: &Args, context: &mut Context<'_>) -> Outcome {
    let from = file_of(&args.from);
    if !from.symlink_metadata().is_ok_and(|found| found.is_file()) {
        let words = format!("{}: there is no such store", from.display());
        return Err(
            CliError::new(Kind::Input, words).hint("name the damaged home, or its `store.sqlite`")
        );
    }
    store::takes_in(home)?;
    let folder = home.box_folder();
    if is_within(&from, &folder) {
        let words = "a store cannot be taken into itself";
        return Err(CliError::new(Kind::Usage, words)
            .hint("give another home with `--home`; `tallybox init` makes one"));
    }
    let mut store = Store::open_or_create(&folder)?;
    let found = salvage(&from, &mut store)?;
    if found.is_nothing() {
        let words = format!("{}: nothing of a store is left in it", from.display());
        return Err(
            CliError::new(Kind::Input, words).hint("name the damaged home, or its `store.sqlite`")
        );
    }
    let plan = plan_of(&store, &store::trust(&store::ring(home, &store)?))?;
    settle(&mut store, &plan)?;
    let without_parts = counts(&store, &plan)?.without_parts;
    let lost: Vec<String> = found.lost.iter().copied().map(Leaf::to_hex).collect();
    if context.json {
        let words = json!({
            "records": found.records,
            "parts": found.parts,
            "documents": found.documents,
            "lost": lost,
            "without_parts": without_parts,
        });
        line(context.out, &words.to_string())?;
    } else {
        let gone = lost
            .iter()
            .map(|leaf| format!("lost         record {leaf}"));
        let hurt = without_parts
            .iter()
            .map(|leaf| format!("incomplete   record {leaf}: a part of it is lost"));
        let taken = format!(
            "taken        {} records, {} sealed parts, {} documents",
            found.records, found.parts, found.documents
        );
        gone.chain(hurt)
            .chain([taken])
            .try_for_each(|words| line(context.out, &words))?;
    }
    Ok(store::done(lost.is_empty() && without_parts.is_empty()))
}

/// A store's file as it was named: itself, its box folder, or its home.
fn file_of(from: &Path) -> PathBuf {
    let candidates = [from.join("box").join(FILE), from.join(FILE)];
    let found = candidates.into_iter().find(|path| path.exists());
    found.unwrap_or_else(|| from.to_path_buf())
}

fn is_within(file: &Path, folder: &Path) -> bool {
    let (file, folder) = (file.canonicalize(), folder.canonicalize());
    matches!((file, folder), (Ok(file), Ok(folder)) if file.starts_with(&folder))
}
