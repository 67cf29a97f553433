//! A shared terminal as a program for the loop: runs the effects of [`ui::kiosk`]
//! against a [`Host`]. One session's panic is its own: what it held is dropped, the screen is erased, and
//! the next person is welcomed.

use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

use crate::base::language::Language;
use crate::base::words::Message;
use crate::ui::kiosk::{Effect, Kiosk, Msg, Task, Verdict, Welcome};
use crate::ui::theme::Mouse;
use crate::ui::{self, Begun};

use super::driver::{Event, Next, Program};
use super::respondent::{self, ScreenKeeper};

/// What a kiosk needs of the world besides a keeper.
pub trait Host: ScreenKeeper {
    /// Six random digits; `None` where the operating system has no randomness to give.
    fn number(&mut self) -> Option<Zeroizing<String>>;
    /// Whether this is the keeper's secret.
    fn is_secret(&mut self, typed: &str) -> Verdict;
    /// Does a task of the keeper's, and says what it came to.
    fn task(&mut self, task: Task) -> Vec<Message>;
    /// The person is gone: what is known of them is wiped.
    fn end(&mut self);
}

/// Why the loop ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The screen and what is above it are to be erased, then the next person is welcomed.
    Wipe,
    /// On line by line, with what [`KioskProgram::hand_over`] gives.
    Plain,
    /// The keeper ends the program.
    Stop,
}

/// A kiosk with its host.
pub struct KioskProgram<H> {
    kiosk: Kiosk,
    host: H,
    /// Drawing failed: the next event is the end of this session.
    faulted: Cell<bool>,
}

/// What an effect means for the loop, or what is told to the kiosk.
enum Came {
    Msg(Option<Msg>),
    Loop(Next<End>),
}

impl<H: Host> KioskProgram<H> {
    /// A kiosk before its first person.
    pub const fn new(kiosk: Kiosk, host: H) -> Self {
        Self {
            kiosk,
            host,
            faulted: Cell::new(false),
        }
    }

    /// The kiosk.
    pub const fn kiosk(&self) -> &Kiosk {
        &self.kiosk
    }

    /// The host.
    pub const fn host(&mut self) -> &mut H {
        &mut self.host
    }

    /// The next person.
    pub fn welcome(&mut self, welcome: Welcome, area: Rect) {
        self.host.end();
        self.faulted.set(false);
        self.kiosk.welcome(welcome, area);
    }

    /// Goes on with a pass that was line by line.
    pub fn resume(&mut self, begun: Begun, area: Rect) {
        self.kiosk.resume(begun, area);
    }

    /// Gives the pass away, to be gone on with line by line.
    pub fn hand_over(&mut self) -> Option<Begun> {
        self.kiosk.hand_over()
    }

    fn run(&mut self, effect: Effect) -> Came {
        let msg = match effect {
            Effect::Session(ui::Effect::DrawCode) if !self.host.has_room_to_begin() => {
                Some(Msg::Full)
            }
            Effect::Session(effect) => match respondent::run(&mut self.host, effect) {
                Ok(msg) => msg.map(Msg::Session),
                Err(Next::End(respondent::End::Plain)) => return Came::Loop(Next::End(End::Plain)),
                // Without randomness nothing may begin.
                Err(Next::End(respondent::End::NoRandomness)) => Some(Msg::Fault),
                Err(Next::End(_) | Next::On | Next::Redraw) => None,
            },
            Effect::DrawNumber => Some(Msg::Number(self.host.number())),
            Effect::Return(code) => {
                let found = self.host.find(&code);
                Some(Msg::Returned(code, found))
            }
            Effect::Check(typed) => Some(Msg::Secret(self.host.is_secret(&typed))),
            Effect::Task(task) => Some(Msg::Done(self.host.task(task))),
            Effect::Wipe => return Came::Loop(Next::End(End::Wipe)),
            Effect::Stop => return Came::Loop(Next::End(End::Stop)),
            Effect::Redraw => return Came::Loop(Next::Redraw),
        };
        Came::Msg(msg)
    }

    fn step(&mut self, msg: Msg, now: Duration) -> Next<End> {
        let mut next = Next::On;
        let mut effects: VecDeque<Effect> = self.kiosk.update(msg, now).into();
        while let Some(effect) = effects.pop_front() {
            match self.run(effect) {
                Came::Msg(Some(msg)) => effects.extend(self.kiosk.update(msg, now)),
                // A draft that is still to be saved is saved before the end.
                Came::Loop(wanted) if !matches!(next, Next::End(_)) => next = wanted,
                Came::Msg(None) | Came::Loop(_) => {}
            }
        }
        next
    }
}

impl<H: Host> Program for KioskProgram<H> {
    type End = End;

    fn take(&mut self, event: Event, now: Duration) -> Next<End> {
        let msg = match event {
            Event::Input(input) => ui::Msg::Input(input),
            Event::Resized(area) => ui::Msg::Resized(area),
            Event::Tick => ui::Msg::Tick,
            Event::Vanished => ui::Msg::Vanished,
        };
        let msg = if self.faulted.take() {
            Msg::Fault
        } else {
            Msg::Session(msg)
        };
        // Everything of the session is dropped after a panic, so nothing half done is looked at again.
        let done = catch_unwind(AssertUnwindSafe(|| self.step(msg, now)));
        done.unwrap_or_else(|_| self.step(Msg::Fault, now))
    }

    fn deadline(&self) -> Option<Duration> {
        if self.faulted.get() {
            return Some(Duration::ZERO);
        }
        self.kiosk.deadline()
    }

    fn waiting(&self) -> Option<String> {
        self.kiosk.waiting()
    }

    fn mouse(&self) -> Mouse {
        self.kiosk.mouse()
    }

    fn language(&self) -> Language {
        self.kiosk.session().language().clone()
    }

    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let drawn = catch_unwind(AssertUnwindSafe(|| self.kiosk.view(area, buffer)));
        drawn.unwrap_or_else(|_| {
            self.faulted.set(true);
            buffer.reset();
            None
        })
    }
}

#[cfg(test)]
mod tests;
