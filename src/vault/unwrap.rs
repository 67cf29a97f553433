//! An identity of our own: the secret half of a key, made for opening thousands of parts.
//!
//! age's own X25519 identity works its public key out anew for every stanza and tries stanzas in
//! file order: two thirds of the cost of opening (performance.md). This one keeps its public key
//! and tries first the stanza that was its own the last time. What it accepts is the same.

use std::sync::atomic::{AtomicUsize, Ordering};

use age::DecryptError;
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use age_core::primitives::{aead_decrypt, hkdf};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use bech32::{FromBase32 as _, ToBase32 as _, Variant};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize as _, Zeroizing};

use super::recipient::{Recipient, RecipientError};

/// The type name of the stanzas that an X25519 identity opens.
const TAG: &str = "X25519";
/// The key derivation's label, from the age specification.
const LABEL: &[u8] = b"age-encryption.org/v1/X25519";
/// A wrapped file key: the key and Poly1305's tag.
const WRAPPED_BYTES: usize = FILE_KEY_BYTES + 16;
/// Lower case, as `bech32` 0.9 takes it; the text itself is upper case.
const PREFIX: &str = "age-secret-key-";

/// An X25519 identity that remembers its public key and which stanza was its own.
///
/// There is no `Debug` on purpose. The secret is wiped on drop.
pub struct OwnIdentity {
    secret: StaticSecret,
    public: PublicKey,
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
        let secret = StaticSecret::from(*bytes);
        let public = PublicKey::from(&secret);
        let recipient = Recipient::from_bytes(public.to_bytes())?;
        Ok(Self {
            secret,
            public,
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
        let secret = Zeroizing::new(self.secret.to_bytes());
        let lower = bech32::encode(PREFIX, secret.to_base32(), Variant::Bech32);
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
        Zeroizing::new(hkdf(&[], purpose, &self.secret.to_bytes()))
    }

    /// Tries the stanza at `place` (from 0) first.
    #[must_use]
    pub fn expecting(self, place: usize) -> Self {
        self.likely.store(place, Ordering::Relaxed);
        self
    }

    fn shared_with(&self, share: [u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let share = PublicKey::from(share);
        let shared = self.secret.diffie_hellman(&share);
        if !shared.was_contributory() {
            return None;
        }
        let mut salt = [0; 64];
        salt[..32].copy_from_slice(share.as_bytes());
        salt[32..].copy_from_slice(self.public.as_bytes());
        Some(Zeroizing::new(hkdf(&salt, LABEL, shared.as_bytes())))
    }
}

impl Clone for OwnIdentity {
    fn clone(&self) -> Self {
        Self {
            secret: self.secret.clone(),
            public: self.public,
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
        let Some((share, wrapped)) = x25519_fields(stanza) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        let Some(key) = self.shared_with(share) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        // That it does not open says only that it is somebody else's.
        let mut opened = aead_decrypt(&key, FILE_KEY_BYTES, wrapped).ok()?;
        Some(Ok(FileKey::init_with_mut(|file_key| {
            file_key.copy_from_slice(&opened);
            opened.zeroize();
        })))
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

/// The ephemeral share and the wrapped file key, where the stanza has exactly these in their one writing.
fn x25519_fields(stanza: &Stanza) -> Option<([u8; 32], &[u8])> {
    let [share] = stanza.args.as_slice() else {
        return None;
    };
    let share = BASE64_STANDARD_NO_PAD.decode(share).ok()?;
    let fits = stanza.body.len() == WRAPPED_BYTES;
    Some((
        share.try_into().ok()?,
        fits.then_some(stanza.body.as_slice())?,
    ))
}

#[cfg(test)]
mod tests {
    use age::{Identity as _, Recipient as _};
    use age_core::secrecy::ExposeSecret as _;

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
