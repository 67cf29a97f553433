//! Bundles spoilt at random, by chance and by somebody who knows the format: none ends the program, none
//! holds it up, none takes memory, and nothing but what a box truly holds is ever taken from one.
//!
//! 2,000 here; `TALLYBOX_MUTATIONS=100000 cargo test --release --test mutated` is the long form
//! (docs/measured.md, 21).
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may end here")]

mod boxes;
#[path = "support/memory.rs"]
mod memory;
mod mutator;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use boxes::{annulment, forged, response, withdrawal};
use memory::peak;
use mutator::{Mutator, processor};
use sha2::{Digest as _, Sha256};
use tallybox::merge::apply::{KeySetIs, Merge, Terms};
use tallybox::merge::plan::{Claim, Plan, Trust};
use tallybox::response::record::{Leaf, Record};
use tallybox::runtime::clock;
use tallybox::vault::bundle::{Refused, read};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::store::{Document, Enrolled, Store};

/// Nothing may take longer.
const LONGEST: Duration = Duration::from_secs(1);
/// What this process, all of the mutations in it, may ever hold: KiB.
const MEMORY: u64 = 64 << 10;
/// Of so many mutations one is merged into a store, too.
const MERGED: usize = 50;
/// Of so many mutations one goes through the binary, too.
const THROUGH_BINARY: usize = 100;
/// Address space for the binary, KiB: its code is mapped into it, so that this is more than it uses.
const ADDRESS_SPACE: u64 = 192 << 10;
/// The box whose bundle is spoilt.
const BOX: u8 = 1;

/// The sound records and documents, and two bundles of them.
struct Sound {
    records: BTreeMap<Leaf, Record>,
    documents: Vec<Document>,
    bundle: Vec<u8>,
    other: Vec<u8>,
}

impl Sound {
    fn new() -> Self {
        let mut all: Vec<Record> = (1..=6).map(|owner| response(owner, 1)).collect();
        all.extend([response(1, 2), withdrawal(2), annulment(3, 77)]);
        let documents = vec![
            Document::questionnaire(boxes::QUESTIONNAIRE),
            Document::key_set(boxes::KEY_SET),
        ];
        let elsewhere: Vec<Record> = (11..=14).map(|owner| response(owner, 1)).collect();
        Self {
            bundle: forged(BOX, &all, &documents),
            other: forged(2, &elsewhere, &documents),
            records: all
                .into_iter()
                .map(|one| (one.signed.leaf(), one))
                .collect(),
            documents,
        }
    }

    /// A spoilt bundle: bytes changed anywhere, the same with the end hash made to fit, or a record
    /// changed by the box's own key holder, who signs a new checkpoint.
    fn spoilt(&self, mutator: &mut Mutator) -> Vec<u8> {
        match mutator.below(4) {
            0 => mutator.mutate(&self.bundle, &self.other),
            1 | 2 => {
                let body = &self.bundle[..self.bundle.len() - 32];
                let mut bytes = mutator.mutate(body, &self.other);
                let end = Sha256::digest(&bytes);
                bytes.extend(end);
                bytes
            }
            _ => self.by_an_insider(mutator),
        }
    }

    fn by_an_insider(&self, mutator: &mut Mutator) -> Vec<u8> {
        let mut records: Vec<Record> = self.records.values().cloned().collect();
        let at = mutator.below(records.len());
        let from = records[mutator.below(records.len())].clone();
        let record = &mut records[at];
        match mutator.below(4) {
            0 => record.signed.header = mutator.mutate(&record.signed.header, &from.signed.header),
            1 => record.signed.signature = from.signed.signature,
            2 => record.signed.signature[mutator.below(64)] ^= 1 << mutator.below(8),
            _ => {
                let spoilt = record.parts.first_mut();
                if let Some(Some(bytes)) = spoilt {
                    *bytes = mutator.mutate(bytes, &from.signed.header);
                }
            }
        }
        records.dedup_by_key(|record| record.signed.leaf());
        let mut documents = self.documents.clone();
        if mutator.below(8) == 0 {
            let body = mutator.mutate(&documents[0].body, b"{}");
            documents[0].body = body;
        }
        forged(BOX, &records, &documents)
    }

    /// Whether a record is one that the box holds, whole or with parts cut out.
    fn holds(&self, found: &Record) -> bool {
        let sound = self.records.get(&found.signed.leaf());
        sound.is_some_and(|sound| {
            let parts = found.parts.iter().zip(&sound.parts);
            found.signed == sound.signed
                && found.parts.len() == sound.parts.len()
                && parts
                    .into_iter()
                    .all(|(found, sound)| found.is_none() || found == sound)
        })
    }

    /// Reads a spoilt bundle to its end as a merge does; gives how many records would be taken.
    fn read(&self, bytes: &[u8]) -> Result<usize, Refused> {
        let head = read::head(bytes)?;
        if head.verifier != BoxKey::from_seed(&[BOX; 32]).verifier() {
            // Cut to nothing and filled with the other bundle: sound, and of a box that is not enrolled.
            return Err(Refused::Verifier);
        }
        let mut body = head.body()?;
        let (mut plan, trust, mut taken) = (Plan::default(), Trust::default(), Vec::new());
        while let Some(entry) = body.record(|_| false) {
            let entry = entry?;
            if let Ok(sound) = entry.found {
                if let Some(claim) = Claim::read(entry.leaf, &sound.header, &trust) {
                    plan.add(claim);
                }
                taken.push(sound.record);
            }
        }
        body.finish()?;
        // Only now is anything taken: up to the end a bundle can still be refused.
        for record in &taken {
            if !self.holds(record) {
                let kept = std::env::temp_dir().join("tallybox-spoilt.bundle");
                fs::write(&kept, bytes).unwrap();
                let header = String::from_utf8_lossy(&record.signed.header).into_owned();
                panic!(
                    "taken though no box holds it (see {}): {header}",
                    kept.display()
                );
            }
        }
        assert!(plan.counting().len() <= self.records.len());
        Ok(taken.len())
    }

    /// Merges it into a store of its own; nothing but what the box holds is there afterwards.
    fn merge(&self, folder: &Path, bytes: &[u8]) {
        let mut store = Store::create(folder).unwrap();
        let verifier = BoxKey::from_seed(&[BOX; 32]).verifier();
        let (key, line) = (verifier.key, verifier.to_line());
        let name = String::from("a box");
        store.enrol(&Enrolled { key, line, name }).unwrap();
        let trust = Trust::default();
        let terms = Terms {
            trust: &trust,
            surveys: None,
            key_set: &|body| {
                if body == boxes::KEY_SET {
                    KeySetIs::Trusted
                } else {
                    KeySetIs::Foreign
                }
            },
            questionnaire: &|body| (body == boxes::QUESTIONNAIRE).then(boxes::asks),
            newest_epoch: Some(1),
        };
        let report = Merge::begin(&mut store, terms)
            .unwrap()
            .take("spoilt", bytes)
            .unwrap();
        let leaves = store.leaves().unwrap();
        assert!(bytes == self.bundle || report.has_findings());
        for leaf in leaves {
            let found = store.record(leaf).unwrap().unwrap();
            assert!(self.holds(&found));
        }
        for document in store.documents().unwrap() {
            assert!(
                self.documents
                    .iter()
                    .any(|known| known.body == document.body)
            );
        }
        drop(store);
        fs::remove_dir_all(folder).unwrap();
    }
}

/// `bundle inspect` with little address space: it ends with findings or a sound bundle, and says so.
fn through_the_binary(file: &Path) {
    let mut command = Command::new("sh");
    let limit = format!("ulimit -v {ADDRESS_SPACE}; exec \"$@\"");
    command.args([
        "-c",
        &limit,
        "sh",
        env!("CARGO_BIN_EXE_tallybox"),
        "bundle",
        "inspect",
    ]);
    let start = clock::moment();
    let run = command
        .arg(file)
        .env_remove("TALLYBOX_HOME")
        .output()
        .unwrap();
    let took = start.elapsed();
    let words = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(
        matches!(run.status.code(), Some(0 | 1)),
        "{} {:?} {words}",
        file.display(),
        run.status
    );
    assert!(!run.stdout.is_empty() && words.is_empty(), "{words}");
    assert!(took < LONGEST * 4, "{} {took:?}", file.display());
}

#[test]
fn no_spoilt_bundle_ends_hangs_fills_memory_or_gets_anything_in() {
    let asked = std::env::var("TALLYBOX_MUTATIONS").ok();
    let mutations: usize = asked.map_or(2_000, |count| count.parse().unwrap());
    let sound = Sound::new();
    assert_eq!(sound.read(&sound.bundle), Ok(sound.records.len()));
    let folder = tempfile::tempdir().unwrap();
    let mut mutator = Mutator::new(20_270_111);
    let (mut refused, mut taken_from, mut slowest) = (0, 0, Duration::ZERO);
    for turn in 0..mutations {
        let bytes = sound.spoilt(&mut mutator);
        let file = folder.path().join("spoilt.bundle");
        let start = processor();
        match sound.read(&bytes) {
            Ok(_) => taken_from += 1,
            Err(_) => refused += 1,
        }
        let took = processor().saturating_sub(start);
        slowest = slowest.max(took);
        assert!(took < LONGEST, "mutation {turn}: {took:?}");
        if turn % MERGED == 0 {
            sound.merge(&folder.path().join("box"), &bytes);
        }
        if turn % THROUGH_BINARY == 0 {
            fs::write(&file, &bytes).unwrap();
            through_the_binary(&file);
        }
    }
    let told = format!(
        "{mutations} mutations: {refused} refused, {taken_from} read to the end, slowest {slowest:?}, {} KiB",
        peak("self")
    );
    // Neither all nor none: the mutator reaches past the first lines and does spoil.
    assert!(
        refused > mutations / 10 && taken_from > mutations / 100,
        "{told}"
    );
    assert!(peak("self") < MEMORY, "{told}");
    if std::env::var_os("TALLYBOX_MUTATIONS").is_some() {
        let mut out = std::io::stderr();
        std::io::Write::write_all(&mut out, format!("{told}\n").as_bytes()).unwrap();
    }
}
