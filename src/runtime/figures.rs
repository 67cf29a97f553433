//! From a home and identities to a frame: which records count, which parts these identities open,
//! and what could not be opened. `report` and the lead's screens both go this way.
//!
//! The door is decided once, from the home's key sets, and is a type from then on.

mod opening;
pub mod surveys;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::base::hex;
use crate::merge::apply::plan_of;
use crate::merge::plan::{Plan, Trust, Verdict};
use crate::response::record::{Header, Leaf};
use crate::stats::{Door, DoorName, Frame};
use crate::survey::model::Role;
use crate::survey::waves::Named;
use crate::survey::{self, Questionnaire, waves};
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::{Holder, KeySet};
use crate::vault::open::{Fault, Job, SealedPart};
use crate::vault::seal::{self, OpenError};
use crate::vault::store::read_header;
use crate::vault::store::slot::slots;
use crate::vault::store::{Store, StoreError};
use crate::vault::unwrap::OwnIdentity;

use zeroize::Zeroizing;

use super::cache;
use super::clock;
use super::home::{self, Home};
use super::watch::Watch;

use opening::Way;

/// Why there are no figures.
#[derive(Debug)]
pub enum FiguresError {
    /// An identity is in none of this home's key sets.
    Stranger,
    /// Identities of both doors were given.
    BothDoors,
    /// The store.
    Store(StoreError),
    /// There are responses to several surveys; their ids.
    WhichSurvey(Vec<String>),
    /// There is no questionnaire of this id, or none at all.
    NoSurvey(Option<String>),
    /// A record went while it was read: something else writes to this store.
    Vanished,
    /// The store's copy of a questionnaire cannot be read: fingerprint, and why.
    Questionnaire(String, String),
    /// Whoever watched wanted it to stop.
    Stopped,
}

/// Whose identities were given, and so which door they open.
pub struct Holders {
    identities: Vec<OwnIdentity>,
    whose: BTreeSet<Holder>,
    door: DoorName,
}

/// What was read through a door.
pub struct Reading<D> {
    /// The answers.
    pub frame: Frame<D>,
    /// The versions that they answer, the reported one first.
    pub versions: Vec<Arc<Questionnaire>>,
    /// What is not in the frame.
    pub left_out: LeftOut,
}

/// What could not be opened, or was not counted.
#[derive(Default)]
pub struct LeftOut {
    /// Responses that are sealed to others.
    pub sealed_to_others: usize,
    /// Responses that count and whose parts are not here.
    pub hollow: usize,
    /// Responses of other waves.
    pub other_waves: usize,
    /// Parts that were set aside: record, audience, reason.
    pub set_aside: Vec<(Leaf, String, Fault)>,
}

/// The records of one survey and wave that count. Headers are read again when their turn comes: a
/// million of them would not fit.
struct Counting {
    plan: Plan,
    leaves: Vec<Leaf>,
    /// How many answer each version, by fingerprint.
    versions: BTreeMap<String, usize>,
    other_waves: usize,
    /// Whether there are responses to this survey alone.
    is_only: bool,
    /// The survey; nothing where no record counts.
    survey: Option<String>,
}

/// What a record answers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct About {
    survey: String,
    wave: String,
    fingerprint: String,
}

/// Records by what they answer.
type ByAbout = BTreeMap<About, Vec<Leaf>>;

impl Holders {
    /// Finds out whose identities these are.
    ///
    /// # Errors
    /// Where one is in no key set of the home, or both doors are among them.
    pub fn find(ring: &KeyRing, identities: Vec<OwnIdentity>) -> Result<Self, FiguresError> {
        let holder_of = |identity: &OwnIdentity| {
            let mut sets = ring.sets().iter().rev();
            sets.find_map(|set| set.holder_of(identity.recipient()))
        };
        let holders: Option<BTreeSet<Holder>> = identities.iter().map(holder_of).collect();
        let holders = holders
            .filter(|holders| !holders.is_empty())
            .ok_or(FiguresError::Stranger)?;
        let statistical = holders.contains(&Holder::Statistics);
        if statistical && holders.len() > 1 {
            return Err(FiguresError::BothDoors);
        }
        Ok(Self {
            identities,
            door: if statistical {
                DoorName::Statistical
            } else {
                DoorName::Operational
            },
            whose: holders,
        })
    }

    /// The door that they open.
    pub const fn door(&self) -> DoorName {
        self.door
    }

    /// The departments whose leads they are, where they are nothing more; `None` for who opens all.
    pub fn departments(&self) -> Option<BTreeSet<&str>> {
        let codes = self.whose.iter().map(|holder| match holder {
            Holder::Department(code) => Some(code.as_str()),
            Holder::Institution | Holder::Statistics => None,
        });
        codes.collect()
    }

    /// Opens what was sealed to one of them.
    ///
    /// # Errors
    /// Why it does not open.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let identities = self.identities.iter();
        let identities: Vec<&dyn age::Identity> =
            identities.map(|one| one as &dyn age::Identity).collect();
        seal::open(sealed, &identities)
    }

    /// The identities themselves.
    pub(super) fn identities(&self) -> &[OwnIdentity] {
        &self.identities
    }

    /// The audiences of these versions that they may open.
    pub(super) fn audiences(&self, versions: &[Arc<Questionnaire>]) -> Vec<String> {
        let roles: BTreeSet<Role> = self.whose.iter().map(role).collect();
        let audiences = versions.iter().flat_map(|version| &version.audiences);
        let opened = audiences.filter(|audience| {
            let mut sealed_to = audience.sealed_to.iter();
            sealed_to.any(|role| roles.contains(role))
        });
        let ids: BTreeSet<String> = opened.map(|audience| audience.id.clone()).collect();
        ids.into_iter().collect()
    }
}

const fn role(holder: &Holder) -> Role {
    match holder {
        Holder::Institution => Role::Institution,
        Holder::Statistics => Role::Statistics,
        Holder::Department(_) => Role::Department,
    }
}

/// Reads everything that `holders` may open of one survey. `D` must be their door.
///
/// # Errors
/// Where the store or the questionnaires cannot be read, or it is not clear which survey.
pub fn read<D: Door>(
    home: &Home,
    store: &Store,
    ring: &KeyRing,
    asked: Option<&str>,
    holders: &Holders,
) -> Result<Reading<D>, FiguresError> {
    read_watched(home, store, ring, asked, holders, &Watch::default())
}

/// As [`read`]; a step is a record, once for its header and once for what is sealed in it.
///
/// # Errors
/// As [`read`], and where it was stopped.
pub fn read_watched<D: Door>(
    home: &Home,
    store: &Store,
    ring: &KeyRing,
    asked: Option<&str>,
    holders: &Holders,
    watch: &Watch,
) -> Result<Reading<D>, FiguresError> {
    if holders.door() != D::NAME {
        return Err(FiguresError::BothDoors);
    }
    let at_home = questionnaires_of(home);
    let way = Way {
        store,
        holders,
        watch,
        state: cache::state(store, ring, &at_home, asked)?,
        epoch: ring.current().map_or(0, KeySet::epoch),
    };
    let place = cache::place::<D>(store, &holders.identities);
    let found = place.as_ref().and_then(cache::find);
    let found = match found {
        Some(found) if found.is_current(&way.state, asked) => {
            if let Some(reading) = way.again(found, &at_home)? {
                return Ok(reading);
            }
            None
        }
        found => found,
    };
    let counting = counting(store, ring, asked, &at_home, watch)?;
    let versions = versions(store, &counting, asked, &at_home)?;
    way.opened(place.as_ref(), found, &counting, versions)
}

/// The home's own questionnaires that load; faults in others are `survey check`'s to tell. Of several waves of a
/// survey the one that is open comes first, then the one that closes last.
pub fn questionnaires_of(home: &Home) -> Vec<Arc<Questionnaire>> {
    let files = home.survey_files();
    let checked = files.iter().filter_map(|path| home::check_file(path).ok());
    let found = checked.filter_map(|checked| checked.questionnaire);
    let mut found: Vec<Arc<Questionnaire>> = found.collect();
    let today = clock::today();
    found.sort_by_key(|one| (!waves::is_open(one, today), Reverse(one.closes)));
    found
}

/// What is to be made of every record, and those that count by what they answer.
fn by_about(store: &Store, ring: &KeyRing, watch: &Watch) -> Result<(Plan, ByAbout), FiguresError> {
    let verifiers = ring
        .sets()
        .iter()
        .flat_map(|set| &set.members().institution);
    let trust = Trust::new(verifiers.map(|one| one.verifier));
    let plan = plan_of(store, &trust)?;
    let mut all = ByAbout::new();
    let counts = counting_leaves(&plan);
    watch.begin(u64::try_from(counts.len()).unwrap_or(0));
    for leaf in counts {
        if watch.is_stopped() {
            return Err(FiguresError::Stopped);
        }
        if let Some(signed) = store.signed(leaf)? {
            let header = read_header(leaf, &signed)?;
            all.entry(About::of(header)).or_default().push(leaf);
        }
        watch.add(1);
    }
    Ok((plan, all))
}

/// The records that count, of the survey that was asked for, or the only one there is.
fn counting(
    store: &Store,
    ring: &KeyRing,
    asked: Option<&str>,
    at_home: &[Arc<Questionnaire>],
    watch: &Watch,
) -> Result<Counting, FiguresError> {
    let (plan, mut all) = by_about(store, ring, watch)?;
    let surveys: BTreeSet<&str> = all.keys().map(|about| about.survey.as_str()).collect();
    if asked.is_none() && surveys.len() > 1 {
        let ids = surveys.into_iter().map(str::to_owned);
        return Err(FiguresError::WhichSurvey(ids.collect()));
    }
    let is_only = surveys.len() == 1;
    let asked = asked.map(Named::parse);
    all.retain(|about, _| asked.is_none_or(|named| about.survey == named.id));
    let before: usize = all.values().map(Vec::len).sum();
    let named = asked.and_then(|named| named.wave).map(str::to_owned);
    if let Some(wave) = named.or_else(|| wave(&all, at_home)) {
        all.retain(|about, _| about.wave == wave);
    }
    let survey = all.keys().next().map(|about| about.survey.clone());
    let mut versions = BTreeMap::new();
    for (about, leaves) in &all {
        *versions.entry(about.fingerprint.clone()).or_default() += leaves.len();
    }
    let leaves: Vec<Leaf> = all.into_values().flatten().collect();
    Ok(Counting {
        plan,
        other_waves: before - leaves.len(),
        leaves,
        versions,
        is_only,
        survey,
    })
}

impl About {
    fn of(header: Header) -> Self {
        Self {
            survey: header.survey,
            wave: header.wave,
            fingerprint: header.fingerprint,
        }
    }
}

fn counting_leaves(plan: &Plan) -> BTreeSet<Leaf> {
    let verdicts = plan.verdicts().map(|(_, verdict)| verdict);
    let counts = verdicts.filter_map(|verdict| match verdict {
        Verdict::Counts(leaf) => Some(leaf),
        Verdict::Withdrawn | Verdict::Annulled | Verdict::Purged => None,
    });
    counts.collect()
}

/// The wave to report: that of the home's questionnaire where it has responses, else the last one.
fn wave(all: &ByAbout, at_home: &[Arc<Questionnaire>]) -> Option<String> {
    let first = all.keys().next()?;
    let own = at_home.iter().find(|version| version.id == first.survey);
    let waves: BTreeSet<&str> = all.keys().map(|about| about.wave.as_str()).collect();
    own.map(|version| version.wave.as_str())
        .filter(|wave| waves.contains(wave))
        .or_else(|| waves.last().copied())
        .map(str::to_owned)
}

/// The versions that the records answer. First the one that is reported: the home's where records
/// answer it, else the one that most do. A home's file that no record answers is not believed about
/// how its figures are protected.
fn versions(
    store: &Store,
    counting: &Counting,
    asked: Option<&str>,
    at_home: &[Arc<Questionnaire>],
) -> Result<Vec<Arc<Questionnaire>>, FiguresError> {
    let at_home_has = |fingerprint: &str| {
        let mut versions = at_home.iter();
        versions.any(|version| version.fingerprint.to_string() == fingerprint)
    };
    let answered = counting.versions.iter();
    let mut order: Vec<(&str, usize)> = answered
        .map(|(fingerprint, count)| (fingerprint.as_str(), *count))
        .collect();
    order.sort_by_key(|(fingerprint, count)| {
        (!at_home_has(fingerprint), Reverse(*count), *fingerprint)
    });
    let (mut versions, mut unread) = (Vec::new(), None);
    for (fingerprint, _) in order {
        let found = load(store, fingerprint, at_home)?;
        match found.filter(|found| counting.survey.as_ref() == Some(&found.id)) {
            Some(version) => versions.push(version),
            None => unread = unread.or(Some(fingerprint)),
        }
    }
    if versions.is_empty() {
        if let Some(fingerprint) = unread
            && let Some(Err(why)) = kept(store, fingerprint)?
        {
            return Err(FiguresError::Questionnaire(fingerprint.to_owned(), why));
        }
        let own = at_home.iter().find(|version| {
            asked.is_none_or(|name| Named::parse(name).is(&version.id, &version.wave))
        });
        let own = own.ok_or_else(|| FiguresError::NoSurvey(asked.map(str::to_owned)))?;
        versions.push(Arc::clone(own));
    }
    Ok(versions)
}

/// A version by its fingerprint, for whoever reads parts that are not to become figures.
///
/// # Errors
/// As the store does.
pub(super) fn version(
    store: &Store,
    fingerprint: &str,
) -> Result<Option<Arc<Questionnaire>>, FiguresError> {
    load(store, fingerprint, &[])
}

/// A version by its fingerprint: the store's copy, or the home's. Nothing where neither has one that can be
/// read: the responses that answer it are then set aside.
fn load(
    store: &Store,
    fingerprint: &str,
    at_home: &[Arc<Questionnaire>],
) -> Result<Option<Arc<Questionnaire>>, FiguresError> {
    if let Some(Ok(version)) = kept(store, fingerprint)? {
        return Ok(Some(version));
    }
    let mut own = at_home.iter();
    let own = own.find(|version| version.fingerprint.to_string() == fingerprint);
    Ok(own.cloned())
}

/// The store's copy of a version, or why it cannot be read.
fn kept(
    store: &Store,
    fingerprint: &str,
) -> Result<Option<Result<Arc<Questionnaire>, String>>, FiguresError> {
    let Some(sha256) = hex::decode_array(fingerprint) else {
        return Ok(None);
    };
    let body = store.document(&sha256)?;
    Ok(body.map(|body| survey::from_canonical(&body)))
}

/// Every record's wanted parts, wherever a reseal has put them.
fn jobs<'a>(
    store: &'a Store,
    plan: &'a Plan,
    leaves: &'a [Leaf],
    audiences: &'a [String],
) -> impl Iterator<Item = Result<Job, FiguresError>> + 'a {
    let mut hashes = Hashes::default();
    let leaves = leaves.iter();
    leaves.map(move |&leaf| hashes.job(store, plan, leaf, |_| audiences.to_vec()))
}

fn wanted<'h>(header: &'h Header, audiences: &[String]) -> impl Iterator<Item = &'h str> {
    let parts = header.parts.iter().map(|part| part.audience.as_str());
    parts.filter(|audience| audiences.iter().any(|wanted| wanted == audience))
}

/// What a record's own header says that a slot's bytes hash to.
fn own_hash(header: &Header, slot: &str) -> Option<[u8; 32]> {
    let mut own = slots(header)?.into_iter();
    own.find(|one| one.name == slot).map(|one| one.sha256)
}

/// What headers of reseals say that a slot's bytes hash to; the last one is kept, since it names thousands of parts.
#[derive(Default)]
pub(super) struct Hashes {
    leaf: Option<Leaf>,
    slots: HashMap<String, [u8; 32]>,
}

impl Hashes {
    /// One record's parts for these audiences, wherever a reseal has put them.
    ///
    /// # Errors
    /// As the store does, and where the record is not here.
    pub(super) fn job(
        &mut self,
        store: &Store,
        plan: &Plan,
        leaf: Leaf,
        audiences: impl FnOnce(&Header) -> Vec<String>,
    ) -> Result<Job, FiguresError> {
        let signed = store.signed(leaf)?.ok_or(FiguresError::Vanished)?;
        let header = read_header(leaf, &signed)?;
        let audiences = audiences(&header);
        let mut parts = Vec::new();
        for audience in wanted(&header, &audiences) {
            let place = plan.place(leaf, audience);
            let sealed = store.part(place.leaf, &place.slot)?;
            let sha256 = if place.leaf == leaf {
                own_hash(&header, &place.slot)
            } else {
                self.of(store, place.leaf, &place.slot)?
            };
            if let (Some(sealed), Some(sha256)) = (sealed, sha256) {
                parts.push(SealedPart {
                    audience: audience.to_owned(),
                    sealed,
                    sha256,
                });
            }
        }
        Ok(Job {
            leaf,
            header,
            parts,
        })
    }

    fn of(
        &mut self,
        store: &Store,
        leaf: Leaf,
        slot: &str,
    ) -> Result<Option<[u8; 32]>, FiguresError> {
        if self.leaf != Some(leaf) {
            self.leaf = Some(leaf);
            self.slots.clear();
            if let Some(signed) = store.signed(leaf)? {
                let header = read_header(leaf, &signed)?;
                let named = slots(&header).unwrap_or_default();
                self.slots = named
                    .into_iter()
                    .map(|slot| (slot.name, slot.sha256))
                    .collect();
            }
        }
        Ok(self.slots.get(slot).copied())
    }
}

impl LeftOut {
    /// In words, a line each; nothing where everything was opened.
    pub fn lines(&self) -> Vec<String> {
        let counted = [
            (self.sealed_to_others, "sealed to others"),
            (
                self.hollow,
                "here without the part that this identity opens",
            ),
            (self.other_waves, "of another wave, not counted here"),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        let counted = counted.map(|(count, what)| match count {
            1 => format!("1 response is {what}"),
            _ => format!("{count} responses are {what}"),
        });
        let set_aside = self.set_aside.iter().map(|(leaf, audience, fault)| {
            let leaf: String = leaf.to_hex().chars().take(16).collect();
            format!("set aside: record {leaf}, part `{audience}`: {fault}")
        });
        counted.chain(set_aside).collect()
    }
}

impl From<StoreError> for FiguresError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl std::fmt::Display for FiguresError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stranger => f.write_str("the identity is in none of this home's key sets"),
            Self::BothDoors => f.write_str(
                "identities of both doors were given: figures of the statistics office and of departments never stand in one report",
            ),
            Self::Store(error) => error.fmt(f),
            Self::WhichSurvey(ids) => write!(f, "there are responses to several surveys: {}", ids.join(", ")),
            Self::NoSurvey(Some(id)) => write!(f, "there is no questionnaire `{id}` here"),
            Self::NoSurvey(None) => f.write_str("there is no questionnaire here"),
            Self::Vanished => f.write_str("records went while they were read: something else writes to this store"),
            Self::Stopped => f.write_str("it was stopped"),
            Self::Questionnaire(fingerprint, why) => {
                write!(f, "the store's questionnaire {fingerprint} cannot be read: {why}")
            }
        }
    }
}

impl std::error::Error for FiguresError {}
