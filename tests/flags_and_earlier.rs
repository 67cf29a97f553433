//! What is told before any figure, and an earlier wave beside this one, by the real program on a sealed
//! store.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::Write as _;
use std::fs;

use serde_json::json;
use support::home::TestHome;

/// A survey that says enough for two responses to be told apart: 20 statements.
fn survey() -> String {
    let mut text = r#"
schema = 1

[survey]
id = "small"
title = "Statements"
languages = ["en"]
department = "dept"
wave = "2027"

[privacy]
notice = "Read me."
profile = "hesa"
minimum_group = 10

[[audience]]
id = "lead"
sealed_to = ["department", "institution"]
pad = 4

[[audience]]
id = "statistics"
sealed_to = ["statistics"]
pad = 4

[lists.departments]
file = "lists/departments.csv"

[[section]]
id = "all"
title = "All"

[[section.question]]
id = "dept"
type = "single"
label = "Department?"
list = "departments"
audience = ["lead", "statistics"]
"#
    .to_owned();
    for at in 0..20 {
        write!(
            text,
            "\n[[section.question]]\nid = \"s{at}\"\ntype = \"yes_no\"\nlabel = \"Statement {at}?\"\naudience = [\"lead\", \"statistics\"]\n"
        )
        .unwrap();
    }
    text
}

/// One of `chem` by number: two of one number answer alike.
fn answer(home: &TestHome, number: usize) {
    let mut answers = serde_json::Map::new();
    answers.insert("dept".to_owned(), json!("chem"));
    for at in 0..20 {
        answers.insert(format!("s{at}"), json!(number >> (at % 5) & 1 == 1));
    }
    home.enter(&answers.into());
}

fn home() -> TestHome {
    let home = TestHome::with_keys("Stores");
    fs::write(home.path().join("surveys/small.toml"), survey()).unwrap();
    home
}

/// What the program wrote to its outputs.
fn report(home: &TestHome, who: &str, rest: &[&str]) -> (String, String) {
    let identity = home.identity(who);
    let words = [&["report", "--identity", identity.to_str().unwrap()], rest].concat();
    let output = home.run(&words);
    assert!(output.status.success(), "{output:?}");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn a_department_with_too_many_responses_or_the_same_ones_is_told_before_any_figure() {
    let home = home();
    for number in [1, 2, 3, 3] {
        answer(&home, number);
    }
    let said = |who: &str, rest: &[&str]| report(&home, who, rest);
    for format in ["text", "csv", "json"] {
        let (_, told) = said("chem", &["--format", format]);
        assert!(
            told.contains("are the same in every answer"),
            "{format}: {told}"
        );
        assert!(!told.contains("people on its staff list"), "{told}");
    }
    fs::write(
        home.path().join("headcounts.csv"),
        "department,people\nchem,3\n",
    )
    .unwrap();
    let crowded = "4 responses and only 3 people on its staff list";
    for format in ["text", "csv", "json", "ddi"] {
        let (figures, told) = said("chem", &["--format", format]);
        assert!(told.contains(crowded), "{format}: {told}");
        let first = figures.find(crowded);
        match format {
            // Nothing but columns: its manifest says it.
            "csv" => assert_eq!(first, None, "scripts read figures: {figures}"),
            "text" => assert!(first < figures.find("Statement 0?"), "{figures}"),
            "json" => assert!(
                first < figures.find("\"tables\"") && first.is_some(),
                "{figures}"
            ),
            _ => assert!(first.is_some(), "{format}: {figures}"),
        }
    }
    let file = home.path().join("chem.csv");
    for rest in [
        &["--format", "csv"][..],
        &["--rows", "--format", "csv"],
        &["--view", "cover"],
    ] {
        let output = ["-o", file.to_str().unwrap()];
        said("chem", &[rest, &output].concat());
        let manifest = fs::read_to_string(format!("{}.manifest.json", file.display())).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        let flags = manifest["about"]["flags"].as_array().unwrap();
        assert!(
            flags[0]["en"].to_string().contains(crowded),
            "{rest:?}: {manifest}"
        );
        assert!(
            flags[1]["en"]
                .to_string()
                .contains("the same in every answer")
        );
        assert_ne!(flags[0]["cy"], flags[0]["en"], "in either language");
    }
    let (view, _) = said("chem", &["--view", "department", "--format", "json"]);
    let view: serde_json::Value = serde_json::from_str(&view).unwrap();
    let note = |at: usize| view["blocks"][at]["text"].to_string();
    assert!(note(0).contains(crowded), "{view}");
    assert!(note(1).contains("are the same in every answer"), "{view}");
    // At the statistical door no number is given, on the error output or in a view.
    for rest in [&["--format", "csv"][..], &["--view", "staff"]] {
        let (figures, told) = said("statistics", rest);
        // Four are a group that shows nothing: the office is told, who is sent the view is not.
        assert!(!figures.contains("staff list. Somebody"), "{figures}");
        let all = told;
        assert!(
            all.contains("more responses than people on its staff list"),
            "{all}"
        );
        assert!(all.contains("are the same in every answer"), "{all}");
        assert!(!all.contains("4 responses"), "{all}");
    }
    // Another department is not told of this one.
    let (_, told) = said("first", &["--department", "chem", "--table", "s1"]);
    assert!(told.contains(crowded), "{told}");
    fs::write(
        home.path().join("headcounts.csv"),
        "department,people\nchem,many\n",
    )
    .unwrap();
    let broken = home.run(&[
        "report",
        "--identity",
        home.identity("chem").to_str().unwrap(),
    ]);
    let told = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert_eq!(broken.status.code(), Some(3), "{told}");
    assert!(told.contains("headcounts.csv:2"), "{told}");
}

#[test]
fn an_earlier_wave_stands_beside_this_one_or_its_file_is_told() {
    let home = home();
    for number in 0..11 {
        answer(&home, number);
    }
    let earlier = home.path().join("2025.json");
    let earlier = earlier.to_str().unwrap();
    let tables = json!([{"id": "j_tc.paths", "by": "department", "rows": []}]);
    let file = json!({"survey": "small", "profile": "hesa", "tables": tables});
    fs::write(earlier, file.to_string()).unwrap();
    let compare = |file: &str| {
        let identity = home.identity("statistics");
        let identity = identity.to_str().unwrap();
        let view = ["--view", "comparison", "--earlier", file];
        home.run(&[&["report", "--identity", identity][..], &view].concat())
    };
    let good = compare(earlier);
    assert!(good.status.success(), "{good:?}");
    let plain = report(&home, "statistics", &["--view", "comparison"]).0;
    let good = String::from_utf8(good.stdout).unwrap();
    assert_ne!(good, plain, "it says that there is an earlier wave");
    // In the home's own folder it stands there without being named, for the desk's screens too.
    let kept = home.path().join("earlier");
    fs::create_dir(&kept).unwrap();
    fs::copy(earlier, kept.join("2025.json")).unwrap();
    // Neither this wave's nor an older one takes its place.
    fs::copy(earlier, kept.join("2019.json")).unwrap();
    fs::copy(earlier, kept.join("2027.json")).unwrap();
    assert_eq!(
        report(&home, "statistics", &["--view", "comparison"]).0,
        good
    );
    fs::remove_dir_all(&kept).unwrap();
    // A release of this program can be read again, but for one of the very wave that it would stand beside.
    let own = home.path().join("own.json");
    let before = home.path().join("before.json");
    let (own, before) = (own.to_str().unwrap(), before.to_str().unwrap());
    report(&home, "statistics", &["--format", "json", "-o", own]);
    let released = fs::read_to_string(own).unwrap();
    let released = released.replace("\"wave\":\"2027\"", "\"wave\":\"2025\"");
    fs::write(before, released).unwrap();
    assert!(compare(before).status.success());
    let exact = home.path().join("exact.json");
    let exact = exact.to_str().unwrap();
    report(&home, "first", &["--format", "json", "-o", exact]);
    for (file, why) in [
        (exact, "profile that protects"),
        (own, "a release of this same wave, 2027"),
        ("/nowhere/2025.json", "No such file"),
        (
            home.path().join("surveys/small.toml").to_str().unwrap(),
            "not JSON",
        ),
    ] {
        let refused = compare(file);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(3), "{told}");
        let parts = [file, why, "report --format json"];
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    }
    let identity = home.identity("statistics");
    let identity = identity.to_str().unwrap();
    let idle = home.run(&[
        "report",
        "--identity",
        identity,
        "--view",
        "staff",
        "--earlier",
        earlier,
    ]);
    assert_eq!(idle.status.code(), Some(2));
}
