//! Why a question is or is not asked, in words: for whoever tries a questionnaire out.

use std::collections::BTreeSet;

use crate::base::words::Message;
use crate::survey::codebook::question_name;
use crate::survey::expression::Expression;
use crate::survey::expression::wording::{Wording, joined};
use crate::survey::model::Kind;
use crate::survey::nest::Around;

use super::Form;
use super::path::Path;
use super::piped::meant;
use super::relevance::{Resolver, Spot};

/// Why the question at a path is or is not asked, one message per line: the reason first, then what the
/// answers that it hangs on are now. Nothing where there is no such question.
pub(super) fn explain(form: &Form, path: &Path) -> Vec<Message> {
    let Some(spot) = form.spot(path) else {
        return Vec::new();
    };
    let conditions = conditions(form, spot);
    let mut told = vec![reason(form, spot, &conditions)];
    told.extend(answers(form, path, &conditions));
    told
}

/// A condition with whether it holds.
struct Held<'f> {
    condition: &'f Expression,
    around: Around<'f>,
    holds: Option<bool>,
}

/// What must hold: the section's condition, those of the repeats around, the question's own.
fn conditions<'f>(form: &'f Form, spot: Spot<'f>) -> Vec<Held<'f>> {
    let resolver = Resolver::new(form);
    let Some((section, _)) = form.place(spot.at) else {
        return Vec::new();
    };
    let mut chain: Vec<Spot<'f>> = resolver.levels(spot).map(|(repeat, _)| repeat).collect();
    chain.reverse();
    chain.push(spot);
    let mut held = Vec::new();
    let mut take = |condition: &'f Option<Expression>, around, spot| {
        held.extend(condition.as_ref().map(|condition| Held {
            condition,
            around,
            holds: resolver.holds(condition, spot),
        }));
    };
    take(&section.relevant, Around::NONE, spot);
    let mut around = Around::NONE;
    for spot in chain {
        take(&spot.question.relevant, around, spot);
        around = around.within(spot.question);
    }
    held
}

fn reason(form: &Form, spot: Spot<'_>, conditions: &[Held<'_>]) -> Message {
    if matches!(spot.question.kind, Kind::Computed { .. }) {
        return Message::plain("form-explain-computed");
    }
    let with = |id, condition: Message| Message::with(id, [("condition", condition.into())]);
    let missed = |holds| conditions.iter().find(|held| held.holds == holds);
    if let Some(held) = missed(Some(false)) {
        return with(
            "form-explain-not-asked",
            wording(form, held).not(held.condition),
        );
    }
    if let Some(held) = missed(None) {
        return with(
            "form-explain-unknown",
            wording(form, held).of(held.condition),
        );
    }
    if !Resolver::new(form).asked(spot) {
        return Message::plain("form-explain-no-offer");
    }
    let all = conditions
        .iter()
        .map(|held| wording(form, held).of(held.condition))
        .collect();
    joined("condition-and", all).map_or_else(
        || Message::plain("form-explain-everyone"),
        |condition| with("form-explain-asked", condition),
    )
}

fn wording<'a>(form: &'a Form, held: &Held<'a>) -> Wording<'a> {
    Wording {
        survey: &form.questionnaire,
        around: held.around,
        entry: None,
        bound: None,
        name: &question_name,
    }
}

/// What stands at the questions that the conditions look at.
fn answers(form: &Form, path: &Path, conditions: &[Held<'_>]) -> Vec<Message> {
    let siblings = conditions
        .iter()
        .flat_map(|held| held.condition.depends_on_siblings());
    let inside = siblings.map(|id| meant(form, Some(path), id));
    let outer = conditions
        .iter()
        .flat_map(|held| held.condition.depends_on());
    let looked_at: BTreeSet<Path> = outer.map(|id| Path::top(id)).chain(inside).collect();
    looked_at
        .iter()
        .filter_map(|path| now(form, path))
        .collect()
}

fn now(form: &Form, path: &Path) -> Option<Message> {
    let question = form.question(path)?;
    let answer = if form.is_asked(path) {
        Message::Author(crate::base::language::Text::Same(
            form.in_words(path).join(", "),
        ))
    } else {
        Message::plain("form-explain-itself-not")
    };
    let args = [
        ("question", question_name(question).into()),
        ("answer", answer.into()),
    ];
    Some(Message::with("form-explain-now", args))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::language::Language;
    use crate::base::time::Day;
    use crate::survey::{NoFiles, load};

    const SURVEY: &str = r#"
schema = 1
[survey]
id = "s"
title = "S"
languages = ["en"]
[privacy]
notice = "Why we ask."
[[audience]]
id = "stats"
sealed_to = ["statistics"]
[[section]]
id = "one"
title = "One"
audience = ["stats"]
[[section.question]]
id = "terms"
type = "single"
label = "Terms?"
choices = [{ code = "open", label = "Open" }, { code = "fixed", label = "Fixed" }]
[[section.question]]
id = "end"
type = "month"
label = "End?"
relevant = "terms == 'fixed'"
[[section.question]]
id = "things"
type = "repeat"
label = "Things"
relevant = "terms == 'fixed'"
[[section.question.question]]
id = "name"
type = "text"
label = "Name?"
[[section.question.question]]
id = "old"
type = "yes_no"
label = "Old?"
relevant = "answered(name)"
"#;

    fn told(form: &Form, path: &Path) -> Vec<String> {
        form.explain(path)
            .iter()
            .map(|one| form.words().tell(one))
            .collect()
    }

    #[test]
    fn it_says_why_and_what_the_answers_are() {
        let checked = load("s.toml", SURVEY.as_bytes(), &NoFiles);
        let survey = checked
            .questionnaire
            .unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
        let mut form = Form::new(Arc::clone(&survey), Language::new("en"), Day::EPOCH, 0);
        let (terms, end) = (Path::top("terms"), Path::top("end"));
        assert_eq!(told(&form, &terms), ["Asked of everyone."]);
        assert_eq!(
            told(&form, &end),
            [
                "Not asked, since it is not known yet whether “Terms?” is “Fixed”.",
                "“Terms?” is now: Not provided"
            ]
        );
        assert!(form.put_typed(&terms, "open").is_taken());
        assert_eq!(
            told(&form, &end),
            [
                "Not asked, since “Terms?” is not “Fixed”.",
                "“Terms?” is now: Open"
            ]
        );
        assert!(form.put_typed(&terms, "fixed").is_taken());
        assert_eq!(told(&form, &end)[0], "Asked, since “Terms?” is “Fixed”.");
        assert!(form.add_entry("things").is_ok());
        let old = Path::nested("things", 0, "old");
        assert_eq!(
            told(&form, &old)[0],
            "Not asked, since “Name?” is not answered."
        );
        assert!(
            form.put_typed(&Path::nested("things", 0, "name"), "lathe")
                .is_taken()
        );
        assert_eq!(
            told(&form, &old)[0],
            "Asked, since “Terms?” is “Fixed” and “Name?” is answered."
        );
        assert_eq!(told(&form, &Path::top("gone")), Vec::<String>::new());
    }
}
