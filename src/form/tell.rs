//! Answers, entries and groups in words.

use std::borrow::Cow;

use crate::base::text;
use crate::response::answer::{Answer, Missing, Value};
use crate::response::wire::possible_groups;
use crate::survey::model::{Choice, Kind};

use super::Form;
use super::kind;
use super::offered::Offer;
use super::path::Path;
use super::piped;
use super::relevance::{Resolver, Spot};

/// A group of a matrix's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its code.
    pub code: String,
    /// Its label in the form's language.
    pub label: String,
    /// Its rows that are shown, in order.
    pub rows: Vec<Choice>,
    /// Whether the person closed it.
    pub is_closed: bool,
}

/// The answer in words: one line per value, row or entry.
pub(super) fn in_words(form: &Form, path: &Path) -> Vec<String> {
    let resolver = Resolver::new(form);
    let spot = form.spot(path).filter(|spot| resolver.asked(*spot));
    let Some(spot) = spot.filter(|spot| !matches!(spot.question.kind, Kind::Note)) else {
        return Vec::new();
    };
    let lines = told(form, &resolver, spot);
    if lines.is_empty() {
        let missing = if resolver.unreached(spot) {
            Missing::NotReached
        } else {
            Missing::Blank
        };
        return vec![form.words().say(kind::missing_words(missing))];
    }
    lines
}

fn told<'f>(form: &'f Form, resolver: &Resolver<'f>, spot: Spot<'f>) -> Vec<String> {
    match resolver.answer(spot).as_deref() {
        None => Vec::new(),
        Some(Answer::Missing(kind)) => vec![form.words().say(kind::missing_words(*kind))],
        Some(Answer::Value(value)) => {
            let offered = resolver.offered(spot);
            let about = resolver.about(spot, &offered);
            let kind = kind::of(&spot.question.kind);
            kind.map_or_else(Vec::new, |kind| kind.tell(value, about, form.words()))
        }
    }
}

/// The answer of one row in words.
pub(super) fn row_in_words(form: &Form, path: &Path, row: &str) -> Option<String> {
    let question = form.question(path)?;
    let Answer::Value(Value::Rows(rows) | Value::Closable { rows, .. }) = form.answer(path)? else {
        return None;
    };
    let (_, answer) = rows.into_iter().find(|(code, _)| code == row)?;
    match answer {
        Answer::Missing(Missing::Blank) => None,
        Answer::Missing(kind) => Some(form.words().say(kind::missing_words(kind))),
        Answer::Value(value) => {
            let resolver = Resolver::new(form);
            let none = Offer::of(&[]);
            let about = resolver.about(form.spot(path)?, &none);
            Some(kind::tell_cell(&question.kind, &value, about, form.words()))
        }
    }
}

/// The most columns of a name by which an entry is told from others.
const NAME: usize = 40;

/// What to call an entry: the answer to `label_from`, else its first answer.
pub(super) fn entry_name(form: &Form, repeat: &Path, entry: usize) -> Option<String> {
    let Kind::Repeat(kind) = &form.spot(repeat)?.question.kind else {
        return None;
    };
    let label_from = kind
        .label_from
        .as_deref()
        .map(|id| repeat.within(entry, id));
    let named = label_from.and_then(|path| {
        form.answer(&path)?.value()?;
        Some(in_words(form, &path).join(", ")).filter(|name| !name.trim().is_empty())
    });
    let first = || {
        let pages = form.entry_pages(repeat, entry);
        let is_given = |path: &&Path| form.answer(path).is_some_and(|one| one.value().is_some());
        in_words(form, pages.iter().find(is_given)?)
            .into_iter()
            .next()
    };
    named.or_else(first)
}

/// "Entry 2 of 3, Autoclave".
pub(super) fn entry_in_words(form: &Form, repeat: &Path, entry: usize) -> String {
    let number = ("number", (entry + 1).into());
    let count = ("count", form.entry_count(repeat).into());
    match entry_name(form, repeat, entry) {
        None => form.words().say_with("form-entry", [number, count]),
        Some(name) => {
            let name = ("name", text::truncate(&text::one_line(&name), NAME).into());
            form.words()
                .say_with("form-entry-named", [number, count, name])
        }
    }
}

/// A question with the entries that it stands in, as seen from a page above it or from outside.
pub(super) fn way_in_words(form: &Form, path: &Path, from: Option<&Path>) -> String {
    let mut levels: Vec<(Path, usize)> = path.levels().collect();
    levels.reverse();
    let mut way = Vec::new();
    for (repeat, entry) in levels {
        way.push(first_line(form, &repeat));
        if from == Some(&repeat) {
            way.clear();
        }
        way.push(entry_in_words(form, &repeat, entry));
    }
    way.push(first_line(form, path));
    let joined = way
        .into_iter()
        .reduce(|so_far, next| text::labelled(&so_far, &next));
    joined.unwrap_or_default()
}

/// The first line of a question.
fn first_line(form: &Form, path: &Path) -> String {
    let label = form
        .question(path)
        .map(|question| form.text_at(path, &question.label));
    let label = label.unwrap_or_default();
    text::one_line(label.trim().lines().next().unwrap_or_default())
}

/// The groups of a matrix that have a row shown.
pub(super) fn groups(form: &Form, path: &Path) -> Vec<Group> {
    let Some(spot) = form.spot(path) else {
        return Vec::new();
    };
    let question = spot.question;
    let Kind::Matrix(matrix) = &question.kind else {
        return Vec::new();
    };
    let rows = form.rows(path);
    let closed = match form.answer(path) {
        Some(Answer::Value(Value::Closable { closed, .. })) => closed,
        _ => Vec::new(),
    };
    let list = matrix.group_list.as_ref();
    let list = list.and_then(|name| form.questionnaire.lists.get(name));
    possible_groups(&form.questionnaire, question)
        .into_iter()
        .map(|code| {
            let entry = list.and_then(|list| list.get(&code));
            let is_in = |row: &&Cow<'_, Choice>| kind::group_of(matrix, row) == Some(&code);
            let label = entry.map(|entry| piped::label(form, spot, &entry.label));
            let label = label.as_ref().map(|label| label.get(form.language()));
            Group {
                label: label.unwrap_or(code.as_str()).to_owned(),
                rows: rows
                    .iter()
                    .filter(is_in)
                    .cloned()
                    .map(Cow::into_owned)
                    .collect(),
                is_closed: closed.contains(&code),
                code,
            }
        })
        .filter(|group| !group.rows.is_empty())
        .collect()
}
