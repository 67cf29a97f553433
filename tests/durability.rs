//! What was acknowledged is there: the rigs of `tests/rigs` in their short form, and `kill -9` at
//! random points of real sessions. `docs/rigs.md` says what each shows and how it is run whole.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "figures are for whoever looks")]

mod support;

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use portable_pty::CommandBuilder;
use serde_json::Value;

use support::dice::Dice;
use support::home::{TestHome, binary};
use support::journey::{answer, begin, come_back, question, send, type_answer};
use support::many::many;
use support::pty::Terminal;

fn rig(name: &str) -> Command {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rigs");
    let mut command = Command::new("python3");
    command.arg("-B").arg(path.join(name));
    command
}

/// Runs a rig on the built program and returns what it reports.
fn reported(name: &str, more: &[String]) -> Value {
    let output = rig(name).arg(binary()).args(more).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    println!("{name}: {report}");
    report
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[test]
fn the_rig_that_cuts_the_power_knows_what_a_disk_may_lose() {
    let output = rig("crash_tests.py").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.contains("OK"), "{errors}");
}

#[test]
fn no_power_cut_takes_what_was_acknowledged() {
    let states = many("TALLYBOX_CRASH_STATES", 200);
    let people = if states > 1_000 { "6" } else { "2" };
    let asked = [
        "--states".to_owned(),
        states.to_string(),
        "--people".to_owned(),
        people.to_owned(),
    ];
    let report = reported("crash_journey.py", &asked);
    let real = &report["real"];
    assert_eq!(count(&real["states"]), states as u64);
    assert_eq!(count(&real["losing"]), 0, "{real}");
    assert!(count(&real["spoken"]) > 100 && count(&real["changes"]) > 1_000);
    assert_eq!(count(&report["another writer, WAL FULL"]["losing"]), 0);
    // A rig that finds nothing here would find nothing anywhere.
    for control in [
        "log never synced",
        "another writer, WAL NORMAL",
        "another writer, DELETE FULL",
    ] {
        assert!(count(&report[control]["losing"]) > 0, "{control}: {report}");
    }
}

#[test]
fn no_single_fault_of_the_disk_makes_a_false_receipt() {
    let every = many("TALLYBOX_FAULTS_EVERY", 100);
    let report = reported("faults.py", &["--every".to_owned(), every.to_string()]);
    assert_eq!(report["wrong"], serde_json::json!([]));
    // Two sessions differ by a few writes, so that the last ones may not be made.
    let (tried, injected) = (count(&report["tried"]), count(&report["injected"]));
    assert!(tried > 60 && injected * 20 >= tried * 19, "{report}");
    assert!(count(&report["told"]) > 20, "{report}");
    assert!(count(&report["sent again with the words"]) > 0, "{report}");
}

#[test]
fn on_a_full_disk_nobody_begins_who_sends_is_stored_and_nothing_dies() {
    let levels = many("TALLYBOX_LEVELS", 4);
    let report = reported("disk_full.py", &["--levels".to_owned(), levels.to_string()]);
    assert_eq!(report["wrong"], serde_json::json!([]));
    assert_eq!(count(&report["levels"]), 2 * levels as u64);
    assert!(count(&report["levels without room for a response"]) > 0);
    // The rig would see it: on small blocks a program that does not ask for room dies of SIGBUS.
    let others = &report["another program on a full disk ends with"]["1024"];
    let ends = others.as_array().unwrap();
    assert!(ends.contains(&Value::from(-7)), "{report}");
}

#[test]
fn a_read_only_disk_keeps_the_answers_on_the_screen_and_a_wrong_clock_ends_nothing() {
    let report = reported("weather.py", &[]);
    assert_eq!(report["read-only"].as_array().unwrap().len(), 3);
    assert_eq!(report["clock"].as_array().unwrap().len(), 3);
}

#[test]
fn a_migration_that_is_killed_or_loses_the_power_leaves_one_version_or_the_other_whole() {
    let kills = many("TALLYBOX_MIGRATION_KILLS", 8);
    let asked = [
        "--kills",
        &kills.to_string(),
        "--states",
        &(kills * 5).to_string(),
    ];
    let report = reported("migration.py", &asked.map(str::to_owned));
    assert_eq!(report["not seen"], serde_json::json!([]), "spoilt stores");
    for version in ["1", "2", "3"] {
        let one = &report[format!("version {version}")];
        assert_eq!(one["wrong"], serde_json::json!([]), "{version}");
        // Both ends were met: as it was before, and as it is after.
        let left = |version: &str| count(&one["left"][version]);
        assert!(left("4") > 0 && left(version) > 0, "{one}");
        assert!(
            count(&one["died there"]) * 10 >= count(&one["killed at"]) * 9,
            "{one}"
        );
    }
}

fn command(home: &TestHome, before: &[&str]) -> CommandBuilder {
    let binary = binary();
    let home = home.path();
    let words = before.iter().copied();
    let mut words = words.chain([
        binary.to_str().unwrap(),
        "--home",
        home.to_str().unwrap(),
        "fill",
    ]);
    let mut command = CommandBuilder::new(words.next().unwrap());
    command.args(words);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("SSH_CONNECTION");
    command
}

/// Whether the answer that was typed stands on the page of its question. Typing the number of a choice
/// twice chooses it all the same, but for one that is ticked.
fn is_given(question: usize, screen: &str) -> bool {
    match question {
        1 => screen.contains("[12"),
        2 => screen.contains("[x]"),
        4 => screen.contains("[6.5"),
        6 => screen.contains("[hello"),
        _ => false,
    }
}

/// One person whose program is killed at a random moment of the step after `answered` answers, and who
/// comes back with the words and sends.
fn killed(home: &TestHome, number: usize) {
    let mut dice =
        Dice(0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let answered = dice.below(8);
    let mut terminal = Terminal::start(command(home, &[]));
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, answered);
    terminal.wait_for(question(answered));
    type_answer(&mut terminal, answered);
    // The moment itself is what is random here; nothing is waited for.
    std::thread::sleep(Duration::from_micros(dice.below(40_000) as u64));
    terminal.kill();
    let mut terminal = Terminal::start(command(home, &[]));
    come_back(&mut terminal, &words);
    let next = question(answered + 1);
    let here = question(answered);
    let sent = "revision 1";
    let screen = terminal.wait_until("where one was, or the next", |screen| {
        screen.contains(here) || screen.contains(next) || screen.contains(sent)
    });
    if screen.contains(sent) {
        assert_eq!(answered, 7, "sent before it was: {screen}");
    } else {
        // At most the answer that was being typed is lost. The check repeats every question.
        let from = if screen.contains("Check your answers") {
            // From the last page on, with nothing in the way of sending, one comes back to the check.
            assert!(answered >= 5, "the check came too early: {screen}");
            7
        } else if screen.contains(here) && is_given(answered, &screen) {
            // Saved, and the page was not turned yet.
            terminal.send("\r");
            answered + 1
        } else if screen.contains(here) {
            answered
        } else {
            answered + 1
        };
        answer(&mut terminal, from, 7);
        let check = terminal.wait_for("Check your answers");
        for kept in ["Chemistry", "12"] {
            assert!(check.contains(kept), "{kept} is gone: {check}");
        }
        send(&mut terminal);
    }
    terminal.kill();
}

#[test]
fn whoever_is_killed_goes_on_with_the_words_and_is_counted_once() {
    let people = many("TALLYBOX_KILLS", 30);
    let home = TestHome::with_keys("Chemistry stores");
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= people {
                        break;
                    }
                    killed(&home, number);
                }
            });
        }
    });
    let status = home.status();
    assert_eq!(count(&status["counting"]), people as u64, "{status}");
    assert_eq!(
        status["records"]["response"], status["counting"],
        "{status}"
    );
    assert_eq!(count(&status["drafts"]), 0, "{status}");
    home.done(&["box", "verify"]);
}

#[test]
fn on_the_full_screen_a_disk_that_says_no_is_told_and_retry_sends() {
    // One flush after the other fails, from a draft's to the one that the submit waits for.
    let (mut not_saved, mut not_sent) = (0, 0);
    for flush in (6..8).chain(14..40) {
        if not_sent > 0 {
            break;
        }
        let home = TestHome::with_keys("Chemistry stores");
        let fault = format!("inject=fsync:error=EIO:when={flush}");
        let log = home.path().join("box/store.sqlite-wal");
        let store = home.path().join("box/store.sqlite");
        let before = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-P",
            log.to_str().unwrap(),
            "-P",
            store.to_str().unwrap(),
            "-e",
            "trace=fsync",
            "-e",
            &fault,
        ];
        let mut terminal = Terminal::start(command(&home, &before));
        begin(&mut terminal);
        for at in 0..7 {
            answer(&mut terminal, at, at + 1);
            let screen = terminal.wait_for(question(at + 1));
            not_saved += usize::from(screen.to_lowercase().contains("not saved"));
        }
        type_answer(&mut terminal, 7);
        let screen = terminal.wait_until("sent or not", |screen| {
            screen.contains("Answers sent") || screen.contains("Your answers were not sent")
        });
        if screen.contains("not sent") {
            not_sent += 1;
            assert!(screen.contains("Your answers are still here"), "{screen}");
            terminal.send("\r");
            terminal.wait_for("Answers sent");
        }
        terminal.kill();
        let status = home.status();
        assert_eq!(count(&status["counting"]), 1, "{flush}: {status}");
        assert_eq!(count(&status["drafts"]), 0, "{flush}: {status}");
    }
    assert!(not_saved > 0, "no draft's flush was met");
    assert!(not_sent > 0, "no submit's flush was met");
}
