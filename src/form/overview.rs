//! What a person sent, read back: as a draft that can be changed and sent again, and as questions and
//! answers in words.

use serde_json::{Map, Value as Json, json};

use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question, Repeat};

use super::{Form, Path};

/// A section's title, and each of its questions with what was answered.
pub type Told = (String, Vec<(String, String)>);

/// The plaintext of a draft with the answers of a person's own part (`mine`), as the questionnaire
/// that they were given to has it; `None` where it is no such part. What was not asked or left blank
/// is not an answer, and what is computed is computed anew.
pub fn draft_of_part(questionnaire: &Questionnaire, mine: &[u8]) -> Option<Vec<u8>> {
    let json: Json = serde_json::from_slice(mine).ok()?;
    let members = json.as_object()?;
    let copied = [
        "survey",
        "wave",
        "fingerprint",
        "language",
        "replaces_lost",
        "imported",
        "simulated",
    ];
    let copied = copied
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), members.get(name)?.clone())));
    let format = ("format".to_owned(), json!("tallybox/v1/draft"));
    let mut draft: Map<String, Json> = std::iter::once(format).chain(copied).collect();
    let answers = members.get("answers")?.as_object()?;
    let given: Map<String, Json> = answers
        .iter()
        .filter_map(|(id, answer)| {
            let question = questionnaire.question(id)?;
            Some((id.clone(), given(question, answer)?))
        })
        .collect();
    draft.insert("answers".to_owned(), Json::Object(given));
    Some(Json::Object(draft).to_string().into_bytes())
}

/// An answer as a person gave it.
fn given(question: &Question, answer: &Json) -> Option<Json> {
    if matches!(question.kind, Kind::Computed { .. }) || is_silent(answer) {
        return None;
    }
    Some(match (&question.kind, answer) {
        (Kind::Repeat(repeat), Json::Array(entries)) => {
            let entries = entries.iter();
            entries.map(|entry| given_entry(repeat, entry)).collect()
        }
        (_, Json::Object(rows)) if rows.contains_key("rows") => {
            let mut kept = rows.clone();
            let inner = rows.get("rows").map(without_silence);
            kept.insert("rows".to_owned(), inner.unwrap_or_default());
            Json::Object(kept)
        }
        (Kind::Matrix(_) | Kind::Allocation { .. }, rows) => without_silence(rows),
        (_, answer) => answer.clone(),
    })
}

fn given_entry(repeat: &Repeat, entry: &Json) -> Json {
    let nested = repeat.questions.iter();
    let given = nested.filter_map(|question| {
        let answer = entry.get(&question.id)?;
        Some((question.id.clone(), given(question, answer)?))
    });
    Json::Object(given.collect())
}

/// Rows without those that nobody answered.
fn without_silence(object: &Json) -> Json {
    let Json::Object(members) = object else {
        return object.clone();
    };
    let kept = members.iter().filter(|(_, answer)| !is_silent(answer));
    let kept = kept.map(|(name, answer)| (name.clone(), answer.clone()));
    Json::Object(kept.collect())
}

/// Whether nobody said anything: neither an answer nor "I prefer not to say".
fn is_silent(answer: &Json) -> bool {
    let kind = answer.get("missing").and_then(Json::as_str);
    kind.is_some_and(|kind| !matches!(kind, "dont_know" | "prefer_not"))
}

impl Form {
    /// Every question that is asked with its answer in words, by section.
    pub fn told(&self) -> Vec<Told> {
        let pages = self.pages();
        let sections = self.questionnaire.sections.iter().map(|section| {
            let asked = section.questions.iter();
            let asked = asked.filter(|question| {
                pages.contains(&question.id) && !matches!(question.kind, Kind::Note)
            });
            let lines = asked.map(|question| {
                let path = Path::top(&question.id);
                let said = self.in_words(&path).join("; ");
                (self.text(&question.label), said)
            });
            (self.text(&section.title), lines.collect::<Vec<_>>())
        });
        sections.filter(|(_, lines)| !lines.is_empty()).collect()
    }
}
