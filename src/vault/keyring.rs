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

/// The file that names the set whose fingerprint a person compared.
const COMPARED: &str = "compared.txt";

/// Why a chain is refused.
#[derive(Debug)]
pub enum KeyRingError {
    /// A file or the folder cannot be read.
    Io(PathBuf, io::Error),
    /// A document of the chain is refused.
    Set(PathBuf, KeySetError),
    /// The epoch after this one is there, but not this one.
    Gap(PathBuf),
    /// It does not name a set, or the set it names is not the one that stands there.
    Compared(PathBuf),
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
        let (mut ring, next) = match compared(folder)? {
            None => (Self::default(), 1),
            Some(pins) => (Self::around(folder, &pins)?, pins.epoch.saturating_add(1)),
        };
        for epoch in next..=newest(folder)? {
            let path = folder.join(file_name(epoch));
            let set = read_set(&path)?.ok_or_else(|| KeyRingError::Gap(path.clone()))?;
            ring.push(set)
                .map_err(|error| KeyRingError::Set(path, error))?;
        }
        Ok(ring)
    }

    /// The set that a person compared, and before it those that its institutions signed.
    fn around(folder: &Path, pins: &Pins) -> Result<Self, KeyRingError> {
        let is_it = |set: &KeySet| set.epoch() == pins.epoch && set.sha256() == pins.sha256;
        let anchor = read_set(&folder.join(file_name(pins.epoch)))?.filter(is_it);
        let anchor = anchor.ok_or_else(|| KeyRingError::Compared(folder.join(COMPARED)))?;
        let mut sets = Vec::new();
        for epoch in epochs(folder)?
            .into_iter()
            .filter(|epoch| *epoch < pins.epoch)
        {
            let set = read_set(&folder.join(file_name(epoch)))?;
            sets.extend(
                set.filter(|set| set.epoch() == epoch && anchor.has_verifier(set.signer())),
            );
        }
        sets.push(anchor);
        Ok(Self { sets })
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
        self.sets.iter().find(|set| set.epoch() == epoch)
    }

    /// Whether somebody who may sign key sets signed this one for an epoch of which another is here.
    pub fn is_forked_by(&self, set: &KeySet) -> bool {
        let is_another = self.get(set.epoch()).is_some_and(|own| own != set);
        is_another && self.sets.iter().any(|own| own.has_verifier(set.signer()))
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

/// Begins the ring of a home that has none at a set whose fingerprint a person compared, with other
/// sets that came along; those that it says nothing about are left out.
///
/// # Errors
/// `AlreadyExists` where the home has key sets; else as writing does.
pub fn adopt(folder: &Path, compared: &KeySet, others: &[KeySet]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let has_sets = epochs(folder).map_or(true, |epochs| !epochs.is_empty());
    if has_sets {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let earlier = others
        .iter()
        .filter(|set| set.epoch() < compared.epoch() && compared.has_verifier(set.signer()));
    // First where the ring begins: a chain without its beginning would be refused as broken.
    let line = format!("{}\n", Pins::of(compared));
    durable::replace(&folder.join(COMPARED), line.as_bytes())?;
    publish(folder, compared)?;
    let mut seen = std::collections::BTreeSet::new();
    earlier
        .filter(|set| seen.insert(set.epoch()))
        .try_for_each(|set| publish(folder, set))
}

/// What the file about the compared set says; `None` where there is none.
fn compared(folder: &Path) -> Result<Option<Pins>, KeyRingError> {
    let path = folder.join(COMPARED);
    let bytes = match read_document(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| KeyRingError::Io(path.clone(), error))?,
    };
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let pins = Pins::parse(text.trim_end());
    pins.map(Some).ok_or(KeyRingError::Compared(path))
}

/// The highest epoch that has a file, 0 where there is none.
fn newest(folder: &Path) -> Result<u64, KeyRingError> {
    Ok(epochs(folder)?.last().copied().unwrap_or_default())
}

/// The epochs that have a file, ascending.
fn epochs(folder: &Path) -> Result<std::collections::BTreeSet<u64>, KeyRingError> {
    let failed = |error| KeyRingError::Io(folder.to_path_buf(), error);
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok([].into()),
        read => read.map_err(failed)?,
    };
    let mut epochs = std::collections::BTreeSet::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        epochs.extend(epoch_of(&name.to_string_lossy()));
    }
    Ok(epochs)
}

/// A set of a file; `None` where there is no such file.
fn read_set(path: &Path) -> Result<Option<KeySet>, KeyRingError> {
    let document = match read_document(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| KeyRingError::Io(path.to_path_buf(), error))?,
    };
    let set = KeySet::parse(&document);
    set.map(Some)
        .map_err(|error| KeyRingError::Set(path.to_path_buf(), error))
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
    super::store::files::open_ordinary(path)?
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
            Self::Compared(path) => write!(
                f,
                "{}: the key set beside it is not the one that was compared",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Day;
    use crate::vault::identity::NewIdentity;
    use crate::vault::keyset::{Holder, Members};

    /// A chain of three epochs of one institution, and a set of another.
    fn chain() -> (Vec<KeySet>, KeySet) {
        let identity = |at: u8| {
            NewIdentity::from_random(Holder::Institution, &[at; 32], &[at; 32]).expect("sound")
        };
        let day = Day::parse("2026-11-22").expect("a day");
        let mut sets: Vec<KeySet> = Vec::new();
        let mut members = Members::default();
        let first = identity(1);
        let signer = first.signer().expect("it signs").clone();
        for at in 1..=3 {
            let one = identity(at);
            let verifier = one.signer().map(|key| key.verifying_key().to_bytes());
            let recipient = one.age().recipient().clone();
            members
                .add(&Holder::Institution, recipient, verifier)
                .expect("sound");
            let set = KeySet::sign(sets.last(), members.clone(), day, &signer).expect("sound");
            sets.push(set);
        }
        let other = identity(9);
        let mut strangers = Members::default();
        let key = other.signer().expect("it signs");
        let verifier = Some(key.verifying_key().to_bytes());
        strangers
            .add(
                &Holder::Institution,
                other.age().recipient().clone(),
                verifier,
            )
            .expect("sound");
        let stranger = KeySet::sign(None, strangers, day, key).expect("sound");
        (sets, stranger)
    }

    #[test]
    fn a_ring_begins_at_the_set_that_was_compared_and_goes_on_from_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = folder.path().join("keys");
        let (sets, stranger) = chain();
        adopt(&keys, &sets[1], &[sets[0].clone()]).expect("written");
        let ring = KeyRing::load(&keys).expect("it loads");
        assert_eq!(ring.sets(), &sets[..2]);
        assert_eq!(ring.get(2), Some(&sets[1]));
        publish(&keys, &sets[2]).expect("written");
        assert_eq!(
            KeyRing::load(&keys).expect("it loads").current(),
            Some(&sets[2])
        );
        assert!(adopt(&keys, &sets[1], &[]).is_err(), "it has sets already");

        // An earlier set that none of its institutions signed is not taken.
        let keys = folder.path().join("other");
        adopt(&keys, &sets[1], &[stranger]).expect("written");
        assert_eq!(KeyRing::load(&keys).expect("it loads").sets(), &sets[1..2]);
    }

    #[test]
    fn another_set_in_the_compared_ones_place_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = folder.path().join("keys");
        let (sets, stranger) = chain();
        adopt(&keys, &sets[0], &[]).expect("written");
        std::fs::write(keys.join(file_name(1)), stranger.document()).expect("written");
        assert!(matches!(
            KeyRing::load(&keys),
            Err(KeyRingError::Compared(_))
        ));
    }
}
