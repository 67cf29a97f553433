//! A recipient: the public half of a key, to which anything may be sealed.

use std::collections::{BTreeSet, HashSet};
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::{fmt, io};

use age_core::format::{FileKey, Stanza};
use bech32::{FromBase32 as _, ToBase32 as _, Variant};

use super::stanza;
use super::x25519::Secret;

/// What a recipient's text begins with: `age1…`.
const PREFIX: &str = "age";
/// Any scalar finds a point of low order, since clamping makes it a multiple of eight.
const PROBE: [u8; 32] = [9; 32];

/// An X25519 recipient whose point is known to be sound.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient {
    /// Its one writing.
    text: String,
    key: [u8; 32],
}

/// Why a text or a key is not a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientError {
    /// Not the one lower-case writing of an `age1…` key.
    Writing,
    /// A point of low order: nothing sealed to it is secret, and age stops the program at it.
    LowOrder,
}

/// Keys that were found sound. A chain of key sets names the same ones in every epoch, and to look at one
/// costs a multiplication on the curve: of a start with twenty epochs that was more than half.
static SOUND: Mutex<BTreeSet<[u8; 32]>> = Mutex::new(BTreeSet::new());
/// More keys than these are looked at each time.
const REMEMBERED: usize = 4_096;

/// Whether a point is not of low order.
fn is_sound(key: [u8; 32]) -> bool {
    let known = || SOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if known().contains(&key) {
        return true;
    }
    let is_sound = Secret::new(PROBE).shared_with(&key).is_some();
    let mut known = known();
    if is_sound && known.len() < REMEMBERED {
        known.insert(key);
    }
    is_sound
}

impl Recipient {
    /// The recipient with an X25519 public key.
    ///
    /// # Errors
    /// Where the point is of low order.
    pub fn from_bytes(key: [u8; 32]) -> Result<Self, RecipientError> {
        if !is_sound(key) {
            return Err(RecipientError::LowOrder);
        }
        Ok(Self::sound(key))
    }

    /// The recipient of whoever holds a secret: no clamped secret has a public half of low order.
    pub(super) fn of(secret: &Secret) -> Self {
        Self::sound(secret.public())
    }

    fn sound(key: [u8; 32]) -> Self {
        let text = bech32::encode(PREFIX, key.to_base32(), Variant::Bech32);
        // The prefix is a constant that bech32 takes: there is always a text.
        let text = text.unwrap_or_default();
        Self { text, key }
    }

    /// The X25519 public key.
    pub(super) const fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Makes a recipient whose identity nobody has: it stands in for a department without a key, so
    /// that the number of stanzas says nothing.
    pub fn throw_away() -> Self {
        Self::of(&Secret::random())
    }

    /// Its text, `age1…`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Recipient {
    type Err = RecipientError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (prefix, data, variant) = bech32::decode(text).map_err(|_| RecipientError::Writing)?;
        let bytes = Vec::from_base32(&data).map_err(|_| RecipientError::Writing)?;
        let key: [u8; 32] = bytes.try_into().map_err(|_| RecipientError::Writing)?;
        if prefix != PREFIX || variant != Variant::Bech32 {
            return Err(RecipientError::Writing);
        }
        let recipient = Self::from_bytes(key)?;
        // One key, one writing: a key set compares and signs texts.
        if recipient.text == text {
            Ok(recipient)
        } else {
            Err(RecipientError::Writing)
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for RecipientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Writing => "it is not an age recipient (`age1…`, lower case)",
            Self::LowOrder => "it is a degenerate key to which nothing can be sealed",
        })
    }
}

impl std::error::Error for RecipientError {}

impl age::Recipient for Recipient {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        let stanza = stanza::wrap(file_key, &self.key)
            .ok_or_else(|| age::EncryptError::Io(io::Error::other(RecipientError::LowOrder)))?;
        Ok((vec![stanza], HashSet::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of the age crate's own tests.
    const PUBLIC: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    #[test]
    fn it_has_one_writing() {
        assert_eq!(PUBLIC.parse::<Recipient>().unwrap().as_str(), PUBLIC);
        let upper = PUBLIC.to_uppercase();
        let cut = PUBLIC.trim_start_matches('a');
        for bad in [upper.as_str(), "age1", "", cut, "age1pq"] {
            assert_eq!(bad.parse::<Recipient>(), Err(RecipientError::Writing));
        }
    }

    #[test]
    fn it_refuses_points_of_low_order() {
        let one = std::array::from_fn(|at| u8::from(at == 0));
        for point in [[0; 32], one, [0; 32], one] {
            assert_eq!(Recipient::from_bytes(point), Err(RecipientError::LowOrder));
        }
    }
}
