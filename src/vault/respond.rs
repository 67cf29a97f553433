//! From a person's answers to a sealed and signed record, and the four kinds without answers
//! (docs/format.md §6 to §8).

use std::fmt;

use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::base::hex;
use crate::response::answer::{Answer, Value};
use crate::response::code::Derived;
use crate::response::part::{self, MINE, OpenedPart, Submission, TooLarge};
use crate::response::record::{
    FORMAT, Header, Kind, Leaf, PartName, Reason, Record, ResealedPart, ResponseId, Signed,
};
use crate::survey::model::{Audience, Questionnaire, Role};

use super::draft;
use super::keyset::{KeySet, NotReady};
use super::recipient::Recipient;
use super::seal::{self, SealError};

/// Why answers were not sealed. Nothing may be stored then, and the answers stay on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RespondError {
    /// The key set does not do for this questionnaire.
    NotReady(NotReady),
    /// A part was not sealed.
    Seal(SealError),
    /// A part is larger than the largest padding.
    TooLarge(TooLarge),
    /// There is a part for an audience that the questionnaire does not have, or one is missing.
    Audiences,
    /// Revisions count from 1.
    Revision,
}

/// What every header says: which survey, and under which key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The survey's id.
    pub survey: String,
    /// Its wave, may be empty.
    pub wave: String,
    /// The questionnaire's fingerprint, hex.
    pub fingerprint: String,
    /// The key set's epoch.
    pub epoch: u64,
}

/// What in an opened part is not what its record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch(pub &'static str);

/// Seals a submission: every audience's part to its recipients, `mine` to the words alone, and signs
/// the whole with the words' key.
///
/// # Errors
/// Where any part cannot be sealed to every recipient it should have.
pub fn seal_response(
    submission: &Submission,
    derived: &Derived,
    key_set: &KeySet,
    revision: u32,
) -> Result<Record, RespondError> {
    let plaintexts = part::plaintexts(submission, &derived.response(), revision)
        .map_err(RespondError::TooLarge)?;
    let plaintexts = plaintexts
        .into_iter()
        .map(|(audience, plaintext)| (audience, Zeroizing::new(plaintext)))
        .collect();
    seal_plaintexts(submission, plaintexts, derived, key_set, revision)
}

/// Seals the plaintexts of a submission's parts: audiences in the questionnaire's order, `mine` last.
///
/// # Errors
/// As [`seal_response`].
pub fn seal_plaintexts(
    submission: &Submission,
    plaintexts: Vec<(String, Zeroizing<Vec<u8>>)>,
    derived: &Derived,
    key_set: &KeySet,
    revision: u32,
) -> Result<Record, RespondError> {
    let questionnaire = &submission.questionnaire;
    if revision == 0 {
        return Err(RespondError::Revision);
    }
    key_set
        .is_ready_for(questionnaire)
        .map_err(RespondError::NotReady)?;
    check_audiences(questionnaire, &plaintexts)?;
    let department = department_of(submission);
    let mine = draft::recipient(derived).map_err(RespondError::Seal)?;
    let mut sealed = Vec::with_capacity(plaintexts.len());
    for (audience, plaintext) in plaintexts {
        let of = questionnaire
            .audiences
            .iter()
            .find(|one| one.id == audience);
        let recipients = of.map_or_else(
            || vec![mine.clone()],
            |of| recipients(of, department, key_set),
        );
        let part = seal::seal(&plaintext, &recipients).map_err(RespondError::Seal)?;
        sealed.push((audience, part));
    }
    let about = About::new(questionnaire, key_set);
    Ok(about.response(submission, sealed, derived, revision))
}

/// The recipients of an audience's part in the order of its stanzas: the department, the
/// institution's, the statistics office's. A department without a key gets one that nobody can open,
/// so that the number of stanzas is the same for every department.
pub fn recipients(
    audience: &Audience,
    department: Option<&str>,
    key_set: &KeySet,
) -> Vec<Recipient> {
    let members = key_set.members();
    let mut roles = audience.sealed_to.clone();
    roles.sort_unstable();
    roles.dedup();
    let of_role = |role| match role {
        Role::Department => {
            let key = department.and_then(|code| members.departments.get(code));
            vec![key.cloned().unwrap_or_else(Recipient::throw_away)]
        }
        Role::Institution => members
            .institution
            .iter()
            .map(|one| one.recipient.clone())
            .collect(),
        Role::Statistics => members.statistics.clone(),
    };
    roles.into_iter().flat_map(of_role).collect()
}

/// The code of the department that a submission belongs to, where it says one.
fn department_of(submission: &Submission) -> Option<&str> {
    let question = submission.questionnaire.department.as_deref()?;
    let mut answers = submission.answers.iter();
    let (_, answer) = answers.find(|(id, _)| id == question)?;
    match answer {
        Answer::Value(Value::Choice(chosen)) => Some(&chosen.code),
        _ => None,
    }
}

fn check_audiences(
    questionnaire: &Questionnaire,
    plaintexts: &[(String, Zeroizing<Vec<u8>>)],
) -> Result<(), RespondError> {
    let expected = questionnaire.audiences.iter().map(|one| one.id.as_str());
    let found = plaintexts.iter().map(|(audience, _)| audience.as_str());
    if found.eq(expected.chain([MINE])) {
        Ok(())
    } else {
        Err(RespondError::Audiences)
    }
}

impl About {
    /// What headers say of a questionnaire under a key set.
    pub fn new(questionnaire: &Questionnaire, key_set: &KeySet) -> Self {
        Self {
            survey: questionnaire.id.clone(),
            wave: questionnaire.wave.clone(),
            fingerprint: questionnaire.fingerprint.to_string(),
            epoch: key_set.epoch(),
        }
    }

    /// A response of sealed parts, signed by its owner.
    fn response(
        self,
        submission: &Submission,
        sealed: Vec<(String, Vec<u8>)>,
        derived: &Derived,
        revision: u32,
    ) -> Record {
        let parts = sealed.iter().map(|(audience, part)| PartName {
            audience: audience.clone(),
            length: part.len() as u64,
            sha256: hex::encode(&Sha256::digest(part)),
        });
        let header = Header {
            revision,
            parts: parts.collect(),
            simulated: submission.simulated,
            ..self.header(Kind::Response, Some(derived.response()))
        };
        Record {
            signed: sign(header, &derived.signing_key()),
            parts: sealed.into_iter().map(|(_, part)| Some(part)).collect(),
        }
    }

    /// A withdrawal of the response that belongs to these words, signed by its owner. It is final.
    pub fn withdrawal(self, derived: &Derived) -> Record {
        let header = self.header(Kind::Withdrawal, Some(derived.response()));
        without_parts(header, &derived.signing_key())
    }

    /// The setting aside of a response, signed by the institution. It is final.
    pub fn annulment(self, response: ResponseId, reason: Reason, signer: &SigningKey) -> Record {
        let header = Header {
            reason: Some(reason),
            ..self.header(Kind::Annulment, Some(response))
        };
        without_parts(header, signer)
    }

    /// The emptying of records whose retention has run out, signed by the institution.
    pub fn purge(self, mut leaves: Vec<Leaf>, signer: &SigningKey) -> Record {
        leaves.sort_unstable();
        leaves.dedup();
        let header = Header {
            leaves: Some(leaves.into_iter().map(Leaf::to_hex).collect()),
            ..self.header(Kind::Purge, None)
        };
        without_parts(header, signer)
    }

    /// Parts sealed anew to a later key set, signed by the institution.
    pub fn reseal(self, parts: Vec<ResealedPart>, signer: &SigningKey) -> Record {
        let header = Header {
            resealed: Some(parts),
            ..self.header(Kind::Reseal, None)
        };
        without_parts(header, signer)
    }

    fn header(self, kind: Kind, response: Option<ResponseId>) -> Header {
        Header {
            format: FORMAT.to_owned(),
            survey: self.survey,
            wave: self.wave,
            fingerprint: self.fingerprint,
            epoch: self.epoch,
            response: response.map(|id| hex::encode(&id)),
            revision: 0,
            kind,
            signer: String::new(),
            parts: Vec::new(),
            reason: None,
            leaves: None,
            resealed: None,
            simulated: false,
        }
    }
}

fn sign(header: Header, key: &SigningKey) -> Signed {
    let signer = hex::encode(key.verifying_key().as_bytes());
    Header { signer, ..header }.sign(key)
}

fn without_parts(header: Header, key: &SigningKey) -> Record {
    Record {
        signed: sign(header, key),
        parts: Vec::new(),
    }
}

/// Checks that an opened part is the one that its record names: age has no sender, so anyone could
/// have sealed it, and only the record is signed.
///
/// # Errors
/// The first field that differs.
pub fn check_inner(header: &Header, audience: &str, opened: &OpenedPart) -> Result<(), Mismatch> {
    let rules = [
        (opened.survey == header.survey, "survey"),
        (opened.wave == header.wave, "wave"),
        (opened.fingerprint == header.fingerprint, "fingerprint"),
        (
            Some(&opened.response) == header.response.as_ref(),
            "response",
        ),
        (opened.revision == header.revision, "revision"),
        (opened.audience == audience, "audience"),
        (opened.simulated == header.simulated, "simulated"),
    ];
    match rules.into_iter().find(|(holds, _)| !holds) {
        Some((_, field)) => Err(Mismatch(field)),
        None => Ok(()),
    }
}

impl fmt::Display for RespondError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady(why) => why.fmt(f),
            Self::Seal(why) => why.fmt(f),
            Self::TooLarge(why) => why.fmt(f),
            Self::Audiences => {
                f.write_str("the parts are not those of the questionnaire's audiences")
            }
            Self::Revision => f.write_str("revisions count from 1"),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "its `{}` is not the one of its record", self.0)
    }
}

impl std::error::Error for RespondError {}
impl std::error::Error for Mismatch {}
