//! `tallybox kiosk`: a shared terminal. One person after the other, nothing of one left for the next, and
//! no key, signal or fault that leads to a shell.

mod host;
mod kit;
mod leaflet;
mod lines;
mod secret;
mod tasks;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::SIGTERM;

use super::error::{CliError, Kind};
use super::fill::plain::Passed;
use super::screen::{self, Screen};
use super::{Context, Done, Outcome, choose};
use crate::runtime::confine::{self, Reach};
use crate::runtime::desk_files::small_departments;
use crate::runtime::driver::Ended;
use crate::runtime::home::Home;
use crate::runtime::keeper::Keeper;
use crate::runtime::kiosk::{End, KioskProgram};
use crate::runtime::{settings, wiped};
use crate::survey::Questionnaire;
use crate::terminal::ability::Ability;
use crate::ui::kiosk::{Fixed, Kiosk};

use host::Here;

/// The words of the command.
#[derive(clap::Args)]
pub struct Args {
    /// Set the keeper's secret for the pages behind Ctrl+K, and end
    #[arg(long)]
    set_secret: bool,
    /// With `--set-secret`: take the secret from a file's first line
    #[arg(long, value_name = "FILE", requires = "set_secret")]
    secret_file: Option<PathBuf>,
}

impl Args {
    /// Whether the keeper is setting the secret, and nobody answers.
    pub(super) const fn sets_secret(&self) -> bool {
        self.set_secret
    }
}

/// Runs the loop until the keeper ends it, the system does, or the terminal goes.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    if args.set_secret {
        return secret::set(&home, args.secret_file.as_deref(), context);
    }
    let inherited = confine::inherited();
    let settings = settings::load(&home).map_err(|wrong| super::settings::told(&home, &wrong))?;
    kit::take_what_waits(&home, context)?;
    let questionnaire = choose::questionnaire(context, &home, None)?;
    is_approved(&questionnaire)?;
    let mut keeper = Keeper::open(&home, Arc::clone(&questionnaire))?;
    let ability = able(&home, context)?;
    is_on_the_terminal_itself()?;
    is_alone(&inherited)?;
    let fixed = Fixed {
        box_name: keeper.name().unwrap_or_default(),
        small: small_departments(&home, &questionnaire),
        questionnaire,
        theme: ability.theme,
    };
    let reach = reach(&home, &settings);
    let here = Here::new(&mut keeper, settings, home);
    // All that a session needs is open now.
    confine::session(&reach);
    let terminated = Arc::<AtomicBool>::default();
    signal_hook::flag::register(SIGTERM, Arc::clone(&terminated)).map_err(CliError::output)?;
    match loop_round(fixed, here, ability, context)? {
        Left::Stopped => Ok(Done::Clean),
        Left::Vanished if terminated.load(Ordering::Acquire) => Ok(Done::Clean),
        // What keeps the kiosk running starts it anew: see `packaging/systemd`.
        Left::Anew => Err(CliError::new(
            Kind::Internal,
            "a kit waits in the box folder: started again, the kiosk takes it",
        )),
        Left::Vanished => Err(CliError::new(
            Kind::Internal,
            "the terminal has gone; what was answered is saved",
        )),
    }
}

/// Programs that stand between a terminal and what runs in it, by what they set; each has a key of its own
/// that opens a shell.
const BETWEEN: [(&str, &str); 3] = [("TMUX", "tmux"), ("STY", "screen"), ("ZELLIJ", "zellij")];

fn is_on_the_terminal_itself() -> Result<(), CliError> {
    let is_set =
        |(name, _): &&(&str, &str)| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    let Some((_, program)) = BETWEEN.iter().find(is_set) else {
        return Ok(());
    };
    let words = format!("this is inside {program}, a key of which opens a shell");
    Err(CliError::new(Kind::Usage, words)
        .hint("start the kiosk on the terminal itself: `packaging/systemd` has the unit"))
}

/// What was left open by whoever starts the kiosk would be every session's. It was closed before this; here
/// is looked whether that is so.
fn is_alone(inherited: &[u32]) -> Result<(), CliError> {
    if inherited.is_empty() {
        return Ok(());
    }
    let numbers: Vec<String> = inherited.iter().map(u32::to_string).collect();
    let words = format!(
        "whoever starts the kiosk left files open that are not its own: {}",
        numbers.join(", ")
    );
    Err(CliError::new(Kind::Usage, words)
        .hint("start it by the unit in `packaging/systemd`, or close them: `tallybox kiosk 3<&-`"))
}

/// What a kiosk reaches besides its box: where paper and drives are, and the file that asks for the machine
/// to be switched off.
fn reach(home: &Home, settings: &settings::Kiosk) -> Reach {
    let mut reach = Reach::of_session(home).and_folder_of(settings.power_off.as_deref());
    reach.write.extend(settings.drives.clone());
    match &settings.printer {
        Some(printer) => printer.widen(reach),
        None => reach,
    }
}

/// Nobody is asked under a notice that nobody has approved (docs/format.md §2.1).
fn is_approved(questionnaire: &Questionnaire) -> Result<(), CliError> {
    if questionnaire.privacy.approved_by.is_some() {
        return Ok(());
    }
    let words = format!(
        "the notice of `{}` is a sample that nobody has approved, so nobody may be asked under it",
        questionnaire.id
    );
    Err(CliError::new(Kind::Usage, words).hint(
        "have the data protection officer write it, and give `approved_by`, `approved_on` and `contact` under `[privacy]`",
    ))
}

fn able(home: &Home, context: &mut Context<'_>) -> Result<Ability, CliError> {
    let ability = screen::ability_told(home, context);
    match ability.plain {
        None => Ok(ability),
        Some(_) => Err(CliError::new(
            Kind::Usage,
            "a kiosk needs a terminal that can show whole screens",
        )
        .hint("start it on a console (`packaging/systemd`) with TERM set; `tallybox fill --plain` asks one person line by line")),
    }
}

/// How the loop was left.
enum Left {
    /// The keeper ended it.
    Stopped,
    /// The terminal has gone or the system ended it.
    Vanished,
    /// The keeper brought a kit.
    Anew,
}

fn loop_round(
    fixed: Fixed,
    mut here: Here<'_>,
    ability: Ability,
    context: &mut Context<'_>,
) -> Result<Left, CliError> {
    let mut screen = Screen::steadfast(ability)?;
    screen.wipe();
    let first = here.welcome()?;
    let mut program = KioskProgram::new(Kiosk::new(fixed, first, screen.area()), here);
    let left = loop {
        match screen.run(&mut program) {
            Ended::Vanished => break Left::Vanished,
            Ended::Finished(End::Stop) => break Left::Stopped,
            Ended::Finished(End::Wipe) if program.host().renews => break Left::Anew,
            Ended::Finished(End::Wipe) => {
                screen.wipe();
                wiped::clear_stack();
                next(&mut program, &screen)?;
            }
            Ended::Finished(End::Plain) => {
                screen.leave();
                let passed = lines::pass(&mut program, context);
                screen = Screen::steadfast(ability)?;
                screen.wipe();
                match passed {
                    Passed::Gone => break Left::Vanished,
                    Passed::Screen(begun) => program.resume(*begun, screen.area()),
                    Passed::Sent(_) | Passed::Left => {
                        wiped::clear_stack();
                        next(&mut program, &screen)?;
                    }
                }
            }
        }
    };
    program.host().finish();
    screen.wipe();
    screen.leave();
    lines::erase(context);
    Ok(left)
}

/// Welcomes the next person.
fn next(program: &mut KioskProgram<Here<'_>>, screen: &Screen) -> Result<(), CliError> {
    let welcome = program.host().welcome()?;
    program.welcome(welcome, screen.area());
    Ok(())
}
