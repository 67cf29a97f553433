//! The record: header, signature, parts (docs/format.md §8). Every byte here is a contract.
//!
//! A header is compact JSON with its keys in one order. It is kept as the bytes that were signed;
//! reading gives typed fields and refuses any header that does not write back to the same bytes.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::base::hex;

/// The `format` member of every header.
pub const FORMAT: &str = "tallybox/v1";
/// What stands before the header under the signature.
const SIGNED_PREFIX: &[u8] = b"tallybox/v1/record\n";
/// A header longer than this is refused before it is parsed.
pub const HEADER_LIMIT: usize = 1 << 20;

/// A record's name: SHA-256(0x00, header, signature).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaf(pub [u8; 32]);

/// The name of a response: the first 16 bytes of SHA-256 of its owner's Ed25519 public key.
pub type ResponseId = [u8; 16];

/// Why a response is set aside by the institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its erasure was asked for.
    ErasureAskedFor,
    /// It stands twice.
    Duplicate,
    /// Whoever answered is not a respondent.
    NotARespondent,
    /// It was a test.
    Test,
}

/// One part as the header names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartName {
    /// The audience, `mine` for the respondent's own.
    pub audience: String,
    /// Length in bytes of the age file.
    pub length: u64,
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// One part sealed anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResealedPart {
    /// The record it belongs to, hex.
    pub leaf: String,
    /// The audience.
    pub audience: String,
    /// The key set's epoch it is now sealed to.
    pub epoch: u64,
    /// Length in bytes of the new age file.
    pub length: u64,
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's answers.
    Response,
    /// A person's taking back of them.
    Withdrawal,
    /// The institution's setting aside of a response.
    Annulment,
    /// Leaves whose retention has run out.
    Purge,
    /// Parts sealed to a later key set.
    Reseal,
}

/// A header's fields, in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// Survey id.
    pub survey: String,
    /// Wave, the empty string where there is none.
    pub wave: String,
    /// The questionnaire's fingerprint, hex.
    pub fingerprint: String,
    /// The key set's epoch.
    pub epoch: u64,
    /// The response, hex; `null` for purge and reseal.
    pub response: Option<String>,
    /// From 1; 0 for every kind but response.
    pub revision: u32,
    /// What it is.
    pub kind: Kind,
    /// The signer's Ed25519 public key, hex.
    pub signer: String,
    /// Every audience's part, `mine` last; empty for every kind but response.
    pub parts: Vec<PartName>,
    /// annulment: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// purge: the leaves, hex, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves: Option<Vec<String>>,
    /// reseal: the parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resealed: Option<Vec<ResealedPart>>,
    /// response: whether nobody gave it, but `survey simulate` made it up; absent where a person did.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
}

/// A header with its signature, both as bytes: what a leaf is the hash of.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// Ed25519 over the prefix and the header.
    pub signature: [u8; 64],
}

/// Why a header is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// Longer than [`HEADER_LIMIT`].
    TooLong,
    /// Not the JSON of a header, or not written in the one canonical way.
    NotCanonical,
    /// Another format than [`FORMAT`].
    Format(String),
    /// The kind and its fields do not fit each other.
    Shape(&'static str),
    /// The signature does not verify.
    Signature,
    /// The response id is not that of the signer.
    Owner,
}

/// The response id that belongs to an Ed25519 public key.
pub fn response_id(public: &[u8; 32]) -> ResponseId {
    let digest: [u8; 32] = Sha256::digest(public).into();
    std::array::from_fn(|at| digest[at])
}

impl Leaf {
    /// The leaf as hex.
    pub fn to_hex(self) -> String {
        hex::encode(&self.0)
    }
}

impl Header {
    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings and numbers only: writing them as JSON cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Signs the header.
    pub fn sign(&self, key: &SigningKey) -> Signed {
        let header = self.to_bytes();
        let signature = key.sign(&signed_message(&header)).to_bytes();
        Signed { header, signature }
    }

    /// The kind's own rules, then those of each field.
    fn check_shape(&self) -> Result<(), HeaderError> {
        let broken = |rules: Vec<(bool, &'static str)>| {
            let first = rules.into_iter().find(|(holds, _)| !holds);
            first.map(|(_, field)| HeaderError::Shape(field))
        };
        match broken(self.rules_of_kind()).or_else(|| broken(self.rules_of_fields())) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Which fields the kind must and must not have.
    fn rules_of_kind(&self) -> Vec<(bool, &'static str)> {
        let is = |kind| self.kind == kind;
        let about_one = is(Kind::Response) || is(Kind::Withdrawal) || is(Kind::Annulment);
        vec![
            (is(Kind::Response) == (self.revision > 0), "revision"),
            (is(Kind::Response) != self.parts.is_empty(), "parts"),
            (about_one == self.response.is_some(), "response"),
            (is(Kind::Annulment) == self.reason.is_some(), "reason"),
            (is(Kind::Purge) == self.leaves.is_some(), "leaves"),
            (is(Kind::Reseal) == self.resealed.is_some(), "resealed"),
            (is(Kind::Response) || !self.simulated, "simulated"),
        ]
    }

    /// What each field must look like where it stands.
    fn rules_of_fields(&self) -> Vec<(bool, &'static str)> {
        let is_hash = |text: &String| hex::decode_array::<32>(text).is_some();
        let is_id = |text: &String| hex::decode_array::<16>(text).is_some();
        let ends_with_mine = |parts: &[PartName]| {
            let last = parts.last();
            last.is_none_or(|part| part.audience == "mine")
        };
        vec![
            (is_hash(&self.fingerprint), "fingerprint"),
            (self.parts.iter().all(|part| is_hash(&part.sha256)), "parts"),
            (self.response.as_ref().is_none_or(is_id), "response"),
            (self.leaves.iter().flatten().all(is_hash), "leaves"),
            (
                self.leaves
                    .iter()
                    .all(|leaves| leaves.is_sorted_by(|a, b| a < b)),
                "leaves",
            ),
            (ends_with_mine(&self.parts), "parts"),
            (
                self.resealed.iter().flatten().all(ResealedPart::is_sound),
                "resealed",
            ),
        ]
    }
}

impl ResealedPart {
    fn is_sound(&self) -> bool {
        hex::decode_array::<32>(&self.leaf).is_some()
            && hex::decode_array::<32>(&self.sha256).is_some()
    }
}

impl Signed {
    /// The leaf.
    pub fn leaf(&self) -> Leaf {
        let mut hash = Sha256::new();
        hash.update([0]);
        hash.update(&self.header);
        hash.update(self.signature);
        Leaf(hash.finalize().into())
    }

    /// Reads the header and checks it: one canonical writing, fields that fit the kind, a strict
    /// signature, and, for what its owner signs, a response id that is the owner's.
    ///
    /// Whether an institution's signer is one of the key set's is the caller's to check.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub fn verify(&self) -> Result<Header, HeaderError> {
        if self.header.len() > HEADER_LIMIT {
            return Err(HeaderError::TooLong);
        }
        let header: Header =
            serde_json::from_slice(&self.header).map_err(|_| HeaderError::NotCanonical)?;
        if header.format != FORMAT {
            return Err(HeaderError::Format(header.format));
        }
        if header.to_bytes() != self.header {
            return Err(HeaderError::NotCanonical);
        }
        header.check_shape()?;
        self.check_signature(&header)?;
        Ok(header)
    }

    fn check_signature(&self, header: &Header) -> Result<(), HeaderError> {
        let public: [u8; 32] =
            hex::decode_array(&header.signer).ok_or(HeaderError::Shape("signer"))?;
        let key = VerifyingKey::from_bytes(&public).map_err(|_| HeaderError::Signature)?;
        let signature = Signature::from_bytes(&self.signature);
        key.verify_strict(&signed_message(&self.header), &signature)
            .map_err(|_| HeaderError::Signature)?;
        let is_owned = matches!(header.kind, Kind::Response | Kind::Withdrawal);
        let owner = hex::encode(&response_id(&public));
        if is_owned && header.response.as_deref() != Some(owner.as_str()) {
            return Err(HeaderError::Owner);
        }
        Ok(())
    }
}

fn signed_message(header: &[u8]) -> Vec<u8> {
    [SIGNED_PREFIX, header].concat()
}

/// A record: a signed header and those of its parts that are here.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Header and signature.
    pub signed: Signed,
    /// The sealed parts in the header's order; `None` where one is not here (a hollow record).
    pub parts: Vec<Option<Vec<u8>>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(kind: Kind, key: &SigningKey) -> Header {
        let public = key.verifying_key().to_bytes();
        let mine = PartName {
            audience: "mine".to_owned(),
            length: 1,
            sha256: "11".repeat(32),
        };
        let is_response = kind == Kind::Response;
        Header {
            format: FORMAT.to_owned(),
            survey: "s".to_owned(),
            wave: String::new(),
            fingerprint: "00".repeat(32),
            epoch: 1,
            response: Some(hex::encode(&response_id(&public))),
            revision: u32::from(is_response),
            kind,
            signer: hex::encode(&public),
            parts: if is_response { vec![mine] } else { Vec::new() },
            reason: None,
            leaves: None,
            resealed: None,
            simulated: false,
        }
    }

    #[test]
    fn that_it_is_made_up_is_said_in_one_way_by_responses_alone_and_cannot_be_taken_out() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let own = header(Kind::Response, &key);
        let simulated = Header {
            simulated: true,
            ..own.clone()
        };
        let signed = simulated.sign(&key);
        assert!(signed.header.ends_with(b"],\"simulated\":true}"));
        assert!(signed.verify().unwrap().simulated);
        let stripped = Signed {
            header: own.to_bytes(),
            ..signed
        };
        assert_eq!(stripped.verify(), Err(HeaderError::Signature));
        let withdrawal = Header {
            simulated: true,
            ..header(Kind::Withdrawal, &key)
        };
        let refused = Err(HeaderError::Shape("simulated"));
        assert_eq!(withdrawal.sign(&key).verify(), refused);
    }
}
