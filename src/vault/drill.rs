//! The drill: before a survey opens, every holder proves that their identity opens what is sealed to
//! it.
//!
//! A canary is a short age file sealed to one recipient alone; its text, which `age -d` prints too,
//! ends with an answer of four words and a number. The home keeps the canaries and a hash of each
//! answer (`keys/drill.json`), and who has answered (`keys/drilled.json`); nothing in either is secret.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::fingerprint::Fingerprint;
use super::keyset::{Holder, KeySet};
use super::recipient::Recipient;
use super::seal::{self, SealError};
use super::unwrap::OwnIdentity;
use super::{durable, identity};
use crate::base::hex;
use crate::base::time::Day;

/// The file of the canaries, in `keys/`.
pub const CANARIES: &str = "drill.json";
/// The file of who has answered, in `keys/`.
pub const DRILLED: &str = "drilled.json";
/// The `format` member of the canaries.
const FORMAT: &str = "tallybox/v1/drill";
/// What stands before the answer in a canary's text.
const ANSWER: &str = "Answer: ";
/// No file of these is longer: 10,000 departments.
pub const LIMIT: u64 = 16 << 20;

/// Canaries, one a recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drill {
    format: String,
    /// The epoch of the key set that they were made for.
    pub epoch: u64,
    canaries: Vec<Canary>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Canary {
    holder: String,
    recipient: String,
    /// SHA-256 of format, recipient and answer.
    answer: String,
    /// The age file, in its text form.
    sealed: String,
}

/// One recipient of the key set, and when its holder proved that they can open.
pub struct Standing {
    /// Whose it is.
    pub holder: Holder,
    /// The recipient.
    pub recipient: Recipient,
    /// The day of the proof; `None` where there is none yet.
    pub proven: Option<Day>,
}

impl Drill {
    /// Canaries for every recipient of a key set; those of recipients that `earlier` had are kept, so
    /// that an answer under way still counts. `draw` gives random bytes.
    ///
    /// # Errors
    /// As sealing and drawing do.
    pub fn make<E: From<SealError>>(
        set: &KeySet,
        earlier: Option<&Self>,
        mut draw: impl FnMut() -> Result<[u8; 32], E>,
    ) -> Result<Self, E> {
        let mut canaries = Vec::new();
        for (holder, recipient) in set.members().holders() {
            let known = earlier.and_then(|drill| drill.of(recipient));
            canaries.push(match known {
                Some(canary) => canary.clone(),
                None => Canary::seal(&holder, recipient, &draw()?)?,
            });
        }
        Ok(Self {
            format: FORMAT.to_owned(),
            epoch: set.epoch(),
            canaries,
        })
    }

    fn of(&self, recipient: &Recipient) -> Option<&Canary> {
        let mut all = self.canaries.iter();
        all.find(|canary| canary.recipient == recipient.as_str())
    }

    /// Whether there is a canary for every recipient of a key set.
    pub fn covers(&self, set: &KeySet) -> bool {
        let mut holders = set.members().holders();
        holders.all(|(_, recipient)| self.of(recipient).is_some())
    }

    /// Reads canaries; `None` where these are none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let drill: Self = serde_json::from_slice(bytes).ok()?;
        (drill.format == FORMAT).then_some(drill)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The answer that an identity finds; `None` where no canary is its own or it does not open.
    pub fn answer(&self, identity: &OwnIdentity) -> Option<Zeroizing<String>> {
        let canary = self.of(identity.recipient())?;
        let sealed = identity::without_armor(canary.sealed.as_bytes()).ok()?;
        let text = seal::open(&sealed, &[identity as &dyn age::Identity]).ok()?;
        let text = std::str::from_utf8(&text).ok()?;
        let answer = text.lines().find_map(|line| line.strip_prefix(ANSWER))?;
        Some(Zeroizing::new(answer.to_owned()))
    }

    /// Whose answer this is: the holder and the recipient.
    pub fn answered(&self, answer: &str) -> Option<(&str, &str)> {
        let fits = |canary: &&Canary| canary.answer == hash(&canary.recipient, answer);
        let canary = self.canaries.iter().find(fits)?;
        Some((&canary.holder, &canary.recipient))
    }
}

impl Canary {
    fn seal(holder: &Holder, recipient: &Recipient, random: &[u8; 32]) -> Result<Self, SealError> {
        let answer = Fingerprint::of(random).to_string();
        let text = format!(
            "Tallybox drill: this identity opens what is sealed to {holder}.\n{ANSWER}{answer}\n"
        );
        let sealed = seal::seal(text.as_bytes(), std::slice::from_ref(recipient))?;
        let armored =
            identity::armored(&sealed).map_err(|error| SealError::Age(error.to_string()))?;
        Ok(Self {
            holder: holder.to_string(),
            recipient: recipient.to_string(),
            answer: hash(recipient.as_str(), &answer),
            sealed: String::from_utf8(armored).unwrap_or_default(),
        })
    }
}

/// An answer as it is compared: case, hyphens and spaces do not matter.
fn hash(recipient: &str, answer: &str) -> String {
    let plain = answer.chars().filter(|c| c.is_alphanumeric());
    let plain: String = plain.flat_map(char::to_lowercase).collect();
    let text = Zeroizing::new(format!("{FORMAT}\n{recipient}\n{plain}"));
    hex::encode(&Sha256::digest(text.as_bytes()))
}

/// The canaries of a home; `None` where there are none.
///
/// # Errors
/// As reading does; where the file is something else.
pub fn load(folder: &Path) -> io::Result<Option<Drill>> {
    let Some(bytes) = durable::read_limited(&folder.join(CANARIES), LIMIT)? else {
        return Ok(None);
    };
    let drill = Drill::parse(&bytes);
    drill.map(Some).ok_or_else(|| {
        io::Error::other(format!(
            "{CANARIES} is not what `keys drill` wrote; delete it and drill again"
        ))
    })
}

/// Keeps canaries in a home.
///
/// # Errors
/// As writing does.
pub fn keep(folder: &Path, drill: &Drill) -> io::Result<()> {
    durable::replace(&folder.join(CANARIES), &drill.to_bytes())
}

/// Who has proven, by recipient.
fn drilled(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    match durable::read_limited(&folder.join(DRILLED), LIMIT)? {
        None => Ok(BTreeMap::new()),
        Some(bytes) => serde_json::from_slice(&bytes)
            .map_err(|_| io::Error::other(format!("{DRILLED} is not what `keys drill` wrote"))),
    }
}

/// Notes that a recipient's holder has proven that they can open.
///
/// # Errors
/// As reading and writing do.
pub fn note(folder: &Path, recipient: &str, day: Day) -> io::Result<()> {
    let mut all = drilled(folder)?;
    all.insert(recipient.to_owned(), day.to_string());
    let bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
    durable::replace(&folder.join(DRILLED), &[bytes.as_slice(), b"\n"].concat())
}

/// Every recipient of a key set, and when its holder proved that they can open. What `doctor` reads.
///
/// # Errors
/// Where what was noted cannot be read.
pub fn standing(folder: &Path, set: &KeySet) -> io::Result<Vec<Standing>> {
    let all = drilled(folder)?;
    let holders = set.members().holders();
    let standing = holders.map(|(holder, recipient)| Standing {
        proven: all.get(recipient.as_str()).and_then(|day| Day::parse(day)),
        holder,
        recipient: recipient.clone(),
    });
    Ok(standing.collect())
}
