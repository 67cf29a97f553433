//! The section list: how far each is, and the way to any of them.

use crate::base::words::Arg;
use crate::form::{Path, SectionState, Status};
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{Screen, ask_page, page, picked};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "sections-title");
    let Some(pass) = &session.pass else {
        return sheet;
    };
    let states = pass.form.sections();
    let done = states
        .iter()
        .filter(|state| state.status == Status::Completed)
        .count();
    let all = states
        .iter()
        .filter(|state| state.status != Status::NotAsked)
        .count();
    let args = [("done", Arg::from(done)), ("all", Arg::from(all))];
    sheet.say(&session.words.say_with("sections-done", args), Tone::Text);
    if session.area.height >= 20 {
        sheet.gap();
    }
    for (place, state) in states.iter().enumerate() {
        line(session, place, state, &mut sheet);
    }
    let check = session.words.say("sections-check");
    sheet.item(Spot::Choice(states.len()), "    ", &check, Tone::Text);
    sheet.start = here(session, &states).map(Spot::Choice);
    sheet.buttons = vec![Button::Back, Button::Leave];
    sheet
}

/// The section of the question one came from.
fn here(session: &Session, states: &[SectionState]) -> Option<usize> {
    let id = &session.pass.as_ref()?.ask.as_ref()?.path.id;
    let mut sections = session.setup.questionnaire.sections.iter();
    let section = sections.find(|section| section.questions.iter().any(|q| q.id == *id))?;
    states.iter().position(|state| state.id == section.id)
}

fn line(session: &Session, place: usize, state: &SectionState, sheet: &mut Sheet) {
    let sections = &session.setup.questionnaire.sections;
    let section = sections.iter().find(|section| section.id == state.id);
    let form = session.pass.as_ref().map(|pass| &pass.form);
    let title = section.map(|section| match form {
        Some(form) => form.text(&section.title),
        None => section.title.get(session.words.language()).to_owned(),
    });
    let title = crate::ui::shown(&title.unwrap_or_default());
    let args = [
        ("answered", Arg::from(state.answered)),
        ("asked", Arg::from(state.asked)),
    ];
    let id = match state.status {
        Status::NotStarted => "status-not-started",
        Status::InProgress => "status-in-progress",
        Status::Completed => "status-completed",
        Status::NotAsked => "status-not-asked",
    };
    let status = session.words.say_with(id, args);
    let mark = format!("{:>2}  ", place + 1);
    let room = sheet.width().saturating_sub(4);
    if room < 60 {
        sheet.item(
            Spot::Choice(place),
            &mark,
            &format!("{title}: {status}"),
            Tone::Text,
        );
        return;
    }
    let words = format!(
        "{mark}{} {status}",
        crate::ui::widget::padded(&title, room / 2 - 1)
    );
    sheet.lines.push(Line::of(
        Piece::new(words, Tone::Text).at(Spot::Choice(place)),
    ));
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Leave)) => super::leave(session),
        (Action::Enter, Spot::Button(_)) => session.pop(),
        _ => match picked(action, spot) {
            Some(place) => open(session, place),
            None => return false,
        },
    }
    true
}

/// To the first question of a section that has no answer, else to its first.
fn open(session: &mut Session, place: usize) {
    let Some(pass) = &session.pass else {
        return;
    };
    let states = pass.form.sections();
    if place == states.len() {
        session.over(Screen::Check);
        return;
    }
    let id = states
        .into_iter()
        .nth(place)
        .and_then(|state| state.next.or(state.first));
    match id {
        Some(id) => ask_page(session, Path::top(&id)),
        None => session.say(crate::base::words::Message::plain("section-not-asked")),
    }
}
