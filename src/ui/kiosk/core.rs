//! The kiosk's state: who is there, what stands over their session, what a key means then.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Rect;
use zeroize::Zeroizing;

use crate::base::words::Message;
use crate::form::Form;
use crate::response::code::Code;
use crate::ui::effect::{self, Begun, Found, Mode, Setup};
use crate::ui::idle::{Idle, LEAST_WARNING, Limits, Stage};
use crate::ui::input::{Input, Key};
use crate::ui::keymap::Action;
use crate::ui::named::named;
use crate::ui::pass::InHand;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::Mouse;

use super::gate::Gate;
use super::keeper_pages::{KeeperPages, Task, Wish};
use super::shelf::{DIGITS, Shelf, Waiting};
use super::{Abandoned, Effect, Fixed, Msg, Shut, Verdict, Welcome};

/// A receipt or a number on the screen needs no more than this and its warning: nobody types there.
const READ: Duration = Duration::from_secs(30);
/// The most characters of a keeper's secret.
const SECRET: usize = 128;

/// What stands over the session, or in place of it.
pub(super) enum Over {
    /// Nothing.
    Nothing,
    /// Nobody can begin.
    Shut(Shut),
    /// Hidden by the panic key; the same key shows it again.
    Hidden,
    /// The number of one who will be back soon, and whose it is.
    Number(Zeroizing<String>),
    /// One who is back types it.
    Return(Zeroizing<String>),
    /// The keeper types their secret.
    Secret(Zeroizing<String>),
    /// The keeper's pages.
    KeeperPages(KeeperPages),
}

named! {
    /// The names of what stands over a session.
    NAMES of Over {
        Over::Shut(_) => "shut",
        Over::Hidden => "hidden",
        Over::Number(_) => "number",
        Over::Return(_) => "return",
        Over::Secret(_) => "secret",
    } within {
        Over::Nothing,
        Over::KeeperPages(_),
    }
}

/// A shared terminal.
pub struct Kiosk {
    pub(super) fixed: Fixed,
    pub(super) welcome: Welcome,
    area: Rect,
    pub(super) now: Duration,
    midnight: Duration,
    pub(super) session: Session,
    pub(super) over: Over,
    idle: Idle,
    shelf: Shelf,
    pub(super) returns: Gate,
    pub(super) secrets: Gate,
    /// Who leaves for a moment, until their number is drawn.
    leaving: Option<Code>,
    pub(super) said: Option<Message>,
    out: Vec<Effect>,
}

impl Kiosk {
    /// A kiosk at its start screen.
    pub fn new(fixed: Fixed, welcome: Welcome, area: Rect) -> Self {
        Self {
            session: session(&fixed, &welcome, area),
            over: welcome.shut.map_or(Over::Nothing, Over::Shut),
            midnight: welcome.midnight,
            fixed,
            welcome,
            area,
            now: Duration::ZERO,
            idle: Idle::new(Duration::ZERO),
            shelf: Shelf::default(),
            returns: Gate::default(),
            secrets: Gate::default(),
            leaving: None,
            said: None,
            out: Vec::new(),
        }
    }

    /// The next person: everything of the last one is dropped and wiped. What is said of the last thing
    /// that happened to the kiosk itself stays.
    pub fn welcome(&mut self, welcome: Welcome, area: Rect) {
        self.area = area;
        self.session = session(&self.fixed, &welcome, area);
        self.session.said = self.said.take();
        self.over = welcome.shut.map_or(Over::Nothing, Over::Shut);
        self.midnight = self.now + welcome.midnight;
        self.welcome = welcome;
        self.idle = Idle::new(self.now);
        self.leaving = None;
        self.out.clear();
    }

    /// Goes on with a pass that was elsewhere: line by line, or on the shelf.
    pub fn resume(&mut self, begun: Begun, area: Rect) {
        self.area = area;
        let mut setup = setup(&self.fixed, &self.welcome);
        // A draft may go on under an earlier version.
        setup.questionnaire = Arc::clone(begun.form.questionnaire());
        setup.language = Some(begun.form.language().clone());
        setup.theme = self.session.theme();
        self.session = Session::begun(setup, area, begun);
        self.session.corner = Some(self.welcome.corner.clone());
        self.over = Over::Nothing;
        self.idle = Idle::new(self.now);
    }

    /// Gives the pass away, to be gone on with line by line.
    pub fn hand_over(&mut self) -> Option<Begun> {
        self.session.hand_over()
    }

    /// How long is waited before it is asked whether somebody is there.
    pub const fn limits(&self) -> Limits {
        self.welcome.rules.limits
    }

    /// The session.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// What to say while an answer takes long to be stored.
    pub fn waiting(&self) -> Option<String> {
        self.session.waiting()
    }

    /// Whether the mouse is listened to: as whoever is there chose, and not on the kiosk's own pages.
    pub const fn mouse(&self) -> Mouse {
        match self.over {
            Over::Nothing => self.session.theme().mouse,
            _ => Mouse::Off,
        }
    }

    /// The name of the kiosk's own page that is shown, one of [`super::SCREENS`]; none where the session is.
    pub fn screen(&self) -> Option<&'static str> {
        match &self.over {
            _ if self.warned().is_some() => Some(super::STILL_THERE),
            Over::KeeperPages(pages) => pages.screen(),
            over => over.screen_name(),
        }
    }

    /// Codes of the departments with fewer people than figures are given for.
    pub const fn small(&self) -> &BTreeSet<String> {
        &self.fixed.small
    }

    /// Takes in what happened at `now` and gives what is to be done, in order.
    pub fn update(&mut self, msg: Msg, now: Duration) -> Vec<Effect> {
        self.now = now;
        self.shelf.forget(now);
        match msg {
            Msg::Session(effect::Msg::Input(input)) => self.input(input),
            Msg::Session(effect::Msg::Tick) => self.tick(),
            Msg::Session(msg) => self.tell(msg),
            Msg::Number(number) => self.number(number),
            Msg::Returned(code, found) => self.returned(code, found),
            Msg::Secret(verdict) => self.secret(verdict),
            Msg::Done(lines) => {
                if let Over::KeeperPages(pages) = &mut self.over {
                    pages.told(lines);
                }
            }
            Msg::Fault => self.restart("kiosk-fault"),
            Msg::Full => self.restart("kiosk-full-said"),
        }
        std::mem::take(&mut self.out)
    }

    /// When a tick is wanted.
    pub fn deadline(&self) -> Option<Duration> {
        let limits = self.patience().filter(|_| !self.is_at_rest());
        let idle = limits.map(|limits| self.idle.next(limits, self.now));
        let midnight = self.is_at_rest().then_some(self.midnight);
        [idle, midnight, self.session.deadline(), self.shelf.next()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether nobody is there: the start screen as it was welcomed, or the page that says why nobody can
    /// begin.
    fn is_at_rest(&self) -> bool {
        match self.over {
            Over::Shut(_) => true,
            Over::Nothing => self.is_at_start() && !self.is_changed(),
            _ => false,
        }
    }

    fn is_at_start(&self) -> bool {
        self.session.pass.is_none() && self.session.stack.len() == 1
    }

    /// Whether somebody has chosen a language or how the screen looks and then left it at that.
    fn is_changed(&self) -> bool {
        self.session.language_chosen && self.fixed.questionnaire.languages.len() > 1
            || self.session.theme() != self.fixed.theme
    }

    /// How long is waited on what is shown now.
    fn patience(&self) -> Option<Limits> {
        let rules = self.welcome.rules;
        let is_receipt =
            |frame: &crate::ui::session::Frame| matches!(frame.screen, Screen::Receipt(_));
        match self.over {
            Over::Shut(_) => None,
            Over::Number(_) | Over::Return(_) | Over::Secret(_) => Some(Limits::read(READ)),
            Over::Nothing if self.session.top().is_some_and(is_receipt) => Some(Limits::read(READ)),
            Over::Nothing | Over::Hidden | Over::KeeperPages(_) => Some(rules.limits),
        }
    }

    /// Whether the person is asked if they are still there, and about how many seconds are left.
    pub(super) fn warned(&self) -> Option<u64> {
        let limits = self.patience().filter(|_| !self.is_at_rest())?;
        match self.idle.stage(limits, self.now) {
            Stage::Warned(seconds) => Some(seconds),
            Stage::Present | Stage::Over => None,
        }
    }

    fn tick(&mut self) {
        if self.is_at_rest() {
            if self.now >= self.midnight {
                self.out.push(Effect::Wipe);
            }
            return;
        }
        let stage = self
            .patience()
            .map(|limits| self.idle.stage(limits, self.now));
        // A number that nobody came for, a start screen that somebody changed, the keeper's page: nothing
        // is lost there.
        if stage == Some(Stage::Over) {
            self.abandon();
        } else if self.session.deadline().is_some_and(|due| self.now >= due) {
            self.tell(effect::Msg::Tick);
        }
    }

    /// The person has gone: what they answered is kept or deleted first, then the screen goes.
    fn abandon(&mut self) {
        match self.welcome.rules.abandoned {
            Abandoned::Keep => self.tell(effect::Msg::Vanished),
            Abandoned::Discard => {
                if let Some(begun) = self.session.hand_over() {
                    let discard = effect::Effect::DiscardDraft(begun.code);
                    self.out.push(Effect::Session(discard));
                }
            }
        }
        self.out.push(Effect::Wipe);
    }

    /// Begins anew after something went wrong, and says what.
    fn restart(&mut self, said: &'static str) {
        self.said = Some(Message::plain(said));
        self.out.push(Effect::Wipe);
    }

    fn input(&mut self, input: Input) {
        // Whoever was asked is there, and the key that says so means nothing else.
        let was_warned = self.warned().is_some();
        self.idle.touch(self.now);
        if was_warned {
            return;
        }
        let Input::Key(key) = input else {
            if matches!(self.over, Over::Nothing) {
                self.tell(effect::Msg::Input(input));
            }
            return;
        };
        let is_at_start = self.is_at_start();
        match &mut self.over {
            Over::Nothing if key == Key::Ctrl('k') && is_at_start => self.ask_secret(),
            Over::Nothing => self.tell(effect::Msg::Input(Input::Key(key))),
            Over::Shut(_) => self.at_closed_door(key),
            Over::Hidden => {
                if self.session.theme().keys.asks(key, Action::Hide) {
                    self.over = Over::Nothing;
                    self.out.push(Effect::Redraw);
                }
            }
            Over::Number(_) => {
                if matches!(key, Key::Enter | Key::Escape) {
                    self.out.push(Effect::Wipe);
                }
            }
            Over::Return(_) => self.type_number(key),
            Over::Secret(_) => self.type_secret(key),
            Over::KeeperPages(pages) => {
                let wish = pages.key(key);
                self.wish(wish);
            }
        }
    }

    fn at_closed_door(&mut self, key: Key) {
        match key {
            Key::Ctrl('k') => self.ask_secret(),
            Key::Function(4) => {
                let languages = &self.fixed.questionnaire.languages;
                let now = languages
                    .iter()
                    .position(|one| one == self.session.language());
                let next = now.map_or(0, |at| (at + 1) % languages.len().max(1));
                if let Some(language) = languages.get(next).cloned() {
                    self.session.set_language(language);
                }
            }
            _ => {}
        }
    }

    /// Tells the session something, and looks at what it asks for.
    fn tell(&mut self, msg: effect::Msg) {
        if let effect::Msg::Resized(area) = msg {
            self.area = area;
        }
        for effect in self.session.update(msg, self.now) {
            match effect {
                effect::Effect::Quit => self.out.push(Effect::Wipe),
                effect::Effect::Redraw => self.out.push(Effect::Redraw),
                effect::Effect::Hide => {
                    self.over = Over::Hidden;
                    self.out.push(Effect::Redraw);
                }
                effect::Effect::BackSoon => self.leave_for_a_moment(),
                effect::Effect::Return => self.ask_number(),
                effect::Effect::MoreTime => {
                    self.idle.more();
                    self.session.said = Some(Message::plain("kiosk-more-done"));
                }
                other => self.out.push(Effect::Session(other)),
            }
        }
    }

    fn leave_for_a_moment(&mut self) {
        if !self.shelf.has_place() {
            self.session.said = Some(Message::plain("kiosk-soon-full"));
            return;
        }
        let begun = self.session.hand_over();
        self.leaving = begun.map(|begun| begun.code);
        self.out.push(Effect::DrawNumber);
    }

    fn number(&mut self, number: Option<Zeroizing<String>>) {
        let Some(code) = self.leaving.take() else {
            return;
        };
        let Some(number) = number else {
            // The draft is saved already; only the short way back is missing.
            return self.restart("kiosk-soon-none");
        };
        if self.shelf.has(&number) {
            self.leaving = Some(code);
            self.out.push(Effect::DrawNumber);
            return;
        }
        let looks = (self.session.language().clone(), self.session.theme());
        let until = self.now + self.welcome.rules.back_soon;
        self.shelf.put(number.clone(), code, looks, until);
        self.over = Over::Number(number);
        self.out.push(Effect::Redraw);
    }

    fn ask_number(&mut self) {
        self.over = Over::Return(Zeroizing::new(String::new()));
    }

    fn type_number(&mut self, key: Key) {
        let Over::Return(typed) = &mut self.over else {
            return;
        };
        let is_shut = self.returns.shut_for(self.now).is_some();
        match key {
            Key::Escape | Key::Function(3 | 10) | Key::Ctrl('c' | 'd') => self.over = Over::Nothing,
            Key::Backspace => {
                typed.pop();
            }
            Key::Char(digit) if digit.is_ascii_digit() && !is_shut => {
                typed.push(digit);
                if typed.len() == DIGITS {
                    self.try_number();
                }
            }
            _ => {}
        }
    }

    fn try_number(&mut self) {
        let Over::Return(typed) = std::mem::replace(&mut self.over, Over::Nothing) else {
            return;
        };
        let Some(back) = self.shelf.take(&typed) else {
            self.returns.wrong(self.now);
            self.said = Some(Message::plain("kiosk-return-wrong"));
            return self.ask_number();
        };
        let Waiting {
            code,
            language,
            theme,
            ..
        } = back;
        self.returns.right();
        self.session.setup.theme = theme;
        self.session.set_language(language);
        self.out.push(Effect::Return(code));
    }

    fn returned(&mut self, code: Code, found: Found) {
        let today = self.welcome.today;
        let form = match found {
            Found::Draft {
                bytes,
                questionnaire,
            } => Form::from_draft(questionnaire, today, &bytes).ok(),
            _ => None,
        };
        match form {
            Some((form, page)) => {
                let said = Some(Message::plain("welcome-back"));
                let area = self.area;
                self.resume(
                    Begun {
                        code,
                        form,
                        page,
                        said,
                        in_hand: InHand::default(),
                    },
                    area,
                );
            }
            // Sent or gone on with elsewhere: the eight words lead to it.
            None => self.session.said = Some(Message::plain("kiosk-return-gone")),
        }
    }

    fn ask_secret(&mut self) {
        self.said = None;
        self.over = Over::Secret(Zeroizing::new(String::with_capacity(4 * SECRET)));
    }

    fn type_secret(&mut self, key: Key) {
        let is_shut = self.secrets.shut_for(self.now).is_some();
        let Over::Secret(typed) = &mut self.over else {
            return;
        };
        match key {
            Key::Escape | Key::Function(3 | 10) | Key::Ctrl('c' | 'd') => {
                self.out.push(Effect::Wipe);
            }
            Key::Backspace => {
                typed.pop();
            }
            Key::Ctrl('u') => typed.clear(),
            Key::Char(letter) if typed.chars().count() < SECRET => typed.push(letter),
            Key::Enter if !is_shut && !typed.is_empty() => {
                let typed = std::mem::take(typed);
                self.out.push(Effect::Check(typed));
            }
            _ => {}
        }
    }

    fn secret(&mut self, verdict: Verdict) {
        if !matches!(self.over, Over::Secret(_)) {
            return;
        }
        match verdict {
            Verdict::Right => {
                self.secrets.right();
                self.over = Over::KeeperPages(KeeperPages::new());
            }
            Verdict::Wrong => {
                self.secrets.wrong(self.now);
                self.ask_secret();
                self.said = Some(Message::plain("kiosk-secret-wrong"));
            }
            Verdict::NotSet => self.said = Some(Message::plain("kiosk-secret-not-set")),
        }
    }

    fn wish(&mut self, wish: Wish) {
        match wish {
            Wish::Nothing => {}
            Wish::Leave => self.out.push(Effect::Wipe),
            Wish::Do(Task::Stop) => self.out.push(Effect::Stop),
            Wish::Do(task) => self.out.push(Effect::Task(task)),
        }
    }
}

fn setup(fixed: &Fixed, welcome: &Welcome) -> Setup {
    Setup {
        questionnaire: Arc::clone(&fixed.questionnaire),
        mode: Mode::Kiosk,
        language: None,
        today: welcome.today,
        seed: welcome.seed,
        box_name: fixed.box_name.clone(),
        small: fixed.small.clone(),
        theme: fixed.theme,
    }
}

fn session(fixed: &Fixed, welcome: &Welcome, area: Rect) -> Session {
    let mut session = Session::new(setup(fixed, welcome), area);
    session.corner = Some(welcome.corner.clone());
    session
}

impl Limits {
    /// For a page that is only read, or where six digits are typed.
    fn read(wait: Duration) -> Self {
        Self::exactly(wait, LEAST_WARNING * 3)
    }
}
