//! Nobody at a shared terminal, in a real terminal. The least wait that a keeper can set is two minutes, so the
//! machine's clock is moved on under the program (`tests/rigs/clock.c`): the binary is the one that people run.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, words_asked_back, words_on};
use support::pty::Terminal;

/// A shared terminal whose clock goes by a file.
struct Slow {
    home: TestHome,
    terminal: Terminal,
}

impl Slow {
    fn new(settings: &str) -> Self {
        let home = TestHome::with_keys("Chemistry stores");
        let file = home.path().join("tallybox.toml");
        let text = format!("[kiosk]\nidle_minutes = 2\nwarning_seconds = 20\n{settings}\n");
        std::fs::write(file, text).unwrap();
        let clock = home.path().join("box/clock");
        std::fs::write(&clock, "0").unwrap();
        let library = library(&home.path());
        let mut command = CommandBuilder::new(binary());
        command.args(["--home", home.path().to_str().unwrap(), "kiosk"]);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("SSH_CONNECTION");
        // Whoever runs the tests may sit in one of these.
        for name in ["TMUX", "STY", "ZELLIJ"] {
            command.env_remove(name);
        }
        command.env("LD_PRELOAD", library);
        command.env("CLOCK_AHEAD", &clock);
        let terminal = Terminal::start(command);
        Self { home, terminal }
    }

    /// So many seconds pass. A window that changes its size makes the program look at the clock: no key does.
    fn pass(&self, seconds: u32) {
        let clock = self.home.path().join("box/clock");
        std::fs::write(clock, seconds.to_string()).unwrap();
        self.terminal.resize(25, 80);
        self.terminal.resize(24, 80);
    }

    fn drafts(&self) -> u64 {
        let told = self.home.done(&["box", "status", "--json"]);
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        told["drafts"].as_u64().unwrap()
    }
}

/// The clock, compiled into a folder.
fn library(folder: &Path) -> PathBuf {
    let library = folder.join("clock.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rigs/clock.c");
    let mut compiler = std::process::Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]);
    compiler.args([&library, &source]).arg("-ldl");
    assert!(compiler.status().unwrap().success());
    library
}

/// From the language to the first question.
fn begin_here(terminal: &mut Terminal) -> String {
    terminal.wait_for("Which language would you like?");
    terminal.send("\r");
    terminal.wait_for("I have read this");
    terminal.send("\t\r");
    let words = words_on(&terminal.wait_for("Write these eight words down"));
    terminal.send("\r");
    words_asked_back(terminal, &words);
    terminal.wait_for("Which department");
    words
}

#[test]
fn whoever_walks_away_is_asked_then_the_draft_is_kept_and_the_screen_is_cleared() {
    let mut slow = Slow::new("");
    slow.terminal.wait_for("Fill in the survey");
    slow.terminal.send("1");
    let words = begin_here(&mut slow.terminal);
    answer(&mut slow.terminal, 0, 2);
    slow.terminal.wait_for("What may your lead see");
    slow.pass(121);
    let asked = slow.terminal.wait_for("Are you still there?");
    assert!(
        asked.contains("20 seconds") && asked.contains("kept, sealed"),
        "{asked}"
    );
    assert!(!asked.contains("What may your lead see"), "{asked}");
    // Any key goes on, and is no answer.
    slow.terminal.send("2");
    slow.terminal.wait_for("What may your lead see");
    slow.pass(121 + 121);
    slow.terminal.wait_for("Are you still there?");
    slow.pass(121 + 121 + 21);
    slow.terminal.wait_for("Fill in the survey");
    let written = slow.terminal.written();
    let erased = b"\x1b[3J";
    assert!(written.windows(erased.len()).any(|piece| piece == erased));
    assert_eq!(slow.drafts(), 1);
    // The eight words lead back to it.
    slow.terminal.send("2");
    slow.terminal.wait_for("Type your eight words");
    slow.terminal.send(&format!("{words}\r"));
    slow.terminal.wait_for("What may your lead see");
}

#[test]
fn where_the_keeper_set_it_so_the_draft_is_deleted() {
    let mut slow = Slow::new("abandoned = \"discard\"");
    slow.terminal.wait_for("Fill in the survey");
    slow.terminal.send("1");
    begin_here(&mut slow.terminal);
    answer(&mut slow.terminal, 0, 2);
    slow.terminal.wait_for("What may your lead see");
    assert_eq!(slow.drafts(), 1);
    slow.pass(121);
    slow.terminal.wait_for("will be thrown away");
    slow.pass(121 + 21);
    slow.terminal.wait_for("Fill in the survey");
    assert_eq!(slow.drafts(), 0);
}
