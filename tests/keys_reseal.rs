//! `tallybox keys reseal`: a lost department key, an office with another one, an officer who left; and
//! that no lost key ever stops a merge.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::path::{Path, PathBuf};

use support::home::{TestHome, done};
use support::life::{age, asked, extracted, holds, paper, refused, text};

fn request(home: &TestHome, name: &str, what: &str) -> (PathBuf, String) {
    let out = home.identity(name);
    let mut args = vec!["keys", "request"];
    args.extend(what.split(' '));
    let out_text = text(&out);
    args.extend(["--out", &out_text, "--no-passphrase"]);
    let told = asked(home, &args);
    (out, told["request"].as_str().unwrap().to_owned())
}

fn key(home: &TestHome, name: &str) -> String {
    text(&home.identity(name))
}

fn opened(home: &TestHome, audience: &str, identity: &Path) -> usize {
    let parts = extracted(home, audience).into_iter();
    parts.filter_map(|sealed| age(identity, &sealed)).count()
}

fn report(home: &TestHome, identity: &Path) -> String {
    let mut said = home.done(&["report", "--identity", &text(identity), "--format", "csv"]);
    // A release's file names differ; figures must not.
    said.retain(|c| c != '\r');
    said
}

fn stanzas(sealed: &[u8]) -> usize {
    let end = sealed
        .windows(4)
        .position(|window| window == b"\n---")
        .unwrap();
    let header = String::from_utf8_lossy(&sealed[..end]).into_owned();
    header
        .lines()
        .filter(|line| line.starts_with("-> X25519"))
        .count()
}

#[test]
fn a_lost_department_key_is_made_good_and_nobody_sees_whose_it_was() {
    let home = TestHome::with_keys("One");
    for years in 1..=3 {
        home.enter(&paper("chem", years));
        home.enter(&paper("phys", years));
    }
    let before = extracted(&home, "lead");
    let figures = report(&home, &home.identity("first"));
    std::fs::remove_file(home.identity("chem")).unwrap();
    let (amy, wanted) = request(&home, "amy", "department chem");
    home.done(&["keys", "rotate", &wanted, "--yes"]);
    assert_eq!(opened(&home, "lead", &amy), 0);
    // Neither a lead nor the statistics office makes good what institutions open.
    refused(&home, &["keys", "reseal", "--identity", &text(&amy)], 4);
    let first = key(&home, "first");
    let told = asked(&home, &["keys", "reseal", "--identity", &first]);
    assert_eq!(
        (&told["parts"], &told["unopened"]),
        (&6.into(), &0.into()),
        "of every department"
    );
    assert_eq!(opened(&home, "lead", &amy), 3);
    assert_eq!(opened(&home, "lead", &home.identity("phys")), 3);
    assert_eq!(opened(&home, "lead", &home.identity("second")), 6);
    let after = extracted(&home, "lead");
    assert!(
        after
            .iter()
            .all(|part| stanzas(part) == stanzas(&before[0]))
    );
    assert_eq!(report(&home, &home.identity("first")), figures);
    assert!(report(&home, &amy).contains("chem"));
    for part in &before {
        assert!(
            !holds(&home.path().join("box"), &part[..64]),
            "an old part is still in the file"
        );
    }
    home.done(&["box", "verify"]);
    let again = asked(&home, &["keys", "reseal", "--identity", &first]);
    assert_eq!(again["parts"], 0, "twice does nothing");
}

/// `box extract` writes every part as `LEAF.AUDIENCE.age`, whichever record carries it now.
#[test]
fn a_part_is_extracted_under_its_own_response_also_once_it_was_resealed() {
    let home = TestHome::with_keys("One");
    for years in 1..=3 {
        home.enter(&paper("chem", years));
    }
    let names = |folder: &str| {
        let out = home.path().join(folder);
        home.done(&["box", "extract", &text(&out)]);
        let entries = std::fs::read_dir(&out).unwrap();
        let names = entries.map(|entry| text(&PathBuf::from(entry.unwrap().file_name())));
        let mut parts: Vec<String> = names.filter(|name| name.contains(".age")).collect();
        parts.sort();
        parts
    };
    let before = names("before");
    let (_, wanted) = request(&home, "amy", "department chem");
    home.done(&["keys", "rotate", &wanted, "--yes"]);
    let first = key(&home, "first");
    let told = asked(&home, &["keys", "reseal", "--identity", &first]);
    assert_eq!(told["parts"], 3);
    assert_eq!(names("after"), before);
}

#[test]
fn statistics_parts_are_opened_by_that_office_and_signed_by_an_institution() {
    let home = TestHome::with_keys("One");
    for years in 1..=3 {
        home.enter(&paper("chem", years));
    }
    let (new, wanted) = request(&home, "newstats", "statistics");
    let old: Vec<String> = asked(&home, &["keys", "list"])["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["holder"] == "statistics")
        .map(|one| one["recipient"].as_str().unwrap().to_owned())
        .collect();
    home.done(&["keys", "rotate", &wanted, "--instead", &old[0], "--yes"]);
    let first = key(&home, "first");
    let told = asked(&home, &["keys", "reseal", "--identity", &first]);
    assert_eq!(told["parts"], 0, "an institution opens none of them");
    let (office, second) = (key(&home, "statistics"), key(&home, "second"));
    refused(
        &home,
        &["keys", "reseal", "--identity", &office, "--signer", &office],
        4,
    );
    let told = asked(
        &home,
        &["keys", "reseal", "--identity", &office, "--signer", &second],
    );
    assert_eq!(told["parts"], 3);
    assert_eq!(opened(&home, "statistics", &new), 3);
    assert_eq!(opened(&home, "statistics", &home.identity("statistics")), 0);
    assert_eq!(opened(&home, "statistics", &home.identity("first")), 0);
    assert_eq!(opened(&home, "lead", &home.identity("chem")), 3);
}

#[test]
fn the_next_office_goes_on_with_the_ledger_of_releases_and_with_what_was_reviewed() {
    let home = TestHome::with_keys("One");
    (1..=12).for_each(|years| drop(home.enter(&paper("chem", years))));
    let (old, second) = (key(&home, "statistics"), key(&home, "second"));
    let report = |identity: &str| {
        asked(
            &home,
            &["report", "--identity", identity, "--format", "json"],
        )
    };
    let before = report(&old);
    let (new, wanted) = request(&home, "newstats", "statistics");
    let new = text(&new);
    home.done(&[
        "keys",
        "rotate",
        &wanted,
        "--instead",
        "statistics",
        "--yes",
    ]);
    let said = refused(&home, &["report", "--identity", &new], 4);
    assert!(said.contains("keys reseal"), "{said}");
    home.done(&["keys", "reseal", "--identity", &old, "--signer", &second]);
    assert_eq!(report(&new)["questions"], before["questions"]);
    let ledger = std::fs::read(home.path().join("releases/ledger.age")).unwrap();
    assert!(age(&home.identity("newstats"), &ledger).is_some());
    assert!(age(&home.identity("statistics"), &ledger).is_none());
}

#[test]
fn the_office_opens_on_its_own_machine_and_the_institution_signs_on_its_own() {
    let home = TestHome::with_keys("One");
    for years in 1..=3 {
        home.enter(&paper("chem", years));
    }
    let (new, wanted) = request(&home, "newstats", "statistics");
    home.done(&["keys", "rotate", &wanted, "--yes"]);
    // The office's own copy of the home; its identity is nowhere else.
    let office = tempfile::tempdir().unwrap();
    let copy = text(&office.path().join("copy"));
    home.done(&["box", "backup", &copy]);
    let file = text(&office.path().join("resealed"));
    let old = key(&home, "statistics");
    let output = support::home::tallybox(&[
        "--home",
        &copy,
        "keys",
        "reseal",
        "--identity",
        &old,
        "-o",
        &file,
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let words = said
        .split("its words are ")
        .nth(1)
        .unwrap()
        .trim()
        .to_owned();
    let second = key(&home, "second");
    let take = ["keys", "reseal", "--take", &file, "--signer", &second];
    let said = refused(&home, &take, 2);
    assert!(
        said.contains(&words),
        "the same words on both machines: {said}"
    );
    refused(
        &home,
        &["keys", "reseal", "--take", &file, "--signer", &old, "--yes"],
        4,
    );
    // Changed on its way, or made for another key set, it is refused.
    let whole = std::fs::read(&file).unwrap();
    for place in [3, 40, whole.len() / 2, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        std::fs::write(&file, changed).unwrap();
        refused(&home, &[&take[..], &["--yes"]].concat(), 1);
    }
    std::fs::write(&file, whole).unwrap();
    assert_eq!(opened(&home, "statistics", &new), 0);
    let told = asked(&home, &[&take[..], &["--yes"]].concat());
    assert_eq!(told["parts"], 3);
    assert_eq!(opened(&home, "statistics", &new), 3);
    home.done(&["box", "verify"]);
    home.done(&["keys", "rotate"]);
    let said = refused(&home, &[&take[..], &["--yes"]].concat(), 1);
    assert!(said.contains("newest key set"), "{said}");
}

/// While an office seals anew on its own machine for some days, somebody takes their answers back.
#[test]
fn what_was_set_aside_meanwhile_is_left_out_of_what_an_office_sealed_anew() {
    let home = TestHome::with_keys("One");
    let sent: Vec<_> = (1..=3)
        .map(|years| home.enter(&paper("chem", years)))
        .collect();
    let (new, wanted) = request(&home, "newstats", "statistics");
    home.done(&[
        "keys",
        "rotate",
        &wanted,
        "--instead",
        "statistics",
        "--yes",
    ]);
    let office = tempfile::tempdir().unwrap();
    let copy = text(&office.path().join("copy"));
    home.done(&["box", "backup", &copy]);
    let file = text(&office.path().join("resealed"));
    let old = key(&home, "statistics");
    done(&[
        "--home",
        &copy,
        "keys",
        "reseal",
        "--identity",
        &old,
        "-o",
        &file,
    ]);
    let annul = |at: usize| {
        let response = sent[at]["response"].as_str().unwrap();
        home.done(&["response", "annul", response, "--reason", "erasure"]);
    };
    annul(1);
    let take = ["keys", "reseal", "--take", &file, "--yes"];
    let told = asked(&home, &take);
    assert_eq!((&told["parts"], &told["left_out"]), (&2.into(), &1.into()));
    assert_eq!(opened(&home, "statistics", &new), 2);
    home.done(&["box", "verify"]);
    // Where nothing is left of it, nothing is signed.
    annul(0);
    annul(2);
    let told = asked(&home, &take);
    assert_eq!((&told["parts"], &told["left_out"]), (&0.into(), &3.into()));
}

#[test]
fn reseal_annulment_purge_and_merge_commute_between_homes() {
    let one = TestHome::with_keys("One");
    let mut receipts = Vec::new();
    for years in 1..=6 {
        receipts.push(one.enter(&paper("chem", years)));
    }
    // Two copies of what the box held, before anything was done to it.
    let bundle = text(&one.path().join("before.bundle"));
    one.done(&["bundle", "export", "--final", "-o", &bundle]);
    let (_, wanted) = request(&one, "amy", "department chem");
    one.done(&["keys", "rotate", &wanted, "--yes"]);
    let first = key(&one, "first");
    one.done(&["keys", "reseal", "--identity", &first]);
    let response = receipts[0]["response"].as_str().unwrap();
    one.done(&["response", "annul", response, "--reason", "duplicate"]);
    let later = text(&one.path().join("after.bundle"));
    one.done(&["bundle", "export", "--final", "-o", &later]);
    let digest = |order: &[&String]| {
        let desk = one.desk();
        desk.done(&["box", "enrol", &bundle, "--yes"]);
        for from in order {
            done(&["merge", &text(&desk.path()), from.as_str()]);
        }
        desk.done(&["box", "verify"]);
        let store = tallybox::vault::store::Store::open(&desk.path().join("box")).unwrap();
        (store.digest().unwrap(), report(&desk, &one.identity("amy")))
    };
    let expected = digest(&[&bundle, &later]);
    for order in [
        &[&later, &bundle][..],
        &[&later],
        &[&later, &bundle, &later, &bundle],
    ] {
        assert!(
            digest(order) == expected,
            "an old bundle brought something back"
        );
    }
}

#[test]
fn a_lost_department_key_never_stops_the_merge() {
    let one = TestHome::with_keys("One");
    let two = one.sibling("Two");
    for years in 1..=3 {
        one.enter(&paper("chem", years));
        two.enter(&paper("phys", years));
    }
    std::fs::remove_file(one.identity("chem")).unwrap();
    one.done(&["keys", "retire", "chem"]);
    // A department without a key still answers: its part goes to the institution.
    one.enter(&paper("chem", 9));
    let desk = one.desk();
    for home in [&one, &two] {
        desk.done(&["box", "enrol", &text(&home.path()), "--yes"]);
    }
    let merged = done(&[
        "merge",
        &text(&desk.path()),
        &text(&two.path()),
        &text(&one.path()),
    ]);
    assert!(!merged.contains("refused"), "{merged}");
    assert_eq!(asked(&desk, &["box", "status"])["counting"], 7);
    let institution = report(&desk, &one.identity("first"));
    assert!(institution.contains("chem") && institution.contains("phys"));
    assert!(report(&desk, &one.identity("phys")).contains("phys"));
    let leads = extracted(&desk, "lead");
    assert!(leads.iter().all(|part| stanzas(part) == stanzas(&leads[0])));
}
