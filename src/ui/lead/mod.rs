//! The lead's screens: from a key file to the figures, and the figures.
//!
//! Like all screens a pure machine: [`Lead::update`] takes what happened and says what is to be done,
//! [`Lead::view`] draws. Files, keys and stores are the driver's; it answers an [`Effect`] with a
//! [`Msg`]. Figures come in as [`crate::stats::view::View`] and [`crate::stats::Published`], so nothing
//! that may not be shown can be drawn.

mod desk;
mod draw;
pub mod keys;
mod message;
mod opening;
mod palette;
mod pointing;
#[cfg(test)]
mod tests;
mod trouble;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::language::Language;
use crate::base::words::{self, Message};
use crate::report::view::Teller;

use super::input::Input;
use super::keymap::Keymap;
use super::named::named;
use super::theme::Theme;

pub use crate::stats::view::upwards;
pub use desk::earlier::WaveFile;
pub use desk::summary::{Own, Summary};
pub use desk::texts::{Mark, Written};
pub use message::{
    Answered, Arrival, Compared, Comparison, Effect, Export, Extent, Format, FoundBox, Here,
    KeyFile, Msg, Needs, Preparation, Progress, Purpose, ReleasedView, SameBox, Taking, Who,
};
pub use trouble::{Fault, Trouble};

use desk::Desk;
use draw::Page;
use keys::{Action, Binding};
use opening::boxes::Boxes;
use opening::compare::Compare;
use opening::keep::Keep;
use opening::key::Keys;
use opening::passphrase::Passphrase;
use opening::survey::Surveys;
use opening::told::Told;
use opening::watch::Watch;
use opening::who::Choosing;
use palette::Palette;
use pointing::Places;

/// The lead's session.
pub struct Lead {
    teller: Teller,
    /// Which key does what.
    map: &'static Keymap,
    screen: Screen,
    above: Above,
    /// In a demo, whom one can be.
    who: Option<Choosing>,
    keys: Keys,
    boxes: Boxes,
    /// The figures, while something is read before them.
    arrival: Option<Box<Arrival>>,
}

/// Which screen is shown.
enum Screen {
    Who,
    Keys,
    Passphrase(Passphrase),
    Boxes,
    Compare(Compare),
    Keep(Keep),
    Surveys(Surveys),
    Watch(Watch),
    Told(Told),
    Desk(Box<Desk>),
}

/// What lies above the screen.
enum Above {
    Nothing,
    /// The keys that work here.
    Help,
    /// Every command, by its name.
    Palette(Box<Palette>),
    /// Something is being done; which, as a message's id.
    Waiting(&'static str),
    /// Something went wrong; any key goes on.
    Failed(Trouble),
}

named! {
    /// The names of the screens on the way to the figures.
    NAMES of Screen {
        Screen::Who => "who",
        Screen::Keys => "keys",
        Screen::Passphrase(_) => "passphrase",
        Screen::Boxes => "boxes",
        Screen::Compare(_) => "compare",
        Screen::Keep(_) => "keep",
        Screen::Surveys(_) => "surveys",
        Screen::Watch(_) => "watch",
        Screen::Told(_) => "told",
    } within {
        Screen::Desk(_),
    }
}

named! {
    /// The names of what lies above any screen.
    ABOVE of Above {
        Above::Help => "help",
        Above::Palette(_) => "commands",
        Above::Waiting(_) => "waiting",
        Above::Failed(_) => "failed",
    } within {
        Above::Nothing,
    }
}

/// The names of all the lead's screens.
pub const SCREENS: [&[&str]; 7] = [
    NAMES,
    ABOVE,
    desk::PLACES,
    &[desk::values::VALUES],
    desk::ABOVE,
    desk::export::PHASES,
    desk::demand::EDITING,
];

/// What a screen makes of a key.
enum Step {
    /// It stays.
    Stay(Vec<Effect>),
    /// It cannot be done.
    Failed(Trouble),
    /// It stays, and waits for the answer to an effect.
    Wait(&'static str, Effect),
    /// To the wait for an effect that tells how far it is.
    Watch(Effect),
    /// To another screen.
    To(Box<Screen>, Vec<Effect>),
    /// Something was compared.
    Compared,
    /// This box was not what it says: it is left out.
    LeftOut(String),
    /// What was set aside has been read.
    Read,
    /// Back to the screen before.
    Back,
}

impl Step {
    const fn stay() -> Self {
        Self::Stay(Vec::new())
    }
}

impl Lead {
    /// A demo's beginning: choose who you are.
    pub fn demo(language: &Language, people: Vec<Who>) -> Self {
        let mut lead = Self::at(language, Screen::Who);
        lead.who = Some(Choosing::new(people));
        lead
    }

    /// The beginning elsewhere: the key. The effects look for it.
    pub fn new(language: &Language) -> (Self, Vec<Effect>) {
        let mut lead = Self::at(language, Screen::Keys);
        lead.above = Above::Waiting("lead-looking");
        (lead, vec![Effect::LookForKeys])
    }

    fn at(language: &Language, screen: Screen) -> Self {
        Self {
            teller: Teller::new(language),
            map: &Keymap::STANDARD,
            screen,
            above: Above::Nothing,
            who: None,
            keys: Keys::default(),
            boxes: Boxes::new(Message::plain("lead-key-unknown")),
            arrival: None,
        }
    }

    /// From now on keys mean what this says.
    #[must_use]
    pub fn listening(mut self, map: &'static Keymap) -> Self {
        self.map = map;
        self
    }

    /// Takes what happened.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let msg = match msg {
            Msg::Input(input) => return self.input(&input),
            Msg::Progress(progress) => {
                if let Screen::Watch(watch) = &mut self.screen {
                    watch.takes(progress);
                }
                return Vec::new();
            }
            msg => msg,
        };
        self.above = Above::Nothing;
        match msg {
            Msg::Keys(files) => self.keys.found(files),
            Msg::WrongPassphrase => self.wrong(),
            Msg::NeedsPassphrase => self.ask_passphrase(),
            Msg::Unlocked(whose) => return self.show_boxes(whose),
            Msg::Boxes(found, here) => self.boxes.found(found, here),
            Msg::Prepared(preparation) => return self.compare(preparation),
            Msg::Surveys(list) => self.screen = Screen::Surveys(Surveys::new(list)),
            Msg::Stopped => self.leave_watch(),
            Msg::Arrived(arrival) => return self.arrive(arrival),
            Msg::Failed(trouble) => self.fail(trouble),
            Msg::Input(_) | Msg::Progress(_) => {}
            msg => {
                if let Screen::Desk(desk) = &mut self.screen {
                    let step = desk.take(msg, &self.teller);
                    return self.go(step);
                }
            }
        }
        Vec::new()
    }

    fn wrong(&mut self) {
        self.ask_passphrase();
        if let Screen::Passphrase(passphrase) = &mut self.screen {
            passphrase.wrong();
        }
    }

    /// A file that looked open is protected after all.
    fn ask_passphrase(&mut self) {
        if matches!(self.screen, Screen::Keys)
            && let Some(file) = self.keys.chosen()
        {
            let screen = Passphrase::new(file.path.clone(), file.name.clone());
            self.screen = Screen::Passphrase(screen);
        }
    }

    fn show_boxes(&mut self, whose: Message) -> Vec<Effect> {
        self.boxes = Boxes::new(whose);
        self.screen = Screen::Boxes;
        self.above = Above::Waiting("lead-looking");
        vec![Effect::LookForBoxes]
    }

    fn compare(&mut self, preparation: Preparation) -> Vec<Effect> {
        let compare = Compare::new(preparation, self.boxes.chosen());
        self.screen = Screen::Compare(compare);
        self.compared()
    }

    /// After each comparison: the next, or where copies are kept, or the merge.
    fn compared(&mut self) -> Vec<Effect> {
        let Screen::Compare(compare) = &self.screen else {
            return Vec::new();
        };
        match compare.done() {
            None => Vec::new(),
            Some((Some(folder), taking)) => {
                self.screen = Screen::Keep(Keep::new(folder, taking));
                Vec::new()
            }
            Some((None, taking)) => self.go(Step::Watch(Effect::Take(taking))),
        }
    }

    fn leave_out(&mut self, path: String) -> Vec<Effect> {
        self.boxes.leave_out(path);
        if let Screen::Compare(compare) = &mut self.screen {
            compare.without(self.boxes.chosen());
        }
        self.compared()
    }

    fn leave_watch(&mut self) {
        if matches!(self.screen, Screen::Watch(_)) {
            self.screen = match self.who {
                Some(_) => Screen::Who,
                None => Screen::Boxes,
            };
        }
    }

    fn fail(&mut self, trouble: Trouble) {
        self.leave_watch();
        self.above = Above::Failed(trouble);
    }

    fn arrive(&mut self, mut arrival: Box<Arrival>) -> Vec<Effect> {
        let told = std::mem::take(&mut arrival.told);
        self.arrival = Some(arrival);
        if told.is_empty() {
            return self.begin();
        }
        self.screen = Screen::Told(Told::new(told));
        Vec::new()
    }

    fn begin(&mut self) -> Vec<Effect> {
        let Some(arrival) = self.arrival.take() else {
            return Vec::new();
        };
        let (desk, step) = Desk::new(*arrival);
        self.screen = Screen::Desk(Box::new(desk));
        self.go(step)
    }

    fn input(&mut self, input: &Input) -> Vec<Effect> {
        let action = keys::find(self.bindings(), self.map, input);
        match action {
            Some(Action::Language) => {
                self.teller = Teller::new(&words::following(self.teller.words().language()));
                self.call_commands();
                return Vec::new();
            }
            Some(Action::Display) => return vec![Effect::Display],
            Some(Action::Mouse) => return vec![Effect::Mouse],
            _ => {}
        }
        match &self.above {
            Above::Waiting(_) if action == Some(Action::Leave) => return vec![Effect::Leave],
            Above::Waiting(_) => return Vec::new(),
            Above::Help | Above::Failed(_) => {
                self.above = Above::Nothing;
                return Vec::new();
            }
            Above::Palette(_) if action != Some(Action::Leave) => {
                return self.choose_command(action, input);
            }
            Above::Palette(_) => self.above = Above::Nothing,
            Above::Nothing if action == Some(Action::Commands) => {
                self.open_palette();
                return Vec::new();
            }
            Above::Nothing => {}
        }
        let is_desk = matches!(self.screen, Screen::Desk(_));
        match action {
            Some(Action::Help) if !is_desk => {
                self.above = Above::Help;
                Vec::new()
            }
            Some(Action::Leave) if !is_desk => vec![Effect::Leave],
            action => {
                let step = self.step(action, input);
                self.go(step)
            }
        }
    }

    fn step(&mut self, action: Option<Action>, input: &Input) -> Step {
        match &mut self.screen {
            Screen::Who => match &mut self.who {
                Some(who) => who.update(action),
                None => Step::Back,
            },
            Screen::Keys => self.keys.update(action, input),
            Screen::Passphrase(passphrase) => passphrase.update(action, input),
            Screen::Boxes => self.boxes.update(action, input),
            Screen::Compare(compare) => compare.update(action),
            Screen::Keep(keep) => keep.update(action),
            Screen::Surveys(surveys) => surveys.update(action),
            Screen::Watch(watch) => {
                if action == Some(Action::Back) {
                    watch.is_stopping = true;
                    return Step::Stay(vec![Effect::Cancel]);
                }
                Step::stay()
            }
            Screen::Told(told) => told.update(action),
            Screen::Desk(desk) => desk.update(action, input, &self.teller),
        }
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        match step {
            Step::Stay(effects) => effects,
            Step::Failed(trouble) => {
                self.above = Above::Failed(trouble);
                Vec::new()
            }
            Step::Wait(what, effect) => {
                self.above = Above::Waiting(what);
                vec![effect]
            }
            Step::Watch(effect) => {
                self.screen = Screen::Watch(Watch::default());
                vec![effect]
            }
            Step::To(screen, effects) => {
                self.screen = *screen;
                effects
            }
            Step::Compared => self.compared(),
            Step::LeftOut(path) => self.leave_out(path),
            Step::Read => self.begin(),
            Step::Back => self.back(),
        }
    }

    /// To the screen before: what was chosen there is still chosen.
    fn back(&mut self) -> Vec<Effect> {
        let before = match &self.screen {
            Screen::Desk(_) if self.who.is_some() => Some(Screen::Who),
            Screen::Who | Screen::Keys | Screen::Watch(_) | Screen::Told(_) | Screen::Desk(_) => {
                None
            }
            Screen::Passphrase(_) | Screen::Boxes => Some(Screen::Keys),
            Screen::Compare(_) | Screen::Keep(_) | Screen::Surveys(_) => Some(Screen::Boxes),
        };
        match before {
            Some(screen) => {
                self.screen = screen;
                Vec::new()
            }
            None => vec![Effect::Leave],
        }
    }

    /// The name of what is shown: one of [`SCREENS`].
    pub fn screen(&self) -> &'static str {
        let below = || match &self.screen {
            Screen::Desk(desk) => desk.screen(),
            other => other.screen_name(),
        };
        self.above.screen_name().or_else(below).unwrap_or_default()
    }

    fn bindings(&self) -> &'static [Binding] {
        if matches!(self.above, Above::Palette(_)) {
            return keys::PALETTE;
        }
        match &self.screen {
            Screen::Who | Screen::Surveys(_) => keys::LIST,
            Screen::Keys => self.keys.bindings(),
            Screen::Passphrase(passphrase) => passphrase.bindings(),
            Screen::Boxes => self.boxes.bindings(),
            Screen::Compare(compare) => compare.bindings(),
            Screen::Keep(_) => keys::CHOOSE,
            Screen::Watch(_) => keys::WATCH,
            Screen::Told(_) => keys::READ,
            Screen::Desk(desk) => desk.bindings(&self.teller),
        }
    }

    /// Draws the screen and says where the cursor stands.
    pub fn view(&self, area: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let cursor = self.draw(area, theme, buffer).0?;
        // In a window too small for a line the cursor stays in it all the same.
        Some(Position::new(
            cursor.x.min(area.right().saturating_sub(1)),
            cursor.y.min(area.bottom().saturating_sub(1)),
        ))
    }

    /// Draws it; gives where the cursor stands and where there is something to click.
    fn draw(&self, area: Rect, theme: Theme, buffer: &mut Buffer) -> (Option<Position>, Places) {
        buffer.set_style(area, theme.style(super::theme::Tone::Text));
        let mut page = Page::new(area, theme, buffer, &self.teller);
        page.lower_rule();
        let cursor = self.view_above(&mut page);
        // A page that any key closes says so itself: keys of the screen below do nothing there.
        if matches!(self.above, Above::Nothing | Above::Palette(_)) {
            page.hints(self.bindings());
        }
        (cursor, page.places)
    }

    /// Whether the page of every question is the one that keys go to.
    fn is_among_questions(&self) -> bool {
        std::ptr::eq(self.bindings(), keys::SUMMARY)
    }

    fn view_above(&self, page: &mut Page<'_>) -> Option<Position> {
        match &self.above {
            Above::Help => {
                page.help(self.bindings());
                None
            }
            Above::Palette(palette) => palette.view(page),
            Above::Waiting(what) => {
                page.notice("lead-waiting-title", &self.teller.words().say(what));
                None
            }
            Above::Failed(trouble) => {
                page.trouble(trouble);
                page.paragraph(
                    super::theme::Tone::Quiet,
                    &self.teller.words().say("lead-help-end"),
                );
                None
            }
            Above::Nothing => self.view_screen(page),
        }
    }

    fn view_screen(&self, page: &mut Page<'_>) -> Option<Position> {
        match &self.screen {
            Screen::Who => self.who.as_ref().and_then(|who| who.view(page)),
            Screen::Keys => self.keys.view(page),
            Screen::Passphrase(passphrase) => passphrase.view(page),
            Screen::Boxes => self.boxes.view(page),
            Screen::Compare(compare) => compare.view(page),
            Screen::Keep(keep) => keep.view(page),
            Screen::Surveys(surveys) => surveys.view(page),
            Screen::Watch(watch) => watch.view(page),
            Screen::Told(told) => told.view(page),
            Screen::Desk(desk) => desk.view(page),
        }
    }
}
