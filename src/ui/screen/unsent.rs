//! It could not be sent: why, that the answers are still here, and the way to try again.

use crate::ui::effect::SubmitFailure;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{check, invitation, page, paragraphs};

pub(super) fn draw(session: &Session, failure: SubmitFailure) -> Sheet {
    let mut sheet = page(session, "unsent-title");
    let why = match failure {
        SubmitFailure::StoreFull => "unsent-full",
        SubmitFailure::Keys => "unsent-keys",
        SubmitFailure::NotOpen => "unsent-not-open",
        SubmitFailure::NotInvited => "unsent-invitation",
        SubmitFailure::Store | SubmitFailure::Elsewhere => "unsent-store",
    };
    sheet.say(&session.words.say(why), Tone::Error);
    sheet.gap();
    paragraphs(session, &mut sheet, ["unsent-here", "unsent-ask"], &[]);
    if failure == SubmitFailure::NotInvited {
        sheet.gap();
        let line = session.words.say("unsent-another");
        sheet.item(Spot::Choice(0), "", &line, Tone::Text);
        sheet.start = Some(Spot::Choice(0));
    }
    sheet.buttons = vec![Button::Retry, Button::Back, Button::Leave];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Retry)) => check::send(session),
        (Action::Enter | Action::Choose, Spot::Choice(_)) => invitation::another(session),
        (Action::Enter, Spot::Button(Button::Leave)) => super::leave(session),
        (Action::Enter, _) => session.over(super::Screen::Check),
        _ => return false,
    }
    true
}
