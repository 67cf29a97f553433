//! Lines that are typed where nobody is waited for without end: at a shared terminal, and over SSH. The same
//! wait as on the screens, in words: a line that asks, then the end of input, which the plain mode takes as
//! leaving with the draft kept.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::base::words::{Arg, Words};
use crate::ui::idle::{Idle, Limits, Stage};

use super::driver::{Happening, Source};

/// Why a [`Patient`] reader said that the input has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It has not.
    Not,
    /// Nobody was there any more, or the person interrupted.
    Left,
    /// The terminal has gone, or the process is to end.
    Gone,
}

/// What is said while it waits, as messages' ids.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// Whether somebody is there, with a place for seconds.
    pub still_there: &'static str,
    /// To whoever was.
    pub go_on: &'static str,
}

/// At a shared terminal, whose screen is cleared.
pub const SHARED: Asks = Asks {
    still_there: "kiosk-plain-still-there",
    go_on: "kiosk-plain-go-on",
};
/// At a terminal of one's own, over SSH or not.
pub const OWN: Asks = Asks {
    still_there: "idle-ask-lines",
    go_on: "kiosk-plain-go-on",
};

/// Typed lines with a wait.
pub struct Patient<S, C, W> {
    source: S,
    clock: C,
    out: W,
    words: Words,
    asks: Asks,
    limits: Limits,
    idle: Idle,
    asked: bool,
    ended: Ended,
    left: Vec<u8>,
}

impl<S: Source, C: Fn() -> Duration, W: Write> Patient<S, C, W> {
    /// Reads from `source`; asks on `out` whether somebody is there.
    pub fn new(source: S, clock: C, out: W, (words, asks): (Words, Asks), limits: Limits) -> Self {
        let idle = Idle::new(clock());
        Self {
            source,
            clock,
            out,
            words,
            asks,
            limits,
            idle,
            asked: false,
            ended: Ended::Not,
            left: Vec::new(),
        }
    }

    /// Why the input has ended, where it has.
    pub const fn ended(&self) -> Ended {
        self.ended
    }

    fn end(&mut self, why: Ended) -> usize {
        self.ended = why;
        0
    }

    fn say(&mut self, id: &'static str, seconds: u64) -> io::Result<()> {
        let seconds = Arg::from(usize::try_from(seconds).unwrap_or(0));
        let words = self.words.say_with(id, [("seconds", seconds)]);
        writeln!(self.out, "\n{words}")?;
        self.out.flush()
    }

    /// Waits for bytes: some, or none at the end.
    fn wait(&mut self) -> io::Result<usize> {
        loop {
            let now = (self.clock)();
            match self.idle.stage(self.limits, now) {
                Stage::Over => return Ok(self.end(Ended::Left)),
                Stage::Warned(seconds) if !self.asked => {
                    self.asked = true;
                    self.say(self.asks.still_there, seconds)?;
                }
                Stage::Warned(_) | Stage::Present => {}
            }
            let patience = self.idle.next(self.limits, now).saturating_sub(now);
            match self.source.wait(Some(patience))? {
                Happening::Bytes(bytes) => {
                    self.idle.touch((self.clock)());
                    // The line that says that somebody is there is no answer to anything else.
                    if std::mem::take(&mut self.asked) {
                        self.say(self.asks.go_on, 0)?;
                        continue;
                    }
                    self.left = bytes;
                    return Ok(self.left.len());
                }
                Happening::Interrupted => return Ok(self.end(Ended::Left)),
                Happening::Gone => return Ok(self.end(Ended::Gone)),
                Happening::Done(_) | Happening::Resized(_) | Happening::Nothing => {}
            }
        }
    }
}

impl<S: Source, C: Fn() -> Duration, W: Write> Read for Patient<S, C, W> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ended != Ended::Not || (self.left.is_empty() && self.wait()? == 0) {
            return Ok(0);
        }
        let count = into.len().min(self.left.len());
        for (to, byte) in into.iter_mut().zip(self.left.drain(..count)) {
            *to = byte;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::VecDeque;
    use std::io::Read as _;

    use super::*;
    use crate::base::language::Language;

    /// What happens, each after so many seconds.
    struct Script<'a> {
        clock: &'a Cell<u64>,
        steps: VecDeque<(u64, Happening)>,
    }

    impl Source for Script<'_> {
        fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Happening> {
            let now = self.clock.get();
            let due = self.steps.front().map_or(u64::MAX, |(at, _)| *at);
            let patience = now + timeout.unwrap().as_secs();
            if due > patience {
                self.clock.set(patience);
                return Ok(Happening::Nothing);
            }
            self.clock.set(due);
            Ok(self.steps.pop_front().unwrap().1)
        }
    }

    fn typed(at: u64, line: &str) -> (u64, Happening) {
        (at, Happening::Bytes(line.as_bytes().to_vec()))
    }

    /// What was read, what was said, and how it ended.
    fn run(steps: Vec<(u64, Happening)>) -> (String, String, Ended, u64) {
        let clock = Cell::new(0);
        let (mut out, mut read) = (Vec::new(), String::new());
        let limits = Limits::new(Duration::from_secs(300), Duration::from_secs(60));
        let source = Script {
            clock: &clock,
            steps: steps.into(),
        };
        let now = || Duration::from_secs(clock.get());
        let words = Words::new(&Language::new("en"));
        let mut patient = Patient::new(source, now, &mut out, (words, SHARED), limits);
        patient.read_to_string(&mut read).unwrap();
        let ended = patient.ended();
        (read, String::from_utf8(out).unwrap(), ended, clock.get())
    }

    #[test]
    fn nobody_is_asked_once_and_then_it_ends() {
        let (read, said, ended, at) = run(vec![typed(100, "hello\n")]);
        assert_eq!((read.as_str(), ended, at), ("hello\n", Ended::Left, 460));
        assert_eq!(said.matches("still there").count(), 1, "{said}");
    }

    #[test]
    fn the_line_that_says_somebody_is_there_is_no_answer() {
        let (read, said, ended, _) = run(vec![
            typed(350, "3\n"),
            typed(360, "2\n"),
            (370, Happening::Interrupted),
        ]);
        assert_eq!((read.as_str(), ended), ("2\n", Ended::Left), "{said}");
    }

    #[test]
    fn a_terminal_that_goes_ends_it_at_once() {
        let (_, _, ended, at) = run(vec![(5, Happening::Gone)]);
        assert_eq!((ended, at), (Ended::Gone, 5));
    }
}
