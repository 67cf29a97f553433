//! Answers of an earlier wave: proposals that a person looks at one by one. None of them is an answer
//! until the person kept it, and none is sent before.
//!
//! While one is looked at it stands in a form of its own ([`Form::looking_at`]), so that the form
//! that is sent never holds it by accident.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::response::answer::{Answer, Value};
use crate::survey::Questionnaire;

use super::carry::carry_proposals;
use super::given::Given;
use super::overview::draft_of_part;
use super::path::Path;
use super::{Form, draft};

/// The question that offers to connect answers of different waves, and the code of the way by words
/// (the flagship's, as views recognise questions).
const LINK: (&str, &str) = ("a_link", "words");

/// What an earlier wave's answers propose.
#[derive(Clone, Default)]
pub(super) struct LastYear {
    /// The earlier wave's name.
    wave: String,
    given: Arc<Given>,
    /// The question whose proposal stands in this form for as long as it is looked at.
    looked_at: Option<String>,
}

impl LastYear {
    /// Whether a proposal stands in the form to be looked at.
    pub(super) const fn is_looked_at(&self) -> bool {
        self.looked_at.is_some()
    }
}

impl Form {
    /// Proposes a person's own part (`mine`) of an earlier wave, as far as this questionnaire asks
    /// the same, and gives how many answers that are. What one agreed to then is asked anew.
    pub fn start_from(&mut self, old: &Questionnaire, mine: &[u8]) -> usize {
        let draft = draft_of_part(old, mine);
        let draft = draft.and_then(|draft| serde_json::from_slice::<Json>(&draft).ok());
        let answers = draft.as_ref().and_then(|draft| draft.get("answers"));
        let Some(answers) = answers.and_then(Json::as_object) else {
            return 0;
        };
        let carried = carry_proposals(old, &self.questionnaire, answers);
        let mut proposed = Given::default();
        for (id, json) in &carried {
            draft::restore(&mut proposed, &self.questionnaire, id, json);
        }
        self.last_year = LastYear {
            wave: old.wave.clone(),
            given: Arc::new(proposed),
            looked_at: None,
        };
        let questions = self.questionnaire.questions();
        questions
            .filter(|question| self.last_year.given.has(&question.id))
            .count()
    }

    /// The earlier wave whose answers are proposed; none where nothing is.
    pub fn last_wave(&self) -> Option<&str> {
        let mut questions = self.questionnaire.questions();
        let any = questions.any(|question| self.last_year.given.has(&question.id));
        (any || self.last_year.looked_at.is_some()).then_some(self.last_year.wave.as_str())
    }

    /// Whether an earlier answer is proposed here and was neither kept nor replaced.
    pub fn is_proposed(&self, path: &Path) -> bool {
        let id = &path.id;
        path.is_top()
            && (self.is_looking_at(id) || self.last_year.given.has(id) && !self.given.has(id))
    }

    /// The pages asked now whose earlier answer was neither kept nor replaced.
    pub fn unconfirmed(&self) -> Vec<Path> {
        let pages = self.pages().into_iter().map(|id| Path::top(&id));
        pages.filter(|path| self.is_proposed(path)).collect()
    }

    /// This form with an earlier answer in its place, to be looked at; `None` where none is proposed.
    #[must_use]
    pub fn looking_at(&self, path: &Path) -> Option<Self> {
        if !self.is_proposed(path) || self.last_year.looked_at.is_some() {
            return None;
        }
        let mut trial = self.clone();
        trial.given.copy(&self.last_year.given, &path.id);
        trial.last_year.looked_at = Some(path.id.clone());
        trial.changed(&path.id);
        Some(trial)
    }

    /// Whether a question's earlier answer stands in this form only to be looked at.
    pub fn is_looking_at(&self, id: &str) -> bool {
        self.last_year.looked_at.as_deref() == Some(id)
    }

    /// The person kept what they were looking at, changed or not: it is their answer.
    pub fn confirm(&mut self) {
        if let Some(id) = self.last_year.looked_at.take() {
            Arc::make_mut(&mut self.last_year.given).clear(&Path::top(&id));
        }
    }

    /// The person went elsewhere: what they were looking at, changed or not, is a proposal again.
    pub fn put_back(&mut self) {
        if let Some(id) = self.last_year.looked_at.take() {
            let given = std::mem::take(&mut self.given);
            Arc::make_mut(&mut self.last_year.given).copy(&given, &id);
            self.given = given;
            self.given.clear(&Path::top(&id));
            self.changed(&id);
        }
    }

    /// Takes over what became of a proposal in the form in which it is looked at.
    pub fn propose_as(&mut self, trial: &Self, path: &Path) {
        Arc::make_mut(&mut self.last_year.given).copy(&trial.given, &path.id);
    }

    /// A proposed answer in words, one line a value, row or entry.
    pub fn proposed_in_words(&self, path: &Path) -> Vec<String> {
        match self.looking_at(path) {
            Some(trial) => trial.in_words(path),
            None => Vec::new(),
        }
    }

    /// Whether the person chose to have their answers connected by the words of an earlier wave, and
    /// has not given them yet.
    pub fn wants_link(&self) -> bool {
        self.link.is_none() && self.connects_by_words()
    }

    /// Whether this page is the one on which connecting by words is chosen.
    pub fn is_about_linking(path: &Path) -> bool {
        *path == Path::top(LINK.0)
    }

    /// What connects these answers with others of the same person: what derives from the earlier
    /// words where they were given, else from these answers' `own`, so that a later wave can connect;
    /// nothing where the person did not choose it, or was not asked (docs/format.md §3).
    pub fn link(&self, own: [u8; 16]) -> Option<[u8; 16]> {
        let chosen = self.connects_by_words();
        chosen.then(|| self.link.unwrap_or(own))
    }

    fn connects_by_words(&self) -> bool {
        let path = Path::top(LINK.0);
        self.is_asked(&path)
            && !self.is_looking_at(LINK.0)
            && matches!(self.answer(&path), Some(Answer::Value(Value::Choice(one))) if one.code == LINK.1)
    }

    /// The answers given, without one that is only looked at.
    pub(super) fn is_own(&self, id: &str) -> bool {
        !self.is_looking_at(id) && self.given.has(id)
    }

    /// What a draft keeps of it.
    pub(super) fn last_year_json(&self) -> Option<Json> {
        let questions = self.questionnaire.questions();
        let proposed: Map<String, Json> = questions
            .filter_map(|question| {
                let from = if self.is_looking_at(&question.id) {
                    &self.given
                } else {
                    &self.last_year.given
                };
                Some((question.id.clone(), draft::given(from, &question.id)?))
            })
            .collect();
        let wave = &self.last_year.wave;
        (!proposed.is_empty()).then(|| json!({"wave": wave, "answers": proposed}))
    }

    /// Takes up again what a draft kept.
    pub(super) fn restore_last_year(&mut self, json: &Json) {
        let answers = json.get("answers").and_then(Json::as_object);
        let mut proposed = Given::default();
        for (id, json) in answers.into_iter().flatten() {
            draft::restore(&mut proposed, &self.questionnaire, id, json);
        }
        let wave = json.get("wave").and_then(Json::as_str);
        self.last_year = LastYear {
            wave: wave.unwrap_or_default().to_owned(),
            given: Arc::new(proposed),
            looked_at: None,
        };
    }
}
