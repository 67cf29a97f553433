//! A house of glass for `serve` inside a test: it shows what is typed, counts what happens, and has a fault in
//! it, so that what a connection does to the others can be seen without a survey.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![expect(
    dead_code,
    reason = "each test file is a crate of its own and uses a part of this"
)]

use std::io::{BufRead, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use portable_pty::CommandBuilder;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::support::pty::{HANG_GUARD, Terminal};
use super::support::serve::ssh;
use tallybox::base::language::Language;
use tallybox::runtime::clock;
use tallybox::runtime::driver::{Event, Next, Program};
use tallybox::serve::{self, Authentication, House, Leaving, Limits, Options, Visit, host_key};
use tallybox::ui::input::{Input, Key};
use tallybox::ui::theme::Mouse;

/// What has happened in a house so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) keys: AtomicUsize,
    /// Frames that were made.
    pub(crate) drawn: AtomicUsize,
    pub(crate) vanished: AtomicUsize,
}

/// A house that shows what is typed, and has a fault in it: `!`.
struct Glass(Arc<Tally>);

struct Pane {
    tally: Arc<Tally>,
    typed: String,
}

impl Program for Pane {
    type End = Leaving;

    fn take(&mut self, event: Event, _: Duration) -> Next<Leaving> {
        match event {
            Event::Input(Input::Key(Key::Char('!'))) => panic!("the fault of this test"),
            Event::Input(Input::Key(Key::Char(letter))) => {
                self.tally.keys.fetch_add(1, Ordering::SeqCst);
                self.typed.push(letter);
            }
            Event::Vanished => {
                self.tally.vanished.fetch_add(1, Ordering::SeqCst);
            }
            _ => {}
        }
        Next::On
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// What was typed, and a page that is another with every letter.
    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        self.tally.drawn.fetch_add(1, Ordering::SeqCst);
        let last = self.typed.chars().last().unwrap_or('.');
        for row in area.top()..area.bottom() {
            let line = last.to_string().repeat(usize::from(area.width));
            buffer.set_string(0, row, line, Style::new());
        }
        let tail: String = self.typed.chars().rev().take(20).collect();
        let tail: String = tail.chars().rev().collect();
        buffer.set_string(0, 0, format!("typed [{tail}]"), Style::new());
        None
    }

    fn waiting(&self) -> Option<String> {
        None
    }

    fn mouse(&self) -> Mouse {
        Mouse::Off
    }

    fn language(&self) -> Language {
        Language::new("en")
    }
}

impl House for Glass {
    type Screen = Pane;

    fn screen(&self, _: &Visit) -> Result<Pane, String> {
        Ok(Pane {
            tally: Arc::clone(&self.0),
            typed: String::new(),
        })
    }

    fn lines(
        &self,
        _: &Visit,
        _: Option<Pane>,
        input: &mut dyn BufRead,
        output: &mut dyn Write,
    ) -> Option<Pane> {
        let mut line = String::new();
        while matches!(input.read_line(&mut line), Ok(1..)) {
            assert!(!line.starts_with('!'), "the fault of this test");
            drop(write!(output, "heard {line}").and_then(|()| output.flush()));
            line.clear();
        }
        self.0.vanished.fetch_add(1, Ordering::SeqCst);
        None
    }
}

/// A server of such a house inside the test: it ends with the test's process.
pub(crate) struct Within {
    pub(crate) port: u16,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) tally: Arc<Tally>,
}

impl Within {
    pub(crate) fn start(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let options = Options {
            authentication: Authentication::Open,
            limits,
            host_key: host_key::load(&folder.path().join("host_key")).unwrap(),
        };
        let tally = Arc::new(Tally::default());
        let house = Glass(Arc::clone(&tally));
        std::thread::spawn(move || serve::run(house, listener, options, drop).unwrap());
        Self {
            port,
            folder,
            tally,
        }
    }

    pub(crate) fn connect(&self) -> Terminal {
        let mut command = CommandBuilder::new("ssh");
        command.args(ssh(
            self.folder.path(),
            self.port,
            &["-tt", "survey@127.0.0.1"],
        ));
        command.env("TERM", "xterm-256color");
        let terminal = Terminal::start(command);
        terminal.wait_for("typed [");
        terminal
    }

    /// A python client of asyncssh with `line`, a connection, and `main` to its end.
    pub(crate) fn python(&self, body: &str) -> Child {
        python(self.port, body)
    }

    /// The same, which waits for the end of what is typed at it.
    pub(crate) fn python_typed(&self, body: &str) -> Child {
        client(self.port, body)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

/// A python client of asyncssh at a port.
pub(crate) fn python(port: u16, body: &str) -> Child {
    client(port, body).stdin(Stdio::null()).spawn().unwrap()
}

fn client(port: u16, body: &str) -> Command {
    let indented = body.replace('\n', "\n        ");
    let script = format!(
        "import asyncio, asyncssh, sys, warnings\n\
         from asyncssh.packet import String, Boolean, UInt32\n\
         async def main():\n    async with asyncssh.connect('127.0.0.1', {port}, username='survey', known_hosts=None, client_keys=None) as line:\n        {indented}\n\
         asyncio.run(main())\n"
    );
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-W", "ignore", "-c", &script]);
    command.stdout(Stdio::piped());
    command
}

#[track_caller]
pub(crate) fn told(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Waits for a condition that is nobody's to tell.
#[track_caller]
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = clock::moment();
    while !holds() {
        assert!(begun.elapsed() < HANG_GUARD, "{what}");
        std::thread::yield_now();
    }
}
