//! The same line by line: for screen readers, for `ssh -T`, for terminals that cannot move a cursor.
//!
//! The plain mode reads and writes and waits, so it runs on a thread of its own. Where the client has a
//! terminal, nobody but us shows what is typed and takes a letter back: a kernel's terminal does that
//! under OpenSSH.

use std::collections::VecDeque;
use std::io::{self, BufReader, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use russh::server::Msg;
use russh::{ChannelMsg, ChannelWriteHalf};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::base::words::Arg;
use crate::base::words::Words;
use crate::runtime::idle::OWN;
use crate::terminal::InputDecoder;
use crate::ui::idle::{Idle, Stage};
use crate::ui::input::{Input, Key};

use super::screen::{Line, Why, words};
use super::visit::{House, Visit};
use super::{Limits, Server, told_to_end};

/// The most that may be typed on one line, and wait to be read.
const LINE: usize = 8 * 1024;
/// How many pieces wait for whoever reads.
const WAITING: usize = 4;

/// Talks until the person is done: a screen where they go on with one, and why it ended where they did
/// not end it.
pub(super) async fn talk<H: House>(
    server: &Arc<Server<H>>,
    visit: &Visit,
    screen: Option<H::Screen>,
    line: &mut Line,
) -> (Option<H::Screen>, Option<Why>) {
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
        unread: server.limits.unread,
        buffer: Vec::new(),
    };
    let (house, theirs) = (Arc::clone(&server.house), visit.clone());
    let mut talking =
        tokio::task::spawn_blocking(move || house.lines(&theirs, screen, &mut input, &mut output));
    let mut typist = Typist::new(has_terminal, typed, &server.limits);
    let words = words(visit);
    let why = loop {
        tokio::select! {
            ended = &mut talking => return ended.map_or((None, Some(Why::Fault)), |screen| (screen, None)),
            why = listens(&mut typist, line, &words) => if let Some(why) = why {
                break why;
            },
        }
    };
    // The end of input saves the draft.
    typist.typed = None;
    match talking.await {
        Ok(screen) if matches!(why, Why::Gone) => (screen, None),
        Ok(_) => (None, Some(why)),
        Err(_) => (None, Some(Why::Fault)),
    }
}

/// Waits for what happens next, and does what is to be done about it; why it is over, where it is.
async fn listens(typist: &mut Typist, line: &mut Line, words: &Words) -> Option<Why> {
    let mut closing = line.closing.clone();
    if typist.is_over && typist.given.is_empty() {
        return Some(Why::Gone);
    }
    if !typist.given.is_empty() {
        return tokio::select! {
            () = typist.gives() => None,
            () = told_to_end(&mut closing) => Some(Why::Closing),
        };
    }
    tokio::select! {
        message = line.read.wait() => match message {
            Some(ChannelMsg::Data { data }) => {
                let shown = typist.takes(&data, words);
                shows(&line.write, shown, typist.limits.unread).await
            }
            Some(ChannelMsg::Eof | ChannelMsg::Close) | None => Some(Why::Gone),
            Some(_) => None,
        },
        () = tokio::time::sleep_until(typist.due()) => {
            match typist.asks(words)? {
                Asked::Nobody => Some(Why::Idle),
                Asked::So(words) => shows(&line.write, words, typist.limits.unread).await,
            }
        }
        () = told_to_end(&mut closing) => Some(Why::Closing),
    }
}

/// Shows what was typed; whoever does not take it for long is not there.
async fn shows(write: &ChannelWriteHalf<Msg>, bytes: Vec<u8>, unread: Duration) -> Option<Why> {
    if bytes.is_empty() {
        return None;
    }
    let shown = tokio::time::timeout(unread, write.data_bytes(bytes)).await;
    (!matches!(shown, Ok(Ok(())))).then_some(Why::Gone)
}

/// What is typed, line by line where it comes from a terminal.
struct Typist {
    /// Gone once the input has ended.
    typed: Option<mpsc::Sender<Vec<u8>>>,
    /// What is to be read and does not fit there yet.
    given: VecDeque<Vec<u8>>,
    /// Whether the person asked for the end.
    is_over: bool,
    idle: Idle,
    /// Whether it was asked in this wait.
    is_warned: bool,
    /// Whether the line that is typed now says that somebody is there.
    is_asked: bool,
    limits: Limits,
    editor: Option<InputDecoder>,
    line: String,
    start: Instant,
}

/// What a wait came to.
enum Asked {
    /// It is said so.
    So(Vec<u8>),
    /// Nobody is there.
    Nobody,
}

impl Typist {
    fn new(has_terminal: bool, typed: mpsc::Sender<Vec<u8>>, limits: &Limits) -> Self {
        Self {
            typed: Some(typed),
            given: VecDeque::new(),
            is_over: false,
            idle: Idle::new(Duration::ZERO),
            is_warned: false,
            is_asked: false,
            limits: *limits,
            editor: has_terminal.then(InputDecoder::new),
            line: String::new(),
            start: Instant::now(),
        }
    }

    /// When the person is asked, or when it is over.
    fn due(&self) -> Instant {
        self.start + self.idle.next(self.limits.idle, self.start.elapsed())
    }

    /// Asks whether somebody is there, once for each wait; nothing where there is nothing new to say.
    fn asks(&mut self, words: &Words) -> Option<Asked> {
        match self.idle.stage(self.limits.idle, self.start.elapsed()) {
            Stage::Over => Some(Asked::Nobody),
            Stage::Warned(seconds) if !self.is_warned => {
                (self.is_warned, self.is_asked) = (true, true);
                let seconds = Arg::from(usize::try_from(seconds).unwrap_or(0));
                let words = words.say_with(OWN.still_there, [("seconds", seconds)]);
                Some(Asked::So(format!("\r\n{words}\r\n").into_bytes()))
            }
            Stage::Warned(_) | Stage::Present => None,
        }
    }

    /// Takes bytes in, and gives what is to be shown of them. The line that says that somebody is there is
    /// no answer to anything else.
    fn takes(&mut self, data: &[u8], words: &Words) -> Vec<u8> {
        let now = self.start.elapsed();
        self.idle.touch(now);
        self.is_warned = false;
        let go_on = || format!("\r\n{}\r\n", words.say(OWN.go_on)).into_bytes();
        let Some(editor) = &mut self.editor else {
            if std::mem::take(&mut self.is_asked) {
                return go_on();
            }
            self.given.push_back(data.to_vec());
            return Vec::new();
        };
        let mut shown = Vec::new();
        for input in editor.feed(data, now) {
            match edit(&mut self.line, &input, &mut shown) {
                Edited::On => {}
                Edited::Line if std::mem::take(&mut self.is_asked) => {
                    self.line.clear();
                    shown.extend(go_on());
                }
                Edited::Line => {
                    let line = std::mem::take(&mut self.line) + "\n";
                    self.given.push_back(line.into_bytes());
                }
                Edited::End => {
                    self.is_over = true;
                    break;
                }
            }
        }
        shown
    }

    /// Gives one piece to whoever reads.
    async fn gives(&mut self) {
        let place = match &self.typed {
            Some(typed) => typed.reserve().await.ok(),
            None => None,
        };
        match (place, self.given.pop_front()) {
            (Some(place), Some(bytes)) => place.send(bytes),
            // Whoever read has finished; what else is typed is for nobody.
            _ => self.given.clear(),
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
    unread: Duration,
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
        let sending =
            async { tokio::time::timeout(self.unread, self.write.data_bytes(bytes)).await };
        match self.handle.block_on(sending) {
            Ok(Ok(())) => Ok(()),
            // Gone, or so good as: nobody takes it.
            Ok(Err(_)) | Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}
