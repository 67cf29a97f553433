//! Help: why the question is asked, then every key that works where the focus was, from the table
//! that handles them.

use crate::base::text;
use crate::ui::keymap::Place;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet};
use crate::ui::theme::Tone;

use super::about::readable;
use super::{context, page, readers};

/// Columns for the names of keys.
const KEYS: usize = 22;

pub(super) fn draw(session: &Session, place: Place) -> Sheet {
    let mut sheet = page(session, "help-title");
    question(session, &mut sheet);
    sheet.say(&session.words.say("help-keys"), Tone::Title);
    let map = session.setup.theme.keys;
    for binding in map.bindings(place, &session.scopes_below()) {
        let keys = crate::ui::widget::padded(&binding.caption(), KEYS.min(sheet.width() / 2));
        let words = session.words.say(binding.label);
        let room = sheet.width().saturating_sub(text::width(&keys));
        for (number, line) in text::wrap(&words, room).into_iter().enumerate() {
            let keys = if number == 0 {
                keys.clone()
            } else {
                " ".repeat(text::width(&keys))
            };
            sheet
                .lines
                .push(Line::of(Piece::new(keys + &line, Tone::Text)));
        }
    }
    readable(&mut sheet);
    sheet.buttons = vec![Button::Back];
    sheet
}

/// What the question is for and who reads the answer, where help was asked for on one.
fn question(session: &Session, sheet: &mut Sheet) {
    let below = session.stack.iter().rev().nth(1).map(|frame| &frame.screen);
    let Some(context) = context(session).filter(|_| matches!(below, Some(super::Screen::Ask)))
    else {
        return;
    };
    let Some(question) = context.form.question(context.path) else {
        return;
    };
    sheet.say(&context.piped(&question.label), Tone::Title);
    let asked = session.pass.as_ref().and_then(|pass| pass.ask.as_ref());
    let meanings = asked.map(|ask| ask.widget.meanings(&context));
    for line in meanings.unwrap_or_default() {
        sheet.say(&line, Tone::Text);
    }
    let why = question.why.as_ref().map(|why| context.piped(why));
    sheet.say(
        &why.unwrap_or_else(|| session.words.say("help-no-why")),
        Tone::Text,
    );
    let group = session
        .setup
        .questionnaire
        .question(&context.path.id)
        .unwrap_or(question);
    let line = readers::line(&session.words, &session.setup.questionnaire, group);
    sheet.say(&line, Tone::Text);
    sheet.gap();
}
