//! The same words were given at another terminal, which goes on; this one stops and says so.

use std::time::Duration;

use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};

use super::{page, paragraphs};

/// Keys that come sooner were typed ahead, before the page could be read.
const UNREAD: Duration = Duration::from_secs(2);

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "elsewhere-title");
    paragraphs(
        session,
        &mut sheet,
        ["elsewhere-what", "elsewhere-nothing-lost"],
        &[],
    );
    sheet.buttons = vec![Button::Finish];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, _: Spot) -> bool {
    let closes = matches!(action, Action::Enter | Action::Back | Action::Leave);
    if closes && session.now >= session.stopped_at + UNREAD {
        session.finish();
    }
    closes
}
