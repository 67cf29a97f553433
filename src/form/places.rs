//! What never changes while a questionnaire is filled in: worked out once and shared by every form of it
//! that is made from another.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use regex::Regex;

use crate::survey::Questionnaire;
use crate::survey::model::Question;
use crate::survey::nest;
use crate::survey::pattern;

use super::offered::Kept;
use super::relevance;

/// What never changes while a questionnaire is filled in.
pub(super) struct Places {
    /// Section and question number of each top-level question.
    pub(super) order: Vec<(usize, usize)>,
    /// Number by id.
    pub(super) numbers: HashMap<String, usize>,
    /// What each question may offer before any filter, by question.
    pub(super) possible: Vec<Possible>,
    /// The questions that look at each one, by number.
    pub(super) dependents: Vec<Vec<usize>>,
    /// The patterns of texts, ready to match; none where one does not compile.
    patterns: Mutex<HashMap<String, Option<Regex>>>,
}

/// What a question may offer, and what each question nested in it may.
#[derive(Default)]
pub(super) struct Possible {
    pub(super) own: OnceLock<Kept>,
    pub(super) nested: Vec<Self>,
}

impl Possible {
    fn of(question: &Question) -> Self {
        Self {
            own: OnceLock::new(),
            nested: nest::nested(question).iter().map(Self::of).collect(),
        }
    }
}

impl Places {
    /// Of a questionnaire.
    pub(super) fn new(questionnaire: &Questionnaire) -> Self {
        let sections = questionnaire.sections.iter().enumerate();
        let order: Vec<(usize, usize)> = sections
            .flat_map(|(at, section)| (0..section.questions.len()).map(move |within| (at, within)))
            .collect();
        let questions = questionnaire.questions().enumerate();
        let numbers = questions
            .map(|(at, question)| (question.id.clone(), at))
            .collect();
        Self {
            dependents: relevance::dependents(questionnaire, &numbers),
            numbers,
            patterns: Mutex::default(),
            possible: questionnaire.questions().map(Possible::of).collect(),
            order,
        }
    }

    /// A pattern ready to match, made once: `None` where it cannot be made.
    pub(super) fn pattern(&self, source: &str) -> Option<Regex> {
        let make = || pattern::whole(source).ok();
        let Ok(mut patterns) = self.patterns.lock() else {
            return make();
        };
        let known = patterns.entry(source.to_owned());
        known.or_insert_with(make).clone()
    }
}
