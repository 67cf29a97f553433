//! The second opening of a box: what the first one read, sealed to its reader, and the records that came
//! since.
//!
//! A cache says of itself what it was made of: the program and the shape of its columns, the survey, the
//! versions, the epoch, the audiences, and of every response its record and where its parts lay. Where the
//! store is leaf for leaf what it was, nothing else is looked at. Where it is not, a line stays only where
//! the same record still counts and its parts lie where they lay; what is left is opened. What does not
//! fit is opened anew as if there were no cache: it is a matter of time alone.
//!
//! Parts that could not be opened for a reason other than that they are somebody else's are not kept, so
//! that they are told of each time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::merge::plan::Plan;
use crate::response::record::Leaf;
use crate::stats::kept::{self, Sink, Source};
use crate::stats::{Door, FrameBuilder};
use crate::survey::Questionnaire;
use crate::survey::waves::Named;
use crate::vault::cache::{Place, Reader, Writer};
use crate::vault::keyring::KeyRing;
use crate::vault::store::{Store, StoreError};
use crate::vault::unwrap::OwnIdentity;

/// Raised when what is written changes.
const FORMAT: u32 = 3;
/// The longest description of a cache.
const LONGEST_HEAD: u64 = 1 << 20;
/// Fewer responses than these are opened as fast as a cache of them.
pub const FEWEST: usize = 50;

/// Where a record's wanted parts lie, and whether each was here.
pub(super) type Whereabouts = [u8; 16];

/// What a cache was made of.
#[derive(Serialize, Deserialize, PartialEq, Eq, Clone)]
pub(super) struct Head {
    format: u32,
    program: String,
    /// The epoch of the newest key set.
    epoch: u64,
    pub(super) survey: String,
    /// Fingerprints, the reported one first.
    pub(super) versions: Vec<String>,
    audiences: Vec<String>,
    shape: String,
    /// What the store held; empty where parts may come in without a new leaf.
    state: String,
    /// Whether no other survey had responses.
    pub(super) is_only: bool,
    pub(super) other_waves: usize,
}

/// The lines of a cache, in their order, and what is not in them.
#[derive(Default)]
pub(super) struct Lines {
    /// A response a line of the columns.
    pub(super) rows: Vec<(Leaf, Whereabouts)>,
    /// Responses that are sealed to others.
    pub(super) others: Vec<(Leaf, Whereabouts)>,
}

/// A cache that was found, up to its columns.
pub(super) struct Found {
    pub(super) head: Head,
    pub(super) lines: Lines,
    columns: Reader,
}

/// What the newest opening is made of, as a cache of it would say.
pub(super) struct Making<'a> {
    pub(super) survey: &'a str,
    pub(super) versions: &'a [Arc<Questionnaire>],
    pub(super) audiences: &'a [String],
    pub(super) epoch: u64,
}

impl Source for Reader {
    fn fill(&mut self, into: &mut [u8]) -> Option<()> {
        Reader::fill(self, into)
    }
}

impl Sink for Writer {
    fn put(&mut self, bytes: &[u8]) {
        Writer::put(self, bytes);
    }
}

/// Where these identities keep what they read of a store.
pub(super) fn place<'a, D: Door>(
    store: &Store,
    identities: &'a [OwnIdentity],
) -> Option<Place<'a>> {
    Place::of(store.folder(), identities, D::NAME.code())
}

/// What figures are made of, as one hash: every leaf of the store, whom the home believes and which
/// questionnaires it has.
///
/// # Errors
/// As the store does.
pub(super) fn state(
    store: &Store,
    ring: &KeyRing,
    at_home: &[Arc<Questionnaire>],
    asked: Option<&str>,
) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    for leaf in store.leaves()? {
        hash.update(leaf.0);
    }
    for set in ring.sets() {
        hash.update(set.document());
    }
    for questionnaire in at_home {
        hash.update(questionnaire.fingerprint.to_string());
    }
    if let Some(wave) = asked.and_then(|name| Named::parse(name).wave) {
        hash.update(wave);
    }
    Ok(hex::encode(&hash.finalize()))
}

/// Where the parts of a record lie that these audiences read; and whether all of them are here.
///
/// # Errors
/// As the store does.
pub(super) fn whereabouts(
    store: &Store,
    plan: &Plan,
    leaf: Leaf,
    audiences: &[String],
) -> Result<(Whereabouts, bool), StoreError> {
    let mut hash = Sha256::new();
    let mut is_whole = true;
    for audience in audiences {
        let place = plan.place(leaf, audience);
        let is_here = store.has_part(place.leaf, &place.slot)?;
        hash.update(place.leaf.0);
        hash.update(place.slot.as_bytes());
        hash.update([u8::from(is_here)]);
        is_whole &= is_here;
    }
    let digest: [u8; 32] = hash.finalize().into();
    let short = digest.first_chunk().copied().unwrap_or_default();
    Ok((short, is_whole))
}

/// What is kept, up to its columns.
pub(super) fn find(place: &Place<'_>) -> Option<Found> {
    let mut columns = place.read()?;
    let head = kept::bytes(&mut columns, LONGEST_HEAD)?;
    let head: Head = serde_json::from_slice(&head).ok()?;
    if head.format != FORMAT || head.program != env!("CARGO_PKG_VERSION") {
        return None;
    }
    let rows = lines(&mut columns)?;
    let others = lines(&mut columns)?;
    Some(Found {
        head,
        lines: Lines { rows, others },
        columns,
    })
}

fn lines(source: &mut dyn Source) -> Option<Vec<(Leaf, Whereabouts)>> {
    let mut lines = Vec::new();
    for _ in 0..kept::number(source)? {
        let (mut leaf, mut place) = ([0; 32], [0; 16]);
        source.fill(&mut leaf)?;
        source.fill(&mut place)?;
        lines.push((Leaf(leaf), place));
    }
    Some(lines)
}

impl Lines {
    /// The records of all of them.
    pub(super) fn known(&self) -> HashSet<Leaf> {
        let all = self.rows.iter().chain(&self.others);
        all.map(|(leaf, _)| *leaf).collect()
    }
}

impl Found {
    /// Whether it was made of just what the store holds now, for who asks for this survey.
    pub(super) fn is_current(&self, state: &str, asked: Option<&str>) -> bool {
        let is_meant = asked.map_or(self.head.is_only, |name| {
            self.head.survey == Named::parse(name).id
        });
        is_meant && self.head.state == state
    }

    /// Whether its columns are those of what is opened now.
    pub(super) fn fits(&self, making: &Making<'_>, shape: &str) -> bool {
        let head = &self.head;
        let versions = making.versions.iter();
        let versions: Vec<String> = versions.map(|one| one.fingerprint.to_string()).collect();
        head.survey == making.survey
            && head.versions == versions
            && head.audiences == making.audiences
            && head.epoch == making.epoch
            && head.shape == hashed(shape)
    }

    /// Reads the columns into an empty frame, but for lines that `counts` does not know any more; the
    /// lines that stay. `None` where it is spoilt: the frame is then of no use.
    pub(super) fn fill<D: Door>(
        mut self,
        builder: &mut FrameBuilder<D>,
        counts: Option<&HashMap<Leaf, Whereabouts>>,
    ) -> Option<Lines> {
        let is_still = |line: &(Leaf, Whereabouts)| {
            counts.is_none_or(|counts| counts.get(&line.0) == Some(&line.1))
        };
        let stays: Vec<bool> = self.lines.rows.iter().map(is_still).collect();
        builder.take(&mut self.columns, &|at| {
            stays.get(at).copied().unwrap_or(false)
        })?;
        let mut stays = stays.into_iter();
        self.lines.rows.retain(|_| stays.next().unwrap_or(false));
        self.lines.others.retain(is_still);
        let is_whole = self.columns.is_at_end() && builder.len() == self.lines.rows.len();
        is_whole.then_some(self.lines)
    }
}

impl Making<'_> {
    /// What a cache of this says of itself.
    pub(super) fn head(
        &self,
        shape: &str,
        state: String,
        is_only: bool,
        other_waves: usize,
    ) -> Head {
        let versions = self.versions.iter();
        Head {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            epoch: self.epoch,
            survey: self.survey.to_owned(),
            versions: versions.map(|one| one.fingerprint.to_string()).collect(),
            audiences: self.audiences.to_vec(),
            shape: hashed(shape),
            state,
            is_only,
            other_waves,
        }
    }
}

fn hashed(shape: &str) -> String {
    hex::encode(&Sha256::digest(shape))
}

/// Keeps what was read. That it could not be kept costs the next opening its time and nothing else.
pub(super) fn keep<D: Door>(
    place: &Place<'_>,
    head: &Head,
    lines: &Lines,
    builder: &FrameBuilder<D>,
) {
    if lines.rows.len() + lines.others.len() < FEWEST {
        return place.discard();
    }
    let (Ok(mut writer), Ok(head)) = (place.write(), serde_json::to_vec(head)) else {
        return;
    };
    kept::put_bytes(&mut writer, &head);
    for lines in [&lines.rows, &lines.others] {
        kept::put_number(&mut writer, lines.len());
        for (leaf, place) in lines {
            writer.put(&leaf.0);
            writer.put(place);
        }
    }
    builder.put(&mut writer);
    writer.finish();
}
