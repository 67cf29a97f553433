//! One bundle into a store, in one transaction.

use std::collections::BTreeSet;
use std::io::Read;

use super::pipeline::each_checked;
use super::plan::{Claim, Dropped, Plan, Trust};
use super::report::{BoxReport, State, Taken, Why};
use crate::base::hex;
use crate::response::record::{Header, Leaf};
use crate::vault::bundle::export;
use crate::vault::bundle::read::{self, Sound};
use crate::vault::bundle::{Reason, Refused};
use crate::vault::store::{Document, DocumentKind, Store, StoreError, Writer, read_header};
use crate::vault::{checkpoint, own};

type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What a merge believes and takes.
pub struct Terms<'a> {
    /// Whose annulments, purges and reseals have effect.
    pub trust: &'a Trust,
    /// The surveys that are known here; `None` takes any.
    pub surveys: Option<&'a BTreeSet<String>>,
    /// Whether a key set document is signed by those whom this home trusts.
    pub key_set: &'a dyn Fn(&[u8]) -> bool,
    /// The epoch of the newest key set here; `None` where there is none and any is taken.
    pub newest_epoch: Option<u64>,
}

/// Takes bundles into one store, one after another.
pub struct Merge<'a> {
    store: &'a mut Store,
    terms: Terms<'a>,
    plan: Plan,
    is_bulk: bool,
}

/// From so many records on a bundle is worth getting the store ready for much.
const LARGE: usize = 256;

/// What one bundle brought, while its transaction is open.
#[derive(Default)]
struct Brought {
    claims: Vec<Claim>,
    fingerprints: BTreeSet<String>,
    absent: Vec<(Leaf, String)>,
    strangers: Vec<Leaf>,
}

/// Why a bundle's transaction is not committed.
enum Stop {
    Refused(Why),
    Store(StoreError),
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Refused(Why::Bundle(refused))
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The plan over everything that a store holds.
///
/// # Errors
/// As the store does.
pub fn plan_of(store: &Store, trust: &Trust) -> Result<Plan> {
    let mut plan = Plan::default();
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        if let Some(claim) = Claim::read(leaf, &header, trust) {
            plan.add(claim);
        }
        Ok(())
    })?;
    Ok(plan)
}

/// Drops from a store what its plan drops: after trust has grown, or a record came in by hand.
///
/// # Errors
/// As the store does.
pub fn settle(store: &mut Store, plan: &Plan) -> Result<()> {
    let writer = store.write()?;
    drop_parts(&writer, plan.dropped())?;
    writer.commit()
}

impl<'a> Merge<'a> {
    /// Begins, over what the store holds already.
    ///
    /// # Errors
    /// As the store does.
    pub fn begin(store: &'a mut Store, terms: Terms<'a>) -> Result<Self> {
        let plan = plan_of(store, terms.trust)?;
        Ok(Self {
            store,
            terms,
            plan,
            is_bulk: false,
        })
    }

    /// The plan over all that was taken.
    pub fn into_plan(mut self) -> Plan {
        std::mem::take(&mut self.plan)
    }

    /// Gets the store ready for a bundle with much that is new, once. A home that collects is left as it is:
    /// people may be at it.
    fn make_ready(&mut self, key: &[u8; 32], leaves: &[Leaf]) -> Result<()> {
        if self.is_bulk || leaves.len() < LARGE || own::public_key(self.store)?.is_some() {
            return Ok(());
        }
        let seen = self.store.seen(key)?;
        let new = leaves
            .iter()
            .filter(|leaf| seen.binary_search(leaf).is_err());
        if new.take(LARGE).count() == LARGE {
            self.store.begin_bulk()?;
            self.is_bulk = true;
        }
        Ok(())
    }

    /// Takes one bundle in, all its sound records or, where it is refused, none.
    ///
    /// # Errors
    /// As the store does; nothing of this bundle is stored then.
    pub fn take(&mut self, from: &str, bundle: impl Read) -> Result<BoxReport> {
        let mut report = BoxReport::new(from);
        match self.try_take(&mut report, bundle) {
            Ok(()) => Ok(report),
            Err(Stop::Refused(why)) => Ok(report.refuse(&why)),
            Err(Stop::Store(error)) => Err(error),
        }
    }

    fn try_take(&mut self, report: &mut BoxReport, bundle: impl Read) -> Result<(), Stop> {
        let head = read::head(bundle)?;
        report.name.clone_from(&head.checkpoint.name);
        report.fingerprint = checkpoint::fingerprint(&head.verifier);
        let key = head.verifier.key;
        if !is_taken(self.store, &key)? {
            return Err(Stop::Refused(Why::NotEnrolled));
        }
        let note = head.note.clone();
        let mut body = head.body()?;
        let newest = self.terms.newest_with(&body.documents);
        self.make_ready(&key, &body.leaves)?;
        let writer = self.store.write()?;
        let mut brought = Brought::default();
        let (terms, plan) = (&self.terms, &self.plan);
        let known = |leaf| writer.has_record(leaf);
        each_checked(&mut body, known, |leaf, found| -> Result<(), Stop> {
            let sound = found.and_then(|sound| terms.belongs(sound, newest));
            let taken = match sound {
                Ok(sound) => brought.take(&writer, terms, plan, leaf, sound)?,
                Err(reason) => Taken::SetAside(reason),
            };
            report.count(leaf, taken);
            Ok(())
        })?;
        let end = body.finish()?;
        brought.settle(&writer, &self.terms, &mut self.plan, &end.documents, report)?;
        report.state = compare(&writer.seen(&key)?, &end.leaves);
        if report.state != State::Older {
            writer.set_seen(&key, &end.leaves, &note)?;
        }
        writer.commit()?;
        Ok(())
    }
}

impl Drop for Merge<'_> {
    fn drop(&mut self) {
        if self.is_bulk {
            // Where it fails, whoever opens the store for writing next does it.
            self.store.end_bulk().ok();
        }
    }
}

impl Terms<'_> {
    /// The newest epoch that a key set speaks for which is trusted here, those that came along
    /// included: a box may have seen one before this home did.
    fn newest_with(&self, documents: &[Document]) -> Option<u64> {
        let trusted = documents.iter().filter(|document| {
            document.kind == DocumentKind::KeySet
                && document.is_sound()
                && (self.key_set)(&document.body)
        });
        let came = trusted.filter_map(|document| export::epoch(&document.body));
        self.newest_epoch
            .map(|newest| came.fold(newest, std::cmp::max))
    }

    /// Whether a sound record is one of this home's: of a survey it has, under a key set that there is.
    fn belongs(&self, sound: Sound, newest: Option<u64>) -> Result<Sound, Reason> {
        let Header { survey, epoch, .. } = &sound.header;
        if self.surveys.is_some_and(|known| !known.contains(survey)) {
            return Err(Reason::Survey(survey.clone()));
        }
        if newest.is_some_and(|newest| *epoch > newest) {
            return Err(Reason::Epoch(*epoch));
        }
        Ok(sound)
    }
}

/// Whether a box's bundles are taken: it is enrolled, or this store's own.
fn is_taken(store: &Store, key: &[u8; 32]) -> Result<bool> {
    Ok(store.is_enrolled(key)? || own::public_key(store)?.as_ref() == Some(key))
}

impl Brought {
    fn take(
        &mut self,
        writer: &Writer<'_>,
        terms: &Terms<'_>,
        plan: &Plan,
        leaf: Leaf,
        sound: Sound,
    ) -> Result<Taken> {
        let Sound {
            header,
            slots,
            record,
        } = sound;
        match Claim::read(leaf, &header, terms.trust) {
            Some(claim) => self.claims.push(claim),
            None => self.strangers.push(leaf),
        }
        let is_new = writer.put_header(leaf, &record.signed)?;
        for (slot, part) in slots.into_iter().zip(&record.parts) {
            match part {
                _ if plan.drops(leaf, &slot.name) => {}
                Some(sealed) => writer.put_part(leaf, &slot.name, sealed)?,
                None => self.absent.push((leaf, slot.name)),
            }
        }
        self.fingerprints.insert(header.fingerprint);
        Ok(if is_new { Taken::New } else { Taken::Known })
    }

    /// After the last record: what all of them together drop, lack and need.
    fn settle(
        self,
        writer: &Writer<'_>,
        terms: &Terms<'_>,
        plan: &mut Plan,
        documents: &[Document],
        report: &mut BoxReport,
    ) -> Result<()> {
        self.claims
            .iter()
            .cloned()
            .for_each(|claim| plan.add(claim));
        drop_parts(writer, plan.dropped_of(&plan.touched(&self.claims)))?;
        report.not_believed = self.strangers.into_iter().map(Leaf::to_hex).collect();
        report.without_parts = without_parts(writer, plan, &self.absent)?;
        report.documents_set_aside = keep_documents(writer, terms, documents, &self.fingerprints)?;
        Ok(())
    }
}

pub(super) fn drop_parts(
    writer: &Writer<'_>,
    mut dropped: impl Iterator<Item = Dropped>,
) -> Result<()> {
    dropped.try_for_each(|dropped| match dropped {
        Dropped::Whole(leaf) => writer.empty(leaf),
        Dropped::One(place) => writer.empty_slot(place.leaf, &place.slot),
    })
}

/// How many records lack a part that no plan drops and no other bundle brought.
fn without_parts(writer: &Writer<'_>, plan: &Plan, absent: &[(Leaf, String)]) -> Result<usize> {
    let mut lacking = BTreeSet::new();
    for (leaf, slot) in absent {
        if !plan.drops(*leaf, slot) && !writer.has_part(*leaf, slot)? {
            lacking.insert(*leaf);
        }
    }
    Ok(lacking.len())
}

/// Keeps the documents that the records name; gives the hashes of those that are not what they say.
fn keep_documents(
    writer: &Writer<'_>,
    terms: &Terms<'_>,
    documents: &[Document],
    fingerprints: &BTreeSet<String>,
) -> Result<Vec<String>> {
    let mut aside = Vec::new();
    for document in documents {
        let hash = hex::encode(&document.sha256);
        let is_questionnaire = document.kind == DocumentKind::Questionnaire;
        let sound = document.is_sound() && (is_questionnaire || (terms.key_set)(&document.body));
        match (sound, is_questionnaire && !fingerprints.contains(&hash)) {
            (false, _) => aside.push(hash),
            (true, true) => {}
            (true, false) => writer.keep_document(document)?,
        }
    }
    Ok(aside)
}

/// How a box's leaf set stands to the one last seen of it; both are ascending.
fn compare(seen: &[Leaf], now: &[Leaf]) -> State {
    let within =
        |some: &[Leaf], all: &[Leaf]| some.iter().all(|leaf| all.binary_search(leaf).is_ok());
    match (within(seen, now), within(now, seen)) {
        (true, _) => State::Current,
        (false, true) => State::Older,
        (false, false) => State::RolledBackOrCloned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_leaf_sets_one_must_hold_the_other() {
        let set = |numbers: &[u8]| numbers.iter().map(|n| Leaf([*n; 32])).collect::<Vec<_>>();
        let cases = [
            (set(&[]), set(&[1]), State::Current),
            (set(&[1]), set(&[1]), State::Current),
            (set(&[1, 2]), set(&[2]), State::Older),
            (set(&[1, 2]), set(&[2, 3]), State::RolledBackOrCloned),
        ];
        for (seen, now, state) in cases {
            assert_eq!(compare(&seen, &now), state);
        }
    }
}
