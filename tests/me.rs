//! `tallybox me` through the real binary: one's own answers read back, taken away as files, changed and
//! taken back, on a screen, line by line, and after a merge.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use portable_pty::CommandBuilder;
use serde_json::{Value, json};

use support::home::{TestHome, binary, said};
use support::journey::{answer, begin, send};
use support::pty::Terminal;

fn open(home: &TestHome, args: &[&str]) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", home.path().to_str().unwrap()]);
    command.args(args);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    Terminal::start(command)
}

fn answers(years: i64) -> Value {
    json!({
        "dept": "chem", "years": years, "share": ["skills"], "teach": true,
        "hours": "6.5", "next": "manager", "words": "a remark",
    })
}

fn sent(home: &TestHome, years: i64) -> String {
    home.enter(&answers(years))["words"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Merges boxes into a desk and gives what counts there.
fn merged(desk: &TestHome, from: &[&TestHome]) -> u64 {
    let paths: Vec<String> = from
        .iter()
        .map(|home| home.path().display().to_string())
        .collect();
    for path in &paths {
        desk.done(&["box", "enrol", path, "--yes"]);
    }
    let into = desk.path().display().to_string();
    let mut args = vec!["merge", into.as_str()];
    args.extend(paths.iter().map(String::as_str));
    support::home::done(&args);
    desk.status()["counting"].as_u64().unwrap()
}

#[test]
fn what_was_sent_is_read_back_line_by_line_and_nothing_is_written() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    let told = said(&home.typed(&["me", "--plain"], &[&words, "quit"]));
    for line in [
        "What you sent on",
        "revision 1.",
        "How many years have you worked here? 12",
        "Where would you like to be in three years? Technical manager",
        "Anything to add? a remark",
    ] {
        assert!(told.contains(line), "{line} in\n{told}");
    }
    assert!(!told.contains('\u{1b}'));
    assert_eq!(home.status()["drafts"], 0);
    let welsh = said(&home.typed(&["me", "--plain", "--lang", "cy"], &[&words, ""]));
    assert!(welsh.contains("Yr hyn a anfonwyd gennych"), "{welsh}");
    assert!(welsh.contains("yma? 12"), "{welsh}");
}

#[test]
fn it_is_taken_away_in_every_form_as_a_file_of_ones_own() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    let folder = tempfile::tempdir().unwrap();
    for (name, holds) in [
        ("own.txt", "YOUR OVERVIEW"),
        ("own.md", "# Your overview"),
        ("own.json", "\"survey\":\"A small survey\""),
        ("own.html", "<h1>Your overview</h1>"),
    ] {
        let file = folder.path().join(name);
        let path = file.to_str().unwrap();
        said(&home.typed(&["me", "-o", path], &[&words]));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(holds), "{name}: {text}");
        assert!(text.contains("Technical manager"), "{name}: {text}");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        // What is there already is not written over.
        let again = home.typed(&["me", "-o", path], &[&words]);
        assert_eq!(again.status.code(), Some(3));
    }
    let shown = said(&home.typed(&["me", "--format", "json"], &[&words]));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["answers"][0]["section"], "Your post");
    assert_eq!(shown["answers"][0]["rows"][1]["said"], "12");
    let ending = home.typed(&["me", "-o", "own.docx"], &[&words]);
    assert_eq!(ending.status.code(), Some(2));
}

#[test]
fn a_change_is_the_next_revision_and_it_alone_counts_after_a_merge() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    let before = home.path().join("before.tallybox");
    let before = before.to_str().unwrap();
    home.done(&["bundle", "export", "--final", "-o", before]);
    // Years is the second answer; everything else stays as it was sent.
    let lines = [words.as_str(), "change", "2", "13", "/send"];
    let told = home.typed(&["me", "--plain", "--json"], &lines);
    let receipt: Value = serde_json::from_str(&said(&told)).unwrap();
    assert_eq!(receipt["revision"], 2);
    let now = home.status();
    assert_eq!(
        (
            &now["records"]["response"],
            &now["counting"],
            &now["drafts"]
        ),
        (&json!(2), &json!(1), &json!(0))
    );
    let told = said(&home.typed(&["me", "--plain"], &[&words, "quit"]));
    assert!(
        told.contains("revision 2.") && told.contains("here? 13"),
        "{told}"
    );
    assert!(
        told.contains("Technical manager") && told.contains("a remark"),
        "{told}"
    );
    let desk = home.desk();
    assert_eq!(merged(&desk, &[&home]), 1);
    // The bundle of before brings the first revision's parts, which do not come back.
    support::home::done(&["merge", desk.path().to_str().unwrap(), before]);
    assert_eq!(desk.status()["counting"], 1);
    desk.done(&["box", "init", "--name", "Desk"]);
    let told = said(&desk.typed(&["me", "--format", "text"], &[&words]));
    assert!(told.contains("13"), "{told}");
}

#[test]
fn taking_back_asks_twice_and_is_final_everywhere() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    sent(&home, 3);
    for lines in [
        &[words.as_str(), "withdraw", ""][..],
        &[words.as_str(), "withdraw", "withdraw", "yes"],
    ] {
        let told = said(&home.typed(&["me", "--plain"], lines));
        assert!(told.contains("Nothing was changed."), "{told}");
        assert_eq!(home.status()["counting"], 2);
    }
    // At another box that has never seen them.
    let other = home.sibling("Workshop");
    let lines = [words.as_str(), "withdraw", "withdraw", "for good"];
    let told = said(&other.typed(&["me", "--plain"], &lines));
    assert!(told.contains("does not hold answers for them"), "{told}");
    assert!(!told.contains("wrong"), "{told}");
    assert!(told.contains("Your answers were taken back."), "{told}");
    assert_eq!(merged(&home.desk(), &[&home]), 2);
    assert_eq!(merged(&home.desk(), &[&home, &other]), 1);
    // Here too, and nothing can be sent under the words again.
    said(&home.typed(&["me", "--plain"], &lines));
    assert_eq!(home.status()["counting"], 1);
    let told = said(&home.typed(&["me", "--plain"], &[&words]));
    assert!(told.contains("These answers were taken back."), "{told}");
    let told = said(&home.typed(&["fill", "--plain"], &[&words]));
    assert!(told.contains("These answers were taken back."), "{told}");
}

#[test]
fn words_of_another_box_are_answered_with_its_name() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    let other = home.sibling("Workshop");
    other.done(&["box", "enrol", home.path().to_str().unwrap(), "--yes"]);
    let told = said(&other.typed(&["me", "--plain"], &[&words, "quit"]));
    assert!(told.contains("Other boxes: Stores."), "{told}");
    let file = other.typed(&["me", "--format", "text"], &[&words]);
    assert_eq!(file.status.code(), Some(5));
    // A slip is named as one.
    let told = said(&other.typed(&["me", "--plain"], &["one two", ""]));
    assert!(told.contains("You typed 2 words"), "{told}");
}

#[test]
fn from_the_receipt_to_the_overview_a_change_and_taking_back() {
    let home = TestHome::with_keys("Stores");
    let mut terminal = open(&home, &["fill"]);
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\r");
    terminal.wait_for("Your overview");
    let screen = terminal.wait_for("revision 1");
    assert!(
        screen.contains("Change my answers") && screen.contains("Take them back"),
        "{screen}"
    );
    terminal.send("\t\r");
    terminal.wait_for("Check your answers");
    terminal.send("\t\r");
    terminal.wait_for("Answers sent");
    terminal.send("\x1b[C\r");
    assert!(terminal.end().success());
    assert_eq!(home.status()["counting"], 1);
    assert_eq!(home.status()["records"]["response"], 2);
    assert_eq!(home.status()["drafts"], 0);

    let mut terminal = open(&home, &["me", "--lang", "en"]);
    terminal.wait_for("See, change or take back my answers");
    terminal.send("\r");
    terminal.wait_for("Type your eight words");
    terminal.send(&words);
    terminal.send("\r");
    terminal.wait_for("revision 2");
    terminal.send("\t\x1b[B\x1b[B\r");
    terminal.wait_for("It is final");
    terminal.send("1");
    terminal.wait_for("Nothing can undo this");
    terminal.send("2");
    terminal.wait_for("Taken back");
    terminal.send("\r");
    assert!(terminal.end().success());
    assert_eq!(home.status()["counting"], 0);
}

#[test]
fn leaving_a_change_keeps_what_was_sent_and_the_words_go_on_with_it() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    let lines = [words.as_str(), "change", "2", "13", "/save"];
    said(&home.typed(&["me", "--plain"], &lines));
    assert_eq!(home.status()["drafts"], 1);
    let told = said(&home.typed(&["me", "--plain"], &[&words, "quit"]));
    assert!(
        told.contains("revision 1.") && told.contains("here? 12"),
        "{told}"
    );
    assert!(told.contains("You began to change it"), "{told}");
    let receipt = home.typed(&["me", "--plain", "--json"], &[&words, "change", "/send"]);
    let receipt: Value = serde_json::from_str(&said(&receipt)).unwrap();
    assert_eq!(receipt["revision"], 2);
    let told = said(&home.typed(&["me", "--plain"], &[&words, "quit"]));
    assert!(
        told.contains("here? 13") && !told.contains("You began"),
        "{told}"
    );
    assert_eq!(home.status()["drafts"], 0);
}

#[test]
fn a_development_record_is_kept_over_the_year_and_goes_with_the_overview() {
    let home = TestHome::with_keys("Stores");
    let words = sent(&home, 12);
    let lines = [
        words.as_str(),
        "record",
        "add",
        "2027-03-02",
        "Lathe course",
        "Turning",
        "many",
        "7,5",
        "Cut a thread",
        "add",
        "",
        "Watched a colleague",
        "",
        "",
        "",
        "",
        "quit",
    ];
    let told = said(&home.typed(&["me", "--plain"], &lines));
    assert!(told.contains("Type a number of hours"), "{told}");
    assert!(told.contains("2 entries, 7.5 hours."), "{told}");
    // Sealed beside the drafts; not one word of it lies in the clear.
    assert_eq!(home.status()["drafts"], 1);
    let store = std::fs::read(home.path().join("box/store.sqlite")).unwrap();
    let clear = |word: &[u8]| store.windows(word.len()).any(|window| window == word);
    assert!(!clear(b"Lathe") && !clear(b"thread"));
    for format in ["text", "markdown", "json", "html", "csv"] {
        let shown = said(&home.typed(&["me", "--format", format], &[&words]));
        assert!(
            shown.contains("Lathe course") && shown.contains("7.5"),
            "{format}: {shown}"
        );
    }
    // Changed and taken out, by the number under which it is read out.
    let lines = [
        words.as_str(),
        "record",
        "change 2",
        "",
        "Lathe course, advanced",
        "",
        "",
        "",
        "remove 1",
        "",
        "quit",
    ];
    said(&home.typed(&["me", "--plain"], &lines));
    let told = said(&home.typed(&["me", "--plain"], &[&words, "quit"]));
    assert!(
        told.contains("Your development record: 1 entry, 7.5 hours"),
        "{told}"
    );
    assert!(told.contains("Lathe course, advanced"), "{told}");
    assert!(!told.contains("Watched a colleague"), "{told}");
    // It goes when the answers are taken back.
    let lines = [words.as_str(), "withdraw", "withdraw", "for good"];
    said(&home.typed(&["me", "--plain"], &lines));
    assert_eq!(home.status()["drafts"], 0);
}
