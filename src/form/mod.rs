//! One person's pass through a questionnaire: relevance, validation, navigation, calculation,
//! progress. Knows no screen, reads no clock: the same answers in the same order give the same form.

use std::sync::Arc;

use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::response::answer::Answer;
use crate::response::part::Submission;
use crate::survey::Questionnaire;
use crate::survey::model::{Choice, Question};

/// Where an answer stands: a question, or a question of one entry of a repeat.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The top-level question.
    pub id: String,
    /// For a question inside a repeat: the entry (from 0) and the nested question's id.
    pub inside: Option<(usize, String)>,
}

impl Path {
    /// A top-level question.
    pub fn top(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            inside: None,
        }
    }

    /// A question of an entry of a repeat.
    pub fn nested(id: &str, entry: usize, nested: &str) -> Self {
        Self {
            id: id.to_owned(),
            inside: Some((entry, nested.to_owned())),
        }
    }
}

/// Something that keeps an answer from being taken, or the whole from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub path: Path,
    /// The row of a matrix or allocation, where it is about one.
    pub row: Option<String>,
    /// What is wrong and what to do.
    pub message: Message,
}

/// What became of an answer that was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Why it was not taken; empty where it was.
    pub problems: Vec<Problem>,
    /// Checks that it does not meet but that let it pass.
    pub warnings: Vec<Problem>,
}

/// How far a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing answered yet.
    NotStarted,
    /// Some answered.
    InProgress,
    /// Everything that must be answered is.
    Completed,
    /// Nothing in it is asked, given the other answers.
    NotAsked,
}

/// A section as the section list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionState {
    /// The section's id.
    pub id: String,
    /// How far it is.
    pub status: Status,
    /// Questions answered (a way of not answering counts).
    pub answered: usize,
    /// Questions asked.
    pub asked: usize,
    /// The first question of it that is asked.
    pub first: Option<String>,
    /// The first question of it that has no answer yet.
    pub next: Option<String>,
}

/// One person's form.
#[derive(Clone)]
pub struct Form {
    questionnaire: Arc<Questionnaire>,
}

impl Form {
    /// An empty form. `seed` decides the order of shuffled choices.
    pub fn new(
        questionnaire: Arc<Questionnaire>,
        language: Language,
        today: Day,
        seed: u64,
    ) -> Self {
        let _ = (language, today, seed);
        Self { questionnaire }
    }

    /// The questionnaire.
    pub const fn questionnaire(&self) -> &Arc<Questionnaire> {
        &self.questionnaire
    }

    /// The language.
    pub fn language(&self) -> &Language {
        todo!("helper R")
    }

    /// Changes the language; answers stay.
    pub fn set_language(&mut self, language: Language) {
        let _ = language;
        todo!("helper R")
    }

    /// The ids of top-level questions that are asked now, in order: notes too, computed ones not.
    pub fn pages(&self) -> Vec<String> {
        todo!("helper R")
    }

    /// The question at a path.
    pub fn question(&self, path: &Path) -> Option<&Question> {
        let _ = path;
        todo!("helper R")
    }

    /// Whether a question is asked, given the answers so far.
    pub fn is_asked(&self, path: &Path) -> bool {
        let _ = path;
        todo!("helper R")
    }

    /// The answer so far: what the person gave, or the default that stands there.
    pub fn answer(&self, path: &Path) -> Option<Answer> {
        let _ = path;
        todo!("helper R")
    }

    /// Gives an answer. It is normalised (text trimmed and NFC, choices in order, decimals to their
    /// digits) and checked; with problems the earlier answer stays.
    pub fn put(&mut self, path: &Path, answer: Answer) -> Outcome {
        let _ = (path, answer);
        todo!("helper R")
    }

    /// Gives an answer from typed text: a number, a date in several writings, a text.
    pub fn put_typed(&mut self, path: &Path, typed: &str) -> Outcome {
        let _ = (path, typed);
        todo!("helper R")
    }

    /// Takes an answer away.
    pub fn clear(&mut self, path: &Path) {
        let _ = path;
        todo!("helper R")
    }

    /// What keeps the person from leaving this page forwards: required and blank, too few, out of range.
    pub fn check(&self, path: &Path) -> Vec<Problem> {
        let _ = path;
        todo!("helper R")
    }

    /// The choices offered: filtered, in the order shown. For `single`, `multiple`, `lookup`, `rank`, `scale`.
    pub fn choices(&self, path: &Path) -> Vec<Choice> {
        let _ = path;
        todo!("helper R")
    }

    /// The rows shown of a matrix or allocation.
    pub fn rows(&self, path: &Path) -> Vec<Choice> {
        let _ = path;
        todo!("helper R")
    }

    /// How many entries a repeat has.
    pub fn entries(&self, id: &str) -> usize {
        let _ = id;
        todo!("helper R")
    }

    /// Adds an empty entry to a repeat and gives its place, or why not (`max`).
    ///
    /// # Errors
    /// Where the repeat is full.
    pub fn add_entry(&mut self, id: &str) -> Result<usize, Problem> {
        let _ = id;
        todo!("helper R")
    }

    /// Removes an entry.
    pub fn remove_entry(&mut self, id: &str, entry: usize) {
        let _ = (id, entry);
        todo!("helper R")
    }

    /// The nested questions asked in an entry, in order.
    pub fn entry_pages(&self, id: &str, entry: usize) -> Vec<Path> {
        let _ = (id, entry);
        todo!("helper R")
    }

    /// What to call an entry: the answer to `label_from`, else nothing.
    pub fn entry_name(&self, id: &str, entry: usize) -> Option<String> {
        let _ = (id, entry);
        todo!("helper R")
    }

    /// Every section's state.
    pub fn sections(&self) -> Vec<SectionState> {
        todo!("helper R")
    }

    /// Everything that keeps the whole from being sent, in order.
    pub fn problems(&self) -> Vec<Problem> {
        todo!("helper R")
    }

    /// The warnings that stand, in order.
    pub fn warnings(&self) -> Vec<Problem> {
        todo!("helper R")
    }

    /// The answer in words, in the form's language, for check-your-answers: one line a value, row or entry.
    pub fn in_words(&self, path: &Path) -> Vec<String> {
        let _ = path;
        todo!("helper R")
    }

    /// The finished answers. Only sound where `problems` is empty.
    pub fn submission(&self, day: Day) -> Submission {
        let _ = day;
        todo!("helper R")
    }

    /// The draft's plaintext (JSON): everything given so far, also what is not asked at the moment,
    /// the page the person is on, language and seed.
    pub fn to_draft(&self, page: Option<&str>) -> Vec<u8> {
        let _ = page;
        todo!("helper R")
    }

    /// A form from a draft's plaintext, and the page the person was on. Answers that no longer fit are dropped.
    ///
    /// # Errors
    /// Where it is not a draft of this questionnaire, in words.
    pub fn from_draft(
        questionnaire: Arc<Questionnaire>,
        today: Day,
        draft: &[u8],
    ) -> Result<(Self, Option<String>), String> {
        let _ = (questionnaire, today, draft);
        todo!("helper R")
    }

    /// Marks the response as replacing one whose words are lost.
    pub fn set_replaces_lost(&mut self) {
        todo!("helper R")
    }
}
