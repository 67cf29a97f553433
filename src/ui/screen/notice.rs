//! The notice. It ends with "I have read this", never "I agree": the basis is not consent. Whoever
//! leaves here has stored nothing.

use crate::ui::effect::Effect;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;

use super::about::readable;
use super::page;

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "notice-title");
    let privacy = &session.setup.questionnaire.privacy;
    if privacy.approved_by.is_none() {
        sheet.say(&session.words.say("notice-sample"), Tone::Title);
        sheet.gap();
    }
    let none = || session.words.say("notice-none");
    let own = privacy
        .notice
        .as_ref()
        .map(|notice| notice.get(session.words.language()).to_owned());
    let words = crate::ui::shown(&own.unwrap_or_else(none));
    let mut heading = true;
    for line in words.trim().lines() {
        // An author's short line at the beginning of a paragraph is its heading.
        let short = line.chars().count() <= 60 && !line.trim_end().ends_with(['.', ':', '?', '!']);
        let tone = if heading && short {
            Tone::Title
        } else {
            Tone::Text
        };
        heading = line.trim().is_empty();
        sheet.say(line.trim(), tone);
    }
    sheet.gap();
    sheet.say(&session.words.say("notice-leaving"), Tone::Text);
    readable(&mut sheet);
    sheet.buttons = vec![Button::Read, Button::Back];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Read)) => session.ask_for(Effect::DrawCode),
        (Action::Enter, Spot::Button(_)) => session.pop(),
        // Enter reads on; at the end it goes to the button, and does not press it.
        (Action::Enter, _) => {
            if !session.scroll(Action::PageDown) {
                session.focus_on(Spot::Button(Button::Read));
            }
        }
        _ => return false,
    }
    true
}
