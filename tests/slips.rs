//! What a person at a shell is told who slipped: nothing is destroyed, nothing is made that was not asked for, and
//! each refusal says what to do next.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::process::Command;

use serde_json::Value as Json;

use support::home::{TestHome, binary, tallybox};
use support::life::{asked, paper, refused, text};

/// Says no with this exit code and what to do next; gives what was said.
#[track_caller]
fn says_no(args: &[&str], code: i32) -> String {
    let output = tallybox(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(said.contains("\nhint: "), "{args:?}: {said}");
    said
}

#[test]
fn a_result_never_takes_the_place_of_a_store_a_key_or_a_part_of_the_home() {
    let home = TestHome::with_keys("Chemistry stores");
    (1..=6).for_each(|years| drop(home.enter(&paper("chem", years))));
    let first = text(&home.identity("first"));
    let at = |name: &str| text(&home.path().join(name));
    // Another home's too, and an identity wherever it lies.
    let other = home.sibling("Other");
    let elsewhere = text(&other.path().join("box/store.sqlite"));
    let sheet = at("registrar.html");
    home.done(&[
        "keys",
        "sheet",
        "--identity",
        &first,
        "--format",
        "html",
        "-o",
        &sheet,
    ]);
    let invitations = at("invitations.csv");
    home.done(&["invite", "new", "--count", "3", "-o", &invitations]);
    let targets = [
        at("box/store.sqlite"),
        at("box/box.key"),
        at("keys/keyset-000001.txt"),
        at("surveys/small.toml"),
        at("box/new"),
        elsewhere,
        // In a home that is not the one the command is about; a sheet for paper; what nobody can make again.
        text(&other.path().join("keys/keyset-000001.txt")),
        text(&other.path().join("surveys/new.toml")),
        sheet,
        invitations,
        first.clone(),
    ];
    let before: Vec<_> = targets.iter().map(|path| fs::read(path).ok()).collect();
    for target in &targets {
        let commands: [&[&str]; 5] = [
            &["bundle", "export", "--final", "-o", target],
            &["kit", "make", "--signer", &first, "-o", target],
            &["pack", "--signer", &first, "-o", target],
            &["report", "--identity", &first, "-o", target],
            &["keys", "reseal", "--identity", &first, "-o", target],
        ];
        for command in commands {
            let said = refused(&home, command, 2);
            assert!(
                said.contains("not written") && said.contains("hint: "),
                "{command:?}: {said}"
            );
        }
    }
    let after: Vec<_> = targets.iter().map(|path| fs::read(path).ok()).collect();
    assert!(before == after);
    // A result of the same kind may be written anew.
    let bundle = at("one.bundle");
    for _ in 0..2 {
        home.done(&["bundle", "export", "--final", "-o", &bundle]);
    }
}

#[test]
fn a_folder_of_reports_takes_the_place_of_no_key_and_goes_into_no_part_of_a_home() {
    let home = TestHome::with_keys("Chemistry stores");
    (1..=6).for_each(|years| drop(home.enter(&paper("chem", years))));
    let first = text(&home.identity("first"));
    let folder = home.path().join("reports");
    fs::create_dir(&folder).unwrap();
    // The lead's identity, named as `keys/README.md` names one: so the report of the department would be.
    let key = folder.join("EXACT-chem.txt");
    fs::copy(home.identity("first"), &key).unwrap();
    for place in [
        folder.clone(),
        home.path().join("box/new"),
        home.path().join("keys"),
    ] {
        let place = text(&place);
        let said = refused(
            &home,
            &[
                "report",
                "--identity",
                &first,
                "--each-department",
                "--out-dir",
                &place,
            ],
            2,
        );
        assert!(said.contains("not written"), "{place}: {said}");
    }
    assert!(fs::read(&key).unwrap() == fs::read(home.identity("first")).unwrap());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    assert!(!home.path().join("box/new").exists());
    assert!(!home.path().join("keys/index.html").exists());
}

#[test]
fn an_epoch_that_is_not_there_is_not_purged() {
    let home = TestHome::with_keys("Chemistry stores");
    home.enter(&paper("chem", 1));
    let signer = text(&home.identity("first"));
    for through in ["0", "99"] {
        let said = refused(
            &home,
            &[
                "box",
                "purge",
                "--through",
                through,
                "--early",
                "--signer",
                &signer,
            ],
            2,
        );
        assert!(
            said.contains(&format!("no key set {through}")) && said.contains("hint: "),
            "{said}"
        );
    }
    assert_eq!(asked(&home, &["box", "status"])["counting"], 1);
}

#[test]
fn nothing_is_made_where_no_home_is_and_no_home_with_an_unsound_questionnaire() {
    let home = TestHome::with_keys("Chemistry stores");
    let folder = tempfile::tempdir().unwrap();
    let empty = text(folder.path());
    says_no(&["merge", &empty, &text(&home.path())], 3);
    says_no(
        &[
            "--home",
            &empty,
            "box",
            "enrol",
            &text(&home.path()),
            "--yes",
        ],
        3,
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let bad = folder.path().join("bad.toml");
    let small = fs::read_to_string(home.path().join("surveys/small.toml")).unwrap();
    fs::write(
        &bad,
        small
            .replace("type = \"integer\"", "type = \"whole\"")
            .replace("list/", "no/"),
    )
    .unwrap();
    let made = text(&folder.path().join("made"));
    let said = says_no(&["init", &made, "--survey", &text(&bad)], 3);
    assert!(
        said.contains("bad.toml:") && said.contains("survey check"),
        "{said}"
    );
    assert!(!folder.path().join("made").exists());
}

#[test]
fn a_demo_that_cannot_be_shown_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    let said = says_no(&["--home", &text(&demo), "demo", "--responses", "1"], 2);
    assert!(said.contains("--no-open"), "{said}");
    assert!(!demo.exists());
}

#[test]
fn a_pipe_in_place_of_a_file_holds_nobody_up() {
    let home = TestHome::with_keys("Chemistry stores");
    (1..=5).for_each(|years| drop(home.enter(&paper("chem", years))));
    let folder = tempfile::tempdir().unwrap();
    let pipe = text(&folder.path().join("x.bundle"));
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let link = text(&folder.path().join("link.bundle"));
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    let signer = text(&home.identity("first"));
    for path in [&pipe, &link] {
        says_no(&["bundle", "inspect", path], 3);
        says_no(
            &["--home", &text(&home.path()), "box", "enrol", path, "--yes"],
            3,
        );
        says_no(&["--home", &text(&home.path()), "kit", "take", path], 3);
        says_no(
            &[
                "--home",
                &text(&home.path()),
                "keys",
                "add",
                path,
                "--signer",
                &signer,
            ],
            3,
        );
        says_no(
            &["keys", "drill", "--canaries", path, "--identity", &signer],
            3,
        );
        let holders = home.path().join("keys/holders.json");
        drop(fs::remove_file(&holders));
        std::os::unix::fs::symlink(path, &holders).unwrap();
        let listed = tallybox(&["--home", &text(&home.path()), "keys", "list"]);
        assert!(listed.status.code().is_some());
        fs::remove_file(&holders).unwrap();
    }
    let good = text(&home.path().join("good.bundle"));
    home.done(&["bundle", "export", "-o", &good]);
    let desk = home.desk();
    desk.done(&["box", "enrol", &good, "--yes"]);
    let merged = tallybox(&["--json", "merge", &text(&desk.path()), &pipe, &link, &good]);
    let merged: Json = serde_json::from_slice(&merged.stdout).unwrap();
    let refused = |at: usize| merged["boxes"][at]["refused"].clone();
    assert_eq!(
        (refused(0), refused(1), refused(2)),
        ("unread".into(), "unread".into(), "".into())
    );
    // What a shell opened is theirs to name.
    let words = format!("{} bundle inspect <(cat {good})", binary().display());
    let shell = Command::new("bash").args(["-c", &words]).output().unwrap();
    assert!(
        shell.status.success(),
        "{}",
        String::from_utf8_lossy(&shell.stderr)
    );
}

#[test]
fn what_is_refused_or_closed_says_what_to_do_next() {
    let home = TestHome::with_keys("Chemistry stores");
    let noise = home.path().join("noise");
    fs::write(&noise, b"nothing that we know").unwrap();
    let merged = tallybox(&["merge", &text(&home.path()), &text(&noise)]);
    let said = String::from_utf8(merged.stdout).unwrap();
    assert!(
        said.contains("not a Tallybox bundle; name a file"),
        "{said}"
    );
    let file = home.path().join("surveys/small.toml");
    let small = fs::read_to_string(&file).unwrap();
    for (dates, words) in [
        ("opens = 2999-01-01", "opens on 2999-01-01"),
        ("closes = 2020-01-01", "closed on 2020-01-01"),
    ] {
        let changed = small.replace("wave = \"2027\"", &format!("wave = \"2027\"\n{dates}"));
        fs::write(&file, changed).unwrap();
        let said = says_no(&["--home", &text(&home.path()), "fill", "--plain"], 2);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_language_that_was_named_is_not_asked_for_again() {
    let home = TestHome::with_keys("Chemistry stores");
    let asks = |args: &[&str]| {
        let output = home.typed(args, &["", "1", "1"]);
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("Which language would you like?")
    };
    assert!(asks(&["fill", "--plain"]));
    assert!(!asks(&["fill", "--plain", "--lang", "en"]));
}

#[test]
fn a_reason_is_given_in_the_words_that_the_record_keeps() {
    let home = TestHome::with_keys("Chemistry stores");
    let signer = text(&home.identity("first"));
    for reason in [
        "erasure_asked_for",
        "erasure",
        "not_a_respondent",
        "not-a-respondent",
        "duplicate",
        "test",
    ] {
        let receipt = home.enter(&paper("chem", 3));
        let response = receipt["response"].as_str().unwrap().to_owned();
        home.done(&[
            "response", "annul", &response, "--reason", reason, "--signer", &signer,
        ]);
    }
    assert_eq!(asked(&home, &["box", "status"])["counting"], 0);
}

#[test]
fn a_box_that_lost_its_key_or_its_questions_is_told_and_takes_no_answers() {
    let home = TestHome::with_keys("Chemistry stores");
    home.enter(&paper("chem", 1));
    let path = text(&home.path());
    let verify = || {
        let output = tallybox(&["--home", &path, "box", "verify"]);
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    assert_eq!(verify().0, Some(0));
    let key = home.path().join("box/box.key");
    let aside = home.path().join("aside");
    fs::rename(&key, &aside).unwrap();
    let (code, said) = verify();
    assert!(
        code == Some(1) && said.contains("the box's key is gone"),
        "{said}"
    );
    let output = home.run(&["fill", "--plain"]);
    assert_eq!(output.status.code(), Some(5));
    fs::rename(&aside, &key).unwrap();
    let store = rusqlite::Connection::open(home.path().join("box/store.sqlite")).unwrap();
    for kind in ["questionnaire", "keyset"] {
        store
            .execute("DELETE FROM document WHERE kind = ?1", [kind])
            .unwrap();
    }
    let (code, said) = verify();
    assert!(
        code == Some(1) && said.contains("questionnaire ") && said.contains("key set 6 is named"),
        "{said}"
    );
}

#[test]
fn what_takes_back_goes_out_at_once_and_the_new_wait() {
    let home = TestHome::with_keys("Chemistry stores");
    let receipts: Vec<Json> = (1..=6)
        .map(|years| home.enter(&paper("chem", years)))
        .collect();
    let bundle = |name: &str| {
        let path = text(&home.path().join(name));
        let told = asked(&home, &["bundle", "export", "-o", &path]);
        (path, told["records"].clone(), told["repeats"].clone())
    };
    let (first, ..) = bundle("first");
    home.enter(&paper("chem", 7));
    let (_, records, repeats) = bundle("again");
    assert_eq!(
        (records, repeats),
        (6.into(), true.into()),
        "one who came is not told"
    );
    let signer = text(&home.identity("first"));
    let response = receipts[0]["response"].as_str().unwrap();
    home.done(&[
        "response", "annul", response, "--reason", "erasure", "--signer", &signer,
    ]);
    let (erased, records, repeats) = bundle("erased");
    assert_eq!(
        (records, repeats),
        (7.into(), false.into()),
        "the annulment goes, the newcomer waits"
    );
    for receipt in &receipts[1..] {
        let response = receipt["response"].as_str().unwrap();
        let args = ["--reason", "test", "--signer", &signer];
        home.done(&[&["response", "annul", response][..], &args].concat());
    }
    let (_, records, _) = bundle("five");
    assert_eq!(records, 12, "five annulments are nobody who came");
    // Whoever has the earlier one loses the answers with it, and whoever has not misses nothing.
    for before in [vec![&first], Vec::new()] {
        let desk = home.desk();
        desk.done(&["box", "enrol", &first, "--yes"]);
        for path in before.into_iter().chain([&erased]) {
            let merged = tallybox(&["merge", &text(&desk.path()), path.as_str()]);
            assert_eq!(
                merged.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&merged.stdout)
            );
        }
        desk.done(&["box", "verify"]);
        assert_eq!(asked(&desk, &["box", "status"])["counting"], 5);
    }
}

#[test]
fn a_questionnaire_that_cannot_be_read_costs_its_own_responses_and_no_other() {
    let home = TestHome::with_keys("Chemistry stores");
    (1..=2).for_each(|years| drop(home.enter(&paper("chem", years))));
    let first = text(&home.identity("first"));
    let counted = || {
        let output = home.run(&[
            "report",
            "--identity",
            &first,
            "--table",
            "dept",
            "--format",
            "json",
        ]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let told: Json = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let rows = told["tables"][0]["rows"].as_array().cloned();
        let mut rows = rows.unwrap_or_default().into_iter();
        let chemistry = rows.find(|row| row["department"] == "chem");
        let base = chemistry.unwrap_or_default()["base"].clone();
        (base, told["door"].clone(), said)
    };
    let file = home.path().join("surveys/small.toml");
    let small = fs::read_to_string(&file).unwrap();
    fs::write(&file, small.replace("How many years", "For how many years")).unwrap();
    (3..=5).for_each(|years| drop(home.enter(&paper("chem", years))));
    let (base, door, said) = counted();
    assert_eq!((base, door), (5.into(), "operational".into()), "{said}");
    let store = rusqlite::Connection::open(home.path().join("box/store.sqlite")).unwrap();
    let spoilt = "UPDATE document SET body = ?1 WHERE kind = 'questionnaire' AND body NOT LIKE '%For how many%'";
    let spoilt = store.execute(spoilt, [&b"{\"survey\":{\"id\":\"small\"}}"[..]]);
    assert_eq!(spoilt.unwrap(), 1);
    let (base, _, said) = counted();
    assert_eq!(base, 3, "{said}");
    assert!(said.contains("the questionnaire that it answers"), "{said}");
}
