//! A box's signed statement of what it holds (docs/format.md §10): how many leaves, their root, its name.
//!
//! `docs/checkpoint.md` checks one with `openssl` alone.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::base::hex;

use super::merkle::Root;
use super::note::{self, NoteError, Verifier};

/// A box's public name has at most this many characters.
pub const NAME_LIMIT: usize = 64;
/// What every origin begins with.
const ORIGIN: &str = "tallybox/box/";

/// A box's own Ed25519 key: the box is this key. Wiped on drop.
pub struct BoxKey(SigningKey);

/// What a checkpoint says.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many leaves.
    pub size: u64,
    /// Their root.
    pub root: Root,
    /// The box's public name, which may repeat.
    pub name: String,
}

impl BoxKey {
    /// The key of a seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Reads the one line of a key file.
    pub fn parse(line: &str) -> Option<Self> {
        let seed = Zeroizing::new(hex::decode_array::<32>(line.trim_end())?);
        Some(Self::from_seed(&seed))
    }

    /// The one line of a key file, with its newline.
    pub fn to_line(&self) -> Zeroizing<String> {
        let seed = Zeroizing::new(self.0.to_bytes());
        let mut line = hex::encode(&*seed);
        line.push('\n');
        Zeroizing::new(line)
    }

    /// What a text is known by in this box: nobody without the key can work it out, not even from the text.
    /// The hash of a signature, which is the same every time (RFC 8032).
    pub fn mark(&self, text: &[u8]) -> [u8; 32] {
        use ed25519_dalek::Signer as _;
        Sha256::digest(self.0.sign(text).to_bytes()).into()
    }

    /// The public half, under its name.
    pub fn verifier(&self) -> Verifier {
        verifier(self.0.verifying_key().to_bytes())
    }
}

/// A box's public key under the name that belongs to it: the origin of its checkpoints.
pub fn verifier(key: [u8; 32]) -> Verifier {
    let digest: [u8; 32] = Sha256::digest(key).into();
    Verifier {
        name: format!("{ORIGIN}{}", hex::encode(&digest[..8])),
        key,
    }
}

/// Reads a box's verifier key line; `None` where it is not one or bears another key's name.
pub fn parse_verifier(line: &str) -> Option<Verifier> {
    let found = Verifier::parse(line)?;
    (verifier(found.key) == found).then_some(found)
}

/// The fingerprint of a box's key as words, for two people to compare.
pub fn fingerprint(verifier: &Verifier) -> String {
    super::fingerprint::Fingerprint::of(&verifier.key).to_string()
}

/// Whether a text may be a box's name: one line of 1 to [`NAME_LIMIT`] printable characters.
pub fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    (1..=NAME_LIMIT).contains(&length)
        && name.trim() == name
        && !name.contains(char::is_control)
        && crate::base::text::sanitise(name) == name
}

impl Checkpoint {
    /// Writes and signs it.
    pub fn sign(&self, key: &BoxKey) -> String {
        note::sign(&self.text(&key.verifier()), &key.verifier().name, &key.0)
    }

    fn text(&self, verifier: &Verifier) -> String {
        let root = STANDARD.encode(self.root);
        format!(
            "{}\n{}\n{root}\nname {}\n",
            verifier.name, self.size, self.name
        )
    }

    /// Reads a checkpoint that must be signed by this box.
    ///
    /// # Errors
    /// As [`note::open`]; and where the text is not a checkpoint of this box in its one writing.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, NoteError> {
        let text = note::open(note, verifier)?;
        let read = Self::parse(text).ok_or(NoteError::Malformed)?;
        if read.text(verifier) == text {
            Ok(read)
        } else {
            Err(NoteError::Malformed)
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().skip(1);
        let size = lines.next()?.parse().ok()?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        let name = lines.next()?.strip_prefix("name ")?;
        is_name(name).then(|| Self {
            size,
            root,
            name: name.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_it_signed_and_refuses_another_boxs() {
        let key = BoxKey::from_seed(&[1; 32]);
        let said = Checkpoint {
            size: 3,
            root: [9; 32],
            name: "Chemistry stores".to_owned(),
        };
        let note = said.sign(&key);
        assert!(Checkpoint::open(&note, &key.verifier()) == Ok(said));
        let other = BoxKey::from_seed(&[2; 32]).verifier();
        assert!(Checkpoint::open(&note, &other).is_err());
    }

    #[test]
    fn a_name_is_one_printable_line() {
        for good in ["a", "Chemistry stores", "Siop y Coleg, llawr 2"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", " a", "a\nb", "a\u{1b}[2J", &"x".repeat(65)] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_key_file_gives_the_same_key_back() {
        let key = BoxKey::from_seed(&[5; 32]);
        let read = BoxKey::parse(&key.to_line()).map(|key| key.verifier().to_line());
        assert_eq!(read, Some(key.verifier().to_line()));
        assert!(BoxKey::parse("05").is_none());
    }
}
