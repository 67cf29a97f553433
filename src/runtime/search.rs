//! Finding one response among all that count, for an institution that is asked to set it aside: by its
//! id, by what the person can name, or by the mark of a response that replaces a lost one.
//!
//! Nothing is told of a response but its id, department and month: who looks for one has been told
//! its answers, and who has not needs none of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::base::time::Month;
use crate::merge::plan::{Plan, Verdict};
use crate::response::answer::{Answer, Chosen, Value};
use crate::response::record::{Leaf, ResponseId};
use crate::survey::Questionnaire;
use crate::survey::model::{Choice, Kind, Question, Role};
use crate::vault::open::Opener;
use crate::vault::store::Store;
use crate::vault::unwrap::OwnIdentity;

use super::figures::{self, FiguresError, Hashes};

/// How many responses that a replacing one may stand for are named.
const LIKELY: usize = 3;
/// Fewer answers in common than this say nothing.
const TELLING: usize = 2;

/// What is looked for; what is left empty is not asked.
#[derive(Default)]
pub struct Wanted {
    /// The beginning of its id, hex.
    pub response: Option<String>,
    /// Its department's code.
    pub department: Option<String>,
    /// Questions (`QUESTION` or `QUESTION.ROW`) and what was answered, in the person's words.
    pub answers: Vec<(String, String)>,
    /// Whether only those that replace a lost one are meant.
    pub replaces_lost: bool,
}

/// A response that was found. No answer but its department is in it.
pub struct FoundResponse {
    /// Its id.
    pub response: ResponseId,
    /// The key set's epoch that it was sealed under.
    pub epoch: u64,
    /// Its revision.
    pub revision: u32,
    /// Its department's code, where it says one.
    pub department: Option<String>,
    /// The month it is of.
    pub month: Option<Month>,
    /// Whether it replaces a lost one.
    pub replaces_lost: bool,
    /// For one that does: others of its department with the most answers in common, and how many.
    pub likely: Vec<(ResponseId, usize)>,
}

/// What a search gave.
pub struct Search {
    /// Those that fit, by id.
    pub found: Vec<FoundResponse>,
    /// Responses that could not be opened and so not be looked at.
    pub unopened: usize,
    /// The asked question that no response may be asked for: no version has it for this reader.
    pub unknown: Vec<String>,
}

/// One response, opened.
struct Opened {
    found: FoundResponse,
    version: Arc<Questionnaire>,
    answers: Vec<(String, Answer)>,
}

/// Opens every response that counts with an institution's identities, and gives those that fit.
///
/// # Errors
/// As the store does, and where its copy of a questionnaire cannot be read.
pub fn search(
    store: &Store,
    plan: &Plan,
    identities: &[OwnIdentity],
    wanted: &Wanted,
) -> Result<Search, FiguresError> {
    let (all, unopened) = open_all(store, plan, identities)?;
    let is_known = |id: &str| all.iter().any(|one| one.asks(id));
    let unknown = wanted.answers.iter().map(|(id, _)| id);
    let unknown = unknown.filter(|id| !is_known(id)).cloned().collect();
    let mut found: Vec<FoundResponse> = Vec::new();
    for one in all.iter().filter(|one| one.fits(wanted)) {
        let likely = if one.found.replaces_lost {
            one.likely(&all)
        } else {
            Vec::new()
        };
        found.push(one.found.with(likely));
    }
    found.sort_by_key(|one| one.response);
    Ok(Search {
        found,
        unopened,
        unknown,
    })
}

fn open_all(
    store: &Store,
    plan: &Plan,
    identities: &[OwnIdentity],
) -> Result<(Vec<Opened>, usize), FiguresError> {
    let mut versions: HashMap<String, Arc<Questionnaire>> = HashMap::new();
    let mut hashes = Hashes::default();
    let mut all = Vec::new();
    let mut unopened = 0;
    let own: Vec<&dyn age::Identity> = identities.iter().map(|one| one as _).collect();
    for (response, verdict) in plan.verdicts() {
        let Verdict::Counts(leaf) = verdict else {
            continue;
        };
        let Some(version) = version_of(store, leaf, &mut versions)? else {
            unopened += 1;
            continue;
        };
        let job = hashes.job(store, plan, leaf, |_| {
            audiences(&version, Role::Institution)
        })?;
        let vault = Opener {
            identities,
            versions: &versions,
        };
        let opened = vault.open_one(&job, &own);
        if opened.parts.is_empty() {
            unopened += 1;
            continue;
        }
        let mut one = Opened {
            found: FoundResponse {
                response,
                epoch: job.header.epoch,
                revision: job.header.revision,
                department: None,
                month: opened.parts.first().map(|part| part.month),
                replaces_lost: opened.parts.iter().any(|part| part.replaces_lost),
                likely: Vec::new(),
            },
            version,
            answers: opened
                .parts
                .into_iter()
                .flat_map(|part| part.answers)
                .collect(),
        };
        one.found.department = one.department();
        all.push(one);
    }
    Ok((all, unopened))
}

fn version_of(
    store: &Store,
    leaf: Leaf,
    versions: &mut HashMap<String, Arc<Questionnaire>>,
) -> Result<Option<Arc<Questionnaire>>, FiguresError> {
    let signed = store.signed(leaf)?.ok_or(FiguresError::Vanished)?;
    let fingerprint = crate::vault::store::read_header(leaf, &signed)?.fingerprint;
    if let Some(known) = versions.get(&fingerprint) {
        return Ok(Some(Arc::clone(known)));
    }
    let found = figures::version(store, &fingerprint)?;
    if let Some(version) = &found {
        versions.insert(fingerprint, Arc::clone(version));
    }
    Ok(found)
}

/// The audiences of a version that a role may open.
pub fn audiences(version: &Questionnaire, role: Role) -> Vec<String> {
    let audiences = version.audiences.iter();
    let opened = audiences.filter(|audience| audience.sealed_to.contains(&role));
    opened.map(|audience| audience.id.clone()).collect()
}

/// The department that answers say; `None` where they say none.
pub fn department<'a>(
    version: &Questionnaire,
    answers: impl IntoIterator<Item = &'a (String, Answer)>,
) -> Option<&'a str> {
    let question = version.department.as_deref()?;
    let mut said = answers.into_iter().filter(|(id, _)| id == question);
    said.find_map(|(_, answer)| match answer.value() {
        Some(Value::Choice(chosen)) => Some(chosen.code.as_str()),
        _ => None,
    })
}

impl FoundResponse {
    fn with(&self, likely: Vec<(ResponseId, usize)>) -> Self {
        Self {
            response: self.response,
            epoch: self.epoch,
            revision: self.revision,
            department: self.department.clone(),
            month: self.month,
            replaces_lost: self.replaces_lost,
            likely,
        }
    }
}

impl Opened {
    fn department(&self) -> Option<String> {
        department(&self.version, &self.answers).map(str::to_owned)
    }

    fn fits(&self, wanted: &Wanted) -> bool {
        let id = crate::base::hex::encode(&self.found.response);
        let by_id = wanted
            .response
            .as_ref()
            .is_none_or(|begin| id.starts_with(begin.as_str()));
        let department = self.found.department.as_ref();
        let by_department = wanted
            .department
            .as_ref()
            .is_none_or(|code| department == Some(code));
        let by_mark = !wanted.replaces_lost || self.found.replaces_lost;
        let mut answers = wanted.answers.iter();
        by_id && by_department && by_mark && answers.all(|(id, said)| self.says(id, said))
    }

    /// Whether this reader was given an answer to a question, or might have been.
    fn asks(&self, id: &str) -> bool {
        let (id, _) = split(id);
        self.answers.iter().any(|(known, _)| known == id)
    }

    /// Whether a question was answered with these words.
    fn says(&self, asked: &str, said: &str) -> bool {
        let (id, row) = split(asked);
        let question = self.version.question(id);
        let mut answers = self.answers.iter().filter(|(known, _)| known == id);
        answers.any(|(_, answer)| says(question, &self.version, answer, row, said))
    }

    /// The others of the same department that share the most answers with this one.
    fn likely(&self, all: &[Self]) -> Vec<(ResponseId, usize)> {
        let own: BTreeMap<&str, &Answer> = given(&self.answers).collect();
        let others = all.iter().filter(|other| {
            other.found.response != self.found.response
                && other.found.department == self.found.department
        });
        let shared = others.map(|other| {
            let same = given(&other.answers).filter(|(id, answer)| own.get(id) == Some(answer));
            (other.found.response, same.count())
        });
        let mut shared: Vec<_> = shared.filter(|(_, same)| *same >= TELLING).collect();
        shared.sort_by_key(|(id, same)| (std::cmp::Reverse(*same), *id));
        shared.truncate(LIKELY);
        shared
    }
}

/// The answers that hold a value.
fn given(answers: &[(String, Answer)]) -> impl Iterator<Item = (&str, &Answer)> {
    let given = answers
        .iter()
        .filter(|(_, answer)| answer.value().is_some());
    given.map(|(id, answer)| (id.as_str(), answer))
}

fn split(id: &str) -> (&str, Option<&str>) {
    id.split_once('.')
        .map_or((id, None), |(id, row)| (id, Some(row)))
}

fn says(
    question: Option<&Question>,
    version: &Questionnaire,
    answer: &Answer,
    row: Option<&str>,
    said: &str,
) -> bool {
    let Some(value) = answer.value() else {
        return false;
    };
    let same = |text: &str| text.trim().to_lowercase() == said.trim().to_lowercase();
    let chose = |chosen: &Chosen| {
        same(&chosen.code)
            || chosen.text.as_deref().is_some_and(same)
            || question.is_some_and(|question| labelled(question, version, &chosen.code, said))
    };
    let within = |rows: &[(String, Answer)]| {
        let mut rows = rows
            .iter()
            .filter(|(id, _)| row.is_none_or(|row| row == id));
        rows.any(|(_, answer)| says(question, version, answer, None, said))
    };
    match value {
        Value::Text(text) => text.to_lowercase().contains(&said.trim().to_lowercase()),
        Value::Integer(number) => same(&number.to_string()),
        Value::Decimal(number) => same(&number.to_string()),
        Value::YesNo(yes) => same(if *yes { "yes" } else { "no" }),
        Value::Choice(chosen) => chose(chosen),
        Value::Choices(all) => all.iter().any(chose),
        Value::Rows(rows) | Value::Closable { rows, .. } => within(rows),
        Value::Day(day) => same(&day.to_string()),
        Value::Month(month) => same(&month.to_string()),
        Value::Entries(entries) => entries.iter().any(|entry| within(entry)),
    }
}

/// Whether a code's label reads so in any language.
fn labelled(question: &Question, version: &Questionnaire, code: &str, said: &str) -> bool {
    let (Kind::Single(choices) | Kind::Lookup(choices) | Kind::Multiple { choices, .. }) =
        &question.kind
    else {
        return false;
    };
    let list = choices
        .list
        .as_ref()
        .and_then(|name| version.lists.get(name));
    let listed = list.into_iter().flat_map(|list| &list.entries);
    let mut all = listed
        .chain(&choices.own)
        .filter(|choice| choice.code == code);
    all.any(|choice: &Choice| {
        let languages = version.languages.iter();
        let mut texts = languages.map(|language| choice.label.get(language));
        texts.any(|text| text.to_lowercase() == said.trim().to_lowercase())
    })
}
