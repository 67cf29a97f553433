//! The second pane of a wide window: the sections and how far each is, beside the question.

use crate::base::text;
use crate::base::words::Arg;
use crate::form::Status;

use super::session::Session;

/// From this size on there is room for it, beside the widest running text.
const LEAST: (u16, u16) = (120, 24);
/// The column that it begins at: behind the margin and the widest text, and a gap.
pub(super) const COLUMN: u16 = 84;

/// The lines of the pane; none where there is no room or nothing to show.
pub(super) fn lines(session: &Session) -> Vec<String> {
    let area = session.area;
    let asking = session
        .top()
        .is_some_and(|frame| matches!(frame.screen, super::screen::Screen::Ask));
    let Some(pass) = session.pass.as_ref().filter(|_| asking) else {
        return Vec::new();
    };
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return Vec::new();
    }
    let room = usize::from(area.width.saturating_sub(COLUMN + 2)).min(60);
    let here = pass.ask.as_ref().map(|ask| ask.path.id.clone());
    let mut out = vec![session.words.say("pane-sections"), String::new()];
    for state in pass.form.sections() {
        let sections = &session.setup.questionnaire.sections;
        let section = sections.iter().find(|section| section.id == state.id);
        let Some(section) = section else { continue };
        let is_here = section
            .questions
            .iter()
            .any(|question| Some(&question.id) == here.as_ref());
        let mark = if is_here { "* " } else { "  " };
        let title = super::shown(&pass.form.text(&section.title));
        let args = [
            ("answered", Arg::from(state.answered)),
            ("asked", Arg::from(state.asked)),
        ];
        let id = match state.status {
            Status::NotStarted => "pane-not-started",
            Status::InProgress => "pane-in-progress",
            Status::Completed => "pane-completed",
            Status::NotAsked => "pane-not-asked",
        };
        let status = session.words.say_with(id, args);
        let columns = room.saturating_sub(text::width(&status) + 4);
        let title = super::widget::padded(&title, columns);
        out.push(format!("{mark}{title}  {status}"));
    }
    out.push(String::new());
    out.extend(text::wrap(&session.words.say("pane-keys"), room));
    out
}
