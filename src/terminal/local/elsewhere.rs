//! Elsewhere: the modes of the process's console, through crossterm. Never seen on such a machine's screen.

use std::io::{self, BufRead as _, Write as _};

use super::When;

/// There is one console, so anything may stand for it.
pub trait AsFd {}

impl<T> AsFd for T {}

/// A console that was in its line mode before.
pub(super) struct Modes;

impl Modes {
    pub(super) fn raw(_: &impl AsFd) -> io::Result<Self> {
        if !crossterm::ansi_support::supports_ansi() {
            return Err(io::Error::other(
                "it is older than Windows 10 of 2016, or no console",
            ));
        }
        crossterm::terminal::enable_raw_mode().map(|()| Self)
    }

    /// No key freezes a console.
    pub(super) const fn unfrozen<Fd: AsFd>(_: &Fd) -> Option<Self> {
        None
    }

    pub(super) fn restore(self, _: impl AsFd, _: When) {
        crossterm::terminal::disable_raw_mode().ok();
    }
}

/// Columns and rows; none of either where there is no console.
pub(super) fn size(_: impl AsFd) -> (u16, u16) {
    crossterm::terminal::size().unwrap_or_default()
}

/// What the environment says of the terminal. Where it says nothing: a console of today, which is written
/// to in letters and not in bytes, so that no locale has a say.
pub fn variable(name: &str) -> Option<String> {
    let usual = match name {
        "TERM" => Some("xterm-256color"),
        "LANG" => Some("C.UTF-8"),
        _ => None,
    };
    std::env::var(name)
        .ok()
        .or_else(|| usual.map(str::to_owned))
}

/// Waits for Enter on a console, which ends with the program that it was opened for.
pub fn before_the_window_goes() {
    if super::is_terminal() {
        drop(io::stderr().write_all(b"\nPress Enter to close this window. "));
        drop(io::stdin().lock().read_line(&mut String::new()));
    }
}
