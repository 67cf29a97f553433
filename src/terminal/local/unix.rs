//! Unix: the modes of termios. Errors are of no use to anyone on the way back: the terminal may be gone.

use std::io;

pub(super) use rustix::fd::AsFd;
use rustix::termios::{self, InputModes, OptionalActions, Termios};

use super::When;

/// How a terminal was before.
pub(super) struct Modes(Termios);

impl Modes {
    pub(super) fn raw(fd: &impl AsFd) -> io::Result<Self> {
        let before = termios::tcgetattr(fd)?;
        let mut raw = before.clone();
        raw.make_raw();
        termios::tcsetattr(fd, OptionalActions::Flush, &raw)?;
        Ok(Self(before))
    }

    /// Switches flow control by Ctrl+S and Ctrl+Q off.
    pub(super) fn unfrozen(fd: &impl AsFd) -> Option<Self> {
        let before = termios::tcgetattr(fd).ok()?;
        let mut calm = before.clone();
        calm.input_modes -= InputModes::IXON;
        termios::tcsetattr(fd, OptionalActions::Now, &calm).ok();
        Some(Self(before))
    }

    pub(super) fn restore(self, fd: impl AsFd, when: When) {
        let when = match when {
            When::Now => OptionalActions::Now,
            When::Emptied => OptionalActions::Flush,
        };
        termios::tcsetattr(fd, when, &self.0).ok();
    }
}

/// Columns and rows; none of either where the terminal does not say.
pub(super) fn size(fd: impl AsFd) -> (u16, u16) {
    termios::tcgetwinsize(fd).map_or((0, 0), |size| (size.ws_col, size.ws_row))
}

/// What the environment says of the terminal.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A terminal stays when a program ends.
pub const fn before_the_window_goes() {}
