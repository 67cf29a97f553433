//! What one bundle brought while it was read, and what is said of it once all of it is here.

use std::collections::BTreeSet;

use super::apply::{Result, Terms};
use super::plan::{Claim, Plan};
use super::report::{BoxReport, State, Taken};
use crate::response::record::{Header, Kind, Leaf, Record};
use crate::vault::store::slot::Slot;
use crate::vault::store::{Store, Writer};

/// What one bundle brought.
#[derive(Default)]
pub(super) struct Brought {
    /// What its records say of which count.
    pub(super) claims: Vec<Claim>,
    /// The questionnaires that they answer.
    pub(super) fingerprints: BTreeSet<String>,
    /// How many of them are responses, and how many of these are made up.
    responses: usize,
    made_up: usize,
    absent: Vec<(Leaf, String)>,
    strangers: Vec<Leaf>,
}

impl Brought {
    /// Notes what a sound record says, and whether it is believed: what somebody else than an institution signed
    /// as one is not taken in, and comes again once its signer is known.
    pub(super) fn note(&mut self, terms: &Terms<'_>, leaf: Leaf, header: &Header) -> bool {
        let Some(claim) = Claim::read(leaf, header, terms.trust) else {
            self.strangers.push(leaf);
            return false;
        };
        self.claims.push(claim);
        let is_first = header.kind == Kind::Response && header.revision == 1;
        self.responses += usize::from(is_first);
        self.made_up += usize::from(is_first && header.simulated);
        if !self.fingerprints.contains(&header.fingerprint) {
            self.fingerprints.insert(header.fingerprint.clone());
        }
        true
    }

    /// Puts a sound record in, but for what the plan drops.
    pub(super) fn put(
        &mut self,
        writer: &Writer<'_>,
        plan: &Plan,
        leaf: Leaf,
        slots: &[Slot],
        record: &Record,
    ) -> Result<Taken> {
        let is_new = writer.put_header(leaf, &record.signed)?;
        let here = if is_new {
            Vec::new()
        } else {
            writer.parts_here(leaf)?
        };
        for (slot, part) in slots.iter().zip(&record.parts) {
            match part {
                _ if plan.drops(leaf, &slot.name) => {}
                Some(_) if here.contains(&slot.name) => {}
                Some(sealed) => writer.put_new_part(leaf, &slot.name, sealed)?,
                None => self.absent.push((leaf, slot.name.clone())),
            }
        }
        Ok(if is_new { Taken::New } else { Taken::Known })
    }

    /// Whether a record that is here brings a part that is not, and should be.
    pub(super) fn brings_more(
        &mut self,
        store: &Store,
        plan: &Plan,
        leaf: Leaf,
        slots: &[Slot],
        record: &Record,
    ) -> Result<bool> {
        let here = store.parts_here(leaf)?;
        for (slot, part) in slots.iter().zip(&record.parts) {
            if plan.drops(leaf, &slot.name) {
                continue;
            }
            match part {
                Some(_) if !here.contains(&slot.name) => return Ok(true),
                Some(_) => {}
                None => self.absent.push((leaf, slot.name.clone())),
            }
        }
        Ok(false)
    }

    /// Says what is without effect, and what is lacking: parts that no plan drops and nobody brought.
    pub(super) fn tell(
        &self,
        writer: &Writer<'_>,
        plan: &Plan,
        report: &mut BoxReport,
    ) -> Result<()> {
        (report.responses, report.made_up) = (self.responses, self.made_up);
        report.not_believed = self.strangers.iter().map(|leaf| leaf.to_hex()).collect();
        let mut lacking = BTreeSet::new();
        for (leaf, slot) in &self.absent {
            if !plan.drops(*leaf, slot) && !writer.has_part(*leaf, slot)? {
                lacking.insert(*leaf);
            }
        }
        report.without_parts = lacking.len();
        Ok(())
    }
}

/// How a box's leaf set stands to the one last seen of it; both are ascending.
pub(super) fn compare(seen: &[Leaf], now: &[Leaf]) -> State {
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
