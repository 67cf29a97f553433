//! The ledger of releases: what has left the statistical door of this home.
//!
//! `releases/ledger.age` holds the exact counts behind every release, sealed to the statistics office;
//! `releases/0001.json` and so on are the releases as they went out, protected figures only. Figures of a
//! release that go out once more in other bytes, a view and then every table, or on another day, are kept
//! beside it as `releases/0001-HASH.json`: every byte that left can be shown, and packed. The
//! ledger is written first: a release that is entered and was never sent costs nothing, one that was
//! sent and not entered could be subtracted from the next. One report after the other reads and writes it, behind a
//! lock. A ledger that lacks a release which lies beside it, or of which the home's store knows, is an old copy: no
//! ledger at all.
//!
//! It is one home's: what another home released is not known here.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::base::time::Day;
use crate::stats::release::{self, Decision, Entry, Near, Refusal, Snapshot};
use crate::vault::durable;
use crate::vault::keyring::KeyRing;
use crate::vault::seal::{self, OpenError, SealError};
use crate::vault::store::{Store, files};

use super::figures::Holders;
use super::home::Home;

/// The ledger's file.
const LEDGER: &str = "ledger.age";
/// Held by the report that reads and writes the ledger.
const LOCK: &str = "ledger.lock";
/// How many releases were made: a setting of the home's store, so that a folder which is gone is missed.
const MADE: &str = "releases";
/// The most releases; their numbers have four digits.
const MOST: u32 = 9_999;

/// A home's releases, opened. Nobody else has them open at the same time.
struct Releases {
    folder: PathBuf,
    box_folder: PathBuf,
    entries: Vec<Entry>,
    _lock: Option<File>,
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
    /// The ledger is an old copy: it does not know this release.
    Old(PathBuf, u32),
    /// The ledger could not be sealed: why.
    Seal(SealError),
    /// There are as many as there can be.
    Full,
}

/// Enters figures that are about to leave a home, where they are not an earlier release's, unchanged. What is said of an
/// earlier wave's figures beside them.
///
/// # Errors
/// Where they could be subtracted from an earlier release, or cannot be entered: the ledger cannot be read or
/// written, is not there although releases are, or lacks one of them.
pub fn enter(
    home: &Home,
    holders: &Holders,
    ring: &KeyRing,
    new: Candidate<'_>,
) -> Result<Option<Near>, ReleaseError> {
    let mut releases = Releases::open(home, holders)?;
    let near = release::near(&new.snapshot, new.wave, &releases.entries);
    releases.enter(ring, new)?;
    Ok(near)
}

impl Releases {
    /// Opens a home's ledger behind its lock; a home without one has no releases.
    fn open(home: &Home, holders: &Holders) -> Result<Self, ReleaseError> {
        let folder = home.root().join("releases");
        let lock = locked(&folder)?;
        let path = folder.join(LEDGER);
        let entries = match files::read_ordinary(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(ReleaseError::Io(path, error)),
            Ok(sealed) => Some(read(&path, &sealed, holders)?),
        };
        let releases = Self {
            entries: entries.unwrap_or_default(),
            box_folder: home.box_folder(),
            folder,
            _lock: lock,
        };
        releases.check_newest(&path)?;
        Ok(releases)
    }

    /// Whether the ledger knows every release that lies beside it, and as many as the store does.
    fn check_newest(&self, ledger: &Path) -> Result<(), ReleaseError> {
        let known = self.last();
        let newest = self.beside().max(made(&self.box_folder));
        match (known, newest) {
            (known, newest) if newest <= known => Ok(()),
            (0, _) => Err(ReleaseError::Lost(ledger.to_path_buf())),
            (_, newest) => Err(ReleaseError::Old(ledger.to_path_buf(), newest)),
        }
    }

    fn last(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.number)
    }

    /// The highest number of a release that lies in the folder.
    fn beside(&self) -> u32 {
        let found = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let numbers = found.filter_map(|file| number(&file.file_name().to_string_lossy()));
        numbers.max().unwrap_or_default()
    }

    fn enter(&mut self, ring: &KeyRing, new: Candidate<'_>) -> Result<(), ReleaseError> {
        match release::decide(&new.snapshot, new.wave, &self.entries) {
            Decision::OfNobody => Ok(()),
            Decision::Same => self.keep(&new),
            Decision::Refused(refusal) => {
                let file = self.folder.join(file_name(refusal.number));
                Err(ReleaseError::Refused(refusal, file))
            }
            Decision::New => self.write(ring, new),
        }
    }

    fn write(&mut self, ring: &KeyRing, new: Candidate<'_>) -> Result<(), ReleaseError> {
        let number = self.last() + 1;
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
        let ledger = self.folder.join(LEDGER);
        let sealed = self.sealed(ring)?;
        durable::replace(&ledger, &sealed).map_err(fault(&ledger))?;
        let file = self.folder.join(file_name(number));
        durable::replace(&file, new.json).map_err(fault(&file))?;
        remember(&self.box_folder, number);
        Ok(())
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

/// The folder's lock; waits while another report holds it. There is none where nothing can be written, so that nothing
/// new can be entered either, and where the file system knows no locks.
fn locked(folder: &Path) -> Result<Option<File>, ReleaseError> {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, Unsupported};
    let path = folder.join(LOCK);
    let held = fs::create_dir_all(folder)
        .and_then(|()| files::lock_file(&path))
        .and_then(|lock| lock.lock().map(|()| lock));
    match held {
        Ok(lock) => Ok(Some(lock)),
        Err(error)
            if [PermissionDenied, ReadOnlyFilesystem, Unsupported].contains(&error.kind()) =>
        {
            Ok(None)
        }
        Err(error) => Err(ReleaseError::Unwritten(path, error)),
    }
}

fn read(path: &Path, sealed: &[u8], holders: &Holders) -> Result<Vec<Entry>, ReleaseError> {
    let plain = holders
        .open(sealed)
        .map_err(|error| ReleaseError::Sealed(path.to_path_buf(), error))?;
    release::read(&plain).map_err(|_| ReleaseError::Malformed(path.to_path_buf()))
}

/// How many releases the home's store knows of; it is a second witness, so that where it cannot be asked it says none.
fn made(box_folder: &Path) -> u32 {
    let kept = Store::open_to_read(box_folder).and_then(|store| store.setting(MADE));
    let kept = kept.ok().flatten();
    let number = kept.and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
    number.map_or(0, u32::from_le_bytes)
}

/// Has the home's store know of a release. Whoever makes reports may be kept from writing there: then only the files
/// beside the ledger say so.
fn remember(box_folder: &Path, number: u32) {
    let store = Store::open(box_folder);
    drop(store.and_then(|mut store| store.set_setting(MADE, &number.to_le_bytes())));
}

/// Where a home's ledger lies.
pub(super) fn ledger(home: &Home) -> PathBuf {
    home.root().join("releases").join(LEDGER)
}

/// The name of a release's file.
fn file_name(number: u32) -> String {
    format!("{number:04}.json")
}

/// The number of a release's file, of whichever bytes.
fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".json")?.get(..4)?;
    digits.parse().ok()
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
            Self::Old(path, number) => write!(
                f,
                "{}: it is an old copy, which does not know release {number}: nobody can tell what could be subtracted from that",
                path.display()
            ),
            Self::Seal(error) => error.fmt(f),
            Self::Full => write!(f, "there are {MOST} releases, and no number for another"),
        }
    }
}

impl std::error::Error for ReleaseError {}
