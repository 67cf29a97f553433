//! The whole path through the real binary: paper forms entered into three boxes, enrolled and merged
//! into a fourth home, read by each identity. Every figure below was counted by hand from `PEOPLE`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::process::Command;

use serde_json::{Value, json};

use support::home::{TestHome, done};

/// Box, department, years, what is shared, teaches, hours, wish.
type Person = (
    usize,
    &'static str,
    i64,
    &'static [&'static str],
    Option<bool>,
    &'static str,
    &'static str,
);

const PEOPLE: [Person; 15] = [
    (0, "chem", 3, &["skills"], Some(true), "6.5", "same"),
    (0, "chem", 3, &["career"], Some(true), "2.0", "manager"),
    (0, "chem", 12, &["none"], Some(false), "", "manager"),
    (0, "chem", 0, &["skills", "career"], None, "", ""),
    (
        1,
        "chem",
        12,
        &["skills", "career"],
        Some(true),
        "10.0",
        "same",
    ),
    (1, "chem", 7, &["none"], Some(false), "", "same"),
    (1, "chem", 3, &["skills"], Some(true), "1.5", "manager"),
    (2, "chem", 30, &["career"], Some(false), "", "manager"),
    (2, "chem", 1, &["skills"], Some(true), "4.0", ""),
    (2, "chem", 3, &["skills"], Some(true), "4.0", "same"),
    (0, "phys", 5, &["skills"], Some(true), "3.0", "same"),
    (1, "phys", 5, &["none"], Some(false), "", "manager"),
    (2, "phys", 6, &["career"], Some(true), "8.0", "manager"),
    (1, "design", 2, &["skills"], Some(false), "", "same"),
    (2, "design", 9, &["none"], Some(true), "5.0", "manager"),
];

fn paper((_, department, years, share, teach, hours, next): &Person) -> Value {
    let mut answers = json!({ "dept": department, "years": years, "share": share });
    answers["teach"] = teach.map_or(json!({ "missing": "prefer_not" }), Value::from);
    if !hours.is_empty() {
        answers["hours"] = json!(hours);
    }
    if !next.is_empty() {
        answers["next"] = json!(next);
    }
    answers
}

/// Three boxes of one institution, and a fourth home that has merged them.
fn merged() -> (Vec<TestHome>, TestHome) {
    let first = TestHome::with_keys("First");
    let boxes = vec![first.sibling("Second"), first.sibling("Third")];
    let boxes: Vec<TestHome> = std::iter::once(first).chain(boxes).collect();
    for person in &PEOPLE {
        boxes[person.0].enter(&paper(person));
    }
    let desk = boxes[0].desk();
    for one in &boxes {
        desk.done(&["box", "enrol", one.path().to_str().unwrap(), "--yes"]);
    }
    let bundle = desk.path().join("third.bundle");
    boxes[2].done(&[
        "bundle",
        "export",
        "--final",
        "-o",
        bundle.to_str().unwrap(),
    ]);
    let from = [boxes[0].path(), boxes[1].path(), bundle];
    let from: Vec<&str> = from.iter().map(|path| path.to_str().unwrap()).collect();
    let into = desk.path();
    let args: Vec<&str> = ["merge", into.to_str().unwrap()]
        .into_iter()
        .chain(from)
        .collect();
    done(&args);
    // Again, and nothing changes.
    done(&args);
    (boxes, desk)
}

fn report(boxes: &[TestHome], desk: &TestHome, identity: &str) -> Value {
    let identity = boxes[0].identity(identity);
    let json = desk.done(&[
        "report",
        "--identity",
        identity.to_str().unwrap(),
        "--format",
        "json",
    ]);
    serde_json::from_str(&json).unwrap()
}

fn row<'a>(report: &'a Value, table: &str, department: &str) -> &'a Value {
    let tables = report["tables"].as_array().unwrap();
    let table = tables.iter().find(|one| one["id"] == table).unwrap();
    let rows = table["rows"].as_array().unwrap();
    rows.iter()
        .find(|row| row["department"] == department)
        .unwrap_or_else(|| panic!("{table:#}"))
}

fn cells(row: &Value) -> Vec<(String, Value)> {
    let cells = row["cells"].as_array().unwrap().iter();
    cells
        .map(|cell| {
            let worth = cell.get("count").or_else(|| cell.get("withheld")).unwrap();
            (cell["code"].to_string(), worth.clone())
        })
        .collect()
}

fn named(pairs: &[(&str, i64)]) -> Vec<(String, Value)> {
    pairs
        .iter()
        .map(|(code, count)| ((*code).to_owned(), json!(count)))
        .collect()
}

#[test]
fn a_department_reads_its_own_people_exactly_and_no_one_else() {
    let (boxes, desk) = merged();
    let report = report(&boxes, &desk, "chem");
    assert_eq!(report["survey"], "small");
    assert_eq!(report["profile"], "none");
    let share = row(&report, "share", "chem");
    assert_eq!(share["base"], 10);
    assert_eq!(
        cells(share),
        named(&[("\"skills\"", 6), ("\"career\"", 4), ("\"none\"", 2)])
    );
    let teach = row(&report, "teach", "chem");
    assert_eq!(cells(teach), named(&[("true", 6), ("false", 3)]));
    assert_eq!(teach["missing"]["prefer_not"], 1);
    // Wishes are the lead's only where they were shared: manager, none given, same, manager.
    let next = row(&report, "next", "chem");
    assert_eq!(
        cells(next),
        named(&[("\"same\"", 1), ("\"manager\"", 2), ("\"other\"", 0)])
    );
    assert_eq!(next["missing"]["withheld"], 6);
    assert_eq!(next["missing"]["blank"], 1);
    let departments = report["tables"][0]["rows"].as_array().unwrap();
    assert_eq!(departments.len(), 1, "{report:#}");
}

#[test]
fn the_institution_reads_every_department_exactly() {
    let (boxes, desk) = merged();
    let report = report(&boxes, &desk, "first");
    let years = row(&report, "years", "phys");
    let asked: Vec<(String, Value)> = cells(years)
        .into_iter()
        .filter(|(_, count)| *count != json!(0))
        .collect();
    assert_eq!(asked, named(&[("5", 2), ("6", 1)]));
    assert_eq!(
        cells(row(&report, "teach", "design")),
        named(&[("true", 1), ("false", 1)])
    );
}

#[test]
fn the_statistics_office_reads_rounded_figures_and_no_small_department() {
    let (boxes, desk) = merged();
    let report = report(&boxes, &desk, "statistics");
    assert_eq!(report["profile"], "hesa");
    // 10 in Chemistry: 6 teach, 3 do not, 1 prefers not to say.
    let teach = row(&report, "teach", "chem");
    assert_eq!(teach["base"], 10);
    assert_eq!(cells(teach), named(&[("true", 5), ("false", 5)]));
    for department in ["phys", "design"] {
        let hidden = cells(row(&report, "teach", department));
        assert!(
            hidden.iter().all(|(_, worth)| worth == "rolled_up"),
            "{hidden:?}"
        );
    }
}

#[test]
fn nothing_unshared_is_in_a_part_that_debians_age_opens() {
    let home = TestHome::with_keys("One");
    home.enter(&paper(&PEOPLE[0]));
    let out = home.path().join("parts");
    home.done(&["box", "extract", out.to_str().unwrap()]);
    let lead = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let lead = lead
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with(".lead.age"))
        .unwrap();
    let open = |name: &str| {
        let mut age = Command::new("age");
        age.arg("-d")
            .arg("-i")
            .arg(home.identity(name))
            .arg(&lead)
            .output()
            .unwrap()
    };
    for reader in ["chem", "first", "second"] {
        let part: Value = serde_json::from_slice(&open(reader).stdout).unwrap();
        assert_eq!(part["answers"]["next"], json!({ "missing": "withheld" }));
        assert_eq!(part["answers"]["hours"], "6.5");
        assert!(part.get("language").is_none() && part["answers"].get("words").is_none());
    }
    for stranger in ["phys", "design", "statistics"] {
        assert!(!open(stranger).status.success(), "{stranger} opened it");
    }
}

#[test]
fn paper_entry_lists_every_problem_and_stores_nothing() {
    let home = TestHome::with_keys("One");
    let answers = home.path().join("bad.json");
    let bad = json!({ "dept": "nowhere", "years": 61, "share": ["none", "skills"], "nope": 1 });
    std::fs::write(&answers, bad.to_string()).unwrap();
    let output = home.run(&["fill", "--answers", answers.to_str().unwrap()]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{errors}");
    for id in ["dept", "years", "share", "nope", "teach"] {
        assert!(errors.contains(id), "{id} is not named:\n{errors}");
    }
    let status = home.status();
    assert_eq!(status["records"], json!({}), "{status}");
}

#[test]
fn without_keys_or_box_nothing_is_asked() {
    let home = TestHome::bare();
    for args in [["fill", "--plain"], ["fill", "--json"]] {
        let output = home.run(&args);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{errors}");
        assert!(errors.contains("keys new institution"), "{errors}");
    }
}
