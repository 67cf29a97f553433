//! The start screen: what this is, and what one can do here.

use crate::base::words::Arg;
use crate::ui::effect::{Effect, Mode};
use crate::ui::keymap::Action;
use crate::ui::kiosk::Corner;
use crate::ui::session::{Beginning, Session};
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{After, ComeBack, Screen, invitation, menu, paragraphs, picked, titled};

/// A line of the menu: its words, and what it does.
type Entry = (&'static str, fn(&mut Session));

/// The lines of the menu, by what the session offers.
const FILL: &[Entry] = &[
    ("start-fill", fill),
    ("start-come-back", come_back),
    ("start-about", about),
    ("start-display", display),
];
const HOME: &[Entry] = &[
    ("start-fill", fill),
    ("start-come-back", come_back),
    ("start-summary", summary),
    ("start-look-round", look_round),
    ("start-about", about),
    ("start-display", display),
];
/// There is nothing to come back to.
const TRIAL: &[Entry] = &[
    ("start-fill", fill),
    ("start-about", about),
    ("start-display", display),
];
const DEMO: &[Entry] = &[
    ("start-fill", fill),
    ("start-come-back", come_back),
    ("start-summary", summary),
    ("start-about", about),
    ("start-display", display),
];

const BARE: &[Entry] = &[
    ("start-look-round", look_round),
    ("start-summary", summary),
    ("start-about", about),
    ("start-display", display),
];

/// Who opened boxes here comes back to them.
const DESK: &[Entry] = &[
    ("start-summary", summary),
    ("start-look-round", look_round),
    ("start-about", about),
    ("start-display", display),
];

/// On a shared terminal.
const KIOSK: &[Entry] = &[
    ("start-fill", fill),
    ("start-come-back", come_back),
    ("start-back-soon", |session| session.ask_for(Effect::Return)),
    ("start-language", |session| {
        session.push(Screen::Language(After::Back));
    }),
    ("start-about", about),
    ("start-display", display),
];

/// Nothing is begun here.
const OWN: &[Entry] = &[("start-own", come_back), ("start-about", about)];

fn lines(session: &Session) -> &'static [Entry] {
    match session.setup.mode {
        Mode::Fill => FILL,
        Mode::Kiosk => KIOSK,
        Mode::Own => OWN,
        Mode::Home => HOME,
        Mode::Demo => DEMO,
        Mode::Bare => BARE,
        Mode::Desk => DESK,
        Mode::Trial => TRIAL,
    }
}

/// Whether the survey takes answers today.
pub(super) fn is_open(session: &Session) -> bool {
    closed(session).is_none()
}

/// Why the survey cannot be filled in today.
fn closed(session: &Session) -> Option<String> {
    // Whoever tries a survey out does so before it opens.
    if session.setup.mode == Mode::Trial {
        return None;
    }
    let (survey, today) = (&session.setup.questionnaire, session.setup.today);
    let day = |id, day: crate::base::time::Day| {
        session
            .words
            .say_with(id, [("day", Arg::from(super::receipt::day(session, day)))])
    };
    let early = survey
        .opens
        .filter(|opens| today < *opens)
        .map(|opens| day("start-opens", opens));
    let late = survey.closes.filter(|closes| today > *closes);
    early.or_else(|| late.map(|closes| day("start-closed", closes)))
}

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = titled(session);
    let low = session.area.height < 20;
    if !low {
        sheet.gap();
    }
    let told = match session.setup.mode {
        Mode::Demo => Some("start-demo"),
        Mode::Bare => Some("start-bare"),
        Mode::Desk => Some("start-desk"),
        Mode::Trial => Some("start-trial"),
        Mode::Fill | Mode::Own | Mode::Home | Mode::Kiosk => None,
    };
    if let Some(id) = told {
        paragraphs(session, &mut sheet, [id], &[]);
    } else if let Some((least, most)) = minutes(session) {
        let args = [("least", Arg::from(least)), ("most", Arg::from(most))];
        sheet.say(&session.words.say_with("start-minutes", args), Tone::Text);
    }
    // A program that takes no answers has nothing to say of sending, nor a box to name.
    let bare = matches!(session.setup.mode, Mode::Bare | Mode::Desk | Mode::Trial | Mode::Own);
    if !low && !bare {
        sheet.say(&session.words.say("start-nothing-sent"), Tone::Text);
        sheet.gap();
    }
    if let Some(reached) = session.reached {
        sheet.say(&session.words.say(reached.told()), Tone::Text);
        sheet.gap();
    }
    if let Some(closed) = closed(session) {
        sheet.say(&closed, Tone::Title);
    }
    let ids: Vec<&'static str> = lines(session).iter().map(|(id, _)| *id).collect();
    menu(session, &mut sheet, &ids);
    if !low && !bare {
        sheet.gap();
        let name = crate::ui::shown(&session.setup.box_name);
        sheet.say(
            &session.words.say_with("start-box", [("name", name.into())]),
            Tone::Quiet,
        );
    }
    match &session.corner {
        Some(corner) => terminal(session, corner, &mut sheet),
        None => sheet.buttons = vec![Button::Quit],
    }
    sheet
}

/// What a shared terminal says of itself, before anyone begins. Nobody ends its program here.
fn terminal(session: &Session, corner: &Corner, sheet: &mut Sheet) {
    let words = &session.words;
    sheet.say(&words.say(corner.outlet.told()), Tone::Text);
    if let Some(elsewhere) = &corner.elsewhere {
        sheet.say(
            &crate::ui::shown(elsewhere.get(words.language())),
            Tone::Text,
        );
    }
    let held = usize::try_from(corner.held).unwrap_or(usize::MAX);
    let id = if held == 0 {
        "kiosk-held-few"
    } else {
        "kiosk-held"
    };
    sheet.say(
        &words.say_with(id, [("count", Arg::from(held))]),
        Tone::Quiet,
    );
}

/// How long it takes, where something can be begun.
fn minutes(session: &Session) -> Option<(u32, u32)> {
    let minutes = session.setup.questionnaire.minutes;
    minutes.filter(|_| session.setup.mode != Mode::Own)
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    if action == Action::Enter && spot == Spot::Button(Button::Quit) {
        session.ask_for(Effect::Quit);
        return true;
    }
    match picked(action, spot).and_then(|place| lines(session).get(place)) {
        Some((_, run)) => {
            run(session);
            true
        }
        None => false,
    }
}

fn display(session: &mut Session) {
    session.push(Screen::Display);
}

fn fill(session: &mut Session) {
    if closed(session).is_some() {
        return;
    }
    session.beginning = Beginning::New;
    session.last_year = None;
    begin(session);
}

/// On to the notice, by way of the language where it was not chosen yet.
pub(super) fn begin(session: &mut Session) {
    if invitation::asks(session) {
        return;
    }
    if session.language_chosen {
        session.push(Screen::Notice);
    } else {
        session.push(Screen::Language(After::Notice));
    }
}

fn come_back(session: &mut Session) {
    session.push(Screen::ComeBack(Box::new(ComeBack::new())));
}

fn summary(session: &mut Session) {
    session.ask_for(Effect::OpenSummary);
}

fn look_round(session: &mut Session) {
    session.ask_for(Effect::LookRound);
}

fn about(session: &mut Session) {
    session.push(Screen::About);
}
