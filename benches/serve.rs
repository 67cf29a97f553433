//! Many at once over SSH: `tallybox serve`, against OpenSSH with one process a person.
//!
//! `cargo bench --bench serve` (docs/measured.md) sends real clients to both in the same run. After `--`:
//! numbers of people (1, 50, 200, 1,000 unless given), `--think SECONDS` for the longest pause between two
//! pages (3), `--openssh N` for how many OpenSSH is given at most (200: a process each is heavy). The
//! clients share the machine with the host, so times are upper bounds; run it under `nice -n -10` where others
//! build.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

#[path = "../tests/crowd/mod.rs"]
mod crowd;

use std::time::Duration;

use crowd::Kind;
use crowd::load::{self, Figures, Spread};

/// What is measured unless it is said otherwise.
const PEOPLE: [usize; 4] = [1, 50, 200, 1000];

struct Wish {
    people: Vec<usize>,
    think: Duration,
    open_ssh: usize,
}

fn wish() -> Wish {
    let mut wish = Wish {
        people: Vec::new(),
        think: Duration::from_secs(3),
        open_ssh: 200,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--think" => {
                wish.think = Duration::from_secs_f64(words.next().unwrap().parse().unwrap());
            }
            "--openssh" => wish.open_ssh = words.next().unwrap().parse().unwrap(),
            "--bench" => {}
            number => wish.people.push(number.parse().unwrap()),
        }
    }
    if wish.people.is_empty() {
        wish.people = PEOPLE.to_vec();
    }
    wish
}

fn show(figures: &Figures) {
    let two = |spread: Spread| format!("{:.2} / {:.2} ms", spread.0, spread.1);
    println!("{} with {}", figures.kind.name(), figures.people);
    let (frame, up, down) = figures.bytes;
    let lines = [
        ("opened a second", format!("{:.0}", figures.opened_a_second)),
        ("connecting to first page", two(figures.first_page)),
        ("letter to its frame", two(figures.letter)),
        ("page to the next, saved", two(figures.turn)),
        (
            "KiB a session, first page and first question",
            format!("{:.0}, {:.0}", figures.memory.0, figures.memory.1),
        ),
        (
            "bytes a letter, frame, wire up and down",
            format!("{frame:.0}, {up:.0}, {down:.0}"),
        ),
        (
            "all send at once, a second",
            format!("{:.0}", figures.sent_a_second),
        ),
        ("sending to receipt", two(figures.receipt)),
        (
            "processor ms, to open and a whole session",
            format!("{:.1}, {:.1}", figures.processor.0, figures.processor.1),
        ),
        (
            "sent, hung up, lost, doubled",
            format!(
                "{}, {}, {}, {}",
                figures.sent, figures.hung_up, figures.lost, figures.doubled
            ),
        ),
    ];
    for (what, value) in lines {
        println!("  {what:46} {value}");
    }
    for why in figures.failures.iter().take(3) {
        println!("  failed: {why}");
    }
}

/// How ours compares with OpenSSH, each as a number that is good where it is large.
fn compare(ours: &Figures, theirs: &Figures) {
    let ratios = [
        (
            "sessions opened a second",
            ours.opened_a_second / theirs.opened_a_second,
        ),
        ("memory a session", theirs.memory.1 / ours.memory.1),
        ("letter to its frame, p50", theirs.letter.0 / ours.letter.0),
        ("letter to its frame, p99", theirs.letter.1 / ours.letter.1),
        (
            "submissions a second",
            ours.sent_a_second / theirs.sent_a_second,
        ),
        ("processor to open", theirs.processor.0 / ours.processor.0),
        ("bytes a letter, frame", theirs.bytes.0 / ours.bytes.0),
    ];
    println!("serve is better than OpenSSH by, with {}", ours.people);
    for (what, ratio) in ratios {
        println!("  {what:46} {ratio:.1} x");
    }
}

fn main() {
    let wish = wish();
    crowd::many_files();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut is_whole = true;
    for &people in &wish.people {
        let ours = runtime.block_on(load::run(Kind::Serve, people, wish.think));
        show(&ours);
        is_whole &= ours.is_whole();
        if people <= wish.open_ssh {
            let theirs = runtime.block_on(load::run(Kind::OpenSsh, people, wish.think));
            show(&theirs);
            is_whole &= theirs.is_whole();
            compare(&ours, &theirs);
        }
        println!();
    }
    assert!(
        is_whole,
        "somebody's answers were lost, doubled or not taken"
    );
}
