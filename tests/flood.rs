//! A terminal that sends what no person types: windows of no size and of every size, a paste without an end, keys
//! faster than anything: memory stays small and the program is there afterwards.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::many::many;
use support::memory;
use support::pty::Terminal;

/// KiB that a session may take at most.
const MEMORY: u64 = 64 << 10;
/// Bytes that are typed at once.
const PIECE: usize = 1 << 16;

fn start(home: &TestHome) -> Terminal {
    let mut command = CommandBuilder::new(binary());
    let path = home.path();
    command.args(["--home", path.to_str().unwrap(), "fill", "--lang", "en"]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("SSH_CONNECTION");
    let terminal = Terminal::start(command);
    terminal.wait_for("Fill in the survey");
    terminal
}

/// The most memory that it has had.
fn peak(terminal: &Terminal) -> u64 {
    memory::peak(&terminal.process().to_string())
}

/// That it still does what it is told.
fn is_there(terminal: &mut Terminal) {
    terminal.send("\x1bOP");
    terminal.wait_for("Keys that work here");
    assert!(peak(terminal) < MEMORY, "{} KiB", peak(terminal));
}

#[test]
fn windows_from_nothing_to_65535_columns_one_after_the_other_take_no_memory() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = start(&home);
    let sizes = [
        (0, 0),
        (1, 1),
        (1, 500),
        (65_535, 65_535),
        (65_535, 1),
        (0, 65_535),
        (24, 80),
    ];
    for (rows, columns) in sizes.iter().cycle().take(many("TALLYBOX_RESIZES", 300)) {
        terminal.resize(*rows, *columns);
    }
    terminal.resize(24, 80);
    is_there(&mut terminal);
}

#[test]
fn a_paste_without_an_end_and_keys_faster_than_anything_take_no_memory() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut terminal = start(&home);
    terminal.send("\x1b[200~");
    let piece = "paste ".repeat(PIECE / 6);
    for _ in 0..many("TALLYBOX_PASTE_MIB", 4) * (1 << 20) / PIECE {
        terminal.send(&piece);
    }
    terminal.send("\x1b[201~");
    // A sequence that never ends, and arrows up and down.
    terminal.send("\x1b[");
    terminal.send(&"1;".repeat(PIECE));
    let arrows = "\x1b[B\x1b[A".repeat(PIECE / 6);
    for _ in 0..many("TALLYBOX_KEYS", 40_000) * 3 / PIECE {
        terminal.send(&arrows);
    }
    is_there(&mut terminal);
}
