//! `tallybox response find|annul`: who lost their words is helped, who may not look is told nothing.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may end here")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use serde_json::Value as Json;
use support::home::{SMALL, TestHome};
use support::life::{age, asked, extracted, holds, paper, refused, text};
use tallybox::base::hex;
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::{Form, simulate};
use tallybox::response::code::Code;
use tallybox::vault::keyring::KeyRing;
use tallybox::vault::respond::seal_response;
use tallybox::vault::store::Store;

fn find(home: &TestHome, args: &[&str]) -> Vec<String> {
    let first = text(&home.identity("first"));
    let mut all = vec!["response", "find", "--identity", &first];
    all.extend(args);
    let found = home.run(&[all, vec!["--json"]].concat());
    let said: Json = serde_json::from_slice(&found.stdout).unwrap();
    let ids = said["found"].as_array().unwrap().iter();
    let ids: Vec<String> = ids
        .map(|one| one["response"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found.status.code(), Some(i32::from(ids.is_empty())));
    ids
}

fn annul(home: &TestHome, response: &str, reason: &str) -> Json {
    asked(home, &["response", "annul", response, "--reason", reason])
}

fn response(receipt: &Json) -> String {
    receipt["response"].as_str().unwrap().to_owned()
}

#[test]
fn a_response_is_found_by_what_the_person_can_name_and_no_answer_is_shown() {
    let home = TestHome::with_keys("One");
    let ann = response(&home.enter(&paper("chem", 3)));
    let bob = response(&home.enter(&paper("chem", 12)));
    let eve = response(&home.enter(&paper("phys", 3)));
    assert_eq!(
        find(&home, &["--department", "chem", "--answer", "years=3"]),
        std::slice::from_ref(&ann)
    );
    let mut chem = vec![ann.clone(), bob];
    chem.sort();
    assert_eq!(find(&home, &["--department", "chem"]), chem);
    assert_eq!(
        find(&home, &["--answer", "dept=physics"]),
        [eve],
        "a label does as well"
    );
    assert_eq!(
        find(&home, &["--response", ann.get(..8).unwrap()]),
        std::slice::from_ref(&ann)
    );
    assert!(find(&home, &["--answer", "years=4"]).is_empty());
    let first = text(&home.identity("first"));
    let said = home.done(&[
        "response",
        "find",
        "--identity",
        &first,
        "--answer",
        "years=12",
    ]);
    assert!(!said.contains("6.5") && !said.contains("skills"), "{said}");
    refused(&home, &["response", "find", "--identity", &first], 2);
}

#[test]
fn who_may_not_look_is_told_the_same_whatever_there_is() {
    let home = TestHome::with_keys("One");
    let empty = home.sibling("Two");
    let ann = response(&home.enter(&paper("chem", 3)));
    for who in ["chem", "statistics"] {
        let key = text(&home.identity(who));
        let asked = ["response", "find", "--identity", &key, "--response", &ann];
        let said = refused(&home, &asked, 4);
        assert_eq!(said, refused(&empty, &asked, 4));
        assert!(!said.contains(ann.get(..8).unwrap()), "{said}");
        let annul = [
            "response", "annul", &ann, "--reason", "test", "--signer", &key,
        ];
        refused(&home, &annul, 4);
    }
    // An institution's and the statistics office's identity in one file are nobody's.
    let both = home.path().join("both");
    let join = |name: &str| std::fs::read_to_string(home.identity(name)).unwrap();
    std::fs::write(&both, join("first") + &join("statistics")).unwrap();
    std::fs::set_permissions(&both, std::fs::Permissions::from_mode(0o600)).unwrap();
    let both = text(&both);
    refused(
        &home,
        &["response", "find", "--identity", &both, "--response", &ann],
        4,
    );
    refused(&home, &["report", "--identity", &both], 2);
}

#[test]
fn an_annulled_response_is_gone_here_and_wherever_it_is_merged_and_twice_does_no_harm() {
    let home = TestHome::with_keys("One");
    let ann = response(&home.enter(&paper("chem", 3)));
    home.enter(&paper("chem", 12));
    let part = extracted(&home, "lead");
    let lead = |home: &TestHome| {
        let all = extracted(home, "lead").into_iter();
        all.filter_map(|sealed| age(&home.identity("chem"), &sealed))
            .count()
    };
    assert_eq!(lead(&home), 2);
    // Merged before the annulment, and again after it.
    let desk = home.desk();
    desk.done(&["box", "enrol", &text(&home.path()), "--yes"]);
    let from = [text(&desk.path()), text(&home.path())];
    support::home::done(&["merge", &from[0], &from[1]]);
    assert_eq!(annul(&home, &ann, "erasure")["new"], true);
    let status = asked(&home, &["box", "status"]);
    assert_eq!(
        (&status["counting"], &status["records"]["annulment"]),
        (&1.into(), &1.into())
    );
    let gone: Vec<&Vec<u8>> = part
        .iter()
        .filter(|sealed| !extracted(&home, "lead").contains(sealed))
        .collect();
    assert_eq!(gone.len(), 1);
    assert!(
        !holds(&home.path().join("box"), &gone[0][..64]),
        "its part is still in the file"
    );
    let again = annul(&home, &ann, "duplicate");
    assert_eq!(again["new"], false, "{again}");
    assert_eq!(asked(&home, &["box", "status"]), status);
    support::home::done(&["merge", &from[0], &from[1]]);
    let merged = asked(&desk, &["box", "status"]);
    assert_eq!(
        (&merged["counting"], &merged["records"]),
        (&1.into(), &status["records"])
    );
    desk.done(&["box", "verify"]);
    home.done(&["box", "verify"]);
    assert!(find(&home, &["--response", &ann]).is_empty());
    let nobody = "0".repeat(32);
    refused(
        &home,
        &["response", "annul", &nobody, "--reason", "test"],
        3,
    );
    refused(&home, &["response", "annul", "ann", "--reason", "test"], 2);
}

/// Sends a response whose sender said that it replaces a lost one.
fn send_anew(home: &TestHome, receipt: u8) -> String {
    let file = home.path().join("surveys/small.toml");
    let questionnaire = tallybox::runtime::home::check_file(&file)
        .unwrap()
        .questionnaire
        .unwrap();
    assert!(SMALL.contains(&questionnaire.id));
    let day = Day::parse("2027-02-01").unwrap();
    let form = Form::new(Arc::clone(&questionnaire), Language::new("en"), day, 1);
    let mut form = simulate::complete(form, 3);
    form.set_replaces_lost();
    let ring = KeyRing::load(&home.path().join("keys")).unwrap();
    let set = ring.current().unwrap();
    let derived = Code::from_bits([receipt; 10]).derive(&questionnaire.id, &questionnaire.wave);
    let record = seal_response(&form.submission(day), &derived, set, 1);
    let record = record.unwrap_or_else(|error| panic!("{error}"));
    let mut store = Store::open(&home.path().join("box")).unwrap();
    store
        .submit(&record, None, &questionnaire.canonical, set.document())
        .unwrap();
    hex::encode(&derived.response())
}

#[test]
fn one_that_replaces_a_lost_one_leads_to_the_one_it_may_replace() {
    let home = TestHome::with_keys("One");
    home.enter(&paper("chem", 3));
    let anew = send_anew(&home, 9);
    assert_eq!(
        find(&home, &["--replaces-lost"]),
        std::slice::from_ref(&anew)
    );
    // The same person's earlier response has the same answers.
    let first = text(&home.identity("first"));
    let asked = asked(
        &home,
        &[
            "response",
            "find",
            "--identity",
            &first,
            "--response",
            &anew,
        ],
    );
    let department = asked["found"][0]["department"].as_str().unwrap().to_owned();
    let earlier = response(&home.enter(&paper(&department, 5)));
    let found = support::life::asked(
        &home,
        &["response", "find", "--identity", &first, "--replaces-lost"],
    );
    let likely = found["found"][0]["likely"].as_array().unwrap();
    let ids: Vec<&str> = likely
        .iter()
        .map(|one| one["response"].as_str().unwrap())
        .collect();
    assert!(
        ids.iter().all(|id| *id != anew),
        "it does not replace itself"
    );
    assert!(
        ids.contains(&earlier.as_str()) || likely.is_empty(),
        "{found}"
    );
}
