//! The terminal this process was started on: raw mode, its size, and everything put back once,
//! however the session ends. What a system calls its modes is in `system`, in two variants.

use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::layout::Rect;

#[cfg_attr(unix, path = "local/unix.rs")]
#[cfg_attr(not(unix), path = "local/elsewhere.rs")]
mod system;

use system::{AsFd, Modes};
pub use system::{before_the_window_goes, variable};

/// The end of a string that bytes before us may have begun and left open (a terminal would swallow the first
/// screen with it); alternate screen, bracketed paste, numeric keypad.
const ENTER: &[u8] = b"\x1b\\\x1b[?1049h\x1b[?2004h\x1b>";
/// Undoes all of it, in the reverse order, and leaves nothing readable where there is no
/// alternate screen (the Linux console before 6.18).
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h\x1b[2J\x1b[H\x1b[?1049l";

/// Whether a full screen is up on this process's terminal.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether a full screen is up on this process's terminal: a line written now would be in its way.
pub fn is_taken() -> bool {
    TAKEN.load(Ordering::Acquire)
}

/// When a terminal goes back to its modes.
#[derive(Clone, Copy)]
enum When {
    /// At once; what was typed meanwhile is still read.
    Now,
    /// Once all is written; what was typed and not read is forgotten.
    Emptied,
}

/// A terminal in raw mode. Dropping it restores the terminal; so does [`Raw::restore`], once.
pub struct Raw<Fd: AsFd, W: Write> {
    fd: Fd,
    output: W,
    before: Option<Modes>,
}

/// Whether stdin and stdout are both terminals.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The area to draw on: the terminal's size, else `LINES` and `COLUMNS` as `get` gives them, else 80x24.
pub fn area(fd: impl AsFd, get: impl Fn(&str) -> Option<String>) -> Rect {
    let number = |name| get(name).and_then(|value| value.parse().ok()).unwrap_or(0);
    let (columns, rows) = match system::size(fd) {
        (0, _) | (_, 0) => (number("COLUMNS"), number("LINES")),
        known => known,
    };
    super::size::area(columns, rows)
}

impl<Fd: AsFd, W: Write> Raw<Fd, W> {
    /// Enters raw mode on `fd` and the alternate screen on `output`.
    ///
    /// # Errors
    /// Where `fd` is no terminal or has gone.
    pub fn enter(fd: Fd, mut output: W) -> io::Result<Self> {
        let before = Modes::raw(&fd)?;
        TAKEN.store(true, Ordering::Release);
        output.write_all(ENTER)?;
        output.flush()?;
        Ok(Self {
            fd,
            output,
            before: Some(before),
        })
    }

    /// The writer to the terminal.
    pub const fn output(&mut self) -> &mut W {
        &mut self.output
    }

    /// The terminal itself.
    pub const fn fd(&self) -> &Fd {
        &self.fd
    }

    /// Puts everything back. Errors are of no use to anyone here: the terminal may be gone.
    pub fn restore(&mut self) {
        if let Some(before) = self.before.take() {
            TAKEN.store(false, Ordering::Release);
            self.output.write_all(LEAVE).ok();
            self.output.flush().ok();
            before.restore(&self.fd, When::Emptied);
        }
    }
}

/// A terminal that goes on line by line, with its own line editing, but on which Ctrl+S does not stop
/// everything: who presses it by mistake would think that the program hangs. Dropping it restores.
pub struct Unfrozen<Fd: AsFd> {
    fd: Fd,
    before: Option<Modes>,
}

impl<Fd: AsFd> Unfrozen<Fd> {
    /// Switches flow control by Ctrl+S and Ctrl+Q off; where `fd` is no terminal, nothing is done.
    pub fn enter(fd: Fd) -> Self {
        let before = Modes::unfrozen(&fd);
        Self { fd, before }
    }
}

impl<Fd: AsFd> Drop for Unfrozen<Fd> {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            before.restore(&self.fd, When::Now);
        }
    }
}

impl<Fd: AsFd, W: Write> Drop for Raw<Fd, W> {
    fn drop(&mut self) {
        self.restore();
    }
}
