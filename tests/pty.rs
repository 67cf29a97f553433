//! The real binary in a real terminal: a whole response, a kill, a hang-up, a second terminal.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, arrive, begin, come_back, send};
use support::pty::Terminal;

fn command(home: &TestHome, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", home.path().to_str().unwrap()]);
    command.args(args);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("SSH_CONNECTION");
    command
}

fn open(home: &TestHome, args: &[&str]) -> Terminal {
    Terminal::start(command(home, args))
}

/// Opens the home screen of a second run and goes to where the words are asked for.
fn come_back_in(home: &TestHome, words: &str) -> Terminal {
    let mut terminal = open(home, &["fill"]);
    come_back(&mut terminal, words);
    terminal
}

#[test]
fn a_whole_response_from_language_to_receipt() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = open(&home, &["fill"]);
    begin(&mut terminal);
    answer(&mut terminal, 0, 7);
    let receipt = send(&mut terminal);
    assert!(receipt.contains("receipt number"), "{receipt}");
    terminal.send("\x1b[C\r");
    assert!(terminal.end().success());
    let status = home.status();
    assert_eq!(status["counting"], 1);
    assert_eq!(status["drafts"], 0);
}

#[test]
fn one_key_goes_on_in_plain_text_and_a_word_comes_back_to_the_screen() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = open(&home, &["fill"]);
    begin(&mut terminal);
    answer(&mut terminal, 0, 2);
    terminal.wait_for("What may your lead see");
    terminal.send("\x10");
    terminal.wait_for("Plain text from here on");
    terminal.wait_for("What may your lead see");
    // An answer in a line, then the next question back on the screen.
    terminal.send("1\n");
    terminal.wait_for("You chose");
    terminal.send("\n");
    terminal.wait_for("Do you help with teaching?");
    terminal.send("/screen\n");
    terminal.wait_for("Esc back");
    answer(&mut terminal, 3, 7);
    send(&mut terminal);
    terminal.send("\x1b[C\r");
    assert!(terminal.end().success());
    assert_eq!(home.status()["counting"], 1);
}

#[test]
fn ctrl_c_in_plain_text_after_the_screen_keeps_the_draft_and_says_the_words() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = open(&home, &["fill"]);
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 1);
    terminal.wait_for("How many years");
    terminal.send("\x10");
    terminal.wait_for("Plain text from here on");
    terminal.send("12\n");
    terminal.wait_for("What may your lead see");
    terminal.send("\x03");
    terminal.wait_for(&words);
    assert!(terminal.end().success());
    let mut terminal = come_back_in(&home, &words);
    answer(&mut terminal, 2, 7);
    send(&mut terminal);
    assert_eq!(home.status()["counting"], 1);
}

#[test]
fn a_killed_session_goes_on_where_it_was() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = open(&home, &["fill"]);
    let words = begin(&mut terminal);
    answer(&mut terminal, 0, 3);
    terminal.wait_for("Do you help with teaching?");
    terminal.kill();
    let mut terminal = come_back_in(&home, &words);
    answer(&mut terminal, 3, 7);
    send(&mut terminal);
    assert_eq!(home.status()["counting"], 1);
}

#[test]
fn a_second_terminal_takes_the_draft_over_and_the_first_says_so() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut first = open(&home, &["fill"]);
    let words = begin(&mut first);
    answer(&mut first, 0, 2);
    first.wait_for("What may your lead see");
    let mut second = come_back_in(&home, &words);
    second.wait_for("What may your lead see");
    first.send("1");
    first.wait_until("a word that it goes on elsewhere", |screen| {
        screen.contains("elsewhere") || screen.contains("another")
    });
    answer(&mut second, 2, 7);
    send(&mut second);
    assert_eq!(home.status()["counting"], 1);
}

#[test]
fn a_terminal_that_vanishes_leaves_a_draft_and_no_process() {
    // How far the person is when the link goes: at the words, at questions, at the check.
    for answered in [0, 1, 4, 7] {
        let home = TestHome::with_keys("Chemistry stores");
        let mut terminal = open(&home, &["fill"]);
        let words = begin(&mut terminal);
        answer(&mut terminal, 0, answered);
        arrive(&terminal, answered);
        terminal.hang_up();
        // Two seconds are promised; the guard is five times that.
        assert!(
            terminal.ends_within(Duration::from_secs(10)),
            "at {answered}"
        );
        if answered > 0 {
            assert_eq!(home.status()["drafts"], 1, "at {answered}");
            let mut terminal = come_back_in(&home, &words);
            answer(&mut terminal, answered, 7);
            send(&mut terminal);
        }
    }
}

#[test]
fn a_window_too_small_says_so_and_goes_on_when_it_grows() {
    let home = TestHome::with_keys("Chemistry stores");
    let small = Terminal::start_sized(command(&home, &["fill"]), 8, 30);
    small.wait_until("a word about the window", |screen| {
        screen.contains("larger") || screen.contains("small")
    });
}

#[test]
fn without_a_terminal_the_plain_mode_asks_and_end_of_input_keeps_nothing_unsaid() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = CommandBuilder::new("sh");
    let line = format!(
        "TERM=dumb {} --home {} fill",
        binary().display(),
        home.path().display()
    );
    terminal.args(["-c", &line]);
    let mut terminal = Terminal::start(terminal);
    terminal.wait_for("press Enter");
    terminal.send("\n");
    terminal.wait_for("TERM is dumb");
}

/// The same program as what kind of terminal, in which locale: which bytes may then be written.
type Kind = (&'static str, &'static str, &'static str, Fits);
type Fits = fn(&[u8]) -> bool;
const TERMINALS: [Kind; 7] = [
    ("xterm", "C.UTF-8", "bold and reverse only", |bytes| {
        !has(bytes, b";5;") && !has(bytes, b"[30;47m")
    }),
    ("xterm-256color", "C.UTF-8", "256 colours", |bytes| {
        has(bytes, b"38;5;")
    }),
    ("tmux-256color", "C.UTF-8", "256 colours", |bytes| {
        has(bytes, b"38;5;")
    }),
    ("linux", "C.UTF-8", "the one pair of sixteen", |bytes| {
        has(bytes, b"[30;47m") && !has(bytes, b";5;")
    }),
    ("vt100", "C.UTF-8", "no colour", |bytes| {
        !has(bytes, b";5;") && !has(bytes, b"[30;47m")
    }),
    ("vt220", "C", "no colour and ASCII", |bytes| {
        bytes.is_ascii() && !has(bytes, b";5;")
    }),
    ("xterm-256color", "en_GB.ISO-8859-1", "ASCII", |bytes| {
        bytes.is_ascii()
    }),
];

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn each_kind_of_terminal_gets_what_it_knows_and_the_focus_is_on_the_cursor() {
    let home = TestHome::with_keys("Chemistry stores");
    for (term, locale, what, fits) in TERMINALS {
        let mut command = command(&home, &["fill", "--lang", "en"]);
        command.env("TERM", term);
        command.env("LC_ALL", locale);
        command.env_remove("COLORTERM");
        let mut terminal = Terminal::start(command);
        terminal.wait_for("Fill in the survey");
        terminal.send("\x1b[15~");
        terminal.wait_for("How the screen looks");
        let ((row, _), hidden) = terminal.cursor();
        let screen = terminal.screen();
        let line = screen.lines().nth(usize::from(row)).unwrap_or_default();
        assert!(
            !hidden && line.starts_with(" >"),
            "{term}: {line:?}\n{screen}"
        );
        assert!(
            fits(&terminal.bytes()),
            "{term} in {locale} is to get {what}"
        );
    }
}

#[test]
fn ctrl_s_stops_neither_the_screen_nor_the_lines_and_all_is_put_back() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = CommandBuilder::new("sh");
    let line = format!(
        "stty ixon; TERM=xterm {} --home {} fill --lang en; stty -a | tr ' ' '\\n' | grep ixon | sed 's/^/after:/'; read x",
        binary().display(),
        home.path().display()
    );
    terminal.args(["-c", &line]);
    let mut terminal = Terminal::start(terminal);
    terminal.wait_for("Fill in the survey");
    assert!(terminal.stty().contains("-ixon"), "{}", terminal.stty());
    terminal.send("\x1b[21~");
    terminal.wait_until("flow control as it was", |screen| {
        screen.contains("after:ixon")
    });
    let mut terminal = Terminal::start(command(&home, &["fill", "--plain", "--lang", "en"]));
    terminal.wait_for("press Enter");
    assert!(terminal.stty().contains("-ixon"), "{}", terminal.stty());
    assert!(
        terminal.stty().contains(" icanon"),
        "lines are edited by the terminal"
    );
    terminal.send("\x13\n");
    terminal.wait_for("I have read this");
}

#[test]
fn a_window_that_changes_all_the_time_ends_at_its_last_size() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = Terminal::start(command(&home, &["fill", "--lang", "en"]));
    terminal.wait_for("Fill in the survey");
    for number in 0..200_u16 {
        let (rows, columns) = match number % 5 {
            0 => (0, 0),
            1 => (3, 3),
            2 => (11, 39),
            3 => (80, 200),
            _ => (24, 80),
        };
        terminal.resize(rows, columns);
    }
    terminal.resize(30, 100);
    terminal.send("3");
    terminal.wait_for("Arrows, Tab, Enter and Space");
    let written = terminal.bytes().len();
    assert!(written < 200_000, "{written} bytes for 200 sizes");
}
