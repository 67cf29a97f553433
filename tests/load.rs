//! Many at once over SSH, and many one after the other: nothing lost, nothing there twice, nothing kept
//! open. Short here; `cargo bench --bench serve` measures, and `TALLYBOX_SOAK` (seconds) soaks.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "an hour of churn says how it goes")]

mod crowd;

use std::time::Duration;

use crowd::{Kind, load, soak};

/// Seconds of churn in a landing.
const SHORT: u64 = 6;
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
    let think = Duration::from_millis(200);
    let figures = runtime().block_on(load::run(Kind::Serve, 20, think));
    assert!(figures.is_whole(), "{figures:#?}");
    assert_eq!((figures.sent, figures.hung_up), (16, 4));
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
    let soaked = runtime().block_on(soak::run(places, length, think, |look| {
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
    assert!(soaked.failures.is_empty() && soaked.sent > 0, "{told}");
    assert_eq!((soaked.lost, soaked.doubled), (0, 0), "{told}");
    assert_eq!(soaked.drafts.0, soaked.drafts.1 as u64, "{told}");
    assert_eq!(soaked.descriptors.0, soaked.descriptors.1, "{told}");
    // An eighth more, and two mebibytes for what is drawn by chance.
    assert!(late <= early + early / 8 + 2048, "{told}");
}
