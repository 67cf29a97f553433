//! One session: what is on the screen, what happened, what to do about it. Pure: every moment comes
//! in as an argument and everything done goes out as an effect.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::base::language::Language;
use crate::base::words::{Message, Words};
use crate::form::Form;
use crate::response::code::Code;

use super::effect::{
    Begun, Effect, Found, LastYear, Mode, Msg, Reached, Receipt, Saved, Setup, SubmitFailure,
};
use super::input::{Input, Key};
use super::keymap::{self, Action, Place, Scope};
use super::kiosk::Corner;
use super::pass::{Pass, Saving};
use super::screen::{self, Screen};
use super::sheet::{Sheet, Spot};
use super::theme::{Letters, Theme};
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
            Msg::Vanished => self.keep_and_save(),
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
        self.top().map_or("start", |frame| frame.screen.name())
    }

    /// The answers so far, where a survey is being filled in.
    pub fn form(&self) -> Option<&Form> {
        self.pass.as_ref().map(|pass| &pass.form)
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
        sheet.unwrap_or_default().spaced(self.setup.theme.spacing)
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
        ];
        table
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(scope, _)| scope)
            .collect()
    }

    fn input(&mut self, input: Input) {
        // A window that shows nothing takes nothing but the way out.
        if view::too_small(self.area)
            && !matches!(input, Input::Key(Key::Function(10) | Key::Ctrl('c' | 'd')))
        {
            return;
        }
        if let Input::Wheel(wheel) = input {
            self.wheel(wheel);
            return;
        }
        self.said = None;
        if let Some(frame) = self.top_mut() {
            frame.wheeled = matches!(input, Input::Click { .. }) && frame.wheeled;
        }
        match input {
            Input::Wheel(_) => {}
            Input::Key(key) => {
                let place = self.place();
                let action = match self.setup.theme.letters {
                    Letters::Keys => keymap::action(key, place, &self.scopes()),
                    Letters::Off => keymap::action_without_letters(key, place, &self.scopes()),
                };
                if let Some(action) = action {
                    self.act(action);
                }
            }
            Input::Click { column, row } => {
                if let Some(spot) = view::hit(self, column, row) {
                    self.click(spot);
                }
            }
            Input::Paste(words) => screen::paste(self, &words),
        }
    }

    fn click(&mut self, spot: Spot) {
        self.leave_field(spot);
        self.focus_on(spot);
        match spot {
            Spot::Button(_)
            | Spot::Card(_)
            | Spot::Remove(_)
            | Spot::Copy(_)
            | Spot::Add
            | Spot::Line(_)
            | Spot::Problem(_) => self.act(Action::Enter),
            Spot::Choice(_) | Spot::Close(_) => self.act(Action::Choose),
            Spot::Body | Spot::Field(_) | Spot::Row(_) => {}
        }
    }

    /// Does what a key asks for: the page first, then what every page has in common.
    pub(super) fn act(&mut self, action: Action) {
        let spot = self.focus();
        // On a button, Space presses too.
        let action = match (spot, action) {
            (Spot::Button(_), Action::Choose) => Action::Enter,
            (_, other) => other,
        };
        if !screen::act(self, action, spot) {
            self.common(action, spot);
        }
    }

    fn common(&mut self, action: Action, spot: Spot) {
        match action {
            Action::Back => self.pop(),
            Action::Help => {
                let place = self.place();
                self.push_once(Screen::Help(place));
            }
            Action::Language => self.push_once(Screen::Language(screen::After::Back)),
            Action::Words => self.push_once(Screen::Words(screen::After::Back)),
            Action::Sections => self.over_ask(Screen::Sections),
            Action::Check => self.over_ask(Screen::Check),
            Action::Leave => screen::leave(self),
            Action::Undo => screen::undo(self),
            Action::Redo => screen::redo(self),
            Action::Rest => screen::rest(self),
            Action::Why => self.push_once(Screen::Why),
            Action::Display => self.push_once(Screen::Display),
            Action::Plain => screen::to_plain(self),
            Action::Hide => self.ask_for(Effect::Hide),
            Action::Redraw => self.ask_for(Effect::Redraw),
            moving => self.travel(moving, spot),
        }
    }

    fn push_once(&mut self, screen: Screen) {
        let same = self.top().is_some_and(|frame| {
            std::mem::discriminant(&frame.screen) == std::mem::discriminant(&screen)
        });
        if !same {
            self.keep_and_save_if_changed();
            self.push(screen);
        }
    }

    /// Opens a page over the question that is being asked, where one is.
    fn over_ask(&mut self, screen: Screen) {
        let asked = self
            .stack
            .iter()
            .any(|frame| matches!(frame.screen, Screen::Ask));
        if asked {
            self.keep_and_save_if_changed();
            self.over(screen);
        }
    }

    /// What is typed becomes an answer when the focus leaves its box.
    pub(super) fn leave_field(&mut self, to: Spot) {
        let from = self.focus();
        let typing = matches!(from, Spot::Field(_) | Spot::Row(_));
        if typing && from.part() != to.part() {
            self.keep_and_save_if_changed();
        }
    }

    fn begin(&mut self, code: Code) {
        let mut form = Form::new(
            self.setup.questionnaire.clone(),
            self.words.language().clone(),
            self.setup.today,
            self.setup.seed,
        );
        if self.beginning == Beginning::ReplacesLost {
            form.set_replaces_lost();
        }
        screen::invite(self, &mut form);
        let last_year = self.last_year.take();
        if let Some(last_year) = &last_year {
            last_year.propose_in(&mut form);
        }
        self.pass = Some(Pass::new(form, code));
        self.only(Screen::Words(screen::After::Stay));
    }

    fn saved(&mut self, saved: Saved) {
        let then = std::mem::replace(&mut self.then, Then::Stay);
        let Some(pass) = &mut self.pass else {
            return;
        };
        match saved {
            Saved::Done => {
                pass.saving = Saving::Done;
                match then {
                    Then::Stay => {}
                    Then::Leave => self.finish(),
                    Then::Soon => self.ask_for(Effect::BackSoon),
                }
            }
            Saved::Elsewhere => self.stopped(),
            Saved::Failed => {
                pass.saving = Saving::Failed;
                if then != Then::Stay {
                    self.say(Message::plain("save-failed-stay"));
                }
            }
        }
    }

    /// Nothing of what was sent stays in memory longer than its receipt takes to be drawn.
    fn sent(&mut self, receipt: Receipt) {
        if let Some(pass) = &mut self.pass {
            pass.forget();
        }
        self.only(Screen::Receipt(receipt));
    }

    fn stopped(&mut self) {
        self.pass = None;
        self.then = Then::Stay;
        self.stopped_at = self.now;
        self.only(Screen::Elsewhere);
    }

    fn found(&mut self, found: Found) {
        if !matches!(
            self.top().map(|frame| &frame.screen),
            Some(Screen::ComeBack(_))
        ) {
            return;
        }
        screen::found(self, found);
    }

    fn rest_answered(&mut self, form: Form) {
        if let Some(pass) = &mut self.pass {
            pass.replace(form);
            self.say(Message::plain("rest-done"));
            screen::ask_first(self, None);
            self.over(Screen::Check);
        }
    }

    fn keep_if_due(&mut self) {
        let due = self.deadline().is_some_and(|due| self.now >= due);
        let Some(pass) = self.pass.as_mut().filter(|_| due) else {
            return;
        };
        if pass.keep_and_judge(&self.words, self.area) {
            self.save();
        }
    }

    /// Makes an answer of what is in hand and saves the draft where that changed anything.
    pub(super) fn keep_and_save_if_changed(&mut self) {
        let Some(pass) = &mut self.pass else {
            return;
        };
        let (changed, _) = pass.keep(&self.words, self.area);
        if changed {
            self.save();
        }
    }

    /// Makes an answer of what is in hand and saves the draft.
    pub(super) fn keep_and_save(&mut self) {
        if let Some(pass) = &mut self.pass {
            pass.keep(&self.words, self.area);
            self.save();
        }
    }

    /// Saves the draft; never one of what is already sent.
    pub(super) fn save(&mut self) {
        let is_receipt = |frame: &Frame| matches!(frame.screen, Screen::Receipt(_));
        if self.stack.iter().any(is_receipt) {
            return;
        }
        let today = self.setup.today;
        if let Some(pass) = &mut self.pass {
            let draft = pass.draft(today);
            self.out.push(Effect::SaveDraft(draft));
        }
    }

    /// Saves the draft where the page turned since the last time.
    pub(super) fn save_if_turned(&mut self) {
        if self.pass.as_ref().is_some_and(Pass::turned) {
            self.save();
        }
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
