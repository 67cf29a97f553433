//! A request for a place in the key set: all that is public of an identity that was born on its
//! holder's own machine.
//!
//! One line of compact JSON; an institution's has a second line, its own signature over the first,
//! which proves that the signing key is the requester's. age recipients prove nothing by themselves:
//! `keys drill` does. What people compare is the fingerprint of the whole document.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use super::identity::NewIdentity;
use super::keyset::{Holder, is_code};
use super::recipient::Recipient;
use crate::base::hex;
use crate::base::text::one_line;
use crate::base::time::Day;

/// The `format` member of every request.
const FORMAT: &str = "tallybox/v1/request";
/// What stands before the first line under an institution's signature.
const SIGNED_PREFIX: &[u8] = b"tallybox/v1/request\n";
/// A request longer than this is refused before it is parsed.
pub const LIMIT: usize = 4 << 10;
/// The most characters of a holder's name.
pub const NAME_LIMIT: usize = 80;

/// A request that was read, and holds together.
pub struct KeyRequest {
    /// Whose key it is.
    pub holder: Holder,
    /// Who keeps it, in their own words; may be empty.
    pub name: String,
    /// What is to be sealed to.
    pub recipient: Recipient,
    /// The institution's Ed25519 public key.
    pub verifier: Option<[u8; 32]>,
    document: Vec<u8>,
}

/// The first line, in its order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    format: String,
    holder: String,
    department: String,
    name: String,
    date: String,
    recipient: String,
    verifier: String,
}

/// Why a file is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// Longer than [`LIMIT`], or not as this program writes one.
    NotARequest,
    /// It asks for what no key set holds: a bad code, name or recipient.
    Unsound(&'static str),
    /// An institution's signature is missing or not its own.
    Unsigned,
}

impl KeyRequest {
    /// The request for a new identity.
    pub fn of(identity: &NewIdentity, name: &str, day: Day) -> Self {
        let verifier = identity.signer().map(|key| key.verifying_key().to_bytes());
        let (holder, department) = match identity.holder() {
            Holder::Institution => ("institution", ""),
            Holder::Statistics => ("statistics", ""),
            Holder::Department(code) => ("department", code.as_str()),
        };
        let line = Line {
            format: FORMAT.to_owned(),
            holder: holder.to_owned(),
            department: department.to_owned(),
            name: name.to_owned(),
            date: day.to_string(),
            recipient: identity.age().recipient().to_string(),
            verifier: verifier.map_or_else(String::new, |key| hex::encode(&key)),
        };
        Self {
            holder: identity.holder().clone(),
            name: name.to_owned(),
            recipient: identity.age().recipient().clone(),
            verifier,
            document: line.document(identity.signer()),
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub fn parse(document: &[u8]) -> Result<Self, RequestError> {
        let bad = || RequestError::NotARequest;
        let text = std::str::from_utf8(document).ok();
        let text = text.filter(|text| text.len() <= LIMIT).ok_or_else(bad)?;
        let (first, rest) = text.split_once('\n').ok_or_else(bad)?;
        let line: Line = serde_json::from_str(first).map_err(|_| bad())?;
        if line.format != FORMAT || line.to_text() != first {
            return Err(bad());
        }
        let read = Self {
            holder: line.holder()?,
            recipient: line
                .recipient
                .parse()
                .map_err(|_| RequestError::Unsound("its recipient"))?,
            verifier: line.verifier(first, rest)?,
            name: line.name,
            document: document.to_vec(),
        };
        let fits = is_name(&read.name) && Day::parse(&line.date).is_some();
        fits.then_some(read)
            .ok_or(RequestError::Unsound("its name or date"))
    }

    /// What its holder and the institution compare.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.document)
    }

    /// The whole document.
    pub fn document(&self) -> &[u8] {
        &self.document
    }
}

/// Whether a text can be a holder's name: what survives a terminal as it is, or nothing.
pub fn is_name(name: &str) -> bool {
    name.chars().count() <= NAME_LIMIT && one_line(name) == name
}

impl Line {
    fn to_text(&self) -> String {
        // Strings only: writing them as JSON cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn document(&self, signer: Option<&SigningKey>) -> Vec<u8> {
        let line = self.to_text();
        let signature = signer.map(|key| key.sign(&message(&line)).to_bytes());
        let seal = signature.map_or_else(String::new, |bytes| hex::encode(&bytes) + "\n");
        format!("{line}\n{seal}").into_bytes()
    }

    fn holder(&self) -> Result<Holder, RequestError> {
        match (self.holder.as_str(), self.department.as_str()) {
            ("institution", "") => Ok(Holder::Institution),
            ("statistics", "") => Ok(Holder::Statistics),
            ("department", code) if is_code(code) => Ok(Holder::Department(code.to_owned())),
            _ => Err(RequestError::Unsound("its holder")),
        }
    }

    fn verifier(&self, first: &str, rest: &str) -> Result<Option<[u8; 32]>, RequestError> {
        if self.holder != "institution" {
            let bare = self.verifier.is_empty() && rest.is_empty();
            return bare.then_some(None).ok_or(RequestError::NotARequest);
        }
        let bad = RequestError::Unsigned;
        let public: [u8; 32] = hex::decode_array(&self.verifier).ok_or(bad)?;
        let signature: [u8; 64] = rest
            .strip_suffix('\n')
            .and_then(hex::decode_array)
            .ok_or(bad)?;
        let key = VerifyingKey::from_bytes(&public).map_err(|_| bad)?;
        key.verify_strict(&message(first), &Signature::from_bytes(&signature))
            .map_err(|_| bad)?;
        Ok(Some(public))
    }
}

fn message(line: &str) -> Vec<u8> {
    [SIGNED_PREFIX, line.as_bytes()].concat()
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARequest => f.write_str("it is not a request as `keys request` writes one"),
            Self::Unsound(what) => write!(f, "it cannot be taken: {what}"),
            Self::Unsigned => f.write_str("its signature is missing or wrong"),
        }
    }
}

impl std::error::Error for RequestError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(holder: Holder) -> KeyRequest {
        let identity = NewIdentity::from_random(holder, &[1; 32], &[2; 32]).expect("sound");
        KeyRequest::of(&identity, "Ann", Day::parse("2026-11-22").expect("a day"))
    }

    #[test]
    fn it_reads_back_and_no_byte_of_an_institutions_can_change() {
        let holders = [
            Holder::Institution,
            Holder::Statistics,
            Holder::Department("chem".to_owned()),
        ];
        for holder in holders {
            let whole = request(holder.clone());
            let read = KeyRequest::parse(whole.document()).expect("it reads");
            assert!(read.holder == holder && read.name == "Ann");
            assert!(read.recipient == whole.recipient && read.verifier == whole.verifier);
            for place in 0..whole.document().len() {
                let mut changed = whole.document().to_vec();
                changed[place] ^= 1;
                let taken = KeyRequest::parse(&changed);
                let other = taken.is_ok_and(|one| {
                    holder == Holder::Institution || one.fingerprint() == whole.fingerprint()
                });
                assert!(!other, "byte {place} of {holder} says nothing");
            }
        }
    }
}
