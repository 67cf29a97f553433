//! What clocks that are wrong, a making that is cut off, drafts and promises that run out, and names that act on a
//! terminal do to a box: nothing. And who may begin an epoch.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;
mod support;

use std::fs;
use std::process::{Command, Stdio};

use ed25519_dalek::Signer as _;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use support::epochs::{current, day, following, home_of_2020, keys_of, next_epoch};
use support::home::{SMALL, TestHome, binary, tallybox};
use support::life::{asked, holds, paper, text};
use tallybox::base::hex;
use tallybox::response::record::{Header, Kind};
use tallybox::vault::checkpoint::BoxKey;
use tallybox::vault::keyring::{KeyRing, publish};
use tallybox::vault::keyset::KeySet;
use tallybox::vault::store::{Document, Enrolled, Save, Saved, Store};

/// What a purge says, and its exit code.
fn purge(home: &TestHome, through: &str, more: &[&str]) -> (Option<i32>, String) {
    let signer = text(&home.identity("first"));
    let words = [
        &["box", "purge", "--through", through, "--signer", &signer],
        more,
    ]
    .concat();
    let output = home.run(&words);
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

fn counting(home: &TestHome) -> Json {
    asked(home, &["box", "status"])["counting"].clone()
}

#[test]
fn no_key_set_is_dated_before_the_one_before_it() {
    let home = TestHome::with_keys("Stores");
    next_epoch(&home, "2999-01-01");
    let signer = text(&home.identity("first"));
    let out = text(&home.identity("new"));
    for words in [
        &["keys", "rotate", "--signer", &signer][..],
        &[
            "keys",
            "new",
            "institution",
            "--no-passphrase",
            "--out",
            &out,
            "--signer",
            &signer,
        ],
    ] {
        home.done(words);
        let ring = KeyRing::load(&home.path().join("keys")).unwrap();
        assert_eq!(ring.current().unwrap().date(), day("2999-01-01"));
    }
}

/// A key set as a program signed it that did not look at the day before.
fn dated(set: &KeySet, on: &str, signer: &ed25519_dalek::SigningKey) -> KeySet {
    let document = String::from_utf8(set.document().to_vec()).unwrap();
    let (line, _) = document.split_once('\n').unwrap();
    let line = line.replace(
        &format!("\"date\":\"{}\"", set.date()),
        &format!("\"date\":\"{on}\""),
    );
    let signature = signer.sign(format!("tallybox/v1/keyset\n{line}").as_bytes());
    let (key, signature) = (signer.verifying_key().to_bytes(), signature.to_bytes());
    let document = format!(
        "{line}\n{} {}\n",
        hex::encode(&key),
        hex::encode(&signature)
    );
    KeySet::parse(document.as_bytes()).unwrap()
}

#[test]
fn a_clock_that_was_wrong_once_ends_no_promise_early() {
    let home = TestHome::with_keys("Stores");
    (1..=2).for_each(|years| drop(home.enter(&paper("chem", years))));
    let signer = keys_of(&home, "first").signer.unwrap();
    let set = dated(&following(&home, "2999-01-01"), "2020-05-01", &signer);
    publish(&home.path().join("keys"), &set).unwrap();
    assert_eq!(current(&home).date(), day("2020-05-01"));
    let (code, said) = purge(&home, "6", &[]);
    assert!(code == Some(1) && said.contains("730 days"), "{said}");
    assert_eq!(counting(&home), 2);
}

#[test]
fn a_box_whose_making_is_killed_is_made_by_the_next_try() {
    let keys = TestHome::with_keys("Keys");
    let stages = [
        "box",
        "box/new-store.sqlite",
        "box/new-store.sqlite-wal",
        "box/store.sqlite",
        "box/box.key",
    ];
    for stage in stages {
        let home = keys.desk();
        let mut command = Command::new(binary());
        command.args([
            "--home",
            &text(&home.path()),
            "box",
            "init",
            "--name",
            "Stores",
        ]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let reached = home.path().join(stage);
        while reached.symlink_metadata().is_err() && child.try_wait().unwrap().is_none() {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        is_made(&home, stage);
    }
    // What a try leaves that is cut off in the middle of a page, or before its first byte.
    let home = keys.desk();
    fs::create_dir(home.path().join("box")).unwrap();
    for (name, bytes) in [
        ("store.sqlite", ""),
        ("new-store.sqlite", "half"),
        ("new-store.sqlite-wal", "a"),
    ] {
        fs::write(home.path().join("box").join(name), bytes).unwrap();
    }
    let status = home.run(&["box", "status"]);
    let said = String::from_utf8(status.stderr).unwrap();
    assert!(said.contains("tallybox box init"), "{said}");
    is_made(&home, "halves");
}

/// The next `box init` makes the box, or says that it is made; either way it takes answers.
fn is_made(home: &TestHome, stage: &str) {
    let output = home.run(&["box", "init", "--name", "Stores"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() || said.contains("already"),
        "{stage}: {said}"
    );
    home.enter(&paper("chem", 1));
    home.done(&["box", "verify"]);
    assert_eq!(counting(home), 1, "{stage}");
    let left = fs::read_dir(home.path().join("box")).unwrap().flatten();
    let mut left = left.map(|entry| entry.file_name().into_string().unwrap());
    assert!(!left.any(|name| name.starts_with("new-store")), "{stage}");
}

/// A home of 2020 with the surveys `small` (730 days) and `other` (30), two responses each.
fn two_surveys() -> TestHome {
    let home = home_of_2020();
    let other = SMALL
        .replace("id = \"small\"", "id = \"other\"")
        .replace("retention_days = 730", "retention_days = 30");
    fs::write(home.path().join("surveys/other.toml"), other).unwrap();
    let answers = home.path().join("answers.json");
    for survey in ["small", "other", "small", "other"] {
        fs::write(&answers, paper("chem", 3).to_string()).unwrap();
        home.done(&["fill", "--survey", survey, "--answers", &text(&answers)]);
    }
    home
}

#[test]
fn one_survey_is_purged_and_not_the_other() {
    let home = two_surveys();
    for (more, words) in [
        (&["--early"][..], "several surveys"),
        (
            &["--early", "--survey", "nosuch"],
            "no response to a survey `nosuch`",
        ),
    ] {
        let (code, said) = purge(&home, "1", more);
        assert!(code == Some(2) && said.contains(words), "{said}");
        assert!(said.contains("other, small"), "{said}");
    }
    assert_eq!(counting(&home), 4);
    // The days of one are over, those of the other are not.
    let today = tallybox::runtime::clock::today();
    next_epoch(&home, &today.plus_days(-100).to_string());
    assert_eq!(purge(&home, "1", &["--survey", "small"]).0, Some(1));
    let (code, said) = purge(&home, "1", &["--survey", "other"]);
    assert!(
        code == Some(0) && said.contains("purged       2 "),
        "{said}"
    );
    assert_eq!(counting(&home), 2);
    let (code, said) = purge(&home, "1", &["--survey", "small", "--early"]);
    assert!(
        code == Some(0) && said.contains("purged       2 "),
        "{said}"
    );
}

#[test]
fn drafts_that_expired_go_with_an_export_a_week_after_one_saw_them() {
    let home = TestHome::with_keys("Stores");
    let folder = home.path().join("box");
    let sealed = |byte: u8| Sha256::digest([byte]).repeat(40);
    let mut store = Store::open(&folder).unwrap();
    for (name, expires) in [(1, "2020-01-01"), (2, "2999-01-01")] {
        let save = Save {
            name: [name; 16],
            seen: None,
            fresh: [name; 16],
            expires: day(expires),
            sealed: &sealed(name),
        };
        let saved = store.save_draft(&save, boxes::QUESTIONNAIRE).unwrap();
        assert_eq!(saved, Saved::Saved);
    }
    drop(store);
    assert!(holds(&folder, &sealed(1)[..64]));
    let bundle = text(&home.path().join("one.bundle"));
    home.done(&["bundle", "export", "-o", &bundle]);
    let mut store = Store::open(&folder).unwrap();
    assert_eq!(store.drafts().unwrap(), 2, "one clock is not believed");
    let week_ago = tallybox::runtime::clock::today().plus_days(-7).to_string();
    store
        .set_setting("drafts-expired-since", week_ago.as_bytes())
        .unwrap();
    drop(store);
    home.done(&["bundle", "export", "-o", &bundle]);
    let store = Store::open(&folder).unwrap();
    assert_eq!(store.drafts().unwrap(), 1);
    assert!(store.load_draft(&[2; 16]).unwrap().is_some());
    drop(store);
    assert!(
        !holds(&folder, &sealed(1)[..64]),
        "its bytes are still in the file"
    );
    assert!(holds(&folder, &sealed(2)[..64]));
}

#[test]
fn what_killed_exports_left_goes_with_the_next_and_nothing_else_does() {
    let home = TestHome::with_keys("Stores");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let names = || {
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let others = [
        ".one.bundle.tmp",
        ".one.bundle.x1.tmp",
        ".two.bundle.7.tmp",
        "one.bundle.7.tmp",
    ];
    let left = [
        ".one.bundle.7.tmp",
        ".one.bundle.4194305.tmp",
        ".one.bundle.99.tmp",
    ];
    for name in others.iter().chain(&left) {
        fs::write(at(name), "half of an export").unwrap();
    }
    // One that another process is still writing holds its lock.
    let busy = fs::File::open(at(left[2])).unwrap();
    busy.lock().unwrap();
    let export = || home.done(&["bundle", "export", "-o", &text(&at("one.bundle"))]);
    export();
    let mut expected: Vec<&str> = others
        .iter()
        .chain([&left[2], &"one.bundle"])
        .copied()
        .collect();
    expected.sort_unstable();
    assert_eq!(names(), expected);
    drop(busy);
    export();
    expected.retain(|name| *name != left[2]);
    assert_eq!(names(), expected);
}

/// A home of 2020 with one epoch and a response to a survey of these dates.
fn answered(dates: &str) -> TestHome {
    let home = home_of_2020();
    let questionnaire = String::from_utf8(boxes::QUESTIONNAIRE.to_vec()).unwrap();
    let questionnaire = questionnaire
        .replace(
            "\"languages\":[\"en\"]",
            &format!("\"languages\":[\"en\"]{dates}"),
        )
        .replace(
            "\"notice\":\"Sample.\"",
            "\"notice\":\"Sample.\",\"retention_days\":730",
        );
    let header = Header {
        fingerprint: hex::encode(&Sha256::digest(&questionnaire)),
        ..boxes::header(Kind::Response, 1)
    };
    let record = boxes::answered(&boxes::key(1), header, [vec![1; 90], vec![2; 90]]);
    let mut store = Store::open(&home.path().join("box")).unwrap();
    let set = current(&home);
    store
        .submit(&record, None, questionnaire.as_bytes(), set.document())
        .unwrap();
    home
}

#[test]
fn retention_ends_with_the_last_day_of_the_survey_where_nobody_rotated() {
    let today = tallybox::runtime::clock::today();
    let closes = |on: &str| format!(",\"closes\":\"{on}\"");
    // It moves on with today, and what ends that is named.
    let home = answered("");
    let (code, said) = purge(&home, "1", &[]);
    let over = today.plus_days(730).to_string();
    assert!(
        code == Some(1) && said.contains(&over) && said.contains("keys rotate"),
        "{said}"
    );
    // It stands still at the day on which the survey closed.
    let last_day = today.plus_days(-100);
    let home = answered(&closes(&last_day.to_string()));
    let (code, said) = purge(&home, "1", &[]);
    let over = last_day.plus_days(730).to_string();
    assert!(
        code == Some(1) && said.contains(&over) && !said.contains("keys rotate"),
        "{said}"
    );
    // Its days are over.
    let home = answered(&closes(&today.plus_days(-731).to_string()));
    let (code, said) = purge(&home, "1", &[]);
    assert!(
        code == Some(0) && said.contains("purged       1 "),
        "{said}"
    );
}

/// What a desk, whose second key set retired the institution `first`, says of a bundle with a response of epoch 3 and
/// the key set that begins it.
fn merged_with(third: impl FnOnce(&KeySet, &KeySet, &TestHome) -> KeySet) -> (Option<i32>, Json) {
    const BOX: u8 = 9;
    let home = home_of_2020();
    let one = current(&home);
    let mut less = one.members().clone();
    assert!(less.remove(keys_of(&home, "first").age[0].recipient()));
    let second = keys_of(&home, "second").signer.unwrap();
    let two = KeySet::sign(Some(&one), less, day("2021-01-01"), &second).unwrap();
    publish(&home.path().join("keys"), &two).unwrap();
    fs::write(
        home.path().join("surveys/skills.toml"),
        "[survey]\nid = \"skills\"\n",
    )
    .unwrap();
    let verifier = BoxKey::from_seed(&[BOX; 32]).verifier();
    let (key, line) = (verifier.key, verifier.to_line());
    let name = "Another".to_owned();
    let mut store = Store::open(&home.path().join("box")).unwrap();
    store.enrol(&Enrolled { key, line, name }).unwrap();
    drop(store);
    let header = Header {
        epoch: 3,
        ..boxes::header(Kind::Response, 1)
    };
    let record = boxes::answered(&boxes::key(1), header, [vec![1; 90], vec![2; 90]]);
    let documents = [
        Document::questionnaire(boxes::QUESTIONNAIRE),
        Document::key_set(third(&one, &two, &home).document()),
    ];
    let bundle = home.path().join("third.bundle");
    fs::write(&bundle, boxes::forged(BOX, &[record], &documents)).unwrap();
    let output = tallybox(&["--json", "merge", &text(&home.path()), &text(&bundle)]);
    let said: Json = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code(), said["boxes"][0].clone())
}

#[test]
fn who_was_retired_begins_no_epoch() {
    let (code, said) = merged_with(|one, _, home| {
        let first = keys_of(home, "first").signer.unwrap();
        let sign = |before: &KeySet, on| {
            KeySet::sign(Some(before), one.members().clone(), day(on), &first).unwrap()
        };
        sign(&sign(one, "2021-02-01"), "2022-01-01")
    });
    assert_eq!((code, &said["new"]), (Some(1), &0.into()), "{said}");
    // Who is an institution of the newest one begins the next.
    let (code, said) = merged_with(|_, two, home| {
        let second = keys_of(home, "second").signer.unwrap();
        KeySet::sign(Some(two), two.members().clone(), day("2022-01-01"), &second).unwrap()
    });
    assert_eq!((code, &said["new"]), (Some(0), &1.into()), "{said}");
}

/// Runs the program and demands that no control byte but a line's end leaves it, and that the name does.
#[track_caller]
fn says_plainly(args: &[&str]) {
    let output = tallybox(args);
    let said = [output.stdout, output.stderr].concat();
    let acts = |byte: &u8| byte.is_ascii_control() && *byte != b'\n';
    let words = String::from_utf8_lossy(&said).into_owned();
    assert!(words.contains("vil"), "{args:?}: {words}");
    assert!(!said.iter().any(acts), "{args:?}: {words:?}");
}

#[test]
fn a_file_name_that_is_quoted_does_not_act_on_a_terminal() {
    let home = TestHome::with_keys("Stores");
    home.enter(&paper("chem", 1));
    let evil = "e\u{1b}[31mvil";
    let path = text(&home.path());
    let at = |name: &str| text(&home.path().join(name));
    fs::write(at(evil), "x").unwrap();
    fs::copy(home.identity("first"), at(&format!("key{evil}"))).unwrap();
    fs::create_dir(at("old")).unwrap();
    fs::copy(at("box/store.sqlite"), at(&format!("old/{evil}"))).unwrap();
    for words in [
        &["bundle", "inspect", &at(evil)][..],
        &["--home", &path, "doctor", "--clear"],
        &["--home", &path, "doctor"],
        &["keys", "sheet", "--identity", &at(evil)],
        &["--home", &path, "kit", "take", &at(evil)],
        &["--home", &path, "box", "enrol", &at(evil), "--yes"],
        &["--home", &path, "box", "backup", &at(evil)],
        &["merge", &path, &at(evil)],
        &["bundle", "pull", &at("nowhere-evil"), &at(evil)],
        &["--home", &at(evil), "box", "status"],
    ] {
        says_plainly(words);
    }
    fs::write(at(&format!("surveys/k{evil}.toml")), "[survey").unwrap();
    says_plainly(&["--home", &path, "fill", "--plain"]);
}
