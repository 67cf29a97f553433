//! Many bundles together: what they bring is checked bundle by bundle and put down in a spool, and then goes
//! into the store in the order of leaves, in one transaction.
//!
//! A leaf is a hash, so that a bundle's records belong everywhere in the store's tables. Put in bundle by bundle each
//! record changes half a dozen pages that nobody else of its bundle changes; in order, neighbours share them. And a
//! thousand boxes wait for the disk a few times, not a thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Range;
use std::sync::mpsc::sync_channel;

use super::apply::{Merge, Result, Stop, drop_parts, remember};
use super::brought::Brought;
use super::pipeline::each_checked;
use super::report::{BoxReport, Taken, Why};
use crate::response::record::{Leaf, Record};
use crate::vault::bundle::Reason;
use crate::vault::bundle::read::Sound;
use crate::vault::bundle::spool::{Span, Spool, Taking};
use crate::vault::store::slot::{Slot, slots};
use crate::vault::store::{Document, Store, StoreError, read_header};

/// Bundles that are checked, and not yet in the store.
#[derive(Default)]
pub(super) struct Group {
    spool: Option<Spool>,
    /// Which records lie where in the spool, and which bundle brought each.
    records: Vec<(Leaf, usize, Span)>,
    bundles: Vec<Gathered>,
    documents: BTreeMap<[u8; 32], Document>,
    /// Leaves that are held, those of records that brought nothing included.
    leaves: usize,
}

/// One of them.
struct Gathered {
    /// Its report among the merge's.
    report: usize,
    key: [u8; 32],
    note: String,
    leaves: Vec<Leaf>,
    documents: Vec<[u8; 32]>,
    brought: Brought,
}

/// How much is put in together at most, but for a bundle that is larger alone.
struct Most {
    leaves: usize,
    bytes: u64,
}

/// What memory bears: some 150 bytes are held for each record.
const MOST: Most = Most {
    leaves: 250_000,
    bytes: 1 << 30,
};
/// MiB for the store's pages while a group goes in. The index over responses, in no order, should fit.
const MEMORY: u16 = 96;
/// Where people may be at the store and wait until it is their turn.
const BESIDE_PEOPLE: Most = Most {
    leaves: 2_000,
    bytes: 16 << 20,
};

impl Group {
    fn has_more_than(&self, most: &Most) -> bool {
        let bytes = self.spool.as_ref().map_or(0, Spool::end);
        self.leaves >= most.leaves || bytes >= most.bytes
    }

    /// How far it is, for [`Self::cut`].
    fn mark(&self) -> (usize, u64) {
        (
            self.records.len(),
            self.spool.as_ref().map_or(0, Spool::end),
        )
    }

    /// Takes back what a refused bundle brought.
    fn cut(&mut self, (records, end): (usize, u64)) -> Result<()> {
        self.records.truncate(records);
        match &mut self.spool {
            Some(spool) => Ok(spool.cut(end)?),
            None => Ok(()),
        }
    }
}

fn spool<'a>(spool: &'a mut Option<Spool>, store: &Store) -> Result<&'a mut Spool> {
    match spool {
        Some(spool) => Ok(spool),
        none => Ok(none.insert(Spool::create(store.folder())?)),
    }
}

impl Merge<'_> {
    /// Checks one bundle and holds what it brings until enough is together, or until [`Self::finish`]. Its
    /// report says already whether it is refused; what it brought is counted once it is in the store.
    pub fn gather(&mut self, from: &str, bundle: impl Read + Send) -> &mut BoxReport {
        let mut report = BoxReport::new(from);
        let mark = self.group.mark();
        match self.try_gather(&mut report, bundle) {
            Ok(gathered) => {
                self.group.leaves += gathered.leaves.len();
                self.group.bundles.push(gathered);
                self.reports.push(report);
            }
            Err(stop) => {
                let why = match stop {
                    Stop::Refused(why) => why,
                    Stop::Store(error) => Why::from(&error),
                };
                self.reports.push(report.refuse(&why));
                if let Err(error) = self.group.cut(mark) {
                    // What lies in the spool cannot be told from what was to be cut off.
                    let group = std::mem::take(&mut self.group);
                    self.not_stored(&group, &error);
                }
            }
        }
        let most = if self.collects { &BESIDE_PEOPLE } else { &MOST };
        if self.group.has_more_than(most) {
            self.put_in();
        }
        self.last_report()
    }

    /// Notes a report that was come to elsewhere, in its turn.
    pub fn note(&mut self, report: BoxReport) -> &mut BoxReport {
        self.reports.push(report);
        self.last_report()
    }

    fn last_report(&mut self) -> &mut BoxReport {
        let last = self.reports.len().saturating_sub(1);
        &mut self.reports[last]
    }

    /// Puts in what was gathered; gives a report for each bundle in their order.
    pub fn finish(mut self) -> Vec<BoxReport> {
        self.put_in();
        std::mem::take(&mut self.reports)
    }

    fn try_gather(
        &mut self,
        report: &mut BoxReport,
        bundle: impl Read + Send,
    ) -> Result<Gathered, Stop> {
        let (front, mut body) = self.open(report, bundle)?;
        let known = self.store.known(&body.leaves)?;
        let mut brought = Brought::default();
        let (terms, plan, store) = (&self.terms, &self.plan, &*self.store);
        let number = self.group.bundles.len();
        let group = &mut self.group;
        let mut are_known = known.iter();
        let mut visit = |leaf, found: Result<Sound, Reason>| -> Result<(), Stop> {
            let is_known = are_known.next().is_some_and(|known| *known);
            let sound = match found.and_then(|sound| terms.belongs(sound, &front)) {
                Ok(sound) => sound,
                Err(reason) => {
                    report.count(leaf, Taken::SetAside(reason));
                    return Ok(());
                }
            };
            if !brought.note(terms, leaf, &sound.header) {
                return Ok(());
            }
            if is_known && !brought.brings_more(store, plan, leaf, &sound.slots, &sound.record)? {
                report.count(leaf, Taken::Known);
                return Ok(());
            }
            let spool = spool(&mut group.spool, store)?;
            let span = spool.put(&sound.record).map_err(StoreError::from)?;
            group.records.push((leaf, number, span));
            Ok(())
        };
        let (bodies, all) = (
            std::slice::from_mut(&mut body),
            std::slice::from_ref(&known),
        );
        each_checked(bodies, all, |_, leaf, found| visit(leaf, found))?;
        let end = body.finish()?;
        let wanted = terms.documents(end.documents, &brought.fingerprints, &front.asked, report);
        let documents = wanted.iter().map(|document| document.sha256).collect();
        for document in wanted {
            group.documents.entry(document.sha256).or_insert(document);
        }
        Ok(Gathered {
            report: self.reports.len(),
            key: front.key,
            note: front.note,
            leaves: end.leaves,
            documents,
            brought,
        })
    }

    /// Puts in what was gathered: in one transaction, or, where the disk fails in it, bundle by bundle, so that as
    /// little as can be is not stored, and of each it is said.
    pub(super) fn put_in(&mut self) {
        let mut group = std::mem::take(&mut self.group);
        if group.bundles.is_empty() {
            return;
        }
        group.records.sort_unstable();
        let all = 0..group.bundles.len();
        match self.put_together(&mut group, all.clone()) {
            Ok(()) => {}
            // Whoever holds the store will hold it for each of them.
            Err(error @ StoreError::Busy) => self.not_stored(&group, &error),
            Err(_) => all.for_each(|at| self.put_alone(&mut group, at)),
        }
    }

    fn put_alone(&mut self, group: &mut Group, at: usize) {
        let put = self.put_together(group, at..at + 1);
        if let (Err(error), Some(one)) = (put, group.bundles.get(at)) {
            self.refuse(one.report, &error);
        }
    }

    fn not_stored(&mut self, group: &Group, error: &StoreError) {
        for one in &group.bundles {
            self.refuse(one.report, error);
        }
    }

    fn refuse(&mut self, report: usize, error: &StoreError) {
        if let Some(report) = self.reports.get_mut(report) {
            *report = report.refuse(&Why::from(error));
        }
    }

    /// Puts these bundles in, or, where the disk fails, nothing of them: their reports are as they were then.
    fn put_together(&mut self, group: &mut Group, these: Range<usize>) -> Result<()> {
        let numbers = group.bundles.get(these.clone()).unwrap_or_default();
        let reports = numbers.iter().map(|one| one.report);
        let before: Vec<(usize, BoxReport)> = reports
            .filter_map(|at| Some((at, self.reports.get(at)?.clone())))
            .collect();
        let put = self.try_put(group, &these);
        if put.is_err() {
            self.plan_is_ahead = true;
            for (at, report) in before {
                self.reports[at] = report;
            }
        }
        put
    }

    fn try_put(&mut self, group: &mut Group, these: &Range<usize>) -> Result<()> {
        self.keep_up()?;
        let is_one = |number: &usize| these.contains(number);
        let new = group.records.iter().filter(|one| is_one(&one.1)).count();
        self.make_ready(new, MEMORY)?;
        // What any of them drops is not put in to be taken out again.
        let bundles = group.bundles.get(these.clone()).unwrap_or_default();
        let claims = bundles.iter().flat_map(|one| &one.brought.claims);
        claims
            .clone()
            .for_each(|claim| self.plan.add(claim.clone()));
        let touched = self.plan.touched(claims);
        let writer = self.store.write()?;
        if let Some(spool) = &mut group.spool {
            let taking = spool.taking()?;
            let these = group.records.iter().filter(|one| is_one(&one.1));
            each_taken(taking, these, |leaf, number, record, slots| {
                if let Some(one) = group.bundles.get_mut(number)
                    && let Some(report) = self.reports.get_mut(one.report)
                {
                    let (plan, brought) = (&self.plan, &mut one.brought);
                    let taken = brought.put(&writer, plan, leaf, &slots, &record)?;
                    report.count(leaf, taken);
                }
                Ok(())
            })?;
        }
        drop_parts(&writer, self.plan.dropped_of(&touched))?;
        let bundles = group.bundles.get(these.clone()).unwrap_or_default();
        let wanted: BTreeSet<_> = bundles.iter().flat_map(|one| &one.documents).collect();
        for document in wanted
            .into_iter()
            .filter_map(|hash| group.documents.get(hash))
        {
            writer.keep_document(document)?;
        }
        for one in bundles {
            if let Some(report) = self.reports.get_mut(one.report) {
                one.brought.tell(&writer, &self.plan, report)?;
                remember(&writer, report, &one.key, &one.leaves, &one.note)?;
            }
        }
        writer.commit()
    }
}

/// So many records are taken up before the store has room for them.
const AHEAD: usize = 32;

/// Takes records up from a spool on another core, and visits them in order.
fn each_taken<'r>(
    mut taking: Taking<'_>,
    records: impl Iterator<Item = &'r (Leaf, usize, Span)> + Send,
    mut visit: impl FnMut(Leaf, usize, Record, Vec<Slot>) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|scope| {
        let (to, taken) = sync_channel(AHEAD);
        scope.spawn(move || {
            for (leaf, number, span) in records {
                let record = take_up(&mut taking, *leaf, *span);
                let is_last = record.is_err();
                if to.send((*leaf, *number, record)).is_err() || is_last {
                    return;
                }
            }
        });
        for (leaf, number, record) in taken {
            let (record, slots) = record?;
            visit(leaf, number, record, slots)?;
        }
        Ok(())
    })
}

fn take_up(taking: &mut Taking<'_>, leaf: Leaf, span: Span) -> Result<(Record, Vec<Slot>)> {
    let record = taking.get(span)?;
    let slots = slots(&read_header(leaf, &record.signed)?).unwrap_or_default();
    Ok((record, slots))
}
