//! One keeper for many sessions of one process: a thread that owns the store and commits in groups.
//!
//! Whoever waits while the disk is busy goes together in the next transaction, so that sixty-four
//! people who send at once wait for one flush and not for sixty-four. Nobody is answered before the
//! commit that holds their work has returned, and what one of them may not store hinders no other.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use crate::base::time::Day;
use crate::response::record::Record;
use crate::vault::store::{
    Checked, Document, DraftName, DraftSeen, InvitationSeen, Save, SaveDraft, Store, StoreError,
    Submit, Tag, Write,
};

/// The most writes of one transaction: what waits longer goes in the next.
const MOST: usize = 256;

type Stored = Result<(), StoreError>;
type Elsewise = Box<dyn FnOnce(&mut Store) + Send>;

/// A finished record to be stored. Its session has looked at it already, in its own thread.
pub struct Finished {
    record: Record,
    checked: Checked,
    draft: Option<DraftSeen>,
    invitation: Option<InvitationSeen>,
}

impl Finished {
    /// Looks at a record, with the draft that it ends, the canonical questionnaire that it answers and
    /// the key set that it was sealed to.
    ///
    /// # Errors
    /// `Unsound` where it does not hold together.
    pub fn new(
        record: Record,
        draft: Option<DraftSeen>,
        questionnaire: &Arc<Document>,
        key_set: &Arc<Document>,
    ) -> Result<Self, StoreError> {
        let checked = Checked::new(&record, Arc::clone(questionnaire), Arc::clone(key_set))?;
        Ok(Self {
            record,
            checked,
            draft,
            invitation: None,
        })
    }

    /// The same, with the invitation that it uses up.
    #[must_use]
    pub fn with(mut self, invitation: Option<InvitationSeen>) -> Self {
        self.invitation = invitation;
        self
    }
}

/// A draft to be saved.
pub struct Begun {
    /// Its name.
    pub name: DraftName,
    /// The tag that its session last saw.
    pub seen: Option<Tag>,
    /// The tag from now on.
    pub fresh: Tag,
    /// The last day on which it is kept.
    pub expires: Day,
    /// The age file.
    pub sealed: Vec<u8>,
    /// The canonical questionnaire that it answers.
    pub questionnaire: Arc<Document>,
}

/// What waits for the disk.
enum Waiting {
    Submit(Box<Finished>, SyncSender<Stored>),
    Save(Box<Begun>, SyncSender<Stored>),
}

/// What a session asks for.
enum Job {
    Write(Waiting),
    Else(Elsewise),
}

/// The thread that owns the store. It ends, with the store closed, when the last [`Handle`] is gone.
pub struct Group {
    thread: JoinHandle<()>,
}

/// A session's way to the store. Each session has one of its own.
#[derive(Clone)]
pub struct Handle {
    jobs: Sender<Job>,
}

/// Starts a keeper over a store.
///
/// # Errors
/// Where the operating system gives no thread.
pub fn start(store: Store) -> std::io::Result<(Group, Handle)> {
    let (jobs, asked) = channel();
    let thread = Builder::new()
        .name("keeper".to_owned())
        .spawn(move || keep(store, &asked))?;
    Ok((Group { thread }, Handle { jobs }))
}

impl Group {
    /// Waits for the keeper to end; whether it ended well.
    #[must_use]
    pub fn join(self) -> bool {
        self.thread.join().is_ok()
    }
}

impl Handle {
    /// Stores a finished record and deletes its draft. Returns only after the commit.
    ///
    /// # Errors
    /// Nothing was stored; handing in the same record again is harmless.
    pub fn submit(&self, finished: Finished) -> Stored {
        self.write(|answer| Waiting::Submit(Box::new(finished), answer))
    }

    /// Saves a draft. Returns only after the commit.
    ///
    /// # Errors
    /// The draft is as it was.
    pub fn save(&self, begun: Begun) -> Stored {
        self.write(|answer| Waiting::Save(Box::new(begun), answer))
    }

    /// Does something else with the store, in its turn.
    ///
    /// # Errors
    /// As the work, and where the keeper has ended.
    pub fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = sync_channel(1);
        let work = move |store: &mut Store| drop(answer.send(work(store)));
        let sent = self.jobs.send(Job::Else(Box::new(work)));
        sent.map_err(|_| ended())?;
        answered.recv().map_err(|_| ended())?
    }

    /// Has something done with the store in its turn, and does not wait for it.
    pub fn later(&self, work: impl FnOnce(&mut Store) + Send + 'static) {
        // Where the keeper has ended, there is nothing left to do it with.
        drop(self.jobs.send(Job::Else(Box::new(work))));
    }

    fn write(&self, waiting: impl FnOnce(SyncSender<Stored>) -> Waiting) -> Stored {
        let (answer, answered) = sync_channel(1);
        let sent = self.jobs.send(Job::Write(waiting(answer)));
        sent.map_err(|_| ended())?;
        answered.recv().map_err(|_| ended())?
    }
}

fn ended() -> StoreError {
    StoreError::Io(std::io::Error::other("the keeper has ended"))
}

/// Serves until nobody can ask any more.
fn keep(mut store: Store, asked: &Receiver<Job>) {
    let mut next = asked.recv().ok();
    while let Some(job) = next.take() {
        match job {
            Job::Else(work) => undisturbed(|| work(&mut store)),
            Job::Write(first) => {
                let (group, other) = gather(first, asked);
                undisturbed(|| commit(&mut store, group));
                next = other;
            }
        }
        next = next.or_else(|| asked.recv().ok());
    }
}

/// A fault in one session's work ends that work, whose transaction is rolled back, and not the keeper:
/// whoever waits for it is told that it was not done.
fn undisturbed(work: impl FnOnce()) {
    drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)));
}

/// Everybody who waits already, up to the first who wants something else.
fn gather(first: Waiting, asked: &Receiver<Job>) -> (Vec<Waiting>, Option<Job>) {
    let mut group = vec![first];
    while group.len() < MOST {
        match asked.try_recv() {
            Ok(Job::Write(waiting)) => group.push(waiting),
            Ok(other) => return (group, Some(other)),
            Err(_) => break,
        }
    }
    (group, None)
}

fn commit(store: &mut Store, group: Vec<Waiting>) {
    let results = together(store, &group);
    for (waiting, result) in group.into_iter().zip(results) {
        let (Waiting::Submit(_, answer) | Waiting::Save(_, answer)) = waiting;
        // A session that has gone is told nothing; what it sent is stored.
        drop(answer.send(result));
    }
}

fn together(store: &mut Store, group: &[Waiting]) -> Vec<Stored> {
    let writes: Vec<Write<'_>> = group.iter().map(Waiting::write).collect();
    match store.write_together(&writes) {
        Ok(results) => results,
        Err(error) => group.iter().map(|_| Err(error.again())).collect(),
    }
}

impl Waiting {
    fn write(&self) -> Write<'_> {
        match self {
            Self::Submit(finished, _) => Write::Submit(Submit {
                record: &finished.record,
                checked: &finished.checked,
                draft: finished.draft,
                invitation: finished.invitation,
            }),
            Self::Save(begun, _) => Write::Save(SaveDraft {
                save: Save {
                    name: begun.name,
                    seen: begun.seen,
                    fresh: begun.fresh,
                    expires: begun.expires,
                    sealed: &begun.sealed,
                },
                questionnaire: &begun.questionnaire,
            }),
        }
    }
}
