//! Many bundles together: what they bring is checked bundle by bundle and put down in a spool, and then goes
//! into the store in the order of leaves, in one transaction.
//!
//! A leaf is a hash, so that a bundle's records belong everywhere in the store's tables. Put in bundle by bundle each
//! record changes half a dozen pages that nobody else of its bundle changes; in order, neighbours share them. And a
//! thousand boxes wait for the disk a few times, not a thousand.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::mpsc::sync_channel;

use super::apply::{Merge, Result, Stop, drop_parts, remember};
use super::brought::Brought;
use super::pipeline::each_checked;
use super::report::{BoxReport, Taken};
use crate::response::record::{Leaf, Record};
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
    ///
    /// # Errors
    /// As the store does; nothing of what was gathered since the last transaction is stored then.
    pub fn gather(&mut self, from: &str, bundle: impl Read + Send) -> Result<&mut BoxReport> {
        let mut report = BoxReport::new(from);
        let mark = self.group.mark();
        match self.try_gather(&mut report, bundle) {
            Ok(gathered) => {
                self.group.leaves += gathered.leaves.len();
                self.group.bundles.push(gathered);
            }
            Err(Stop::Refused(why)) => {
                self.group.cut(mark)?;
                report = report.refuse(&why);
            }
            Err(Stop::Store(error)) => return Err(error),
        }
        self.reports.push(report);
        let most = if self.collects { &BESIDE_PEOPLE } else { &MOST };
        if self.group.has_more_than(most) {
            self.put_in()?;
        }
        Ok(self.last_report())
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
    ///
    /// # Errors
    /// As the store does; nothing of what was gathered since the last transaction is stored then.
    pub fn finish(mut self) -> Result<Vec<BoxReport>> {
        self.put_in()?;
        Ok(std::mem::take(&mut self.reports))
    }

    fn try_gather(
        &mut self,
        report: &mut BoxReport,
        bundle: impl Read + Send,
    ) -> Result<Gathered, Stop> {
        let mut opened = self.open(report, bundle)?;
        let known = self.store.known(&opened.body.leaves)?;
        let mut brought = Brought::default();
        let (terms, plan, store) = (&self.terms, &self.plan, &*self.store);
        let number = self.group.bundles.len();
        let group = &mut self.group;
        let mut are_known = known.iter();
        each_checked(
            std::slice::from_mut(&mut opened.body),
            std::slice::from_ref(&known),
            |_, leaf, found| -> Result<(), Stop> {
                let is_known = are_known.next().is_some_and(|known| *known);
                let sound = match found.and_then(|sound| terms.belongs(sound, opened.newest)) {
                    Ok(sound) => sound,
                    Err(reason) => {
                        report.count(leaf, Taken::SetAside(reason));
                        return Ok(());
                    }
                };
                brought.note(terms, leaf, &sound.header);
                if is_known
                    && !brought.brings_more(store, plan, leaf, &sound.slots, &sound.record)?
                {
                    report.count(leaf, Taken::Known);
                    return Ok(());
                }
                let spool = spool(&mut group.spool, store)?;
                let span = spool.put(&sound.record).map_err(StoreError::from)?;
                group.records.push((leaf, number, span));
                Ok(())
            },
        )?;
        let end = opened.body.finish()?;
        let (wanted, aside) = terms.documents(end.documents, &brought.fingerprints);
        report.documents_set_aside = aside;
        for document in wanted {
            group.documents.entry(document.sha256).or_insert(document);
        }
        Ok(Gathered {
            report: self.reports.len(),
            key: opened.key,
            note: opened.note,
            leaves: end.leaves,
            brought,
        })
    }

    /// Puts in what was gathered, in one transaction.
    pub(super) fn put_in(&mut self) -> Result<()> {
        let mut group = std::mem::take(&mut self.group);
        if group.bundles.is_empty() {
            return Ok(());
        }
        group.records.sort_unstable();
        self.make_ready(group.records.len(), MEMORY)?;
        // What any of them drops is not put in to be taken out again.
        let claims = group.bundles.iter().flat_map(|one| &one.brought.claims);
        claims
            .clone()
            .for_each(|claim| self.plan.add(claim.clone()));
        let touched = self.plan.touched(claims);
        let writer = self.store.write()?;
        if let Some(spool) = &mut group.spool {
            let taking = spool.taking()?;
            each_taken(taking, &group.records, |leaf, number, record, slots| {
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
        for document in group.documents.values() {
            writer.keep_document(document)?;
        }
        for one in group.bundles {
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
fn each_taken(
    mut taking: Taking<'_>,
    records: &[(Leaf, usize, Span)],
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
