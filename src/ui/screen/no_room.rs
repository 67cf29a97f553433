//! The disk has no room for one more person: said before the first question, never after the last.

use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};

use super::{page, paragraphs};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "room-title");
    paragraphs(session, &mut sheet, ["room-what", "room-words"], &[]);
    sheet.buttons = vec![Button::Back];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, _: Spot) -> bool {
    let closes = matches!(action, Action::Enter | Action::Back);
    if closes {
        session.stack.truncate(1);
    }
    closes
}
