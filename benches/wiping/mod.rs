//! The work that the two benches of the wiping allocator do, each as often in a second as it can.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use tallybox::runtime::{clock, home};
use tallybox::survey::Questionnaire;
use tallybox::vault::{seal, unwrap::OwnIdentity};

/// What is done, by name.
type Work = (&'static str, fn());

const WORKS: [Work; 4] = [
    ("check the flagship questionnaire", check),
    ("seal and open a part of 16 KiB", seal_and_open),
    ("write and read a part's JSON", json),
    ("grow a text to 1 MiB by letters", grow),
];

fn check() {
    let questionnaire: Option<Arc<Questionnaire>> = home::flagship();
    black_box(questionnaire.is_some());
}

fn seal_and_open() {
    let own = OwnIdentity::from_secret(&[7; 32]).unwrap();
    let recipient = own.recipient().clone();
    let sealed = seal::seal(&vec![b' '; 16 << 10], &[recipient]).unwrap();
    black_box(seal::open(&sealed, &[&own]).unwrap());
}

fn json() {
    let answers: BTreeMap<String, String> = (0..300)
        .map(|at| {
            (
                format!("question_{at}"),
                "what was answered there".to_owned(),
            )
        })
        .collect();
    let text = serde_json::to_string(&answers).unwrap();
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    black_box(read);
}

fn grow() {
    let mut text = String::new();
    for _ in 0..1 << 20 {
        text.push(black_box('x'));
    }
    black_box(text);
}

/// How long each takes once, in the best of seven rounds.
pub(crate) fn times() -> Vec<(&'static str, Duration)> {
    WORKS
        .iter()
        .map(|(name, work)| (*name, (0..7).map(|_| round(*work)).min().unwrap()))
        .collect()
}

fn round(work: fn()) -> Duration {
    let start = clock::moment();
    let mut done = 0;
    while start.elapsed() < Duration::from_millis(150) {
        work();
        done += 1;
    }
    start.elapsed() / done
}
