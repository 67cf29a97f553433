//! The receipt: the day and 16 characters of the record's own leaf. No time, no number of responses:
//! on a shared terminal those are a list of who came when.

use crate::base::time::Day;
use crate::base::words::Arg;
use crate::form::tell_day;
use crate::ui::effect::{Effect, Mode, Receipt};
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{After, Screen, page, paragraphs};

/// Characters of the leaf that are shown.
const SHOWN: usize = 16;

/// The end of a trial: what is not there is not promised.
fn trial(session: &Session) -> Sheet {
    let mut sheet = page(session, "trial-done-title");
    sheet.say(&session.words.say("trial-done"), Tone::Title);
    sheet.buttons = vec![Button::Finish];
    sheet
}

pub(super) fn draw(session: &Session, receipt: &Receipt) -> Sheet {
    if session.setup.mode == Mode::Trial {
        return trial(session);
    }
    let mut sheet = page(session, "receipt-title");
    let day = Arg::from(day(session, receipt.day));
    sheet.say(
        &session.words.say_with("receipt-sent", [("day", day)]),
        Tone::Title,
    );
    sheet.gap();
    sheet.say(&session.words.say("receipt-number"), Tone::Text);
    let number = grouped(&receipt.leaf);
    sheet
        .lines
        .push(Line::of(Piece::new(format!("   {number}"), Tone::Title)));
    sheet.gap();
    paragraphs(session, &mut sheet, ["receipt-what", "receipt-change"], &[]);
    sheet.buttons = vec![Button::Overview, Button::Finish];
    // Where there is no room for a third button, F6 shows the words.
    if session.area.width >= 60 {
        sheet.buttons.push(Button::Words);
    }
    sheet
}

/// A day in words.
pub(super) fn day(session: &Session, day: Day) -> String {
    tell_day(day, &session.words)
}

fn grouped(leaf: &str) -> String {
    let letters: Vec<char> = leaf.chars().take(SHOWN).collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Words)) => session.push(Screen::Words(After::Back)),
        (Action::Enter, Spot::Button(Button::Overview)) => {
            if let Some(pass) = &session.pass {
                let effect = Effect::FindOwn(pass.code.clone(), session.language().clone());
                session.ask_for(effect);
            }
        }
        (Action::Enter, _) => session.finish(),
        // There is no way back into what is sent.
        (Action::Back, _) => session.focus_on(Spot::Button(Button::Finish)),
        _ => return false,
    }
    true
}
