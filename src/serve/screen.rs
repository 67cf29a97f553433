//! A person's screens over a channel: what `runtime::driver` is to a terminal at hand, as one task.
//!
//! A frame is drawn only when the one before has left, so that a slow line gets the newest and never
//! a queue of old ones; meanwhile keys are taken all the same.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::base::language::Language;
use crate::base::words::Words;
use crate::runtime::driver::{Event, Next, Program};
use crate::terminal::{InputDecoder, Output};
use crate::ui::input::Input;

use super::visit::{House, Leaving, Visit, Wish, area};
use super::{Server, lines, told_to_end};

/// Alternate screen, bracketed paste, numeric keypad; the mouse stays the person's own.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b>";
/// Undoes it and leaves nothing readable.
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[2J\x1b[H\x1b[?1049l";
/// Between the warning and the end of a session that nobody types at.
const WARNING: Duration = Duration::from_secs(60);
/// More keys than these in a second nobody types; the next second takes the rest.
const KEYS: usize = 400;
/// The one request that is honoured.
const OWN: &[u8] = b"me";

/// The channel of one person.
pub(super) struct Line {
    pub(super) read: ChannelReadHalf,
    pub(super) write: Arc<ChannelWriteHalf<Msg>>,
    pub(super) closing: watch::Receiver<bool>,
}

/// Why a session ended that the person did not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Nobody is there to be told.
    Gone,
    /// Nobody typed.
    Idle,
    /// The server is told to end.
    Closing,
}

/// How a screen ended.
enum Ended {
    Left(Leaving),
    Cut(Why),
}

/// Takes a channel's requests until one is for the survey, and gives it.
pub(super) async fn receive<H: House>(
    server: Arc<Server<H>>,
    channel: Channel<Msg>,
    entered: Arc<Notify>,
) {
    let (read, write) = channel.split();
    let mut line = Line {
        read,
        write: Arc::new(write),
        closing: server.closing.clone(),
    };
    let Some(visit) = what_for(&mut line).await else {
        return;
    };
    entered.notify_one();
    let write = Arc::clone(&line.write);
    let words = words(&visit);
    // In a task of its own: where it panics, nobody else does, and this one tells the person.
    let session = tokio::spawn(attend(server, visit, line));
    let (told, status) = match session.await {
        Ok(told) => (told, 0),
        Err(_) => (Some("serve-fault"), 70),
    };
    let mut last = if status == 0 {
        Vec::new()
    } else {
        LEAVE.to_vec()
    };
    if let Some(id) = told {
        last.extend(words.say(id).replace('\n', "\r\n").into_bytes());
        last.extend(b"\r\n");
    }
    drop(write.data_bytes(last).await);
    drop(write.exit_status(status).await);
    drop(write.eof().await);
    drop(write.close().await);
}

fn words(visit: &Visit) -> Words {
    Words::new(&Language::new(visit.language().unwrap_or("en")))
}

/// What somebody came for, once it is asked for.
async fn what_for(line: &mut Line) -> Option<Visit> {
    let mut visit = Visit::default();
    loop {
        match line.read.wait().await? {
            ChannelMsg::RequestPty {
                term,
                col_width,
                row_height,
                ..
            } => visit.has_terminal(&term, col_width, row_height),
            ChannelMsg::SetEnv {
                variable_name,
                variable_value,
                ..
            } => {
                visit.sets(&variable_name, &variable_value);
            }
            ChannelMsg::WindowChange {
                col_width,
                row_height,
                ..
            } => visit.resized(area(col_width, row_height)),
            ChannelMsg::RequestShell { .. } => return Some(visit),
            ChannelMsg::Exec { command, .. } => {
                if command == OWN {
                    visit.wish = Wish::Own;
                }
                return Some(visit);
            }
            ChannelMsg::Close => return None,
            _ => {}
        }
    }
}

/// Screens, lines, or the one after the other; at the end what is still to be said, as a message's id.
async fn attend<H: House>(
    server: Arc<Server<H>>,
    mut visit: Visit,
    mut line: Line,
) -> Option<&'static str> {
    let mut screen: Option<H::Screen> = None;
    loop {
        if visit.ability().plain.is_some() && screen.is_none() {
            lines::talk(&server, &visit, None, &mut line).await;
            return None;
        }
        let mut program = match screen.take() {
            Some(screen) => screen,
            None => match tokio::task::block_in_place(|| server.house.screen(&visit)) {
                Ok(program) => program,
                Err(words) => {
                    drop(
                        line.write
                            .data_bytes(words.replace('\n', "\r\n") + "\r\n")
                            .await,
                    );
                    return None;
                }
            },
        };
        drop(line.write.data_bytes(ENTER).await);
        let ended = Showing::new(&server, &mut visit)
            .run(&mut program, &mut line)
            .await;
        drop(line.write.data_bytes(LEAVE).await);
        match ended {
            Ended::Left(Leaving::Done) | Ended::Cut(Why::Gone) => return None,
            Ended::Cut(Why::Idle) => return Some("serve-idle-end"),
            Ended::Cut(Why::Closing) => return Some("serve-closing"),
            Ended::Left(Leaving::Lines) => {
                screen = lines::talk(&server, &visit, Some(program), &mut line).await;
                screen.as_ref()?;
            }
        }
    }
}

type Writing = Pin<Box<dyn Future<Output = Result<(), russh::Error>> + Send>>;

/// A screen while it is shown.
struct Showing<'a> {
    visit: &'a mut Visit,
    words: Words,
    idle: Duration,
    unread: Duration,
    idle_bytes: usize,
    output: Output,
    decoder: InputDecoder,
    start: Instant,
    typed: Duration,
    is_warned: bool,
    is_dirty: bool,
    /// The frame that has not left yet, and since when.
    writing: Option<(Writing, Instant)>,
    /// Bytes since the last key, and keys in this second.
    waste: usize,
    keys: (u64, usize),
}

impl<'a> Showing<'a> {
    fn new<H: House>(server: &Server<H>, visit: &'a mut Visit) -> Self {
        Self {
            words: words(visit),
            idle: server.limits.idle,
            unread: server.limits.unread,
            idle_bytes: server.limits.idle_bytes,
            output: Output::new(visit.ability().theme.charset),
            decoder: InputDecoder::new(),
            start: Instant::now(),
            typed: Duration::ZERO,
            is_warned: false,
            is_dirty: true,
            writing: None,
            waste: 0,
            keys: (0, 0),
            visit,
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    async fn run<P: Program<End = Leaving>>(mut self, program: &mut P, line: &mut Line) -> Ended {
        loop {
            self.draw(program, line);
            let due = self.due(program);
            let written = async {
                match self.writing.as_mut() {
                    Some((writing, _)) => writing.await,
                    None => std::future::pending().await,
                }
            };
            let mut closing = line.closing.clone();
            let ended = tokio::select! {
                result = written => {
                    self.writing = None;
                    result.err().map(|_| Ended::Cut(Why::Gone))
                }
                message = line.read.wait() => self.takes(message, program).await,
                () = tokio::time::sleep_until(due) => self.passes(program),
                () = told_to_end(&mut closing) => Some(Ended::Cut(Why::Closing)),
            };
            if let Some(ended) = ended {
                return self.end(ended, program).await;
            }
        }
    }

    /// Saves what is to be saved where the person did not end it, and lets the last frame go.
    async fn end<P: Program<End = Leaving>>(&mut self, ended: Ended, program: &mut P) -> Ended {
        if matches!(ended, Ended::Cut(_)) {
            // It is over, whatever the program wants.
            let _told: Option<Ended> = self.tell(program, Event::Vanished);
        }
        if let (Some((writing, _)), false) =
            (self.writing.take(), matches!(ended, Ended::Cut(Why::Gone)))
        {
            drop(tokio::time::timeout(Duration::from_secs(1), writing).await);
        }
        ended
    }

    async fn takes<P: Program<End = Leaving>>(
        &mut self,
        message: Option<ChannelMsg>,
        program: &mut P,
    ) -> Option<Ended> {
        let inputs = match message {
            None | Some(ChannelMsg::Close | ChannelMsg::Eof) => return Some(Ended::Cut(Why::Gone)),
            Some(ChannelMsg::Data { data }) => {
                let inputs = self.decoder.feed(&data, self.now());
                self.waste = if inputs.is_empty() {
                    self.waste + data.len()
                } else {
                    0
                };
                inputs
            }
            Some(ChannelMsg::WindowChange {
                col_width,
                row_height,
                ..
            }) => {
                let area = area(col_width, row_height);
                self.visit.resized(area);
                return self.tell(program, Event::Resized(area));
            }
            Some(_) => return None,
        };
        if self.waste > self.idle_bytes {
            return Some(Ended::Cut(Why::Gone));
        }
        self.slows(inputs.len()).await;
        self.types(inputs, program)
    }

    /// Nobody types so fast: who seems to waits, and with them their line, but nobody else.
    async fn slows(&mut self, keys: usize) {
        let second = self.now().as_secs();
        self.keys = if self.keys.0 == second {
            (second, self.keys.1 + keys)
        } else {
            (second, keys)
        };
        if self.keys.1 > KEYS {
            tokio::time::sleep_until(self.start + Duration::from_secs(second + 1)).await;
        }
    }

    fn types<P: Program<End = Leaving>>(
        &mut self,
        inputs: Vec<Input>,
        program: &mut P,
    ) -> Option<Ended> {
        if inputs.is_empty() {
            return None;
        }
        self.typed = self.now();
        self.is_dirty = true;
        // The key that answers the warning does nothing else.
        let spent = usize::from(std::mem::take(&mut self.is_warned));
        let mut inputs = inputs.into_iter().skip(spent);
        inputs.find_map(|input| self.tell(program, Event::Input(input)))
    }

    /// A moment has come: a lone Escape is a key, a text is saved, nobody is there.
    fn passes<P: Program<End = Leaving>>(&mut self, program: &mut P) -> Option<Ended> {
        let now = self.now();
        if self
            .writing
            .as_ref()
            .is_some_and(|(_, since)| since.elapsed() >= self.unread)
        {
            return Some(Ended::Cut(Why::Gone));
        }
        if now >= self.typed + self.idle {
            return Some(Ended::Cut(Why::Idle));
        }
        if now >= self.typed + self.idle.saturating_sub(WARNING) && !self.is_warned {
            self.is_warned = true;
            self.is_dirty = true;
        }
        let inputs = self.decoder.expire(now);
        if let Some(ended) = self.types(inputs, program) {
            return Some(ended);
        }
        let is_due = program.deadline().is_some_and(|due| now >= due);
        is_due.then(|| self.tell(program, Event::Tick)).flatten()
    }

    fn tell<P: Program<End = Leaving>>(&mut self, program: &mut P, event: Event) -> Option<Ended> {
        let now = self.now();
        self.is_dirty = true;
        // It may wait for the disk: the other tasks of this thread go on elsewhere.
        match tokio::task::block_in_place(|| program.take(event, now)) {
            Next::On => None,
            Next::Redraw => {
                self.output.forget();
                None
            }
            Next::End(leaving) => Some(Ended::Left(leaving)),
        }
    }

    /// When something is to be looked at, whatever the person does.
    fn due<P: Program<End = Leaving>>(&self, program: &P) -> Instant {
        let idle = self.typed + self.idle;
        let idle = if self.is_warned {
            idle
        } else {
            idle.saturating_sub(WARNING)
        };
        let unread = self.writing.as_ref().map(|(_, since)| *since + self.unread);
        let soonest = [self.decoder.pending(), program.deadline()]
            .into_iter()
            .flatten();
        let soonest = soonest.fold(idle, Duration::min);
        let soonest = self.start + soonest;
        unread.map_or(soonest, |unread| soonest.min(unread))
    }

    fn draw<P: Program>(&mut self, program: &P, line: &Line) {
        if self.writing.is_some() || !std::mem::take(&mut self.is_dirty) {
            return;
        }
        let area = self.visit.area().unwrap_or_default();
        let warning = self.is_warned.then(|| self.words.say("serve-idle"));
        let mut bytes = self.output.listen(program.mouse());
        bytes.extend(self.output.draw(area, |area, buffer| {
            let cursor = program.view(area, buffer);
            if let Some(warning) = &warning {
                warn(warning, area, buffer);
            }
            cursor.map(|cursor| within(cursor, area))
        }));
        if !bytes.is_empty() {
            let write = Arc::clone(&line.write);
            let writing = Box::pin(async move { write.data_bytes(bytes).await });
            self.writing = Some((writing, Instant::now()));
        }
    }
}

fn within(cursor: Position, area: Rect) -> Position {
    Position::new(
        cursor.x.min(area.right().saturating_sub(1)),
        cursor.y.min(area.bottom().saturating_sub(1)),
    )
}

/// The warning takes the lowest lines, as many as it needs.
fn warn(warning: &str, area: Rect, buffer: &mut Buffer) {
    let lines = crate::base::text::wrap(warning, usize::from(area.width.saturating_sub(2)));
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.height);
    let style = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
    let first = area.bottom() - height;
    for (row, line) in (first..area.bottom()).zip(&lines) {
        let line = format!(
            " {line:<width$}",
            width = usize::from(area.width.saturating_sub(2))
        );
        buffer.set_string(area.left(), row, line, style);
    }
}
