//! What this program is, in a few plain sentences.

use crate::base::words::Arg;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{page, paragraphs};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "about-title");
    let name = Arg::from(crate::ui::shown(&session.setup.box_name));
    paragraphs(
        session,
        &mut sheet,
        [
            "about-what",
            "about-sealed",
            "about-words",
            "about-box",
            "about-keys",
        ],
        &[("name", name)],
    );
    if let Some(contact) = &session.setup.questionnaire.privacy.contact {
        let who = crate::ui::shown(contact.get(session.words.language()));
        sheet.say(
            &session
                .words
                .say_with("about-contact", [("who", who.into())]),
            Tone::Text,
        );
    }
    readable(&mut sheet);
    sheet.buttons = vec![Button::Back];
    sheet
}

/// Lets the body have the focus, so that arrows scroll it.
pub(super) fn readable(sheet: &mut Sheet) {
    let body = Piece::new("", Tone::Text).at(Spot::Body);
    match sheet.lines.first_mut() {
        Some(line) => line.pieces.push(body),
        None => sheet.lines.push(Line::of(body)),
    }
    sheet.start = Some(Spot::Body);
}
