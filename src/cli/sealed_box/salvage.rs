//! `tallybox box salvage`: what is left of a damaged store, and what of it is lost, by name.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::merge::apply::{plan_of, settle};
use crate::response::record::Leaf;
use crate::runtime::figures;
use crate::runtime::home::Home;
use crate::vault::history;
use crate::vault::salvage::{Salvaged, salvage};
use crate::vault::store::{Document, DocumentKind, FILE, Store};

use super::status::counts;
use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Outcome};

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
    bring_documents(home, &mut store)?;
    let lost = Lost {
        records: found.lost.iter().copied().map(Leaf::to_hex).collect(),
        documents: history::gone(&store)?,
        without_parts,
    };
    tell(&found, &lost, context)
}

/// What was not found whole.
struct Lost {
    records: Vec<String>,
    documents: Vec<String>,
    without_parts: Vec<String>,
}

impl Lost {
    fn lines(&self) -> impl Iterator<Item = String> {
        let gone = self.records.iter();
        let gone = gone.map(|leaf| format!("lost         record {leaf}"));
        let documents = self.documents.iter();
        let documents = documents.map(|which| format!("lost         {which}: records name it"));
        let hurt = self.without_parts.iter();
        let hurt = hurt.map(|leaf| format!("incomplete   record {leaf}: a part of it is lost"));
        gone.chain(documents).chain(hurt)
    }
}

fn tell(found: &Salvaged, lost: &Lost, context: &mut Context<'_>) -> Outcome {
    if context.json {
        let words = json!({
            "records": found.records,
            "parts": found.parts,
            "documents": found.documents,
            "lost": lost.records,
            "lost_documents": lost.documents,
            "without_parts": lost.without_parts,
        });
        store::json_line(context.out, &words)?;
    } else {
        let taken = format!(
            "taken        {} records, {} sealed parts, {} documents",
            found.records, found.parts, found.documents
        );
        let mut lines = lost.lines().chain([taken]);
        lines.try_for_each(|words| line(context.out, &words))?;
    }
    if !lost.documents.is_empty() && !context.quiet {
        let words = "keep the damaged store: what is lost may be at the desk, in another box, or in a kit; `merge` it into this home";
        line(context.err, words)?;
    }
    Ok(store::done(lost.lines().next().is_none()))
}

/// Puts the home's own questionnaires and key sets beside the records that name them, where the damaged store had
/// lost them: a kit was taken into this home first.
fn bring_documents(home: &Home, store: &mut Store) -> Result<(), CliError> {
    let gone = history::gone(store)?;
    if gone.is_empty() {
        return Ok(());
    }
    let surveys = figures::questionnaires_of(home);
    let surveys = surveys.iter().map(|survey| {
        let document = Document::new(DocumentKind::Questionnaire, &survey.canonical);
        (format!("questionnaire {}", survey.fingerprint), document)
    });
    let ring = store::ring(home, store)?;
    let sets = ring.sets().iter().map(|set| {
        let document = Document::new(DocumentKind::KeySet, set.document());
        (format!("key set {}", set.epoch()), document)
    });
    let writer = store.write()?;
    for (name, document) in surveys.chain(sets) {
        if gone.contains(&name) {
            writer.keep_document(&document)?;
        }
    }
    Ok(writer.commit()?)
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
