//! A statistical pack: figures of one university, signed, for others to set beside theirs.
//!
//! A text file, so that whoever lets it out can read what goes: a first line, the key that signed it, the
//! figures as JSON, and the signature, as C2SP's signed-note describes it over all of that. Who takes it
//! compares the key's fingerprint with those who sent it.

use ed25519_dalek::SigningKey;

use super::fingerprint::Fingerprint;
use super::note::{self, NoteError, Verifier};

/// The first line.
const MAGIC: &str = "tallybox statistical pack 1";
/// The name under which it is signed.
const NAME: &str = "statistical-pack";

/// A pack that was read and whose signature is sound.
pub struct Signed {
    /// The JSON.
    pub json: String,
    /// The fingerprint of the key that signed it.
    pub signer: Fingerprint,
    /// The key itself.
    pub key: [u8; 32],
}

/// Signs figures. `json` has no empty line, as JSON does not need any.
pub fn sign(json: &str, key: &SigningKey) -> String {
    let verifier = Verifier {
        name: NAME.to_owned(),
        key: key.verifying_key().to_bytes(),
    };
    let text = format!("{MAGIC}\n{}\n{}\n", verifier.to_line(), json.trim_end());
    note::sign(&text, NAME, key)
}

/// The fingerprint that goes with a key, to be read out.
pub fn fingerprint(key: &SigningKey) -> Fingerprint {
    Fingerprint::of(key.verifying_key().as_bytes())
}

/// Reads a pack.
///
/// # Errors
/// Where it is none, or was changed after it was signed.
pub fn read(bytes: &[u8]) -> Result<Signed, NoteError> {
    let file = std::str::from_utf8(bytes).map_err(|_| NoteError::Malformed)?;
    let mut lines = file.splitn(3, '\n');
    let is_ours = lines.next() == Some(MAGIC);
    let verifier = lines.next().filter(|_| is_ours).and_then(Verifier::parse);
    let verifier = verifier.filter(|verifier| verifier.name == NAME);
    let verifier = verifier.ok_or(NoteError::Malformed)?;
    let text = note::open(file, &verifier)?;
    let json = text.splitn(3, '\n').nth(2).ok_or(NoteError::Malformed)?;
    Ok(Signed {
        json: json.to_owned(),
        signer: Fingerprint::of(&verifier.key),
        key: verifier.key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_reads_back_and_nothing_else_does() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let file = sign("{\n  \"a\": 1\n}\n", &key);
        let signed = read(file.as_bytes()).ok().unwrap();
        assert_eq!(signed.json, "{\n  \"a\": 1\n}\n");
        assert_eq!(signed.signer, fingerprint(&key));
        for at in 0..file.len() {
            let mut changed = file.clone().into_bytes();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "byte {at}");
            assert!(read(&file.as_bytes()[..at]).is_err(), "cut at {at}");
        }
    }
}
