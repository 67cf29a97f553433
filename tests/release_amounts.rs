//! The ledger of releases by the real program. A second release whose sum or mean, less the first one's, tells what one
//! or two people gave, is refused with why and what to do instead, although every count is what it was. Reports at one
//! moment are entered one after the other, and a ledger that lacks a release is no ledger.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value as Json, json};
use support::home::{SMALL, TestHome, said};

/// What the two views read: full-time equivalents, days of development, and one statement, without which
/// there is no evidence sheet.
const ASKED: &str = r#"
[[section.question]]
id = "b_fte"
type = "decimal"
decimals = 2
min = 0.05
max = 1
label = "What part of full time do you work?"
audience = ["statistics"]

[[section.question]]
id = "h_days"
type = "decimal"
decimals = 1
min = 0
max = 60
label = "How many days of training have you had?"
audience = ["statistics"]

[[section.question]]
id = "i_clear"
type = "scale"
label = "My next step is clear."
audience = ["statistics"]
choices = [
  { code = "1", label = "No" }, { code = "2", label = "Hardly" }, { code = "3", label = "Neither" },
  { code = "4", label = "Rather" }, { code = "5", label = "Yes" },
]
"#;

fn home() -> TestHome {
    let home = TestHome::with_keys("Stores");
    fs::write(
        home.path().join("surveys/small.toml"),
        format!("{SMALL}{ASKED}"),
    )
    .unwrap();
    home
}

/// One person of chemistry: all give the same but for these numbers. Their words.
fn enter(home: &TestHome, fte: &str, days: &str) -> String {
    let receipt = home.enter(&json!({
        "dept": "chem", "years": 4, "share": ["none"], "teach": false,
        "b_fte": fte, "h_days": days, "i_clear": 4,
    }));
    receipt["words"].as_str().unwrap().to_owned()
}

/// Takes one response back and sends another: no count of anything changes.
fn exchange(home: &TestHome, words: &str, fte: &str, days: &str) {
    let lines = [words, "withdraw", "withdraw", "for good"];
    said(&home.typed(&["me", "--plain"], &lines));
    enter(home, fte, days);
}

fn released(home: &TestHome, view: &str) -> Output {
    let identity = home.identity("statistics");
    let report = ["report", "--identity", identity.to_str().unwrap()];
    home.run(&[&report[..], &["--view", view, "--format", "json"]].concat())
}

/// What a refusal says; it gives nothing else.
#[track_caller]
fn refused(output: &Output) -> String {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(output.stdout.is_empty());
    told
}

fn fact(json: &str, block: &str, id: &str) -> Json {
    let view: Json = serde_json::from_str(json).unwrap();
    let mut blocks = view["blocks"].as_array().unwrap().iter();
    let block = blocks.find(|one| one["id"] == block).unwrap();
    block["facts"][id].clone()
}

#[test]
fn a_sum_or_a_mean_that_would_tell_what_one_person_gave_is_refused() {
    let home = home();
    let people: Vec<String> = (0..16)
        .map(|at| enter(&home, ["1.00", "0.50"][at % 2], ["2.0", "3.0"][at % 2]))
        .collect();
    // Eight full posts and eight halves: 12, which rounds to 10. Eight times 2 and 3 days: 2.5.
    let first = said(&released(&home, "department"));
    assert_eq!(fact(&first, "people", "fte"), "10");
    let first = said(&released(&home, "commitment"));
    assert_eq!(fact(&first, "development", "mean_days"), "2.5");
    let releases = fs::read_dir(home.path().join("releases")).unwrap().count();

    // One half post becomes a full one: the sum would be 12.5, which rounds to 15. All counts stay.
    exchange(&home, &people[1], "1.00", "3.0");
    let told = refused(&released(&home, "department"));
    for words in [
        "`b_fte`",
        "fewer than 5",
        "send the earlier release again",
        "wait until",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("12.5") && !told.contains("0.5"), "{told}");
    // What did not change goes out as before, and nothing was entered.
    said(&released(&home, "commitment"));
    let now = fs::read_dir(home.path().join("releases")).unwrap().count();
    assert_eq!(now, releases);

    // The mean of the days by another person's.
    exchange(&home, &people[3], "0.50", "30.0");
    let told = refused(&released(&home, "commitment"));
    assert!(
        told.contains("`h_days`") && told.contains("send the earlier release again"),
        "{told}"
    );

    // Where five and more changed, none of whom is most of the difference, it goes out.
    for words in &people[5..13] {
        exchange(&home, words, "0.75", "4.0");
    }
    let second = said(&released(&home, "department"));
    assert!(second.contains("\"fte\""), "{second}");
}

/// The report of one question, begun.
fn begin(home: &TestHome, question: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    command.arg("--home").arg(home.path());
    command.arg("report").arg("--identity");
    command.arg(home.identity("statistics"));
    command.args(["--table", question, "--format", "json"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped()).spawn().unwrap()
}

fn numbered(home: &TestHome) -> usize {
    let files = fs::read_dir(home.path().join("releases")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.len() == "0001.json".len()).count()
}

#[test]
fn of_reports_at_one_moment_each_is_entered_and_a_ledger_that_lacks_one_is_none() {
    let home = home();
    // Who tries the key before anybody has answered publishes nobody, and stands in nothing's way.
    assert!(begin(&home, "years").wait().unwrap().success());
    for at in 0..12 {
        enter(&home, ["1.00", "0.50"][at % 2], "2.0");
    }
    let questions = ["years", "share", "i_clear"];
    let begun = questions.map(|question| begin(&home, question));
    for one in begun {
        let output = one.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
    }
    assert_eq!(numbered(&home), questions.len());

    let releases = home.path().join("releases");
    let ledger = releases.join("ledger.age");
    let old = fs::read(&ledger).unwrap();
    assert!(begin(&home, "teach").wait().unwrap().success());
    assert_eq!(numbered(&home), questions.len() + 1);
    fs::write(&ledger, old).unwrap();
    let output = begin(&home, "next").wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{told}");
    assert!(told.contains("after release 4"), "{told}");
    assert!(output.stdout.is_empty());

    // The home's store knows that there were releases.
    fs::remove_dir_all(&releases).unwrap();
    let output = begin(&home, "next").wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
}
