//! Free text and the marks of those who read it first.
//!
//! A long text goes to nobody's figures. Whoever may open the part that it stands in reads it and marks it:
//! to be shown, or kept back. Marks lie in `reviews/DOOR.age`, sealed to all who hold that door, by a hash
//! of the record, the question and the text: a changed text is an unread one, and no id is in the file.
//! Texts come in the order of these hashes, which is nobody's, without a day, and at the statistical door
//! without a department.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::merge::plan::{Plan, Verdict};
use crate::response::answer::{Answer, Value};
use crate::response::record::Leaf;
use crate::stats::DoorName;
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question};
use crate::vault::durable;
use crate::vault::keyring::KeyRing;
use crate::vault::open::Opener;
use crate::vault::recipient::Recipient;
use crate::vault::seal;
use crate::vault::store::{Store, files, read_header};

use super::figures::{self, FiguresError, Hashes, Holders};
use super::home::Home;
use super::search::department;

/// A reader's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It may be shown.
    Show,
    /// It stays with whoever reviews.
    KeepBack,
}

/// One text that somebody wrote.
pub struct WrittenText {
    /// What marks it.
    pub key: String,
    /// The question, or `REPEAT.QUESTION`.
    pub question: String,
    /// Its words in the questionnaire's first language.
    pub label: String,
    /// The department's code; nothing at the statistical door.
    pub department: Option<String>,
    /// The text.
    pub text: String,
    /// What was decided.
    pub mark: Option<Mark>,
}

/// Marks by what they mark.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    marks: BTreeMap<String, Mark>,
}

/// Why marks cannot be read or kept.
#[derive(Debug)]
pub enum MarkError {
    /// The file.
    Io(PathBuf, io::Error),
    /// It does not open, or is none: why.
    Sealed(PathBuf, String),
}

/// What is wanted: texts of one survey and wave, maybe of one question.
pub struct Wanted<'a> {
    /// The questionnaire that says which.
    pub survey: &'a Questionnaire,
    /// One question only.
    pub question: Option<&'a str>,
}

/// Every text that these holders may open, in the order of their keys.
///
/// # Errors
/// As the store does.
pub fn read(
    store: &Store,
    plan: &Plan,
    holders: &Holders,
    wanted: &Wanted<'_>,
) -> Result<Vec<WrittenText>, FiguresError> {
    let mut versions: HashMap<String, Arc<Questionnaire>> = HashMap::new();
    let mut hashes = Hashes::default();
    let own: Vec<&dyn age::Identity> = holders.identities().iter().map(|one| one as _).collect();
    let mut all = Vec::new();
    for (_, verdict) in plan.verdicts() {
        let Verdict::Counts(leaf) = verdict else {
            continue;
        };
        let signed = store.signed(leaf)?.ok_or(FiguresError::Vanished)?;
        let header = read_header(leaf, &signed)?;
        if header.survey != wanted.survey.id || header.wave != wanted.survey.wave {
            continue;
        }
        if !versions.contains_key(&header.fingerprint) {
            let found = figures::version(store, &header.fingerprint)?;
            versions.extend(found.map(|found| (header.fingerprint.clone(), found)));
        }
        let Some(version) = versions.get(&header.fingerprint).map(Arc::clone) else {
            continue;
        };
        let audiences = holders.audiences(&[Arc::clone(&version)]);
        let job = hashes.job(store, plan, leaf, |_| audiences)?;
        let opener = Opener {
            identities: holders.identities(),
            versions: &versions,
        };
        let parts = opener.open_one(&job, &own).parts;
        let answers: Vec<(String, Answer)> =
            parts.into_iter().flat_map(|part| part.answers).collect();
        let is_exact = holders.door() == DoorName::Operational;
        let department = department(&version, &answers).filter(|_| is_exact);
        all.extend(texts(&version, &answers, leaf, department, wanted.question));
    }
    all.sort_by(|one, other| one.key.cmp(&other.key));
    all.dedup_by(|one, other| one.key == other.key);
    Ok(all)
}

/// The long texts of one response.
fn texts(
    version: &Questionnaire,
    answers: &[(String, Answer)],
    leaf: Leaf,
    department: Option<&str>,
    only: Option<&str>,
) -> Vec<WrittenText> {
    let mut found = Vec::new();
    for (id, answer) in answers {
        let Some(question) = version.question(id) else {
            continue;
        };
        match (&question.kind, answer.value()) {
            (Kind::LongText { .. }, Some(Value::Text(text))) => {
                found.push((id.clone(), question, text));
            }
            (Kind::Repeat(repeat), Some(Value::Entries(entries))) => {
                let fields = entries.iter().flatten();
                found.extend(fields.filter_map(|(field, answer)| {
                    let mut questions = repeat.questions.iter();
                    let question = questions.find(|known| known.id == *field)?;
                    match (&question.kind, answer.value()) {
                        (Kind::LongText { .. }, Some(Value::Text(text))) => {
                            Some((format!("{id}.{field}"), question, text))
                        }
                        _ => None,
                    }
                }));
            }
            _ => {}
        }
    }
    let language = version.default_language();
    let one = |(id, question, text): (String, &Question, &String)| WrittenText {
        key: key(leaf, &id, text),
        label: question.label.get(&language).to_owned(),
        question: id,
        department: department.map(str::to_owned),
        text: text.clone(),
        mark: None,
    };
    let wanted = |(id, ..): &(String, &Question, &String)| only.is_none_or(|only| only == id);
    found.into_iter().filter(wanted).map(one).collect()
}

/// What marks a text: it says nothing of the record to who does not have it.
fn key(leaf: Leaf, question: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"tallybox/v1/text\n");
    hash.update(leaf.0);
    hash.update(question.as_bytes());
    hash.update(b"\n");
    hash.update(text.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    hex::encode(digest.first_chunk::<16>().unwrap_or(&[0; 16]))
}

/// Where a door's marks lie.
pub(super) fn path(home: &Home, door: DoorName) -> PathBuf {
    home.root()
        .join("reviews")
        .join(format!("{}.age", door.code()))
}

/// Reads what was decided and says it of each text.
///
/// # Errors
/// Where marks are there and cannot be read.
pub fn marked(
    home: &Home,
    holders: &Holders,
    mut texts: Vec<WrittenText>,
) -> Result<Vec<WrittenText>, MarkError> {
    let path = path(home, holders.door());
    let sealed = match files::read_ordinary(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(texts),
        read => read.map_err(|error| MarkError::Io(path.clone(), error))?,
    };
    let plain = holders
        .open(&sealed)
        .map_err(|error| MarkError::Sealed(path.clone(), error.to_string()))?;
    let marks: Marks = serde_json::from_slice(&plain)
        .map_err(|_| MarkError::Sealed(path, "it holds no marks".to_owned()))?;
    for text in &mut texts {
        text.mark = marks.marks.get(&text.key).copied();
    }
    Ok(texts)
}

/// Keeps what was decided of these texts, sealed to everybody who holds the door. Marks of texts that are
/// gone go too.
///
/// # Errors
/// As sealing and writing do.
pub fn keep(
    home: &Home,
    ring: &KeyRing,
    door: DoorName,
    texts: &[WrittenText],
) -> Result<(), MarkError> {
    let marks = texts
        .iter()
        .filter_map(|text| Some((text.key.clone(), text.mark?)));
    let marks = Marks {
        marks: marks.collect(),
    };
    let path = path(home, door);
    let fault = |words: String| MarkError::Sealed(path.clone(), words);
    let plain = serde_json::to_vec(&marks).map(zeroize::Zeroizing::new);
    let plain = plain.map_err(|error| fault(error.to_string()))?;
    let sealed =
        seal::seal(&plain, &recipients(ring, door)).map_err(|error| fault(error.to_string()))?;
    let folder = path.parent().unwrap_or_else(|| home.root());
    files::private_folder(folder)
        .and_then(|()| durable::replace(&path, &sealed))
        .map_err(|error| MarkError::Io(path.clone(), error))
}

/// Who reads a door's marks, by the newest key set.
pub(super) fn recipients(ring: &KeyRing, door: DoorName) -> Vec<Recipient> {
    let Some(members) = ring.current().map(crate::vault::keyset::KeySet::members) else {
        return Vec::new();
    };
    match door {
        DoorName::Statistical => members.statistics.clone(),
        DoorName::Operational => {
            let institution = members.institution.iter();
            institution.map(|one| one.recipient.clone()).collect()
        }
    }
}

impl std::fmt::Display for MarkError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Sealed(path, why) => write!(f, "{}: {why}", path.display()),
        }
    }
}

impl std::error::Error for MarkError {}
