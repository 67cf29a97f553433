//! The same line by line: for screen readers, for `ssh -T`, for terminals that cannot move a cursor.
//!
//! The plain mode reads and writes and waits, so it runs on a thread of its own. Where the client has a
//! terminal, nobody but us shows what is typed and takes a letter back: a kernel's terminal does that
//! under OpenSSH.

use std::io::{self, BufReader, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use russh::server::Msg;
use russh::{ChannelMsg, ChannelWriteHalf};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::terminal::InputDecoder;
use crate::ui::input::{Input, Key};

use super::screen::Line;
use super::visit::{House, Visit};
use super::{Server, told_to_end};

/// The most that may be typed on one line, and wait to be read.
const LINE: usize = 8 * 1024;
/// How many pieces wait for whoever reads.
const WAITING: usize = 4;

/// Talks until the person is done; a screen where they go on with one.
pub(super) async fn talk<H: House>(
    server: &Arc<Server<H>>,
    visit: &Visit,
    screen: Option<H::Screen>,
    line: &mut Line,
) -> Option<H::Screen> {
    let (typed, reading) = mpsc::channel(WAITING);
    let has_terminal = visit.area().is_some();
    let mut input = BufReader::new(Typed {
        reading,
        left: Vec::new(),
    });
    let mut output = Spoken {
        write: Arc::clone(&line.write),
        handle: Handle::current(),
        has_terminal,
        buffer: Vec::new(),
    };
    let (house, theirs) = (Arc::clone(&server.house), visit.clone());
    let mut talking =
        tokio::task::spawn_blocking(move || house.lines(&theirs, screen, &mut input, &mut output));
    let mut typist = Typist::new(has_terminal, typed);
    loop {
        let mut closing = line.closing.clone();
        tokio::select! {
            ended = &mut talking => return ended.ok().flatten(),
            message = line.read.wait() => match message {
                Some(ChannelMsg::Data { data }) => typist.takes(&data, &line.write).await,
                Some(ChannelMsg::Eof | ChannelMsg::Close) | None => typist.ends(),
                Some(_) => {}
            },
            () = typist.idles(server.limits.idle) => typist.ends(),
            () = told_to_end(&mut closing) => {
                // The end of input saves the draft.
                typist.ends();
                return talking.await.ok().flatten();
            }
        }
        if typist.typed.is_none() {
            return talking.await.ok().flatten();
        }
    }
}

/// What is typed, line by line where it comes from a terminal.
struct Typist {
    /// Gone once the input has ended.
    typed: Option<mpsc::Sender<Vec<u8>>>,
    editor: Option<InputDecoder>,
    line: String,
    start: Instant,
    last: Instant,
}

impl Typist {
    fn new(has_terminal: bool, typed: mpsc::Sender<Vec<u8>>) -> Self {
        Self {
            typed: Some(typed),
            editor: has_terminal.then(InputDecoder::new),
            line: String::new(),
            start: Instant::now(),
            last: Instant::now(),
        }
    }

    fn ends(&mut self) {
        self.typed = None;
    }

    async fn idles(&self, idle: Duration) {
        tokio::time::sleep_until(self.last + idle).await;
    }

    async fn takes(&mut self, data: &[u8], write: &ChannelWriteHalf<Msg>) {
        self.last = Instant::now();
        let Some(editor) = &mut self.editor else {
            return self.gives(data.to_vec()).await;
        };
        let now = self.start.elapsed();
        let mut shown = Vec::new();
        let mut done = Vec::new();
        for input in editor.feed(data, now) {
            match edit(&mut self.line, &input, &mut shown) {
                Edited::On => {}
                Edited::Line => done.push(std::mem::take(&mut self.line) + "\n"),
                Edited::End => {
                    self.ends();
                    break;
                }
            }
        }
        drop(write.data_bytes(shown).await);
        for line in done {
            self.gives(line.into_bytes()).await;
        }
    }

    async fn gives(&self, bytes: Vec<u8>) {
        if let Some(typed) = &self.typed {
            // Whoever read has finished; what else is typed is for nobody.
            drop(typed.send(bytes).await);
        }
    }
}

enum Edited {
    On,
    Line,
    End,
}

/// A key on a line that is being typed, and what shows of it.
fn edit(line: &mut String, input: &Input, shown: &mut Vec<u8>) -> Edited {
    match input {
        Input::Key(Key::Enter) => {
            shown.extend(b"\r\n");
            return Edited::Line;
        }
        Input::Key(Key::Ctrl('c' | 'd')) => return Edited::End,
        Input::Key(Key::Char(letter)) => add(line, &letter.to_string(), shown),
        Input::Key(Key::Tab) => add(line, " ", shown),
        Input::Paste(text) => add(line, &crate::base::text::one_line(text), shown),
        Input::Key(Key::Backspace) => {
            if let Some(letter) = line.pop() {
                rub_out(letter, shown);
            }
        }
        Input::Key(Key::Ctrl('u')) => {
            for letter in line.drain(..).rev() {
                rub_out(letter, shown);
            }
        }
        Input::Key(_) | Input::Click { .. } | Input::Wheel(_) => {}
    }
    Edited::On
}

fn add(line: &mut String, text: &str, shown: &mut Vec<u8>) {
    if line.len() + text.len() <= LINE {
        line.push_str(text);
        shown.extend(text.as_bytes());
    }
}

fn rub_out(letter: char, shown: &mut Vec<u8>) {
    for _ in 0..crate::base::text::width(&letter.to_string()) {
        shown.extend(b"\x08 \x08");
    }
}

/// What is typed, as something to read from. Its end is the end of input.
struct Typed {
    reading: mpsc::Receiver<Vec<u8>>,
    left: Vec<u8>,
}

impl Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.left.is_empty() {
            match self.reading.blocking_recv() {
                Some(bytes) => self.left = bytes,
                None => return Ok(0),
            }
        }
        let count = into.len().min(self.left.len());
        for (to, byte) in into.iter_mut().zip(self.left.drain(..count)) {
            *to = byte;
        }
        Ok(count)
    }
}

/// The channel as something to write to: whole pieces, at a flush.
struct Spoken {
    write: Arc<ChannelWriteHalf<Msg>>,
    handle: Handle,
    has_terminal: bool,
    buffer: Vec<u8>,
}

impl Write for Spoken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            if byte == b'\n' && self.has_terminal {
                self.buffer.push(b'\r');
            }
            self.buffer.push(byte);
        }
        if self.buffer.len() > LINE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.buffer);
        let sent = self.handle.block_on(self.write.data_bytes(bytes));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
