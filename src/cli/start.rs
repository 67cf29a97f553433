//! `tallybox` with no command: the home screen, and from there filling in, the department summaries,
//! and a look round with made-up answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::at_screen::{AtScreen, Nobody};
use super::demo::{self, Demo};
use super::error::{CliError, Kind};
use super::fill::{self, plain::Passed};
use super::lead::{LeadProgram, Place};
use super::screen::{self, Screen};
use super::{Context, Done, Outcome, choose};
use crate::base::language::Language;
use crate::response::part::Submission;
use crate::runtime::clock;
use crate::runtime::desk_files::small_departments;
use crate::runtime::driver::Ended;
use crate::runtime::home::Home;
use crate::runtime::keeper::{Keeper, OpenError, SaveError};
use crate::runtime::respondent::{End, Respondent};
use crate::survey::Questionnaire;
use crate::terminal::ability::Ability;
use crate::ui::{Begun, Mode, Setup};
use crate::vault::store::{Store, StoreError};

/// Opens the home screen.
pub(super) fn run(context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let ability = able(&home, context)?;
    let questionnaire = choose::questionnaire(context, &home, None)?;
    let end = match Keeper::open(&home, Arc::clone(&questionnaire)) {
        Ok(mut keeper) => {
            let screen = Screen::enter(ability)?;
            let visit = Visit {
                home: &home,
                demo: None,
                ability,
                own: None,
                language: questionnaire.default_language(),
            };
            visit.run(&mut keeper, screen, context)?
        }
        Err(error) if is_not_set_up(&error) => {
            // A store without a box of its own holds what was merged.
            let mode = match Store::open_to_read(&home.box_folder()) {
                Ok(_) => Mode::Desk,
                Err(_) => Mode::Bare,
            };
            bare(&home, &questionnaire, mode, ability)?
        }
        Err(error) => return Err(error.into()),
    };
    match end {
        End::LookRound => demo::look_round(context),
        _ => Ok(Done::Clean),
    }
}

/// Whether a home was simply not set up yet, rather than set up and broken.
fn is_not_set_up(error: &OpenError) -> bool {
    matches!(
        error,
        OpenError::NoKeys
            | OpenError::NoBox
            | OpenError::NotReady(_)
            | OpenError::Store(StoreError::Missing(_))
    )
}

/// The home screen where nothing can be filled in: a look round, the summaries, about.
fn bare(
    home: &Home,
    questionnaire: &Arc<Questionnaire>,
    mode: Mode,
    ability: Ability,
) -> Result<End, CliError> {
    let mut screen = Screen::enter(ability)?;
    let end = loop {
        let setup = Setup {
            questionnaire: Arc::clone(questionnaire),
            mode,
            language: None,
            today: clock::today(),
            seed: 0,
            box_name: String::new(),
            small: BTreeSet::new(),
            theme: ability.theme,
        };
        let mut program = Respondent::new(setup, screen.area(), Nobody);
        let ended = screen.run(&mut program);
        let language = program.session().language().clone();
        match ended {
            Ended::Finished(End::Summary) => {
                let place = Place {
                    home,
                    survey: None,
                    demo: None,
                    language,
                    theme: ability.theme,
                    own: None,
                };
                screen.run(&mut LeadProgram::new(place));
            }
            Ended::Finished(end) => break end,
            Ended::Vanished => break End::Quit,
        }
    };
    screen.leave();
    Ok(end)
}

/// Opens the home screen of a demo.
pub(super) fn open_demo(demo: &Demo, context: &mut Context<'_>) -> Outcome {
    let ability = able(&demo.home, context)?;
    let mut keeper = Keeper::open(&demo.home, Arc::clone(&demo.questionnaire))?;
    let screen = Screen::enter(ability)?;
    let visit = Visit {
        home: &demo.home,
        demo: Some(demo),
        ability,
        own: None,
        language: demo.questionnaire.default_language(),
    };
    let ended = visit.run(&mut keeper, screen, context);
    ended.map(|_| Done::Clean)
}

fn able(home: &Home, context: &mut Context<'_>) -> Result<Ability, CliError> {
    let ability = screen::ability_told(home, context);
    match ability.plain {
        None => Ok(ability),
        Some(_) => Err(no_screen().hint(
            "`tallybox fill --plain` asks line by line; `tallybox --help` lists every command",
        )),
    }
}

/// Whether a demo could be opened here: asked before one is made.
pub(super) fn can_open_demo(context: &Context<'_>) -> Result<(), CliError> {
    let ability = screen::ability(&choose::home(context), context.no_color);
    match ability.plain {
        None => Ok(()),
        Some(_) => Err(no_screen()
            .hint("`tallybox --home DIR demo --no-open` makes one in DIR; nothing was made")),
    }
}

fn no_screen() -> CliError {
    CliError::new(Kind::Usage, "the home screen needs a terminal")
}

/// One visit to a home: its home screen, and what is opened from there.
struct Visit<'a> {
    home: &'a Home,
    demo: Option<&'a Demo>,
    ability: Ability,
    own: Option<Submission>,
    /// The language that was last on the home screen.
    language: Language,
}

impl Visit<'_> {
    /// Goes from the home screen to the summaries and back until the person leaves.
    fn run(
        mut self,
        keeper: &mut Keeper,
        mut screen: Screen,
        context: &mut Context<'_>,
    ) -> Result<End, CliError> {
        let mut begun = None;
        let end = loop {
            match self.respond(keeper, &mut screen, begun.take())? {
                (End::Summary, _) => self.read(keeper, &mut screen),
                (End::NoRandomness, _) => return Err(SaveError::Random.into()),
                (End::Plain, pass) => {
                    let today = clock::today();
                    let language = self.language.clone();
                    let small = small_departments(self.home, keeper.questionnaire());
                    let (back, passed) = screen.aside(|| {
                        fill::plain::step_aside(
                            pass,
                            keeper,
                            (today, &language, &small),
                            context.out,
                        )
                    })?;
                    screen = back;
                    if matches!(passed, Passed::Gone) {
                        break End::Quit;
                    }
                    begun = self.passed(passed);
                    if begun.is_none() {
                        keeper.end();
                    }
                }
                (end, _) => break end,
            }
        };
        screen.leave();
        Ok(end)
    }

    /// The pass that comes back from the lines, where it does.
    fn passed(&mut self, passed: Passed) -> Option<Begun> {
        match passed {
            Passed::Screen(begun) => return Some(*begun),
            // Only in a demo do the summaries know whose answers were just given.
            Passed::Sent(sent) if self.demo.is_some() => self.own = sent.submission,
            Passed::Sent(_) | Passed::Left | Passed::Gone => {}
        }
        None
    }

    fn respond(
        &mut self,
        keeper: &mut Keeper,
        screen: &mut Screen,
        begun: Option<Begun>,
    ) -> Result<(End, Option<Begun>), CliError> {
        let today = clock::today();
        let seed = screen::seed()?;
        let setup = Setup {
            questionnaire: Arc::clone(keeper.questionnaire()),
            mode: if self.demo.is_some() {
                Mode::Demo
            } else {
                Mode::Home
            },
            language: None,
            today,
            seed,
            box_name: keeper.name().unwrap_or_default(),
            small: small_departments(self.home, keeper.questionnaire()),
            theme: self.ability.theme,
        };
        let sitting = AtScreen {
            keeper,
            today,
            seed,
            marks: self.demo.is_some(),
            sent: None,
        };
        let mut program = screen::respondent(setup, screen.area(), sitting, begun);
        let ended = screen.run(&mut program);
        self.language = program.session().language().clone();
        self.ability.theme = program.session().theme();
        let plain = ended == Ended::Finished(End::Plain);
        let pass = plain.then(|| program.hand_over()).flatten();
        let sitting = program.keeper_mut();
        if pass.is_none() {
            sitting.keeper.end();
        }
        // Only in a demo do the summaries know whose answers were just given.
        let sent = sitting.sent.take().and_then(|sent| sent.submission);
        self.own = sent.or(self.own.take());
        let end = match ended {
            Ended::Finished(end) => end,
            Ended::Vanished => End::Quit,
        };
        Ok((end, pass))
    }

    fn read(&self, keeper: &Keeper, screen: &mut Screen) {
        let place = Place {
            home: self.home,
            survey: Some(keeper.questionnaire().id.clone()),
            demo: self.demo,
            language: self.language.clone(),
            theme: self.ability.theme,
            own: self.own.clone(),
        };
        screen.run(&mut LeadProgram::new(place));
    }
}
