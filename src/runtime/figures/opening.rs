//! One opening: what is kept of an earlier one, what came since, and what becomes of each record.

use std::collections::HashMap;
use std::sync::Arc;

use crate::merge::plan::Plan;
use crate::response::record::Leaf;
use crate::stats::{Door, Frame, FrameBuilder};
use crate::survey::Questionnaire;
use crate::vault::cache::Place;
use crate::vault::open::{self, Fault, Opened, Opener};
use crate::vault::store::Store;

use super::super::cache::{self, Found, Lines, Making, Whereabouts};
use super::super::watch::Watch;
use super::{Counting, FiguresError, Holders, LeftOut, Reading, jobs, load};

/// What is read, and by whom.
pub(super) struct Way<'a> {
    pub(super) store: &'a Store,
    pub(super) holders: &'a Holders,
    pub(super) watch: &'a Watch,
    /// What the store holds, as a cache says it.
    pub(super) state: String,
    pub(super) epoch: u64,
}

/// Responses that are being opened.
struct Opening<D> {
    builder: FrameBuilder<D>,
    left_out: LeftOut,
    lines: Lines,
    /// Those of which a part could not be opened: they come last, after what is kept was kept.
    late: Vec<Opened>,
    /// Whether too many of them came to be held back.
    is_spoilt: bool,
}

/// The most responses with a part that does not open which are held back.
const MOST_LATE: usize = 1_000;

impl Way<'_> {
    /// What is kept of a store that did not change since; nothing where it is spoilt.
    pub(super) fn again<D: Door>(
        &self,
        found: Found,
        at_home: &[Arc<Questionnaire>],
    ) -> Result<Option<Reading<D>>, FiguresError> {
        let mut versions = Vec::new();
        for fingerprint in &found.head.versions {
            versions.extend(load(self.store, fingerprint, at_home)?);
        }
        let Some(survey) = versions.first().map(|version| version.id.clone()) else {
            return Ok(None);
        };
        let audiences = self.holders.audiences(&versions);
        let making = Making {
            survey: &survey,
            versions: &versions,
            audiences: &audiences,
            epoch: self.epoch,
        };
        let mut builder = new_builder(&versions, &audiences);
        if !found.fits(&making, &builder.shape()) {
            return Ok(None);
        }
        let other_waves = found.head.other_waves;
        let Some(lines) = found.fill(&mut builder, None) else {
            return Ok(None);
        };
        self.watch.begin(1);
        self.watch.add(1);
        Ok(Some(Reading {
            left_out: LeftOut {
                sealed_to_others: lines.others.len(),
                other_waves,
                ..LeftOut::default()
            },
            frame: finished(builder, &lines),
            versions,
        }))
    }

    /// What is kept of the records that still count, and the others opened.
    pub(super) fn opened<D: Door>(
        &self,
        place: Option<&Place<'_>>,
        found: Option<Found>,
        counting: &Counting,
        versions: Vec<Arc<Questionnaire>>,
    ) -> Result<Reading<D>, FiguresError> {
        let audiences = self.holders.audiences(&versions);
        let making = Making {
            survey: &versions[0].id,
            versions: &versions,
            audiences: &audiences,
            epoch: self.epoch,
        };
        let (places, is_whole) = self.whereabouts(counting, &audiences)?;
        let mut opening = Opening::begin(found, &making, &places);
        opening.left_out.other_waves = counting.other_waves;
        let known = opening.lines.known();
        let new = |leaf: &&Leaf| !known.contains(leaf);
        let new: Vec<Leaf> = counting.leaves.iter().filter(new).copied().collect();
        self.open(&mut opening, &making, (&counting.plan, &new), &places)?;
        let is_clean = is_whole && !opening.is_spoilt && opening.late.is_empty();
        let state = if is_clean {
            self.state.clone()
        } else {
            String::new()
        };
        let shape = opening.builder.shape();
        let head = making.head(&shape, state, counting.is_only, counting.other_waves);
        if let Some(place) = place.filter(|_| !opening.is_spoilt) {
            cache::keep(place, &head, &opening.lines, &opening.builder);
        }
        let (frame, left_out) = opening.end();
        Ok(Reading {
            frame,
            versions,
            left_out,
        })
    }

    /// Where the parts of every record that counts lie, and whether all are here.
    fn whereabouts(
        &self,
        counting: &Counting,
        audiences: &[String],
    ) -> Result<(Places, bool), FiguresError> {
        let mut places = HashMap::with_capacity(counting.leaves.len());
        let mut is_whole = true;
        for &leaf in &counting.leaves {
            let (place, is_here) = cache::whereabouts(self.store, &counting.plan, leaf, audiences)?;
            places.insert(leaf, place);
            is_whole &= is_here;
        }
        Ok((places, is_whole))
    }

    fn open<D: Door>(
        &self,
        opening: &mut Opening<D>,
        making: &Making<'_>,
        (plan, new): (&Plan, &[Leaf]),
        places: &Places,
    ) -> Result<(), FiguresError> {
        let by_fingerprint: HashMap<String, Arc<Questionnaire>> = making
            .versions
            .iter()
            .map(|version| (version.fingerprint.to_string(), Arc::clone(version)))
            .collect();
        let opener = Opener {
            identities: &self.holders.identities,
            versions: &by_fingerprint,
        };
        self.watch.begin(u64::try_from(new.len()).unwrap_or(0));
        let jobs = jobs(self.store, plan, new, making.audiences);
        let jobs = jobs.map(|job| match job {
            Ok(_) if self.watch.is_stopped() => Err(FiguresError::Stopped),
            job => job,
        });
        opener.open_all(jobs, open::cores(), |opened| {
            let place = places.get(&opened.leaf).copied().unwrap_or_default();
            opening.take(opened, place);
            self.watch.add(1);
        })
    }
}

/// Where each record's parts lie.
type Places = HashMap<Leaf, Whereabouts>;

fn new_builder<D: Door>(versions: &[Arc<Questionnaire>], audiences: &[String]) -> FrameBuilder<D> {
    let others = versions.get(1..).unwrap_or_default();
    FrameBuilder::new(Arc::clone(&versions[0]), others, audiences)
}

/// Each department's respondents in the order of their leaves, which are hashes: it tells nothing, and
/// is the same however they were opened.
fn finished<D: Door>(builder: FrameBuilder<D>, lines: &Lines) -> Frame<D> {
    builder.finish_by(|at| lines.rows.get(at).map(|(leaf, _)| *leaf))
}

impl<D: Door> Opening<D> {
    /// With what is kept of records that still count, where it fits.
    fn begin(found: Option<Found>, making: &Making<'_>, places: &Places) -> Self {
        let empty = || new_builder::<D>(making.versions, making.audiences);
        let mut builder = empty();
        let shape = builder.shape();
        let found = found.filter(|found| found.fits(making, &shape));
        let lines = found.and_then(|found| found.fill(&mut builder, Some(places)));
        if lines.is_none() {
            builder = empty();
        }
        Self {
            builder,
            left_out: LeftOut::default(),
            lines: lines.unwrap_or_default(),
            late: Vec::new(),
            is_spoilt: false,
        }
    }

    /// Takes what came of one record.
    fn take(&mut self, opened: Opened, place: Whereabouts) {
        let is_fault = |(_, fault): &(String, Fault)| *fault != Fault::NotForThese;
        if opened.faults.iter().any(is_fault) && self.late.len() < MOST_LATE {
            self.late.push(opened);
            return;
        }
        self.is_spoilt |= opened.faults.iter().any(is_fault);
        let (leaf, has_others) = (opened.leaf, !opened.faults.is_empty());
        if self.add(opened) {
            self.lines.rows.push((leaf, place));
        } else if has_others {
            self.lines.others.push((leaf, place));
        }
    }

    /// Adds one response to the frame, or says why it is not there.
    fn add(&mut self, opened: Opened) -> bool {
        let (others, faults): (Vec<_>, Vec<_>) = opened
            .faults
            .into_iter()
            .partition(|(_, fault)| *fault == Fault::NotForThese);
        let is_added = match &opened.version {
            Some(version) if !opened.parts.is_empty() => {
                self.builder.push(version, &opened.parts);
                if let Some(hash) = opened.sameness {
                    self.builder.mark(hash);
                }
                true
            }
            _ => {
                let is_hollow = faults.is_empty() && others.is_empty();
                self.left_out.hollow += usize::from(is_hollow);
                false
            }
        };
        let faults = faults.into_iter();
        let faults = faults.map(|(audience, fault)| (opened.leaf, audience, fault));
        self.left_out.set_aside.extend(faults);
        is_added
    }

    /// The frame, with those that were held back, and what is not in it.
    fn end(mut self) -> (Frame<D>, LeftOut) {
        for opened in std::mem::take(&mut self.late) {
            let leaf = opened.leaf;
            if self.add(opened) {
                self.lines.rows.push((leaf, Whereabouts::default()));
            }
        }
        let mut left_out = self.left_out;
        left_out.sealed_to_others = self.lines.others.len();
        // Workers finish in any order; what is told does not depend on it.
        left_out
            .set_aside
            .sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        (finished(self.builder, &self.lines), left_out)
    }
}
