//! The stanza with which age wraps a file key for an X25519 recipient (age specification, version 1): written
//! for [`super::recipient`], read for [`super::unwrap`].

use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use age_core::primitives::{aead_decrypt, aead_encrypt, hkdf};
use age_core::secrecy::ExposeSecret as _;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use zeroize::{Zeroize as _, Zeroizing};

use super::x25519::Secret;

/// The type name of the stanzas that an X25519 identity opens.
pub(super) const TAG: &str = "X25519";
/// The key derivation's label.
const LABEL: &[u8] = b"age-encryption.org/v1/X25519";
/// A wrapped file key: the key and Poly1305's tag.
const WRAPPED_BYTES: usize = FILE_KEY_BYTES + 16;

/// What an X25519 stanza holds.
pub(super) struct Fields<'a> {
    /// The public half of a secret that was drawn for this stanza alone.
    share: [u8; 32],
    wrapped: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Where the stanza has exactly these in their one writing.
    pub(super) fn of(stanza: &'a Stanza) -> Option<Self> {
        let [share] = stanza.args.as_slice() else {
            return None;
        };
        let share = BASE64_STANDARD_NO_PAD.decode(share).ok()?;
        let fits = stanza.body.len() == WRAPPED_BYTES;
        Some(Self {
            share: share.try_into().ok()?,
            wrapped: fits.then_some(stanza.body.as_slice())?,
        })
    }

    /// The key with which the file key was wrapped, if it was for this identity; `None` where the share is a
    /// point of low order.
    pub(super) fn key(&self, secret: &Secret, public: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let shared = secret.shared_with(&self.share)?;
        Some(wrapping_key(&shared, &self.share, public))
    }

    /// The file key; `None` where it was wrapped with another key.
    pub(super) fn open(&self, key: &[u8; 32]) -> Option<FileKey> {
        let mut opened = aead_decrypt(key, FILE_KEY_BYTES, self.wrapped).ok()?;
        Some(FileKey::init_with_mut(|file_key| {
            file_key.copy_from_slice(&opened);
            opened.zeroize();
        }))
    }
}

/// Wraps a file key for the recipient with this public key; `None` where that is a point of low order.
pub(super) fn wrap(file_key: &FileKey, public: &[u8; 32]) -> Option<Stanza> {
    let drawn = Secret::random();
    let share = drawn.public();
    let shared = drawn.shared_with(public)?;
    let key = wrapping_key(&shared, &share, public);
    Some(Stanza {
        tag: TAG.to_owned(),
        args: vec![BASE64_STANDARD_NO_PAD.encode(share)],
        body: aead_encrypt(&key, file_key.expose_secret()),
    })
}

fn wrapping_key(shared: &[u8; 32], share: &[u8; 32], public: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut salt = [0; 64];
    salt[..32].copy_from_slice(share);
    salt[32..].copy_from_slice(public);
    Zeroizing::new(hkdf(&salt, LABEL, shared))
}
