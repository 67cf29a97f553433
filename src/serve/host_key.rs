//! The host's key: made at the first start, kept beside the settings, shown as words and as clients
//! show it.

use std::io;
use std::path::Path;

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};
use sha2::{Digest as _, Sha256};

use crate::runtime::home::read_limited;
use crate::runtime::random;
use crate::vault::durable::create_private;
use crate::vault::fingerprint::Fingerprint;

/// Reads the key, or makes it where there is none.
///
/// # Errors
/// Where the file is there and is no key of a host, or cannot be read or written.
pub fn load(path: &Path) -> io::Result<PrivateKey> {
    match read_limited(path) {
        Ok(bytes) => PrivateKey::from_openssh(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path),
        Err(error) => Err(error),
    }
}

fn make(path: &Path) -> io::Result<PrivateKey> {
    let seed = zeroize::Zeroizing::new(random::bytes::<32>().map_err(io::Error::other)?);
    let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    create_private(path, text.as_bytes())?;
    Ok(key)
}

/// The fingerprint as SSH clients show it, and as words to read out.
pub fn fingerprints(key: &PrivateKey) -> (String, String) {
    let blob = key.public_key().to_bytes().unwrap_or_default();
    let digest: [u8; 32] = Sha256::digest(blob).into();
    let words = Fingerprint::of_digest(&digest).to_string();
    (key.fingerprint(HashAlg::Sha256).to_string(), words)
}
