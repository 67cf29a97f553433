//! The chain of key sets in a home's `keys/`, and what a box remembers of it.
//!
//! One file an epoch, `keyset-000001.txt` and so on. Each is signed by an institution of the one
//! before and names its hash, so that one hash pins all that came before it, signers too.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::hex;

use super::durable;
use super::keyset::{DOCUMENT_LIMIT, KeySet, KeySetError};

/// A whole chain, from the first epoch to the current one.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    sets: Vec<KeySet>,
}

/// What a box remembers of the key set it saw last: nothing older, nothing else is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pins {
    /// The epoch.
    pub epoch: u64,
    /// SHA-256 of its document, which names its signers and, through the chain, all before it.
    pub sha256: [u8; 32],
}

/// Why a chain is refused.
#[derive(Debug)]
pub enum KeyRingError {
    /// A file or the folder cannot be read.
    Io(PathBuf, io::Error),
    /// A document of the chain is refused.
    Set(PathBuf, KeySetError),
    /// The epoch after this one is there, but not this one.
    Gap(PathBuf),
}

/// Why a chain is not the one that was pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinError {
    /// There is no key set.
    None,
    /// The newest is older than the one seen before: the epoch pinned, and the epoch found.
    Older(u64, u64),
    /// At the pinned epoch stands another document: it is another institution's, or was forged.
    Foreign(u64),
}

/// The name of an epoch's file.
pub fn file_name(epoch: u64) -> String {
    format!("keyset-{epoch:06}.txt")
}

impl KeyRing {
    /// Reads and verifies the chain in a `keys/` folder; a folder that is empty or not there gives an
    /// empty ring.
    ///
    /// # Errors
    /// The first file that is missing, unreadable or refused.
    pub fn load(folder: &Path) -> Result<Self, KeyRingError> {
        let mut ring = Self::default();
        for epoch in 1..=newest(folder)? {
            let path = folder.join(file_name(epoch));
            let document = match read_document(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(KeyRingError::Gap(path));
                }
                read => read.map_err(|error| KeyRingError::Io(path.clone(), error))?,
            };
            KeySet::parse(&document)
                .and_then(|set| ring.push(set))
                .map_err(|error| KeyRingError::Set(path, error))?;
        }
        Ok(ring)
    }

    /// Adds the set that comes next.
    ///
    /// # Errors
    /// Where it does not follow the current one.
    pub fn push(&mut self, set: KeySet) -> Result<(), KeySetError> {
        set.follows(self.current())?;
        self.sets.push(set);
        Ok(())
    }

    /// The newest set.
    pub fn current(&self) -> Option<&KeySet> {
        self.sets.last()
    }

    /// The set of an epoch.
    pub fn get(&self, epoch: u64) -> Option<&KeySet> {
        let place = usize::try_from(epoch.checked_sub(1)?).ok()?;
        self.sets.get(place)
    }

    /// All sets, the first epoch first.
    pub fn sets(&self) -> &[KeySet] {
        &self.sets
    }

    /// What to remember of the newest set.
    pub fn pins(&self) -> Option<Pins> {
        self.current().map(Pins::of)
    }

    /// Checks that this chain holds what was pinned, and gives its newest set.
    ///
    /// # Errors
    /// Where there is none, or it is older or another's.
    pub fn check(&self, pins: &Pins) -> Result<&KeySet, PinError> {
        let current = self.current().ok_or(PinError::None)?;
        let pinned = self.get(pins.epoch);
        match pinned.map(KeySet::sha256) {
            None => Err(PinError::Older(pins.epoch, current.epoch())),
            Some(found) if found != pins.sha256 => Err(PinError::Foreign(pins.epoch)),
            Some(_) => Ok(current),
        }
    }
}

impl Pins {
    /// What to remember of a set.
    pub fn of(set: &KeySet) -> Self {
        Self {
            epoch: set.epoch(),
            sha256: set.sha256(),
        }
    }

    /// Reads what [`Display`](fmt::Display) writes: the epoch and the hash in hex.
    pub fn parse(text: &str) -> Option<Self> {
        let (epoch, sha256) = text.split_once(' ')?;
        let pins = Self {
            epoch: epoch.parse().ok()?,
            sha256: hex::decode_array(sha256)?,
        };
        (pins.to_string() == text).then_some(pins)
    }
}

/// Writes the next set of a chain into its folder, whole or not at all.
///
/// # Errors
/// `AlreadyExists` where another process wrote one first; else as writing does.
pub fn publish(folder: &Path, set: &KeySet) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    durable::publish_new(&folder.join(file_name(set.epoch())), set.document())
}

/// The highest epoch that has a file, 0 where there is none.
fn newest(folder: &Path) -> Result<u64, KeyRingError> {
    let failed = |error| KeyRingError::Io(folder.to_path_buf(), error);
    let mut entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        read => read.map_err(failed)?,
    };
    entries.try_fold(0, |newest, entry| {
        let name = entry.map_err(failed)?.file_name();
        Ok(newest.max(epoch_of(&name.to_string_lossy()).unwrap_or_default()))
    })
}

/// The epoch that a file's name gives, where it is the name of a key set.
fn epoch_of(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("keyset-")?.strip_suffix(".txt")?;
    let epoch = digits.parse().ok()?;
    (file_name(epoch) == name).then_some(epoch)
}

fn read_document(path: &Path) -> io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut document = Vec::new();
    // One byte more than allowed is enough to be refused.
    let limit = u64::try_from(DOCUMENT_LIMIT).unwrap_or(u64::MAX) + 1;
    std::fs::File::open(path)?
        .take(limit)
        .read_to_end(&mut document)?;
    Ok(document)
}

impl fmt::Display for Pins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.epoch, hex::encode(&self.sha256))
    }
}

impl fmt::Display for KeyRingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Set(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Gap(path) => write!(
                f,
                "{}: it is missing, and a later one is there",
                path.display()
            ),
        }
    }
}

impl fmt::Display for PinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("there is no key set"),
            Self::Older(pinned, found) => write!(
                f,
                "the key set is of epoch {found}, and this box has seen epoch {pinned}"
            ),
            Self::Foreign(epoch) => write!(
                f,
                "the key set of epoch {epoch} is not the one that this box was set up with"
            ),
        }
    }
}

impl std::error::Error for KeyRingError {}
impl std::error::Error for PinError {}
