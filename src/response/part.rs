//! The plaintext of one audience's part: JSON, padded with trailing spaces (docs/format.md §6).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::base::hex;
use crate::base::language::Language;
use crate::base::time::{Day, Month};
use crate::survey::Questionnaire;
use crate::survey::expression::Scope;
use crate::survey::model::{Audience, Choice, Question, Release, Role};

use super::answer::{Answer, Missing, Value};
use super::wire;

/// The sizes that parts are padded to, in KiB.
pub const PADS: [u32; 6] = [4, 8, 16, 32, 128, 512];
/// The padding of the respondent's own part, and of an audience that names none, in KiB.
pub const DEFAULT_PAD: u32 = 16;

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
    /// Whether nobody gave it: `survey simulate` made it up.
    pub simulated: bool,
    /// The link to last wave, where the person gave last wave's words.
    pub link: Option<[u8; 16]>,
}

/// The audience id of the respondent's own part.
pub const MINE: &str = "mine";

/// A part that does not fit the largest padding, 512 KiB. It cannot be stored without telling its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Whose part it is.
    pub audience: String,
    /// Its bytes before padding.
    pub bytes: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the part for `{}` has {} bytes, more than 512 KiB",
            self.audience, self.bytes
        )
    }
}

impl std::error::Error for TooLarge {}

/// Whose part it is: the respondent's own, or an audience's.
#[derive(Clone, Copy)]
enum Reader<'q> {
    Mine,
    Audience(&'q Audience),
}

impl Reader<'_> {
    fn id(&self) -> &str {
        match self {
            Self::Mine => MINE,
            Self::Audience(audience) => &audience.id,
        }
    }

    fn pad(self) -> u32 {
        match self {
            Self::Mine => DEFAULT_PAD,
            Self::Audience(audience) => audience.pad,
        }
    }

    /// Whether only the statistics office opens it: the one audience that gets language and link.
    fn is_statistics(self) -> bool {
        match self {
            Self::Mine => false,
            Self::Audience(audience) => {
                !audience.sealed_to.is_empty()
                    && audience
                        .sealed_to
                        .iter()
                        .all(|role| *role == Role::Statistics)
            }
        }
    }

    fn is_mine(self) -> bool {
        matches!(self, Self::Mine)
    }
}

/// The padded plaintext of every part: audiences in the questionnaire's order, `mine` last.
///
/// # Errors
/// Where a part is larger than the largest padding.
pub fn plaintexts(
    submission: &Submission,
    response: &[u8; 16],
    revision: u32,
) -> Result<Vec<(String, Vec<u8>)>, TooLarge> {
    let audiences = submission.questionnaire.audiences.iter();
    audiences
        .map(Reader::Audience)
        .chain([Reader::Mine])
        .map(|reader| {
            let json = plaintext(submission, reader, response, revision);
            Ok((reader.id().to_owned(), pad(json, reader)?))
        })
        .collect()
}

fn plaintext(
    submission: &Submission,
    reader: Reader<'_>,
    response: &[u8; 16],
    revision: u32,
) -> Vec<u8> {
    let questionnaire = &submission.questionnaire;
    let answers = released(submission, reader);
    let date = if reader.is_mine() {
        submission.day.to_string()
    } else {
        submission.day.month().to_string()
    };
    let tells_language = reader.is_mine() || reader.is_statistics();
    let link = submission.link.filter(|_| reader.is_statistics());
    let warned = warned(submission, &answers);
    let members = [
        ("survey", Some(json!(questionnaire.id))),
        ("wave", Some(json!(questionnaire.wave))),
        (
            "fingerprint",
            Some(json!(questionnaire.fingerprint.to_string())),
        ),
        ("response", Some(json!(hex::encode(response)))),
        ("revision", Some(json!(revision))),
        ("audience", Some(json!(reader.id()))),
        (
            "language",
            tells_language.then(|| json!(submission.language.as_str())),
        ),
        ("date", Some(json!(date))),
        (
            "replaces_lost",
            submission.replaces_lost.then_some(json!(true)),
        ),
        ("imported", submission.imported.then_some(json!(true))),
        ("simulated", submission.simulated.then_some(json!(true))),
        ("link", link.map(|link| json!(hex::encode(&link)))),
        ("warned", (!warned.is_empty()).then(|| json!(warned))),
        ("answers", Some(wire::object(&answers))),
    ];
    let object: Map<String, Json> = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    Json::Object(object).to_string().into_bytes()
}

/// The answers that an audience gets, in order, word for word: what is not released to it reads
/// `withheld`. Nothing for an audience that the questionnaire does not have.
pub fn released_to(submission: &Submission, audience: &str) -> Vec<(String, Answer)> {
    let mut audiences = submission.questionnaire.audiences.iter();
    audiences
        .find(|known| known.id == audience)
        .map_or_else(Vec::new, |known| {
            released(submission, Reader::Audience(known))
        })
}

/// The answers that a reader gets, in order: what is not released to it reads `withheld`.
fn released(submission: &Submission, reader: Reader<'_>) -> Vec<(String, Answer)> {
    let Reader::Audience(audience) = reader else {
        return submission.answers.clone();
    };
    let answers = submission.answers.iter();
    answers
        .filter_map(|(id, answer)| {
            let question = submission.questionnaire.question(id)?;
            let release = release_to(question, audience)?;
            let is_released = release
                .when
                .as_ref()
                .is_none_or(|when| when.holds(&Finished(submission)) == Some(true));
            let answer = if is_released {
                answer.clone()
            } else {
                Answer::Missing(Missing::Withheld)
            };
            Some((id.clone(), answer))
        })
        .collect()
}

fn release_to<'q>(question: &'q Question, audience: &Audience) -> Option<&'q Release> {
    question
        .audience
        .iter()
        .find(|release| release.audience == audience.id)
}

/// A warning tells something about its answer, so it goes only where the answer itself went.
fn warned(submission: &Submission, answers: &[(String, Answer)]) -> Vec<String> {
    let told = |id: &String| {
        answers
            .iter()
            .any(|(other, answer)| other == id && answer.missing() != Some(Missing::Withheld))
    };
    let warned = submission.warned.iter();
    warned.filter(|id| told(id)).cloned().collect()
}

fn pad(mut json: Vec<u8>, reader: Reader<'_>) -> Result<Vec<u8>, TooLarge> {
    let size = PADS
        .into_iter()
        .filter(|pad| *pad >= reader.pad())
        .filter_map(|pad| usize::try_from(pad).ok())
        .map(|pad| pad * 1024)
        .find(|size| *size >= json.len());
    let Some(size) = size else {
        return Err(TooLarge {
            audience: reader.id().to_owned(),
            bytes: json.len(),
        });
    };
    json.resize(size, b' ');
    Ok(json)
}

/// A release's condition looks at the finished answers and nothing else.
struct Finished<'s>(&'s Submission);

impl Scope for Finished<'_> {
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>> {
        let found = self.0.answers.iter().find(|(other, _)| other == id);
        found.map(|(_, answer)| Cow::Borrowed(answer))
    }

    fn value(&self) -> Option<Cow<'_, Value>> {
        None
    }

    fn entry(&self) -> Option<&Choice> {
        None
    }

    fn today(&self) -> Day {
        self.0.day
    }
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
    /// Whether nobody gave it: `survey simulate` made it up.
    pub simulated: bool,
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
    let json: Json = serde_json::from_slice(plaintext).map_err(|_| "it is not JSON".to_owned())?;
    let members = json.as_object().ok_or("it is not a JSON object")?;
    let answers = members
        .get("answers")
        .and_then(Json::as_object)
        .ok_or("`answers` is not an object")?;
    let revision = members.get("revision").and_then(Json::as_u64);
    // Answers stand in the questionnaire's order: each search goes on where the last one ended.
    let mut questions = questionnaire.questions();
    let mut question = |id: &str| {
        let is_it = |one: &&Question| one.id == id;
        questions.find(is_it).or_else(|| {
            questions = questionnaire.questions();
            questions.find(is_it)
        })
    };
    Ok(OpenedPart {
        survey: text(members, "survey")?,
        wave: text(members, "wave")?,
        fingerprint: text(members, "fingerprint")?,
        response: text(members, "response")?,
        revision: revision
            .and_then(|number| u32::try_from(number).ok())
            .ok_or("`revision` is not a number")?,
        audience: text(members, "audience")?,
        language: language(members)?,
        month: month(&text(members, "date")?)?,
        replaces_lost: flag(members, "replaces_lost")?,
        imported: flag(members, "imported")?,
        simulated: flag(members, "simulated")?,
        warned: ids(members)?,
        answers: answers
            .iter()
            .map(|(id, json)| (id.clone(), read(questionnaire, question(id), json)))
            .collect(),
    })
}

fn read(questionnaire: &Questionnaire, question: Option<&Question>, json: &Json) -> Answer {
    question
        .and_then(|question| wire::from_json(questionnaire, question, json).ok())
        .unwrap_or(Answer::Missing(Missing::Unreadable))
}

fn text(members: &Map<String, Json>, name: &str) -> Result<String, String> {
    let text = members.get(name).and_then(Json::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| format!("`{name}` is not a text"))
}

fn language(members: &Map<String, Json>) -> Result<Option<Language>, String> {
    if members.contains_key("language") {
        return text(members, "language").map(|tag| Some(Language::new(&tag)));
    }
    Ok(None)
}

fn month(date: &str) -> Result<Month, String> {
    Month::parse(date)
        .or_else(|| Day::parse(date).map(Day::month))
        .ok_or_else(|| "`date` is neither a month nor a day".to_owned())
}

/// A mark is written only where it applies, as `true`.
fn flag(members: &Map<String, Json>, name: &str) -> Result<bool, String> {
    match members.get(name) {
        None => Ok(false),
        Some(Json::Bool(true)) => Ok(true),
        Some(_) => Err(format!("`{name}` is not true")),
    }
}

fn ids(members: &Map<String, Json>) -> Result<Vec<String>, String> {
    let Some(list) = members.get("warned") else {
        return Ok(Vec::new());
    };
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let ids: Option<Vec<String>> = items
        .iter()
        .map(|id| id.as_str().map(str::to_owned))
        .collect();
    ids.filter(|ids| !ids.is_empty())
        .ok_or_else(|| "`warned` is not a list of ids".to_owned())
}
