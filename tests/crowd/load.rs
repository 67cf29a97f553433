//! So many people at once, once: they open, come to the first question, answer, and then all send at the
//! same moment; each fifth hangs up on the way.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Told;
use super::host::{Host, Kind};
use super::journey::{Log, QUESTIONS, Visit};

/// How many shake hands at once.
const HANDSHAKES: usize = 24;

/// What one load showed. Times are in milliseconds, median and 99th in 100.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) kind: Kind,
    pub(crate) people: usize,
    pub(crate) opened_a_second: f64,
    pub(crate) first_page: Spread,
    pub(crate) letter: Spread,
    pub(crate) turn: Spread,
    /// KiB a session: at the first page, and at the first question.
    pub(crate) memory: (f64, f64),
    /// Bytes of a letter: its frame, and on the wire up and down.
    pub(crate) bytes: (f64, f64, f64),
    /// While all send at once.
    pub(crate) sent_a_second: f64,
    pub(crate) receipt: Spread,
    /// Processor milliseconds of the host: to open a session, and for a whole one.
    pub(crate) processor: (f64, f64),
    pub(crate) sent: usize,
    pub(crate) hung_up: usize,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    pub(crate) drafts: u64,
    /// What went wrong for somebody.
    pub(crate) failures: Vec<String>,
}

/// The median and the 99th in 100, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread(pub(crate) f64, pub(crate) f64);

impl Spread {
    pub(crate) fn of(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut times: Vec<Duration> = times.into_iter().collect();
        times.sort();
        let at = |hundredths: usize| {
            let place = times.len().saturating_sub(1) * hundredths / 100;
            times
                .get(place)
                .map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        Self(at(50), at(99))
    }
}

impl Figures {
    /// Whether everybody's answers are there once, and everybody's draft who hung up.
    pub(crate) fn is_whole(&self) -> bool {
        self.failures.is_empty()
            && (self.lost, self.doubled) == (0, 0)
            && self.drafts == self.hung_up as u64
    }
}

/// Each person does a stage; who fails is left out of the next and noted.
async fn stage<F, W>(
    visits: Vec<(usize, Visit)>,
    failures: &mut Vec<String>,
    work: F,
) -> Vec<(usize, Visit)>
where
    F: Fn(usize, Visit) -> W,
    W: Future<Output = Told<Visit>> + Send + 'static,
{
    let mut running = JoinSet::new();
    for (number, visit) in visits {
        let work = work(number, visit);
        running.spawn(async move { work.await.map(|visit| (number, visit)) });
    }
    let mut done = Vec::new();
    while let Some(one) = running.join_next().await {
        match one.map_err(super::told).and_then(|one| one) {
            Ok(one) => done.push(one),
            Err(why) => failures.push(why),
        }
    }
    done
}

fn hangs_up(number: usize) -> bool {
    number % 5 == 4
}

fn kib_a_session(before: u64, now: u64, people: usize) -> f64 {
    now.saturating_sub(before) as f64 / people as f64
}

/// So many people at a host of their own.
pub(crate) async fn run(kind: Kind, people: usize, think: Duration) -> Figures {
    let host = Host::start(kind, people);
    // Once before, so that what is read once a process is not the first person's.
    let first = Visit::open(&host.door, Duration::ZERO, 0).await;
    let mut failures: Vec<String> = first.map(Visit::vanish).err().into_iter().collect();
    let (empty, processor) = (host.memory(), host.processor());

    let begun = Instant::now();
    let visits = open(&host, people, think, &mut failures).await;
    let opened_a_second = people as f64 / begun.elapsed().as_secs_f64();
    let to_open = (host.processor() - processor) * 1e3 / people as f64;
    let at_first_page = kib_a_session(empty, host.memory(), people);

    let visits = stage(visits, &mut failures, |_, mut visit| async move {
        visit.begin().await.map(|_| visit)
    })
    .await;
    let memory = (at_first_page, kib_a_session(empty, host.memory(), people));

    let (leave, stay): (Vec<_>, Vec<_>) =
        stage(visits, &mut failures, |number, mut visit| async move {
            let to = if hangs_up(number) { 3 } else { QUESTIONS };
            visit.answer(0, to).await.map(|()| visit)
        })
        .await
        .into_iter()
        .partition(|(number, _)| hangs_up(*number));
    let mut logs: Vec<Log> = leave.into_iter().map(|(_, visit)| visit.vanish()).collect();
    let hung_up = logs.len();
    let (took, sent) = send(stay, &mut failures).await;
    logs.extend(sent);
    let whole = (host.processor() - processor) * 1e3 / people as f64;

    let receipts = logs.iter().filter_map(|log| log.sent.as_ref());
    let shown: Vec<String> = receipts.map(|(_, number)| number.clone()).collect();
    let kept = host.end();
    let letters = || logs.iter().flat_map(|log| &log.letters);
    let mean = |total: u64| total as f64 / letters().count().max(1) as f64;
    Figures {
        kind,
        people,
        opened_a_second,
        first_page: Spread::of(logs.iter().map(|log| log.opened)),
        letter: Spread::of(letters().map(|letter| letter.waited)),
        turn: Spread::of(logs.iter().flat_map(|log| log.turns.iter().copied())),
        memory,
        bytes: (
            mean(letters().map(|letter| letter.frame).sum()),
            mean(letters().map(|letter| letter.up).sum()),
            mean(letters().map(|letter| letter.down).sum()),
        ),
        sent_a_second: shown.len() as f64 / took.as_secs_f64(),
        receipt: Spread::of(logs.iter().filter_map(|log| Some(log.sent.as_ref()?.0))),
        processor: (to_open, whole),
        sent: shown.len(),
        hung_up,
        lost: kept.lost(&shown),
        doubled: kept.doubled(&shown),
        drafts: kept.drafts,
        failures,
    }
}

/// Everybody connects, so many at a time.
async fn open(
    host: &Host,
    people: usize,
    think: Duration,
    failures: &mut Vec<String>,
) -> Vec<(usize, Visit)> {
    let gate = Arc::new(Semaphore::new(HANDSHAKES));
    let mut running = JoinSet::new();
    for number in 0..people {
        let (gate, door) = (Arc::clone(&gate), Arc::clone(&host.door));
        running.spawn(async move {
            let _turn = gate.acquire_owned().await.map_err(super::told)?;
            let visit = Visit::open(&door, think, number as u64 + 1).await;
            visit.map(|visit| (number, visit))
        });
    }
    let mut visits = Vec::new();
    while let Some(opened) = running.join_next().await {
        match opened.map_err(super::told).and_then(|opened| opened) {
            Ok(visit) => visits.push(visit),
            Err(why) => failures.push(why),
        }
    }
    visits
}

/// All send at the same moment, and leave when they have their receipt.
async fn send(visits: Vec<(usize, Visit)>, failures: &mut Vec<String>) -> (Duration, Vec<Log>) {
    let together = Arc::new(Barrier::new(visits.len() + 1));
    let mut running = JoinSet::new();
    for (_, mut visit) in visits {
        let together = Arc::clone(&together);
        running.spawn(async move {
            together.wait().await;
            visit.send().await?;
            Ok::<_, String>((Instant::now(), visit))
        });
    }
    together.wait().await;
    let begun = Instant::now();
    let (mut last, mut done) = (begun, Vec::new());
    while let Some(sent) = running.join_next().await {
        match sent.map_err(super::told).and_then(|sent| sent) {
            Ok((moment, visit)) => {
                last = last.max(moment);
                done.push(visit);
            }
            Err(why) => failures.push(why),
        }
    }
    let mut logs = Vec::new();
    for visit in done {
        match visit.finish().await {
            Ok(log) => logs.push(log),
            Err(why) => failures.push(why),
        }
    }
    (last.duration_since(begun), logs)
}
