//! A full screen on the terminal this process was started on: raw mode in, programs one after the
//! other, everything put back.

use std::io;
use std::time::Duration;

use crate::runtime::driver::{Driver, Ended, Program};
use crate::runtime::local::{Local, LocalSink};
use crate::runtime::{clock, random};
use crate::terminal::ability::{self, Ability};
use crate::terminal::local::{self, Mouse, Raw};

use super::error::{CliError, Kind};

/// What this terminal can do.
pub(super) fn ability(no_color: bool) -> Ability {
    let get = |name: &str| match name {
        "NO_COLOR" if no_color => Some("1".to_owned()),
        name => std::env::var(name).ok(),
    };
    ability::detect(local::is_terminal(), get)
}

/// The terminal, taken over.
pub(super) struct Screen {
    // Dropped in this order: the loop first, then the terminal is put back.
    driver: Driver<Local, LocalSink, Box<dyn Fn() -> Duration>>,
    raw: Raw<io::Stdin, LocalSink>,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(ability: Ability) -> Result<Self, CliError> {
        let source = Local::new().map_err(|error| no_terminal(&error))?;
        let (sink, area) = (source.sink(), source.area());
        let raw =
            Raw::enter(io::stdin(), source.sink(), mouse()).map_err(|error| no_terminal(&error))?;
        let start = clock::moment();
        let clock: Box<dyn Fn() -> Duration> = Box::new(move || start.elapsed());
        Ok(Self {
            driver: Driver::new(source, sink, clock, area, ability.theme.charset),
            raw,
        })
    }

    /// The area of the terminal now.
    pub(super) const fn area(&self) -> ratatui::layout::Rect {
        self.driver.area()
    }

    /// Runs one program to its end.
    pub(super) fn run<P: Program>(&mut self, program: &mut P) -> Ended<P::End> {
        self.driver.run(program)
    }

    /// Puts the terminal back.
    pub(super) fn leave(mut self) {
        self.raw.restore();
    }
}

/// Clicks on a terminal at hand; over SSH the mouse stays the person's own.
fn mouse() -> Mouse {
    if std::env::var_os("SSH_CONNECTION").is_some() {
        Mouse::Off
    } else {
        Mouse::Clicks
    }
}

fn no_terminal(error: &io::Error) -> CliError {
    CliError::new(
        Kind::Internal,
        format!("this terminal cannot be used for a full screen: {error}"),
    )
    .hint("use `--plain`")
}

/// A seed for the order of shuffled choices.
pub(super) fn seed() -> Result<u64, CliError> {
    let bytes = random::bytes().map_err(|error| {
        CliError::new(
            Kind::Internal,
            format!("the operating system gives no random bytes: {error}"),
        )
    })?;
    Ok(u64::from_le_bytes(bytes))
}
