//! The keeper of one box: the only way from a form to the store. It seals, saves, submits, and says
//! in kinds that a screen can put into words why it could not.
//!
//! The words and what derives from them live here while a session lasts, and are wiped when it ends.

mod access;
mod diary;
mod earlier;
pub mod group;
mod invited;
mod mine;

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::base::time::Day;
use crate::form::{Form, carry_draft, draft_fingerprint};
use crate::merge::plan::Trust;
use crate::response::code::{Code, Derived};
use crate::response::record::{Leaf, Record};
use crate::survey::{self, Questionnaire};
use crate::vault::keyring::{KeyRing, KeyRingError, PinError, Pins};
use crate::vault::keyset::{KeySet, NotReady};
use crate::vault::respond::{self, RespondError};
use crate::vault::store::{DraftSeen, Save, Saved, Store, StoreError, Tag, files};
use crate::vault::{draft, own};

use super::home::Home;
use super::{hosts, random};

pub use access::Common;
pub use earlier::{Earlier, LastYear};
pub use invited::{Participation, SLOW};
pub use mine::{Held, Sent};

use access::Access;
use mine::Standing;

/// How long a draft of a survey without a closing day is kept, before it is rounded up to a month.
const DRAFT_DAYS: i64 = 60;

/// Why a box cannot take answers.
#[derive(Debug)]
pub enum OpenError {
    /// The key set is missing, unsigned or broken.
    KeyRing(KeyRingError),
    /// There is no key set at all.
    NoKeys,
    /// The key set lacks a recipient that this survey needs.
    NotReady(NotReady),
    /// The key set is older than, or another than, the one this box has seen.
    Pin(PinError),
    /// Everybody on this machine may write to a folder of the home.
    OpenToAll(PathBuf),
    /// The store signs nothing yet: `box init` was never run here.
    NoBox,
    /// The store.
    Store(StoreError),
}

/// What a receipt shows: the day and the leaf, no count, no root, no time (docs/format.md §10).
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The response's id, hex.
    pub response: String,
    /// The revision.
    pub revision: u32,
    /// The record's name.
    pub leaf: Leaf,
    /// The day.
    pub day: Day,
}

/// What a code leads to in this box.
pub enum Found {
    /// A draft.
    Draft {
        /// Its plaintext, as a draft of `questionnaire`.
        plaintext: Zeroizing<Vec<u8>>,
        /// What it goes on under: the box's own version, or an earlier one that its answers need.
        questionnaire: Arc<Questionnaire>,
    },
    /// A response that was sent.
    Sent,
    /// Nothing: the names of the other boxes that are known here.
    Unknown(Vec<String>),
}

/// Why something was not stored. The answers are still on the screen.
#[derive(Debug)]
pub enum SaveError {
    /// No random bytes were to be had.
    Random,
    /// The disk has no room for one more session; nothing was begun.
    NoRoom,
    /// The response could not be sealed to everyone it must be sealed to.
    Seal(RespondError),
    /// The draft could not be sealed.
    Draft(draft::DraftError),
    /// What is stored under these words cannot be opened with them.
    Unreadable,
    /// Another session goes on with this draft.
    ContinuedElsewhere,
    /// Only who was invited may answer here, and this invitation is none of this box, or was used.
    NotInvited,
    /// There is no session: no code was drawn or found.
    NoSession,
    /// The survey does not take this today: it opens later, or closed on this day.
    NotOpen(NotOpen),
    /// The store.
    Store(StoreError),
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ContinuedElsewhere => Self::ContinuedElsewhere,
            StoreError::NotInvited => Self::NotInvited,
            other => Self::Store(other),
        }
    }
}

/// Why a survey takes no answers today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpen {
    /// It opens on this day.
    Opens(Day),
    /// This was its last day: for first answers, or for changed ones.
    Closed(Day),
}

/// Refuses a home in which everybody on the machine could change what is asked, or to whom it is sealed.
fn refuse_open_to_all(home: &Home) -> Result<(), OpenError> {
    let mut places = [home.root().to_path_buf(), home.surveys(), home.keys()].into_iter();
    places
        .find(|path| files::is_open_to_all(path))
        .map_or(Ok(()), |path| Err(OpenError::OpenToAll(path)))
}

/// Whether a survey takes answers on a day: first ones from `opens` to `closes`, changed ones also
/// until `revise_until` (docs/format.md §2.1).
///
/// # Errors
/// Why not.
pub fn takes(questionnaire: &Questionnaire, is_first: bool, today: Day) -> Result<(), NotOpen> {
    if let Some(opens) = questionnaire.opens.filter(|opens| today < *opens) {
        return Err(NotOpen::Opens(opens));
    }
    let last = if is_first {
        questionnaire.closes
    } else {
        questionnaire.last_day()
    };
    match last.filter(|last| today > *last) {
        Some(last) => Err(NotOpen::Closed(last)),
        None => Ok(()),
    }
}

/// One person at the box.
struct Session {
    derived: Derived,
    /// The version that it answers.
    questionnaire: Arc<Questionnaire>,
    tag: Option<Tag>,
    /// The record of a submit that failed, with the draft it was made from: a retry sends the same bytes.
    pending: Option<(Zeroizing<Vec<u8>>, Record, u32)>,
}

/// The keeper.
pub struct Keeper {
    home: Home,
    store: Access,
    key_set: Arc<KeySet>,
    trust: Arc<Trust>,
    questionnaire: Arc<Questionnaire>,
    participation: Participation,
    /// Public names of the other hosts of this survey.
    hosts: Arc<[String]>,
    session: Option<Session>,
}

impl Keeper {
    /// Opens a home's box for one survey, with everything that must be right before the first question.
    ///
    /// # Errors
    /// What is not right yet.
    pub fn open(home: &Home, questionnaire: Arc<Questionnaire>) -> Result<Self, OpenError> {
        refuse_open_to_all(home)?;
        let ring = KeyRing::load(&home.keys()).map_err(OpenError::KeyRing)?;
        let key_set = ring.current().cloned().ok_or(OpenError::NoKeys)?;
        key_set
            .is_ready_for(&questionnaire)
            .map_err(OpenError::NotReady)?;
        let mut store = Store::open(&home.box_folder()).map_err(OpenError::Store)?;
        hold(&mut store, &ring)?;
        // A home that only merges signs nothing: answers that could never leave it are not asked for.
        let own = own::load(&store).map_err(OpenError::Store)?;
        own.ok_or(OpenError::NoBox)?;
        if store.enough_room().unwrap_or(false) {
            // Without it a full disk is told sooner, and that is all.
            drop(store.keep_ballast());
        }
        let institutions = ring
            .sets()
            .iter()
            .flat_map(|set| &set.members().institution);
        let trust = Trust::new(institutions.map(|one| one.verifier));
        Ok(Self {
            home: home.clone(),
            store: Access::Own(Box::new(store)),
            key_set: Arc::new(key_set),
            trust: Arc::new(trust),
            questionnaire,
            participation: Participation::Open,
            // Settings that cannot be read keep nobody from answering; `doctor` tells of them.
            hosts: hosts::names(home).unwrap_or_default().into(),
            session: None,
        })
    }

    /// The survey this box is opened for.
    pub const fn questionnaire(&self) -> &Arc<Questionnaire> {
        &self.questionnaire
    }

    /// The box's public name.
    pub fn name(&self) -> Option<String> {
        self.store.name().ok().flatten()
    }

    /// The store.
    ///
    /// # Errors
    /// Where it is shared with other sessions ([`Self::share`]).
    pub fn store(&mut self) -> Result<&mut Store, StoreError> {
        self.store.own()
    }

    /// The key set that is sealed to.
    pub fn key_set(&self) -> &KeySet {
        &self.key_set
    }

    /// Whether the disk has room for one more session.
    pub fn has_room(&self) -> bool {
        self.store.enough_room().unwrap_or(false)
    }

    /// Draws the code of a new response and begins its session.
    ///
    /// # Errors
    /// Where there are no random bytes, or no room for what the person would answer.
    pub fn draw(&mut self) -> Result<Code, SaveError> {
        if !self.has_room() {
            return Err(SaveError::NoRoom);
        }
        let code = Code::from_bits(random::bytes().map_err(|_| SaveError::Random)?);
        self.begin(&code);
        Ok(code)
    }

    fn begin(&mut self, code: &Code) {
        let derived = self.derive(code);
        self.session = Some(Session {
            derived,
            questionnaire: Arc::clone(&self.questionnaire),
            tag: None,
            pending: None,
        });
    }

    /// The session of a code: the one that runs, or a new one where it is another's.
    fn session(&mut self, code: &Code) -> Option<&mut Session> {
        let name = self.derive(code).draft;
        if self
            .session
            .as_ref()
            .is_none_or(|session| session.derived.draft != name)
        {
            self.begin(code);
        }
        self.session.as_mut()
    }

    /// Ends the session and wipes what it knew.
    pub fn end(&mut self) {
        self.session = None;
    }

    fn derive(&self, code: &Code) -> Derived {
        code.derive(&self.questionnaire.id, &self.questionnaire.wave)
    }

    /// Looks for what a code leads to. A draft is taken over: the session that had it stops at its next save.
    ///
    /// # Errors
    /// As the store, and where the draft cannot be opened.
    pub fn find(&mut self, code: &Code) -> Result<Found, SaveError> {
        let derived = self.derive(code);
        let standing = self.standing(&derived)?;
        if standing.is_final() {
            // Nothing can be sent under these words any more, so no draft of theirs stays.
            self.store.delete_draft(&derived.draft)?;
            self.store.delete_draft(&derived.diary())?;
        }
        let Some(stored) = self.store.load_draft(&derived.draft)? else {
            return match standing {
                Standing::Never => Ok(Found::Unknown(self.others()?)),
                _ => Ok(Found::Sent),
            };
        };
        let plaintext = draft::open(&stored.sealed, &derived).map_err(|_| SaveError::Unreadable)?;
        let (plaintext, questionnaire) = self.settle(plaintext)?;
        let fresh = fresh_tag()?;
        match self.store.take_over(&derived.draft, &stored.tag, &fresh)? {
            Saved::ContinuedElsewhere => Err(SaveError::ContinuedElsewhere),
            Saved::Saved => {
                self.session = Some(Session {
                    derived,
                    questionnaire: Arc::clone(&questionnaire),
                    tag: Some(fresh),
                    pending: None,
                });
                Ok(Found::Draft {
                    plaintext,
                    questionnaire,
                })
            }
        }
    }

    /// What a draft goes on under. One of an earlier version is carried over where every answer stays
    /// what it is, else it goes on under the version that it was begun under, which the box keeps.
    fn settle(
        &self,
        plaintext: Zeroizing<Vec<u8>>,
    ) -> Result<(Zeroizing<Vec<u8>>, Arc<Questionnaire>), SaveError> {
        let own = Arc::clone(&self.questionnaire);
        let Some(begun) = self.begun_under(&plaintext)? else {
            return Ok((plaintext, own));
        };
        Ok(match carry_draft(&begun, &own, &plaintext) {
            Some(carried) => (Zeroizing::new(carried), own),
            None => (plaintext, begun),
        })
    }

    /// The version that a draft was begun under, where it is another than the box's own. Where the box
    /// does not have it, what still fits its own is all that can be read.
    fn begun_under(&self, plaintext: &[u8]) -> Result<Option<Arc<Questionnaire>>, SaveError> {
        let fingerprint = draft_fingerprint(plaintext)
            .and_then(|hex| crate::base::hex::decode_array(&hex))
            .filter(|fingerprint| *fingerprint != self.questionnaire.fingerprint.0);
        let Some(fingerprint) = fingerprint else {
            return Ok(None);
        };
        let document = self.store.document(&fingerprint)?;
        Ok(document.and_then(|bytes| survey::from_canonical(&bytes).ok()))
    }

    /// Seals and saves a draft's plaintext under its code.
    ///
    /// # Errors
    /// Why it was not saved; what was saved before is still there.
    pub fn save(&mut self, code: &Code, plaintext: &[u8], expires: Day) -> Result<(), SaveError> {
        let fresh = fresh_tag()?;
        let session = self.session(code).ok_or(SaveError::NoSession)?;
        let questionnaire = Arc::clone(&session.questionnaire);
        let recipient = draft::recipient(&session.derived)
            .map_err(|error| SaveError::Draft(draft::DraftError::Seal(error)))?;
        let sealed = draft::seal(plaintext, &recipient).map_err(SaveError::Draft)?;
        let (name, seen) = (session.derived.draft, session.tag);
        let save = Save {
            name,
            seen,
            fresh,
            expires,
            sealed: &sealed,
        };
        match self.store.save_draft(&save, &questionnaire.canonical)? {
            Saved::ContinuedElsewhere => Err(SaveError::ContinuedElsewhere),
            Saved::Saved => {
                self.session(code).ok_or(SaveError::NoSession)?.tag = Some(fresh);
                Ok(())
            }
        }
    }

    /// Seals, signs and stores the finished response and deletes its draft. Returns only after the commit.
    /// `today` is the day on which the person began to answer: nobody is shut out at midnight.
    ///
    /// # Errors
    /// Why nothing was stored, also that the survey is not open; trying again sends the same bytes
    /// while the answers are the same.
    pub fn submit(&mut self, code: &Code, form: &Form, today: Day) -> Result<Receipt, SaveError> {
        let answers = Zeroizing::new(form.to_draft(None));
        let key_set = Arc::clone(&self.key_set);
        let questionnaire = Arc::clone(form.questionnaire());
        let next = self.next_revision(code)?;
        takes(&self.questionnaire, next == 1, today).map_err(SaveError::NotOpen)?;
        self.is_invited(form, next)?;
        let session = self.session(code).ok_or(SaveError::NoSession)?;
        let (record, revision) = match session.pending.take() {
            Some((same, record, revision)) if same == answers => (record, revision),
            _ => {
                let mut submission = form.submission(today);
                submission.link = form.link(session.derived.link);
                let sealed = respond::seal_response(&submission, &session.derived, &key_set, next);
                (sealed.map_err(SaveError::Seal)?, next)
            }
        };
        let seen = DraftSeen {
            name: session.derived.draft,
            seen: session.tag,
        };
        let response = crate::base::hex::encode(&session.derived.response());
        let leaf = record.signed.leaf();
        let invitation = self.uses_up(form, revision);
        let stored = self.store.submit(
            &record,
            (Some(seen), invitation),
            &questionnaire.canonical,
            key_set.document(),
        );
        if let Err(error) = stored {
            self.session(code).ok_or(SaveError::NoSession)?.pending =
                Some((answers, record, revision));
            return Err(error.into());
        }
        Ok(Receipt {
            response,
            revision,
            leaf,
            day: today,
        })
    }

    /// Deletes a code's draft and ends its session.
    ///
    /// # Errors
    /// As the store.
    pub fn discard(&mut self, code: &Code) -> Result<(), SaveError> {
        let name = self.derive(code).draft;
        self.session = None;
        Ok(self.store.delete_draft(&name)?)
    }

    /// Puts them in order where enough came since the last time: called when a session is over. What
    /// hinders it is no matter of the person who has just sent; the next session or export tries again.
    pub fn rest(&mut self) {
        drop(self.store.shuffle_if_due());
    }

    /// Puts the store's pages into an order that says nothing of arrival (docs/format.md §9).
    ///
    /// # Errors
    /// As the store.
    pub fn shuffle(&mut self) -> Result<(), StoreError> {
        self.store.shuffle()
    }
}

/// Checks the chain against what this box has seen, and remembers its newest set from now on.
fn hold(store: &mut Store, ring: &KeyRing) -> Result<(), OpenError> {
    let pinned = own::pins(store)
        .map_err(OpenError::Store)?
        .ok_or(OpenError::NoBox)?;
    let current = Pins::of(ring.check(&pinned).map_err(OpenError::Pin)?);
    if current == pinned {
        return Ok(());
    }
    own::set_pins(store, &current).map_err(OpenError::Store)
}

fn fresh_tag() -> Result<Tag, SaveError> {
    random::bytes().map_err(|_| SaveError::Random)
}

/// The last day of a draft of this survey: the day after the survey closes, else the end of the month in 60 days,
/// so that it says nothing of the day on which someone began.
pub fn expires(questionnaire: &Questionnaire, today: Day) -> Day {
    let month_end = || {
        today
            .plus_days(DRAFT_DAYS)
            .month()
            .last_day()
            .unwrap_or(today)
    };
    questionnaire
        .last_day()
        .map_or_else(month_end, |closes| closes.plus_days(1))
}
