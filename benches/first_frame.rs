//! From the start of the program to its first whole page, against what starting any program costs.
//!
//! `cargo bench --bench first_frame` starts each in a pseudo terminal, in turn, and prints the median of
//! each and its ratio to the floor of the same run (docs/measured.md): `cat` of as many bytes as a page has,
//! then this program saying its version, then the first page of the shipped questionnaire with its box open.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tallybox::runtime::clock;

/// How often each is started.
const TIMES: usize = 31;
/// The bytes of a first page.
const PAGE: usize = 2_000;

/// How long a program takes until its screen is as `is_there` says.
fn until(command: CommandBuilder, is_there: impl Fn(&str) -> bool) -> Duration {
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut screen = vt100::Parser::new(24, 80, 0);
    let began = clock::moment();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut bytes = [0; 8192];
    let took = loop {
        let count = reader.read(&mut bytes).unwrap_or(0);
        screen.process(&bytes[..count]);
        let shown = screen.screen().contents();
        if is_there(&shown) {
            break began.elapsed();
        }
        assert!(count > 0, "it ended without a first page:\n{shown}");
    };
    drop(child.kill());
    child.wait().unwrap();
    took
}

fn tallybox(home: &Path, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tallybox"));
    command.args(["--home", home.to_str().unwrap()]);
    command.args(args);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let mut demo = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    demo.args(["demo", "--responses", "20", "--no-open", "--home"]);
    let made = demo.arg(&home).stdout(Stdio::null()).status().unwrap();
    assert!(made.success(), "no demo");
    let page = folder.path().join("page");
    std::fs::write(&page, format!("{}\nend\n", "x".repeat(PAGE))).unwrap();

    let (mut floor, mut version, mut first) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let mut cat = CommandBuilder::new("/bin/cat");
        cat.arg(&page);
        floor.push(until(cat, |screen| screen.contains("end")));
        let says = |screen: &str| screen.contains(env!("CARGO_PKG_VERSION"));
        version.push(until(tallybox(&home, &["--version"]), says));
        let is_whole = |screen: &str| screen.contains("F1 ");
        first.push(until(tallybox(&home, &["fill"]), is_whole));
    }
    let floor = median(floor);
    println!("to the first page in a pty of 80x24, median of {TIMES}, in milliseconds");
    for (what, took) in [
        ("cat of a page", floor),
        ("tallybox --version", median(version)),
        ("tallybox fill, the shipped survey, box open", median(first)),
    ] {
        println!("{what:45} {took:8.1} {:6.2} x floor", took / floor);
    }
}
