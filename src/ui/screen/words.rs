//! The eight words, large enough to copy, with the same as digits. Shown before the first question
//! and on a key; never anywhere else.

use crate::base::text;
use crate::base::words::Arg;
use crate::ui::effect::Mode;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{After, ask_back, give, last_year, page};

pub(super) fn draw(session: &Session, after: After) -> Sheet {
    let mut sheet = page(session, "words-title");
    let Some(pass) = &session.pass else {
        return sheet;
    };
    let low = session.area.height < 20;
    let trial = session.setup.mode == Mode::Trial;
    let what = if trial {
        "words-trial"
    } else {
        "words-write-down"
    };
    sheet.say(&session.words.say(what), Tone::Title);
    if !low {
        sheet.gap();
    }
    table(&pass.code.words(), low, &mut sheet);
    let name = Arg::from(crate::ui::shown(&session.setup.box_name));
    let digits = Arg::from(pass.code.digits());
    if !low {
        sheet.gap();
    }
    sheet.say(
        &session.words.say_with("words-digits", [("digits", digits)]),
        Tone::Text,
    );
    if !trial {
        let line = session.words.say_with("words-box", [("name", name)]);
        sheet.say(&line, Tone::Text);
    }
    give::offer(session, &give::WORDS, &mut sheet);
    if !low && !trial {
        sheet.gap();
        sheet.say(&session.words.say("words-why"), Tone::Text);
        sheet.say(&session.words.say("words-again"), Tone::Text);
    }
    sheet.buttons = match after {
        After::Back => vec![Button::Back],
        _ if is_asked_back(session) && session.area.width >= 60 => {
            vec![Button::Continue, Button::OneSitting, Button::Back]
        }
        _ => vec![Button::Continue, Button::Back],
    };
    // The way on keeps the focus, whatever else is offered.
    sheet.start = sheet.buttons.first().map(|button| Spot::Button(*button));
    sheet
}

/// Two columns of four, read downwards; a line between them where there is room.
fn table(words: &[&'static str; 8], low: bool, sheet: &mut Sheet) {
    let cell = |place: usize| format!("{}  {}", place + 1, words[place]);
    for row in 0..4 {
        let left = cell(row);
        let gap = " ".repeat(18_usize.saturating_sub(text::width(&left)));
        let line = format!("   {left}{gap}{}", cell(row + 4));
        sheet.lines.push(Line::of(Piece::new(line, Tone::Title)));
        if !low {
            sheet.gap();
        }
    }
}

/// Whether two words are asked back: not in a demo or a trial, to which nobody comes back.
pub(super) fn is_asked_back(session: &Session) -> bool {
    matches!(
        session.setup.mode,
        Mode::Fill | Mode::Own | Mode::Home | Mode::Kiosk
    )
}

pub(super) fn act(session: &mut Session, after: After, action: Action, spot: Spot) -> bool {
    if give::act(session, action, spot) {
        return true;
    }
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Continue)) => ask_back::next(session),
        (Action::Enter, Spot::Button(Button::OneSitting)) => last_year::or_begin(session),
        (Action::Enter | Action::Back, _) if after == After::Back => session.pop(),
        // Nothing is kept in a trial. Elsewhere the words may be noted already: what becomes of them is asked.
        (Action::Enter | Action::Back, _) if session.setup.mode == Mode::Trial => {
            session.pass = None;
            session.pop();
        }
        (Action::Enter | Action::Back, _) => super::leave(session),
        _ => return false,
    }
    true
}
