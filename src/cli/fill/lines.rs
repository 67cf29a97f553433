//! Typed lines of somebody at a terminal of their own: waited for as long as it takes, or over SSH until
//! nobody is there any more.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::time::Duration;

use super::super::error::CliError;
use super::super::{Context, choose, screen};
use super::plain;
use crate::base::language::Language;
use crate::base::words::Words;
use crate::runtime::idle::{Ended, OWN, Patient};
use crate::runtime::local::{Local, Typed};
use crate::runtime::{clock, wiped};
use crate::terminal::local::Unfrozen;
use crate::ui::idle::Limits;

type Clock = Box<dyn Fn() -> Duration>;
type Waiting = wiped::Reader<Patient<Local, Clock, Box<dyn Write>>>;

/// Lines in.
pub(in crate::cli) struct Lines {
    from: Way,
    // Dropped with them, which puts the terminal back; what is signalled brings its own.
    _unfrozen: Option<Unfrozen<io::Stdin>>,
}

enum Way {
    /// As they come.
    Stdin(wiped::Reader<wiped::Input>),
    /// The same, and a signal that asks the process to end is the end of them.
    Signalled(BufReader<Typed>),
    /// With a wait; a signal is the end of them here, too.
    Waiting(Waiting),
}

impl Lines {
    /// For a pass that is line by line from its beginning.
    pub(in crate::cli) fn of_stdin(
        language: &Language,
        context: &Context<'_>,
    ) -> Result<Self, CliError> {
        let plain = || Ok(Way::Stdin(wiped::Reader::new(wiped::Input)));
        Self::or(language, context, plain)
    }

    /// For a pass that comes from the full screen.
    pub(in crate::cli) fn of_screen(
        language: &Language,
        context: &Context<'_>,
    ) -> Result<Self, CliError> {
        Self::or(language, context, || plain::typed().map(Way::Signalled))
    }

    fn or(
        language: &Language,
        context: &Context<'_>,
        unhurried: impl FnOnce() -> Result<Way, CliError>,
    ) -> Result<Self, CliError> {
        let from = match screen::patience(&choose::home(context)) {
            None => unhurried()?,
            Some(limits) => Way::Waiting(waiting(limits, language, context.json)?),
        };
        let is_frozen = !matches!(from, Way::Signalled(_));
        Ok(Self {
            from,
            _unfrozen: is_frozen.then(|| Unfrozen::enter(io::stdin())),
        })
    }

    /// Says so where they ended since nobody was there.
    pub(in crate::cli) fn tell_if_alone(
        &self,
        language: &Language,
        output: &mut dyn Write,
    ) -> Result<(), CliError> {
        match &self.from {
            Way::Waiting(waiting) if waiting.get_ref().ended() == Ended::Left => {
                plain::say(output, &Words::new(language).say("idle-end"))
            }
            _ => Ok(()),
        }
    }

    fn inner(&mut self) -> &mut dyn BufRead {
        match &mut self.from {
            Way::Stdin(lines) => lines,
            Way::Signalled(lines) => lines,
            Way::Waiting(lines) => lines,
        }
    }
}

/// What is asked goes where the talk goes: with `--json` not to stdout.
fn waiting(limits: Limits, language: &Language, is_json: bool) -> Result<Waiting, CliError> {
    let start = clock::moment();
    let clock: Clock = Box::new(move || start.elapsed());
    let out: Box<dyn Write> = if is_json {
        Box::new(io::stderr())
    } else {
        Box::new(io::stdout())
    };
    let source = Local::new().map_err(CliError::output)?;
    let asks = (Words::new(language), OWN);
    Ok(wiped::Reader::new(Patient::new(
        source, clock, out, asks, limits,
    )))
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner().read(into)
    }
}

impl BufRead for Lines {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner().fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner().consume(count);
    }
}
