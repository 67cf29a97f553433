//! A keeper's way to the store: a store of its own, or the one that all sessions of a process share.
//!
//! A session at a terminal has its own connection, which nobody else of its process uses. Sessions of
//! `serve` would each hold a cache and wait for one another's locks; they ask one thread, which commits
//! for all who wait at once ([`super::group`]).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::group::{Begun, Finished, Group, Handle, start};
use super::{Keeper, Participation, own};
use crate::merge::plan::Trust;
use crate::response::invitation::InvitationHash;
use crate::response::record::{Header, Leaf, Record, ResponseId};
use crate::runtime::clock;
use crate::runtime::home::Home;
use crate::survey::Questionnaire;
use crate::vault::keyset::KeySet;
use crate::vault::store::{
    Document, Draft, DraftName, DraftSeen, Enrolled, InvitationSeen, Save, Saved, Store,
    StoreError, Tag,
};

type Result<T> = std::result::Result<T, StoreError>;

/// How long the order of arrival may stay in a shared store: rewriting it is work for all.
const REST: Duration = Duration::from_secs(60);
/// Of a large store longer: one part of so many of the time goes into rewriting, during which nobody saves.
const SHARE: u32 = 60;

/// The way to the store.
pub(super) enum Access {
    /// A connection of one's own.
    Own(Box<Store>),
    /// A thread that has it.
    Shared(Shared),
}

/// The thread that has the store, and what every write of a session refers to.
#[derive(Clone)]
pub(super) struct Shared {
    handle: Handle,
    questionnaire: Arc<Document>,
    key_set: Arc<Document>,
    /// Whether the log is to be emptied already: once is enough for all who sent meanwhile.
    is_emptying: Arc<AtomicBool>,
}

impl Shared {
    /// Has the log emptied in its turn, and does not wait for it.
    fn empty_log(&self) {
        if self.is_emptying.swap(true, Ordering::AcqRel) {
            return;
        }
        let is_emptying = Arc::clone(&self.is_emptying);
        self.handle.later(move |store| {
            is_emptying.store(false, Ordering::Release);
            // Where it cannot be done now, the next rewriting does it.
            drop(store.empty_log());
        });
    }

    /// A document, of which nearly every session has the same.
    fn document(&self, canonical: &[u8]) -> Arc<Document> {
        if self.questionnaire.body == canonical {
            Arc::clone(&self.questionnaire)
        } else {
            Arc::new(Document::questionnaire(canonical))
        }
    }
}

impl Access {
    pub(super) fn own(&mut self) -> Result<&mut Store> {
        match self {
            Self::Own(store) => Ok(store),
            Self::Shared(_) => Err(std::io::Error::other("the store is shared").into()),
        }
    }

    fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match self {
            Self::Own(store) => work(store),
            Self::Shared(shared) => shared.handle.ask(|store| work(store)),
        }
    }

    fn change<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Store) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match self {
            Self::Own(store) => work(store),
            Self::Shared(shared) => shared.handle.ask(work),
        }
    }

    pub(super) fn name(&self) -> Result<Option<String>> {
        self.look(own::name)
    }

    pub(super) fn enough_room(&self) -> Result<bool> {
        self.look(Store::enough_room)
    }

    pub(super) fn load_draft(&self, name: &DraftName) -> Result<Option<Draft>> {
        let name = *name;
        self.look(move |store| store.load_draft(&name))
    }

    pub(super) fn document(&self, sha256: &[u8; 32]) -> Result<Option<Vec<u8>>> {
        let sha256 = *sha256;
        self.look(move |store| store.document(&sha256))
    }

    pub(super) fn documents(&self) -> Result<Vec<Document>> {
        self.look(Store::documents)
    }

    pub(super) fn of_response(&self, response: &ResponseId) -> Result<Vec<(Leaf, Header)>> {
        let response = *response;
        self.look(move |store| store.of_response(&response))
    }

    pub(super) fn enrolled(&self) -> Result<Vec<Enrolled>> {
        self.look(Store::enrolled)
    }

    pub(super) fn part(&self, leaf: Leaf, slot: &'static str) -> Result<Option<Vec<u8>>> {
        self.look(move |store| store.part(leaf, slot))
    }

    pub(super) fn delete_draft(&mut self, name: &DraftName) -> Result<()> {
        let name = *name;
        self.change(move |store| store.delete_draft(&name))
    }

    pub(super) fn take_over(&mut self, name: &DraftName, seen: &Tag, fresh: &Tag) -> Result<Saved> {
        let (name, seen, fresh) = (*name, *seen, *fresh);
        self.change(move |store| store.take_over(&name, &seen, &fresh))
    }

    pub(super) fn shuffle_if_due(&mut self) -> Result<bool> {
        self.change(Store::shuffle_if_due)
    }

    pub(super) fn shuffle(&mut self) -> Result<()> {
        self.change(Store::shuffle)
    }

    pub(super) fn save_draft(&mut self, save: &Save<'_>, questionnaire: &[u8]) -> Result<Saved> {
        let shared = match self {
            Self::Own(store) => return store.save_draft(save, questionnaire),
            Self::Shared(shared) => shared,
        };
        let saved = shared.handle.save(Begun {
            name: save.name,
            seen: save.seen,
            fresh: save.fresh,
            expires: save.expires,
            sealed: save.sealed.to_vec(),
            questionnaire: shared.document(questionnaire),
        });
        match saved {
            Ok(()) => Ok(Saved::Saved),
            Err(StoreError::ContinuedElsewhere) => Ok(Saved::ContinuedElsewhere),
            Err(error) => Err(error),
        }
    }

    pub(super) fn submit(
        &mut self,
        record: &Record,
        (draft, invitation): (Option<DraftSeen>, Option<InvitationSeen>),
        questionnaire: &[u8],
        key_set: &[u8],
    ) -> Result<()> {
        match self {
            Self::Own(store) => {
                store.submit_invited(record, (draft, invitation), questionnaire, key_set)?;
                if invitation.is_some() {
                    // It was stored, whatever becomes of the log; the next rewriting empties it too.
                    drop(store.empty_log());
                }
                Ok(())
            }
            Self::Shared(shared) => {
                let document = shared.document(questionnaire);
                let finished = Finished::new(record.clone(), draft, &document, &shared.key_set)?;
                shared.handle.submit(finished.with(invitation))?;
                if invitation.is_some() {
                    shared.empty_log();
                }
                Ok(())
            }
        }
    }

    pub(super) fn has_invitation(&self, hash: &InvitationHash) -> Result<bool> {
        let hash = *hash;
        self.look(move |store| store.has_invitation(&hash))
    }
}

/// When the store was last put in order, and how long it is left alone from then on.
struct Rest {
    last: Instant,
    pause: Duration,
}

/// What the keepers of all sessions of one process have in common.
pub struct Common {
    home: Home,
    shared: Shared,
    key_set: Arc<KeySet>,
    trust: Arc<Trust>,
    questionnaire: Arc<Questionnaire>,
    participation: Participation,
    rest: Arc<Mutex<Rest>>,
    hosts: Arc<[String]>,
}

impl Keeper {
    /// Gives this keeper's store to a thread, from which any number of keepers get theirs.
    ///
    /// # Errors
    /// Where the store is shared already, or the operating system gives no thread.
    pub fn share(self) -> Result<(Group, Common)> {
        let Access::Own(store) = self.store else {
            return Err(std::io::Error::other("the store is shared").into());
        };
        let (group, handle) = start(*store)?;
        let shared = Shared {
            handle,
            questionnaire: Arc::new(Document::questionnaire(&self.questionnaire.canonical)),
            key_set: Arc::new(Document::key_set(self.key_set.document())),
            is_emptying: Arc::default(),
        };
        let common = Common {
            home: self.home,
            shared,
            key_set: self.key_set,
            trust: self.trust,
            questionnaire: self.questionnaire,
            participation: self.participation,
            rest: Arc::new(Mutex::new(Rest {
                last: clock::moment(),
                pause: REST,
            })),
            hosts: self.hosts,
        };
        Ok((group, common))
    }
}

impl Common {
    /// A keeper for one more session.
    pub fn keeper(&self) -> Keeper {
        Keeper {
            home: self.home.clone(),
            store: Access::Shared(self.shared.clone()),
            key_set: Arc::clone(&self.key_set),
            trust: Arc::clone(&self.trust),
            questionnaire: Arc::clone(&self.questionnaire),
            participation: self.participation,
            hosts: Arc::clone(&self.hosts),
            session: None,
        }
    }

    /// Has the store put in order soon, where enough came, at most once in a while: called when a
    /// session is over. It waits for nothing.
    pub fn rest(&self) {
        let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        if rest.last.elapsed() < rest.pause {
            return;
        }
        rest.last = clock::moment();
        let next = Arc::clone(&self.rest);
        self.shared.handle.later(move |store| {
            let begun = clock::moment();
            drop(store.shuffle_if_due());
            let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
            next.pause = REST.max(begun.elapsed() * SHARE);
        });
    }
}
