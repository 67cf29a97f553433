//! What is taken out of a questionnaire that the loader refuses, piece by piece, until it takes it.

use super::question::{Value, Written};
use super::write::Document;
use crate::base::language::Text;
use crate::survey::import::markup;

/// Keys without which a question can still be asked.
const SPARE: [&str; 10] = [
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "default",
    "filter",
    "pattern",
    "max_length",
    "min",
    "max",
];

impl Document {
    /// Shows ids instead of answers in the texts of a question or section; gives the row.
    pub(super) fn unpipe(&mut self, id: &str) -> Option<usize> {
        for section in &mut self.sections {
            if section.id == id {
                let texts = [section.title.as_mut(), section.intro.as_mut()];
                texts.into_iter().flatten().for_each(unmark);
                return section.numbers.last().copied().or(Some(0));
            }
            let mut questions = section.questions.iter_mut();
            if let Some(number) = questions.find_map(|question| unpiped(question, id)) {
                return Some(number);
            }
        }
        None
    }

    /// Takes a key out of a question, or a question whose calculation it is; gives the row.
    pub(super) fn drop(&mut self, id: &str, key: &str) -> Option<usize> {
        let section = self.sections.iter_mut().find(|section| section.id == id);
        if let Some(section) = section.filter(|_| key == "relevant") {
            section.relevant.clear();
            return section.numbers.last().copied().or(Some(0));
        }
        for section in &mut self.sections {
            if let Some(number) = drop_from(&mut section.questions, id, key) {
                return Some(number);
            }
        }
        None
    }
}

impl Document {
    /// Takes out what makes a question wait for itself: its own condition, else its section's, else what
    /// fills it in; gives the row.
    pub(super) fn open_circle(&mut self, id: &str) -> Option<usize> {
        for section in &mut self.sections {
            let mut questions = section.questions.iter_mut();
            let holds = |question: &Written| question.with_inside().iter().any(|one| one.id == id);
            let Some(question) = questions.find(|question| holds(question)) else {
                continue;
            };
            if question.relevant.is_empty() && !section.relevant.is_empty() {
                section.relevant.clear();
                return section.numbers.last().copied().or(Some(0));
            }
            let is_bare =
                question.relevant.is_empty() && !has_any(question, &["default", "filter"]);
            // A repeat waits for its questions too: the circle goes through one of their conditions.
            if is_bare && let Some(inner) = waiting(&mut question.inside) {
                let key = CONDITIONS.into_iter().find(|key| has_any(inner, &[key]));
                inner.drop_key(key.unwrap_or_default());
                return Some(inner.number);
            }
            let key = ["default", "filter"]
                .into_iter()
                .find(|key| question.has(key) && question.relevant.is_empty());
            question.drop_key(key.unwrap_or("relevant"));
            return Some(question.number);
        }
        None
    }
}

/// The keys through which a question waits for others, the least missed first.
const CONDITIONS: [&str; 3] = ["default", "filter", "relevant"];

/// The first question of a repeat, or of a repeat in it, that waits for others.
fn waiting(inside: &mut [Written]) -> Option<&mut Written> {
    inside.iter_mut().find_map(|inner| {
        if has_any(inner, &CONDITIONS) {
            return Some(inner);
        }
        waiting(&mut inner.inside)
    })
}

fn has_any(question: &Written, keys: &[&str]) -> bool {
    keys.iter().any(|key| match *key {
        "relevant" => !question.relevant.is_empty(),
        key => question.has(key),
    })
}

fn unpiped(question: &mut Written, id: &str) -> Option<usize> {
    if question.id != id {
        return question
            .inside
            .iter_mut()
            .find_map(|inner| unpiped(inner, id));
    }
    for (_, value) in &mut question.keys {
        if let Value::Words(text) = value {
            unmark(text);
        }
    }
    Some(question.number)
}

/// Ids between brackets, where answers were to be shown.
fn unmark(text: &mut Text) {
    let plain = |words: &mut String| *words = markup::replaced(words, |id| format!("[{id}]"));
    match text {
        Text::Same(words) => plain(words),
        Text::By(table) => table.values_mut().for_each(plain),
    }
}

fn drop_from(questions: &mut Vec<Written>, id: &str, key: &str) -> Option<usize> {
    if let Some(at) = questions.iter().position(|question| question.id == id) {
        if key == "calculation" {
            return Some(questions.remove(at).number);
        }
        let question = questions.get_mut(at).filter(|_| SPARE.contains(&key))?;
        question.drop_key(key);
        return Some(question.number);
    }
    questions
        .iter_mut()
        .find_map(|question| drop_from(&mut question.inside, id, key))
}
