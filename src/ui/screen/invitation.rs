//! An invitation, where only who was invited may begin: asked for on the first page, and once more where
//! answers could not be sent with the one that was given. Whoever has the eight words needs none.

use zeroize::Zeroizing;

use crate::base::words::{Arg, Message};
use crate::form::Form;
use crate::response::invitation::{DIGITS, Invitation, InvitationError, NotShown, Shown, TRIES};
use crate::ui::effect::{Admitted, Effect, Mode};
use crate::ui::keymap::Action;
use crate::ui::session::{Frame, Session};
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Field, draw_box};

use super::{ComeBack, Screen, come_back, empty, page, start};

/// How a session stands with invitations.
#[derive(Default)]
pub(in crate::ui) enum Invited {
    /// Everybody may answer.
    #[default]
    NotAsked,
    /// One is needed; so many were shown that are none.
    Asked(u8),
    /// This one.
    Given(Invitation),
}

/// What comes once a good one was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Next {
    /// The start screen.
    Start,
    /// The notice: the person chose to begin.
    Begin,
    /// The check, from which the answers are sent again.
    Send,
}

/// What was typed, and what is to be said about it.
pub(in crate::ui) struct Asked {
    field: Field,
    said: Vec<Message>,
    next: Next,
}

impl Asked {
    fn new(next: Next) -> Self {
        Self {
            field: empty(),
            said: Vec::new(),
            next,
        }
    }

    pub(super) fn paste(&mut self, typed: &str) {
        self.field.paste(typed);
    }
}

impl Session {
    /// Lets only who was invited begin, from now on; with what somebody has shown at the door already.
    pub fn ask_invitation(&mut self, shown: Option<Shown>) {
        self.invited = Invited::Asked(0);
        let first = match shown {
            Some(Shown::Invitation(invitation)) => {
                self.invited = Invited::Given(invitation);
                None
            }
            Some(Shown::Words(code)) => {
                let mut page = ComeBack::new();
                page.paste(&Zeroizing::new(code.words().join(" ")));
                Some(Screen::ComeBack(Box::new(page)))
            }
            None if self.setup.mode == Mode::Own => None,
            None => Some(Screen::Invitation(Box::new(Asked::new(Next::Start)))),
        };
        if let Some(screen) = first.filter(|_| self.pass.is_none()) {
            // Above the start screen and below the languages.
            let frame = Frame {
                screen,
                focus: None,
                scroll: 0,
                wheeled: false,
            };
            self.stack.insert(1.min(self.stack.len()), frame);
        }
        self.settle();
    }
}

/// Asks for one before a response is begun, where one is needed; whether it did.
pub(super) fn asks(session: &mut Session) -> bool {
    let asks = matches!(session.invited, Invited::Asked(_));
    if asks {
        session.push(Screen::Invitation(Box::new(Asked::new(Next::Begin))));
    }
    asks
}

/// Asks for another one for answers that could not be sent.
pub(super) fn another(session: &mut Session) {
    session.push(Screen::Invitation(Box::new(Asked::new(Next::Send))));
}

/// Puts what was given into a form that is begun.
pub(in crate::ui) fn put(session: &Session, form: &mut Form) {
    if let Invited::Given(invitation) = &session.invited {
        form.set_invitation(invitation.clone());
    }
}

pub(super) fn draw(session: &Session, state: &Asked) -> Sheet {
    let words = &session.words;
    let mut sheet = page(session, "invitation-title");
    for message in &state.said {
        let from = sheet.lines.len();
        sheet.say(&words.tell(message), Tone::Error);
        sheet.lines[from..]
            .iter_mut()
            .for_each(|line| line.flagged = true);
    }
    sheet.say(&words.say("invitation-type"), Tone::Title);
    if session.area.height >= 20 {
        sheet.say(&words.say("invitation-how"), Tone::Text);
        sheet.gap();
    }
    draw_box(&mut sheet, Spot::Field(0), &state.field, ("", ""), 40);
    let typed = Zeroizing::new(state.field.text());
    let count = typed.chars().filter(|letter| letter.is_numeric()).count();
    let args = [("count", Arg::from(count)), ("all", Arg::from(DIGITS))];
    sheet.say(&words.say_with("invitation-digits", args), Tone::Quiet);
    if state.next != Next::Send {
        sheet.gap();
        let line = words.say("invitation-words");
        sheet.item(Spot::Choice(0), "", &line, Tone::Text);
    }
    if let Some(reached) = session.reached.filter(|_| state.next == Next::Start) {
        sheet.gap();
        sheet.say(&words.say(reached.told()), Tone::Text);
    }
    sheet.start = Some(Spot::Field(0));
    sheet.buttons = vec![Button::Continue, Button::Back];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Back)) => session.pop(),
        (Action::Enter | Action::Choose, Spot::Choice(_)) => {
            session.push(Screen::ComeBack(Box::new(ComeBack::new())));
        }
        (Action::Enter, _) => look(session),
        (_, Spot::Field(_)) => {
            let Some(Screen::Invitation(state)) = session.top_mut().map(|frame| &mut frame.screen)
            else {
                return false;
            };
            return state.field.act(action);
        }
        _ => return false,
    }
    true
}

fn look(session: &mut Session) {
    let Some(Screen::Invitation(state)) = session.top_mut().map(|frame| &mut frame.screen) else {
        return;
    };
    let typed = Zeroizing::new(state.field.text());
    match Shown::parse(&typed) {
        // Somebody's words are in the wrong box.
        Ok(Shown::Words(_)) if state.next != Next::Send => come_back_with(session, &typed),
        Ok(Shown::Words(_)) => say(session, Message::plain("invitation-not-words")),
        Ok(Shown::Invitation(invitation)) if session.may_try() => {
            session.ask_for(Effect::ShowInvitation(invitation));
        }
        Ok(Shown::Invitation(_)) => say(session, Message::plain("invitation-enough")),
        Err(error) => say(session, wrong(&error)),
    }
}

fn come_back_with(session: &mut Session, typed: &str) {
    let mut page = ComeBack::new();
    page.paste(typed);
    session.push(Screen::ComeBack(Box::new(page)));
    come_back::look(session);
}

fn say(session: &mut Session, message: Message) {
    if let Some(Screen::Invitation(state)) = session.top_mut().map(|frame| &mut frame.screen) {
        state.said = vec![message];
        session.focus_on(Spot::Field(0));
    }
}

/// What is wrong with what was typed, also line by line and at a server's door.
pub fn wrong(error: &NotShown) -> Message {
    match error {
        NotShown::Invitation(InvitationError::Count(count)) => {
            let args = [("count", Arg::from(*count)), ("all", Arg::from(DIGITS))];
            Message::with("invitation-count", args)
        }
        NotShown::Invitation(InvitationError::Check) => Message::plain("invitation-check"),
        NotShown::Words(error) => come_back::wrong(error),
    }
}

impl Session {
    const fn may_try(&self) -> bool {
        !matches!(self.invited, Invited::Asked(TRIES..))
    }
}

/// What came of showing one.
pub(in crate::ui) fn shown(session: &mut Session, invitation: Invitation, admitted: Admitted) {
    let Some(Screen::Invitation(state)) = session.top().map(|frame| &frame.screen) else {
        return;
    };
    let next = state.next;
    match admitted {
        Admitted::Invited => {
            session.invited = Invited::Given(invitation);
            session.pop();
            go_on(session, next);
        }
        Admitted::Unknown => {
            let tries = match session.invited {
                Invited::Asked(tries) => tries.saturating_add(1),
                Invited::NotAsked | Invited::Given(_) => 1,
            };
            session.invited = Invited::Asked(tries);
            say(session, Message::plain("invitation-unknown"));
        }
        Admitted::Failed => say(session, Message::plain("store-unreadable")),
    }
}

fn go_on(session: &mut Session, next: Next) {
    match next {
        Next::Start => session.say(Message::plain("invitation-good")),
        Next::Begin => start::begin(session),
        Next::Send => {
            if let (Some(pass), Invited::Given(invitation)) = (&mut session.pass, &session.invited)
            {
                pass.form.set_invitation(invitation.clone());
            }
            session.save();
            session.over(Screen::Check);
            session.say(Message::plain("invitation-send"));
        }
    }
}
