//! Check your answers: what is wrong first, then every answer in words, each with its way back to
//! the question and from there to the same line.

use crate::base::text;
use crate::base::words::Arg;
use crate::form::{Form, Path, Problem};
use crate::survey::model::{Kind, Section};
use crate::ui::effect::Effect;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{ask_page, page};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "check-title");
    let Some(pass) = &session.pass else {
        return sheet;
    };
    let problems = pass.form.problems();
    summary(session, &pass.form, problems, &mut sheet);
    let preview = session.words.say("check-preview");
    sheet.item(PREVIEW, "- ", &preview, Tone::Text);
    enough(session, &pass.form, &mut sheet);
    last_year(session, &pass.form, &mut sheet);
    sheet.gap();
    let pages = pages(&pass.form);
    for section in &session.setup.questionnaire.sections {
        section_lines(session, &pass.form, section, &pages, &mut sheet);
    }
    let mut spots = sheet.spots().into_iter().map(|(spot, _)| spot);
    sheet.start = spots.find(|spot| matches!(*spot, Spot::Problem(_) | Spot::Line(_) | LAST_YEAR));
    sheet.buttons = vec![Button::Send, Button::Back, Button::Leave];
    if session.area.width < 60 {
        sheet.buttons = vec![Button::Send, Button::Back];
    }
    sheet
}

/// The line that shows what each reader gets.
const PREVIEW: Spot = Spot::Choice(0);
/// The line that sends what there is, or goes on with the rest.
const ENOUGH: Spot = Spot::Choice(1);

/// The line that goes to the first of last year's answers that are still to be looked at.
const LAST_YEAR: Spot = Spot::Choice(2);

/// How many answers are last year's and not kept yet: none of them is sent.
fn last_year(session: &Session, form: &Form, sheet: &mut Sheet) {
    let count = form.unconfirmed().len();
    if count > 0 {
        let args = [("count", Arg::from(count))];
        let said = session.words.say_with("check-last-year", args);
        sheet.say(&said, Tone::Title);
        let look = session.words.say("check-last-year-look");
        sheet.item(LAST_YEAR, "- ", &look, Tone::Text);
    }
}

/// Whether only what there is will be sent, or that it could be.
fn enough(session: &Session, form: &Form, sheet: &mut Sheet) {
    let said = |id, section: &str| {
        let count = Arg::from(form.open_behind(section));
        session.words.say_with(id, [("count", count)])
    };
    if let Some(section) = form.stopped_after() {
        sheet.say(&said("check-stopped", section), Tone::Title);
        let go_on = session.words.say("check-go-on");
        sheet.item(ENOUGH, "- ", &go_on, Tone::Text);
    } else if let Some(section) = form.may_stop_after() {
        sheet.item(ENOUGH, "- ", &said("check-enough", &section), Tone::Text);
    }
}

fn toggle_enough(session: &mut Session) {
    if let Some(pass) = &mut session.pass {
        let section = match pass.form.stopped_after() {
            Some(_) => None,
            None => pass.form.may_stop_after(),
        };
        pass.form.stop_after(section.as_deref());
    }
    session.save();
}

/// The pages that hold an answer.
fn pages(form: &Form) -> Vec<Path> {
    let answerable = |path: &Path| {
        form.question(path)
            .is_some_and(|question| !matches!(question.kind, Kind::Note))
    };
    form.pages()
        .iter()
        .map(|id| Path::top(id))
        .filter(answerable)
        .collect()
}

/// What is wrong, but for last year's answers that only wait to be looked at: those are counted.
fn to_mend(form: &Form, mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.retain(|problem| !form.is_proposed(&problem.path));
    problems
}

fn summary(session: &Session, form: &Form, problems: Vec<Problem>, sheet: &mut Sheet) {
    if problems.is_empty() {
        sheet.say(&session.words.say("check-ready"), Tone::Text);
        return;
    }
    let problems = to_mend(form, problems);
    if problems.is_empty() {
        return;
    }
    let args = [("count", Arg::from(problems.len()))];
    sheet.say(&session.words.say_with("check-problems", args), Tone::Error);
    for (place, problem) in problems.iter().enumerate() {
        let what = crate::ui::shown(&session.words.tell(&problem.message));
        let said = text::labelled(&label(session, &problem.path), &what);
        sheet.item(Spot::Problem(place), "- ", &said, Tone::Text);
    }
    sheet.lines.iter_mut().for_each(|line| line.flagged = true);
    sheet.gap();
}

/// A question in a few words, with the entry that it stands in.
pub(super) fn label(session: &Session, path: &Path) -> String {
    let form = session.pass.as_ref().map(|pass| &pass.form);
    let words = form.map(|form| form.way_in_words(path, None));
    let most = 120 * (1 + path.inside.len());
    text::truncate(&crate::ui::shown(&words.unwrap_or_default()), most)
}

fn section_lines(
    session: &Session,
    form: &Form,
    section: &Section,
    pages: &[Path],
    sheet: &mut Sheet,
) {
    let mine = |path: &&Path| {
        section
            .questions
            .iter()
            .any(|question| question.id == path.id)
    };
    if !pages.iter().any(|path| mine(&path)) {
        return;
    }
    sheet.say(&crate::ui::shown(&form.text(&section.title)), Tone::Title);
    for (place, path) in pages.iter().enumerate().filter(|(_, path)| mine(path)) {
        answer_lines(session, form, place, path, sheet);
    }
    sheet.gap();
}

/// An answer in words; last year's, where it was not kept yet, said to be so.
fn told(session: &Session, form: &Form, path: &Path) -> Vec<String> {
    if !form.is_proposed(path) {
        let lines = form.in_words(path);
        return lines.iter().map(|line| crate::ui::shown(line)).collect();
    }
    let said = crate::ui::shown(&form.proposed_in_words(path).join("; "));
    let args = [("answer", Arg::from(said))];
    vec![session.words.say_with("check-unconfirmed", args)]
}

/// The question on the left, the answer on the right; where there is no room, one under the other.
fn answer_lines(session: &Session, form: &Form, place: usize, path: &Path, sheet: &mut Sheet) {
    let spot = Spot::Line(place);
    let label = label(session, path);
    let answer = told(session, form, path);
    if sheet.width() < 60 {
        sheet.item(spot, "", &label, Tone::Text);
        for line in &answer {
            sheet.bullet("  ", line, Tone::Chosen);
        }
        return;
    }
    let left = sheet.width() / 2 - 2;
    let label = text::wrap(&label, left);
    let room = sheet.width() - left - 2;
    let answer: Vec<String> = answer
        .iter()
        .flat_map(|line| text::wrap(line, room))
        .collect();
    for row in 0..label.len().max(answer.len()) {
        let mut pieces = Vec::new();
        let words = label.get(row).map_or("", String::as_str);
        let piece = Piece::new(crate::ui::widget::padded(words, left), Tone::Text);
        pieces.push(if row < label.len() {
            piece.at(spot)
        } else {
            piece
        });
        let words = answer.get(row).map_or("", String::as_str);
        pieces.push(Piece::new(format!("  {words}"), Tone::Chosen));
        sheet.lines.push(Line {
            pieces,
            flagged: false,
        });
    }
}

pub(super) fn act(session: &mut Session, action: Action, spot: Spot) -> bool {
    match (action, spot) {
        (Action::Enter, Spot::Button(Button::Send)) => send(session),
        (Action::Enter, Spot::Button(Button::Leave)) => super::leave(session),
        (Action::Enter, Spot::Button(_)) => session.pop(),
        (Action::Enter | Action::Choose, PREVIEW) => session.push(super::Screen::Preview),
        (Action::Enter | Action::Choose, ENOUGH) => toggle_enough(session),
        (Action::Enter | Action::Choose, LAST_YEAR) => {
            let pass = session.pass.as_ref();
            let first = pass.and_then(|pass| pass.form.unconfirmed().into_iter().next());
            if let Some(first) = first {
                ask_page(session, first);
            }
        }
        (Action::Enter | Action::Choose, Spot::Line(place)) => {
            let path = session
                .pass
                .as_ref()
                .and_then(|pass| pages(&pass.form).into_iter().nth(place));
            change(session, spot, path);
        }
        (Action::Enter | Action::Choose, Spot::Problem(place)) => {
            let problems = session.pass.as_ref();
            let problems = problems.map(|pass| to_mend(&pass.form, pass.form.problems()));
            let path = problems
                .and_then(|problems| problems.into_iter().nth(place))
                .map(|p| p.path);
            change(session, spot, path);
        }
        _ => return false,
    }
    true
}

/// To a question, and from there back to this line.
fn change(session: &mut Session, line: Spot, path: Option<Path>) {
    let Some(path) = path else {
        return;
    };
    if let Some(pass) = &mut session.pass {
        pass.from_check = Some(line);
    }
    ask_page(session, path);
}

/// Sends, or shows what keeps it from being sent.
pub(super) fn send(session: &mut Session) {
    let Some(pass) = &session.pass else {
        return;
    };
    let problems = pass.form.problems();
    if !problems.is_empty() {
        let wrong = !to_mend(&pass.form, problems).is_empty();
        session.focus_on(if wrong { Spot::Problem(0) } else { LAST_YEAR });
        return;
    }
    let effect = Effect::Submit {
        code: pass.code.clone(),
        form: Box::new(pass.form.clone()),
    };
    session.ask_for(effect);
}
