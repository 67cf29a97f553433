//! The section list: how far each is, and the way to any of them.

use crate::base::text;
use crate::base::words::{Arg, Message};
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
    let told: Vec<(String, String)> = states.iter().map(|one| told(session, one)).collect();
    list(&told, &mut sheet);
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

/// What a section is called, and how far it is.
fn told(session: &Session, state: &SectionState) -> (String, String) {
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
    (title, session.words.say_with(id, args))
}

/// Titles and states in two columns; a title too long for its own, and all in narrow windows, one after
/// the other: none is cut.
fn list(told: &[(String, String)], sheet: &mut Sheet) {
    let room = sheet.width().saturating_sub(4);
    let widest = |widths: &mut dyn Iterator<Item = &String>| {
        let widths = widths.map(|words| text::width(words));
        widths.max().unwrap_or(0)
    };
    let states = widest(&mut told.iter().map(|(_, status)| status));
    let titles = widest(&mut told.iter().map(|(title, _)| title));
    let split = titles.min(room.saturating_sub(states + 2));
    for (place, (title, status)) in told.iter().enumerate() {
        let mark = format!("{:>2}  ", place + 1);
        let spot = Spot::Choice(place);
        if room < 60 || text::width(title) > split {
            sheet.item(spot, &mark, &format!("{title}: {status}"), Tone::Text);
            continue;
        }
        // Words that are wrapped would lose the room between the columns.
        let title = crate::ui::widget::padded(title, split);
        let words = format!("{mark}{title}  {status}");
        let piece = Piece::new(words, Tone::Text).at(spot);
        sheet.lines.push(Line::of(piece));
    }
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
        None => session.say(Message::plain("section-not-asked")),
    }
}
