//! In a trial: why the question on the screen is asked, and why others are not. An author cannot
//! stand on a question that is not asked, so those are listed too.

use crate::form::{Form, Path};
use crate::survey::model::Kind;
use crate::survey::nest;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet};
use crate::ui::theme::Tone;

use super::about::readable;
use super::{context, page};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = page(session, "why-title");
    if let Some(context) = context(session) {
        if let Some(question) = context.form.question(context.path) {
            sheet.say(&context.piped(&question.label), Tone::Title);
        }
        for reason in reasons(context.form, context.path) {
            sheet.say(&reason, Tone::Text);
        }
        sheet.gap();
        others(session, context.form, context.path, &mut sheet);
    }
    readable(&mut sheet);
    sheet.buttons = vec![Button::Back];
    sheet
}

/// Every question that is not asked now, with the first reason.
fn others(session: &Session, form: &Form, here: &Path, sheet: &mut Sheet) {
    let hidden: Vec<Path> = paths(form, here)
        .into_iter()
        .filter(|path| path != here && !form.is_asked(path))
        .collect();
    let title = if hidden.is_empty() {
        "why-all-asked"
    } else {
        "why-not-asked"
    };
    sheet.say(&session.words.say(title), Tone::Title);
    for path in hidden {
        let id = path.question();
        let reason = reasons(form, &path).into_iter().next().unwrap_or_default();
        sheet.bullet("  ", &format!("{id}: {reason}"), Tone::Text);
    }
}

/// The questions of the questionnaire; inside an entry, those of the entry come first, then those of
/// the entries around it.
fn paths(form: &Form, here: &Path) -> Vec<Path> {
    let sections = &form.questionnaire().sections;
    let top = sections.iter().flat_map(|section| &section.questions);
    let mut out = Vec::new();
    for (repeat, entry) in here.levels() {
        let questions = form.question(&repeat).map_or(&[][..], nest::nested);
        out.extend(
            questions
                .iter()
                .map(|inner| repeat.within(entry, &inner.id)),
        );
    }
    // What is worked out is never asked; saying so of each would hide the rest.
    out.extend(
        top.filter(|question| !matches!(question.kind, Kind::Computed { .. }))
            .map(|question| Path::top(&question.id)),
    );
    out
}

fn reasons(form: &Form, path: &Path) -> Vec<String> {
    let told = form.explain(path);
    told.iter()
        .map(|reason| crate::ui::shown(&form.words().tell(reason)))
        .collect()
}
