//! Stores that somebody else wrote: made against SQLite, damaged, or not stores at all. A merge reads them in
//! a child, names them and goes on; nothing that stands in them is executed; and what is whole in a damaged
//! one is salvaged.
//!
//! 150 damaged stores here; `TALLYBOX_STORES=3000 cargo test --release --test foreign` is the long form
//! (`docs/measured.md`, 25 and 26).
#![expect(clippy::unwrap_used, reason = "a test may end here")]
#![cfg(unix)]

mod boxes;
mod mutator;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boxes::{answered, bundle, header, key, new_box, put, response};
use mutator::Mutator;
use serde_json::Value as Json;
use tallybox::response::record::{Kind, Leaf, Record};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::salvage::salvage;
use tallybox::vault::store::{Enrolled, FILE, Store};

/// Seconds of processor time, for a merge and the child it starts: a hostile file buys no more.
const PROCESSOR: &str = "2";

/// A response whose parts take pages of their own.
fn large(owner: u8) -> Record {
    let mut noise = Mutator::new(u64::from(owner));
    let mut bytes = |length: usize| (0..length).map(|_| noise.next().to_le_bytes()[0]).collect();
    let parts = [3000, 7000].map(&mut bytes);
    answered(&key(owner), header(Kind::Response, owner), parts)
}

/// A box of `count` such responses, closed; `box/` lies in `home`.
fn a_box(home: &Path, seed: u8, count: u8) -> Vec<Record> {
    let (mut store, own) = new_box(home, seed, "Stores");
    let records: Vec<Record> = (1..=count).map(large).collect();
    for record in &records {
        put(&mut store, record);
    }
    let leaves = store.leaves().unwrap();
    store
        .set_seen(&own.key.verifier().key, &leaves, "note")
        .unwrap();
    store.shuffle().unwrap();
    records
}

fn store_of(home: &Path) -> PathBuf {
    home.join("box").join(FILE)
}

/// Runs SQL through Debian's `sqlite3`, which checks nothing of ours.
fn sql(home: &Path, statements: &str) {
    let mut command = Command::new("sqlite3");
    let run = command
        .arg(store_of(home))
        .arg(statements)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "{words}");
}

const ENDLESS: &str = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)";

/// Makes every page between others of the store's tables lead back to itself.
fn circle(home: &Path) {
    let mut bytes = fs::read(store_of(home)).unwrap();
    let mut circles = 0;
    for page in 1..bytes.len() / 4096 {
        let at = page * 4096;
        if bytes[at] == 0x02 {
            let own = u32::try_from(page + 1).unwrap().to_be_bytes();
            bytes[at + 8..at + 12].copy_from_slice(&own);
            let cells = usize::from(bytes[at + 3]) << 8 | usize::from(bytes[at + 4]);
            for cell in 0..cells {
                let place = at + 12 + 2 * cell;
                let cell = at + (usize::from(bytes[place]) << 8 | usize::from(bytes[place + 1]));
                bytes[cell..cell + 4].copy_from_slice(&own);
            }
            circles += 1;
        }
    }
    assert!(circles > 0);
    fs::write(store_of(home), bytes).unwrap();
}

/// A rollback journal that would put an empty page in place of the first.
fn journal(home: &Path) {
    let mut bytes = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    for number in [1_u32, 0, 1, 512, 4096] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.resize(512, 0);
    bytes.extend(1_u32.to_be_bytes());
    bytes.resize(512 + 4 + 4096 + 4, 0);
    fs::write(home.join("box").join(format!("{FILE}-journal")), bytes).unwrap();
}

fn log_without_a_store(home: &Path) {
    let log = home.join("box").join(format!("{FILE}-wal"));
    fs::write(log, [0x37, 0x7f, 0x06, 0x82].repeat(2000)).unwrap();
    fs::write(store_of(home), b"").unwrap();
}

fn fifo(home: &Path) {
    fs::remove_file(store_of(home)).unwrap();
    let made = Command::new("mkfifo").arg(store_of(home)).status().unwrap();
    assert!(made.success());
}

fn link(home: &Path) {
    let elsewhere = home.join("elsewhere");
    fs::rename(store_of(home), &elsewhere).unwrap();
    std::os::unix::fs::symlink(elsewhere, store_of(home)).unwrap();
}

/// What is done to a box before somebody merges it.
type Harm = (&'static str, fn(&Path));

const HARMS: &[Harm] = &[
    ("a view in place of a table", |home| {
        sql(
            home,
            &format!(
                "DROP TABLE part; CREATE VIEW part(leaf, audience, sealed) AS {ENDLESS} SELECT n, n, n FROM t"
            ),
        );
    }),
    ("a view of settings", |home| {
        sql(
            home,
            &format!(
                "DROP TABLE setting; CREATE VIEW setting(name, value) AS {ENDLESS} SELECT 'key', randomblob(n) FROM t"
            ),
        );
    }),
    ("a trigger", |home| {
        sql(
            home,
            "CREATE TRIGGER gone AFTER DELETE ON seen BEGIN DELETE FROM record; END",
        );
    }),
    ("a trigger on reading in", |home| {
        sql(
            home,
            "CREATE TRIGGER more AFTER INSERT ON record BEGIN DELETE FROM part; END",
        );
    }),
    ("another table", |home| {
        sql(
            home,
            "CREATE TABLE more(x, y AS (hex(zeroblob(1000000000))) VIRTUAL)",
        );
    }),
    ("a check that never ends", |home| {
        sql(
            home,
            "DROP TABLE seen; CREATE TABLE seen(key BLOB, leaf BLOB CHECK (length(hex(zeroblob(1000000000))) > 0), PRIMARY KEY(key, leaf)) WITHOUT ROWID",
        );
    }),
    ("an index over an expression", |home| {
        sql(home, "CREATE INDEX slow ON record(hex(header))");
    }),
    ("tables that share their pages", |home| {
        sql(
            home,
            "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='part') WHERE name='record'",
        );
    }),
    ("another program's file", |home| {
        sql(home, "PRAGMA application_id=1");
    }),
    ("pages that lead back to themselves", circle),
    ("a journal beside it", journal),
    ("a log without a store", log_without_a_store),
    ("a pipe", fifo),
    ("a link", link),
    ("text", |home| {
        fs::write(store_of(home), "nothing that we know").unwrap();
    }),
    ("half of it", |home| {
        let bytes = fs::read(store_of(home)).unwrap();
        fs::write(store_of(home), &bytes[..bytes.len() / 2]).unwrap();
    }),
];

/// Runs the program with little processor time; a run that takes more is killed and has no exit code.
fn run(arguments: &[&Path]) -> (Option<i32>, String, String) {
    let mut command = Command::new("sh");
    let limit = format!("ulimit -t {PROCESSOR}; exec \"$@\"");
    command
        .args(["-c", &limit, "sh", env!("CARGO_BIN_EXE_tallybox")])
        .args(arguments);
    let run = command.env_remove("TALLYBOX_HOME").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (run.status.code(), text(run.stdout), text(run.stderr))
}

fn desk(home: &Path, seeds: &[u8]) {
    fs::create_dir_all(home.join("surveys")).unwrap();
    fs::write(
        home.join("surveys/skills.toml"),
        "[survey]\nid = \"skills\"\n",
    )
    .unwrap();
    let mut store = Store::create(&home.join("box")).unwrap();
    for seed in seeds {
        let verifier = BoxKey::from_seed(&[*seed; 32]).verifier();
        let (key, line) = (verifier.key, verifier.to_line());
        let name = String::from("a box");
        store.enrol(&Enrolled { key, line, name }).unwrap();
    }
}

/// The bytes of what was there before a merge came; what SQLite makes beside a store is not compared.
fn contents(home: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let entries = fs::read_dir(home.join("box")).unwrap().flatten();
    let ours = |path: &PathBuf| !path.to_string_lossy().ends_with("-shm");
    let paths = entries.map(|entry| entry.path()).filter(ours);
    let read = |path: &Path| path.is_file().then(|| fs::read(path).unwrap());
    let found = paths.map(|path| (path.clone(), read(&path)));
    // Nor an empty log.
    let is_log = |path: &Path| path.to_string_lossy().ends_with("-wal");
    found
        .filter(|(path, bytes)| !(is_log(path) && bytes.as_ref().is_some_and(Vec::is_empty)))
        .collect()
}

#[test]
fn a_store_made_against_sqlite_is_named_changes_nothing_and_keeps_nobody_out() {
    let root = tempfile::tempdir().unwrap();
    let sample = root.path().join("sample");
    a_box(&sample, 1, 40);
    let good = root.path().join("good.bundle");
    let (mut store, own) = new_box(&root.path().join("good"), 2, "Good");
    put(&mut store, &response(90, 1));
    fs::write(&good, bundle(&store, &own)).unwrap();
    for (at, (name, harm)) in HARMS.iter().enumerate() {
        let [hostile, into] =
            ["hostile", "desk"].map(|kind| root.path().join(format!("{kind}{at}")));
        fs::create_dir_all(hostile.join("box")).unwrap();
        for file in [FILE, "box.key"] {
            fs::copy(
                sample.join("box").join(file),
                hostile.join("box").join(file),
            )
            .unwrap();
        }
        harm(&hostile);
        let before = contents(&hostile);
        desk(&into, &[1, 2]);
        let arguments = [
            Path::new("merge"),
            &into,
            &hostile,
            &good,
            Path::new("--json"),
        ];
        let (code, out, err) = run(&arguments);
        assert_eq!(code, Some(1), "{name}: {out}{err}");
        let said: Json = serde_json::from_str(&out).unwrap();
        assert_eq!(said["boxes"][0]["refused"], "home", "{name}: {said}");
        let words = said["boxes"][0]["refused_words"].as_str().unwrap();
        assert!(
            words.starts_with("tallybox: ") || words.len() > 10,
            "{name}: {words}"
        );
        assert_eq!(said["boxes"][1]["new"], 1, "{name}");
        assert!(
            contents(&hostile) == before,
            "{name}: something was written there"
        );
        let taken = Store::open(&into.join("box")).unwrap().leaves().unwrap();
        assert!(taken == [response(90, 1).signed.leaf()], "{name}");
    }
}

/// Where the pieces of each record lie in a sound store's file: the pages that hold 16 bytes of it.
fn pages_of(records: &[Record], file: &[u8]) -> BTreeMap<Leaf, BTreeSet<usize>> {
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    for (at, window) in file.windows(16).enumerate() {
        places.entry(window).or_insert(at);
    }
    let pages = |record: &Record| {
        let parts = record.parts.iter().flatten().map(Vec::as_slice);
        let leaf = record.signed.leaf();
        let pieces = parts.chain([
            record.signed.header.as_slice(),
            &record.signed.signature,
            &leaf.0,
        ]);
        let pieces = pieces.flat_map(|piece| piece.chunks_exact(16));
        pieces
            .filter_map(|piece| places.get(piece))
            .map(|at| at / 4096)
            .collect()
    };
    records
        .iter()
        .map(|record| (record.signed.leaf(), pages(record)))
        .collect()
}

/// The pages on which a box lists what it exported last, by record.
fn listings(records: &[Record], file: &[u8]) -> BTreeMap<Leaf, usize> {
    let key = BoxKey::from_seed(&[1; 32]).verifier().key;
    let listing = |leaf: Leaf| {
        let row = [key, leaf.0].concat();
        let at = file.windows(64).position(|window| window == row);
        (leaf, at.unwrap() / 4096)
    };
    records
        .iter()
        .map(|record| listing(record.signed.leaf()))
        .collect()
}

/// One of the ways in which disks and accidents hurt a file.
fn hurt(bytes: &mut Vec<u8>, mutator: &mut Mutator) {
    let pages = bytes.len() / 4096;
    match mutator.below(6) {
        0 => {
            for _ in 0..=mutator.below(8) {
                let at = mutator.below(bytes.len());
                bytes[at] ^= 1 << mutator.below(8);
            }
        }
        1 => {
            for _ in 0..=mutator.below(3) {
                let at = mutator.below(pages) * 4096;
                bytes[at..at + 4096]
                    .iter_mut()
                    .for_each(|byte| *byte = mutator.next().to_le_bytes()[0]);
            }
        }
        2 => {
            for _ in 0..=mutator.below(6) {
                let at = mutator.below(bytes.len() / 512) * 512;
                bytes[at..at + 512].fill(0);
            }
        }
        3 => bytes.truncate(mutator.below(bytes.len())),
        4 => bytes[..100]
            .iter_mut()
            .skip(mutator.below(100))
            .for_each(|byte| *byte = 0xff),
        _ => {
            let (from, to) = (mutator.below(pages) * 4096, mutator.below(pages) * 4096);
            let page = bytes[from..from + 4096].to_vec();
            bytes[to..to + 4096].copy_from_slice(&page);
        }
    }
}

#[test]
fn of_a_damaged_store_what_is_whole_is_taken_and_what_is_not_is_named() {
    let asked = std::env::var("TALLYBOX_STORES").ok();
    let turns: usize = asked.map_or(150, |count| count.parse().unwrap());
    let root = tempfile::tempdir().unwrap();
    let sample = root.path().join("sample");
    let records = a_box(&sample, 1, 40);
    let sound = fs::read(store_of(&sample)).unwrap();
    let pages = pages_of(&records, &sound);
    let listings = listings(&records, &sound);
    let all: BTreeSet<Leaf> = records.iter().map(|record| record.signed.leaf()).collect();
    let mut mutator = Mutator::new(2027);
    let (mut untouched, mut recovered, mut named, mut gone) = (0, 0, 0, 0);
    for turn in 0..turns {
        let mut bytes = sound.clone();
        hurt(&mut bytes, &mut mutator);
        let folder = root.path().join(format!("hurt{turn}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(FILE), &bytes).unwrap();
        let is_changed = |page: usize| {
            let (from, to) = (page * 4096, (page + 1) * 4096);
            bytes.get(from..to.min(sound.len())) != sound.get(from..to.min(sound.len()))
        };
        let whole: BTreeSet<Leaf> = pages
            .iter()
            .filter(|(_, pages)| !pages.iter().any(|page| is_changed(*page)))
            .map(|(leaf, _)| *leaf)
            .collect();
        // SQLite's way in: it refuses, or says what is hurt, and never ends the process.
        let clean = Store::open_to_read(&folder).is_ok_and(|store| {
            store.check_pages().is_ok() && store.verify().is_ok_and(|found| found.is_empty())
        });
        let lives = Store::open_to_read(&folder).and_then(|store| store.leaves());
        assert!(
            !clean || lives.is_ok_and(|leaves| leaves.len() == all.len()),
            "{turn}"
        );
        // Our way: page by page.
        let into = root.path().join(format!("into{turn}"));
        let mut store = Store::create(&into).unwrap();
        let found = salvage(&folder.join(FILE), &mut store).unwrap();
        let here: BTreeSet<Leaf> = store.leaves().unwrap().into_iter().collect();
        assert!(here.is_subset(&all) && store.verify().unwrap().is_empty());
        let is_whole = |record: &&Record| {
            store.record(record.signed.leaf()).unwrap().as_ref() == Some(*record)
        };
        let taken: BTreeSet<Leaf> = records
            .iter()
            .filter(is_whole)
            .map(|one| one.signed.leaf())
            .collect();
        untouched += whole.len();
        recovered += whole.intersection(&taken).count();
        for leaf in all.difference(&taken) {
            // A record whose header is here tells by itself what it lacks.
            let is_named = here.contains(leaf) || found.lost.contains(leaf);
            named += usize::from(is_named);
            gone += usize::from(!is_named);
            // Only what left no trace at all, not even in the list of what was exported, has no name.
            assert!(is_named || is_changed(listings[leaf]), "{turn}");
        }
        drop(store);
        fs::remove_dir_all(&folder).unwrap();
        fs::remove_dir_all(&into).unwrap();
    }
    let told = format!(
        "{turns} stores: {recovered} of {untouched} untouched records taken, {named} hurt and named, {gone} hurt and not named"
    );
    assert!(
        recovered * 100 >= untouched * 99 && untouched > turns * 10,
        "{told}"
    );
    assert!(named > gone * 5, "{told}");
    if std::env::var_os("TALLYBOX_STORES").is_some() {
        let mut out = std::io::stderr();
        std::io::Write::write_all(&mut out, format!("{told}\n").as_bytes()).unwrap();
    }
}

#[test]
fn salvage_takes_a_store_in_use_with_its_log_and_says_so() {
    let root = tempfile::tempdir().unwrap();
    let home = root.path().join("home");
    a_box(&home, 1, 5);
    // Still open: the last record is in the log alone.
    let mut store = Store::open(&home.join("box")).unwrap();
    put(&mut store, &large(6));
    let into = root.path().join("into");
    fs::create_dir_all(into.join("surveys")).unwrap();
    let [box_, salvage, at, json] = ["box", "salvage", "--home", "--json"].map(Path::new);
    let (code, out, err) = run(&[box_, salvage, &home, at, &into, json]);
    assert_eq!(code, Some(0), "{out}{err}");
    let said: Json = serde_json::from_str(&out).unwrap();
    assert_eq!((&said["records"], &said["parts"]), (&6.into(), &12.into()));
    let taken = Store::open(&into.join("box")).unwrap();
    assert_eq!(taken.digest().unwrap(), store.digest().unwrap());
    drop(store);
    // Into itself it is not taken.
    let (code, _, err) = run(&[box_, salvage, &home, at, &home]);
    assert_eq!(code, Some(2), "{err}");
    // Text where a store should be holds nothing.
    fs::write(store_of(&home), "nothing that we know").unwrap();
    let (code, _, err) = run(&[box_, salvage, &home, at, &root.path().join("into")]);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("nothing of a store is left in it"), "{err}");
}
