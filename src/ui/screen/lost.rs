//! "I have lost my words": what is lost, what stays, and the way on.

use crate::ui::keymap::Action;
use crate::ui::session::{Beginning, Session};
use crate::ui::sheet::{Button, Sheet, Spot};

use super::about::readable;
use super::{page, paragraphs, start};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "lost-title");
    let ids = ["lost-draft", "lost-sent", "lost-nobody", "lost-anew"];
    paragraphs(session, &mut sheet, ids, &[]);
    readable(&mut sheet);
    sheet.buttons = vec![Button::Anew, Button::Back];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Anew)) => {
            session.beginning = Beginning::ReplacesLost;
            start::begin(session);
        }
        (Action::Enter, Spot::Button(_)) => session.pop(),
        (Action::Enter, _) => {
            if !session.scroll(Action::PageDown) {
                session.focus_on(Spot::Button(Button::Anew));
            }
        }
        _ => return false,
    }
    true
}
