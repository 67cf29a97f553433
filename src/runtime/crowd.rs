//! Many simulated respondents at once, sealed as a person's answers are: threads answer and seal,
//! one writer stores several people a transaction.
//!
//! The seed decides what is answered, whatever the threads do; codes are random as always.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::base::time::Day;
use crate::form::Form;
use crate::form::simulate::coverage::Coverage;
use crate::form::simulate::{self, Fate};
use crate::response::code::{Code, Derived};
use crate::response::record::{Leaf, Record};
use crate::survey::Questionnaire;
use crate::vault::draft;
use crate::vault::keyset::KeySet;
use crate::vault::respond::{self, About};
use crate::vault::store::{Batch, DraftName, Save, Store, Tag};

use super::keeper::{Keeper, SaveError, expires};
use super::{clock, random};

/// Most people that one transaction takes: some 20 MB of the flagship, so that waiting for the disk
/// is shared by many.
const BATCH: usize = 256;
/// Most people that wait for the writer: while one transaction is on its way to the disk, the next is sealed.
const WAITING: usize = BATCH;
/// Out of 100 who send: how many more begin and never send.
const DROP_OUTS: u64 = 6;

/// Who answers.
pub struct Crowd {
    /// How many send their answers.
    pub responses: u64,
    /// Decides the answers.
    pub seed: u64,
    /// Everybody's department, one after the other, round and round; empty for any.
    pub staff: Vec<String>,
    /// Today.
    pub today: Day,
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// Responses sent.
    pub responses: u64,
    /// Second revisions among what was sent later.
    pub revisions: u64,
    /// Responses taken back later.
    pub withdrawals: u64,
    /// Drafts left behind.
    pub drafts: u64,
    /// What was reached.
    pub coverage: Coverage,
    /// Time spent answering, over all threads.
    pub answering: Duration,
    /// Time spent sealing and signing, over all threads.
    pub sealing: Duration,
    /// Time the writer spent storing.
    pub storing: Duration,
    /// Time from the first to the last.
    pub total: Duration,
}

/// One person's work, ready for the store.
struct Person {
    records: Vec<Record>,
    draft: Option<LeftDraft>,
}

impl Person {
    /// Where their first record stands among all records.
    fn place(&self) -> Option<Leaf> {
        self.records.first().map(|record| record.signed.leaf())
    }
}

struct LeftDraft {
    name: DraftName,
    fresh: Tag,
    sealed: Vec<u8>,
}

/// What every thread needs.
struct Shared<'a> {
    crowd: &'a Crowd,
    questionnaire: &'a Arc<Questionnaire>,
    key_set: &'a KeySet,
    next: AtomicU64,
}

/// Fills a box with a crowd's answers; `told` is called with the number of people stored so far.
///
/// # Errors
/// The first thing that went wrong; what earlier transactions stored stays.
pub fn run(
    keeper: &mut Keeper,
    crowd: &Crowd,
    told: &mut dyn FnMut(u64),
) -> Result<Outcome, SaveError> {
    let questionnaire = Arc::clone(keeper.questionnaire());
    let key_set = keeper.key_set().clone();
    let shared = Shared {
        crowd,
        questionnaire: &questionnaire,
        key_set: &key_set,
        next: AtomicU64::new(0),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let began = clock::moment();
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let (sender, shared) = (sender.clone(), &shared);
                scope.spawn(move || work(shared, &sender))
            })
            .collect();
        // The writer's receiver ends when the last worker's sender does.
        drop(sender);
        let outcome = store_all(keeper.store()?, &shared, &receiver, told);
        // Where the writer stopped, the threads stop at their next person.
        drop(receiver);
        let mut outcome = outcome?;
        for worker in workers {
            let done = worker.join().map_err(|_| SaveError::NoSession)?;
            outcome.coverage.merge(done.coverage);
            outcome.answering += done.answering;
            outcome.sealing += done.sealing;
            outcome.responses += done.responses;
            outcome.revisions += done.revisions;
            outcome.withdrawals += done.withdrawals;
            outcome.drafts += done.drafts;
        }
        outcome.total = began.elapsed();
        Ok(outcome)
    })
}

type Sealed = Result<Person, SaveError>;

/// Stores what arrives until nobody sends any more, as many at once as a transaction takes.
fn store_all(
    store: &mut Store,
    shared: &Shared<'_>,
    receiver: &Receiver<Sealed>,
    told: &mut dyn FnMut(u64),
) -> Result<Outcome, SaveError> {
    let mut outcome = Outcome::default();
    let mut stored = 0;
    while let Ok(first) = receiver.recv() {
        let mut people = vec![first?];
        while people.len() < BATCH
            && let Ok(next) = receiver.recv()
        {
            people.push(next?);
        }
        // In the order of the tables' keys no page of a transaction is written and fetched again.
        people.sort_by_cached_key(Person::place);
        let began = clock::moment();
        stored += u64::try_from(people.len()).unwrap_or(0);
        put(store, shared, people)?;
        outcome.storing += began.elapsed();
        told(stored);
    }
    Ok(outcome)
}

fn put(store: &mut Store, shared: &Shared<'_>, people: Vec<Person>) -> Result<(), SaveError> {
    let expires = expires(shared.questionnaire, shared.crowd.today);
    let mut records = Vec::new();
    let mut drafts = Vec::new();
    for person in people {
        records.push(person.records);
        drafts.extend(person.draft);
    }
    let saves: Vec<Save<'_>> = drafts
        .iter()
        .map(|left| Save {
            name: left.name,
            seen: None,
            fresh: left.fresh,
            expires,
            sealed: &left.sealed,
        })
        .collect();
    let batch = Batch {
        people: &records,
        drafts: &saves,
        marks: &[],
    };
    store.submit_batch(
        &batch,
        &shared.questionnaire.canonical,
        shared.key_set.document(),
    )?;
    Ok(())
}

fn work(shared: &Shared<'_>, sender: &SyncSender<Sealed>) -> Outcome {
    let mut done = Outcome::default();
    let crowd = shared.crowd;
    let everybody = crowd.responses + crowd.responses * DROP_OUTS / 100;
    let questionnaire = Arc::clone(shared.questionnaire);
    let language = questionnaire.default_language();
    let blank = Form::new(questionnaire, language, crowd.today, crowd.seed);
    loop {
        let person = shared.next.fetch_add(1, Ordering::Relaxed);
        if person >= everybody {
            return done;
        }
        let sealed = one(shared, &blank, person, &mut done);
        let is_fault = sealed.is_err();
        if sender.send(sealed).is_err() || is_fault {
            return done;
        }
    }
}

/// One person from the first question to what is stored.
fn one(shared: &Shared<'_>, blank: &Form, person: u64, done: &mut Outcome) -> Sealed {
    let crowd = shared.crowd;
    let seed = simulate::seed_of(crowd.seed, person);
    let department = department(crowd, person);
    let began = clock::moment();
    let mut form = simulate::simulate_another(blank, seed, department);
    form.set_simulated();
    done.answering += began.elapsed();
    let bits = Zeroizing::new(random::bytes().map_err(|_| SaveError::Random)?);
    let code = Code::from_bits(*bits);
    let derived = code.derive(&shared.questionnaire.id, &shared.questionnaire.wave);
    if person >= crowd.responses {
        return leave(form, seed, &derived, done);
    }
    send(shared, form, seed, department, &derived, done)
}

/// Everybody in turn; `staff` says how many each department has.
fn department(crowd: &Crowd, person: u64) -> Option<&str> {
    let count = u64::try_from(crowd.staff.len())
        .ok()
        .filter(|count| *count > 0)?;
    let place = usize::try_from(person % count).ok()?;
    crowd.staff.get(place).map(String::as_str)
}

fn send(
    shared: &Shared<'_>,
    form: Form,
    seed: u64,
    department: Option<&str>,
    derived: &Derived,
    done: &mut Outcome,
) -> Sealed {
    let mut records = vec![seal(shared, &form, derived, 1, done)?];
    done.responses += 1;
    match simulate::fate(seed) {
        Fate::Stays => {}
        Fate::Revises => {
            let began = clock::moment();
            let revised = simulate::revise(form, seed, department);
            done.answering += began.elapsed();
            records.push(seal(shared, &revised, derived, 2, done)?);
            done.revisions += 1;
        }
        Fate::Withdraws => {
            let about = About::new(shared.questionnaire, shared.key_set);
            records.push(about.withdrawal(derived));
            done.withdrawals += 1;
        }
    }
    Ok(Person {
        records,
        draft: None,
    })
}

fn seal(
    shared: &Shared<'_>,
    form: &Form,
    derived: &Derived,
    revision: u32,
    done: &mut Outcome,
) -> Result<Record, SaveError> {
    let began = clock::moment();
    let submission = form.submission(shared.crowd.today);
    done.coverage.note(&submission.answers);
    let answered = clock::moment();
    done.answering += answered - began;
    let record = respond::seal_response(&submission, derived, shared.key_set, revision);
    done.sealing += answered.elapsed();
    record.map_err(SaveError::Seal)
}

/// Somebody who never sends: a draft stays behind.
fn leave(form: Form, seed: u64, derived: &Derived, done: &mut Outcome) -> Sealed {
    let (form, page) = simulate::abandon(form, seed);
    let plaintext = Zeroizing::new(form.to_draft(page.as_deref()));
    let began = clock::moment();
    let recipient = draft::recipient(derived)
        .map_err(|error| SaveError::Draft(draft::DraftError::Seal(error)))?;
    let sealed = draft::seal(&plaintext, &recipient).map_err(SaveError::Draft)?;
    done.sealing += began.elapsed();
    done.drafts += 1;
    let fresh = random::bytes().map_err(|_| SaveError::Random)?;
    let left = LeftDraft {
        name: derived.draft,
        fresh,
        sealed,
    };
    Ok(Person {
        records: Vec::new(),
        draft: Some(left),
    })
}
