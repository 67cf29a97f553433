//! Sealing parts anew to a later key set: for a department whose key is lost, an office that got another,
//! an institution whose officer left.
//!
//! Whoever may open a part opens it; an institution signs the record that carries the new one. Of an
//! audience every part is sealed anew, or none: a reseal of one department's parts alone would say
//! in the clear which responses are that department's.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::base::hex;
use crate::merge::plan::Plan;
use crate::response::part::{self, OpenedPart};
use crate::response::record::{Header, Leaf, Record};
use crate::survey::Questionnaire;
use crate::survey::model::{Audience, Role};
use crate::vault::header;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::{KeySet, Members};
use crate::vault::new_parts::NewPart;
use crate::vault::open::{Job, SealedPart};
use crate::vault::respond::{self, About, check_inner};
use crate::vault::seal::{self, SealError};
use crate::vault::store::{Store, read_header};
use crate::vault::unwrap::OwnIdentity;

use super::figures::{self, FiguresError, Hashes};
use super::search;

/// Parts of one record: a store names at most 255 of them, and a header stays short.
const AT_ONCE: usize = 200;

/// Who seals what anew.
pub struct Resealing<'a> {
    /// The store that is read.
    pub store: &'a Store,
    /// Which records count.
    pub plan: &'a Plan,
    /// The home's key sets; the newest is sealed to.
    pub ring: &'a KeyRing,
    /// The identities that open.
    pub identities: &'a [OwnIdentity],
    /// Whose they are.
    pub role: Role,
}

/// What was sealed anew, and is signed by nobody yet.
#[derive(Default)]
pub struct Resealed {
    /// The new parts.
    pub parts: Vec<NewPart>,
    /// Parts that these identities may open by their role, and do not: record and audience.
    pub unopened: Vec<(Leaf, String)>,
    /// Parts whose department no part tells that these identities open.
    pub unknown_department: usize,
    /// Parts that another office sealed, of records that do not count any more.
    pub left_out: usize,
}

/// Why nothing was sealed anew.
#[derive(Debug)]
pub enum ResealError {
    /// Reading.
    Read(FiguresError),
    /// Sealing.
    Seal(SealError),
    /// There is no key set.
    NoKeySet,
}

impl From<FiguresError> for ResealError {
    fn from(error: FiguresError) -> Self {
        Self::Read(error)
    }
}

impl Resealing<'_> {
    /// Opens every part that these identities may open and that the newest key set changes, and seals
    /// it to that set.
    ///
    /// # Errors
    /// As reading and sealing do.
    pub fn run(&self) -> Result<Resealed, ResealError> {
        let set = self.ring.current().ok_or(ResealError::NoKeySet)?;
        let mut done = Resealed::default();
        let mut versions: HashMap<String, Option<Arc<Questionnaire>>> = HashMap::new();
        let mut hashes = Hashes::default();
        for leaf in self.plan.counting() {
            let header = self.header(leaf)?;
            if !versions.contains_key(&header.fingerprint) {
                let found = figures::version(self.store, &header.fingerprint)?;
                versions.insert(header.fingerprint.clone(), found);
            }
            let version = versions.get(&header.fingerprint).cloned().flatten();
            if let Some(version) = version {
                let audiences = search::audiences(&version, self.role);
                let job = hashes.job(self.store, self.plan, leaf, |_| audiences)?;
                self.reseal(&job, &version, set, &mut done)?;
            }
        }
        Ok(done)
    }

    fn header(&self, leaf: Leaf) -> Result<Header, FiguresError> {
        let signed = self.store.signed(leaf)?.ok_or(FiguresError::Vanished)?;
        Ok(read_header(leaf, &signed)?)
    }

    /// Seals one record's parts anew.
    fn reseal(
        &self,
        job: &Job,
        version: &Questionnaire,
        set: &KeySet,
        done: &mut Resealed,
    ) -> Result<(), ResealError> {
        let mut opened = Vec::new();
        for part in &job.parts {
            match self.open(&job.header, version, part) {
                Some(found) => opened.push((part, found)),
                None => done.unopened.push((job.leaf, part.audience.clone())),
            }
        }
        let answers = opened.iter().flat_map(|(_, (part, _))| &part.answers);
        let department = search::department(version, answers);
        for (part, (_, plaintext)) in &opened {
            let Some(audience) = version.audiences.iter().find(|one| one.id == part.audience)
            else {
                continue;
            };
            if !self.changes(job.leaf, audience, set)? {
                continue;
            }
            let asks = audience.sealed_to.contains(&Role::Department);
            if asks && department.is_none() && !self.is_told_the_department(version) {
                done.unknown_department += 1;
                continue;
            }
            let recipients = respond::recipients(audience, department, set);
            let sealed = seal::seal(plaintext, &recipients).map_err(ResealError::Seal)?;
            let new = NewPart::new(job.leaf, &job.header, &part.audience, set.epoch(), sealed);
            done.parts.push(new);
        }
        Ok(())
    }

    fn open(
        &self,
        header: &Header,
        version: &Questionnaire,
        part: &SealedPart,
    ) -> Option<(OpenedPart, Zeroizing<Vec<u8>>)> {
        if Sha256::digest(&part.sealed)[..] != part.sha256 {
            return None;
        }
        let own: Vec<&dyn age::Identity> = self.identities.iter().map(|one| one as _).collect();
        let plaintext = seal::open(&part.sealed, &own).ok()?;
        let opened = part::open(version, &plaintext).ok()?;
        check_inner(header, &part.audience, &opened).ok()?;
        Some((opened, plaintext))
    }

    /// Whether the newest set would seal a part of this audience to others than it is sealed to now. It
    /// is the same for every department, on purpose.
    fn changes(&self, leaf: Leaf, audience: &Audience, set: &KeySet) -> Result<bool, FiguresError> {
        let place = self.plan.place(leaf, &audience.id);
        let epoch = self.header(place.leaf)?.epoch;
        if epoch >= set.epoch() {
            return Ok(false);
        }
        let before = self.ring.get(epoch).map(KeySet::members);
        let roles = audience.sealed_to.iter();
        Ok(before.is_none_or(|before| {
            roles
                .into_iter()
                .any(|role| differ(before, set.members(), *role))
        }))
    }

    /// Whether a response's department, where it says one, stands in a part that this role opens.
    fn is_told_the_department(&self, version: &Questionnaire) -> bool {
        let opened = search::audiences(version, self.role);
        let question = version
            .department
            .as_deref()
            .and_then(|id| version.question(id));
        question.is_some_and(|question| {
            let mut releases = question.audience.iter();
            releases.any(|one| one.when.is_none() && opened.contains(&one.audience))
        })
    }
}

/// The records that carry new parts, signed by an institution, a few hundred parts in each.
pub fn sign(parts: Vec<NewPart>, set: &KeySet, signer: &SigningKey) -> Vec<Record> {
    let mut topics = BTreeMap::<_, Vec<NewPart>>::new();
    for part in parts {
        let topic = (
            part.survey.clone(),
            part.wave.clone(),
            part.fingerprint.clone(),
        );
        topics.entry(topic).or_default().push(part);
    }
    let mut records = Vec::new();
    for ((survey, wave, fingerprint), mut parts) in topics {
        while !parts.is_empty() {
            let rest = parts.split_off(parts.len().min(AT_ONCE));
            let pairs = parts.into_iter().map(|new| (new.part, new.sealed));
            let (named, sealed): (Vec<_>, Vec<_>) = pairs.unzip();
            parts = rest;
            let about = About {
                survey: survey.clone(),
                wave: wave.clone(),
                fingerprint: fingerprint.clone(),
                epoch: set.epoch(),
            };
            let mut record = about.reseal(named, signer);
            record.parts = sealed.into_iter().map(Some).collect();
            records.push(record);
        }
    }
    records
}

/// Takes out the parts of records that do not count here: since an office sealed them anew, somebody took
/// the answers back, or an institution set them aside. The number of those that were taken out.
pub fn keep_counting(plan: &Plan, parts: &mut Vec<NewPart>) -> usize {
    let counting = plan.counting();
    let all = parts.len();
    parts.retain(|new| {
        let leaf = hex::decode_array(&new.part.leaf).map(Leaf);
        leaf.is_some_and(|leaf| counting.contains(&leaf))
    });
    all - parts.len()
}

/// Checks what another office sealed anew, before an institution signs it: each part belongs to a record
/// that counts, is of an audience of its, is sealed for the newest key set, and to as many recipients as
/// that set has for it. What is in it only that office can say.
///
/// # Errors
/// As the store does; the first part that does not hold, in words.
pub fn check(
    store: &Store,
    plan: &Plan,
    set: &KeySet,
    parts: &[NewPart],
) -> Result<Result<(), String>, FiguresError> {
    let counting = plan.counting();
    for new in parts {
        let leaf = hex::decode_array(&new.part.leaf).map(Leaf);
        let leaf = leaf.filter(|leaf| counting.contains(leaf));
        let Some(leaf) = leaf else {
            return Ok(Err("a part is of no record that counts here".to_owned()));
        };
        let signed = store.signed(leaf)?.ok_or(FiguresError::Vanished)?;
        let header = read_header(leaf, &signed)?;
        let version = figures::version(store, &header.fingerprint)?;
        let audiences = version.iter().flat_map(|version| &version.audiences);
        let audience = audiences
            .into_iter()
            .find(|one| one.id == new.part.audience);
        let expected = audience.map(|audience| respond::recipients(audience, None, set).len());
        let found = header::scan(&new.sealed).map(|header| header.x25519).ok();
        let holds = (new.survey == header.survey)
            && new.wave == header.wave
            && new.fingerprint == header.fingerprint
            && new.part.epoch == set.epoch()
            && expected.is_some()
            && expected == found;
        if !holds {
            return Ok(Err(format!(
                "the part `{}` of record {} is not sealed as the newest key set says",
                new.part.audience, new.part.leaf
            )));
        }
    }
    Ok(Ok(()))
}

/// Whether two sets have other recipients in a role.
fn differ(before: &Members, now: &Members, role: Role) -> bool {
    match role {
        Role::Department => before.departments != now.departments,
        Role::Statistics => before.statistics != now.statistics,
        Role::Institution => {
            let recipients = |members: &Members| {
                let all = members.institution.iter();
                all.map(|one| one.recipient.clone()).collect::<Vec<_>>()
            };
            recipients(before) != recipients(now)
        }
    }
}
