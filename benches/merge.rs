//! Merging bundles, against the least that it can cost: the same bytes into one file, and fsync.
//!
//! `cargo bench --bench merge` merges 8 boxes of 500 responses with the flagship's parts; numbers after
//! `--` ask for other RESPONSES and BOXES, and a third for the bytes of each part. In the same run and
//! on the same disk: `cat` and fsync of the bundles, our merge into an empty home with every check on,
//! the same merge again, and what one would write without us: ATTACH each box and INSERT OR IGNORE. Then
//! a process that does nothing but merge says how long each quarter of the bundles took, and its memory
//! (docs/measured.md, 24). `-- 1000000 1000 64` is the university of a thousand boxes:
//! a million records with parts of 64 bytes. With more than 50 boxes nothing is compared with ATTACH.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

mod made;

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use made::{QUESTIONNAIRE, timed};
use tallybox::merge::apply::{Asks, KeySetIs, Merge, Terms};
use tallybox::merge::plan::Trust;
use tallybox::response::record::{Leaf, Record};
use tallybox::vault::bundle::write::{Front, write};
use tallybox::vault::checkpoint::{BoxKey, Checkpoint};
use tallybox::vault::merkle;
use tallybox::vault::store::{Document, Enrolled, Store};

/// The flagship's audiences with the lengths of their sealed parts, KiB.
const PARTS: [(&str, usize); 5] = [
    ("lead", 16),
    ("statistics", 16),
    ("review", 8),
    ("staff", 4),
    ("mine", 32),
];

/// How much to merge.
#[derive(Clone, Copy)]
struct Size {
    responses: usize,
    boxes: usize,
    /// Bytes of each part; `None` for the flagship's.
    part: Option<usize>,
}

/// Bytes that nothing can compress, different for every part.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

fn record(at: usize, part: Option<usize>) -> Record {
    let sealed = PARTS.iter().zip(0_u64..).map(|((audience, kib), number)| {
        let bytes = noise((at as u64) * 8 + number, part.unwrap_or(kib << 10));
        (*audience, bytes)
    });
    made::response(at as u64, sealed.collect())
}

fn box_key(number: usize) -> BoxKey {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&(number as u64).to_le_bytes());
    BoxKey::from_seed(&seed)
}

/// Writes the bundle of one box, holding one record at a time but its headers.
fn make_bundle(path: &Path, number: usize, records: std::ops::Range<usize>, part: Option<usize>) {
    let mut at: Vec<(Leaf, usize)> = records
        .map(|at| (record(at, part).signed.leaf(), at))
        .collect();
    at.sort_unstable();
    let leaves: Vec<Leaf> = at.iter().map(|(leaf, _)| *leaf).collect();
    let key = box_key(number);
    let note = Checkpoint {
        size: leaves.len() as u64,
        root: merkle::root(leaves.iter().copied()),
        name: format!("Box {number}"),
    }
    .sign(&key);
    let front = Front {
        verifier: &key.verifier(),
        note: &note,
        documents: &[Document::questionnaire(QUESTIONNAIRE)],
        leaves: &leaves,
    };
    let mut in_turn = at.iter();
    let out = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    write(out, &front, |_| {
        let (_, at) = in_turn.next().unwrap();
        Ok::<Record, std::io::Error>(record(*at, part))
    })
    .unwrap();
}

fn make_bundles(folder: &Path, size: Size) -> Vec<PathBuf> {
    let each = size.responses.div_ceil(size.boxes);
    (0..size.boxes)
        .map(|number| {
            let path = folder.join(format!("{number}.bundle"));
            let records =
                (number * each).min(size.responses)..((number + 1) * each).min(size.responses);
            make_bundle(&path, number, records, size.part);
            path
        })
        .collect()
}

/// A home's store that takes these boxes.
fn desk(folder: &Path, boxes: usize) -> Store {
    let mut store = Store::create(folder).unwrap();
    let peer = |number| {
        let verifier = box_key(number).verifier();
        Enrolled {
            key: verifier.key,
            line: verifier.to_line(),
            name: format!("Box {number}"),
        }
    };
    let peers: Vec<Enrolled> = (0..boxes).map(peer).collect();
    store.enrol_all(&peers).unwrap();
    store
}

/// The floor: every byte of the bundles into one file, and fsync.
fn cat(bundles: &[PathBuf], to: &Path) {
    let mut out = File::create(to).unwrap();
    let mut piece = vec![0; 1 << 20];
    for path in bundles {
        let mut from = File::open(path).unwrap();
        loop {
            let read = from.read(&mut piece).unwrap();
            if read == 0 {
                break;
            }
            out.write_all(&piece[..read]).unwrap();
        }
    }
    out.sync_all().unwrap();
}

fn open(path: &Path) -> BufReader<File> {
    BufReader::with_capacity(1 << 18, File::open(path).unwrap())
}

/// Merges as the command does, a few bundles abreast and many together; gives how many records were new, and adds
/// the seconds of each bundle where they go in one by one. Those with which much goes into the store take long, and
/// the rest that is put in at the end counts as the last's.
fn merge(store: &mut Store, bundles: &[PathBuf], times: &mut Vec<f64>) -> usize {
    let trust = Trust::default();
    let terms = Terms {
        trust: &trust,
        surveys: None,
        key_set: &|_| KeySetIs::Trusted,
        questionnaire: &|_| {
            let audiences = PARTS.iter().filter(|(audience, _)| *audience != "mine");
            Some(Asks {
                survey: "bench".to_owned(),
                wave: String::new(),
                audiences: audiences
                    .map(|(audience, _)| (*audience).to_owned())
                    .collect(),
            })
        },
        newest_epoch: None,
    };
    let mut merge = Merge::begin(store, terms).unwrap();
    if merge.goes_abreast(bundles.len(), bytes_of(bundles)) {
        let named = |path: &PathBuf| ("bundle".to_owned(), open(path));
        let all = bundles.iter().map(named).collect();
        let (took, is_done) = timed(|| merge.take_abreast(all));
        assert!(is_done);
        times.push(took.as_secs_f64());
    } else {
        for path in bundles {
            let (took, ()) = timed(|| one(&mut merge, path, bundles.len() == 1));
            times.push(took.as_secs_f64());
        }
    }
    let (took, reports) = timed(|| merge.finish());
    if let Some(last) = times.last_mut() {
        *last += took.as_secs_f64();
    }
    for report in &reports {
        assert!(!report.has_findings(), "{}", report.lines().join("\n"));
    }
    reports.iter().map(|report| report.new).sum()
}

fn one(merge: &mut Merge<'_>, path: &Path, is_alone: bool) {
    if is_alone {
        let report = merge.take("bundle", open(path)).unwrap();
        merge.note(report);
    } else {
        merge.gather("bundle", open(path));
    }
}

/// What one would write without us, over boxes that are stores: no check at all.
fn attach(boxes: &[PathBuf], into: &Path) {
    let connection = rusqlite::Connection::open(into).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
             CREATE TABLE record(leaf BLOB PRIMARY KEY, header BLOB NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID;
             CREATE TABLE part(leaf BLOB, audience TEXT, sealed BLOB NOT NULL, PRIMARY KEY(leaf, audience));",
        )
        .unwrap();
    for path in boxes {
        let path = path.display();
        connection
            .execute_batch(&format!(
                "ATTACH '{path}' AS other;
                 BEGIN; INSERT OR IGNORE INTO record SELECT * FROM other.record;
                 INSERT OR IGNORE INTO part SELECT leaf, audience, sealed FROM other.part; COMMIT;
                 DETACH other;"
            ))
            .unwrap();
    }
}

/// Each bundle as a store of its own, for [`attach`].
fn stores(bundles: &[PathBuf], folder: &Path, boxes: usize) -> Vec<PathBuf> {
    let numbered = bundles.iter().enumerate();
    numbered
        .map(|(number, bundle)| {
            let folder = folder.join(format!("store{number}"));
            let one = std::slice::from_ref(bundle);
            merge(&mut desk(&folder, boxes), one, &mut Vec::new());
            folder.join("store.sqlite")
        })
        .collect()
}

/// Peak memory of this process, MiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

/// Merges the bundles of a folder and says what it took; run as a process of its own.
fn child(folder: &Path, boxes: usize) {
    let bundles: Vec<PathBuf> = (0..boxes)
        .map(|number| folder.join(format!("{number}.bundle")))
        .collect();
    let mut store = desk(&folder.join("alone"), boxes);
    let mut quarters = Vec::new();
    let (took, new) = timed(|| merge(&mut store, &bundles, &mut quarters));
    let each = quarters.len().div_ceil(4);
    let quarters: Vec<String> = quarters
        .chunks(each)
        .map(|times| format!("{:.2}", times.iter().sum::<f64>()))
        .collect();
    println!(
        "a process of its own: {new} records in {:.2} s (quarters, where they go one by one: {} s), {} MiB at most",
        took.as_secs_f64(),
        quarters.join(", "),
        peak()
    );
}

fn bytes_of(files: &[PathBuf]) -> u64 {
    files
        .iter()
        .map(|path| path.metadata().unwrap().len())
        .sum()
}

/// How long ATTACH takes; nothing where there are too many boxes to make stores of.
fn attached(bundles: &[PathBuf], size: Size, at: &dyn Fn(&str) -> PathBuf) -> Duration {
    if size.boxes > 50 {
        return Duration::ZERO;
    }
    fs::create_dir(at("boxes")).unwrap();
    let boxes = stores(bundles, &at("boxes"), size.boxes);
    let (took, ()) = timed(|| attach(&boxes, &at("attached")));
    fs::remove_dir_all(at("boxes")).unwrap();
    fs::remove_file(at("attached")).unwrap();
    took
}

fn compare(folder: &Path, size: Size) {
    let bundles = make_bundles(folder, size);
    let mib = bytes_of(&bundles) >> 20;
    println!(
        "{} responses in {} boxes, {mib} MiB",
        size.responses, size.boxes
    );
    let turns = if size.responses > 50_000 { 1 } else { 3 };
    let mut best = [f64::INFINITY; 4];
    for turn in 0..turns {
        let at = |name: &str| folder.join(format!("{name}{turn}"));
        let (floor, ()) = timed(|| cat(&bundles, &at("cat")));
        let mut store = desk(&at("merged"), size.boxes);
        let (first, new) = timed(|| merge(&mut store, &bundles, &mut Vec::new()));
        assert_eq!(new, size.responses);
        let (again, new) = timed(|| merge(&mut store, &bundles, &mut Vec::new()));
        assert_eq!(new, 0);
        drop(store);
        fs::remove_file(at("cat")).unwrap();
        fs::remove_dir_all(at("merged")).unwrap();
        let attached = attached(&bundles, size, &at);
        for (best, took) in best.iter_mut().zip([floor, first, again, attached]) {
            *best = best.min(took.as_secs_f64());
        }
    }
    let [floor, first, again, attached] = best;
    let show = |name: &str, seconds: f64| {
        println!("{name:44} {seconds:8.3} s  {:6.2} x floor", seconds / floor);
    };
    show("floor: cat and fsync", floor);
    show("merge, every check on", first);
    show("the same again", again);
    if attached > 0.0 {
        show("ATTACH and INSERT OR IGNORE, no check", attached);
        println!("ATTACH takes {:.2} times as long", attached / first);
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let Some(at) = words.iter().position(|word| word == "--child") {
        return child(Path::new(&words[at + 1]), words[at + 2].parse().unwrap());
    }
    // `cargo test` runs benches too, to see that they run: few responses suffice for that.
    let measured = words.iter().any(|word| word == "--bench");
    let asked: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let size = Size {
        responses: asked
            .first()
            .copied()
            .unwrap_or(if measured { 4_000 } else { 20 }),
        boxes: asked
            .get(1)
            .copied()
            .unwrap_or(if measured { 8 } else { 2 }),
        part: asked.get(2).copied(),
    };
    // Beside the build and not in /tmp, which may be memory: this is about a disk.
    let beside = std::env::current_exe().unwrap();
    let folder = tempfile::tempdir_in(beside.parent().unwrap()).unwrap();
    compare(folder.path(), size);
    let mut alone = Command::new(&beside);
    alone
        .arg("--child")
        .arg(folder.path())
        .arg(size.boxes.to_string());
    assert!(alone.status().unwrap().success());
}
