//! Texts that pipe answers: each id must be a question whose answer is one line of words and is
//! given before the text is read.

use super::condition::{owners, question};
use super::{Lowering, Owner};
use crate::base::language::Text;
use crate::survey::model::{Kind, Question, Questionnaire, Section};
use crate::survey::nearest::remedy_among;
use crate::survey::piping;
use crate::survey::rules;

impl Lowering<'_> {
    /// Checks every text that may pipe an answer.
    pub(super) fn pipes(&mut self, survey: &Questionnaire) {
        for (at, section) in survey.sections.iter().enumerate() {
            let owner = Owner {
                section: at,
                question: None,
                nested: None,
            };
            for (key, text) in section_texts(section) {
                self.check_pipes(survey, owner, key, text);
            }
        }
        for owner in owners(survey) {
            let texts = question(survey, owner).map(question_texts);
            for (key, text) in texts.into_iter().flatten() {
                self.check_pipes(survey, owner, key, text);
            }
        }
    }

    fn check_pipes(&mut self, survey: &Questionnaire, owner: Owner, key: &str, text: &Text) {
        for words in every_language(text) {
            for id in piping::ids(words) {
                if let Some((message, remedy)) = fault(survey, owner, id) {
                    let span = self.mark(owner, key);
                    self.tell(&rules::PIPE, &span, message, remedy);
                }
            }
        }
    }
}

/// The words of a text in all its languages.
pub(super) fn every_language(text: &Text) -> Vec<&str> {
    match text {
        Text::Same(words) => vec![words],
        Text::By(table) => table.values().map(String::as_str).collect(),
    }
}

/// The texts of a section that may pipe, with their keys.
pub(super) fn section_texts(section: &Section) -> Vec<(&'static str, &Text)> {
    let intro = section.intro.iter().map(|text| ("intro", text));
    std::iter::once(("title", &section.title))
        .chain(intro)
        .collect()
}

/// The texts of a question that may pipe, with their keys.
pub(super) fn question_texts(asked: &Question) -> Vec<(&'static str, &Text)> {
    let further = [
        ("hint", &asked.hint),
        ("why", &asked.why),
        ("constraint_message", &asked.constraint_message),
        ("warning_message", &asked.warning_message),
    ];
    let further = further
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.as_ref()?)));
    std::iter::once(("label", &asked.label))
        .chain(further)
        .collect()
}

/// Why the answer to `id` cannot be piped into a text of `owner`, and what to do.
fn fault(survey: &Questionnaire, owner: Owner, id: &str) -> Option<(String, String)> {
    let find = |place: &dyn Fn(Owner) -> bool| {
        owners(survey)
            .find(|other| place(*other) && question(survey, *other).is_some_and(|q| q.id == id))
    };
    let is_sibling = |other: Owner| {
        other.nested.is_some()
            && owner.nested.is_some()
            && (other.section, other.question) == (owner.section, owner.question)
    };
    let is_outer = |other: Owner| other.nested.is_none();
    let Some(found) = find(&is_sibling).or_else(|| find(&is_outer)) else {
        let ids = survey.questions().map(|question| question.id.as_str());
        let remedy = remedy_among("questions", id, ids);
        let message = format!("there is no question `{id}` whose answer could stand here");
        return Some((
            message,
            format!("{remedy}; a brace itself is written `{{{{`"),
        ));
    };
    let kind = question(survey, found).map(|question| &question.kind);
    if matches!(
        kind,
        Some(Kind::Note | Kind::Matrix(_) | Kind::Allocation { .. } | Kind::Repeat(_))
    ) {
        let message = format!("the answer to `{id}` is not one line of words");
        let remedy = "name a question with one answer, or a `computed` one";
        return Some((message, remedy.to_owned()));
    }
    let shuffled = survey
        .sections
        .get(owner.section)
        .is_some_and(|section| section.shuffle);
    let is_together = shuffled
        && owner.question.is_some()
        && (found.section, found.nested) == (owner.section, None)
        && found.question != owner.question;
    if found < owner || is_together {
        return None;
    }
    let message = format!("`{id}` is not answered yet where this text is read");
    Some((message, "name an earlier question".to_owned()))
}
