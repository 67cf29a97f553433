//! Nobody at a shared terminal, in a real terminal. The least wait that a keeper can set is two minutes, so the
//! machine's clock is moved on under the program (`tests/rigs/clock.c`): the binary is the one that people run.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use portable_pty::CommandBuilder;

use support::clock::Clock;
use support::home::{TestHome, binary};
use support::journey::{answer, to_the_words, words_asked_back};
use support::pty::Terminal;

/// A shared terminal whose clock goes by a file.
struct Slow {
    home: TestHome,
    clock: Clock,
    terminal: Terminal,
}

impl Slow {
    fn new(settings: &str) -> Self {
        let home = TestHome::with_keys("Chemistry stores");
        let file = home.path().join("tallybox.toml");
        let text = format!("[kiosk]\nidle_minutes = 2\nwarning_seconds = 20\n{settings}\n");
        std::fs::write(file, text).unwrap();
        let clock = Clock::new(&home.path());
        let mut command = CommandBuilder::new(binary());
        command.args(["--home", home.path().to_str().unwrap(), "kiosk"]);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("SSH_CONNECTION");
        // Whoever runs the tests may sit in one of these.
        for name in ["TMUX", "STY", "ZELLIJ"] {
            command.env_remove(name);
        }
        for (name, value) in clock.environment() {
            command.env(name, value);
        }
        let terminal = Terminal::start(command);
        Self {
            home,
            clock,
            terminal,
        }
    }

    /// So many seconds pass.
    fn pass(&self, seconds: u32) {
        self.clock.set(seconds);
        self.terminal.resize(25, 80);
        self.terminal.resize(24, 80);
    }

    fn drafts(&self) -> u64 {
        self.home.status()["drafts"].as_u64().unwrap()
    }
}

/// From the start screen to the first question.
fn begin_at_kiosk(terminal: &mut Terminal) -> String {
    let words = to_the_words(terminal);
    terminal.send("\r");
    words_asked_back(terminal, &words);
    words
}

#[test]
fn whoever_walks_away_is_asked_then_the_draft_is_kept_and_the_screen_is_cleared() {
    let mut slow = Slow::new("");
    let words = begin_at_kiosk(&mut slow.terminal);
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
    begin_at_kiosk(&mut slow.terminal);
    answer(&mut slow.terminal, 0, 2);
    slow.terminal.wait_for("What may your lead see");
    assert_eq!(slow.drafts(), 1);
    slow.pass(121);
    slow.terminal.wait_for("will be thrown away");
    slow.pass(121 + 21);
    slow.terminal.wait_for("Fill in the survey");
    assert_eq!(slow.drafts(), 0);
}
