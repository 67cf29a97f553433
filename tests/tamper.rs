//! Every class of tampering is named by the merge that meets it, keeps no other bundle out, and
//! leaves nothing behind: driven through the binary, on bundles that a program which shares no code
//! with this one has tampered with (`tests/rigs/bundle_editor.py`).
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boxes::{bundle, new_box, put, response, response_of, withdrawal};
use serde_json::Value as Json;
use tallybox::response::record::{Leaf, Record};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::store::{Enrolled, Store};

/// What a merge must say to one class.
#[derive(Clone, Copy, Debug)]
enum Must {
    /// Nothing of the bundle is taken, for this reason.
    Refuse(&'static str),
    /// These records are set aside, and the rest of the bundle is taken.
    SetAside(&'static [&'static str]),
    /// A record is there and has no effect.
    NotBelieve,
    /// A record came without its answers, and that is said.
    MissAnswers,
    /// A document is set aside, and so are these records.
    SetDocumentAside(&'static [&'static str]),
}

use Must::{MissAnswers, NotBelieve, Refuse, SetAside, SetDocumentAside};

/// Every class that the editor makes.
const CLASSES: &[(&str, Must)] = &[
    ("delete", Refuse("size")),
    ("delete-by-doubling", Refuse("root")),
    ("delete-but-listed", Refuse("too_large")),
    ("delete-the-answers", MissAnswers),
    ("insert", Refuse("size")),
    ("insert-for-another", Refuse("root")),
    ("insert-a-part", SetAside(&["parts"])),
    ("swap-records", SetAside(&["leaf", "leaf"])),
    ("swap-order", Refuse("root")),
    ("swap-answers", SetAside(&["part", "part"])),
    ("swap-parts", SetAside(&["part"])),
    ("replay-a-checkpoint", Refuse("checkpoint")),
    ("replay-a-record", Refuse("size")),
    ("replay-a-record-signed", Refuse("root")),
    ("resign", Refuse("not_enrolled")),
    ("resign-under-its-line", Refuse("checkpoint")),
    ("resign-under-its-name", Refuse("checkpoint")),
    ("cross-survey-edited", SetAside(&["leaf"])),
    ("cross-survey", SetAside(&["survey"])),
    ("cross-box-records", Refuse("root")),
    ("cross-box-line", Refuse("checkpoint")),
    ("truncate-front", Refuse("cut")),
    ("truncate-leaves", Refuse("cut")),
    ("truncate-records", Refuse("cut")),
    ("truncate-end", Refuse("cut")),
    ("append", Refuse("trailing")),
    ("count-more", Refuse("size")),
    ("count-fewer", Refuse("size")),
    ("count-huge", Refuse("too_large")),
    ("count-signed", Refuse("cut")),
    ("count-documents", Refuse("too_large")),
    ("count-header", Refuse("too_large")),
    ("epoch-edited", SetAside(&["leaf"])),
    ("epoch-to-come", SetAside(&["epoch"])),
    (
        "epoch-with-a-key-set-of-ones-own",
        SetDocumentAside(&["epoch"]),
    ),
    ("forged-revision", SetAside(&["header"])),
    ("forged-withdrawal", SetAside(&["header"])),
    ("forged-in-its-name", SetAside(&["header"])),
    ("forged-revision-edited", SetAside(&["leaf"])),
    ("forged-annulment", NotBelieve),
    ("forged-purge", NotBelieve),
    ("document-changed", SetDocumentAside(&[])),
];

const BOX: u8 = 1;
const OTHER: u8 = 2;
const FOREIGN: u8 = 3;
const THIRD: u8 = 4;
const OWNER: u8 = 40;
const THIEF: u8 = 41;
const STRANGER: u8 = 42;

fn run(arguments: &[&Path], code: i32) -> Json {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    let run = command.args(arguments).env_remove("TALLYBOX_HOME");
    let run = run.output().unwrap();
    let words = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(code), "{arguments:?} {words}");
    serde_json::from_slice(&run.stdout).unwrap_or_default()
}

/// The sound bundles and the tampered ones, in one folder.
struct Ground {
    folder: tempfile::TempDir,
    sound: BTreeMap<Leaf, Record>,
    of_box: Vec<Leaf>,
    about: BTreeMap<String, String>,
}

impl Ground {
    fn new() -> Self {
        let mut ground = Self {
            folder: tempfile::tempdir().unwrap(),
            sound: BTreeMap::new(),
            of_box: Vec::new(),
            about: BTreeMap::new(),
        };
        let skills = |owners: [u8; 5]| owners.map(|owner| response(owner, 1));
        let of_box = skills([1, 2, 3, 4, 5]);
        ground.of_box = of_box.iter().map(|record| record.signed.leaf()).collect();
        ground.export("box", BOX, &of_box);
        ground.export("other", OTHER, &skills([11, 12, 13, 14, 15]));
        ground.export("foreign", FOREIGN, &[response_of("pets", 21, 1)]);
        ground.export("third", THIRD, &skills([31, 32, 33, 34, 35]));
        ground
            .sound
            .remove(&response_of("pets", 21, 1).signed.leaf());
        ground.tamper();
        ground
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn export(&mut self, name: &str, seed: u8, records: &[Record]) {
        let home = self.at(name);
        let (mut store, own) = new_box(&home, seed, name);
        for record in records {
            put(&mut store, record);
            self.sound.insert(record.signed.leaf(), record.clone());
        }
        let file = self.at(&format!("{name}.bundle"));
        fs::write(file, bundle(&store, &own)).unwrap();
    }

    fn tamper(&mut self) {
        let seed = |seed: u8| tallybox::base::hex::encode(&[seed; 32]);
        let keys = serde_json::json!({
            "box": seed(BOX), "owner": seed(OWNER), "thief": seed(THIEF), "stranger": seed(STRANGER),
        });
        fs::write(self.at("keys.json"), keys.to_string()).unwrap();
        let out = self.at("tampered");
        fs::create_dir(&out).unwrap();
        let editor = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rigs/bundle_editor.py");
        let mut command = Command::new("python3");
        let made = command.arg(editor).arg(self.folder.path()).arg(&out);
        let made = made.output().unwrap();
        let words = String::from_utf8_lossy(&made.stderr).into_owned();
        assert!(made.status.success(), "{words}");
        let text = |one: &Json, member: &str| one[member].as_str().unwrap().to_owned();
        for line in String::from_utf8(made.stdout).unwrap().lines() {
            let one: Json = serde_json::from_str(line).unwrap();
            self.about.insert(text(&one, "class"), text(&one, "leaf"));
        }
    }

    /// A home that merges, has the institution's first key set, and takes the four boxes.
    fn desk(&self, name: &str) -> PathBuf {
        let home = self.at(&format!("desk-{name}"));
        fs::create_dir_all(home.join("surveys")).unwrap();
        fs::create_dir_all(home.join("keys")).unwrap();
        fs::write(
            home.join("surveys/skills.toml"),
            "[survey]\nid = \"skills\"\n",
        )
        .unwrap();
        fs::write(home.join("keys/keyset-000001.txt"), boxes::KEY_SET).unwrap();
        let mut store = Store::create(&home.join("box")).unwrap();
        for seed in [BOX, OTHER, FOREIGN, THIRD] {
            let verifier = BoxKey::from_seed(&[seed; 32]).verifier();
            let (key, line) = (verifier.key, verifier.to_line());
            let name = String::from("a box");
            store.enrol(&Enrolled { key, line, name }).unwrap();
        }
        home
    }

    /// Merges bundles into a desk; gives what was said of each.
    fn merge(desk: &Path, bundles: &[PathBuf], code: i32) -> Vec<Json> {
        let mut arguments = vec![Path::new("merge"), desk];
        arguments.extend(bundles.iter().map(PathBuf::as_path));
        arguments.push(Path::new("--json"));
        let said = run(&arguments, code);
        said["boxes"].as_array().unwrap().clone()
    }

    /// One class between two sound bundles.
    fn check(&self, class: &str, must: Must) {
        let desk = self.desk(class);
        let tampered = self.at("tampered").join(format!("{class}.bundle"));
        let from = [self.at("other.bundle"), tampered, self.at("third.bundle")];
        let said = Self::merge(&desk, &from, 1);
        for sound in [&said[0], &said[2]] {
            assert_eq!(
                (&sound["state"], &sound["new"]),
                (&"current".into(), &5.into()),
                "{class}"
            );
        }
        self.check_words(class, must, &said[1]);
        self.check_store(class, must, &desk);
        // The sound bundle still merges, and then everything is there.
        Self::merge(&desk, &[self.at("box.bundle")], 0);
        let store = Store::open(&desk.join("box")).unwrap();
        for leaf in &self.of_box {
            assert!(
                store.record(*leaf).unwrap().as_ref() == self.sound.get(leaf),
                "{class}"
            );
        }
    }

    fn check_words(&self, class: &str, must: Must, said: &Json) {
        let list = |member: &str| said[member].as_array().unwrap().clone();
        let aside = list("set_aside");
        let reasons: Vec<&str> = aside
            .iter()
            .map(|one| one["reason"].as_str().unwrap())
            .collect();
        let expected: &[&str] = match must {
            SetAside(reasons) | SetDocumentAside(reasons) => reasons,
            _ => &[],
        };
        assert_eq!(reasons, expected, "{class}: {said}");
        let leaf = Json::from(self.about[class].as_str());
        if let Some(first) = aside.first() {
            assert_eq!(first["leaf"], leaf, "{class}");
        }
        let refused = if let Refuse(code) = must { code } else { "" };
        assert_eq!(said["refused"], refused, "{class}: {said}");
        assert_eq!(
            said["state"] == "refused",
            matches!(must, Refuse(_)),
            "{class}"
        );
        let not_believed = if matches!(must, NotBelieve) {
            vec![leaf]
        } else {
            Vec::new()
        };
        assert_eq!(list("not_believed"), not_believed, "{class}");
        let without = u64::from(matches!(must, MissAnswers));
        assert_eq!(said["without_parts"], without, "{class}");
        let documents = usize::from(matches!(must, SetDocumentAside(_)));
        assert_eq!(list("documents_set_aside").len(), documents, "{class}");
    }

    /// Nothing is there but what a box truly holds.
    fn check_store(&self, class: &str, must: Must, desk: &Path) {
        let store = Store::open(&desk.join("box")).unwrap();
        let leaves = store.leaves().unwrap();
        if matches!(must, Refuse(_)) {
            assert!(
                leaves.iter().all(|leaf| !self.of_box.contains(leaf)),
                "{class}"
            );
            assert_eq!(leaves.len(), 10, "{class}");
        }
        for leaf in leaves {
            let found = store.record(leaf).unwrap().unwrap();
            let is_named = leaf.to_hex() == self.about[class];
            let sound = self.sound.get(&leaf);
            assert!(sound.is_some(), "{class}: {} was taken in", leaf.to_hex());
            match sound {
                None => {}
                Some(_) if is_named => assert!(matches!(must, MissAnswers), "{class}"),
                Some(sound) => assert!(found == *sound, "{class}"),
            }
        }
        assert!(store.verify().unwrap().is_empty(), "{class}");
    }
}

#[test]
fn every_class_is_named_keeps_nobody_out_and_leaves_nothing() {
    let ground = Ground::new();
    let made: Vec<&str> = ground.about.keys().map(String::as_str).collect();
    let mut known: Vec<&str> = CLASSES.iter().map(|(class, _)| *class).collect();
    known.sort_unstable();
    assert_eq!(made, known, "the editor's classes and the table's");
    for (class, must) in CLASSES {
        ground.check(class, *must);
    }
}

fn copy_box(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("box")).unwrap();
    for entry in fs::read_dir(from.join("box")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join("box").join(entry.file_name())).unwrap();
    }
}

fn add(home: &Path, record: &Record) {
    put(&mut Store::open(&home.join("box")).unwrap(), record);
}

/// Exports a box whole through the binary.
fn exported(home: &Path, name: &str) -> PathBuf {
    let file = home.with_file_name(name);
    let [bundle, export, last, out, at] =
        ["bundle", "export", "--final", "-o", "--home"].map(Path::new);
    run(&[bundle, export, last, out, &file, at, home], 0);
    file
}

#[test]
fn a_box_that_was_cloned_and_used_twice_is_named_and_merged_all_the_same() {
    let ground = Ground::new();
    let (desk, first, clone) = (ground.desk("clone"), ground.at("box"), ground.at("clone"));
    copy_box(&first, &clone);
    add(&first, &response(6, 1));
    add(&clone, &response(7, 1));
    let bundles = [
        exported(&first, "first.bundle"),
        exported(&clone, "clone.bundle"),
    ];
    let said = Ground::merge(&desk, &bundles, 1);
    assert_eq!(
        (&said[0]["state"], &said[0]["new"]),
        (&"current".into(), &6.into())
    );
    assert_eq!(said[1]["state"], "rolled_back_or_cloned");
    assert_eq!(said[1]["new"], 1);
    // However often: the same bundles get the same verdict, and the one that came first stays sound.
    for (bundle, state, code) in [
        (1, "rolled_back_or_cloned", 1),
        (0, "current", 0),
        (1, "rolled_back_or_cloned", 1),
    ] {
        let said = Ground::merge(&desk, &bundles[bundle..=bundle], code);
        assert_eq!(
            (&said[0]["state"], &said[0]["new"]),
            (&state.into(), &0.into())
        );
    }
    // Until a person says that the clone is the box from now on.
    let again = ["box", "enrol", "--anew", "--home"].map(Path::new);
    run(&[&again[..], &[&desk, &bundles[1]]].concat(), 0);
    for (bundle, state, code) in [(1, "current", 0), (0, "rolled_back_or_cloned", 1)] {
        let said = Ground::merge(&desk, &bundles[bundle..=bundle], code);
        assert_eq!(said[0]["state"], state);
    }
    // In the other order the other one is named: which is the clone, no one can tell.
    let back = ground.desk("clone-back");
    let bundles = [ground.at("clone.bundle"), ground.at("first.bundle")];
    let said = Ground::merge(&back, &bundles, 1);
    assert_eq!(said[1]["state"], "rolled_back_or_cloned");
    let digest = |home: &Path| Store::open(&home.join("box")).unwrap().digest().unwrap();
    assert_eq!(digest(&desk), digest(&back));
}

#[test]
fn a_box_that_was_put_back_is_older_until_it_is_used_and_then_named() {
    let ground = Ground::new();
    let (desk, home, kept) = (ground.desk("back"), ground.at("box"), ground.at("kept"));
    copy_box(&home, &kept);
    add(&home, &response(6, 1));
    Ground::merge(&desk, &[exported(&home, "newer.bundle")], 0);
    // Last week's copy: nothing new, and no alarm.
    let said = Ground::merge(&desk, &[exported(&kept, "older.bundle")], 0);
    assert_eq!(
        (&said[0]["state"], &said[0]["new"]),
        (&"older".into(), &0.into())
    );
    add(&kept, &withdrawal(2));
    let said = Ground::merge(&desk, &[exported(&kept, "rolled.bundle")], 1);
    assert_eq!(said[0]["state"], "rolled_back_or_cloned");
    // What it brought holds all the same: a withdrawal is its owner's to make on any box.
    let store = Store::open(&desk.join("box")).unwrap();
    let withdrawn = store.record(response(2, 1).signed.leaf()).unwrap().unwrap();
    assert!(withdrawn.parts.iter().all(Option::is_none));
}
