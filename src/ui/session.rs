//! One session: what is on the screen, what happened, what to do about it. Pure: every moment comes
//! in as an argument and everything done goes out as an effect.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::base::language::Language;
use crate::base::words::{Message, Words};
use crate::form::Form;

use super::effect::{Begun, Effect, LastYear, Mode, Msg, Reached, Setup, SubmitFailure};
use super::keymap::{Place, Scope};
use super::kiosk::Corner;
use super::pass::Pass;
use super::screen::{self, Screen};
use super::sheet::{Sheet, Spot};
use super::theme::Theme;
use super::view;

/// A page on the stack: the screen, the focus on it, how far it is scrolled.
pub(super) struct Frame {
    pub(super) screen: Screen,
    pub(super) focus: Option<Spot>,
    pub(super) scroll: usize,
    /// Whether the wheel has turned the page away from the focus.
    pub(super) wheeled: bool,
}

/// How the response that is begun relates to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// Not at all.
    New,
    /// It replaces one whose words are lost.
    ReplacesLost,
}

/// What happens once a save has come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// The person goes on.
    Stay,
    /// They leave.
    Leave,
    /// They leave for a moment.
    Soon,
}

/// A session.
pub struct Session {
    pub(super) setup: Setup,
    pub(super) words: Words,
    pub(super) language_chosen: bool,
    pub(super) area: Rect,
    pub(super) stack: Vec<Frame>,
    pub(super) pass: Option<Pass>,
    pub(super) beginning: Beginning,
    pub(super) then: Then,
    pub(super) now: Duration,
    /// What was just done, said until the next key.
    pub(super) said: Option<Message>,
    /// When the page appeared that nobody asked for: keys typed ahead are not an answer to it.
    pub(super) stopped_at: Duration,
    /// At a kiosk: what the start screen says of it.
    pub(super) corner: Option<Corner>,
    /// The earlier waves that this box knows.
    pub(super) waves: Vec<String>,
    /// Answers of an earlier wave, until a form begins that they are proposed in.
    pub(super) last_year: Option<LastYear>,
    /// Over a network: what the first page says of it.
    pub(super) reached: Option<Reached>,
    pub(super) invited: screen::Invited,
    out: Vec<Effect>,
}

impl Session {
    /// A session at its first screen.
    pub fn new(setup: Setup, area: Rect) -> Self {
        let language = setup.language.clone();
        let language = language.unwrap_or_else(|| setup.questionnaire.default_language());
        let mut session = Self {
            language_chosen: setup.language.is_some() || setup.questionnaire.languages.len() < 2,
            words: Words::new(&language),
            setup,
            area,
            stack: Vec::new(),
            pass: None,
            beginning: Beginning::New,
            then: Then::Stay,
            now: Duration::ZERO,
            said: None,
            stopped_at: Duration::ZERO,
            corner: None,
            waves: Vec::new(),
            last_year: None,
            reached: None,
            invited: screen::Invited::default(),
            out: vec![Effect::FindWaves],
        };
        session.push(Screen::Start);
        if session.setup.mode.asks_language() && !session.language_chosen {
            session.push(Screen::Language(screen::After::Stay));
        }
        session.settle();
        session
    }

    /// A session in the middle of a pass, at its page.
    pub fn begun(setup: Setup, area: Rect, begun: Begun) -> Self {
        let mut session = Self::new(setup, area);
        session.language_chosen = true;
        let mut pass = Pass::new(begun.form, begun.code);
        pass.take_in_hand(begun.in_hand);
        session.pass = Some(pass);
        screen::ask_first(&mut session, begun.page.as_deref());
        session.said = begun.said;
        session.settle();
        session
    }

    /// Says from now on what this host writes down of whoever came over a network.
    pub fn is_reached(&mut self, over: Reached) {
        self.reached = Some(over);
        self.settle();
    }

    /// Takes in what happened at `now`, measured from any fixed moment, and gives what is to be done.
    pub fn update(&mut self, msg: Msg, now: Duration) -> Vec<Effect> {
        self.now = now;
        match msg {
            Msg::Input(input) => self.input(input),
            Msg::Resized(area) => self.area = area,
            Msg::CodeDrawn(code) => self.begin(code),
            Msg::NoRoom => self.push(Screen::NoRoom),
            Msg::Saved(saved) => self.saved(saved),
            Msg::Submitted(Ok(receipt)) => self.sent(receipt),
            Msg::Submitted(Err(SubmitFailure::Elsewhere)) => self.stopped(),
            Msg::Submitted(Err(failure)) => self.over(Screen::Unsent(failure)),
            Msg::Invitation(one, admitted) => screen::invitation(self, one, admitted),
            Msg::Found(found) => self.found(found),
            Msg::Own(code, own) => screen::own(self, code, own),
            Msg::Revising(code, found) => screen::revising(self, code, found),
            Msg::Withdrawn(code, is_done) => screen::withdrawn(self, code, is_done),
            Msg::Given(what) => self.say(what),
            Msg::Waves(waves) => self.waves = waves,
            Msg::Earlier(earlier) => screen::earlier(self, earlier),
            Msg::DiaryKept(code, is_done) => screen::diary_kept(self, code, is_done),
            Msg::RestAnswered(form) => self.rest_answered(*form),
            Msg::Tick => self.keep_if_due(),
            Msg::Vanished => {
                self.keep_and_save();
                screen::diary_left(self);
            }
        }
        self.settle();
        std::mem::take(&mut self.out)
    }

    /// When [`Msg::Tick`] is to be sent, if at all.
    pub fn deadline(&self) -> Option<Duration> {
        self.pass.as_ref()?.due()
    }

    /// The language on the screen.
    pub const fn language(&self) -> &Language {
        self.words.language()
    }

    /// How it is drawn now: what the person chose stays for whatever comes next on this terminal.
    pub const fn theme(&self) -> Theme {
        self.setup.theme
    }

    /// Gives the pass away, with the page it is on, to be gone on with in another way.
    pub fn hand_over(&mut self) -> Option<Begun> {
        // What was sent is not gone on with.
        let pass = self.pass.take().filter(|pass| !pass.is_sent)?;
        let (code, form, page, in_hand) = pass.give_away(&self.words, self.area);
        Some(Begun {
            code,
            form,
            page,
            said: None,
            in_hand,
        })
    }

    /// The name of the page on top: one of [`super::SCREENS`].
    pub fn screen(&self) -> &'static str {
        self.top()
            .and_then(|frame| frame.screen.screen_name())
            .unwrap_or("start")
    }

    /// The answers so far, where a survey is being filled in.
    pub fn form(&self) -> Option<&Form> {
        self.pass.as_ref().map(|pass| &pass.form)
    }

    /// What to say while an answer takes long to be stored.
    pub fn waiting(&self) -> Option<String> {
        let is_kept = self.pass.is_some() && self.setup.mode != Mode::Trial;
        is_kept.then(|| self.words.say("still-saving"))
    }

    /// Asks for something.
    pub(super) fn ask_for(&mut self, effect: Effect) {
        self.out.push(effect);
    }

    /// Says what was done.
    pub(super) fn say(&mut self, message: Message) {
        self.said = Some(message);
    }

    /// Puts a page on top.
    pub(super) fn push(&mut self, screen: Screen) {
        self.stack.push(Frame {
            screen,
            focus: None,
            scroll: 0,
            wheeled: false,
        });
    }

    /// Takes the top page off, never the last one.
    pub(super) fn pop(&mut self) {
        if self.stack.len() > 1 {
            self.stack.pop();
        }
    }

    /// Leaves only the start screen and this page.
    pub(super) fn only(&mut self, screen: Screen) {
        self.stack.truncate(1);
        self.push(screen);
    }

    /// Puts a page over the question, in place of any other page there.
    pub(super) fn over(&mut self, screen: Screen) {
        let ask = self
            .stack
            .iter()
            .position(|frame| matches!(frame.screen, Screen::Ask));
        self.stack.truncate(ask.map_or(1, |at| at + 1));
        self.push(screen);
    }

    /// Forgets the pass and goes to the start, or ends where there is nothing else to do.
    pub(super) fn finish(&mut self) {
        self.pass = None;
        self.last_year = None;
        self.then = Then::Stay;
        self.beginning = Beginning::New;
        self.stack.truncate(1);
        self.stack[0].focus = None;
        if self.setup.mode.is_one_pass() {
            self.ask_for(Effect::Quit);
        }
    }

    /// The top page.
    pub(super) fn top(&self) -> Option<&Frame> {
        self.stack.last()
    }

    pub(super) fn top_mut(&mut self) -> Option<&mut Frame> {
        self.stack.last_mut()
    }

    /// What has the focus.
    pub(super) fn focus(&self) -> Spot {
        self.top()
            .and_then(|frame| frame.focus)
            .unwrap_or(Spot::Body)
    }

    /// Moves the focus.
    pub(super) fn focus_on(&mut self, spot: Spot) {
        if let Some(frame) = self.top_mut() {
            frame.focus = Some(spot);
        }
    }

    /// The page as it is to be drawn.
    pub(super) fn sheet(&self) -> Sheet {
        let sheet = self.top().map(|frame| screen::draw(self, frame));
        let mut sheet = sheet.unwrap_or_default().spaced(self.setup.theme.spacing);
        sheet.button_lines = view::button_lines(&self.words, &sheet, self.area).len();
        sheet
    }

    /// What has the focus, for the keys.
    pub(super) fn place(&self) -> Place {
        match (self.focus(), self.top()) {
            (Spot::Button(_), _) => Place::Button,
            (spot, Some(frame)) => screen::place(self, frame, spot),
            _ => Place::Reading,
        }
    }

    /// Which keys work at all.
    pub(super) fn scopes(&self) -> Vec<Scope> {
        self.scopes_at(self.stack.len())
    }

    /// Which keys work on the page below the top one: what help is about.
    pub(super) fn scopes_below(&self) -> Vec<Scope> {
        self.scopes_at(self.stack.len().saturating_sub(1))
    }

    fn scopes_at(&self, pages: usize) -> Vec<Scope> {
        let stack = self.stack.get(..pages).unwrap_or_default();
        let asks = |frame: &Frame| matches!(frame.screen, Screen::Ask);
        let is_page = stack.last().is_some_and(|frame| {
            matches!(frame.screen, Screen::Ask | Screen::Check | Screen::Sections)
        });
        let is_why = stack
            .last()
            .is_some_and(|frame| matches!(frame.screen, Screen::Why));
        let is_start = stack
            .last()
            .is_some_and(|frame| matches!(frame.screen, Screen::Start));
        let filling = stack.iter().any(asks);
        let trial = self.setup.mode == Mode::Trial;
        let rest = is_page && (trial || self.setup.mode == Mode::Demo);
        let table = [
            (Scope::Always, true),
            (Scope::Words, self.pass.is_some()),
            (Scope::Filling, filling),
            (Scope::Page, is_page),
            (Scope::Rest, rest),
            (Scope::Trial, trial && filling && !is_why),
            (Scope::Kiosk, self.corner.is_some()),
            (Scope::Out, !is_start || self.corner.is_none()),
            (Scope::Back, !is_start),
        ];
        table
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(scope, _)| scope)
            .collect()
    }

    /// Changes the language; answers, page and focus stay.
    pub(super) fn set_language(&mut self, language: Language) {
        self.keep_and_save_if_changed();
        self.words = Words::new(&language);
        self.language_chosen = true;
        if let Some(pass) = &mut self.pass {
            pass.form.set_language(language);
            if pass.ask.as_ref().is_some_and(|ask| ask.problems.is_empty()) {
                pass.refresh(&self.words, self.area);
            }
        }
    }
}
