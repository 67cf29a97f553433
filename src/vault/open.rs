//! Bulk opening: the parts that an identity may open, over all cores, one bad record never in the way.
//!
//! The caller's thread reads records and feeds them, a worker a core opens and parses, a collector
//! hands the results on. Both channels are bounded, so memory does not grow with the box. Nothing
//! decrypted outlives its record, and nothing is written anywhere.
//!
//! age has no sender authentication: whoever knows a public key can seal anything to it. So a part
//! counts only where its bytes are those that the signed header names, and where its inner fields say
//! what the header says (docs/format.md §6).

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use sha2::{Digest as _, Sha256};

use crate::response::answer::{Answer, Value};
use crate::response::part::{self, OpenedPart};
use crate::response::record::{Header, Leaf};
use crate::survey::Questionnaire;

use super::respond::check_inner;
use super::seal::{self, OpenError};
use super::unwrap::OwnIdentity;

/// Records that travel together: one lock of the channel for all of them.
const BATCH: usize = 16;
/// Batches that may wait for a worker, or for the collector, for each worker.
const WAITING: usize = 2;

/// Answers that hold fewer values may well be somebody else's too: in a part that a person released
/// little to, often only the department and the kind of post are there.
const TELLING: usize = 20;

/// One sealed part, with the SHA-256 that a signed header names for it.
#[derive(Clone)]
pub struct SealedPart {
    /// The audience.
    pub audience: String,
    /// The age file.
    pub sealed: Vec<u8>,
    /// What its SHA-256 must be: the record's header's, or that of the reseal that replaced it.
    pub sha256: [u8; 32],
}

/// One record to open.
#[derive(Clone)]
pub struct Job {
    /// Its name.
    pub leaf: Leaf,
    /// Its header, verified.
    pub header: Header,
    /// Those of its parts that are wanted and here.
    pub parts: Vec<SealedPart>,
}

/// What became of one record.
pub struct Opened {
    /// Its name.
    pub leaf: Leaf,
    /// The version it answers; `None` where the box does not have it, and then no part is opened.
    pub version: Option<Arc<Questionnaire>>,
    /// The parts that opened and agree with the header.
    pub parts: Vec<OpenedPart>,
    /// The parts that did not, by audience.
    pub faults: Vec<(String, Fault)>,
    /// What the answers hash to, where every part opened and enough was said that two people would
    /// hardly say the same.
    pub sameness: Option<[u8; 16]>,
}

/// Why a part is set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// None of the identities is one that it was sealed to.
    NotForThese,
    /// Its bytes are not those that the signed header names.
    NotTheBytes,
    /// The age file does not open.
    Sealed(OpenError),
    /// What it holds is not the JSON of a part, in words.
    Unreadable(String),
    /// It says otherwise than its header in this field.
    Disagrees(&'static str),
    /// The box does not hold the questionnaire that it answers.
    NoQuestionnaire,
}

/// Who opens, and what the answers are read against.
pub struct Opener<'a> {
    /// The identities; each worker has copies of its own, since each remembers its likely stanza.
    pub identities: &'a [OwnIdentity],
    /// Questionnaires by fingerprint, hex.
    pub versions: &'a HashMap<String, Arc<Questionnaire>>,
}

/// As many workers as the machine has cores.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Opener<'_> {
    /// Opens every record, in no particular order, and gives each result to `sink`.
    ///
    /// # Errors
    /// The first one that `jobs` gives; what was read before it still reaches `sink`.
    pub fn open_all<E>(
        &self,
        jobs: impl Iterator<Item = Result<Job, E>>,
        workers: usize,
        sink: impl FnMut(Opened) + Send,
    ) -> Result<(), E> {
        let workers = workers.max(1);
        let (to_workers, work) = sync_channel::<Vec<Job>>(workers * WAITING);
        let (to_sink, results) = sync_channel::<Vec<Opened>>(workers * WAITING);
        // Only workers hold the receiving end, so that feeding ends when the last of them is gone.
        let work = Arc::new(Mutex::new(work));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                let (to_sink, work) = (to_sink.clone(), Arc::clone(&work));
                scope.spawn(move || self.work(&work, &to_sink));
            }
            drop((to_sink, work));
            scope.spawn(move || results.into_iter().flatten().for_each(sink));
            let fed = feed(jobs, &to_workers);
            drop(to_workers);
            fed
        })
    }

    fn work(&self, work: &Mutex<Receiver<Vec<Job>>>, to_sink: &SyncSender<Vec<Opened>>) {
        let identities: Vec<OwnIdentity> = self.identities.to_vec();
        let own: Vec<&dyn age::Identity> = identities
            .iter()
            .map(|identity| identity as &dyn age::Identity)
            .collect();
        while let Some(batch) = next(work) {
            let opened = batch.iter().map(|job| self.open_one(job, &own)).collect();
            if to_sink.send(opened).is_err() {
                return;
            }
        }
    }

    /// Opens one record's parts.
    pub fn open_one(&self, job: &Job, identities: &[&dyn age::Identity]) -> Opened {
        let version = self.versions.get(&job.header.fingerprint).cloned();
        let mut opened = Opened {
            leaf: job.leaf,
            version,
            parts: Vec::new(),
            faults: Vec::new(),
            sameness: None,
        };
        let mut hash = Sha256::new();
        for part in &job.parts {
            let result = match &opened.version {
                Some(version) => open_part(&job.header, version, part, identities),
                None => Err(Fault::NoQuestionnaire),
            };
            match result {
                Ok((part, answers)) => {
                    hash.update(answers);
                    opened.parts.push(part);
                }
                Err(fault) => opened.faults.push((part.audience.clone(), fault)),
            }
        }
        let values: usize = opened.parts.iter().map(|part| values(&part.answers)).sum();
        if opened.faults.is_empty() && values >= TELLING {
            let digest: [u8; 32] = hash.finalize().into();
            opened.sameness = digest.first_chunk().copied();
        }
        opened
    }
}

/// How many values answers hold, those of rows and entries one by one.
fn values(answers: &[(String, Answer)]) -> usize {
    let one = |(_, answer): &(String, Answer)| match answer.value() {
        None => 0,
        Some(Value::Rows(rows) | Value::Closable { rows, .. }) => values(rows),
        Some(Value::Entries(entries)) => entries.iter().map(|entry| values(entry)).sum(),
        Some(_) => 1,
    };
    answers.iter().map(one).sum()
}

/// Sends records to the workers in batches.
fn feed<E>(
    jobs: impl Iterator<Item = Result<Job, E>>,
    to_workers: &SyncSender<Vec<Job>>,
) -> Result<(), E> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut fault = None;
    for job in jobs {
        match job {
            Ok(job) => batch.push(job),
            Err(error) => {
                fault = Some(error);
                break;
            }
        }
        if batch.len() == BATCH && to_workers.send(std::mem::take(&mut batch)).is_err() {
            // Every worker is gone: only a panic does that, and the scope passes it on.
            return Ok(());
        }
    }
    if !batch.is_empty() && to_workers.send(batch).is_err() {
        return Ok(());
    }
    fault.map_or(Ok(()), Err)
}

/// The next batch; `None` where there will be none.
fn next(work: &Mutex<Receiver<Vec<Job>>>) -> Option<Vec<Job>> {
    let work = work
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    work.recv().ok()
}

fn open_part(
    header: &Header,
    version: &Questionnaire,
    part: &SealedPart,
    identities: &[&dyn age::Identity],
) -> Result<(OpenedPart, [u8; 32]), Fault> {
    let digest: [u8; 32] = Sha256::digest(&part.sealed).into();
    if digest != part.sha256 {
        return Err(Fault::NotTheBytes);
    }
    let plaintext = seal::open(&part.sealed, identities).map_err(|error| match error {
        OpenError::NotForThese => Fault::NotForThese,
        other => Fault::Sealed(other),
    })?;
    let plaintext = unpadded(&plaintext);
    let opened = part::open(version, plaintext).map_err(Fault::Unreadable)?;
    check_inner(header, &part.audience, &opened).map_err(|wrong| Fault::Disagrees(wrong.0))?;
    Ok((opened, Sha256::digest(answers_in(plaintext)).into()))
}

/// A part's JSON without the spaces behind it, of which there are often more than of JSON: many at a time.
fn unpadded(mut plaintext: &[u8]) -> &[u8] {
    while let Some(before) = plaintext.strip_suffix(&[b' '; 64]) {
        plaintext = before;
    }
    plaintext.trim_ascii_end()
}

/// The last member of a part's JSON, its answers: what comes before says whose they are.
fn answers_in(plaintext: &[u8]) -> &[u8] {
    const MEMBER: &[u8] = b"\"answers\":";
    let mut windows = plaintext.windows(MEMBER.len());
    let is_there = |window: &[u8]| window.first() == MEMBER.first() && window == MEMBER;
    let start = windows.position(is_there).unwrap_or(0);
    plaintext.get(start..).unwrap_or_default()
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotForThese => OpenError::NotForThese.fmt(f),
            Self::NotTheBytes => {
                f.write_str("its bytes are not those that the signed header names")
            }
            Self::Sealed(error) => error.fmt(f),
            Self::Unreadable(words) => write!(f, "it opens, but {words}"),
            Self::Disagrees(field) => write!(f, "it says another `{field}` than its signed header"),
            Self::NoQuestionnaire => f.write_str(
                "the questionnaire that it answers is not here, or none that this program can read",
            ),
        }
    }
}
