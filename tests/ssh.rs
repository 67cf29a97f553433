//! Over a real OpenSSH: `tallybox fill` as a forced command with a pty. A whole response, a dropped
//! connection that keeps the draft, and the same words that take it up again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::process::Command;

use support::home::{TestHome, binary};
use support::journey::{answer, begin, come_back, send};
use support::sshd::Server;

#[test]
fn a_whole_response_over_ssh() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mut terminal = server.connect();
    terminal.wait_for("this computer's log may hold");
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    let receipt = send(&mut terminal);
    assert!(receipt.contains("receipt number"), "{receipt}");
    terminal.send("\x1b[C\r");
    terminal.end();
    assert_eq!(home.status()["counting"], 1);
}

#[test]
fn a_dropped_connection_keeps_the_draft_and_the_words_resume_it() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mut terminal = server.connect();
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 3);
    terminal.wait_for("Do you help with teaching?");
    // The client dies, sshd takes the terminal away, and nobody is told anything.
    terminal.kill();
    let mut terminal = server.connect();
    come_back(&mut terminal, &words);
    answer(&mut terminal, 3, 7);
    send(&mut terminal);
    assert_eq!(home.status()["counting"], 1);
    assert_eq!(home.status()["drafts"], 0);
    assert!(nobody_is_left(&home), "a session outlived its connection");
}

/// Whether no process of a dropped session runs on with this home; the one that just sent may.
fn nobody_is_left(home: &TestHome) -> bool {
    let home = home.path().display().to_string();
    let listed = Command::new("ps").args(["-eo", "args"]).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let ours = listed
        .lines()
        .filter(|line| line.starts_with(binary().to_str().unwrap()));
    ours.filter(|line| line.contains(&home)).count() <= 1
}

#[test]
fn a_command_of_ones_own_is_not_run() {
    let home = TestHome::with_keys("Remote");
    let server = Server::start(&home.path());
    let mark = home.path().join("escaped");
    let mut terminal = server.connect_with(&[&format!("touch {}", mark.display())]);
    terminal.wait_for("Which language would you like?");
    terminal.kill();
    assert!(!mark.exists());
}

#[test]
fn me_is_the_one_request_that_is_honoured() {
    let home = TestHome::with_keys("Remote");
    let answers = serde_json::json!({
        "dept": "chem", "years": 12, "share": ["skills"], "teach": false, "next": "same",
    });
    let words = home.enter(&answers)["words"].as_str().unwrap().to_owned();
    let server = Server::start(&home.path());
    let mut terminal = server.connect_with(&["me"]);
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("See, change or take back my answers");
    terminal.send("\r");
    terminal.wait_for("Type your eight words");
    terminal.send(&words);
    terminal.send("\r");
    let screen = terminal.wait_for("revision 1");
    assert!(screen.contains("Your overview"), "{screen}");
    terminal.kill();
    // Not "me" to the letter: filling in, as always.
    for other in ["me ", "me --format json", "ME", "me; touch x"] {
        let mut terminal = server.connect_with(&[other]);
        terminal.wait_for("Which language would you like?");
        terminal.send("\r");
        terminal.wait_for("Fill in the survey");
        terminal.kill();
    }
}
