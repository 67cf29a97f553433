//! A department with fewer people than the smallest group that figures are given for: said right
//! after it was chosen, before anything else is asked.

use crate::base::words::Arg;
use crate::form::Path;
use crate::response::answer::{Answer, Value};
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;

use super::about::readable;
use super::{ask, page};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "small-title");
    let minimum = Arg::from(session.setup.questionnaire.privacy.minimum_group);
    for (id, tone) in [
        ("small-what", Tone::Title),
        ("small-figures", Tone::Text),
        ("small-lead", Tone::Text),
        ("small-blank", Tone::Text),
    ] {
        let args = [("minimum", minimum.clone())];
        sheet.say(&session.words.say_with(id, args), tone);
        if session.area.height >= 20 {
            sheet.gap();
        }
    }
    readable(&mut sheet);
    sheet.buttons = vec![Button::Continue, Button::Back];
    sheet
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Continue)) => {
            session.pop();
            ask::turn(session);
        }
        (Action::Enter, Spot::Button(_)) => session.pop(),
        (Action::Enter, _) => {
            if !session.scroll(Action::PageDown) {
                session.focus_on(Spot::Button(Button::Continue));
            }
        }
        _ => return false,
    }
    true
}

/// Whether the page just answered names a small department.
pub(super) fn applies(session: &Session, path: &Path) -> bool {
    let survey = &session.setup.questionnaire;
    let is_department = survey.department.as_ref() == Some(&path.id) && path.is_top();
    let answer = session
        .pass
        .as_ref()
        .and_then(|pass| pass.form.answer(path));
    let small = &session.setup.small;
    is_department
        && matches!(&answer, Some(Answer::Value(Value::Choice(chosen)))
            if small.contains(chosen.code.as_str()))
}
