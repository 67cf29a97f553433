//! The key set: who may open what, signed by the institution and dated by day (docs/format.md §7).
//!
//! A document is two lines: compact JSON, and `SIGNER SIGNATURE` in hex over a prefix and the first
//! line. It is kept as the bytes that were signed, and refused where it does not write back to them.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::base::text;
use crate::base::time::Day;
use crate::survey::model::{Audience, Questionnaire, Role};

use super::fingerprint::Fingerprint;
use super::recipient::{Recipient, RecipientError};
use super::seal::MOST_RECIPIENTS;

/// The `format` member of every key set.
pub const FORMAT: &str = "tallybox/v1/keyset";
/// What stands before the first line under the signature.
const SIGNED_PREFIX: &[u8] = b"tallybox/v1/keyset\n";
/// A document longer than this is refused before it is parsed: room for 10,000 departments.
pub const DOCUMENT_LIMIT: usize = 1 << 20;
/// Fewer institution recipients than this, and one lost file loses every answer.
pub const LEAST_INSTITUTIONS: usize = 2;
/// The most bytes of a department's code.
const CODE_LIMIT: usize = 64;

/// Whose key it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// One of the institution's two or more.
    Institution,
    /// The statistics office.
    Statistics,
    /// The lead of the department with this code.
    Department(String),
}

/// One of the institution's holders: opens parts, and signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// What parts are sealed to.
    pub recipient: Recipient,
    /// The Ed25519 public key that key sets, annulments, purges and reseals are verified with.
    pub verifier: [u8; 32],
}

/// The recipients of a key set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// The institution's, in order of stanzas.
    pub institution: Vec<Institution>,
    /// The statistics office's, in order of stanzas.
    pub statistics: Vec<Recipient>,
    /// One a department, by its code.
    pub departments: BTreeMap<String, Recipient>,
}

/// A key set that was read and whose own signature holds; whether its signer may sign is a matter of
/// the one before ([`KeySet::follows`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySet {
    epoch: u64,
    date: Day,
    previous: Option<[u8; 32]>,
    members: Members,
    signer: [u8; 32],
    document: Vec<u8>,
}

/// Why a key set is refused, or cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySetError {
    /// Longer than [`DOCUMENT_LIMIT`], or not two lines of the form that this program writes.
    NotCanonical,
    /// Another format than [`FORMAT`].
    Format(String),
    /// A recipient is not one.
    Recipient(String, RecipientError),
    /// The same recipient or signing key stands twice.
    Duplicate(String),
    /// The department already has a key.
    DepartmentTaken(String),
    /// The code cannot be a department's.
    Code(String),
    /// There is no institution in it.
    NoInstitution,
    /// There is no signature, or it is not the signer's over this document.
    Unsigned,
    /// The signer is not an institution of the epoch before (of its own, for the first).
    Foreign,
    /// The epoch is not the next after the one before: the one expected, and the one found.
    Epoch(u64, u64),
    /// It names another document as the one before it.
    Previous,
    /// It would be dated before the one before it, which is of this day.
    Date(Day),
}

/// Why a key set cannot be used for a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReady {
    /// There are only so many institution recipients.
    TooFewInstitutions(usize),
    /// This audience is sealed to the statistics office, which has no key.
    NoStatistics(String),
    /// This audience would have so many recipients, over [`MOST_RECIPIENTS`].
    TooMany(String, usize),
}

/// The first line, in its order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    format: String,
    epoch: u64,
    date: String,
    previous: String,
    institution: Vec<InstitutionLine>,
    statistics: Vec<String>,
    departments: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InstitutionLine {
    recipient: String,
    verifier: String,
}

impl Members {
    /// Adds a holder's public keys. `verifier` counts for an institution only, which must have one.
    ///
    /// # Errors
    /// Where the department has a key already, its code cannot be one, or a key stands twice.
    pub fn add(
        &mut self,
        holder: &Holder,
        recipient: Recipient,
        verifier: Option<[u8; 32]>,
    ) -> Result<(), KeySetError> {
        match holder {
            Holder::Institution => {
                let verifier = verifier.ok_or(KeySetError::NoInstitution)?;
                self.institution.push(Institution {
                    recipient,
                    verifier,
                });
            }
            Holder::Statistics => self.statistics.push(recipient),
            Holder::Department(code) if self.departments.contains_key(code) => {
                return Err(KeySetError::DepartmentTaken(code.clone()));
            }
            Holder::Department(code) => {
                self.departments.insert(code.clone(), recipient);
            }
        }
        self.check()
    }

    /// Takes a recipient out; says whether it was there.
    pub fn remove(&mut self, recipient: &Recipient) -> bool {
        let before = self.holders().count();
        self.institution.retain(|one| one.recipient != *recipient);
        self.statistics.retain(|one| one != recipient);
        self.departments.retain(|_, one| one != recipient);
        self.holders().count() < before
    }

    /// Every recipient with its holder, in the document's order.
    pub fn holders(&self) -> impl Iterator<Item = (Holder, &Recipient)> {
        let institution = self
            .institution
            .iter()
            .map(|one| (Holder::Institution, &one.recipient));
        let statistics = self.statistics.iter().map(|one| (Holder::Statistics, one));
        let departments = self.departments.iter();
        let departments = departments.map(|(code, one)| (Holder::Department(code.clone()), one));
        institution.chain(statistics).chain(departments)
    }

    fn check(&self) -> Result<(), KeySetError> {
        if self.institution.is_empty() {
            return Err(KeySetError::NoInstitution);
        }
        if let Some(code) = self.departments.keys().find(|code| !is_code(code)) {
            return Err(KeySetError::Code(code.clone()));
        }
        let recipients = self.holders().map(|(_, recipient)| recipient.to_string());
        let verifiers = self
            .institution
            .iter()
            .map(|one| hex::encode(&one.verifier));
        let mut seen = HashSet::new();
        let twice = recipients
            .chain(verifiers)
            .find(|key| !seen.insert(key.clone()));
        twice.map_or(Ok(()), |key| Err(KeySetError::Duplicate(key)))
    }
}

impl KeySet {
    /// Signs the key set that comes after `previous`, or the first.
    ///
    /// # Errors
    /// Where the members are not sound, or `signer` is not an institution of the set before (of
    /// these members, for the first).
    pub fn sign(
        previous: Option<&Self>,
        members: Members,
        date: Day,
        signer: &SigningKey,
    ) -> Result<Self, KeySetError> {
        members.check()?;
        // Retention counts by these days: a clock that is wrong once must not end it early.
        if let Some(before) = previous
            .map(|before| before.date)
            .filter(|before| date < *before)
        {
            return Err(KeySetError::Date(before));
        }
        let mut set = Self {
            epoch: previous.map_or(1, |before| before.epoch.saturating_add(1)),
            date,
            previous: previous.map(Self::sha256),
            members,
            signer: signer.verifying_key().to_bytes(),
            document: Vec::new(),
        };
        let line = set.line();
        let signature = signer.sign(&[SIGNED_PREFIX, &line].concat()).to_bytes();
        let seal = format!(
            "\n{} {}\n",
            hex::encode(&set.signer),
            hex::encode(&signature)
        );
        set.document = [line.as_slice(), seal.as_bytes()].concat();
        set.follows(previous)?;
        Ok(set)
    }

    /// Reads a document: its one writing, sound members, and its own signature.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub fn parse(document: &[u8]) -> Result<Self, KeySetError> {
        let (line, signer, signature) = split(document)?;
        let read: Line = serde_json::from_slice(line).map_err(|_| KeySetError::NotCanonical)?;
        if read.format != FORMAT {
            return Err(KeySetError::Format(text::one_line(&read.format)));
        }
        let set = Self {
            epoch: read.epoch,
            date: Day::parse(&read.date).ok_or(KeySetError::NotCanonical)?,
            previous: parse_previous(&read.previous)?,
            members: parse_members(&read)?,
            signer,
            document: document.to_vec(),
        };
        if set.line() != line {
            return Err(KeySetError::NotCanonical);
        }
        set.members.check()?;
        verify(line, &signer, &signature)?;
        Ok(set)
    }

    /// Checks that this set may come after another, or be the first.
    ///
    /// # Errors
    /// The rule of the chain that it breaks.
    pub fn follows(&self, previous: Option<&Self>) -> Result<(), KeySetError> {
        let expected = previous.map_or(1, |before| before.epoch.saturating_add(1));
        if self.epoch != expected {
            return Err(KeySetError::Epoch(expected, self.epoch));
        }
        if self.previous != previous.map(Self::sha256) {
            return Err(KeySetError::Previous);
        }
        if previous.unwrap_or(self).has_verifier(&self.signer) {
            Ok(())
        } else {
            Err(KeySetError::Foreign)
        }
    }

    /// Checks that every audience of a questionnaire can be sealed to.
    ///
    /// # Errors
    /// What is still missing.
    pub fn is_ready_for(&self, questionnaire: &Questionnaire) -> Result<(), NotReady> {
        let institutions = self.members.institution.len();
        if institutions < LEAST_INSTITUTIONS {
            return Err(NotReady::TooFewInstitutions(institutions));
        }
        let audiences = &questionnaire.audiences;
        audiences
            .iter()
            .try_for_each(|audience| self.is_ready_for_audience(audience))
    }

    fn is_ready_for_audience(&self, audience: &Audience) -> Result<(), NotReady> {
        let statistics = self.members.statistics.len();
        if audience.sealed_to.contains(&Role::Statistics) && statistics == 0 {
            return Err(NotReady::NoStatistics(audience.id.clone()));
        }
        let recipients = audience
            .sealed_to
            .iter()
            .map(|role| self.count(*role))
            .sum();
        if recipients > MOST_RECIPIENTS {
            return Err(NotReady::TooMany(audience.id.clone(), recipients));
        }
        Ok(())
    }

    /// How many stanzas a role takes: always one for a department, with or without a key.
    fn count(&self, role: Role) -> usize {
        match role {
            Role::Department => 1,
            Role::Institution => self.members.institution.len(),
            Role::Statistics => self.members.statistics.len(),
        }
    }

    /// Its epoch, from 1.
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The day it was signed.
    pub const fn date(&self) -> Day {
        self.date
    }

    /// Its recipients.
    pub const fn members(&self) -> &Members {
        &self.members
    }

    /// The Ed25519 public key of who signed it.
    pub const fn signer(&self) -> &[u8; 32] {
        &self.signer
    }

    /// The whole document, as it was signed.
    pub fn document(&self) -> &[u8] {
        &self.document
    }

    /// SHA-256 of the document.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.document).into()
    }

    /// The fingerprint of the document.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_digest(&self.sha256())
    }

    /// Whether an Ed25519 public key signs for the institution.
    pub fn has_verifier(&self, key: &[u8; 32]) -> bool {
        self.members
            .institution
            .iter()
            .any(|one| one.verifier == *key)
    }

    /// Whose a recipient is.
    pub fn holder_of(&self, recipient: &Recipient) -> Option<Holder> {
        let mut holders = self.members.holders();
        holders.find_map(|(holder, one)| (one == recipient).then_some(holder))
    }

    /// The first line, without its line feed.
    fn line(&self) -> Vec<u8> {
        let institution = self.members.institution.iter().map(|one| InstitutionLine {
            recipient: one.recipient.to_string(),
            verifier: hex::encode(&one.verifier),
        });
        let departments = self.members.departments.iter();
        let line = Line {
            format: FORMAT.to_owned(),
            epoch: self.epoch,
            date: self.date.to_string(),
            previous: self
                .previous
                .map_or_else(String::new, |hash| hex::encode(&hash)),
            institution: institution.collect(),
            statistics: self
                .members
                .statistics
                .iter()
                .map(ToString::to_string)
                .collect(),
            departments: departments
                .map(|(code, one)| (code.clone(), one.to_string()))
                .collect(),
        };
        // Strings and numbers only: writing them as JSON cannot fail.
        serde_json::to_vec(&line).unwrap_or_default()
    }
}

/// Whether a text can be a department's code: what survives a terminal as it is, in one word.
pub fn is_code(code: &str) -> bool {
    let fits = !code.is_empty() && code.len() <= CODE_LIMIT;
    fits && !code.contains(char::is_whitespace) && text::one_line(code) == code
}

type Split<'a> = (&'a [u8], [u8; 32], [u8; 64]);

/// The first line, and the signer and the signature of the second.
fn split(document: &[u8]) -> Result<Split<'_>, KeySetError> {
    let text = document
        .strip_suffix(b"\n")
        .filter(|_| document.len() <= DOCUMENT_LIMIT);
    let mut lines = text
        .ok_or(KeySetError::NotCanonical)?
        .split(|byte| *byte == b'\n');
    let line = lines.next().ok_or(KeySetError::NotCanonical)?;
    let seal = lines.next().ok_or(KeySetError::Unsigned)?;
    if lines.next().is_some() {
        return Err(KeySetError::NotCanonical);
    }
    let seal = std::str::from_utf8(seal).map_err(|_| KeySetError::Unsigned)?;
    let (signer, signature) = seal.split_once(' ').ok_or(KeySetError::Unsigned)?;
    let signer = hex::decode_array(signer).ok_or(KeySetError::Unsigned)?;
    let signature = hex::decode_array(signature).ok_or(KeySetError::Unsigned)?;
    Ok((line, signer, signature))
}

fn verify(line: &[u8], signer: &[u8; 32], signature: &[u8; 64]) -> Result<(), KeySetError> {
    let key = VerifyingKey::from_bytes(signer).map_err(|_| KeySetError::Unsigned)?;
    key.verify_strict(
        &[SIGNED_PREFIX, line].concat(),
        &Signature::from_bytes(signature),
    )
    .map_err(|_| KeySetError::Unsigned)
}

fn parse_previous(text: &str) -> Result<Option<[u8; 32]>, KeySetError> {
    if text.is_empty() {
        return Ok(None);
    }
    hex::decode_array(text)
        .map(Some)
        .ok_or(KeySetError::NotCanonical)
}

fn parse_members(line: &Line) -> Result<Members, KeySetError> {
    let institution = line.institution.iter().map(|one| {
        Ok(Institution {
            recipient: parse_recipient(&one.recipient)?,
            verifier: hex::decode_array(&one.verifier).ok_or(KeySetError::NotCanonical)?,
        })
    });
    let departments = line.departments.iter();
    let departments = departments.map(|(code, text)| Ok((code.clone(), parse_recipient(text)?)));
    Ok(Members {
        institution: institution.collect::<Result<_, _>>()?,
        statistics: line
            .statistics
            .iter()
            .map(|text| parse_recipient(text))
            .collect::<Result<_, _>>()?,
        departments: departments.collect::<Result<_, _>>()?,
    })
}

fn parse_recipient(text: &str) -> Result<Recipient, KeySetError> {
    text.parse()
        .map_err(|error| KeySetError::Recipient(text::one_line(text), error))
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Institution => f.write_str("institution"),
            Self::Statistics => f.write_str("statistics"),
            Self::Department(code) => write!(f, "department {code}"),
        }
    }
}

impl fmt::Display for KeySetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCanonical => f.write_str("it is not a key set as this program writes them"),
            Self::Format(found) => write!(f, "its format is `{found}`, not `{FORMAT}`"),
            Self::Recipient(text, error) => write!(f, "the recipient `{text}`: {error}"),
            Self::Duplicate(key) => write!(f, "the key `{key}` stands twice"),
            Self::DepartmentTaken(code) => write!(f, "the department `{code}` already has a key"),
            Self::Code(code) => write!(
                f,
                "`{}` cannot be a department's code",
                text::one_line(code)
            ),
            Self::NoInstitution => f.write_str("there is no institution in it"),
            Self::Unsigned => f.write_str("its signature is missing or wrong"),
            Self::Foreign => {
                f.write_str("its signer is not an institution of the key set before it")
            }
            Self::Epoch(expected, found) => write!(f, "its epoch is {found}, not {expected}"),
            Self::Date(before) => write!(
                f,
                "the clock says a day before {before}, of which the key set before is: set the clock"
            ),
            Self::Previous => f.write_str("it does not follow the key set before it"),
        }
    }
}

impl fmt::Display for NotReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewInstitutions(count) => {
                write!(
                    f,
                    "the key set has {count} institution recipient(s); it needs {LEAST_INSTITUTIONS}"
                )
            }
            Self::NoStatistics(audience) => {
                write!(
                    f,
                    "`{audience}` is sealed to the statistics office, which has no key"
                )
            }
            Self::TooMany(audience, count) => {
                write!(
                    f,
                    "`{audience}` would have {count} recipients; {MOST_RECIPIENTS} at most"
                )
            }
        }
    }
}

impl std::error::Error for KeySetError {}
impl std::error::Error for NotReady {}
