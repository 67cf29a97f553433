//! A panic in the middle of a session, in a real terminal: what the program leaves behind it. The program is
//! this file itself, started once more with a word that nobody types: it takes the terminal over with the
//! program's own parts and fails at a key. No such key is in the binary that people run.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking; without a harness it says itself that it passed"
)]

mod support;

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use portable_pty::CommandBuilder;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use support::pty::Terminal;
use tallybox::base::language::Language;
use tallybox::runtime::driver::{Driver, Event, Next, Program};
use tallybox::runtime::local::Local;
use tallybox::terminal::local::Raw;
use tallybox::ui::input::{Input, Key};
use tallybox::ui::theme::{Charset, Mouse};

/// What makes this file the program that fails.
const FAILING: &str = "the-program-that-fails";
/// What a person answered, and the fault's payload has in it.
const ANSWER: &str = "cryogenics, forty hours a week";

struct Failing(String);

impl Program for Failing {
    type End = ();

    fn take(&mut self, event: Event, _: Duration) -> Next<()> {
        assert!(
            event != Event::Input(Input::Key(Key::Char('p'))),
            "{}",
            self.0
        );
        Next::On
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }

    fn view(&self, _: Rect, buffer: &mut Buffer) -> Option<Position> {
        buffer.set_string(0, 0, "press p", Style::new());
        Some(Position::new(0, 0))
    }

    fn waiting(&self) -> Option<String> {
        None
    }

    fn mouse(&self) -> Mouse {
        Mouse::Clicks
    }

    fn language(&self) -> Language {
        Language::new("en")
    }
}

fn fail() -> ExitCode {
    tallybox::cli::fault::guarded(|| {
        let local = Local::new().unwrap();
        let (sink, area) = (local.sink(), local.area());
        let mut raw = Raw::enter(io::stdin(), local.sink()).unwrap();
        let mut driver = Driver::new(local, sink, || Duration::ZERO, area, Charset::Utf8);
        driver.run(&mut Failing(ANSWER.to_owned()));
        raw.restore();
        ExitCode::SUCCESS
    })
}

fn has(bytes: &[u8], wanted: &str) -> bool {
    bytes
        .windows(wanted.len())
        .any(|piece| piece == wanted.as_bytes())
}

/// The modes of the terminal that a shell has to find as it left them.
fn modes(terminal: &Terminal) -> Vec<String> {
    let told = terminal.stty();
    let wanted = ["icanon", "echo", "isig", "ixon", "icrnl", "opost"];
    let words = told.split([' ', ';', '\n']);
    words
        .filter(|word| wanted.contains(&word.trim_start_matches('-')))
        .map(str::to_owned)
        .collect()
}

fn a_fault_puts_the_terminal_back_and_tells_nothing_of_the_answers() {
    let mut command = CommandBuilder::new("sh");
    let program = std::env::current_exe().unwrap();
    let line = format!(
        "echo before; read x; {} {FAILING}; echo code: $?; read x",
        program.display()
    );
    command.args(["-c", &line]);
    let mut terminal = Terminal::start(command);
    terminal.wait_for("before");
    let before = modes(&terminal);
    terminal.send("\n");
    terminal.wait_for("press p");
    assert_ne!(modes(&terminal), before, "the terminal was not taken over");
    let drawn = terminal.bytes();
    for on in ["\x1b[?1049h", "\x1b[?2004h", "\x1b[?1000h", "\x1b[?1006h"] {
        assert!(has(&drawn, on), "{on:?} was never switched on");
    }
    terminal.send("p");
    let screen = terminal.wait_for("code: 70");
    assert!(screen.contains("a fault in tallybox at"), "{screen}");
    assert!(
        screen.contains("answers already saved are safe"),
        "{screen}"
    );
    assert_eq!(modes(&terminal), before, "the terminal is not as it was");
    let (_, is_hidden) = terminal.cursor();
    assert!(!is_hidden, "the cursor stays hidden");
    let after = terminal.bytes().split_off(drawn.len());
    let off = [
        "\x1b[?2026l",
        "\x1b[?1006l",
        "\x1b[?1000l",
        "\x1b[?2004l",
        "\x1b[0m",
        "\x1b[?25h",
        "\x1b[2J",
        "\x1b[?1049l",
    ];
    for off in off {
        assert!(has(&after, off), "{off:?} is not written");
    }
    assert!(
        !has(&after, "\x1b[?1049h") && !has(&after, ">4;"),
        "something is switched on"
    );
    for word in ANSWER.split([',', ' ']).filter(|word| word.len() > 3) {
        assert!(!has(&terminal.bytes(), word), "{word:?} was told");
    }
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(FAILING) {
        return fail();
    }
    a_fault_puts_the_terminal_back_and_tells_nothing_of_the_answers();
    println!("a fault puts the terminal back and tells nothing of the answers ... ok");
    ExitCode::SUCCESS
}
