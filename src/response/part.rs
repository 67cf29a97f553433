//! The plaintext of one audience's part: JSON, padded with trailing spaces (design §6.4).

use std::sync::Arc;

use crate::base::language::Language;
use crate::base::time::{Day, Month};
use crate::survey::Questionnaire;

use super::answer::Answer;

/// A finished set of answers: every question of this version in order, and what goes with them.
#[derive(Clone)]
pub struct Submission {
    /// The questionnaire it answers.
    pub questionnaire: Arc<Questionnaire>,
    /// The language it was answered in.
    pub language: Language,
    /// The day of submission.
    pub day: Day,
    /// Every question but notes, in order; hidden ones `not_relevant`.
    pub answers: Vec<(String, Answer)>,
    /// Ids of the warnings that were passed, in order.
    pub warned: Vec<String>,
    /// Whether it replaces a response whose words are lost.
    pub replaces_lost: bool,
    /// Whether it was imported from a spreadsheet.
    pub imported: bool,
    /// The link to last wave, where the person gave last wave's words.
    pub link: Option<[u8; 16]>,
}

/// The audience id of the respondent's own part.
pub const MINE: &str = "mine";

/// The padded plaintext of every part: audiences in the questionnaire's order, `mine` last.
pub fn plaintexts(
    submission: &Submission,
    response: &[u8; 16],
    revision: u32,
) -> Vec<(String, Vec<u8>)> {
    let _ = (submission, response, revision);
    todo!("helper R")
}

/// What opening a part gives after its inner fields were read.
pub struct OpenedPart {
    /// Survey id.
    pub survey: String,
    /// Wave, may be empty.
    pub wave: String,
    /// The questionnaire's fingerprint, hex.
    pub fingerprint: String,
    /// The response's id, hex.
    pub response: String,
    /// The revision.
    pub revision: u32,
    /// Whose part it is.
    pub audience: String,
    /// Language, in `statistics` and `mine` only.
    pub language: Option<Language>,
    /// The month; `mine` holds the day.
    pub month: Month,
    /// Whether it replaces a lost one.
    pub replaces_lost: bool,
    /// Whether it was imported.
    pub imported: bool,
    /// Warnings passed.
    pub warned: Vec<String>,
    /// Answers by id, in order. One that cannot be read is `Unreadable`.
    pub answers: Vec<(String, Answer)>,
}

/// Reads a part's plaintext against its questionnaire.
///
/// # Errors
/// Where it is not the JSON of a part, in words.
pub fn open(questionnaire: &Questionnaire, plaintext: &[u8]) -> Result<OpenedPart, String> {
    let _ = (questionnaire, plaintext);
    todo!("helper R")
}
