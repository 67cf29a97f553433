//! How the screen looks: one of the themes, more room between lines, or no screen at all but lines of
//! text. What is chosen holds for the session and is written nowhere.

use crate::base::words::Arg;
use crate::ui::effect::{Effect, Mode};
use crate::ui::keymap::{Action, Scope};
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::shown;
use crate::ui::theme::{Letters, Look, Mouse, Spacing, Theme, Tone};

use super::{page, picked};

/// A line of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Look(Look),
    Spacing,
    Mouse,
    Letters,
    Plain,
    /// At a kiosk.
    MoreTime,
}

fn lines(session: &Session) -> Vec<Line> {
    let switches = [Line::Spacing, Line::Mouse, Line::Letters];
    let looks = session.setup.theme.looks().map(Line::Look);
    let plain = offers_plain(session).then_some(Line::Plain);
    let more = session.corner.as_ref().map(|_| Line::MoreTime);
    looks.chain(switches).chain(plain).chain(more).collect()
}

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "display-title");
    if session.area.height >= 20 {
        sheet.say(&session.words.say("display-about"), Tone::Text);
        sheet.gap();
    }
    let theme = session.setup.theme;
    for (place, line) in lines(session).into_iter().enumerate() {
        let (label, is_on) = match line {
            Line::Look(look) => (look.label(), Some(look == theme.look)),
            Line::Spacing => ("display-large", Some(theme.spacing == Spacing::Large)),
            Line::Mouse => ("display-mouse", Some(theme.mouse == Mouse::Clicks)),
            Line::Letters => ("display-letters", Some(theme.letters == Letters::Keys)),
            Line::Plain => ("display-plain", None),
            Line::MoreTime => ("display-more-time", None),
        };
        let mark = match (line, is_on) {
            (Line::Look(_), Some(true)) => "(*)",
            (Line::Look(_), _) => "( )",
            (_, Some(true)) => "[x]",
            (_, Some(false)) => "[ ]",
            (_, None) => "   ",
        };
        let words = match (line, theme.own) {
            (Line::Look(Look::Own), Some(own)) => {
                let name = shown(own.name.get(session.language()));
                let args = [("name", Arg::Words(name))];
                session.words.say_with(label, args)
            }
            _ => session.words.say(label),
        };
        let tone = if is_on == Some(true) {
            Tone::Chosen
        } else {
            Tone::Text
        };
        let mark = format!("{}  {mark} ", place + 1);
        sheet.item(Spot::Choice(place), &mark, &words, tone);
        if line == Line::Look(theme.look) {
            sheet.start = Some(Spot::Choice(place));
        }
    }
    sheet.buttons = vec![Button::Back];
    sheet
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
    if matches!(session.setup.mode, Mode::Bare | Mode::Desk | Mode::Trial) {
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
    let Some(line) = lines(session).get(place).copied() else {
        return true;
    };
    match line {
        Line::Plain => to_plain(session),
        Line::MoreTime => session.ask_for(Effect::MoreTime),
        line => {
            switch(&mut session.setup.theme, line);
            session.focus_on(Spot::Choice(place));
        }
    }
    true
}

/// Takes a look, or turns what can be on or off.
const fn switch(theme: &mut Theme, line: Line) {
    match line {
        Line::Look(look) => theme.look = look,
        Line::Spacing => {
            theme.spacing = match theme.spacing {
                Spacing::Usual => Spacing::Large,
                Spacing::Large => Spacing::Usual,
            };
        }
        Line::Mouse => {
            theme.mouse = theme.mouse.other();
        }
        Line::Letters => {
            theme.letters = match theme.letters {
                Letters::Keys => Letters::Off,
                Letters::Off => Letters::Keys,
            };
        }
        Line::Plain | Line::MoreTime => {}
    }
}
