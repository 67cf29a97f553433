//! Opening parts in bulk, against the least that it can cost: one raw X25519 a part, on all cores.
//!
//! `cargo bench --bench open` opens 5,000 sealed parts of 4 KiB with two recipients each; a number
//! after `--` asks for as many. Floor and opening are timed in the same run (docs/measured.md). Shown are
//! the age crate's own identity with ours beside it on one core, the whole of bulk opening, parsing and
//! the comparison with the signed header included, on all cores, and what people use today: the `age`
//! command in a loop over the same parts as files, and Python with `pyrage` and `json` (`benches/peers.sh pyrage`
//! installs it), each with its time by the clock and its processor time. The floor is x25519-dalek's, the
//! yardstick of every ratio; beside it stands the X25519 that is used here, which may be faster (`vault::x25519`).
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

use std::collections::HashMap;
use std::convert::Infallible;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tallybox::base::hex;
use tallybox::response::record::{FORMAT, Header, Kind, Leaf};
use tallybox::runtime::clock;
use tallybox::survey::{self, NoFiles, Questionnaire};
use tallybox::vault::open::{self, Job, Opener, SealedPart};
use tallybox::vault::x25519::Secret;
use tallybox::vault::{seal, unwrap::OwnIdentity};

mod told;

const PAYLOAD: usize = 4096;

const SURVEY: &str = r#"
schema = 1
[survey]
id = "bench"
title = "Bench"
languages = ["en"]
[privacy]
notice = "A benchmark."
[[audience]]
id = "lead"
sealed_to = ["institution"]
[[section]]
id = "all"
title = "All"
[[section.question]]
id = "agree"
type = "yes_no"
label = "Agree?"
audience = ["lead"]
"#;

fn job(at: usize, fingerprint: &str, department: &OwnIdentity, institution: &OwnIdentity) -> Job {
    let response = format!("{at:032x}");
    let mut plaintext = format!(
        "{{\"survey\":\"bench\",\"wave\":\"\",\"fingerprint\":\"{fingerprint}\",\"response\":\"{response}\",\"revision\":1,\
         \"audience\":\"lead\",\"date\":\"2027-01\",\"answers\":{{\"agree\":true}}}}"
    )
    .into_bytes();
    plaintext.resize(PAYLOAD, b' ');
    let recipients = [
        department.recipient().clone(),
        institution.recipient().clone(),
    ];
    let sealed = seal::seal(&plaintext, &recipients).unwrap();
    let sha256 = Sha256::digest(&sealed).into();
    Job {
        leaf: Leaf(sha256),
        header: Header {
            format: FORMAT.to_owned(),
            survey: "bench".to_owned(),
            wave: String::new(),
            fingerprint: fingerprint.to_owned(),
            epoch: 1,
            response: Some(response),
            revision: 1,
            kind: Kind::Response,
            signer: hex::encode(&[0; 32]),
            parts: Vec::new(),
            reason: None,
            leaves: None,
            resealed: None,
            simulated: false,
        },
        parts: vec![SealedPart {
            audience: "lead".to_owned(),
            sealed,
            sha256,
        }],
    }
}

/// One X25519 a part and nothing else, on as many threads.
fn floor(parts: usize, threads: usize) -> Duration {
    let secret = x25519_dalek::StaticSecret::from([7; 32]);
    let share = x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from([9; 32]));
    timed(|| {
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let own = parts / threads + usize::from(thread < parts % threads);
                let (secret, share) = (&secret, &share);
                scope.spawn(move || {
                    for _ in 0..own {
                        black_box(black_box(secret).diffie_hellman(black_box(share)));
                    }
                });
            }
        });
    })
    .0
}

/// The same by the program's own way.
fn own_floor(parts: usize) -> Duration {
    let secret = Secret::new([7; 32]);
    let share = Secret::new([9; 32]).public();
    let multiply = || {
        for _ in 0..parts {
            black_box(black_box(&secret).shared_with(black_box(&share)));
        }
    };
    timed(multiply).0
}

fn one_by_one(jobs: &[Job], identity: &dyn age::Identity) -> Duration {
    let open = || {
        for job in jobs {
            black_box(seal::open(&job.parts[0].sealed, &[identity]).unwrap());
        }
    };
    timed(open).0
}

fn in_bulk(
    jobs: &[Job],
    identity: &OwnIdentity,
    questionnaire: &Arc<Questionnaire>,
    threads: usize,
) -> Duration {
    let versions = HashMap::from([(
        questionnaire.fingerprint.to_string(),
        Arc::clone(questionnaire),
    )]);
    let identities = [identity.clone()];
    let opener = Opener {
        identities: &identities,
        versions: &versions,
    };
    // Records come from a store, as bytes of their own: making them is not part of the measure.
    let owned = jobs.to_vec();
    let mut whole = 0;
    let count = |record: open::Opened| whole += record.parts.len();
    let jobs_in = owned.into_iter().map(Ok::<Job, Infallible>);
    let (time, _) = timed(|| opener.open_all(jobs_in, threads, count));
    assert_eq!(whole, jobs.len(), "every part opens");
    time
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = clock::moment();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn best(turns: usize, mut measure: impl FnMut() -> Duration) -> f64 {
    let times = (0..turns).map(|_| measure().as_secs_f64());
    times.fold(f64::INFINITY, f64::min)
}

/// The command in a loop is slow: so many parts are enough for it.
const LOOP: usize = 300;

/// Seconds by the clock and of the processor, a part.
#[derive(Clone, Copy)]
struct Spent {
    wall: f64,
    cpu: f64,
}

/// The parts as files, and the key that opens them.
fn files(folder: &Path, jobs: &[Job], identity: &OwnIdentity) {
    fs::write(folder.join("key"), identity.to_text().as_bytes()).unwrap();
    for (at, job) in jobs.iter().enumerate() {
        fs::write(folder.join(format!("{at}.age")), &job.parts[0].sealed).unwrap();
    }
}

/// `age -d` for each file; nothing where there is no `age`.
fn age_loop(folder: &Path, parts: usize) -> Option<Spent> {
    let parts = parts.min(LOOP);
    let script = format!(
        "at=0; while [ $at -lt {parts} ]; do age -d -i key $at.age > /dev/null || exit 1; at=$((at + 1)); done; times"
    );
    let mut shell = Command::new("sh");
    shell.current_dir(folder).args(["-c", &script]);
    let (wall, output) = timed(|| shell.output().unwrap());
    let told = String::from_utf8(output.stdout).unwrap();
    // The second line is the children's: user and system time as `0m1.234s`.
    let cpu: f64 = told.lines().nth(1)?.split_whitespace().map(seconds).sum();
    let count = f64::from(u32::try_from(parts).unwrap());
    Some(Spent {
        wall: wall.as_secs_f64() / count,
        cpu: cpu / count,
    })
}

fn seconds(told: &str) -> f64 {
    let (minutes, seconds) = told.trim_end_matches('s').split_once('m').unwrap();
    minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
}

/// The Python of `benches/peers.sh`, else the system's.
fn python() -> PathBuf {
    let made = concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench-peers/bin/python");
    let made = PathBuf::from(made);
    if made.exists() {
        made
    } else {
        "python3".into()
    }
}

/// Python with pyrage and json; nothing where there is none.
fn pyrage(folder: &Path) -> Option<Spent> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/open_peer.py");
    let mut python = Command::new(python());
    python.arg(script).arg(folder).arg(folder.join("key"));
    let output = python.output().ok()?;
    if output.status.code() == Some(3) {
        return None;
    }
    let told = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = told
        .split_whitespace()
        .map(|word| word.parse().unwrap())
        .collect();
    Some(Spent {
        wall: numbers[1] / numbers[0],
        cpu: numbers[2] / numbers[0],
    })
}

/// What is used today, in microseconds a part, against bulk opening by the clock and, since that uses all
/// cores, against one core's work of it. How often ours that is, with the goal.
fn peers(
    jobs: &[Job],
    identity: &OwnIdentity,
    bulk: f64,
    alone: f64,
) -> Vec<(&'static str, f64, f64)> {
    let mut goals = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), jobs, identity);
    let age = age_loop(folder.path(), jobs.len());
    if let Some(Spent { wall, cpu }) = age {
        goals.push((
            "`age -d` in a loop by the clock, to bulk",
            wall / bulk,
            200.0,
        ));
        goals.push((
            "`age -d` in a loop of processor, to bulk",
            cpu / alone,
            50.0,
        ));
    }
    for (name, spent) in [
        ("`age -d` in a loop", age),
        ("python: pyrage and json", pyrage(folder.path())),
    ] {
        match spent {
            Some(Spent { wall, cpu }) => println!(
                "{name:44} {:8.1}  {:5.1} x bulk by the clock; CPU {:.1}, {:.1} x bulk on one core",
                wall * 1e6,
                wall / bulk,
                cpu * 1e6,
                cpu / alone
            ),
            None => println!("{name:44} is not here (Debian's age; benches/peers.sh pyrage)"),
        }
    }
    goals
}

fn main() {
    let asked = std::env::args().find_map(|word| word.parse().ok());
    // `cargo test` runs benches too, to see that they run: few parts suffice for that.
    let measured = std::env::args().any(|word| word == "--bench");
    let parts: usize = asked.unwrap_or(if measured { 5_000 } else { 50 });
    let threads = open::cores();
    let questionnaire = survey::load("bench.toml", SURVEY.as_bytes(), &NoFiles)
        .questionnaire
        .unwrap();
    let fingerprint = questionnaire.fingerprint.to_string();
    let department = OwnIdentity::from_secret(&[1; 32]).unwrap();
    let institution = OwnIdentity::from_secret(&[2; 32]).unwrap();
    let jobs: Vec<Job> = (0..parts)
        .map(|at| job(at, &fingerprint, &department, &institution))
        .collect();
    let stock: age::x25519::Identity = department.to_text().parse().unwrap();

    let count = f64::from(u32::try_from(parts).unwrap());
    let per_part = |seconds: f64| seconds * 1e6 / count;
    let alone = best(3, || floor(parts, 1));
    let all = best(3, || floor(parts, threads));
    println!(
        "{parts} parts of {PAYLOAD} bytes, 2 recipients, {threads} threads; microseconds a part"
    );
    let show = |name: &str, seconds: f64, floor: f64| {
        println!(
            "{name:44} {:8.1}  {:5.2} x floor",
            per_part(seconds),
            seconds / floor
        );
    };
    show("floor: raw X25519, one core", alone, alone);
    show(
        "the X25519 that is used here",
        best(3, || own_floor(parts)),
        alone,
    );
    show(
        "age crate's identity, own stanza first",
        best(3, || one_by_one(&jobs, &stock)),
        alone,
    );
    show(
        "own identity, own stanza first",
        best(3, || one_by_one(&jobs, &department)),
        alone,
    );
    show(
        "own identity, own stanza last",
        best(3, || one_by_one(&jobs, &institution)),
        alone,
    );
    show("floor: raw X25519, all cores", all, all);
    let bulk = best(3, || in_bulk(&jobs, &department, &questionnaire, threads));
    show("bulk: open, hash, parse, compare; all cores", bulk, all);
    let one = best(3, || in_bulk(&jobs, &department, &questionnaire, 1));
    show("the same on one core", one, alone);
    let used = peers(&jobs, &department, bulk / count, one / count);
    goals(bulk / all, used);
}

/// A line for each goal: opening in bulk against its floor, and what is used today against opening in bulk.
fn goals(bulk: f64, peers: Vec<(&str, f64, f64)>) {
    let parsed = "bulk opening, parsed and compared, to one raw X25519 a part";
    told::at_most(parsed, bulk, 1.6);
    for (what, ratio, goal) in peers {
        told::at_least(what, ratio, goal);
    }
}
