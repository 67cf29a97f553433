//! Merging boxes: in any order and any number of times the same records, the same ones counting,
//! and every trick with a box's history named.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use boxes::{
    INSTITUTION, annulment, bundle, forged, new_box, purge, put, reseal, response, response_of,
    terms, withdrawal,
};
use proptest::prelude::*;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use tallybox::merge::apply::{Merge, Terms, plan_of};
use tallybox::merge::plan::Trust;
use tallybox::merge::report::{BoxReport, State};
use tallybox::response::record::{Header, Kind, Leaf, Record};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::store::slot::{resealed_name, slots};
use tallybox::vault::store::{Document, Enrolled, Store};

fn trust() -> Trust {
    Trust::new([boxes::public(INSTITUTION)])
}

fn enrol(store: &mut Store, seed: u8) {
    let verifier = BoxKey::from_seed(&[seed; 32]).verifier();
    let peer = Enrolled {
        key: verifier.key,
        line: verifier.to_line(),
        name: "a box".to_owned(),
    };
    store.enrol(&peer).unwrap();
}

/// A store that only merges and takes the boxes 1 to 9.
fn merging() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::create(home.path()).unwrap();
    (1..=9).for_each(|seed| enrol(&mut store, seed));
    (home, store)
}

fn take(store: &mut Store, bytes: &[u8]) -> BoxReport {
    take_trusting(store, bytes, &trust())
}

fn take_trusting(store: &mut Store, bytes: &[u8], trust: &Trust) -> BoxReport {
    let mut merge = Merge::begin(store, terms(trust)).unwrap();
    merge.take("bundle", bytes).unwrap()
}

/// Takes bundles in abreast and gives their reports; `None` where one of them is refused.
fn abreast(store: &mut Store, bundles: &[&[u8]]) -> Option<Vec<BoxReport>> {
    let trust = trust();
    let mut merge = Merge::begin(store, terms(&trust)).unwrap();
    let named = bundles.iter().map(|bytes| ("bundle".to_owned(), *bytes));
    let is_done = merge.take_abreast(named.collect());
    let reports = merge.finish();
    assert_eq!(reports.len(), if is_done { bundles.len() } else { 0 });
    is_done.then_some(reports)
}

/// Takes bundles in together, and gives their reports.
fn gather(store: &mut Store, bundles: &[&[u8]]) -> Vec<BoxReport> {
    let trust = trust();
    let mut merge = Merge::begin(store, terms(&trust)).unwrap();
    for bytes in bundles {
        merge.gather("bundle", *bytes);
    }
    merge.finish()
}

fn counting(store: &Store) -> Vec<Leaf> {
    let plan = plan_of(store, &trust()).unwrap();
    plan.counting().into_iter().collect()
}

fn parts(store: &Store, record: &Record) -> usize {
    let found = store.record(record.signed.leaf()).unwrap().unwrap();
    found.parts.iter().flatten().count()
}

#[test]
fn three_boxes_in_both_orders_give_the_same_leaves_and_the_same_ones_count() {
    let bundles: Vec<Vec<u8>> = [
        (1, vec![response(1, 1), response(2, 1)]),
        (2, vec![response(1, 2), response(3, 1)]),
        (3, vec![withdrawal(3), response(4, 1), response(2, 1)]),
    ]
    .into_iter()
    .map(|(seed, records)| forged(seed, &records, &[]))
    .collect();
    let (_a, mut forwards) = merging();
    let (_b, mut backwards) = merging();
    let new: Vec<usize> = bundles
        .iter()
        .map(|bytes| take(&mut forwards, bytes).new)
        .collect();
    assert_eq!(new, [2, 2, 2]);
    for bytes in bundles.iter().rev() {
        take(&mut backwards, bytes);
    }
    assert_eq!(forwards.digest().unwrap(), backwards.digest().unwrap());
    let mut expected = [response(1, 2), response(2, 1), response(4, 1)]
        .map(|record| record.signed.leaf())
        .to_vec();
    expected.sort();
    assert!(counting(&forwards) == expected && counting(&backwards) == expected);
    assert_eq!(parts(&forwards, &response(1, 1)), 0);
    assert_eq!(parts(&forwards, &response(3, 1)), 0);
    assert_eq!(parts(&forwards, &response(1, 2)), 2);
    // Once more: nothing is new, nothing changes.
    let before = forwards.digest().unwrap();
    for bytes in &bundles {
        let report = take(&mut forwards, bytes);
        assert_eq!((report.new, report.state), (0, State::Current));
        assert!(!report.has_findings());
    }
    assert_eq!(forwards.digest().unwrap(), before);
}

/// Records of every kind about three people, for the properties below.
fn universe() -> Vec<Record> {
    let mut all = Vec::new();
    for owner in 1..=3 {
        let [first, second] = [1, 2].map(|revision| response(owner, revision));
        let (one, two) = (first.signed.leaf(), second.signed.leaf());
        all.extend([first, second, response(owner, 3)]);
        all.extend([
            reseal(two, "lead", 2),
            reseal(two, "lead", 3),
            purge(vec![one]),
        ]);
    }
    all.extend([withdrawal(1), annulment(2, INSTITUTION), annulment(3, 77)]);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn in_any_order_and_grouping_the_stores_are_the_same(
        shares in proptest::collection::vec(0_usize..4, 21),
        order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let all = universe();
        let bundles: Vec<Vec<u8>> = (0..4).map(|share| {
            let mine = all.iter().zip(&shares).filter(|(_, at)| **at == share);
            let records: Vec<Record> = mine.map(|(record, _)| record.clone()).collect();
            forged(u8::try_from(share).unwrap() + 1, &records, &[])
        }).collect();
        let (_a, mut straight) = merging();
        for bytes in &bundles {
            take(&mut straight, bytes);
        }
        let (_b, mut shuffled) = merging();
        for at in order {
            take(&mut shuffled, &bundles[at]);
        }
        // Grouped: two of them first into a box of its own, which then travels as a bundle.
        let home = tempfile::tempdir().unwrap();
        let (mut middle, own) = new_box(home.path(), 9, "Middle");
        (1..=4).for_each(|seed| enrol(&mut middle, seed));
        for at in &order[..2] {
            take(&mut middle, &bundles[*at]);
        }
        let (_c, mut grouped) = merging();
        for at in &order[2..] {
            take(&mut grouped, &bundles[*at]);
        }
        take(&mut grouped, &bundle(&middle, &own));
        // Together, with others between them of which nothing is taken.
        let cut = &bundles[0][..bundles[0].len() - 40];
        let stranger = forged(40, &all, &[]);
        let mut together: Vec<&[u8]> = order.iter().map(|at| bundles[*at].as_slice()).collect();
        together.insert(1, cut);
        together.insert(3, &stranger);
        let (_d, mut gathered) = merging();
        for _ in 0..2 {
            let refused: Vec<&str> = gather(&mut gathered, &together).iter().map(|one| one.refused).collect();
            prop_assert_eq!(refused, ["", "cut", "", "not_enrolled", "", ""]);
        }
        // Abreast, with and without them.
        let (_e, mut beside) = merging();
        prop_assert!(abreast(&mut beside, &together).is_none());
        prop_assert!(beside.leaves().unwrap().is_empty());
        let sound: Vec<&[u8]> = order.iter().map(|at| bundles[*at].as_slice()).collect();
        for _ in 0..2 {
            let reports = abreast(&mut beside, &sound).unwrap();
            prop_assert!(reports.iter().all(|one| one.refused.is_empty()));
        }
        prop_assert_eq!(straight.digest().unwrap(), beside.digest().unwrap());
        prop_assert_eq!(straight.digest().unwrap(), gathered.digest().unwrap());
        prop_assert_eq!(straight.digest().unwrap(), shuffled.digest().unwrap());
        prop_assert_eq!(straight.digest().unwrap(), grouped.digest().unwrap());
        prop_assert!(counting(&straight) == counting(&grouped));
        // Exactly what the plan does not drop is there.
        let plan = plan_of(&straight, &trust()).unwrap();
        for record in &all {
            let leaf = record.signed.leaf();
            for slot in slots(&record.signed.verify().unwrap()).unwrap() {
                let here = straight.has_part(leaf, &slot.name).unwrap();
                prop_assert_eq!(here, !plan.drops(leaf, &slot.name));
            }
        }
    }
}

#[test]
fn what_was_dropped_never_comes_back_and_a_reseal_takes_the_place_of_one_part() {
    let first = response(1, 1);
    let leaf = first.signed.leaf();
    let full = forged(1, std::slice::from_ref(&first), &[]);
    let anew = reseal(leaf, "lead", 2);
    let (_home, mut store) = merging();
    take(&mut store, &full);
    take(&mut store, &forged(2, std::slice::from_ref(&anew), &[]));
    take(&mut store, &full);
    let found = store.record(leaf).unwrap().unwrap();
    assert!(found.parts[0].is_none() && found.parts[1].is_some());
    let place = plan_of(&store, &trust()).unwrap().place(leaf, "lead");
    assert!(place.leaf == anew.signed.leaf());
    assert_eq!(place.slot, resealed_name("lead", &leaf.to_hex()));
    let bytes = store.part(place.leaf, &place.slot).unwrap();
    assert!(bytes == anew.parts[0]);
    take(&mut store, &forged(3, &[purge(vec![leaf])], &[]));
    take(&mut store, &full);
    assert_eq!((parts(&store, &first), parts(&store, &anew)), (0, 0));
    assert!(counting(&store).is_empty() && store.verify().unwrap().is_empty());
}

#[test]
fn what_several_bring_together_is_counted_for_each_in_its_turn() {
    let [one, two, three] = [1, 2, 3].map(|owner| response(owner, 1));
    let mut hollow = three.clone();
    hollow.parts[0] = None;
    let before = forged(5, std::slice::from_ref(&hollow), &[]);
    let bundles = [
        forged(1, &[one.clone(), two.clone()], &[]),
        forged(2, &[two, hollow], &[]),
        forged(1, std::slice::from_ref(&one), &[]),
        forged(3, std::slice::from_ref(&three), &[]),
        forged(1, std::slice::from_ref(&three), &[]),
    ];
    let bundles: Vec<&[u8]> = bundles.iter().map(Vec::as_slice).collect();
    let expected = [
        (2, 0, 0, State::Current),
        // What it lacks another of them brings.
        (0, 2, 0, State::Current),
        (0, 1, 0, State::Older),
        (0, 1, 0, State::Current),
        (0, 1, 0, State::RolledBackOrCloned),
    ];
    for is_abreast in [false, true] {
        let (_home, mut store) = merging();
        take(&mut store, &before);
        let reports = if is_abreast {
            abreast(&mut store, &bundles).unwrap()
        } else {
            gather(&mut store, &bundles)
        };
        let told: Vec<_> = reports
            .iter()
            .map(|one| (one.new, one.already_here, one.without_parts, one.state))
            .collect();
        assert_eq!(told, expected);
        assert!(store.record(three.signed.leaf()).unwrap().as_ref() == Some(&three));
        assert_eq!(counting(&store).len(), 3);
    }
}

#[test]
fn a_part_that_one_bundle_lacks_is_filled_from_another() {
    let record = response(1, 1);
    let mut hollow = record.clone();
    hollow.parts[0] = None;
    let (_home, mut store) = merging();
    let report = take(&mut store, &forged(1, std::slice::from_ref(&hollow), &[]));
    assert_eq!((report.new, report.without_parts), (1, 1));
    let report = take(&mut store, &forged(2, std::slice::from_ref(&record), &[]));
    assert_eq!((report.already_here, report.without_parts), (1, 0));
    assert!(store.record(record.signed.leaf()).unwrap() == Some(record));
}

#[test]
fn an_annulment_by_a_stranger_is_named_and_has_no_effect_until_its_signer_is_trusted() {
    let (_home, mut store) = merging();
    let forged_tombstone = annulment(1, 77);
    let bytes = forged(1, &[response(1, 1), forged_tombstone.clone()], &[]);
    let leaf = forged_tombstone.signed.leaf();
    let report = take(&mut store, &bytes);
    assert_eq!(report.not_believed, [leaf.to_hex()]);
    assert!(report.has_findings() && counting(&store).len() == 1);
    // Nothing of it is here, and so nothing of it goes on to anybody else.
    assert!(store.record(leaf).unwrap().is_none());
    let later = Trust::new([boxes::public(77)]);
    let report = take_trusting(&mut store, &bytes, &later);
    assert!(!report.has_findings() && report.new == 1);
    assert_eq!(parts(&store, &response(1, 1)), 0);
}

#[test]
fn a_response_that_contradicts_its_questionnaire_is_set_aside_and_the_rest_merge() {
    let garbage: &[u8] = br#"{"survey":{"id":"skills"},"x":1}"#;
    let hash = |body: &[u8]| tallybox::base::hex::encode(&Sha256::digest(body));
    let base = boxes::header(Kind::Response, 2);
    let parts = || [b"one".to_vec(), b"two".to_vec()];
    let other = |header: Header| boxes::answered(&boxes::key(2), header, parts());
    let mut lacking = other(base.clone()).signed.verify().unwrap();
    lacking.parts.remove(0);
    let lacking = boxes::sign(&lacking, 2, vec![b"two".to_vec()]);
    let cases = [
        (
            other(Header {
                fingerprint: hash(garbage),
                ..base.clone()
            }),
            "questionnaire",
        ),
        (
            other(Header {
                fingerprint: hash(boxes::KEY_SET),
                ..base.clone()
            }),
            "questionnaire",
        ),
        (
            other(Header {
                wave: "2026".to_owned(),
                ..base.clone()
            }),
            "questionnaire",
        ),
        (lacking, "questionnaire"),
        (other(Header { epoch: 0, ..base }), "epoch"),
    ];
    let documents = [
        Document::questionnaire(boxes::QUESTIONNAIRE),
        Document::questionnaire(garbage),
        Document::key_set(boxes::KEY_SET),
    ];
    for (record, reason) in cases {
        let bytes = forged(1, &[record, response(1, 1)], &documents);
        let (_home, mut store) = merging();
        let trust = trust();
        let terms = Terms {
            questionnaire: &|body| (body == boxes::QUESTIONNAIRE).then(boxes::asks),
            ..terms(&trust)
        };
        let report = Merge::begin(&mut store, terms)
            .unwrap()
            .take("bundle", bytes.as_slice())
            .unwrap();
        assert_eq!((report.new, report.set_aside.len()), (1, 1), "{reason}");
        assert_eq!(report.set_aside[0].reason, reason);
        assert_eq!(report.documents_set_aside, [hash(garbage)]);
        assert_eq!(
            (counting(&store).len(), store.leaves().unwrap().len()),
            (1, 1)
        );
    }
}

#[test]
fn an_older_export_is_no_finding_and_a_rolled_back_box_is() {
    let (one, two, three) = (response(1, 1), response(2, 1), response(3, 1));
    let older = forged(1, std::slice::from_ref(&one), &[]);
    let newer = forged(1, &[one.clone(), two], &[]);
    let elsewhere = forged(1, &[one, three.clone()], &[]);
    let (_home, mut store) = merging();
    take(&mut store, &newer);
    let report = take(&mut store, &older);
    assert_eq!((report.state, report.has_findings()), (State::Older, false));
    assert_eq!(take(&mut store, &newer).state, State::Current);
    let report = take(&mut store, &elsewhere);
    assert_eq!(report.state, State::RolledBackOrCloned);
    assert!(report.has_findings());
    // Merged all the same.
    assert_eq!((report.new, store.leaves().unwrap().len()), (1, 3));
    assert_eq!(parts(&store, &three), 2);
}

#[test]
fn a_box_that_is_not_enrolled_is_refused_with_what_to_do() {
    let (_home, mut store) = merging();
    let report = take(&mut store, &forged(40, &[response(1, 1)], &[]));
    assert_eq!(
        (report.state, report.refused),
        (State::Refused, "not_enrolled")
    );
    assert!(report.lines()[0].contains("tallybox box enrol bundle"));
    assert!(store.leaves().unwrap().is_empty());
}

// From here on through the real binary.

fn tallybox(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    command.args(arguments).env_remove("TALLYBOX_HOME");
    command.output().unwrap()
}

fn run(arguments: &[&str], code: i32) -> String {
    let run = tallybox(arguments);
    let said = String::from_utf8(run.stdout).unwrap();
    let aside = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(
        run.status.code(),
        Some(code),
        "{arguments:?}\n{said}{aside}"
    );
    said
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A home with a questionnaire's id, and a box where a seed is given.
fn home(root: &Path, name: &str) -> PathBuf {
    let home = root.join(name);
    fs::create_dir_all(home.join("surveys")).unwrap();
    fs::write(
        home.join("surveys/skills.toml"),
        "[survey]\nid = \"skills\"\n",
    )
    .unwrap();
    home
}

fn box_with(root: &Path, name: &str, seed: u8, records: &[Record]) -> PathBuf {
    let home = home(root, name);
    let (mut store, _own) = new_box(&home, seed, name);
    for record in records {
        put(&mut store, record);
    }
    home
}

#[test]
fn homes_and_bundles_are_enrolled_and_merged_by_the_binary() {
    let root = tempfile::tempdir().unwrap();
    let answers: Vec<Record> = (1..=5).map(|owner| response(owner, 1)).collect();
    let chemistry = box_with(root.path(), "chemistry", 1, &answers);
    let physics = box_with(root.path(), "physics", 2, &[response(1, 2)]);
    let desk = home(root.path(), "desk");
    let file = root.path().join("chemistry.tallybox");
    let (desk, chemistry, physics, file) =
        (text(&desk), text(&chemistry), text(&physics), text(&file));

    run(&["bundle", "export", "-o", file, "--home", chemistry], 0);
    let seen: Json = serde_json::from_str(&run(&["bundle", "inspect", file, "--json"], 0)).unwrap();
    assert_eq!(seen["records"]["response"], 5);
    let told = run(&["merge", desk, file, physics], 1);
    assert!(told.contains("tallybox box enrol"), "{told}");

    // Nobody is at a terminal here to compare words, so `--yes` must say that someone was.
    run(&["box", "enrol", file, "--home", desk], 2);
    run(&["box", "enrol", file, "--yes", "--home", desk], 0);
    let told = run(
        &["box", "enrol", physics, "--yes", "--home", desk, "--json"],
        0,
    );
    let told: Json = serde_json::from_str(&told).unwrap();
    let status = run(&["box", "status", "--home", physics, "--json"], 0);
    let status: Json = serde_json::from_str(&status).unwrap();
    assert_eq!(told["fingerprint"], status["fingerprint"]);

    let merged = run(&["merge", desk, file, physics, "--json"], 0);
    let merged: Json = serde_json::from_str(&merged).unwrap();
    let figures = |at: usize| {
        let one = &merged["boxes"][at];
        (
            one["name"].clone(),
            one["new"].clone(),
            one["state"].clone(),
        )
    };
    assert_eq!(figures(0), ("chemistry".into(), 5.into(), "current".into()));
    assert_eq!(figures(1), ("physics".into(), 1.into(), "current".into()));
    let status = run(&["box", "status", "--home", desk, "--json"], 0);
    let status: Json = serde_json::from_str(&status).unwrap();
    assert_eq!(
        (&status["counting"], &status["records"]["response"]),
        (&5.into(), &6.into())
    );
    assert_eq!(status["name"], Json::Null);
    run(&["box", "verify", "--home", desk], 0);
    let again = run(&["merge", desk, physics, file], 0);
    assert!(again.contains("0 new, 5 already here"), "{again}");
    // The child read the home and left no trace in it.
    let export = run(&["bundle", "export", "-o", "-", "--home", desk], 5);
    assert!(export.is_empty());
}

#[test]
fn what_is_wrong_with_one_does_not_keep_the_others_out() {
    let root = tempfile::tempdir().unwrap();
    let good = box_with(root.path(), "good", 1, &[response(1, 1)]);
    let desk = home(root.path(), "desk");
    let not_a_box = home(root.path(), "not-a-box");
    let absent = root.path().join("absent");
    let noise = root.path().join("noise");
    fs::write(&noise, b"nothing that we know").unwrap();
    let other = root.path().join("other");
    let records = [response_of("pets", 2, 1), response(3, 1)];
    fs::write(&other, forged(2, &records, &[])).unwrap();
    let cut = root.path().join("cut");
    let whole = forged(3, &[response(4, 1)], &[]);
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    for from in [&good, &other] {
        run(
            &["box", "enrol", text(from), "--yes", "--home", text(&desk)],
            0,
        );
    }
    let mut store = Store::open(&desk.join("box")).unwrap();
    enrol(&mut store, 3);
    drop(store);
    let from = [&absent, &noise, &not_a_box, &cut, &other, &good].map(|path| text(path));
    let arguments = [&["merge", text(&desk), "--json"], &from[..]].concat();
    let merged: Json = serde_json::from_str(&run(&arguments, 1)).unwrap();
    let refused: Vec<&str> = merged["boxes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["refused"].as_str().unwrap())
        .collect();
    assert_eq!(refused, ["unread", "not_a_bundle", "home", "cut", "", ""]);
    assert!(
        merged["boxes"][2]["refused_words"]
            .as_str()
            .unwrap()
            .contains("there is no store")
    );
    let aside = &merged["boxes"][4]["set_aside"];
    assert_eq!(aside[0]["reason"], "survey");
    assert_eq!(aside[0]["leaf"], boxes::leaf_of(&records[0].signed));
    assert_eq!(merged["boxes"][4]["new"], 1);
    assert_eq!(merged["boxes"][5]["new"], 1);
}

#[test]
fn a_box_is_made_with_a_key_set_and_only_once() {
    let root = tempfile::tempdir().unwrap();
    let home = root.path().join("home");
    fs::create_dir_all(&home).unwrap();
    let home = text(&home).to_owned();
    run(&["box", "init", "--home", &home], 4);
    for at in 1..=2 {
        let out = root.path().join(format!("institution{at}"));
        run(
            &[
                "keys",
                "new",
                "institution",
                "--out",
                text(&out),
                "--no-passphrase",
                "--home",
                &home,
            ],
            0,
        );
        if at == 1 {
            // One institution recipient is not enough: one is kept offline.
            run(&["box", "init", "--home", &home], 4);
        }
    }
    run(&["box", "init", "--name", "a\u{7}b", "--home", &home], 2);
    let made = run(
        &["box", "init", "--name", "Stores", "--home", &home, "--json"],
        0,
    );
    let made: Json = serde_json::from_str(&made).unwrap();
    let status = run(&["box", "status", "--home", &home, "--json"], 0);
    let status: Json = serde_json::from_str(&status).unwrap();
    for member in ["name", "fingerprint", "verifier", "epoch"] {
        assert_eq!(made[member], status[member], "{member}");
    }
    assert_eq!(made["epoch"], 2);
    run(&["box", "init", "--home", &home], 5);
    run(&["box", "verify", "--home", &home], 0);
}
