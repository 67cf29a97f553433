//! One bundle into a store, in one transaction.

use std::collections::BTreeSet;
use std::io::Read;

use super::plan::{Claim, Dropped, Plan, Trust};
use super::report::{BoxReport, State, Taken, Why};
use crate::base::hex;
use crate::response::record::Leaf;
use crate::vault::bundle::read::{self, Entry, Sound};
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
}

/// Takes bundles into one store, one after another.
pub struct Merge<'a> {
    store: &'a mut Store,
    terms: Terms<'a>,
    plan: Plan,
}

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
    drop_parts(&writer, plan)?;
    writer.commit()
}

impl<'a> Merge<'a> {
    /// Begins, over what the store holds already.
    ///
    /// # Errors
    /// As the store does.
    pub fn begin(store: &'a mut Store, terms: Terms<'a>) -> Result<Self> {
        let plan = plan_of(store, terms.trust)?;
        Ok(Self { store, terms, plan })
    }

    /// The plan over all that was taken.
    pub fn into_plan(self) -> Plan {
        self.plan
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
        let known = self.store.leaves()?;
        let writer = self.store.write()?;
        let mut brought = Brought::default();
        while let Some(entry) = body.record(|leaf| known.binary_search(&leaf).is_ok()) {
            let Entry { leaf, found } = entry?;
            let taken = match found {
                Ok(sound) => brought.take(&writer, &self.terms, &self.plan, leaf, sound)?,
                Err(reason) => Taken::SetAside(reason),
            };
            report.count(leaf, taken);
        }
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

/// Whether a box's bundles are taken: it is enrolled, or this store's own.
fn is_taken(store: &Store, key: &[u8; 32]) -> Result<bool> {
    let own = own::public_key(store)?;
    let enrolled = store.enrolled()?;
    Ok(own.as_ref() == Some(key) || enrolled.iter().any(|peer| peer.key == *key))
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
        if terms
            .surveys
            .is_some_and(|known| !known.contains(&header.survey))
        {
            return Ok(Taken::SetAside(Reason::Survey(header.survey)));
        }
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
        for claim in self.claims {
            plan.add(claim);
        }
        drop_parts(writer, plan)?;
        report.not_believed = self.strangers.into_iter().map(Leaf::to_hex).collect();
        report.without_parts = without_parts(writer, plan, &self.absent)?;
        report.documents_set_aside = keep_documents(writer, terms, documents, &self.fingerprints)?;
        Ok(())
    }
}

pub(super) fn drop_parts(writer: &Writer<'_>, plan: &Plan) -> Result<()> {
    plan.dropped().try_for_each(|dropped| match dropped {
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
