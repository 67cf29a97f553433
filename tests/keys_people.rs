//! Keys that survive people: requests from each holder's own machine, one signature for many, rotation
//! and retirement, the drill, and the identity on paper.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use support::home::{TestHome, tallybox};
use support::life::{age, asked, extracted, paper, refused, text};
use tallybox::vault::keyring::KeyRing;

/// A folder that stands for a holder's own machine.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Makes an identity `NAME.key` and gives what was told.
    #[track_caller]
    fn request(&self, name: &str, what: &str) -> Json {
        let out = text(&self.path(&format!("{name}.key")));
        let mut args = vec!["--home", "/nonexistent", "keys", "request"];
        args.extend(what.split(' '));
        args.extend(["--out", &out, "--name", name, "--no-passphrase", "--json"]);
        let output = tallybox(&args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn file(&self, name: &str) -> String {
        text(&self.path(name))
    }
}

fn ring(home: &TestHome) -> KeyRing {
    KeyRing::load(&home.path().join("keys")).unwrap()
}

/// A home whose five keys were all born elsewhere and signed at once.
fn founded() -> (TestHome, Machine) {
    let (home, far) = (TestHome::bare(), Machine::new());
    let holders = [
        ("one", "institution"),
        ("two", "institution"),
        ("stats", "statistics"),
        ("ann", "department chem"),
        ("bob", "department phys"),
    ];
    let requests: Vec<String> = holders
        .iter()
        .map(|(name, what)| {
            far.request(name, what)["request"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let signer = far.file("one.key");
    let mut args = vec!["keys", "add"];
    // In any order: the institution's last.
    args.extend(requests.iter().rev().map(String::as_str));
    args.extend(["--signer", &signer, "--yes"]);
    home.done(&args);
    (home, far)
}

#[test]
fn many_keys_are_born_elsewhere_and_signed_once_and_no_private_half_reaches_the_home() {
    let (home, far) = founded();
    let ring = ring(&home);
    assert_eq!(ring.sets().len(), 1, "one signature for all");
    let set = ring.current().unwrap();
    assert_eq!(set.members().holders().count(), 5);
    for name in ["one", "two", "stats", "ann", "bob"] {
        let identity = std::fs::read_to_string(far.path(&format!("{name}.key"))).unwrap();
        let secret = identity.lines().last().unwrap();
        assert!(secret.starts_with("AGE-SECRET-KEY-1"));
        assert!(!support::life::holds(
            &home.path().join("keys"),
            secret.as_bytes()
        ));
        let request = std::fs::read_to_string(far.path(&format!("{name}.key.request"))).unwrap();
        assert!(!request.contains("SECRET"), "{request}");
    }
    let listed = asked(&home, &["keys", "list"]);
    let names: Vec<&str> = listed["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["two", "one", "stats", "ann", "bob"]);
    // The request said the very words by which the list knows its key.
    let more = far.request("eve", "department design");
    let signer = far.file("one.key");
    let asked_for = more["request"].as_str().unwrap();
    home.done(&["keys", "add", asked_for, "--signer", &signer, "--yes"]);
    let listed = asked(&home, &["keys", "list"]);
    let mut keys = listed["keys"].as_array().unwrap().iter();
    assert!(keys.any(|key| key["fingerprint"] == more["key_fingerprint"]));
    home.done(&["box", "init"]);
    home.enter(&paper("chem", 3));
    let leads = extracted(&home, "lead");
    assert!(age(&far.path("ann.key"), &leads[0]).is_some());
    assert!(age(&far.path("bob.key"), &leads[0]).is_none());
}

#[test]
fn what_is_added_must_be_compared_and_what_was_changed_on_the_way_is_refused() {
    let (home, far) = founded();
    let signer = far.file("one.key");
    let told = far.request("eve", "department design");
    let request = told["request"].as_str().unwrap();
    let words = told["fingerprint"].as_str().unwrap();
    let said = refused(&home, &["keys", "add", request, "--signer", &signer], 2);
    assert!(
        said.contains(words),
        "the same words on both machines: {said}"
    );
    // An institution's request proves that its signing key is its own.
    let third = far.request("three", "institution");
    let path = third["request"].as_str().unwrap();
    let honest = std::fs::read_to_string(path).unwrap();
    let forged = honest.replace("three", "throe");
    std::fs::write(path, forged).unwrap();
    let said = refused(
        &home,
        &["keys", "add", path, "--signer", &signer, "--yes"],
        3,
    );
    assert!(said.contains("signature"), "{said}");
    // A department that has a key keeps it, unless it is rotated.
    let again = far.request("ann2", "department chem");
    let again = again["request"].as_str().unwrap();
    let said = refused(
        &home,
        &["keys", "add", again, "--signer", &signer, "--yes"],
        4,
    );
    assert!(said.contains("already has a key"), "{said}");
    let stats = far.file("stats.key");
    refused(
        &home,
        &["keys", "add", request, "--signer", &stats, "--yes"],
        4,
    );
    assert_eq!(ring(&home).sets().len(), 1, "nothing was signed");
}

#[test]
fn fewer_than_two_institutions_are_refused_and_so_is_an_office_without_a_key() {
    let (home, far) = (TestHome::bare(), Machine::new());
    let one = far.request("one", "institution");
    let stats = far.request("stats", "statistics");
    let [one, stats] = [&one, &stats].map(|told| told["request"].as_str().unwrap());
    let signer = far.file("one.key");
    let said = refused(
        &home,
        &["keys", "add", one, stats, "--signer", &signer, "--yes"],
        4,
    );
    assert!(said.contains("it needs 2"), "{said}");
    assert!(ring(&home).current().is_none());
    let (home, far) = founded();
    let signer = far.file("one.key");
    let recipients: Vec<String> = ring(&home)
        .current()
        .unwrap()
        .members()
        .holders()
        .map(|(_, recipient)| recipient.to_string())
        .collect();
    for key in [&recipients[0], &recipients[2]] {
        refused(&home, &["keys", "retire", key, "--signer", &signer], 4);
    }
    refused(&home, &["keys", "retire", "nobody", "--signer", &signer], 4);
    assert_eq!(ring(&home).sets().len(), 1);
}

#[test]
fn keys_rotate_and_retire_epochs_only_grow_and_who_left_signs_no_more() {
    let (home, far) = founded();
    let first = far.file("one.key");
    home.done(&["box", "init"]);
    // The same keys, a new epoch: what retention counts by.
    home.done(&["keys", "rotate", "--signer", &first]);
    // A department's lead leaves.
    let new = far.request("amy", "department chem");
    let new = new["request"].as_str().unwrap();
    home.done(&["keys", "rotate", new, "--yes", "--signer", &first]);
    // An institution's officer leaves, another comes, in one set; who leaves may sign that one.
    let third = far.request("three", "institution");
    let third = third["request"].as_str().unwrap();
    let leaver = ring(&home).current().unwrap().members().institution[1]
        .recipient
        .to_string();
    home.done(&[
        "keys",
        "rotate",
        third,
        "--instead",
        leaver.get(..12).unwrap(),
        "--yes",
        "--signer",
        &first,
    ]);
    home.done(&["keys", "retire", "phys", "--signer", &far.file("three.key")]);
    let ring = ring(&home);
    let epochs: Vec<u64> = ring
        .sets()
        .iter()
        .map(tallybox::vault::keyset::KeySet::epoch)
        .collect();
    assert_eq!(epochs, [1, 2, 3, 4, 5]);
    let members = ring.current().unwrap().members();
    assert_eq!(
        (members.institution.len(), members.departments.len()),
        (2, 1)
    );
    let said = refused(&home, &["keys", "rotate", "--signer", &first], 4);
    assert!(
        said.contains("not an institution of the current key set"),
        "{said}"
    );
    // New answers go to the new lead alone.
    home.enter(&paper("chem", 3));
    let leads = extracted(&home, "lead");
    assert!(age(&far.path("amy.key"), &leads[0]).is_some());
    assert!(age(&far.path("ann.key"), &leads[0]).is_none());
    // A box that has seen epoch 5 takes nothing older.
    std::fs::remove_file(home.path().join("keys/keyset-000005.txt")).unwrap();
    let file = home.path().join("answers.json");
    std::fs::write(&file, paper("chem", 4).to_string()).unwrap();
    let said = refused(&home, &["fill", "--answers", &text(&file)], 4);
    assert!(said.contains("epoch 5"), "{said}");
}

#[test]
fn a_drill_is_passed_by_who_can_open_and_by_nobody_else() {
    let (home, far) = founded();
    let drill = home.run(&["keys", "drill", "--json"]);
    assert_eq!(drill.status.code(), Some(1), "five are missing");
    let told: Json = serde_json::from_slice(&drill.stdout).unwrap();
    assert_eq!(told["missing"], 5);
    let canaries = text(&home.path().join("keys/drill.json"));
    // On the holder's own machine, without the home; Debian's age finds the same answer.
    let kept: Json = serde_json::from_slice(&std::fs::read(&canaries).unwrap()).unwrap();
    let answer = |name: &str| {
        let key = far.file(&format!("{name}.key"));
        let args = [
            "--home",
            "/nonexistent",
            "keys",
            "drill",
            "--canaries",
            &canaries,
            "--identity",
            &key,
            "--json",
        ];
        let output = tallybox(&args);
        assert!(output.status.success());
        let told: Json = serde_json::from_slice(&output.stdout).unwrap();
        let answer = told["answer"].as_str().unwrap().to_owned();
        let sealed = kept["canaries"].as_array().unwrap().iter();
        let theirs = sealed
            .filter_map(|one| age(Path::new(&key), one["sealed"].as_str().unwrap().as_bytes()));
        let theirs: Vec<String> = theirs.collect();
        assert_eq!(theirs.len(), 1, "one canary a holder");
        assert!(theirs[0].contains(&answer));
        assert!(
            !std::fs::read_to_string(&canaries)
                .unwrap()
                .contains(&answer)
        );
        answer
    };
    for (at, name) in ["one", "two", "stats", "ann"].into_iter().enumerate() {
        let spoken = answer(name).to_uppercase().replace('-', " ");
        let noted = home.run(&["keys", "drill", "--answer", &spoken, "--json"]);
        let told: Json = serde_json::from_slice(&noted.stdout).unwrap();
        assert_eq!(
            (noted.status.code(), &told["missing"]),
            (Some(1), &(4 - at).into())
        );
    }
    refused(
        &home,
        &["keys", "drill", "--answer", "zoo-zoo-zoo-zoo 35"],
        4,
    );
    let stranger = Machine::new();
    stranger.request("eve", "department phys");
    refused(
        &home,
        &["keys", "drill", "--identity", &stranger.file("eve.key")],
        4,
    );
    // The last holder sits at the home.
    let done = asked(
        &home,
        &["keys", "drill", "--identity", &far.file("bob.key")],
    );
    assert_eq!(done["missing"], 0);
    let listed = asked(&home, &["keys", "list"]);
    assert!(
        listed["keys"]
            .as_array()
            .unwrap()
            .iter()
            .all(|key| key["drilled"].is_string())
    );
    // A new key has to be proven anew, the others stay proven.
    let amy = far.request("amy", "department chem");
    home.done(&[
        "keys",
        "rotate",
        amy["request"].as_str().unwrap(),
        "--yes",
        "--signer",
        &far.file("one.key"),
    ]);
    let drill = home.run(&["keys", "drill", "--json"]);
    let told: Json = serde_json::from_slice(&drill.stdout).unwrap();
    assert_eq!(told["missing"], 1);
    // Nothing secret is kept.
    for file in ["drill.json", "drilled.json", "holders.json"] {
        let kept = std::fs::read_to_string(home.path().join("keys").join(file)).unwrap();
        assert!(!kept.contains("SECRET"), "{file}");
    }
}

/// What of an identity file does not depend on the day.
fn undated(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("# created"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_sheet_in_another_language_is_read_back_too() {
    let (home, far) = founded();
    let (key, typed, out) = (far.file("ann.key"), far.path("typed"), far.path("restored"));
    let sheet = home.done(&["keys", "sheet", "--identity", &key, "--lang", "cy"]);
    assert!(
        sheet.contains("CYFRINACHOL") && sheet.contains("adran chem"),
        "{sheet}"
    );
    assert!(
        !sheet.contains("SECRET.") && !sheet.contains("Identity of"),
        "{sheet}"
    );
    std::fs::write(&typed, &sheet).unwrap();
    let (typed, restored) = (text(&typed), text(&out));
    let words = ["keys", "sheet", "--restore", &typed, "--out", &restored];
    home.done(&[&words[..], &["--no-passphrase"]].concat());
    assert_eq!(undated(&out), undated(&far.path("ann.key")));
}

#[test]
fn a_sheet_says_whose_it_is_and_read_back_it_is_the_identity() {
    let (home, far) = founded();
    for (name, holder, rows) in [
        ("one", "institution", 8),
        ("stats", "statistics", 4),
        ("ann", "department chem", 4),
    ] {
        let key = far.file(&format!("{name}.key"));
        let sheet = home.done(&["keys", "sheet", "--identity", &key]);
        assert!(
            sheet.contains(&format!("Identity of  {holder}\n")),
            "{sheet}"
        );
        assert!(sheet.contains(&format!("Kept by      {name}\n")), "{sheet}");
        assert!(sheet.contains("survey small: the parts"), "{sheet}");
        assert!(
            sheet.lines().all(|line| line.chars().count() <= 80),
            "{sheet}"
        );
        let typed = far.path(&format!("{name}.txt"));
        std::fs::write(&typed, &sheet).unwrap();
        let out = far.path(&format!("{name}.restored"));
        home.done(&[
            "keys",
            "sheet",
            "--restore",
            &text(&typed),
            "--out",
            &text(&out),
            "--no-passphrase",
        ]);
        assert_eq!(undated(&out), undated(&far.path(&format!("{name}.key"))));
        // A slip is named by its row, and nothing of the secret is repeated.
        let last = format!("\n{rows:>2}. ");
        let (before, row) = sheet.split_once(&last).unwrap();
        let (word, after) = row.split_once(' ').unwrap();
        let other = if word == "zoo" { "zone" } else { "zoo" };
        std::fs::write(&typed, format!("{before}{last}{other} {after}")).unwrap();
        let slip = [
            "keys",
            "sheet",
            "--restore",
            &text(&typed),
            "--out",
            "/dev/null/x",
            "--no-passphrase",
        ];
        let said = refused(&home, &slip, 3);
        assert!(
            said.contains(&format!("row {rows}")) && !said.contains(other),
            "{said}"
        );
        let page = home.done(&["keys", "sheet", "--identity", &key, "--format", "html"]);
        assert!(
            page.contains("default-src") && !page.contains("<script"),
            "{page}"
        );
        let secret = std::fs::read_to_string(&key).unwrap();
        assert!(page.contains(secret.lines().last().unwrap()));
    }
    // Where no key set knows it, the holder is said.
    let elsewhere = TestHome::bare();
    let sheet = home.done(&["keys", "sheet", "--identity", &far.file("ann.key")]);
    let typed = far.path("typed");
    std::fs::write(&typed, sheet).unwrap();
    let out = text(&far.path("ann.elsewhere"));
    let words = [
        "keys",
        "sheet",
        "--restore",
        &text(&typed),
        "--out",
        &out,
        "--no-passphrase",
    ];
    refused(&elsewhere, &words, 2);
    let said: Vec<&str> = [&["keys", "sheet", "department", "chem"][..], &words[2..]].concat();
    elsewhere.done(&said);
    assert_eq!(undated(Path::new(&out)), undated(&far.path("ann.key")));
    // Two identities are never on one sheet.
    let both = far.path("both");
    let join = |name: &str| std::fs::read_to_string(far.path(name)).unwrap();
    std::fs::write(&both, join("one.key") + &join("stats.key")).unwrap();
    std::fs::set_permissions(&both, std::fs::Permissions::from_mode(0o600)).unwrap();
    refused(&home, &["keys", "sheet", "--identity", &text(&both)], 4);
}
