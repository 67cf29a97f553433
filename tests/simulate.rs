//! Simulation into a real box: the same seed the same answers, departments as large as asked, drafts,
//! revisions and withdrawals that verify, and what nobody reached named.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use serde_json::{Value, json};

mod support;

use support::home::TestHome;
use support::life::{age, extracted, paper};

fn simulate(home: &TestHome, more: &[&str]) -> Value {
    let into = home.path();
    let into = into.to_str().expect("UTF-8");
    let args = [
        &["survey", "simulate", "--into", into, "--json", "--quiet"],
        more,
    ]
    .concat();
    serde_json::from_str(&support::home::done(&args)).expect("JSON")
}

/// What a head of department is shown of everybody's answers.
fn figures(home: &TestHome, who: &str) -> Value {
    let identity = home.identity(who);
    let report = [
        "report",
        "--json",
        "--identity",
        identity.to_str().expect("UTF-8"),
    ];
    let mut report: Value = serde_json::from_str(&home.done(&report)).expect("JSON");
    let tables = report["tables"].take();
    assert!(
        tables.as_array().is_some_and(|tables| !tables.is_empty()),
        "{report}"
    );
    tables
}

#[test]
fn the_same_seed_gives_the_same_answers_whatever_the_threads_do() {
    let homes: Vec<TestHome> = (0..3).map(|_| TestHome::with_keys("Stores")).collect();
    let seeds = ["7", "7", "8"];
    let told: Vec<Value> = homes
        .iter()
        .zip(seeds)
        .map(|(home, seed)| simulate(home, &["--responses", "60", "--seed", seed]))
        .collect();
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0]["responses"], 60);
    let figures: Vec<Value> = homes.iter().map(|home| figures(home, "chem")).collect();
    assert!(figures[0] == figures[1], "another time, other answers");
    assert!(figures[0] != figures[2], "another seed, the same answers");
}

#[test]
fn everything_that_people_do_happens_and_the_box_stays_sound() {
    let home = TestHome::with_keys("Stores");
    let told = simulate(&home, &["--responses", "150", "--seed", "3"]);
    let number = |key: &str| told[key].as_u64().expect("a number");
    for key in ["revisions", "withdrawals", "drafts"] {
        assert!((1..30).contains(&number(key)), "{key}: {told}");
    }
    let status = home.status();
    assert_eq!(status["drafts"], told["drafts"], "{status}");
    let counting = status["counting"].as_u64().expect("a number");
    assert_eq!(counting, 150 - number("withdrawals"), "{status}");
    home.done(&["box", "verify"]);
}

#[test]
fn departments_are_as_large_as_asked() {
    let home = TestHome::with_keys("Stores");
    let told = simulate(&home, &["--departments", "chem=23,phys=9", "--seed", "11"]);
    assert_eq!(told["responses"], 32);
    let base = |who: &str, code: &str| {
        let tables = figures(&home, who);
        let dept = tables
            .as_array()
            .expect("tables")
            .iter()
            .find(|table| table["id"] == "dept")
            .cloned()
            .expect("the department's table");
        let rows = dept["rows"].as_array().expect("rows").clone();
        let row = rows.into_iter().find(|row| row["department"] == code);
        row.and_then(|row| row["base"].as_u64()).expect("a base")
    };
    let both = base("chem", "chem") + base("phys", "phys");
    assert_eq!(both, 32 - told["withdrawals"].as_u64().expect("a number"));
    assert!(base("phys", "phys") <= 9 && base("chem", "chem") <= 23);
}

#[test]
fn what_nobody_reached_is_named() {
    let home = TestHome::with_keys("Stores");
    let file = home.path().join("surveys/small.toml");
    let survey = std::fs::read_to_string(&file).expect("the file is there");
    // Nobody can work forty hours and help with none.
    let survey = survey.replace("relevant = \"teach\"", "relevant = \"teach && years > 60\"");
    std::fs::write(&file, survey).expect("written");
    let told = simulate(
        &home,
        &["--responses", "80", "--departments", "chem=1,phys=1"],
    );
    assert_eq!(told["never_reached"]["questions"], json!(["hours"]));
    assert_eq!(told["never_reached"]["choices"]["dept"], json!(["design"]));
    assert_eq!(told["never_reached"]["choices"].get("teach"), None);
    let into = home.path();
    let text = support::home::done(&[
        "survey",
        "simulate",
        "--responses",
        "20",
        "--into",
        into.to_str().expect("UTF-8"),
    ]);
    assert!(text.contains("never asked: hours\n"), "{text}");
}

#[test]
fn mistakes_are_told_before_anything_is_stored() {
    let home = TestHome::with_keys("Stores");
    let into = home.path();
    let into = into.to_str().expect("UTF-8");
    for (more, code) in [
        (&["--departments", "law=3"][..], 2),
        (&["--departments", "chem"][..], 2),
        (&["tests/data/gone.toml"][..], 3),
    ] {
        let args = [&["survey", "simulate", "--into", into], more].concat();
        let ended = support::home::tallybox(&args);
        assert_eq!(ended.status.code(), Some(code), "{more:?}");
    }
    let bare = TestHome::bare();
    let folder = bare.path();
    let args = [
        "survey",
        "simulate",
        "--into",
        folder.to_str().expect("UTF-8"),
    ];
    assert_eq!(support::home::tallybox(&args).status.code(), Some(4));
    assert_eq!(home.status()["counting"], 0);
}

/// What a report says, on its output and beside it.
fn report(home: &TestHome, who: &str, more: &[&str]) -> (String, String) {
    let identity = home.identity(who);
    let identity = identity.to_str().expect("UTF-8");
    let output = home.run(&[&["report", "--identity", identity], more].concat());
    let said = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (out, err) = (said(output.stdout), said(output.stderr));
    assert!(output.status.success(), "{err}");
    (out, err)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[test]
fn made_up_responses_are_told_from_peoples_wherever_they_are_counted() {
    let home = TestHome::with_keys("Stores");
    (1..=2).for_each(|years| drop(home.enter(&paper("chem", years))));
    let (before, _) = report(&home, "chem", &["--view", "department"]);
    assert!(!before.contains("MADE-UP"), "nothing is made up yet");
    assert_eq!(home.status()["made_up"], json!([]));
    simulate(&home, &["--responses", "30", "--departments", "chem=30"]);
    assert_eq!(home.status()["made_up"].as_array().map(Vec::len), Some(30));
    let doctor = String::from_utf8(home.run(&["doctor", "--json"]).stdout).expect("UTF-8");
    assert!(
        doctor.contains("30 of 32 responses are made up"),
        "{doctor}"
    );
    // Each part says so too, whoever reads it with nothing but `age`.
    let parts = extracted(&home, "lead");
    let lead = home.identity("chem");
    let opened = parts.iter().filter_map(|part| age(&lead, part));
    let marked = opened
        .filter(|part| part.contains("\"simulated\":true"))
        .count();
    assert!(
        marked > 0 && parts.len() - marked == 2,
        "{marked} of {}",
        parts.len()
    );
    // The operational door says how many, the statistical one that there are.
    let (text, err) = report(&home, "chem", &[]);
    assert!(first_line(&text).contains("MADE-UP"), "{text}");
    assert!(err.contains("responses are made up"), "{err}");
    let (json, _) = report(&home, "chem", &["--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["about"]["made_up"]["made_up"], marked);
    assert_eq!(json["about"]["made_up"]["of"], parts.len());
    let (released, _) = report(&home, "statistics", &["--format", "json"]);
    let released: Value = serde_json::from_str(&released).expect("JSON");
    assert_eq!(released["about"]["made_up"], true);
    for (who, view) in [("chem", "department"), ("statistics", "staff")] {
        let (text, _) = report(&home, who, &["--view", view]);
        assert!(first_line(&text).contains("MADE-UP"), "{who}: {text}");
    }
    // And a merge, which opens nothing.
    let desk = home.desk();
    let bundle = home.path().join("all.bundle");
    let bundle = bundle.to_str().expect("UTF-8");
    home.done(&["bundle", "export", "--final", "-o", bundle]);
    desk.done(&["box", "enrol", bundle, "--yes"]);
    let into = desk.path();
    let into = into.to_str().expect("UTF-8");
    let merged = support::home::done(&["merge", into, bundle]);
    assert!(merged.contains("responses are made up"), "{merged}");
    assert_eq!(desk.status()["made_up"], home.status()["made_up"]);
}
