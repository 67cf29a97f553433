//! Many at once over SSH, and many one after the other: nothing lost, nothing there twice, nothing kept
//! open. Short here; `cargo bench --bench serve` measures, `TALLYBOX_CROWD` (people) tries whether a machine
//! holds so many, and `TALLYBOX_SOAK` (seconds) soaks.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "an hour of churn says how it goes")]

mod crowd;

use std::time::Duration;

use crowd::soak::{self, Mix, Soaked};
use crowd::{Kind, load};

/// Seconds of churn on a run of .ci/run.
const SHORT: u64 = 6;
/// From how long on memory is judged.
const WARM: Duration = Duration::from_secs(60);
/// How many come at a time: 40 where it goes on for long.
const PLACES: usize = 12;
const MANY_PLACES: usize = 40;

fn runtime() -> tokio::runtime::Runtime {
    crowd::many_files();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn twenty_people_at_once_lose_nothing() {
    let people = std::env::var("TALLYBOX_CROWD").map_or(20, |people| people.parse().unwrap());
    let think = Duration::from_millis(200);
    let figures = runtime().block_on(load::run(Kind::Serve, people, think));
    eprintln!("{figures:#?}");
    assert!(figures.is_whole(), "{figures:#?}");
    assert_eq!(
        (figures.sent, figures.hung_up),
        (people - people / 5, people / 5)
    );
}

#[test]
fn five_people_with_a_process_each_lose_nothing() {
    let think = Duration::from_millis(200);
    let figures = runtime().block_on(load::run(Kind::OpenSsh, 5, think));
    assert!(figures.is_whole(), "{figures:#?}");
    assert_eq!((figures.sent, figures.hung_up), (4, 1));
}

/// Prints what it sees with `--nocapture`.
#[test]
fn churn_leaves_nothing_behind() {
    let length: Option<u64> = std::env::var("TALLYBOX_SOAK")
        .ok()
        .map(|seconds| seconds.parse().unwrap());
    let (places, think) = match length {
        Some(_) => (MANY_PLACES, Duration::from_secs(2)),
        None => (PLACES, Duration::from_millis(100)),
    };
    let length = Duration::from_secs(length.unwrap_or(SHORT));
    let soaked = soak(Mix::All, places, length, think);
    assert!(soaked.sent > 0, "{soaked:?}");
}

/// The same few drafts again and again: the store keeps its size, so memory may not grow by more than chance.
#[test]
fn drafts_that_are_opened_and_saved_for_ever_leave_nothing_behind() {
    let length: Option<u64> = std::env::var("TALLYBOX_SOAK")
        .ok()
        .map(|seconds| seconds.parse().unwrap());
    let think = Duration::from_millis(100);
    let length = Duration::from_secs(length.unwrap_or(SHORT));
    let soaked = soak(Mix::Drafts, PLACES, length, think);
    assert_eq!((soaked.sent, soaked.drafts.0), (0, PLACES as u64));
    let (first, last) = (soaked.looks[12], soaked.looks[soaked.looks.len() - 1]);
    assert!(last.store <= first.store + 1024, "{soaked:?}");
}

fn soak(mix: Mix, places: usize, length: Duration, think: Duration) -> Soaked {
    let soaked = runtime().block_on(soak::run(mix, places, length, think, |look| {
        eprintln!(
            "memory {} KiB, {} files, store {} KiB",
            look.memory, look.descriptors, look.store
        );
    }));
    let (early, late) = soaked.memory();
    let told = format!(
        "{} visits, {} sent, {} of them resumed, {} lost, {} doubled, drafts {:?}, files {:?}, memory {early} to {late} KiB, {:?}",
        soaked.visits,
        soaked.sent,
        soaked.resumed,
        soaked.lost,
        soaked.doubled,
        soaked.drafts,
        soaked.descriptors,
        soaked.failures
    );
    eprintln!("{told}");
    assert!(soaked.failures.is_empty(), "{told}");
    assert_eq!((soaked.lost, soaked.doubled), (0, 0), "{told}");
    assert_eq!(soaked.drafts.0, soaked.drafts.1 as u64, "{told}");
    assert_eq!(soaked.descriptors.0, soaked.descriptors.1, "{told}");
    // An eighth more, and two mebibytes for what is drawn by chance. In a few seconds a process only grows warm:
    // the five minutes of .ci/run are what judges memory.
    let is_warm = length >= WARM;
    assert!(!is_warm || late <= early + early / 8 + 2048, "{told}");
    soaked
}
