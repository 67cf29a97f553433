//! `tallybox box backup`: a whole home in another folder, while it is in use.
//!
//! Files are copied one by one, the store by SQLite itself in one read transaction: a submission in
//! between is in the copy whole or not at all. The copy is a home; putting it in the place of a lost one
//! is all that restoring is. It holds the box's signing key, so it is kept as carefully as the box.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::runtime::home::Home;
use crate::vault::own;
use crate::vault::store::{self as vault_store, files};

/// Folders deeper than this are no part of a home.
const DEPTH: usize = 6;
/// The box folder: its store is copied by SQLite.
const BOX: &str = "box";

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder that is new or empty, outside the home.
    dir: PathBuf,
}

pub(super) fn run(home: &Home, args: &Args, context: &mut Context<'_>) -> Outcome {
    let target = &args.dir;
    let unwritten = |error: io::Error| CliError::write(target, &error);
    files::private_folder(target).map_err(unwritten)?;
    let is_empty = target.read_dir().map_err(unwritten)?.next().is_none();
    let root = home
        .root()
        .canonicalize()
        .map_err(|error| CliError::read(home.root(), &error))?;
    let inside = target.canonicalize().map_err(unwritten)?.starts_with(&root);
    if !is_empty || inside {
        let words = format!(
            "{}: a backup needs a folder that is empty and outside the home",
            target.display()
        );
        return Err(
            CliError::new(Kind::Input, words).hint("name a new folder, best on another disk")
        );
    }
    let copied = copy(home, &root, target)?;
    let records = vault_store::Store::open_to_read(&target.join(BOX))?
        .leaves()?
        .len();
    tell(target, records, copied, context)
}

/// Copies a home into an empty folder, durable once this returns; gives how many files there are beside the box.
pub(in crate::cli) fn copy(home: &Home, root: &Path, target: &Path) -> Result<usize, CliError> {
    let unwritten = |error: io::Error| CliError::write(target, &error);
    let store = store::open(home)?;
    let mut copied = 0;
    copy_folder(root, target, DEPTH, &mut copied)?;
    let to = target.join(BOX);
    files::private_folder(&to).map_err(unwritten)?;
    store.copy_to(&to.join(vault_store::FILE))?;
    let key = home.box_folder().join(own::KEY_FILE);
    if key.exists() {
        copy_file(&key, &to.join(own::KEY_FILE))?;
    }
    files::sync_folder(target).map_err(unwritten)?;
    Ok(copied)
}

/// Copies what of a home are plain files; links are left, since what they name is somebody else's.
fn copy_folder(from: &Path, to: &Path, depth: usize, copied: &mut usize) -> Result<(), CliError> {
    let unread = |error: io::Error| CliError::read(from, &error);
    for entry in fs::read_dir(from).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let kind = entry.file_type().map_err(unread)?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if kind.is_dir() && entry.file_name() != BOX && depth > 0 {
            files::private_folder(&target).map_err(|error| CliError::write(&target, &error))?;
            copy_folder(&source, &target, depth - 1, copied)?;
        } else if kind.is_file() {
            copy_file(&source, &target)?;
            *copied += 1;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<(), CliError> {
    let mut source = files::open_ordinary(from).map_err(|error| CliError::read(from, &error))?;
    let copied = files::new_private_file(to)
        .and_then(|mut file| io::copy(&mut source, &mut file).and_then(|_| file.sync_all()));
    copied.map_err(|error| CliError::write(to, &error))
}

fn tell(target: &Path, records: usize, copied: usize, context: &mut Context<'_>) -> Outcome {
    let words = if context.json {
        json!({"folder": target.display().to_string(), "records": records, "files": copied})
            .to_string()
    } else {
        format!("{}: {records} records and {copied} files", target.display())
    };
    line(context.out, &words)?;
    if !context.quiet {
        let words = "it holds the box's signing key: keep it as you keep the box, and use one of the two only";
        line(context.err, words)?;
    }
    Ok(Done::Clean)
}
