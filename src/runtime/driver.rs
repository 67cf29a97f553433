//! The loop: bytes in, inputs to the program, its frame out as one write. One thread, no waiting but
//! in one place, no turning round without work.
//!
//! It knows no terminal: bytes come from a [`Source`], which a local tty, an SSH channel or a test
//! is, and go to any writer. It knows no store either: a [`Program`] runs its own effects.

use std::io::{self, Write};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::language::Language;
use crate::terminal::{InputDecoder, Output};
use crate::ui::input::Input;
use crate::ui::theme::{Charset, Mouse};

use super::slow::Slow;

/// While a window is being dragged, how often it is drawn at most.
const RESIZE_PAUSE: Duration = Duration::from_millis(50);

/// Default attributes, the screen and (`CSI 3 J`) what was scrolled off it erased.
pub const WIPE: &[u8] = b"\x1b[0m\x1b[2J\x1b[3J\x1b[H";

/// What a terminal has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Bytes were typed.
    Bytes(Vec<u8>),
    /// Inputs, from a terminal that tells them without bytes.
    Done(Vec<Input>),
    /// The window has this area now.
    Resized(Rect),
    /// Nothing within the time that was given.
    Nothing,
    /// A signal that a shared terminal shrugs off. A screen goes on; lines are left.
    Interrupted,
    /// The terminal has gone, or the process is asked to end.
    Gone,
}

/// Where bytes come from.
pub trait Source {
    /// Waits for something to happen, at most `timeout` where one is given.
    ///
    /// # Errors
    /// Where the terminal fails; the loop takes it as gone.
    fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Happening>;
}

/// What a program is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person did something.
    Input(Input),
    /// The window has this area now.
    Resized(Rect),
    /// The program's deadline has passed.
    Tick,
    /// The terminal has gone or the process is asked to end: save what there is; nothing follows.
    Vanished,
}

/// What a program wants next.
pub enum Next<E> {
    /// More events.
    On,
    /// More events, on a screen that is written anew.
    Redraw,
    /// The end.
    End(E),
}

/// Something with screens. Nothing has a default: what stands round another cannot forget to pass it on.
pub trait Program {
    /// How it can end.
    type End;
    /// Takes in what happened at `now`, and does what is to be done about it.
    fn take(&mut self, event: Event, now: Duration) -> Next<Self::End>;
    /// When it wants [`Event::Tick`], if at all.
    fn deadline(&self) -> Option<Duration>;
    /// Draws what there is and says where the cursor belongs.
    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position>;
    /// What to say where taking something in takes long, if anything.
    fn waiting(&self) -> Option<String>;
    /// Whether it listens to the mouse now.
    fn mouse(&self) -> Mouse;
    /// The language that it speaks with the person now.
    fn language(&self) -> Language;
}

/// How the loop ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended<E> {
    /// The program ended.
    Finished(E),
    /// The terminal has gone or the process was asked to end; the program was told.
    Vanished,
}

/// A loop over one terminal.
pub struct Driver<S, W, C> {
    source: S,
    sink: W,
    clock: C,
    area: Rect,
    output: Output,
    decoder: InputDecoder,
    drawn: Option<Duration>,
    resized: bool,
    slow: Option<Slow>,
}

impl<S: Source, W: Write, C: Fn() -> Duration> Driver<S, W, C> {
    /// A loop over a terminal of `area`. `clock` measures from any fixed moment.
    pub fn new(source: S, sink: W, clock: C, area: Rect, charset: Charset) -> Self {
        Self {
            source,
            sink,
            clock,
            area,
            output: Output::new(charset),
            decoder: InputDecoder::new(),
            drawn: None,
            resized: false,
            slow: None,
        }
    }

    /// From now on it is said when a program takes long to take something in.
    pub fn watch(&mut self, slow: Slow) {
        self.slow = Some(slow);
    }

    /// The area now: for the next program on the same terminal.
    pub const fn area(&self) -> Rect {
        self.area
    }

    /// Erases the screen and the lines above it, and forgets what was typed and not yet taken in: nothing
    /// of one person is left for the next.
    ///
    /// # Errors
    /// Where the terminal takes no bytes.
    pub fn wipe(&mut self) -> io::Result<()> {
        self.output.forget();
        self.decoder = InputDecoder::new();
        self.sink.write_all(WIPE)?;
        self.sink.flush()
    }

    /// Runs a program to its end. Can be called again with another program on the same terminal.
    pub fn run<P: Program>(&mut self, program: &mut P) -> Ended<P::End> {
        self.output.forget();
        if self.draw(program).is_err() {
            return self.vanish(program);
        }
        loop {
            let Ok(happening) = self.source.wait(self.patience(program)) else {
                return self.vanish(program);
            };
            let now = (self.clock)();
            let inputs = match happening {
                Happening::Gone => return self.vanish(program),
                Happening::Bytes(bytes) => self.decoder.feed(&bytes, now),
                Happening::Done(inputs) => inputs,
                Happening::Nothing | Happening::Interrupted => self.decoder.expire(now),
                Happening::Resized(area) => {
                    self.resized = true;
                    self.area = area;
                    Vec::new()
                }
            };
            if let Some(end) = self.tell(program, inputs, now) {
                return Ended::Finished(end);
            }
            if !self.is_dragged(now) && self.draw(program).is_err() {
                return self.vanish(program);
            }
        }
    }

    /// Tells the program everything that happened, in order, until it wants to end.
    fn tell<P: Program>(
        &mut self,
        program: &mut P,
        inputs: Vec<Input>,
        now: Duration,
    ) -> Option<P::End> {
        let resized = self.resized.then_some(Event::Resized(self.area));
        let tick = program
            .deadline()
            .filter(|due| now >= *due)
            .map(|_| Event::Tick);
        let events = resized
            .into_iter()
            .chain(inputs.into_iter().map(Event::Input))
            .chain(tick);
        for event in events {
            match self.take(program, event, now) {
                Next::On => {}
                Next::Redraw => self.output.forget(),
                Next::End(end) => return Some(end),
            }
        }
        None
    }

    /// Has the program take something in. What was said meanwhile is drawn over.
    fn take<P: Program>(&mut self, program: &mut P, event: Event, now: Duration) -> Next<P::End> {
        let watching = self.slow.as_ref().zip(program.waiting());
        let Some((slow, words)) = watching else {
            return program.take(event, now);
        };
        slow.begin(words);
        let next = program.take(event, now);
        if slow.end() {
            self.output.forget();
        }
        next
    }

    /// How long nothing may happen: until a lone Escape is a key, a text is saved, a drag is drawn.
    fn patience<P: Program>(&self, program: &P) -> Option<Duration> {
        let drag = self
            .drawn
            .filter(|_| self.resized)
            .map(|drawn| drawn + RESIZE_PAUSE);
        let due = [self.decoder.pending(), program.deadline(), drag]
            .into_iter()
            .flatten()
            .min()?;
        Some(due.saturating_sub((self.clock)()))
    }

    fn is_dragged(&self, now: Duration) -> bool {
        self.resized && self.drawn.is_some_and(|drawn| now < drawn + RESIZE_PAUSE)
    }

    fn draw<P: Program>(&mut self, program: &P) -> io::Result<()> {
        let mut bytes = self.output.listen(program.mouse());
        let frame = self
            .output
            .draw(self.area, |area, buffer| program.view(area, buffer));
        bytes.extend(frame);
        self.drawn = Some((self.clock)());
        self.resized = false;
        if bytes.is_empty() {
            return Ok(());
        }
        self.sink.write_all(&bytes)?;
        self.sink.flush()
    }

    fn vanish<P: Program>(&self, program: &mut P) -> Ended<P::End> {
        match program.take(Event::Vanished, (self.clock)()) {
            Next::On | Next::Redraw | Next::End(_) => Ended::Vanished,
        }
    }
}
