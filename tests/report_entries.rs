//! Entries of repeats in files by rows: one table per repeat, and one more for each that is within it, read
//! back by pyreadstat and `DuckDB`, joined by the number of a row and by nothing of a response.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;
mod witnesses;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use support::home::{SMALL, TestHome};
use witnesses::read;

/// Machines, and for each who is trained on it.
const REPEATS: &str = r#"
[[section.question]]
id = "kit"
type = "repeat"
label = "Which machines do you look after?"
required = false
max = 5
label_from = "name"
audience = ["lead", "statistics"]

[[section.question.question]]
id = "name"
type = "text"
label = "What is it called?"

[[section.question.question]]
id = "state"
type = "single"
label = "What state is it in?"
choices = [{ code = "fine", label = "Fine" }, { code = "worn", label = "Worn" }]
missing = ["dont_know"]

[[section.question.question]]
id = "cost"
type = "decimal"
decimals = 2
min = 0
max = 1000
required = false
label = "What does an hour cost?"

[[section.question.question]]
id = "course"
type = "repeat"
label = "Courses on it"
required = false
min = 0
max = 3
label_from = "topic"

[[section.question.question.question]]
id = "topic"
type = "text"
label = "About what?"

[[section.question.question.question]]
id = "days"
type = "multiple"
label = "On which days?"
choices = [{ code = "week", label = "Weekdays" }, { code = "end", label = "Weekends" }]
"#;

fn home() -> (TestHome, Vec<Json>) {
    let home = TestHome::with_keys("Stores");
    fs::write(
        home.path().join("surveys/small.toml"),
        format!("{SMALL}{REPEATS}"),
    )
    .unwrap();
    let one = |dept: &str, years: i64, kit: Json| json!({ "dept": dept, "years": years, "share": ["none"], "teach": false, "kit": kit });
    let course = |days: &[&str]| json!({ "topic": "Secret topic", "days": days });
    let answers = [
        one(
            "chem",
            9,
            json!([
                { "name": "Secret lathe", "state": "fine", "cost": "12.50", "course": [course(&["week"]), course(&["week", "end"])] },
                { "name": "Secret kiln", "state": { "missing": "dont_know" } },
            ]),
        ),
        one(
            "chem",
            4,
            json!([{ "name": "Secret press", "state": "worn", "course": [course(&["end"])] }]),
        ),
        one("chem", 1, json!({ "missing": "blank" })),
        one(
            "phys",
            7,
            json!([{ "name": "Secret laser", "state": "fine" }]),
        ),
    ];
    let receipts = answers.iter().map(|one| home.enter(one)).collect();
    (home, receipts)
}

fn written(home: &TestHome, folder: &Path, name: &str, who: &str, more: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let identity = home.identity(who);
    let report = [
        "report",
        "--identity",
        identity.to_str().unwrap(),
        "-o",
        path.to_str().unwrap(),
    ];
    home.done(&[&report[..], more].concat());
    path
}

/// The named columns of a file's rows.
fn columns(seen: &Json, names: &[&str]) -> Vec<Json> {
    let all = seen["names"].as_array().unwrap();
    let at = |name: &&str| all.iter().position(|one| one == *name).unwrap();
    let at: Vec<usize> = names.iter().map(at).collect();
    let rows = seen["rows"].as_array().unwrap().iter();
    rows.map(|row| at.iter().map(|at| row[*at].clone()).collect())
        .collect()
}

#[test]
fn spss_has_a_file_a_repeat_and_one_for_those_within() {
    let (home, receipts) = home();
    let folder = tempfile::tempdir().unwrap();
    let file = written(
        &home,
        folder.path(),
        "chem.sav",
        "chem",
        &["--format", "sav"],
    );
    let of = |name: &str| read("sav", &folder.path().join(name));
    let persons = read("sav", &file);
    // By their own answers: 1, 4 and 9 years. Nothing was said of machines by the first.
    assert_eq!(
        json!(columns(&persons, &["person", "years", "kit"])),
        json!([[1.0, 1.0, -96.0], [2.0, 4.0, 1.0], [3.0, 9.0, 2.0]])
    );

    let kit = of("chem.kit.sav");
    assert_eq!(
        kit["names"],
        json!(["person", "kit", "state", "cost", "course"])
    );
    assert_eq!(kit["labels"]["state"], "What state is it in?");
    assert_eq!(kit["values"]["state"]["2"], "Worn");
    assert_eq!(
        json!(columns(&kit, &["person", "kit", "state", "cost", "course"])),
        json!([
            [2.0, 1.0, 2.0, -96.0, 1.0],
            [3.0, 1.0, 1.0, 12.5, 2.0],
            [3.0, 2.0, -95.0, -96.0, -96.0],
        ])
    );

    let course = of("chem.kit.course.sav");
    let names = json!(["person", "kit", "kit.course", "days.week", "days.end"]);
    assert_eq!(course["names"], names);
    assert_eq!(
        course["sets"]["days"]["label"], "On which days?",
        "{}",
        course["sets"]
    );
    assert_eq!(
        json!(columns(
            &course,
            &["person", "kit", "kit.course", "days.week", "days.end"]
        )),
        json!([
            [2.0, 1.0, 1.0, 0.0, 1.0],
            [3.0, 1.0, 1.0, 1.0, 0.0],
            [3.0, 1.0, 2.0, 1.0, 1.0],
        ])
    );

    // The manifest of the first names the others, and each has its own; nothing tells of a response or
    // has what was typed.
    let text = fs::read_to_string(folder.path().join("chem.sav.manifest.json")).unwrap();
    let manifest: Json = serde_json::from_str(&text).unwrap();
    let entries = manifest["entries"].as_array().unwrap();
    let files: Vec<&Json> = entries.iter().map(|one| &one["file"]).collect();
    assert_eq!(json!(files), json!(["chem.kit.sav", "chem.kit.course.sav"]));
    assert_eq!(entries[0]["rows"], 3);
    for entry in entries {
        let beside = format!("{}.manifest.json", entry["file"].as_str().unwrap());
        let own = fs::read_to_string(folder.path().join(beside)).unwrap();
        let own: Json = serde_json::from_str(&own).unwrap();
        assert_eq!(own["sha256"], entry["sha256"]);
    }
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
        assert!(!holds(b"Secret"));
        for receipt in &receipts {
            let id = receipt["response"].as_str().unwrap();
            assert!(!holds(id.as_bytes()) && !holds(&tallybox::base::hex::decode(id).unwrap()));
        }
    }
}

#[test]
fn duckdb_joins_entries_to_persons_by_the_number_of_a_row() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let more = ["--format", "parquet"];
    let file = written(&home, folder.path(), "all.parquet", "first", &more);
    let persons = columns(&read("parquet", &file), &["person", "dept"]);
    let kit = read("parquet", &folder.path().join("all.kit.parquet"));
    let entries = columns(&kit, &["person", "kit", "state", "state__why"]);
    let mut joined: Vec<Json> = entries
        .iter()
        .map(|entry| {
            let whose = persons.iter().find(|person| person[0] == entry[0]).unwrap();
            json!([whose[1], entry[1], entry[2], entry[3]])
        })
        .collect();
    joined.sort_by_key(ToString::to_string);
    let expected = json!([
        ["chem", 1, "fine", null],
        ["chem", 1, "worn", null],
        ["chem", 2, null, "dont_know"],
        ["phys", 1, "fine", null],
    ]);
    assert_eq!(json!(joined), expected);
    // As CSV the same, to a file; to the standard output it is said what is left out.
    written(
        &home,
        folder.path(),
        "all.csv",
        "first",
        &["--format", "csv", "--rows"],
    );
    let csv = fs::read_to_string(folder.path().join("all.kit.course.csv")).unwrap();
    assert!(csv.starts_with("person,kit,kit.course,"), "{csv}");
    assert_eq!(csv.lines().count(), 4);
    let identity = home.identity("first");
    let report = [
        "report",
        "--identity",
        identity.to_str().unwrap(),
        "--format",
        "csv",
        "--rows",
    ];
    let told = String::from_utf8(home.run(&report).stderr).unwrap();
    assert!(
        told.contains("kit, kit.course") && told.contains("-o FILE"),
        "{told}"
    );
}

#[test]
fn entries_are_sealed_with_the_persons_and_never_leave_through_the_statistical_door() {
    let (home, _) = home();
    let folder = tempfile::tempdir().unwrap();
    let key = home.path().parent().unwrap().join("identities/chem");
    let key = fs::read_to_string(key).unwrap();
    let public = key
        .lines()
        .find_map(|line| line.strip_prefix("# public key: "))
        .unwrap();
    let more = ["--format", "parquet", "--seal-to", public];
    written(&home, folder.path(), "all.parquet.age", "first", &more);
    let mut files: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files.len(), 6, "{files:?}");
    assert!(
        files.contains(&"all.kit.course.parquet.age".to_owned()),
        "{files:?}"
    );
    for file in files {
        let bytes = fs::read(folder.path().join(&file)).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1\n"), "{file}");
    }
    let told = written(
        &home,
        folder.path(),
        "stats.parquet",
        "statistics",
        &["--format", "parquet"],
    );
    assert!(!folder.path().join("stats.kit.parquet").exists());
    assert!(told.exists());
}
