//! The fuzz targets' bodies on every file of their corpora, and on what a small mutator makes of these,
//! so that they hold on any compiler and on every run of .ci/run; `fuzz/README.md` says how libFuzzer runs them.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

#[path = "../fuzz/bodies.rs"]
#[expect(clippy::expect_used, reason = "a broken promise ends the run")]
mod bodies;
mod mutator;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use mutator::{Mutator, processor};

/// No input may hold a person up for longer.
const LONGEST: Duration = Duration::from_secs(1);
/// Mutations of each file, unless `TALLYBOX_FUZZ` asks for others.
const MUTATIONS: usize = 60;

fn files_of(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_body_has_a_corpus_and_a_target_and_they_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let named = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().path());
        names
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    let bodies: BTreeSet<String> = bodies::ALL
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(named("corpus"), bodies);
    assert_eq!(named("fuzz_targets"), bodies);
    for name in bodies {
        let bytes: usize = files_of(&name).iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(bytes < 64 << 10, "{name}: {bytes} bytes");
    }
}

#[test]
fn every_file_of_every_corpus_and_what_becomes_of_it_holds() {
    let asked = std::env::var("TALLYBOX_FUZZ").ok();
    let mutations = asked.map_or(MUTATIONS, |count| count.parse().unwrap());
    for (name, body) in bodies::ALL {
        let mut mutator = Mutator::new(2027);
        let files = files_of(name);
        for (file, bytes) in &files {
            for turn in 0..=mutations {
                let bytes = if turn == 0 {
                    bytes.clone()
                } else {
                    mutator.mutate(bytes, &files[turn % files.len()].1)
                };
                let start = processor();
                body(&bytes);
                let took = processor().saturating_sub(start);
                assert!(took < LONGEST, "{name}/{file} mutation {turn}: {took:?}");
            }
        }
    }
}
