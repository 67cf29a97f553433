//! Leaving always asks: keep, discard, go on. Discarding asks once more, since nothing brings the
//! answers back.

use crate::ui::effect::{Effect, Mode};
use crate::ui::keymap::Action;
use crate::ui::session::{Session, Then};
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;

use super::{After, Screen, menu, page, picked};

/// How far the leaving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Step {
    /// Keep, discard, go on?
    Ask,
    /// Discard, really?
    Discard,
}

const LINES: [&str; 5] = [
    "leave-keep",
    "leave-words",
    "leave-go-on",
    "leave-discard",
    "leave-check",
];
/// At a kiosk one may also leave for a moment.
const KIOSK: [&str; 6] = [
    "leave-keep",
    "leave-words",
    "leave-go-on",
    "leave-discard",
    "leave-check",
    "leave-soon",
];
const SURE: [&str; 2] = ["discard-no", "discard-yes"];
/// In a trial nothing is kept, so there is nothing to decide but whether to end.
const TRIAL: [&str; 2] = ["leave-trial-end", "leave-go-on"];

pub(super) fn draw(session: &Session, step: Step) -> Sheet {
    let trial = session.setup.mode == Mode::Trial;
    let (title, what, lines): (_, _, &[&'static str]) = match step {
        _ if trial => ("leave-title", "leave-trial-what", &TRIAL),
        Step::Ask if session.corner.is_some() => ("leave-title", "leave-what", &KIOSK),
        Step::Ask => ("leave-title", "leave-what", &LINES),
        Step::Discard => ("discard-title", "discard-what", &SURE),
    };
    let mut sheet = page(session, title);
    sheet.say(&session.words.say(what), Tone::Text);
    sheet.gap();
    menu(session, &mut sheet, lines);
    sheet
}

pub(super) fn act(session: &mut Session, step: Step, action: Action, spot: Spot) -> bool {
    if session.setup.mode == Mode::Trial {
        return act_in_trial(session, action, spot);
    }
    match (step, picked(action, spot)) {
        (Step::Ask, Some(0)) => {
            session.then = Then::Leave;
            session.keep_and_save();
        }
        (Step::Ask, Some(1)) => session.push(Screen::Words(After::Back)),
        (_, Some(2)) | (Step::Discard, Some(0)) => session.pop(),
        (Step::Ask, Some(3)) => session.push(Screen::Leave(Step::Discard)),
        (Step::Ask, Some(4)) => check(session),
        (Step::Ask, Some(5)) if session.corner.is_some() => {
            session.then = Then::Soon;
            session.keep_and_save();
        }
        (Step::Discard, Some(1)) => {
            if let Some(pass) = &session.pass {
                let effect = Effect::DiscardDraft(pass.code.clone());
                session.ask_for(effect);
            }
            session.finish();
        }
        _ => return false,
    }
    true
}

/// On to check-your-answers, from wherever one was about to leave.
fn check(session: &mut Session) {
    if session.pass.as_ref().is_some_and(|pass| pass.ask.is_none()) {
        super::ask_first(session, None);
    }
    session.over(Screen::Check);
}

fn act_in_trial(session: &mut Session, action: Action, spot: Spot) -> bool {
    match picked(action, spot) {
        Some(0) => session.finish(),
        Some(1) => session.pop(),
        _ => return false,
    }
    true
}
