//! A disk that fails while many bundles are put in together: as little as can be is not stored, of each bundle it
//! is said what became of it, and merging again makes it good.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boxes::{bundle, new_box, put, response, withdrawal};
use serde_json::Value as Json;
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::store::{Enrolled, Store};

/// How many boxes are merged.
const BOXES: u8 = 4;
/// Of how many flushes in a row one may fail.
const FLUSHES: u32 = 24;

/// Bundles, and a program whose disk can be told to fail.
struct Ground {
    folder: tempfile::TempDir,
    bundles: Vec<PathBuf>,
    shim: PathBuf,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shim = folder.path().join("shim.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rigs/shim.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-o"]).arg(&shim);
        assert!(compiler.args([source, "-ldl"]).status().unwrap().success());
        let bundles = (1..=BOXES).map(|number| {
            let (mut store, own) =
                new_box(&folder.path().join(number.to_string()), number, "a box");
            put(&mut store, &response(number, 1));
            // The last takes back what the first holds: whether it came decides what may stay.
            if number == BOXES {
                put(&mut store, &withdrawal(1));
            }
            let file = folder.path().join(format!("{number}.bundle"));
            fs::write(&file, bundle(&store, &own)).unwrap();
            file
        });
        let bundles = bundles.collect();
        Self {
            folder,
            bundles,
            shim,
        }
    }

    fn desk(&self, name: &str) -> PathBuf {
        let home = self.folder.path().join(name);
        fs::create_dir_all(home.join("surveys")).unwrap();
        let mut store = Store::create(&home.join("box")).unwrap();
        for seed in 1..=BOXES {
            let verifier = BoxKey::from_seed(&[seed; 32]).verifier();
            let (key, line) = (verifier.key, verifier.to_line());
            let name = "a box".to_owned();
            store.enrol(&Enrolled { key, line, name }).unwrap();
        }
        home
    }

    /// Merges all of them over a disk of which these flushes fail; gives the exit code and what was said.
    fn merge(&self, desk: &Path, fault: Option<(u32, u32)>) -> (i32, Option<Json>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
        command
            .arg("--json")
            .arg("merge")
            .arg(desk)
            .args(&self.bundles);
        if let Some((first, last)) = fault {
            command.env("LD_PRELOAD", &self.shim);
            command.env("RIG_FAULT", format!("{first} {last}"));
        }
        let ended = command.output().unwrap();
        let said = serde_json::from_slice(&ended.stdout).ok();
        let aside = String::from_utf8(ended.stderr).unwrap();
        (ended.status.code().unwrap(), said, aside)
    }
}

fn store(desk: &Path) -> Store {
    Store::open(&desk.join("box")).unwrap()
}

/// What was said of each holds, and nothing is half there.
fn holds(desk: &Path, code: i32, said: &Json, aside: &str) -> usize {
    let boxes = said["boxes"].as_array().unwrap();
    assert_eq!(boxes.len(), usize::from(BOXES));
    let store = store(desk);
    let mut failed = 0;
    for (number, one) in (1..=BOXES).zip(boxes) {
        let is_here = store
            .record(response(number, 1).signed.leaf())
            .unwrap()
            .is_some();
        let refused = one["refused"].as_str().unwrap();
        assert_eq!(refused.starts_with("store"), !is_here, "{number}: {one}");
        assert_eq!(one["new"].as_u64().unwrap() > 0, is_here, "{number}: {one}");
        if !is_here {
            failed += 1;
            let words = one["refused_words"].as_str().unwrap();
            assert!(
                words.contains("nothing of it was stored") && words.contains("merge it again"),
                "{words}"
            );
        }
    }
    // A withdrawal that was not stored takes nothing away.
    let withdrawn = store.record(withdrawal(1).signed.leaf()).unwrap().is_some();
    if let Some(first) = store.record(response(1, 1).signed.leaf()).unwrap() {
        assert_eq!(first.parts.iter().all(Option::is_none), withdrawn);
    }
    assert!(store.verify().unwrap().is_empty());
    assert_eq!(code, if failed > 0 { 5 } else { 0 }, "{aside}");
    assert_eq!(aside.contains("hint: "), failed > 0, "{aside}");
    failed
}

#[test]
fn where_the_disk_fails_once_every_bundle_goes_in_by_itself_and_where_it_goes_on_each_is_told() {
    let ground = Ground::new();
    let sound = ground.desk("sound");
    assert_eq!(ground.merge(&sound, None).0, 0);
    let wanted = store(&sound).digest().unwrap();
    let (mut begun, mut failed_in_part) = (0, 0);
    for first in 1..=FLUSHES {
        // Abreast, together, one by one: each has a fault of its own to meet.
        for last in [first, first + 1, first + 2, first + 3, u32::MAX >> 1] {
            let desk = ground.desk(&format!("desk-{first}-{last}"));
            let (code, said, aside) = ground.merge(&desk, Some((first, last)));
            match &said {
                Some(said) => {
                    begun += 1;
                    let failed = holds(&desk, code, said, &aside);
                    if last == first {
                        assert_eq!(failed, 0, "one fault: {said}");
                    }
                    failed_in_part += usize::from((1..usize::from(BOXES)).contains(&failed));
                }
                // Before anything was gathered: the store could not be opened.
                None => assert_eq!((code, aside.contains("error: ")), (5, true), "{aside}"),
            }
            let (code, _, aside) = ground.merge(&desk, None);
            assert_eq!(code, 0, "{aside}");
            assert_eq!(store(&desk).digest().unwrap(), wanted, "{first} {last}");
        }
    }
    assert!(
        begun > 10 && failed_in_part > 0,
        "{begun} {failed_in_part}: the faults met nothing"
    );
}
