//! An identity of our own: the secret half of a key, made for opening thousands of parts.
//!
//! age's own X25519 identity works its public key out anew for every stanza and tries stanzas in
//! file order: two thirds of the cost of opening (docs/measured.md). This one keeps its public key
//! and tries first the stanza that was its own the last time. What it accepts is the same.

use std::sync::atomic::{AtomicUsize, Ordering};

use age::DecryptError;
use age_core::format::{FileKey, Stanza};
use age_core::primitives::hkdf;
use bech32::{FromBase32 as _, ToBase32 as _, Variant};
use zeroize::Zeroizing;

use super::recipient::{Recipient, RecipientError};
use super::stanza::{Fields, TAG};
use super::x25519::Secret;

/// Lower case, as `bech32` 0.9 takes it; the text itself is upper case.
const PREFIX: &str = "age-secret-key-";

/// An X25519 identity that remembers its public key and which stanza was its own.
///
/// There is no `Debug` on purpose. The secret is wiped on drop.
pub struct OwnIdentity {
    secret: Secret,
    recipient: Recipient,
    /// The place of the stanza that this identity opened last; only ever a guess.
    likely: AtomicUsize,
}

impl OwnIdentity {
    /// The identity with a secret; every 32 bytes are one.
    ///
    /// # Errors
    /// Never in practice: no clamped secret has a public key of low order.
    pub fn from_secret(bytes: &[u8; 32]) -> Result<Self, RecipientError> {
        let secret = Secret::new(*bytes);
        let recipient = Recipient::of(&secret);
        Ok(Self {
            secret,
            recipient,
            likely: AtomicUsize::new(0),
        })
    }

    /// Reads an `AGE-SECRET-KEY-1…` text; `None` where it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, mut data, variant) = bech32::decode(text).ok()?;
        let bytes = Vec::from_base32(&data).ok().map(Zeroizing::new);
        data.fill(bech32::u5::default());
        let secret: Zeroizing<[u8; 32]> = Zeroizing::new(bytes?.as_slice().try_into().ok()?);
        let sound = prefix == PREFIX && variant == Variant::Bech32;
        sound.then(|| Self::from_secret(&secret).ok()).flatten()
    }

    /// Its `AGE-SECRET-KEY-1…` text.
    pub fn to_text(&self) -> Zeroizing<String> {
        let lower = bech32::encode(PREFIX, self.secret.bytes().to_base32(), Variant::Bech32);
        // The prefix is a constant that bech32 takes: there is always a text.
        let lower = Zeroizing::new(lower.unwrap_or_default());
        Zeroizing::new(lower.to_uppercase())
    }

    /// The public half.
    pub const fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// 32 bytes that nobody else can know, for one purpose each: HKDF-SHA-256 of the secret, `purpose` as
    /// info.
    pub fn derive(&self, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(hkdf(&[], purpose, self.secret.bytes()))
    }
}

impl Clone for OwnIdentity {
    fn clone(&self) -> Self {
        Self {
            secret: self.secret.clone(),
            recipient: self.recipient.clone(),
            likely: AtomicUsize::new(self.likely.load(Ordering::Relaxed)),
        }
    }
}

impl age::Identity for OwnIdentity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        if stanza.tag != TAG {
            return None;
        }
        let Some(fields) = Fields::of(stanza) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        let Some(key) = fields.key(&self.secret, self.recipient.key()) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        // That it does not open says only that it is somebody else's.
        fields.open(&key).map(Ok)
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        let likely = self.likely.load(Ordering::Relaxed);
        let first = stanzas.get(likely).map(|stanza| (likely, stanza));
        let others = stanzas.iter().enumerate();
        let (place, result) = first
            .into_iter()
            .chain(others.filter(|(place, _)| *place != likely))
            .find_map(|(place, stanza)| Some((place, self.unwrap_stanza(stanza)?)))?;
        self.likely.store(place, Ordering::Relaxed);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use age::{Identity as _, Recipient as _};
    use age_core::format::FILE_KEY_BYTES;
    use age_core::secrecy::ExposeSecret as _;
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD_NO_PAD;

    use super::*;

    /// The key pair of the age crate's own tests.
    const SECRET: &str =
        "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
    const PUBLIC: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    fn identity(seed: u8) -> OwnIdentity {
        OwnIdentity::from_secret(&[seed; 32]).unwrap()
    }

    /// One stanza for each seed, all of the same file key.
    fn stanzas(seeds: &[u8]) -> Vec<Stanza> {
        let key = FileKey::new(Box::new([7; FILE_KEY_BYTES]));
        let wrap = |seed: &u8| identity(*seed).recipient().wrap_file_key(&key).unwrap().0;
        seeds.iter().flat_map(wrap).collect()
    }

    #[test]
    fn it_reads_and_writes_the_text_of_an_identity() {
        let read = OwnIdentity::parse(SECRET).unwrap();
        assert_eq!(read.to_text().as_str(), SECRET);
        assert_eq!(read.recipient().as_str(), PUBLIC);
        let cut = SECRET.trim_end_matches('3');
        for bad in ["", PUBLIC, cut, "AGE-SECRET-KEY-1"] {
            assert!(OwnIdentity::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn it_opens_its_own_stanza_wherever_it_stands_and_remembers_where() {
        let own = identity(3);
        for seeds in [[3, 1, 2], [1, 2, 3], [1, 3, 2]] {
            let opened = own.unwrap_stanzas(&stanzas(&seeds)).unwrap();
            assert_eq!(opened.ok().unwrap().expose_secret(), &[7; FILE_KEY_BYTES]);
            let place = seeds.iter().position(|seed| *seed == 3).unwrap();
            assert_eq!(own.likely.load(Ordering::Relaxed), place);
        }
        assert!(own.unwrap_stanzas(&stanzas(&[1, 2])).is_none());
    }

    #[test]
    fn what_it_wraps_the_age_crate_unwraps_and_the_other_way_round() {
        let theirs: age::x25519::Identity = SECRET.parse().unwrap();
        let ours = OwnIdentity::parse(SECRET).unwrap();
        let key = FileKey::new(Box::new([9; FILE_KEY_BYTES]));
        let by_us = ours.recipient().wrap_file_key(&key).unwrap();
        let by_them = theirs.to_public().wrap_file_key(&key).unwrap();
        for (mut stanzas, labels) in [by_us, by_them] {
            assert_eq!((stanzas.len(), labels.len()), (1, 0));
            let stanza = stanzas.remove(0);
            for found in [ours.unwrap_stanza(&stanza), theirs.unwrap_stanza(&stanza)] {
                let found = found.unwrap().ok().unwrap();
                assert_eq!(found.expose_secret(), key.expose_secret());
            }
        }
    }

    #[test]
    fn it_agrees_with_the_age_crate_on_what_is_malformed() {
        let theirs: age::x25519::Identity = SECRET.parse().unwrap();
        let ours = OwnIdentity::parse(SECRET).unwrap();
        let sound = || stanzas(&[1]).remove(0);
        let zero = BASE64_STANDARD_NO_PAD.encode([0; 32]);
        let bad = [
            Stanza {
                args: vec![],
                ..sound()
            },
            Stanza {
                args: vec!["AAAA".to_owned()],
                ..sound()
            },
            Stanza {
                args: vec![zero],
                ..sound()
            },
            Stanza {
                body: vec![0; 31],
                ..sound()
            },
        ];
        for stanza in bad {
            for result in [ours.unwrap_stanza(&stanza), theirs.unwrap_stanza(&stanza)] {
                assert!(matches!(result, Some(Err(DecryptError::InvalidHeader))));
            }
        }
        assert!(
            ours.unwrap_stanza(&Stanza {
                tag: "x-grease".to_owned(),
                ..sound()
            })
            .is_none()
        );
    }
}
