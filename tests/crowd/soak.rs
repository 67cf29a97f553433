//! Churn: for as long as it is given, people come, answer, hang up, come back with their words, or connect
//! and say nothing; meanwhile the host's memory and files are read again and again. Where nothing is sent and
//! the same few drafts are opened and saved, the store keeps its size, so that what grows would be a leak.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Told;
use super::host::{Door, Host, Kind};
use super::journey::{Chance, QUESTIONS, Visit};

/// How often the host is looked at.
const LOOKS: u32 = 60;

/// The host at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// KiB.
    pub(crate) memory: u64,
    pub(crate) descriptors: usize,
    /// KiB.
    pub(crate) store: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Soaked {
    pub(crate) looks: Vec<Look>,
    /// Files before anybody came, and when everybody had gone.
    pub(crate) descriptors: (usize, usize),
    pub(crate) visits: usize,
    pub(crate) sent: usize,
    pub(crate) resumed: usize,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    /// Drafts in the box, and people who hung up and did not come back.
    pub(crate) drafts: (u64, usize),
    pub(crate) failures: Vec<String>,
}

/// What people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mix {
    /// All that people do; most send.
    All,
    /// Each comes back to one draft again and again, and nobody sends.
    Drafts,
}

/// What the crowd has done so far.
#[derive(Default)]
struct Done {
    visits: usize,
    resumed: usize,
    left: usize,
    receipts: Vec<String>,
    failures: Vec<String>,
}

/// One way of visiting.
enum Way {
    /// From the first page to the receipt.
    Whole,
    /// Hangs up, and comes back with the words or not.
    Drops { comes_back: bool },
    /// Vanishes from the first page.
    Looks,
    /// Connects, says half a greeting, and goes.
    Silent,
}

fn way(chance: &mut Chance) -> Way {
    match chance.of(10) {
        0..6 => Way::Whole,
        6 => Way::Drops { comes_back: false },
        7 => Way::Drops { comes_back: true },
        8 => Way::Looks,
        _ => Way::Silent,
    }
}

/// What one visit left behind.
enum Left {
    Nothing,
    Draft,
    Receipt { number: String, is_resumed: bool },
}

async fn visit(door: &Arc<Door>, think: Duration, way: Way, seed: u64) -> Told<Left> {
    if let Way::Silent = way {
        let stream = TcpStream::connect(("127.0.0.1", door.port)).await;
        let mut stream = stream.map_err(super::told)?;
        stream.write_all(b"SSH-2.").await.map_err(super::told)?;
        return Ok(Left::Nothing);
    }
    let mut visit = Visit::open(door, think, seed).await?;
    if let Way::Looks = way {
        visit.vanish();
        return Ok(Left::Nothing);
    }
    let words = visit.begin().await?;
    let mut is_resumed = false;
    if let Way::Drops { comes_back } = way {
        let answered = 1 + usize::try_from(visit.chance.of(5)).unwrap_or(0);
        visit.answer(0, answered).await?;
        visit.vanish();
        if !comes_back {
            return Ok(Left::Draft);
        }
        visit = Visit::open(door, think, seed ^ 1).await?;
        visit.come_back(&words).await?;
        visit.answer(answered, QUESTIONS).await?;
        is_resumed = true;
    } else {
        visit.answer(0, QUESTIONS).await?;
    }
    visit.send().await?;
    let sent = visit.finish().await?.sent;
    let (_, number) = sent.ok_or("no receipt")?;
    Ok(Left::Receipt { number, is_resumed })
}

/// One place at the host: as soon as somebody has left, the next one comes.
async fn place(
    door: Arc<Door>,
    think: Duration,
    until: Instant,
    number: u64,
    done: Arc<Mutex<Done>>,
) {
    let mut chance = Chance::new(number);
    while Instant::now() < until {
        let way = way(&mut chance);
        let came = visit(&door, think, way, chance.of(u64::MAX)).await;
        let mut done = done.lock().unwrap();
        done.visits += 1;
        match came {
            Ok(Left::Nothing) => {}
            Ok(Left::Draft) => done.left += 1,
            Ok(Left::Receipt { number, is_resumed }) => {
                done.receipts.push(number);
                done.resumed += usize::from(is_resumed);
            }
            Err(why) => {
                done.failures.push(why);
                // A host that is broken is not hammered on.
                return;
            }
        }
    }
}

/// One person who begins, and comes back again and again: every visit takes the draft over, saves it and drops.
async fn returns(
    door: Arc<Door>,
    think: Duration,
    until: Instant,
    number: u64,
    done: Arc<Mutex<Done>>,
) {
    let came = async {
        let mut visit = Visit::open(&door, think, number).await?;
        let words = visit.begin().await?;
        visit.answer(0, 1).await?;
        visit.vanish();
        done.lock().unwrap().left += 1;
        while Instant::now() < until {
            let mut visit = Visit::open(&door, think, number).await?;
            visit.come_back(&words).await?;
            visit.shows_question(1).await?;
            visit.vanish();
            let mut done = done.lock().unwrap();
            done.visits += 1;
            done.resumed += 1;
        }
        Told::Ok(())
    };
    if let Err(why) = came.await {
        done.lock().unwrap().failures.push(why);
    }
}

fn look(host: &Host) -> Look {
    Look {
        memory: host.own_memory(),
        descriptors: host.descriptors(),
        store: host.store(),
    }
}

/// Churn at `tallybox serve` with so many at a time, for so long; `said` is told of each look.
pub(crate) async fn run(
    mix: Mix,
    people: usize,
    length: Duration,
    think: Duration,
    mut said: impl FnMut(Look),
) -> Soaked {
    let host = Host::start(Kind::Serve, people);
    let before = host.descriptors();
    let done = Arc::new(Mutex::new(Done::default()));
    let until = Instant::now() + length;
    let mut running = JoinSet::new();
    for number in 0..people {
        let (door, done) = (Arc::clone(&host.door), Arc::clone(&done));
        let number = number as u64;
        match mix {
            Mix::All => running.spawn(place(door, think, until, number, done)),
            Mix::Drafts => running.spawn(returns(door, think, until, number, done)),
        };
    }
    let mut looks = Vec::new();
    for _ in 0..LOOKS {
        tokio::time::sleep(length / LOOKS).await;
        let look = look(&host);
        said(look);
        looks.push(look);
    }
    while running.join_next().await.is_some() {}
    let after = settled(&host, before).await;
    let kept = host.end();
    let done = std::mem::take(&mut *done.lock().unwrap());
    Soaked {
        looks,
        descriptors: (before, after),
        visits: done.visits,
        sent: done.receipts.len(),
        resumed: done.resumed,
        lost: kept.lost(&done.receipts),
        doubled: kept.doubled(&done.receipts),
        drafts: (kept.drafts, done.left),
        failures: done.failures,
    }
}

/// Files once the last have left, which takes the host some seconds.
async fn settled(host: &Host, before: usize) -> usize {
    let patience = Instant::now() + Duration::from_secs(30);
    while host.descriptors() > before && Instant::now() < patience {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    host.descriptors()
}

impl Soaked {
    /// The median memory in KiB of the second and of the last fifth.
    pub(crate) fn memory(&self) -> (u64, u64) {
        let fifth = self.looks.len() / 5;
        let median = |looks: &[Look]| {
            let mut memory: Vec<u64> = looks.iter().map(|look| look.memory).collect();
            memory.sort_unstable();
            memory.get(memory.len() / 2).copied().unwrap_or(0)
        };
        (
            median(&self.looks[fifth..2 * fifth]),
            median(&self.looks[self.looks.len() - fifth..]),
        )
    }
}
