//! Bundles into a store as they stream by: one in a transaction of its own, or a few abreast. How many go in together
//! is `super::gather`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use super::brought::{Brought, compare};
use super::gather::Group;
use super::pipeline::each_checked;
use super::plan::{Claim, Dropped, Plan, Trust};
use super::report::{BoxReport, State, Taken, Why};
use crate::base::hex;
use crate::response::part::MINE;
use crate::response::record::{Header, Kind, Leaf};
use crate::vault::bundle::export;
use crate::vault::bundle::read::{self, Body, End, Sound};
use crate::vault::bundle::{Reason, Refused};
use crate::vault::store::{Document, DocumentKind, Store, StoreError, Writer, read_header};
use crate::vault::{checkpoint, own};

pub(super) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What a merge believes and takes.
pub struct Terms<'a> {
    /// Whose annulments, purges and reseals have effect.
    pub trust: &'a Trust,
    /// The surveys that are known here; `None` takes any.
    pub surveys: Option<&'a BTreeSet<String>>,
    /// What a key set document is to this home.
    pub key_set: &'a dyn Fn(&[u8]) -> KeySetIs,
    /// What a questionnaire's canonical form asks for; nothing where this program cannot read it.
    pub questionnaire: &'a dyn Fn(&[u8]) -> Option<Asks>,
    /// The epoch of the newest key set here; `None` where there is none and any is taken.
    pub newest_epoch: Option<u64>,
}

/// Takes bundles into one store: each by itself ([`Merge::take`]), a few at once ([`Merge::take_abreast`]), or many
/// together ([`Merge::gather`]).
pub struct Merge<'a> {
    pub(super) store: &'a mut Store,
    pub(super) terms: Terms<'a>,
    pub(super) plan: Plan,
    is_bulk: bool,
    /// Whether people may be at this store.
    pub(super) collects: bool,
    pub(super) group: Group,
    pub(super) reports: Vec<BoxReport>,
    /// Whether the plan holds claims of records that the disk did not take.
    pub(super) plan_is_ahead: bool,
    /// The questionnaires that were here before.
    here: Arc<Asked>,
    /// What each questionnaire asks for that came so far or was here, by hash; nothing where it cannot be read.
    read: BTreeMap<[u8; 32], Option<Arc<Asks>>>,
}

/// What a key set that came along is to a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySetIs {
    /// One of its own, or signed by those whom it trusts.
    Trusted,
    /// A second one of this epoch, of which another is here: somebody who may sign signed two.
    Fork(u64),
    /// Nobody's whom it trusts.
    Foreign,
}

/// What a questionnaire asks for, as far as the headers of its responses say the same.
#[derive(Default)]
pub struct Asks {
    /// The survey's id.
    pub survey: String,
    /// The wave.
    pub wave: String,
    /// The audiences' ids, without the respondent's own.
    pub audiences: Vec<String>,
}

/// What each document of a bundle asks for, by hash in hex; nothing where it is not a questionnaire that this
/// program reads.
type Asked = BTreeMap<String, Option<Arc<Asks>>>;

/// From so many new records on it is worth getting the store ready for much.
const LARGE: usize = 256;
/// MiB for the store's pages while records stream in: what is written early the disk takes while the rest is checked.
/// Three times as much took a sixth longer.
const MEMORY: u16 = 32;
/// So many bundles can be open at once, each with two threads or more.
const ABREAST: std::ops::RangeInclusive<usize> = 2..=32;
/// What is put in together at most: of more, less is lost where the disk fails.
const MOST_ABREAST: u64 = 1 << 30;

/// What stands before a bundle's records.
pub(super) struct Front {
    pub(super) key: [u8; 32],
    pub(super) note: String,
    /// The newest epoch that there is, with the key sets that it brings.
    pub(super) newest: Option<u64>,
    pub(super) asked: Asked,
    here: Arc<Asked>,
}

/// Why nothing of a bundle is taken.
pub(super) enum Stop {
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
        let collects = own::public_key(store)?.is_some();
        let mut here = Asked::new();
        let mut read = BTreeMap::new();
        for document in store.documents()? {
            if document.kind == DocumentKind::Questionnaire && document.is_sound() {
                let asks = (terms.questionnaire)(&document.body).map(Arc::new);
                here.insert(hex::encode(&document.sha256), asks.clone());
                read.insert(document.sha256, asks);
            }
        }
        Ok(Self {
            store,
            terms,
            plan,
            is_bulk: false,
            collects,
            group: Group::default(),
            reports: Vec::new(),
            plan_is_ahead: false,
            here: Arc::new(here),
            read,
        })
    }

    /// Makes the plan anew where the disk did not take what was planned with.
    pub(super) fn keep_up(&mut self) -> Result<()> {
        if self.plan_is_ahead {
            self.plan = plan_of(self.store, self.terms.trust)?;
            self.plan_is_ahead = false;
        }
        Ok(())
    }

    /// Gets the store ready for much that is new, once. A home that collects is left as it is: people may be
    /// at it.
    pub(super) fn make_ready(&mut self, new: usize, memory: u16) -> Result<()> {
        if !self.is_bulk && !self.collects && new >= LARGE {
            self.store.begin_bulk(memory)?;
            self.is_bulk = true;
        }
        Ok(())
    }

    /// Takes one bundle in, all its sound records or, where it is refused, none. What was gathered stays so.
    ///
    /// # Errors
    /// As the store does; nothing of this bundle is stored then.
    pub fn take(&mut self, from: &str, bundle: impl Read + Send) -> Result<BoxReport> {
        let mut report = BoxReport::new(from);
        match self.try_take(std::slice::from_mut(&mut report), vec![bundle]) {
            Ok(()) => Ok(report),
            Err(Stop::Refused(why)) => Ok(report.refuse(&why)),
            Err(Stop::Store(error)) => {
                self.plan_is_ahead = true;
                Err(error)
            }
        }
    }

    /// Whether so many bundles of so many bytes, all of them files, should be tried with
    /// [`Merge::take_abreast`]: few enough to be open at once, and nobody at the store waits meanwhile.
    pub fn goes_abreast(&self, bundles: usize, bytes: u64) -> bool {
        !self.collects && ABREAST.contains(&bundles) && bytes <= MOST_ABREAST
    }

    /// Takes a few bundles in as they stream by, in the order of leaves over all of them and in one transaction.
    /// Where one of them is refused, or the disk fails, nothing of any is taken and `false` given: [`Merge::gather`]
    /// says which it is, and takes the others.
    pub fn take_abreast<R: Read + Send>(&mut self, bundles: Vec<(String, R)>) -> bool {
        self.put_in();
        let (names, bundles): (Vec<String>, Vec<R>) = bundles.into_iter().unzip();
        let mut reports: Vec<BoxReport> = names.iter().map(|name| BoxReport::new(name)).collect();
        let taken = self.try_take(&mut reports, bundles);
        match taken {
            Ok(()) => self.reports.append(&mut reports),
            Err(_) => self.plan_is_ahead = true,
        }
        taken.is_ok()
    }

    /// Looks at what stands before a bundle's records.
    pub(super) fn open<R: Read>(
        &mut self,
        report: &mut BoxReport,
        bundle: R,
    ) -> Result<(Front, Body<R>), Stop> {
        self.keep_up()?;
        let head = read::head(bundle)?;
        report.name.clone_from(&head.checkpoint.name);
        report.fingerprint = checkpoint::fingerprint(&head.verifier);
        let key = head.verifier.key;
        if !is_taken(self.store, &key)? {
            return Err(Stop::Refused(Why::NotEnrolled));
        }
        let note = head.note.clone();
        let body = head.body()?;
        let newest = self.terms.newest_with(&body.documents);
        let asked = self.asked(&body.documents);
        let front = Front {
            key,
            note,
            newest,
            asked,
            here: Arc::clone(&self.here),
        };
        Ok((front, body))
    }

    /// A thousand boxes bring the same questionnaire: it is read once.
    fn asked(&mut self, documents: &[Document]) -> Asked {
        let mut asked = Asked::new();
        // What was changed on the way is not what records name.
        for document in documents.iter().filter(|one| one.is_sound()) {
            let asked_for = asked.entry(hex::encode(&document.sha256)).or_default();
            if document.kind == DocumentKind::Questionnaire {
                let read = self.read.entry(document.sha256);
                let asks = || (self.terms.questionnaire)(&document.body).map(Arc::new);
                asked_for.clone_from(read.or_insert_with(asks));
            }
        }
        asked
    }

    /// Takes bundles in as their records stream by, in the order of leaves and in one transaction.
    pub(super) fn try_take<R: Read + Send>(
        &mut self,
        reports: &mut [BoxReport],
        bundles: Vec<R>,
    ) -> Result<(), Stop> {
        let (mut streams, mut bodies, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for (report, bundle) in reports.iter_mut().zip(bundles) {
            let (front, body) = self.open(report, bundle)?;
            known.push(self.store.known(&body.leaves)?);
            streams.push(Streaming::new(front));
            bodies.push(body);
        }
        let new = known.iter().flatten().filter(|known| !**known).count();
        self.make_ready(new, MEMORY)?;
        let writer = self.store.write()?;
        let (terms, plan) = (&self.terms, &self.plan);
        each_checked(
            &mut bodies,
            &known,
            |number, leaf, found| -> Result<(), Stop> {
                if let Some(taken) = streams[number].take(&writer, terms, plan, leaf, found)? {
                    reports[number].count(leaf, taken);
                }
                Ok(())
            },
        )?;
        let ends = bodies.into_iter().map(Body::finish);
        let ends = ends.collect::<Result<Vec<End>, Refused>>()?;
        let claims = streams.iter().flat_map(|one| &one.brought.claims);
        claims
            .clone()
            .for_each(|claim| self.plan.add(claim.clone()));
        let touched = self.plan.touched(claims);
        drop_parts(&writer, self.plan.dropped_of(&touched))?;
        for ((one, end), report) in streams.into_iter().zip(ends).zip(reports) {
            one.end(&writer, &self.terms, &self.plan, end, report)?;
        }
        writer.commit()?;
        Ok(())
    }
}

/// A bundle whose records stream into the store.
struct Streaming {
    front: Front,
    brought: Brought,
}

impl Streaming {
    fn new(front: Front) -> Self {
        Self {
            front,
            brought: Brought::default(),
        }
    }

    /// Puts one of its records in, where it is sound and believed; nothing is said here of one that is not believed.
    fn take(
        &mut self,
        writer: &Writer<'_>,
        terms: &Terms<'_>,
        plan: &Plan,
        leaf: Leaf,
        found: Result<Sound, Reason>,
    ) -> Result<Option<Taken>> {
        let sound = match found.and_then(|sound| terms.belongs(sound, &self.front)) {
            Ok(sound) => sound,
            Err(reason) => return Ok(Some(Taken::SetAside(reason))),
        };
        if !self.brought.note(terms, leaf, &sound.header) {
            return Ok(None);
        }
        let (slots, record) = (&sound.slots, &sound.record);
        self.brought
            .put(writer, plan, leaf, slots, record)
            .map(Some)
    }

    /// Keeps what came besides its records, once all of them are here.
    fn end(
        self,
        writer: &Writer<'_>,
        terms: &Terms<'_>,
        plan: &Plan,
        end: End,
        report: &mut BoxReport,
    ) -> Result<()> {
        let Self { front, brought } = self;
        let wanted = terms.documents(end.documents, &brought.fingerprints, &front.asked, report);
        for document in &wanted {
            writer.keep_document(document)?;
        }
        brought.tell(writer, plan, report)?;
        remember(writer, report, &front.key, &end.leaves, &front.note)
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
                && (self.key_set)(&document.body) == KeySetIs::Trusted
        });
        let came = trusted.filter_map(|document| export::epoch(&document.body));
        self.newest_epoch
            .map(|newest| came.fold(newest, std::cmp::max))
    }

    /// Whether a sound record is one of this home's: of a survey it has, with questions that can be read, under a
    /// key set that there is.
    pub(super) fn belongs(&self, sound: Sound, front: &Front) -> Result<Sound, Reason> {
        let Header { survey, epoch, .. } = &sound.header;
        if self.surveys.is_some_and(|known| !known.contains(survey)) {
            return Err(Reason::Survey(survey.clone()));
        }
        if *epoch == 0 || front.newest.is_some_and(|newest| *epoch > newest) {
            return Err(Reason::Epoch(*epoch));
        }
        if sound.header.kind != Kind::Response {
            return Ok(sound);
        }
        let fingerprint = &sound.header.fingerprint;
        let asked = front.asked.get(fingerprint);
        let asks = asked.or_else(|| front.here.get(fingerprint));
        let asks = asks.ok_or_else(|| Reason::NoQuestionnaire(fingerprint.clone()))?;
        if asks.as_ref().is_some_and(|one| one.fits(&sound.header)) {
            Ok(sound)
        } else {
            Err(Reason::Questionnaire)
        }
    }

    /// The documents that records name; what else came is told in the report.
    pub(super) fn documents(
        &self,
        documents: Vec<Document>,
        fingerprints: &BTreeSet<String>,
        asked: &Asked,
        report: &mut BoxReport,
    ) -> Vec<Document> {
        let mut wanted = Vec::new();
        for document in documents {
            let hash = hex::encode(&document.sha256);
            if document.kind == DocumentKind::Questionnaire {
                match asked.get(&hash) {
                    Some(Some(_)) if fingerprints.contains(&hash) => wanted.push(document),
                    Some(Some(_)) => {}
                    _ => report.documents_set_aside.push(hash),
                }
                continue;
            }
            let key_set = document.is_sound().then(|| (self.key_set)(&document.body));
            match key_set {
                Some(KeySetIs::Trusted) => wanted.push(document),
                Some(KeySetIs::Fork(epoch)) => report.forked.push(epoch),
                Some(KeySetIs::Foreign) | None => report.documents_set_aside.push(hash),
            }
        }
        wanted
    }
}

impl Asks {
    /// Whether a response's header says of survey, wave and audiences what its questionnaire does.
    fn fits(&self, header: &Header) -> bool {
        let parts = header.parts.iter().map(|part| part.audience.as_str());
        let own = self.audiences.iter().map(String::as_str).chain([MINE]);
        let (parts, own): (BTreeSet<&str>, BTreeSet<&str>) = (parts.collect(), own.collect());
        header.survey == self.survey && header.wave == self.wave && parts == own
    }
}

/// Whether a box's bundles are taken: it is enrolled, or this store's own.
fn is_taken(store: &Store, key: &[u8; 32]) -> Result<bool> {
    Ok(store.is_enrolled(key)? || own::public_key(store)?.as_ref() == Some(key))
}

/// Says how a box's leaves stand to those last seen of it, and keeps them where they go on from there. What a clone
/// brought, or a box that was put back, takes nothing's place: it is a finding each time it comes.
pub(super) fn remember(
    writer: &Writer<'_>,
    report: &mut BoxReport,
    key: &[u8; 32],
    leaves: &[Leaf],
    note: &str,
) -> Result<()> {
    report.state = compare(&writer.seen(key)?, leaves);
    if report.state == State::Current {
        writer.set_seen(key, leaves, note)?;
    }
    Ok(())
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
