//! How the screen looks: one of the themes, more room between lines, or no screen at all but lines of
//! text. What is chosen holds for the session and is written nowhere.

use crate::ui::effect::{Effect, Mode};
use crate::ui::keymap::{Action, Scope};
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::{Letters, Look, Mouse, Spacing, Theme, Tone};

use super::{page, picked};

/// The line after the looks.
const SPACING: usize = Look::ALL.len();
/// The lines after that.
const MOUSE: usize = SPACING + 1;
const LETTERS: usize = MOUSE + 1;
/// The last line, where it is offered.
const PLAIN: usize = LETTERS + 1;
/// And at a kiosk the last one.
const MORE: usize = PLAIN + 1;

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "display-title");
    let theme = session.setup.theme;
    if session.area.height >= 20 {
        sheet.say(&session.words.say("display-about"), Tone::Text);
        sheet.gap();
    }
    for (place, look) in Look::ALL.into_iter().enumerate() {
        let is_chosen = look == theme.look;
        let mark = if is_chosen { "(*)" } else { "( )" };
        item(session, &mut sheet, place, mark, look.label(), is_chosen);
        if is_chosen {
            sheet.start = Some(Spot::Choice(place));
        }
    }
    for (place, label, is_on) in [
        (SPACING, "display-large", theme.spacing == Spacing::Large),
        (MOUSE, "display-mouse", theme.mouse == Mouse::Clicks),
        (LETTERS, "display-letters", theme.letters == Letters::Keys),
    ] {
        let mark = if is_on { "[x]" } else { "[ ]" };
        item(session, &mut sheet, place, mark, label, is_on);
    }
    if offers_plain(session) {
        item(session, &mut sheet, PLAIN, "   ", "display-plain", false);
    }
    if session.corner.is_some() {
        item(session, &mut sheet, MORE, "   ", "display-more-time", false);
    }
    sheet.buttons = vec![Button::Back];
    sheet
}

fn item(
    session: &Session,
    sheet: &mut Sheet,
    place: usize,
    mark: &str,
    label: &'static str,
    is_chosen: bool,
) {
    let tone = if is_chosen { Tone::Chosen } else { Tone::Text };
    let mark = format!("{}  {mark} ", place + 1);
    sheet.item(Spot::Choice(place), &mark, &session.words.say(label), tone);
}

/// An answer can be given line by line wherever one can be given and kept.
fn offers_plain(session: &Session) -> bool {
    let keeps = matches!(
        session.setup.mode,
        Mode::Fill | Mode::Home | Mode::Demo | Mode::Kiosk
    );
    let filling = session.scopes_below().contains(&Scope::Filling);
    keeps && (filling || (session.pass.is_none() && session.stack.len() == 2))
}

/// Leaves the screen and goes on line by line.
pub(in crate::ui) fn to_plain(session: &mut Session) {
    if matches!(session.setup.mode, Mode::Bare | Mode::Trial) {
        return;
    }
    session.keep_and_save();
    session.ask_for(Effect::Plain);
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    if action == Action::Enter && spot == Spot::Button(Button::Back) {
        session.pop();
        return true;
    }
    let Some(place) = picked(action, spot) else {
        return false;
    };
    if place == PLAIN && offers_plain(session) {
        to_plain(session);
    }
    if place == MORE && session.corner.is_some() {
        session.ask_for(Effect::MoreTime);
    }
    let theme = &mut session.setup.theme;
    if let Some(look) = Look::ALL.get(place) {
        theme.look = *look;
    }
    switch(theme, place);
    if place < PLAIN {
        session.focus_on(Spot::Choice(place));
    }
    true
}

/// Turns what can be on or off.
const fn switch(theme: &mut Theme, place: usize) {
    match place {
        SPACING => {
            theme.spacing = match theme.spacing {
                Spacing::Usual => Spacing::Large,
                Spacing::Large => Spacing::Usual,
            };
        }
        MOUSE => {
            theme.mouse = match theme.mouse {
                Mouse::Off => Mouse::Clicks,
                Mouse::Clicks => Mouse::Off,
            };
        }
        LETTERS => {
            theme.letters = match theme.letters {
                Letters::Keys => Letters::Off,
                Letters::Off => Letters::Keys,
            };
        }
        _ => {}
    }
}
