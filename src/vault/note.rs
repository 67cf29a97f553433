//! Signed notes and verifier keys as C2SP's signed-note describes them, for one Ed25519 signature.
//!
//! A note is lines of text, an empty line, and a signature line; the signature covers the text with
//! its last newline. Only the one writing that [`sign`] gives is read back.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::base::hex;

/// The signature type of Ed25519 in a signed note.
const ED25519: u8 = 1;
/// What a signature line begins with.
const DASH: &str = "— ";

/// A public key with the name under which it signs.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    /// The key's name: no space, no plus sign.
    pub name: String,
    /// The Ed25519 public key.
    pub key: [u8; 32],
}

/// Why a note is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteError {
    /// Not written in the one way.
    Malformed,
    /// Signed under another key's name.
    OtherKey,
    /// The signature does not verify.
    Signature,
}

impl Verifier {
    /// The verifier key line, without a newline: `NAME+HASH+BASE64`.
    pub fn to_line(&self) -> String {
        let key = STANDARD.encode(self.typed_key());
        format!("{}+{}+{key}", self.name, hex::encode(&self.hash()))
    }

    /// Reads a verifier key line; `None` where it is not one, or not written as it would be here.
    pub fn parse(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once('+')?;
        let (_, key) = rest.split_once('+')?;
        let typed: [u8; 33] = STANDARD.decode(key).ok()?.try_into().ok()?;
        let [kind, key @ ..] = typed;
        let found = Self {
            name: name.to_owned(),
            key,
        };
        (kind == ED25519 && is_name(name) && found.to_line() == line).then_some(found)
    }

    fn typed_key(&self) -> [u8; 33] {
        let mut typed = [ED25519; 33];
        typed[1..].copy_from_slice(&self.key);
        typed
    }

    /// The four bytes that tell keys of one name apart.
    fn hash(&self) -> [u8; 4] {
        let mut hash = Sha256::new();
        hash.update(self.name.as_bytes());
        hash.update(b"\n");
        hash.update(self.typed_key());
        let digest: [u8; 32] = hash.finalize().into();
        std::array::from_fn(|at| digest[at])
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Signs text, which must end in a newline and hold no empty line.
pub fn sign(text: &str, name: &str, key: &SigningKey) -> String {
    let verifier = Verifier {
        name: name.to_owned(),
        key: key.verifying_key().to_bytes(),
    };
    let signature = key.sign(text.as_bytes()).to_bytes();
    let line = STANDARD.encode([&verifier.hash()[..], &signature].concat());
    format!("{text}\n{DASH}{name} {line}\n")
}

/// Checks a note and gives its text.
///
/// # Errors
/// Where it is written otherwise, or not signed by this key.
pub fn open<'a>(note: &'a str, verifier: &Verifier) -> Result<&'a str, NoteError> {
    let (text, line) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
    let text = note.get(..=text.len()).ok_or(NoteError::Malformed)?;
    let (name, encoded) = line
        .strip_prefix(DASH)
        .and_then(|line| line.strip_suffix('\n'))
        .and_then(|line| line.split_once(' '))
        .ok_or(NoteError::Malformed)?;
    let bytes: [u8; 68] = STANDARD
        .decode(encoded)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(NoteError::Malformed)?;
    let (hash, signature) = bytes.split_first_chunk::<4>().ok_or(NoteError::Malformed)?;
    if name != verifier.name || *hash != verifier.hash() {
        return Err(NoteError::OtherKey);
    }
    let key = VerifyingKey::from_bytes(&verifier.key).map_err(|_| NoteError::Signature)?;
    let signature = Signature::from_slice(signature).map_err(|_| NoteError::Signature)?;
    key.verify_strict(text.as_bytes(), &signature)
        .map_err(|_| NoteError::Signature)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_opens_under_its_own_key_only_and_no_byte_of_it_can_change() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let verifier = |name: &str, key: &SigningKey| Verifier {
            name: name.to_owned(),
            key: key.verifying_key().to_bytes(),
        };
        let note = sign("one\ntwo\n", "a/b", &key);
        assert_eq!(open(&note, &verifier("a/b", &key)), Ok("one\ntwo\n"));
        assert_eq!(
            open(&note, &verifier("a/c", &key)),
            Err(NoteError::OtherKey)
        );
        let other = SigningKey::from_bytes(&[8; 32]);
        assert_eq!(
            open(&note, &verifier("a/b", &other)),
            Err(NoteError::OtherKey)
        );
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8_lossy(&bytes);
            assert!(open(&changed, &verifier("a/b", &key)).is_err(), "{at}");
        }
    }

    #[test]
    fn a_verifier_line_is_read_only_as_it_is_written() {
        let own = Verifier {
            name: "x".to_owned(),
            key: [3; 32],
        };
        assert!(Verifier::parse(&own.to_line()) == Some(own.clone()));
        assert!(Verifier::parse(&own.to_line().replace('x', "y")).is_none());
    }
}
