//! The ledger of releases: what has left the statistical door of this home.
//!
//! `releases/ledger.age` holds the exact counts behind every release, sealed to the statistics office;
//! `releases/0001.json` and so on are the releases as they went out, protected figures only. Figures of a
//! release that go out once more in other bytes, a view and then every table, or on another day, are kept
//! beside it as `releases/0001-HASH.json`: every byte that left can be shown, and packed. The
//! ledger is written first: a release that is entered and was never sent costs nothing, one that was
//! sent and not entered could be subtracted from the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::base::time::Day;
use crate::stats::release::{self, Decision, Entry, Refusal, Snapshot};
use crate::vault::durable;
use crate::vault::keyring::KeyRing;
use crate::vault::seal::{self, OpenError, SealError};
use crate::vault::store::files;

use super::figures::Holders;
use super::home::Home;

/// The ledger's file.
const LEDGER: &str = "ledger.age";
/// The most releases; their numbers have four digits.
const MOST: u32 = 9_999;

/// A home's releases, opened.
pub struct Releases {
    folder: PathBuf,
    entries: Vec<Entry>,
}

/// What there is to enter.
pub struct Candidate<'a> {
    /// The exact counts.
    pub snapshot: Snapshot,
    /// The wave.
    pub wave: &'a str,
    /// The day.
    pub day: Day,
    /// The protected figures as JSON.
    pub json: &'a [u8],
}

/// Why a release was not entered.
#[derive(Debug)]
pub enum ReleaseError {
    /// It could be subtracted from an earlier one, whose file this is.
    Refused(Refusal, PathBuf),
    /// A file or the folder cannot be read.
    Io(PathBuf, io::Error),
    /// The ledger cannot be written, so nothing was released.
    Unwritten(PathBuf, io::Error),
    /// The ledger is not for these identities, or was damaged.
    Sealed(PathBuf, OpenError),
    /// The ledger was opened and is none.
    Malformed(PathBuf),
    /// Releases are there, their ledger is not.
    Lost(PathBuf),
    /// The ledger could not be sealed: why.
    Seal(SealError),
    /// There are as many as there can be.
    Full,
}

impl Releases {
    /// Opens a home's ledger; a home without one has no releases.
    ///
    /// # Errors
    /// Where it cannot be read, or is not there although releases are.
    pub fn open(home: &Path, holders: &Holders) -> Result<Self, ReleaseError> {
        let folder = home.join("releases");
        let path = folder.join(LEDGER);
        let sealed = match files::read_ordinary(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let first = folder.join(file_name(1));
                return if first.exists() {
                    Err(ReleaseError::Lost(path))
                } else {
                    Ok(Self {
                        folder,
                        entries: Vec::new(),
                    })
                };
            }
            read => read.map_err(|error| ReleaseError::Io(path.clone(), error))?,
        };
        let plain = holders
            .open(&sealed)
            .map_err(|error| ReleaseError::Sealed(path.clone(), error))?;
        let entries = release::read(&plain).map_err(|_| ReleaseError::Malformed(path))?;
        Ok(Self { folder, entries })
    }

    /// Enters figures that are about to leave. The number of their release: an earlier one's where
    /// nothing is new.
    ///
    /// # Errors
    /// Where they could be subtracted from an earlier release, or cannot be entered.
    pub fn enter(&mut self, ring: &KeyRing, new: Candidate<'_>) -> Result<(), ReleaseError> {
        match release::decide(&new.snapshot, new.wave, &self.entries) {
            Decision::Same => self.keep(&new),
            Decision::Refused(refusal) => {
                let file = self.folder.join(file_name(refusal.number));
                Err(ReleaseError::Refused(refusal, file))
            }
            Decision::New => self.write(ring, new),
        }
    }

    fn write(&mut self, ring: &KeyRing, new: Candidate<'_>) -> Result<(), ReleaseError> {
        let last = self.entries.last().map_or(0, |entry| entry.number);
        let number = last + 1;
        if number > MOST {
            return Err(ReleaseError::Full);
        }
        self.entries.push(Entry {
            number,
            date: new.day.to_string(),
            wave: new.wave.to_owned(),
            snapshot: new.snapshot,
        });
        let fault = |path: &Path| {
            let path = path.to_path_buf();
            move |error| ReleaseError::Unwritten(path, error)
        };
        fs::create_dir_all(&self.folder).map_err(fault(&self.folder))?;
        let ledger = self.folder.join(LEDGER);
        let sealed = self.sealed(ring)?;
        durable::replace(&ledger, &sealed).map_err(fault(&ledger))?;
        let file = self.folder.join(file_name(number));
        durable::replace(&file, new.json).map_err(fault(&file))
    }

    /// Keeps what goes out once more beside its release, unless these bytes are kept already.
    fn keep(&self, new: &Candidate<'_>) -> Result<(), ReleaseError> {
        let of_wave = |entry: &&Entry| entry.wave == new.wave;
        let numbers = self.entries.iter().filter(of_wave);
        let mut numbers = numbers.map(|entry| entry.number);
        let is_kept = |number| {
            let file = self.folder.join(file_name(number));
            let is_as_long = file
                .metadata()
                .is_ok_and(|found| found.len() == new.json.len() as u64);
            is_as_long && fs::read(&file).is_ok_and(|kept| kept == new.json)
        };
        if numbers.clone().any(is_kept) {
            return Ok(());
        }
        let number = numbers.next_back().unwrap_or_default();
        let file = self.folder.join(again_name(number, new.json));
        if file.exists() {
            return Ok(());
        }
        durable::replace(&file, new.json)
            .map_err(|error| ReleaseError::Unwritten(file.clone(), error))
    }

    fn sealed(&self, ring: &KeyRing) -> Result<Vec<u8>, ReleaseError> {
        let recipients = ring
            .current()
            .map(|set| set.members().statistics.as_slice());
        let plain = release::write(&self.entries)
            .map_err(|_| ReleaseError::Malformed(self.folder.join(LEDGER)))?;
        seal::seal(&plain, recipients.unwrap_or_default()).map_err(ReleaseError::Seal)
    }
}

/// Where a home's ledger lies.
pub(super) fn ledger(home: &Home) -> PathBuf {
    home.root().join("releases").join(LEDGER)
}

/// The name of a release's file.
fn file_name(number: u32) -> String {
    format!("{number:04}.json")
}

/// The name of the same figures in other bytes: the release's number, and the beginning of their hash.
fn again_name(number: u32, json: &[u8]) -> String {
    let hash = Sha256::digest(json);
    format!("{number:04}-{}.json", hex::encode(&hash[..8]))
}

impl std::fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal, _) => refusal.fmt(f),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Unwritten(path, error) => write!(
                f,
                "{}: {error}: the ledger of releases cannot be written, so nothing was released",
                path.display()
            ),
            Self::Sealed(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Malformed(path) => {
                write!(f, "{}: it is not a ledger of releases", path.display())
            }
            Self::Lost(path) => write!(
                f,
                "{}: it is not there, though releases are: nobody can tell what could be subtracted from them",
                path.display()
            ),
            Self::Seal(error) => error.fmt(f),
            Self::Full => write!(f, "there are {MOST} releases, and no number for another"),
        }
    }
}

impl std::error::Error for ReleaseError {}
