//! Where a result may be written: never in the place of what cannot be made again.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::error::{CliError, Kind};
use super::{Context, choose};
use crate::vault::checkpoint::BoxKey;

/// How a private key begins, in an identity file without a passphrase and with one.
pub(super) const PRIVATE: [&str; 2] = ["AGE-SECRET-KEY-1", "-----BEGIN AGE ENCRYPTED FILE-----"];
/// How an SQLite file begins.
const STORE: &[u8] = b"SQLite format 3\0";
/// So much of a file is looked at: no identity is longer.
const LOOKED_AT: u64 = 64 << 10;

/// Whether a result may be written there: not into what a home is made of, and not over a private key or a store,
/// wherever they lie.
///
/// # Errors
/// Why not; nothing was written.
pub(super) fn may_take(path: &Path, context: &Context<'_>) -> Result<(), CliError> {
    let home = choose::home(context);
    let parts = [home.box_folder(), home.keys(), home.surveys()];
    let why = if parts.iter().any(|part| lies_in(path, part)) {
        "it lies in a folder that the home is made of"
    } else {
        match precious(path) {
            Some(what) => what,
            None => return Ok(()),
        }
    };
    let words = format!("{}: not written: {why}", path.display());
    Err(CliError::new(Kind::Usage, words)
        .hint("choose another name for the result; nothing was changed"))
}

fn lies_in(path: &Path, folder: &Path) -> bool {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize();
    let folder = folder.canonicalize();
    matches!((parent, folder), (Ok(parent), Ok(folder)) if parent.starts_with(&folder))
}

/// What is there that nobody could make again.
fn precious(path: &Path) -> Option<&'static str> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = zeroize::Zeroizing::new(Vec::new());
    let file = File::open(path).ok()?;
    file.take(LOOKED_AT).read_to_end(&mut bytes).ok()?;
    if bytes.starts_with(STORE) {
        return Some("a store is there already");
    }
    let text = std::str::from_utf8(&bytes).ok()?;
    let is_private = |line: &str| PRIVATE.iter().any(|private| line.starts_with(private));
    let is_key = text.lines().any(is_private) || BoxKey::parse(text).is_some();
    is_key.then_some("a private key is there already")
}
