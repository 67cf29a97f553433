//! A person's screens over a channel: what `runtime::driver` is to a terminal at hand, as one task.
//!
//! A frame is drawn only when the one before has left, so that a slow line gets the newest and never
//! a queue of old ones; meanwhile keys are taken all the same.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::{Position, Rect};
use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::base::language::Language;
use crate::base::words::Words;
use crate::runtime::attended::{Attended, Over};
use crate::runtime::driver::{Event, Next, Program};
use crate::terminal::{InputDecoder, Output};
use crate::ui::input::Input;

use super::visit::{House, Leaving, Visit, Wish, area};
use super::{Passage, Server, lines, told_to_end};

/// Alternate screen, bracketed paste, numeric keypad; the mouse stays the person's own.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b>";
/// Undoes it and leaves nothing readable.
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[2J\x1b[H\x1b[?1049l";
/// How many keys are taken at once, as a paste gives them, and how many a second from then on: nobody
/// types more, and who seems to waits.
const KEYS: usize = 4000;
const KEYS_A_SECOND: usize = 400;
/// How long until a few of those who wait are looked at.
const PAUSE: Duration = Duration::from_millis(50);
/// When a session is looked at that waits for nothing.
const LATER: Duration = Duration::from_secs(60);
/// How long a client may take to read the last words.
const FAREWELL: Duration = Duration::from_secs(1);
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
    /// A fault of ours.
    Fault,
}

impl Why {
    /// What the person is told, as a message's id.
    pub(super) const fn told(self) -> Option<&'static str> {
        match self {
            Self::Gone => None,
            Self::Idle => Some("idle-end"),
            Self::Closing => Some("serve-closing"),
            Self::Fault => Some("serve-fault"),
        }
    }
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
    passage: Arc<Passage>,
) {
    let (read, write) = channel.split();
    let mut line = Line {
        read,
        write: Arc::new(write),
        closing: server.closing.clone(),
    };
    let Some(mut visit) = what_for(&mut line).await else {
        return;
    };
    visit.shown = passage.shown.get().cloned();
    passage.entered.notify_one();
    let write = Arc::clone(&line.write);
    let words = words(&visit);
    // In a task of its own: where it panics, nobody else does, and this one tells the person.
    let session = tokio::spawn(attend(server, visit, line));
    let (told, status) = match session.await {
        Ok(told) => (told, 0),
        Err(_) => (Why::Fault.told().map(|id| words.say(id)), 70),
    };
    let mut last = if status == 0 {
        Vec::new()
    } else {
        LEAVE.to_vec()
    };
    if let Some(told) = told {
        last.extend(told.replace('\n', "\r\n").into_bytes());
        last.extend(b"\r\n");
    }
    let farewell = async {
        if !last.is_empty() {
            write.data_bytes(last).await?;
        }
        write.exit_status(status).await?;
        write.eof().await?;
        write.close().await
    };
    // Who does not read is not waited for.
    drop(tokio::time::timeout(FAREWELL, farewell).await);
    passage.left.notify_one();
}

/// The language of somebody who has not chosen one yet.
fn spoken(visit: &Visit) -> Language {
    Language::new(visit.language().unwrap_or("en"))
}

pub(super) fn words(visit: &Visit) -> Words {
    Words::new(&spoken(visit))
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

/// Screens, lines, or the one after the other; at the end what is still to be said.
async fn attend<H: House>(
    server: Arc<Server<H>>,
    mut visit: Visit,
    mut line: Line,
) -> Option<String> {
    let mut screen: Option<H::Screen> = None;
    let told = |why: Option<Why>, language: &Language| {
        let id = why.and_then(Why::told)?;
        Some(Words::new(language).say(id))
    };
    loop {
        if visit.ability().plain.is_some() && screen.is_none() {
            let (_, why) = lines::talk(&server, &visit, None, &mut line).await;
            return told(why, &spoken(&visit));
        }
        let program = match screen.take() {
            Some(screen) => screen,
            None => match tokio::task::block_in_place(|| server.house.screen(&visit)) {
                Ok(program) => program,
                Err(words) => {
                    last_words(&line, (words.replace('\n', "\r\n") + "\r\n").into_bytes()).await;
                    return None;
                }
            },
        };
        last_words(&line, ENTER.to_vec()).await;
        let mut program = Attended::new(program, Some(server.limits.idle));
        let ended = Showing::new(&server, &mut visit)
            .run(&mut program, &mut line)
            .await;
        if !matches!(ended, Ended::Cut(Why::Gone)) {
            last_words(&line, LEAVE.to_vec()).await;
        }
        match ended {
            Ended::Left(Leaving::Done) => return None,
            Ended::Cut(why) => return told(Some(why), &program.language()),
            Ended::Left(Leaving::Lines) => {
                let language = program.language();
                let program = Some(program.into_inner());
                let (back, why) = lines::talk(&server, &visit, program, &mut line).await;
                if back.is_none() {
                    return told(why, &language);
                }
                screen = back;
            }
        }
    }
}

/// Says something to somebody who may not read.
async fn last_words(line: &Line, bytes: Vec<u8>) {
    drop(tokio::time::timeout(FAREWELL, line.write.data_bytes(bytes)).await);
}

type Writing = Pin<Box<dyn Future<Output = Result<(), russh::Error>> + Send>>;

/// A screen while it is shown.
struct Showing<'a> {
    visit: &'a mut Visit,
    unread: Duration,
    idle_bytes: usize,
    output: Output,
    decoder: InputDecoder,
    start: Instant,
    is_dirty: bool,
    /// The frame that has not left yet, and since when.
    writing: Option<(Writing, Instant)>,
    /// Bytes since the last key.
    waste: usize,
    /// What was typed too fast to be taken at once. As long as there is any, nothing more is read.
    waiting: VecDeque<Input>,
    /// How many keys may be taken now, and when that was counted.
    allowance: (usize, Duration),
}

impl<'a> Showing<'a> {
    fn new<H: House>(server: &Server<H>, visit: &'a mut Visit) -> Self {
        Self {
            unread: server.limits.unread,
            idle_bytes: server.limits.idle_bytes,
            output: Output::new(visit.ability().theme.charset),
            decoder: InputDecoder::new(),
            start: Instant::now(),
            is_dirty: true,
            writing: None,
            waste: 0,
            waiting: VecDeque::new(),
            allowance: (KEYS, Duration::ZERO),
            visit,
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    async fn run<P: Program<End = Over<Leaving>>>(
        mut self,
        program: &mut P,
        line: &mut Line,
    ) -> Ended {
        loop {
            self.draw(program, line);
            let due = self.due(program);
            let takes_more = self.waiting.is_empty();
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
                message = line.read.wait(), if takes_more => self.takes(message, program),
                () = tokio::time::sleep_until(due) => self.passes(program),
                () = told_to_end(&mut closing) => Some(Ended::Cut(Why::Closing)),
            };
            if let Some(ended) = ended {
                return self.end(ended, program).await;
            }
        }
    }

    /// Saves what is to be saved where the person did not end it, and lets the last frame go.
    async fn end<P: Program<End = Over<Leaving>>>(
        &mut self,
        ended: Ended,
        program: &mut P,
    ) -> Ended {
        if matches!(ended, Ended::Cut(_)) {
            // It is over, whatever the program wants.
            let _told: Option<Ended> = self.tell(program, Event::Vanished);
        }
        if let (Some((writing, _)), false) =
            (self.writing.take(), matches!(ended, Ended::Cut(Why::Gone)))
        {
            drop(tokio::time::timeout(FAREWELL, writing).await);
        }
        ended
    }

    fn takes<P: Program<End = Over<Leaving>>>(
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
        self.types(inputs, program)
    }

    fn types<P: Program<End = Over<Leaving>>>(
        &mut self,
        inputs: Vec<Input>,
        program: &mut P,
    ) -> Option<Ended> {
        if inputs.is_empty() {
            return None;
        }
        self.waiting.extend(inputs);
        self.catches_up(program)
    }

    /// Takes as many of the keys that wait as may be taken now. Who types faster than anybody does
    /// waits, and with them their line, but nobody else.
    fn catches_up<P: Program<End = Over<Leaving>>>(&mut self, program: &mut P) -> Option<Ended> {
        let (left, counted) = self.allowance;
        let now = self.now();
        let passed = now.saturating_sub(counted).as_millis();
        let more = usize::try_from(passed).unwrap_or(KEYS).min(KEYS * 10) * KEYS_A_SECOND / 1000;
        // What is too short a time for one key is counted with the next.
        let counted = if more == 0 { counted } else { now };
        let allowed = (left + more).min(KEYS);
        let taken = allowed.min(self.waiting.len());
        self.allowance = (allowed - taken, counted);
        let keys: Vec<Input> = self.waiting.drain(..taken).collect();
        keys.into_iter()
            .find_map(|input| self.tell(program, Event::Input(input)))
    }

    /// A moment has come: a lone Escape is a key, a text is saved, somebody is asked.
    fn passes<P: Program<End = Over<Leaving>>>(&mut self, program: &mut P) -> Option<Ended> {
        let now = self.now();
        if self
            .writing
            .as_ref()
            .is_some_and(|(_, since)| since.elapsed() >= self.unread)
        {
            return Some(Ended::Cut(Why::Gone));
        }
        let inputs = self.decoder.expire(now);
        let ended = self.types(inputs, program);
        if let Some(ended) = ended.or_else(|| self.catches_up(program)) {
            return Some(ended);
        }
        let is_due = program.deadline().is_some_and(|due| now >= due);
        is_due.then(|| self.tell(program, Event::Tick)).flatten()
    }

    fn tell<P: Program<End = Over<Leaving>>>(
        &mut self,
        program: &mut P,
        event: Event,
    ) -> Option<Ended> {
        let now = self.now();
        self.is_dirty = true;
        // It may wait for the disk: the other tasks of this thread go on elsewhere.
        match tokio::task::block_in_place(|| program.take(event, now)) {
            Next::On => None,
            Next::Redraw => {
                self.output.forget();
                None
            }
            Next::End(Over::Left(leaving)) => Some(Ended::Left(leaving)),
            Next::End(Over::Idle) => Some(Ended::Cut(Why::Idle)),
        }
    }

    /// When something is to be looked at, whatever the person does.
    fn due<P: Program<End = Over<Leaving>>>(&self, program: &P) -> Instant {
        let unread = self.writing.as_ref().map(|(_, since)| *since + self.unread);
        let waits = (!self.waiting.is_empty()).then(|| self.now() + PAUSE);
        let soonest = [self.decoder.pending(), program.deadline(), waits]
            .into_iter()
            .flatten();
        let soonest = self.start + soonest.min().unwrap_or_else(|| self.now() + LATER);
        unread.map_or(soonest, |unread| soonest.min(unread))
    }

    fn draw<P: Program>(&mut self, program: &P, line: &Line) {
        if self.writing.is_some() || !std::mem::take(&mut self.is_dirty) {
            return;
        }
        let area = self.visit.area().unwrap_or_default();
        let mut bytes = self.output.listen(program.mouse());
        bytes.extend(self.output.draw(area, |area, buffer| {
            let cursor = program.view(area, buffer);
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
