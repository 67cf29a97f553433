//! A full screen on the terminal this process was started on: raw mode in, programs one after the
//! other, everything put back.

use std::io;
use std::time::Duration;

use crate::runtime::driver::{Driver, Ended, Program};
use crate::runtime::home::Home;
use crate::runtime::local::{Local, LocalSink};
use crate::runtime::respondent::{Respondent, ScreenKeeper};
use crate::runtime::slow::Slow;
use crate::runtime::{clock, patience, random};
use crate::terminal::ability::{self, Ability};
use crate::terminal::local::{self, Raw};
use crate::ui::idle::Limits;
use crate::ui::{Begun, Reached, Setup};
use ratatui::layout::Rect;

use super::Context;
use super::error::{CliError, Kind};
use crate::runtime::looks::Looks;

/// What this terminal can do, dressed as a home wants its screens.
pub(super) fn ability(home: &Home, no_color: bool) -> Ability {
    dressed(&Looks::of(home), no_color)
}

fn dressed(looks: &Looks, no_color: bool) -> Ability {
    let get = |name: &str| match name {
        "NO_COLOR" if no_color => Some("1".to_owned()),
        name => local::variable(name),
    };
    let ability = ability::detect(local::is_terminal(), get);
    Ability {
        theme: looks.dress(ability.theme),
        ..ability
    }
}

/// As [`ability`], where a keeper or a lead sits there: what is wrong with the home's files is told. Who
/// answers is told nothing; `tallybox doctor` says it.
pub(super) fn ability_told(home: &Home, context: &mut Context<'_>) -> Ability {
    let looks = Looks::of(home);
    for problem in &looks.problems {
        // Where even stderr is gone nobody is there to be told.
        drop(writeln!(context.err, "warning: {problem}"));
    }
    if !looks.problems.is_empty() {
        drop(writeln!(
            context.err,
            "hint: the screens do without this file until it is mended; `tallybox settings show` reads it again"
        ));
    }
    dressed(&looks, context.no_color)
}

/// The terminal, taken over.
pub(super) struct Screen {
    // Dropped in this order: the loop first, then the terminal is put back.
    driver: Driver<Local, LocalSink, Box<dyn Fn() -> Duration>>,
    raw: Raw<io::Stdin, LocalSink>,
    ability: Ability,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter(ability: Ability) -> Result<Self, CliError> {
        Self::over(ability, Local::new())
    }

    /// As [`Self::enter`], for a shared terminal: no key and no signal but HUP and TERM ends or stops it.
    #[cfg(unix)]
    pub(super) fn steadfast(ability: Ability) -> Result<Self, CliError> {
        Self::over(ability, Local::steadfast())
    }

    fn over(ability: Ability, source: io::Result<Local>) -> Result<Self, CliError> {
        let source = source.map_err(|error| no_terminal(&error))?;
        let (sink, area) = (source.sink(), source.area());
        let raw = Raw::enter(io::stdin(), source.sink()).map_err(|error| no_terminal(&error))?;
        let start = clock::moment();
        let clock: Box<dyn Fn() -> Duration> = Box::new(move || start.elapsed());
        let slow = Slow::new(source.sink());
        let mut driver = Driver::new(source, sink, clock, area, ability.theme.charset);
        // Without a thread for it a slow disk is waited for in silence, and nothing else changes.
        if let Ok(slow) = slow {
            driver.watch(slow);
        }
        Ok(Self {
            driver,
            raw,
            ability,
        })
    }

    /// The area of the terminal now.
    pub(super) const fn area(&self) -> Rect {
        self.driver.area()
    }

    /// Runs one program to its end.
    pub(super) fn run<P: Program>(&mut self, program: &mut P) -> Ended<P::End> {
        self.driver.run(program)
    }

    /// Puts the terminal back for as long as something needs lines, then takes it over again.
    pub(super) fn aside<T>(
        self,
        work: impl FnOnce() -> Result<T, CliError>,
    ) -> Result<(Self, T), CliError> {
        let ability = self.ability;
        self.leave();
        let done = work()?;
        Ok((Self::enter(ability)?, done))
    }

    /// Erases everything that is on the terminal and above it. A terminal that takes no bytes is found to
    /// have gone by the next program.
    #[cfg(unix)]
    pub(super) fn wipe(&mut self) {
        self.driver.wipe().ok();
    }

    /// Puts the terminal back.
    pub(super) fn leave(mut self) {
        self.raw.restore();
    }
}

/// A respondent at the first screen, or in the middle of a pass.
pub(super) fn respondent<K: ScreenKeeper>(
    setup: Setup,
    area: Rect,
    keeper: K,
    begun: Option<Begun>,
) -> Respondent<K> {
    match begun {
        None => Respondent::new(setup, area, keeper),
        Some(mut begun) => {
            let mut setup = setup;
            // A draft may go on under an earlier version, and its language may have been changed.
            setup.questionnaire = std::sync::Arc::clone(begun.form.questionnaire());
            setup.language = Some(begun.form.language().clone());
            begun.said = None;
            Respondent::begun(setup, area, keeper, begun)
        }
    }
}

fn no_terminal(error: &io::Error) -> CliError {
    CliError::new(
        Kind::Internal,
        format!("this terminal cannot be used for a full screen: {error}"),
    )
    .hint("use `--plain`")
}

/// The network that whoever is at this terminal came over, as far as an SSH server says so.
pub(super) fn reached() -> Option<Reached> {
    std::env::var_os("SSH_CONNECTION").map(|_| Reached::OpenSsh)
}

/// How long whoever is at this terminal may leave it alone. Settings that cannot be read are the keeper's
/// to mend (`doctor` names them), and keep nobody from answering.
pub(super) fn patience(home: &Home) -> Option<Limits> {
    let set = patience::load(home).unwrap_or_default();
    set.with(reached().is_some())
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
