//! Which record counts and which parts are dropped, from headers alone. Pure.
//!
//! A plan is a set of claims, and adding one never takes another away: whatever the order in which
//! records are merged, the same records give the same plan, and what one plan drops every larger
//! plan drops. That is why purge, reseal, annulment and merge commute.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::hex;
use crate::response::record::{Header, Kind, Leaf, ResponseId};
use crate::vault::store::slot::resealed_name;

/// The institutions' Ed25519 public keys, of every key set that is known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Trust(BTreeSet<[u8; 32]>);

/// What one header says.
#[derive(Clone, PartialEq, Eq)]
enum Says {
    Response(ResponseId, u32),
    Withdrawal(ResponseId),
    Annulment(ResponseId),
    Purge(Vec<Leaf>),
    /// The parts: whose, for which audience, to which epoch.
    Reseal(Vec<(Leaf, String, u64)>),
}

/// What a believed header claims, under its leaf.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    leaf: Leaf,
    says: Says,
}

/// Where one response stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This record counts.
    Counts(Leaf),
    /// Its owner took it back.
    Withdrawn,
    /// The institution set it aside.
    Annulled,
    /// The record that would count has run out of its retention.
    Purged,
}

/// Where the bytes of a part lie.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The record that carries them.
    pub leaf: Leaf,
    /// The slot's name there.
    pub slot: String,
}

/// What is to be dropped.
#[derive(Clone, PartialEq, Eq)]
pub enum Dropped {
    /// Every part of a record.
    Whole(Leaf),
    /// One part.
    One(Place),
}

/// The believed claims of a set of records.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Flat, since a million responses have a million of these and most have one revision.
    revisions: BTreeSet<(ResponseId, u32, Leaf)>,
    response_of: BTreeMap<Leaf, ResponseId>,
    withdrawn: BTreeSet<ResponseId>,
    annulled: BTreeSet<ResponseId>,
    purged: BTreeSet<Leaf>,
    /// For each part that was ever resealed: the reseals of it, by epoch and leaf.
    reseals: BTreeMap<(Leaf, String), BTreeSet<(u64, Leaf)>>,
}

impl Trust {
    /// Trust in these keys.
    pub fn new(keys: impl IntoIterator<Item = [u8; 32]>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// Whether a header's signer may say what it says: an owner always, anyone else where the key
    /// is an institution's.
    pub fn believes(&self, header: &Header) -> bool {
        match header.kind {
            Kind::Response | Kind::Withdrawal => true,
            Kind::Annulment | Kind::Purge | Kind::Reseal => {
                hex::decode_array(&header.signer).is_some_and(|key| self.0.contains(&key))
            }
        }
    }
}

impl Claim {
    /// What a verified header claims; `None` where it is not believed.
    pub fn read(leaf: Leaf, header: &Header, trust: &Trust) -> Option<Self> {
        if !trust.believes(header) {
            return None;
        }
        let response = || hex::decode_array(header.response.as_deref()?);
        let says = match header.kind {
            Kind::Response => Says::Response(response()?, header.revision),
            Kind::Withdrawal => Says::Withdrawal(response()?),
            Kind::Annulment => Says::Annulment(response()?),
            Kind::Purge => Says::Purge(leaves(header)),
            Kind::Reseal => Says::Reseal(resealed(header)),
        };
        Some(Self { leaf, says })
    }
}

fn leaves(header: &Header) -> Vec<Leaf> {
    let named = header.leaves.iter().flatten();
    named.filter_map(|leaf| read_leaf(leaf)).collect()
}

fn resealed(header: &Header) -> Vec<(Leaf, String, u64)> {
    let named = header.resealed.iter().flatten();
    named
        .filter_map(|part| Some((read_leaf(&part.leaf)?, part.audience.clone(), part.epoch)))
        .collect()
}

fn read_leaf(text: &str) -> Option<Leaf> {
    hex::decode_array(text).map(Leaf)
}

impl Plan {
    /// Adds a claim. The order does not matter, nor how often.
    pub fn add(&mut self, claim: Claim) {
        let Claim { leaf, says } = claim;
        match says {
            Says::Response(response, revision) => {
                self.revisions.insert((response, revision, leaf));
                self.response_of.insert(leaf, response);
            }
            Says::Withdrawal(response) => {
                self.withdrawn.insert(response);
            }
            Says::Annulment(response) => {
                self.annulled.insert(response);
            }
            Says::Purge(leaves) => self.purged.extend(leaves),
            Says::Reseal(parts) => {
                for (of, audience, epoch) in parts {
                    let reseals = self.reseals.entry((of, audience)).or_default();
                    reseals.insert((epoch, leaf));
                }
            }
        }
    }

    /// Where a response stands; `None` where no record of it is here.
    pub fn verdict(&self, response: &ResponseId) -> Option<Verdict> {
        let leaf = &self.revisions_of(response).next_back()?;
        let ended = [
            (self.withdrawn.contains(response), Verdict::Withdrawn),
            (self.annulled.contains(response), Verdict::Annulled),
            (self.purged.contains(leaf), Verdict::Purged),
        ];
        let verdict = ended.into_iter().find(|(holds, _)| *holds);
        Some(verdict.map_or(Verdict::Counts(*leaf), |(_, verdict)| verdict))
    }

    /// The records of a response, the first revision first.
    fn revisions_of(&self, response: &ResponseId) -> impl DoubleEndedIterator<Item = Leaf> {
        let first = (*response, 0, Leaf([0; 32]));
        let last = (*response, u32::MAX, Leaf([0xff; 32]));
        self.revisions.range(first..=last).map(|(_, _, leaf)| *leaf)
    }

    /// Every response and where it stands, in no meaningful order.
    pub fn verdicts(&self) -> impl Iterator<Item = (ResponseId, Verdict)> {
        let mut all = self.revisions.iter().peekable();
        let responses = std::iter::from_fn(move || {
            let (response, _, _) = all.next()?;
            while all.next_if(|(next, _, _)| next == response).is_some() {}
            Some(*response)
        });
        responses.filter_map(|response| Some((response, self.verdict(&response)?)))
    }

    /// The records that count: one a response at most, ascending.
    pub fn counting(&self) -> BTreeSet<Leaf> {
        self.verdicts()
            .filter_map(|(_, verdict)| match verdict {
                Verdict::Counts(leaf) => Some(leaf),
                _ => None,
            })
            .collect()
    }

    /// Where the bytes of a record's part lie now: with it, or with the last reseal that names it.
    pub fn place(&self, leaf: Leaf, audience: &str) -> Place {
        let last = self
            .reseals
            .get(&(leaf, audience.to_owned()))
            .and_then(BTreeSet::last);
        match last {
            Some((_, reseal)) => Place {
                leaf: *reseal,
                slot: resealed_name(audience, &leaf.to_hex()),
            },
            None => Place {
                leaf,
                slot: audience.to_owned(),
            },
        }
    }

    /// Whether a purge names this record.
    pub fn is_purged(&self, leaf: Leaf) -> bool {
        self.purged.contains(&leaf)
    }

    /// Whether a part is dropped and must never come back.
    pub fn drops(&self, leaf: Leaf, slot: &str) -> bool {
        if self.purged.contains(&leaf) {
            return true;
        }
        match slot.split_once('@') {
            None => self.drops_whole(leaf) || self.reseals.contains_key(&(leaf, slot.to_owned())),
            Some((audience, of)) => read_leaf(of)
                .is_some_and(|of| self.drops_whole(of) || self.is_outdone(leaf, of, audience)),
        }
    }

    /// Whether a response's record is superseded, withdrawn, annulled or purged.
    fn drops_whole(&self, leaf: Leaf) -> bool {
        let verdict = self
            .response_of
            .get(&leaf)
            .and_then(|response| self.verdict(response));
        self.purged.contains(&leaf)
            || verdict.is_some_and(|verdict| verdict != Verdict::Counts(leaf))
    }

    /// Whether a reseal that this plan knows was followed by a later one of the same part.
    fn is_outdone(&self, reseal: Leaf, of: Leaf, audience: &str) -> bool {
        let all = self.reseals.get(&(of, audience.to_owned()));
        all.is_some_and(|all| {
            let known = all.iter().any(|(_, leaf)| *leaf == reseal);
            known && all.last().is_some_and(|(_, leaf)| *leaf != reseal)
        })
    }

    /// Everything that this plan drops, whether it is here or not.
    pub fn dropped(&self) -> impl Iterator<Item = Dropped> {
        let superseded = self.revisions.iter().map(|(_, _, leaf)| *leaf);
        let whole = superseded
            .filter(|leaf| self.drops_whole(*leaf))
            .chain(self.purged.iter().copied())
            .map(Dropped::Whole);
        let resealed = self.reseals.iter();
        whole.chain(resealed.flat_map(|(part, reseals)| self.dropped_copies(part, reseals)))
    }

    /// The records on which claims that were just added can have changed what is dropped.
    pub fn touched<'a>(&self, claims: impl IntoIterator<Item = &'a Claim>) -> BTreeSet<Leaf> {
        let mut touched = BTreeSet::new();
        for claim in claims {
            match &claim.says {
                Says::Response(response, _)
                | Says::Withdrawal(response)
                | Says::Annulment(response) => touched.extend(self.revisions_of(response)),
                Says::Purge(leaves) => touched.extend(leaves),
                Says::Reseal(parts) => touched.extend(parts.iter().map(|(of, _, _)| *of)),
            }
        }
        touched
    }

    /// What this plan drops of these records, and of parts of theirs that reseals carry. With
    /// [`Self::touched`] it is what [`Self::dropped`] gained, at the cost of the claims alone.
    pub fn dropped_of(&self, leaves: &BTreeSet<Leaf>) -> impl Iterator<Item = Dropped> {
        leaves.iter().flat_map(|leaf| {
            let whole = self.drops_whole(*leaf).then_some(Dropped::Whole(*leaf));
            let resealed = self.reseals.range((*leaf, String::new())..);
            let resealed = resealed.take_while(move |((of, _), _)| of == leaf);
            let copies = resealed.flat_map(|(part, reseals)| self.dropped_copies(part, reseals));
            whole.into_iter().chain(copies)
        })
    }

    /// Which of the copies of one resealed part are dropped: the original, and those of its reseals.
    fn dropped_copies(
        &self,
        (of, audience): &(Leaf, String),
        reseals: &BTreeSet<(u64, Leaf)>,
    ) -> impl Iterator<Item = Dropped> {
        let original = Place {
            leaf: *of,
            slot: audience.clone(),
        };
        let slot = resealed_name(audience, &of.to_hex());
        let carried = reseals.iter().map(move |(_, reseal)| Place {
            leaf: *reseal,
            slot: slot.clone(),
        });
        std::iter::once(original)
            .chain(carried)
            .filter(|place| self.drops(place.leaf, &place.slot))
            .map(Dropped::One)
    }
}

#[cfg(test)]
mod tests;
