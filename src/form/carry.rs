//! A draft that was begun under an earlier version of its questionnaire, moved over to the one of
//! now: with every answer, or not at all (docs/format.md §2.4).

use serde_json::{Map, Value as Json};

use crate::response::wire;
use crate::survey::Questionnaire;
use crate::survey::diff::{self, Diff};
use crate::survey::migrate::{Reading, Step};
use crate::survey::model::{Kind, Question, Repeat};

/// The plaintext of a draft of `old` as one of `new`. `None` where an answer would be lost, would mean
/// something else, or would reach someone it was not promised to: the draft then goes on under `old`.
pub fn carry_draft(old: &Questionnaire, new: &Questionnaire, draft: &[u8]) -> Option<Vec<u8>> {
    let mut json: Json = serde_json::from_slice(draft).ok()?;
    let members = json.as_object_mut()?;
    let is_of =
        |member: &str, wanted: &str| members.get(member).and_then(Json::as_str) == Some(wanted);
    let fits = is_of("survey", &new.id)
        && is_of("wave", &new.wave)
        && is_of("fingerprint", &old.fingerprint.to_string());
    if !fits {
        return None;
    }
    let carrier = Carrier {
        old,
        new,
        reading: Reading::between(old, new),
        diff: diff::compare(old, new),
    };
    let answers = members.get("answers")?.as_object()?;
    let moved: Option<Map<String, Json>> = answers
        .iter()
        .map(|(id, answer)| carrier.answer(id, answer))
        .collect();
    let page = members.get("page").and_then(Json::as_str);
    let page = page.and_then(|page| carrier.reading.step(page));
    match page.map(|step| step.to().to_owned()) {
        Some(page) => drop(members.insert("page".to_owned(), page.into())),
        None => drop(members.shift_remove("page")),
    }
    members.insert("answers".to_owned(), Json::Object(moved?));
    members.insert("fingerprint".to_owned(), new.fingerprint.to_string().into());
    Some(json.to_string().into_bytes())
}

/// The answers of an earlier wave as ones of `new`, each that fits: a person is shown every one of
/// them before it counts, also who will read it, so a wider audience is no bar. What would mean
/// something else now is left out, and what one agreed to then.
pub(super) fn carry_proposals(
    old: &Questionnaire,
    new: &Questionnaire,
    answers: &Map<String, Json>,
) -> Map<String, Json> {
    let carrier = Carrier {
        old,
        new,
        reading: Reading::between(old, new),
        diff: diff::compare(old, new),
    };
    let proposals = answers
        .iter()
        .filter_map(|(id, answer)| carrier.proposal(id, answer));
    proposals.collect()
}

struct Carrier<'q> {
    old: &'q Questionnaire,
    new: &'q Questionnaire,
    reading: Reading,
    diff: Diff,
}

impl Carrier<'_> {
    /// One answer, under the id that its question has now, as it was promised.
    fn answer(&self, id: &str, answer: &Json) -> Option<(String, Json)> {
        let step = self.reading.step(id)?;
        self.diff.carries(step.to()).then_some(())?;
        self.moved(step, id, answer)
    }

    /// One answer of an earlier wave, under the id that its question has now.
    fn proposal(&self, id: &str, answer: &Json) -> Option<(String, Json)> {
        let step = self.reading.step(id)?;
        self.diff.means_the_same(step.to()).then_some(())?;
        let is_consent = |question: &Question| matches!(question.kind, Kind::Acknowledge);
        if self.new.question(step.to()).is_some_and(is_consent) {
            return None;
        }
        self.moved(step, id, answer)
    }

    fn moved(&self, step: &Step, id: &str, answer: &Json) -> Option<(String, Json)> {
        let was = self.old.question(id)?;
        let now = self.new.question(step.to())?;
        Some((now.id.clone(), self.answered(step, was, now, answer)?))
    }

    /// One answer of any level.
    fn answered(&self, step: &Step, was: &Question, now: &Question, answer: &Json) -> Option<Json> {
        match (&was.kind, &now.kind, answer) {
            (Kind::Repeat(was), Kind::Repeat(now), Json::Array(entries)) => {
                let repeats = (was.as_ref(), now.as_ref());
                let entries = entries.iter();
                let entries = entries.map(|entry| self.entry(step, repeats, entry));
                Some(Json::Array(entries.collect::<Option<_>>()?))
            }
            _ => self.value(step, was, now, answer),
        }
    }

    /// One entry of a repeat, which may be half filled in.
    fn entry(&self, step: &Step, (was, now): (&Repeat, &Repeat), entry: &Json) -> Option<Json> {
        let find = |repeat: &'_ Repeat, id: &str| -> Option<usize> {
            repeat.questions.iter().position(|one| one.id == id)
        };
        let answers = entry.as_object()?.iter().map(|(id, answer)| {
            let step = step.nested(id)?;
            let was = was.questions.get(find(was, id)?)?;
            let now = now.questions.get(find(now, step.to())?)?;
            Some((now.id.clone(), self.answered(step, was, now, answer)?))
        });
        answers.collect::<Option<Map<_, _>>>().map(Json::Object)
    }

    /// One value; it must be one that the later question can hold.
    fn value(&self, step: &Step, was: &Question, now: &Question, answer: &Json) -> Option<Json> {
        let answer = wire::from_json(self.old, was, answer).ok()?;
        let json = wire::to_json(&step.given(&answer));
        wire::from_json(self.new, now, &json).ok()?;
        Some(json)
    }
}
