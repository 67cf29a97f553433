//! Trying a questionnaire out: it says TRIAL, says why a question is or is not asked, begins where
//! it is told to, and leaves nothing behind.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

mod support;

const SMALL: &str = "tests/data/small/small.toml";

/// Types some lines at a trial of the small survey; gives its exit code, stdout and stderr.
fn tried(more: &[&str], typed: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(support::home::binary())
        .args(["survey", "try", SMALL, "--plain"])
        .args(more)
        .env("TALLYBOX_HOME", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    // It may have ended before it read all.
    drop(input.write_all(format!("{}\n", typed.join("\n")).as_bytes()));
    drop(input);
    let ended = child.wait_with_output().expect("it ends");
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .collect();
    assert!(left.is_empty(), "something was kept");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

#[test]
fn a_whole_pass_is_asked_as_of_a_person_and_keeps_nothing() {
    let typed = [
        "1",
        "1",
        "",
        "2",
        "12",
        "1",
        "",
        "/why hours",
        "1",
        "/why",
        "7.5",
        "/skip",
        "/skip",
        "/send",
    ];
    let (code, out, _) = tried(&[], &typed);
    assert_eq!(code, Some(0), "{out}");
    for words in [
        "TRIAL. Nothing is kept.",
        "Which department do you work in?",
        "Not asked, since it is not known yet whether the answer to “Do you help with teaching?” is yes.",
        "Asked, since the answer to “Do you help with teaching?” is yes.",
        "“Do you help with teaching?” is now: Yes",
        "TRIAL: nothing was sent, nothing was stored",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    let trials = out.lines().filter(|line| line.starts_with("TRIAL")).count();
    assert!(trials > 7, "every question says so: {out}");
}

#[test]
fn it_begins_at_a_question_with_made_up_answers_before_it() {
    let (code, out, err) = tried(&["--at", "hours"], &["/why"]);
    assert_eq!(code, Some(0), "{err}");
    let first = out
        .lines()
        .find(|line| line.starts_with("Question "))
        .expect("a question");
    assert_eq!(first, "Question 5 of 7. Your work.");
    assert!(
        out.contains("Asked, since the answer to “Do you help with teaching?” is yes."),
        "{out}"
    );
    assert!(
        err.contains("made-up answers stand before this question"),
        "{err}"
    );
    let (_, out, err) = tried(&["--at", "years"], &[]);
    assert!(
        out.contains("How many years have you worked here?") && err.is_empty(),
        "{out}{err}"
    );
}

#[test]
fn it_speaks_the_language_asked_for_and_names_what_is_not_there() {
    let (_, out, _) = tried(&["--lang", "cy", "--at", "years"], &["/why"]);
    assert!(out.contains("PRAWF") && out.contains("TRIAL"), "{out}");
    assert!(out.contains("Gofynnir i bawb."), "{out}");
    let (code, _, err) = tried(&["--at", "gone"], &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no question `gone`"), "{err}");
}
