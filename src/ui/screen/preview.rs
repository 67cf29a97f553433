//! What each reader will get, word for word, before anything is sent.

use crate::base::words::Arg;
use crate::form::{Form, Path};
use crate::response::answer::{Answer, Missing};
use crate::response::part;
use crate::survey::model::{Audience, Kind};
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet};
use crate::ui::theme::Tone;

use super::about::readable;
use super::{check, page, readers};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "preview-title");
    sheet.say(&session.words.say("preview-what"), Tone::Text);
    if let Some(pass) = &session.pass {
        let submission = pass.form.submission(session.setup.today);
        for audience in &session.setup.questionnaire.audiences {
            let given = part::released_to(&submission, &audience.id);
            reader(session, &pass.form, audience, &given, &mut sheet);
        }
    }
    sheet.gap();
    let form = session.pass.as_ref().map(|pass| &pass.form);
    if form.is_some_and(|form| form.link([0; 16]).is_some()) {
        sheet.say(&session.words.say("preview-link"), Tone::Text);
    }
    sheet.say(&session.words.say("preview-nothing-else"), Tone::Text);
    readable(&mut sheet);
    sheet.buttons = vec![Button::Back];
    sheet
}

/// One reader's part: every answer in it, and what is held back from it.
fn reader(
    session: &Session,
    form: &Form,
    audience: &Audience,
    given: &[(String, Answer)],
    sheet: &mut Sheet,
) {
    sheet.gap();
    let who = Arg::from(readers::names(&session.words, &audience.sealed_to));
    sheet.say(
        &session.words.say_with("preview-reader", [("who", who)]),
        Tone::Title,
    );
    let asked = form.pages();
    for (id, answer) in given {
        let path = Path::top(id);
        let is_computed = form
            .question(&path)
            .is_some_and(|question| matches!(question.kind, Kind::Computed { .. }));
        if !is_computed && !asked.contains(id) {
            continue;
        }
        let label = check::label(session, &path);
        sheet.bullet("- ", &label, Tone::Text);
        for line in told(session, form, &path, answer) {
            sheet.bullet("    ", &line, Tone::Chosen);
        }
    }
    if given.is_empty() {
        sheet.say(&session.words.say("preview-nothing"), Tone::Text);
    }
}

fn told(session: &Session, form: &Form, path: &Path, answer: &Answer) -> Vec<String> {
    if answer.missing() == Some(Missing::Withheld) {
        return vec![session.words.say("preview-withheld")];
    }
    let lines = form.in_words(path);
    lines.iter().map(|line| crate::ui::shown(line)).collect()
}
