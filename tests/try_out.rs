//! Trying a questionnaire out: it says TRIAL, says why a question is or is not asked, begins where
//! it is told to, and leaves nothing behind.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

mod stage;
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
    let (_, begun, _) = tried(&["--lang", "cy"], &[]);
    assert!(
        begun.contains("PRAWF") && !begun.contains("1. English"),
        "asked for what was given: {begun}"
    );
    let (_, begun, _) = tried(&[], &[]);
    assert!(begun.contains("1. English"), "{begun}");
    let (code, _, err) = tried(&["--at", "gone"], &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no question `gone`"), "{err}");
}

/// A trial on a real terminal.
fn on_a_terminal(folder: &std::path::Path, args: &[&str]) -> support::pty::Terminal {
    let mut command = portable_pty::CommandBuilder::new(support::home::binary());
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    command.args(["survey", "try"]);
    command.args(args);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env("TALLYBOX_HOME", folder);
    command.env_remove("SSH_CONNECTION");
    support::pty::Terminal::start(command)
}

/// Every screen says that it is a trial.
#[track_caller]
fn shows(terminal: &support::pty::Terminal, words: &str) -> String {
    let screen = terminal.wait_for(words);
    assert!(
        screen
            .lines()
            .next()
            .is_some_and(|line| line.contains("TRIAL")),
        "{screen}"
    );
    screen
}

#[test]
fn on_a_terminal_it_is_the_screens_of_a_respondent_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = on_a_terminal(folder.path(), &[SMALL, "--lang", "en"]);
    shows(&terminal, "F8 says why");
    terminal.send("1\t\r");
    shows(&terminal, "They open nothing.");
    terminal.send("\r");
    shows(&terminal, "Which department do you work in?");
    // F8: why this question is asked and which are not.
    terminal.send("\x1b[19~");
    let screen = shows(&terminal, "Why this is asked");
    assert!(
        screen.contains("Asked of everyone.") && screen.contains("hours: Not asked"),
        "{screen}"
    );
    terminal.send("\x1b");
    shows(&terminal, "Read by: you");
    // F7: the rest with made-up answers; then the check, and to its button.
    terminal.send("\x1b[18~");
    shows(&terminal, "Check your answers");
    terminal.send("\t\r");
    shows(&terminal, "Nothing was sent and nothing was stored.");
    terminal.send("\r");
    assert!(terminal.end().success());
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .collect();
    assert!(left.is_empty(), "something was kept");
}

#[test]
fn on_a_terminal_it_begins_at_a_question_and_ends_without_asking_what_to_keep() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = on_a_terminal(folder.path(), &[SMALL, "--at", "hours"]);
    let screen = shows(&terminal, "The answers before this question are made up.");
    assert!(screen.contains("3 questions left"), "{screen}");
    // F8 again, where it hangs on an earlier answer.
    terminal.send("\x1b[19~");
    shows(&terminal, "is now: Yes");
    terminal.send("\x1b\x1b[21~");
    shows(&terminal, "nothing was kept, so nothing is lost");
    terminal.send("1");
    assert!(terminal.end().success());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        0
    );
}

/// How the screens of a trial look; `UPDATE=1` writes them.
#[test]
fn its_screens_are_marked() {
    for size in [(80, 24), (60, 20), (40, 12)] {
        let mut stage = stage::Stage::new(stage::every_kind(), tallybox::ui::Mode::Trial, size);
        stage
            .shot("80-trial-start")
            .keys("1 Tab Enter")
            .shot("81-trial-words");
        stage
            .keys("Enter")
            .shot("82-trial-question")
            .keys("F8")
            .shot("83-trial-why");
        stage
            .keys("Esc F10")
            .shot("84-trial-leave")
            .keys("2 F7 Tab Enter");
        stage.shot("85-trial-end").keys("Enter");
        assert_eq!(stage.end, Some(tallybox::runtime::respondent::End::Quit));
    }
}

#[test]
fn only_a_trial_says_why() {
    let mut stage = stage::Stage::at_first_question((80, 24));
    let before = stage.keys("F1").text();
    assert!(!before.contains("F8"), "{before}");
    let question = stage.keys("Esc").text();
    assert_eq!(stage.keys("F8").text(), question);
}
