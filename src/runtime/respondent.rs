//! The respondent's session as a program: runs the effects of `ui` against a [`ScreenKeeper`] and tells
//! the session what came of them.

use std::collections::VecDeque;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::base::language::Language;
use crate::base::words::Message;
use crate::form::Form;
use crate::response::code::Code;
use crate::response::diary::Diary;
use crate::response::invitation::{Invitation, Shown};
use crate::ui::theme::Mouse;
use crate::ui::{
    self, Admitted, Begun, Draft, Earlier, Effect, Found, Leaflet, Msg, Own, Reached, Receipt,
    Reopened, Saved, Session, Setup, SubmitFailure, Way,
};

use super::driver::{Event, Next, Program};

/// What a session on a screen needs of the world: randomness and the store. What has a body here is what a keeper
/// without a store says: nothing is known of any code, and nothing was kept.
pub trait ScreenKeeper {
    /// Whether there is room for what one more person answers.
    fn has_room_to_begin(&self) -> bool;
    /// Draws a code from 80 random bits; `None` where the operating system has none to give.
    fn draw_code(&mut self) -> Option<Code>;
    /// Looks whether an invitation is one that nothing was sent with. Without a store nothing is known.
    fn admits(&mut self, _invitation: &Invitation) -> Admitted {
        Admitted::Failed
    }
    /// Looks for what belongs to a code. From then on this session is the one that writes its draft.
    fn find(&mut self, code: &Code) -> Found;
    /// Seals and stores a draft, unless another session has taken it over.
    fn save(&mut self, draft: Draft) -> Saved;
    /// Seals and stores a response and deletes its draft, in one transaction.
    ///
    /// # Errors
    /// Why nothing was stored.
    fn submit(&mut self, code: &Code, form: &Form) -> Result<Receipt, SubmitFailure>;
    /// Deletes the draft of a code.
    fn discard(&mut self, code: &Code);
    /// What was sent with a code, read back in a language. Without a store there is nothing.
    fn own(&mut self, _code: &Code, _language: &Language) -> Own {
        Own::Failed
    }
    /// Opens what was sent with a code, to be changed. From then on this session writes its draft.
    fn revise(&mut self, _code: &Code) -> Option<Reopened> {
        None
    }
    /// Takes back what was sent with a code; whether that was done.
    fn withdraw(&mut self, _code: &Code) -> bool {
        false
    }
    /// Gives something of the person's own away, and says what became of it. Only a kiosk has somewhere to.
    fn give(&mut self, _leaflet: Leaflet, _way: Way) -> Message {
        Message::plain("kiosk-outlet-nothing")
    }
    /// The earlier waves that this box knows, the latest first.
    fn waves(&mut self) -> Vec<String> {
        Vec::new()
    }
    /// What was sent with a code in an earlier wave.
    fn earlier(&mut self, _code: &Code) -> Earlier {
        Earlier::Failed
    }
    /// Keeps a development record in place of the one that was seen; whether that was done.
    fn keep_diary(&mut self, _code: &Code, _seen: &Diary, _diary: &Diary) -> bool {
        false
    }
    /// The same form with everything answered that was not; in a demo only.
    fn answer_rest(&mut self, form: Form) -> Form;
}

/// Where a session goes when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nowhere: the person is done.
    Quit,
    /// To the department summaries.
    Summary,
    /// To a throw-away home with made-up answers.
    LookRound,
    /// On line by line, with what [`Respondent::hand_over`] gives.
    Plain,
    /// The operating system has no random bytes to give: nothing may go on.
    NoRandomness,
}

/// A session with its keeper.
pub struct Respondent<K> {
    session: Session,
    keeper: K,
}

impl<K: ScreenKeeper> Respondent<K> {
    /// A session at its first screen.
    pub fn new(setup: Setup, area: Rect, keeper: K) -> Self {
        Self {
            session: Session::new(setup, area),
            keeper,
        }
    }

    /// A session in the middle of a pass.
    pub fn begun(setup: Setup, area: Rect, keeper: K, begun: Begun) -> Self {
        Self {
            session: Session::begun(setup, area, begun),
            keeper,
        }
    }

    /// The same, over a network that the first page is to say something of.
    #[must_use]
    pub fn reached(mut self, over: Option<Reached>) -> Self {
        if let Some(over) = over {
            self.session.is_reached(over);
        }
        self
    }

    /// The same, where only who was invited may begin; with what was shown at the door already.
    #[must_use]
    pub fn asks_invitation(mut self, shown: Option<Shown>) -> Self {
        self.session.ask_invitation(shown);
        self
    }

    /// The session.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Gives the pass away, to be gone on with line by line.
    pub fn hand_over(&mut self) -> Option<Begun> {
        self.session.hand_over()
    }

    /// The keeper.
    pub const fn keeper(&self) -> &K {
        &self.keeper
    }

    /// The keeper, to be changed.
    pub const fn keeper_mut(&mut self) -> &mut K {
        &mut self.keeper
    }
}

/// Runs one effect against a keeper: the message that answers it, or what it means for the loop. What
/// only a kiosk can do is done by [`super::kiosk`].
pub(super) fn run<K: ScreenKeeper>(
    keeper: &mut K,
    effect: Effect,
) -> Result<Option<Msg>, Next<End>> {
    Ok(match effect {
        Effect::DrawCode if !keeper.has_room_to_begin() => Some(Msg::NoRoom),
        Effect::DrawCode => {
            let code = keeper.draw_code().ok_or(Next::End(End::NoRandomness))?;
            Some(Msg::CodeDrawn(code))
        }
        Effect::SaveDraft(draft) => Some(Msg::Saved(keeper.save(draft))),
        Effect::Submit { code, form } => Some(Msg::Submitted(keeper.submit(&code, &form))),
        Effect::ShowInvitation(invitation) => {
            let admitted = keeper.admits(&invitation);
            Some(Msg::Invitation(invitation, admitted))
        }
        Effect::FindDraft(code) => Some(Msg::Found(keeper.find(&code))),
        Effect::DiscardDraft(code) => {
            keeper.discard(&code);
            None
        }
        Effect::FindOwn(code, language) => {
            let own = keeper.own(&code, &language);
            Some(Msg::Own(code, own))
        }
        Effect::Revise(code) => {
            let found = keeper.revise(&code);
            Some(Msg::Revising(code, found))
        }
        Effect::Withdraw(code) => {
            let is_done = keeper.withdraw(&code);
            Some(Msg::Withdrawn(code, is_done))
        }
        Effect::FindWaves => Some(Msg::Waves(keeper.waves())),
        Effect::FindEarlier(code) => Some(Msg::Earlier(keeper.earlier(&code))),
        Effect::KeepDiary { code, seen, diary } => {
            let is_done = keeper.keep_diary(&code, &seen, &diary);
            Some(Msg::DiaryKept(code, is_done))
        }
        Effect::AnswerRest(form) => Some(Msg::RestAnswered(Box::new(keeper.answer_rest(*form)))),
        Effect::Give(leaflet, way) => Some(Msg::Given(keeper.give(leaflet, way))),
        Effect::OpenSummary => return Err(Next::End(End::Summary)),
        Effect::LookRound => return Err(Next::End(End::LookRound)),
        Effect::Quit => return Err(Next::End(End::Quit)),
        Effect::Plain => return Err(Next::End(End::Plain)),
        Effect::Redraw => return Err(Next::Redraw),
        Effect::Hide | Effect::BackSoon | Effect::Return | Effect::MoreTime => None,
    })
}

impl<K: ScreenKeeper> Program for Respondent<K> {
    type End = End;

    fn take(&mut self, event: Event, now: Duration) -> Next<End> {
        let first = match event {
            Event::Input(input) => Msg::Input(input),
            Event::Resized(area) => Msg::Resized(area),
            Event::Tick => Msg::Tick,
            Event::Vanished => Msg::Vanished,
        };
        let mut next = Next::On;
        let mut effects: VecDeque<Effect> = self.session.update(first, now).into();
        while let Some(effect) = effects.pop_front() {
            match run(&mut self.keeper, effect) {
                Ok(Some(msg)) => effects.extend(self.session.update(msg, now)),
                Ok(None) => {}
                // A draft that is still to be saved is saved before the end.
                Err(wanted) => next = wanted,
            }
        }
        next
    }

    fn deadline(&self) -> Option<Duration> {
        self.session.deadline()
    }

    fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        ui::view(&self.session, area, buffer)
    }

    fn waiting(&self) -> Option<String> {
        self.session.waiting()
    }

    fn mouse(&self) -> Mouse {
        self.session.theme().mouse
    }

    fn language(&self) -> Language {
        self.session.language().clone()
    }
}
