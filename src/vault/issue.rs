//! Issuing a key: a new identity in a file, and the next key set that names it.
//!
//! The identity is durable before the key set names it: a crash in between leaves a file that
//! nobody relies on, never a recipient whose identity is lost.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;

use crate::base::time::Day;

use super::durable;
use super::identity::{IdentityError, NewIdentity, Passphrase};
use super::keyring::{self, KeyRing};
use super::keyset::{KeySet, KeySetError, Members};
use super::store::files;

/// The file in `keys/` that holds the path of the institution file written last, and nothing secret.
const LAST_SIGNER: &str = "last-signer";

/// The file in `keys/` that says who keeps which key, as they named themselves; unsigned, for people.
const NAMES: &str = "holders.json";
/// It is no longer than this.
const NAMES_LIMIT: u64 = 4 << 20;

/// What to issue, and where.
pub struct Request<'a> {
    /// The home's `keys/`.
    pub folder: &'a Path,
    /// The new identity.
    pub identity: &'a NewIdentity,
    /// Its file, which must not exist.
    pub out: &'a Path,
    /// What protects the file.
    pub passphrase: Option<&'a Passphrase>,
    /// An institution of the current key set; not needed for the first, which signs itself.
    pub signer: Option<&'a SigningKey>,
    /// Today.
    pub day: Day,
}

/// Why no key was issued. No key set was written then, and no identity file is left.
#[derive(Debug)]
pub enum IssueError {
    /// There is a key set, and nobody to sign the next.
    NoSigner,
    /// The next key set would not be sound, or the signer may not sign it.
    Set(KeySetError),
    /// The identity file was not written.
    Identity(IdentityError),
    /// The key set was not written.
    Publish(io::Error),
}

/// Issues a key: writes the identity file, then the next key set of the ring, and adds it there.
///
/// # Errors
/// Why no key was issued.
pub fn issue(ring: &mut KeyRing, request: &Request<'_>) -> Result<(), IssueError> {
    let next = next_set(ring, request)?;
    let written = request
        .identity
        .write(request.out, request.day, request.passphrase);
    written.map_err(IssueError::Identity)?;
    if let Err(error) = keyring::publish(request.folder, &next) {
        withdraw_file(request, &next);
        return Err(IssueError::Publish(error));
    }
    ring.push(next).map_err(IssueError::Set)
}

/// Signs the set of these members that comes next, writes it, and adds it to the ring. `signer` is an
/// institution of the current set; for the first set, of these members.
///
/// # Errors
/// Why there is no new set; nothing was written then.
pub fn publish(
    ring: &mut KeyRing,
    folder: &Path,
    members: Members,
    day: Day,
    signer: &SigningKey,
) -> Result<(), IssueError> {
    let day = day_of_next(ring.current(), day);
    let next = KeySet::sign(ring.current(), members, day, signer).map_err(IssueError::Set)?;
    keyring::publish(folder, &next).map_err(IssueError::Publish)?;
    ring.push(next).map_err(IssueError::Set)
}

/// The names that holders gave themselves, by recipient; what cannot be read names nobody.
pub fn names(folder: &Path) -> BTreeMap<String, String> {
    let bytes = durable::read_limited(&folder.join(NAMES), NAMES_LIMIT);
    let bytes = bytes.ok().flatten().unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Notes the names of holders by recipient, beside those that are known.
///
/// # Errors
/// As writing does.
pub fn note_names(folder: &Path, named: &[(String, String)]) -> io::Result<()> {
    let mut all = names(folder);
    all.extend(named.iter().filter(|(_, name)| !name.is_empty()).cloned());
    let bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
    durable::replace(&folder.join(NAMES), &[bytes.as_slice(), b"\n"].concat())
}

/// Everything that can be refused is refused here, before anything is written.
fn next_set(ring: &KeyRing, request: &Request<'_>) -> Result<KeySet, IssueError> {
    let identity = request.identity;
    let current = ring.current();
    let own = identity.signer().filter(|_| current.is_none());
    let mut members = current.map_or_else(Members::default, |set| set.members().clone());
    let verifier = identity.signer().map(|key| key.verifying_key().to_bytes());
    members
        .add(
            identity.holder(),
            identity.age().recipient().clone(),
            verifier,
        )
        .map_err(IssueError::Set)?;
    let signer = own.or(request.signer).ok_or(IssueError::NoSigner)?;
    let day = day_of_next(current, request.day);
    KeySet::sign(current, members, day, signer).map_err(IssueError::Set)
}

/// The day of the next key set: the clock's, but never before that of the set it follows. A clock that was ahead once
/// must not keep anybody from retiring a key.
pub fn day_of_next(current: Option<&KeySet>, today: Day) -> Day {
    current.map_or(today, |before| today.max(before.date()))
}

/// Takes the identity file away again, unless the key set is there after all and names it.
fn withdraw_file(request: &Request<'_>, set: &KeySet) {
    let path = request.folder.join(keyring::file_name(set.epoch()));
    let named = files::read_ordinary(&path).is_ok_and(|document| document == set.document());
    if !named {
        drop(std::fs::remove_file(request.out));
    }
}

/// Remembers where the institution's identity file was written, to sign with next time.
///
/// # Errors
/// As writing does.
pub fn remember_signer(folder: &Path, path: &Path) -> io::Result<()> {
    let whole = std::path::absolute(path)?;
    // A path that is no text is not remembered; `--signer` still takes it.
    whole.to_str().map_or(Ok(()), |text| {
        durable::replace(&folder.join(LAST_SIGNER), format!("{text}\n").as_bytes())
    })
}

/// The institution's identity file that this home wrote last.
pub fn last_signer(folder: &Path) -> Option<PathBuf> {
    let text = String::from_utf8(files::read_ordinary(&folder.join(LAST_SIGNER)).ok()?).ok()?;
    let path = text.strip_suffix('\n').unwrap_or(&text);
    (!path.is_empty()).then(|| PathBuf::from(path))
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSigner => f.write_str("an institution identity must sign the key set"),
            Self::Set(error) => error.fmt(f),
            Self::Identity(error) => error.fmt(f),
            Self::Publish(error) => write!(f, "the key set was not written: {error}"),
        }
    }
}

impl std::error::Error for IssueError {}
