//! The lead's screens: who you are (in a demo), boxes, identity, and the figures.
//!
//! Like all screens a pure machine: [`Lead::update`] takes what happened and says what is to be done,
//! [`Lead::view`] draws. Files, keys and stores are the driver's; it answers an [`Effect`] with a
//! [`Msg`]. Figures come in as [`crate::stats::Published`], so nothing unprotected can be drawn.

mod boxes;
mod draw;
mod identity;
pub mod keys;
mod message;
mod summary;
#[cfg(test)]
mod tests;
mod who;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::language::Language;
use crate::base::words::Words;

use super::input::Input;
use super::theme::Theme;

pub use boxes::FoundBox;
pub use message::{Effect, Merged, Msg, Who};
pub use summary::{Own, Summary};

use boxes::Boxes;
use draw::Page;
use identity::Identity;
use keys::{Action, Binding};
use who::Choosing;

/// The lead's session.
pub struct Lead {
    words: Words,
    screen: Screen,
    above: Above,
}

/// Which screen is shown.
enum Screen {
    Who(Choosing),
    Boxes(Boxes),
    Identity(Identity),
    Summary(Box<Summary>),
}

/// What lies above the screen.
enum Above {
    Nothing,
    /// The keys that work here.
    Help,
    /// Something is being done; which, as a message's id.
    Waiting(&'static str),
    /// Something went wrong, in words; any key goes on.
    Failed(String),
}

/// What a screen makes of a key.
enum Step {
    /// It stays.
    Stay(Vec<Effect>),
    /// It stays, and waits for the answer to an effect.
    Wait(&'static str, Effect),
    /// On to the identity.
    Identity,
    /// Back to the screen before.
    Back,
}

impl Lead {
    /// A demo's beginning: choose who you are.
    pub fn demo(language: &Language, people: Vec<Who>) -> Self {
        Self::at(language, Screen::Who(Choosing::new(people)))
    }

    /// The beginning elsewhere: boxes. The effects look for them.
    pub fn new(language: &Language) -> (Self, Vec<Effect>) {
        let lead = Self::at(language, Screen::Boxes(Boxes::default()));
        (lead, vec![Effect::LookForBoxes, Effect::LookForIdentities])
    }

    fn at(language: &Language, screen: Screen) -> Self {
        Self {
            words: Words::new(language),
            screen,
            above: Above::Nothing,
        }
    }

    /// Takes what happened.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Input(input) => return self.input(&input),
            Msg::Boxes(found) => {
                if let Screen::Boxes(boxes) = &mut self.screen {
                    boxes.found(found);
                }
            }
            Msg::Merged(merged) => {
                if let Screen::Boxes(boxes) = &mut self.screen {
                    boxes.merged(merged);
                }
            }
            Msg::Identities(files) => self.identities(files),
            Msg::Opened(summary) => self.screen = Screen::Summary(summary),
            Msg::Failed(words) => {
                self.above = Above::Failed(words);
                return Vec::new();
            }
        }
        self.above = Above::Nothing;
        Vec::new()
    }

    fn identities(&mut self, files: Vec<String>) {
        match &mut self.screen {
            Screen::Boxes(boxes) => boxes.identities = files,
            Screen::Identity(identity) => identity.files = files,
            Screen::Who(_) | Screen::Summary(_) => {}
        }
    }

    fn input(&mut self, input: &Input) -> Vec<Effect> {
        let action = keys::find(self.bindings(), input);
        match &self.above {
            Above::Waiting(_) => return Vec::new(),
            Above::Help | Above::Failed(_) => {
                self.above = Above::Nothing;
                return Vec::new();
            }
            Above::Nothing => {}
        }
        match action {
            Some(Action::Help) => {
                self.above = Above::Help;
                Vec::new()
            }
            Some(Action::Leave) => vec![Effect::Leave],
            action => self.step(action, input),
        }
    }

    fn step(&mut self, action: Option<Action>, input: &Input) -> Vec<Effect> {
        let step = match &mut self.screen {
            Screen::Who(who) => who.update(action),
            Screen::Boxes(boxes) => boxes.update(action, input),
            Screen::Identity(identity) => identity.update(action, input),
            Screen::Summary(summary) => summary.update(action, input),
        };
        match step {
            Step::Stay(effects) => effects,
            Step::Wait(what, effect) => {
                self.above = Above::Waiting(what);
                vec![effect]
            }
            Step::Identity => {
                self.show_identity();
                Vec::new()
            }
            Step::Back => self.back(),
        }
    }

    fn show_identity(&mut self) {
        if let Screen::Boxes(boxes) = &self.screen {
            self.screen = Screen::Identity(Identity::new(boxes.identities.clone()));
        }
    }

    /// From the figures back to where they were opened, from the identity back to the boxes.
    fn back(&mut self) -> Vec<Effect> {
        match &self.screen {
            Screen::Identity(_) => {
                self.screen = Screen::Boxes(Boxes::default());
                vec![Effect::LookForBoxes, Effect::LookForIdentities]
            }
            Screen::Who(_) | Screen::Boxes(_) | Screen::Summary(_) => vec![Effect::Leave],
        }
    }

    fn bindings(&self) -> &'static [Binding] {
        match &self.screen {
            Screen::Who(_) => keys::WHO,
            Screen::Boxes(boxes) => boxes.bindings(),
            Screen::Identity(_) => keys::IDENTITY,
            Screen::Summary(summary) => summary.bindings(),
        }
    }

    /// Draws the screen and says where the cursor stands.
    pub fn view(&self, area: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let mut page = Page::new(area, theme, buffer, &self.words);
        page.hints(self.bindings());
        match &self.above {
            Above::Help => {
                page.help(self.bindings());
                None
            }
            Above::Waiting(what) => {
                page.notice("lead-waiting-title", &self.words.say(what));
                None
            }
            Above::Failed(words) => {
                page.notice("lead-failed-title", words);
                None
            }
            Above::Nothing => match &self.screen {
                Screen::Who(who) => who.view(&mut page),
                Screen::Boxes(boxes) => boxes.view(&mut page),
                Screen::Identity(identity) => identity.view(&mut page),
                Screen::Summary(summary) => summary.view(&mut page),
            },
        }
    }
}
