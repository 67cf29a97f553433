//! Where a result may be written: never in the place of what cannot be made again.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::{CliError, Kind};
use super::{Context, choose};
use crate::vault::checkpoint::BoxKey;
use crate::vault::durable;

/// How a private key begins, in an identity file without a passphrase and with one.
pub(super) const PRIVATE: [&str; 2] = ["AGE-SECRET-KEY-1", "-----BEGIN AGE ENCRYPTED FILE-----"];
/// The heading of a list of invitations.
pub(super) const INVITATIONS: &str = "invitation";
/// How an SQLite file begins.
const STORE: &[u8] = b"SQLite format 3\0";
/// So much of a file is looked at: no identity is longer.
const LOOKED_AT: u64 = 64 << 10;

/// What a home is made of, and what it alone can make again.
const PARTS: [&str; 6] = [
    "box",
    "keys",
    "surveys",
    "releases",
    "tallybox.toml",
    "headcounts.csv",
];
/// What tells a home from any other folder.
const OF_A_HOME: [&str; 3] = [
    "box/store.sqlite",
    "keys/keyset-000001.txt",
    "tallybox.toml",
];

/// Whether a result may be written there: not into what a home is made of, and not over a private key or a store,
/// wherever they lie.
///
/// # Errors
/// Why not; nothing was written.
pub(super) fn may_take(path: &Path, context: &Context<'_>) -> Result<(), CliError> {
    let own = choose::home(context).root().to_path_buf();
    let why = if is_part_of_a_home(path, &own) {
        "it lies in a folder that a home is made of"
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

/// Whether a file is one of the home's own, or of any home above it; a link counts as what it leads to.
fn is_part_of_a_home(path: &Path, own: &Path) -> bool {
    let whole = resolved(path);
    let own = own.canonicalize().ok();
    let is_home = |folder: &Path| {
        own.as_deref() == Some(folder) || OF_A_HOME.iter().any(|mark| folder.join(mark).is_file())
    };
    let part_of = |folder: &Path| {
        PARTS
            .iter()
            .any(|part| whole.starts_with(folder.join(part)))
    };
    whole
        .ancestors()
        .skip(1)
        .any(|folder| part_of(folder) && is_home(folder))
}

/// Writes a file that its owner alone can read, whole or not at all, in the place of an earlier one. A pipe or a
/// device that was named on purpose is written to as it is.
///
/// # Errors
/// Where it cannot be written; what was there is then still there.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let written = match fs::metadata(path) {
        Ok(found) if !found.is_file() => fs::write(path, bytes),
        _ => durable::replace_private(path, bytes),
    };
    written.map_err(|error| {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let words = match folder.filter(|folder| !folder.exists()) {
            Some(folder) => format!("{}: there is no such folder", folder.display()),
            None => format!("{}: {error}", path.display()),
        };
        CliError::new(Kind::Input, words).hint("give another place with `-o` or `--out-dir`")
    })
}

/// A path without links, as far as it leads to something.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => resolved(parent).join(name),
        _ => Path::new(".").canonicalize().unwrap_or_default(),
    }
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
    // A sheet for paper that is a page holds the key inside its marks.
    let is_sheet = text.contains(&format!(">{}", PRIVATE[0]));
    if text.lines().any(is_private) || is_sheet || BoxKey::parse(text).is_some() {
        return Some("a private key is there already");
    }
    let is_list = text.lines().next() == Some(INVITATIONS);
    is_list.then_some("a list of invitations is there already, which cannot be made again")
}
