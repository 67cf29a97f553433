//! Sealing and committing, against the least that it can cost: writing the same bytes and one flush.
//!
//! `cargo bench --bench commit` does three things in one run (docs/measured.md): one response after the
//! other, sealed, signed and committed, against `write` and `fdatasync` of as many bytes; sixty-four
//! people who send at once through one keeper that commits in groups, against sixty-four threads that
//! append and flush; and against sixty-four processes with SQLite's `busy_timeout`.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

mod made;

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use made::{QUESTIONNAIRE, timed};
use sha2::{Digest as _, Sha256};
use tallybox::response::record::Record;
use tallybox::runtime::keeper::group::{self, Finished};
use tallybox::vault::recipient::Recipient;
use tallybox::vault::seal;
use tallybox::vault::store::{Document, Store};
use tallybox::vault::unwrap::OwnIdentity;

const KEY_SET: &[u8] = b"a key set";
/// How many send at once.
const CROWD: u64 = 64;

/// Three parts, padded as the flagship's lead part is.
fn sealed_record(number: u64, recipients: &[Recipient]) -> Record {
    let readers = [("lead", 0..2), ("statistics", 1..2), ("mine", 2..3)];
    let sealed = readers.into_iter().map(|(audience, of)| {
        let bytes = seal::seal(&[b' '; 4096], &recipients[of]).unwrap();
        (audience, bytes)
    });
    made::response(number, sealed.collect())
}

fn bytes_of(record: &Record) -> Vec<u8> {
    let parts = record.parts.iter().flatten().flatten();
    record.signed.header.iter().chain(parts).copied().collect()
}

/// The median and the 99th in 100, in milliseconds.
fn spread(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100].as_secs_f64() * 1e3;
    (at(50), at(99))
}

fn append(file: &mut File, bytes: &[u8]) {
    file.write_all(bytes).unwrap();
    file.sync_data().unwrap();
}

/// One after the other, floor and ours in turn, so that both meet the same machine.
fn alone(folder: &Path, turns: u64, recipients: &[Recipient]) {
    let mut store = Store::create(&folder.join("alone")).unwrap();
    let mut file = File::create(folder.join("floor")).unwrap();
    let (mut floor, mut sealing, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..turns {
        let (seal, record) = timed(|| sealed_record(number, recipients));
        let (commit, ()) = timed(|| store.submit(&record, None, QUESTIONNAIRE, KEY_SET).unwrap());
        let bytes = bytes_of(&record);
        floor.push(timed(|| append(&mut file, &bytes)).0);
        sealing.push(seal);
        whole.push(seal + commit);
    }
    let (floor, sealing, whole) = (spread(floor), spread(sealing), spread(whole));
    println!("one after the other, {turns} responses of three parts; ms, median and 99th in 100");
    println!(
        "floor: write and fdatasync      {:8.3} {:8.3}",
        floor.0, floor.1
    );
    println!(
        "sealing and signing alone       {:8.3} {:8.3}",
        sealing.0, sealing.1
    );
    println!(
        "seal, sign and commit           {:8.3} {:8.3}  {:.2} x floor",
        whole.0,
        whole.1,
        whole.0 / floor.0
    );
}

/// What a crowd did.
struct Crowd {
    a_second: f64,
    median: f64,
    worst: f64,
}

fn crowd(each: u64, mut session: impl FnMut(u64) -> Box<dyn FnMut(u64) + Send>) -> Crowd {
    let mut sessions: Vec<_> = (0..CROWD).map(&mut session).collect();
    let (whole, times) = timed(|| {
        std::thread::scope(|scope| {
            let running: Vec<_> = sessions
                .iter_mut()
                .map(|work| {
                    scope.spawn(move || {
                        (0..each)
                            .map(|turn| timed(|| work(turn)).0)
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            running
                .into_iter()
                .flat_map(|one| one.join().unwrap())
                .collect::<Vec<_>>()
        })
    });
    summed(whole, each, times)
}

fn summed(whole: Duration, each: u64, times: Vec<Duration>) -> Crowd {
    let count = u32::try_from(CROWD * each).unwrap();
    let (median, worst) = spread(times);
    Crowd {
        a_second: f64::from(count) / whole.as_secs_f64(),
        median,
        worst,
    }
}

fn appenders(folder: &Path, each: u64, bytes: &[u8]) -> Crowd {
    crowd(each, |session| {
        let mut file = File::create(folder.join(format!("append-{session}"))).unwrap();
        let bytes = bytes.to_vec();
        Box::new(move |_| append(&mut file, &bytes))
    })
}

fn keeper(folder: &Path, each: u64, recipients: &[Recipient]) -> Crowd {
    let store = Store::create(&folder.join("group")).unwrap();
    let (group, handle) = group::start(store).unwrap();
    let questionnaire = Arc::new(Document::questionnaire(QUESTIONNAIRE));
    let key_set = Arc::new(Document::key_set(KEY_SET));
    let done = crowd(each, |session| {
        let handle = handle.clone();
        let (questionnaire, key_set) = (Arc::clone(&questionnaire), Arc::clone(&key_set));
        let records: Vec<Record> = (0..each)
            .map(|turn| sealed_record(1_000_000 + session * each + turn, recipients))
            .collect();
        Box::new(move |turn| {
            let record = records[usize::try_from(turn).unwrap()].clone();
            let finished = Finished::new(record, None, &questionnaire, &key_set);
            handle.submit(finished.unwrap()).unwrap();
        })
    });
    drop(handle);
    assert!(group.join());
    done
}

/// What most programs do: each process has a connection of its own and waits for the others.
fn busy_process(path: &str, each: u64, size: usize, number: u64) {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.busy_timeout(Duration::from_secs(60)).unwrap();
    connection
        .pragma_update(None, "synchronous", "full")
        .unwrap();
    let body = vec![7_u8; size];
    for turn in 0..each {
        let work = || {
            let sql = "INSERT INTO kept(name, body) VALUES(?1, ?2)";
            let name = Sha256::digest((number * each + turn).to_le_bytes());
            connection.execute(sql, (&name[..], &body)).unwrap();
        };
        println!("{}", timed(work).0.as_nanos());
    }
}

fn busy_processes(folder: &Path, each: u64, size: usize) -> Crowd {
    let path = folder.join("busy.sqlite");
    let made = rusqlite::Connection::open(&path).unwrap();
    made.execute_batch("PRAGMA journal_mode=WAL; CREATE TABLE kept(name BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID")
        .unwrap();
    let (whole, times) = timed(|| {
        let running: Vec<_> = (0..CROWD)
            .map(|number| {
                let mut command = Command::new(std::env::current_exe().unwrap());
                command.args(["--busy", path.to_str().unwrap()]);
                command.args([each, size as u64, number].map(|number| number.to_string()));
                command.stdout(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let mut times = Vec::new();
        for one in running {
            let said = String::from_utf8(one.wait_with_output().unwrap().stdout).unwrap();
            times.extend(
                said.lines()
                    .map(|line| Duration::from_nanos(line.parse().unwrap())),
            );
        }
        times
    });
    assert_eq!(times.len() as u64, CROWD * each, "a process gave up");
    summed(whole, each, times)
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let Some(at) = words.iter().position(|word| word == "--busy") {
        let number = |more: usize| words[at + more].parse::<u64>().unwrap();
        return busy_process(
            &words[at + 1],
            number(2),
            usize::try_from(number(3)).unwrap(),
            number(4),
        );
    }
    // `cargo test` runs benches too, to see that they run.
    let (turns, each) = if words.iter().any(|word| word == "--bench") {
        (300, 40)
    } else {
        (3, 1)
    };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let recipients: Vec<_> = [1, 2, 3]
        .map(|secret| {
            OwnIdentity::from_secret(&[secret; 32])
                .unwrap()
                .recipient()
                .clone()
        })
        .to_vec();
    alone(folder.path(), turns, &recipients);
    let bytes = bytes_of(&sealed_record(0, &recipients));
    let floor = appenders(folder.path(), each, &bytes);
    let ours = keeper(folder.path(), each, &recipients);
    let busy = busy_processes(folder.path(), each, bytes.len());
    println!(
        "\n{CROWD} at once, {each} each, {} bytes; a second, then ms, median and 99th in 100",
        bytes.len()
    );
    for (name, done) in [
        ("floor: threads that append and flush", &floor),
        ("one keeper, committing in groups", &ours),
        ("processes with busy_timeout", &busy),
    ] {
        println!(
            "{name:38} {:8.0} {:8.1} {:8.1}  {:.2} x floor",
            done.a_second,
            done.median,
            done.worst,
            done.a_second / floor.a_second
        );
    }
    println!(
        "the 99th in 100 waits {:.1} times shorter than with busy_timeout",
        busy.worst / ours.worst
    );
}
