//! Giving and taking away of answers.

use std::collections::HashSet;

use crate::base::words::Message;
use crate::response::answer::{Answer, Missing, Value};
use crate::survey::model::Kind;

use super::Form;
use super::check;
use super::entries::MOST_IN_ALL;
use super::given::Given;
use super::kind::{self, Fault};
use super::offered::Offer;
use super::path::{Outcome, Path};
use super::relevance::{Resolver, Spot};

/// Gives an answer.
pub(super) fn put(form: &mut Form, path: &Path, answer: Answer) -> Outcome {
    let Some(spot) = form.spot(path) else {
        return Outcome::refused(path, Message::plain("form-no-such-question"));
    };
    match answer {
        Answer::Missing(Missing::Blank) => {
            form.clear(path);
            Outcome::default()
        }
        Answer::Missing(kind) if spot.question.missing.contains(&kind) => {
            form.given.clear(path);
            form.given.set(path, Answer::Missing(kind));
            form.changed(&path.id);
            Outcome::default()
        }
        Answer::Missing(_) => Outcome::refused(path, Message::plain("form-missing-not-offered")),
        Answer::Value(Value::Entries(entries)) if matches!(spot.question.kind, Kind::Repeat(_)) => {
            put_entries(form, path, entries)
        }
        Answer::Value(value) => put_value(form, path, value),
    }
}

/// Reads typed text and gives it.
pub(super) fn put_typed(form: &mut Form, path: &Path, typed: &str) -> Outcome {
    if typed.trim().is_empty() {
        form.clear(path);
        return Outcome::default();
    }
    let read = {
        let resolver = Resolver::new(form);
        form.spot(path).and_then(|spot| {
            let offered = resolver.offered(spot);
            let kind = kind::of(&spot.question.kind)?;
            Some(kind.read(typed, resolver.about(spot, &offered)))
        })
    };
    match read {
        None => Outcome::refused(path, Message::plain("form-no-such-question")),
        Some(Err(fault)) => refused(path, vec![fault]),
        Some(Ok(value)) => put(form, path, Answer::Value(value)),
    }
}

/// Reads typed text as the answer of one row and gives it; empty text takes the row's answer away.
pub(super) fn put_cell_typed(form: &mut Form, path: &Path, row: &str, typed: &str) -> Outcome {
    if typed.trim().is_empty() {
        return put_cell(form, path, row, Answer::Missing(Missing::Blank));
    }
    let read = {
        let resolver = Resolver::new(form);
        form.spot(path)
            .map(|spot| kind::read_cell(typed, resolver.about(spot, &Offer::of(&[]))))
    };
    match read {
        None => Outcome::refused(path, Message::plain("form-no-such-question")),
        Some(Ok(value)) => put_cell(form, path, row, Answer::Value(value)),
        Some(Err(fault)) => {
            let row = Some(row.to_owned());
            refused(path, vec![Fault { row, ..fault }])
        }
    }
}

/// Gives the answer of one row, leaving the others.
pub(super) fn put_cell(form: &mut Form, path: &Path, row: &str, answer: Answer) -> Outcome {
    let (mut rows, closed) = shown_rows(form, path);
    rows.retain(|(code, _)| code != row);
    rows.push((row.to_owned(), answer));
    put_rows(form, path, rows, closed)
}

/// Closes a group of a closable matrix, or opens it again.
pub(super) fn close_group(form: &mut Form, path: &Path, group: &str, close: bool) -> Outcome {
    let (rows, mut closed) = shown_rows(form, path);
    closed.retain(|code| code != group);
    if close {
        closed.push(group.to_owned());
    }
    put_rows(form, path, rows, closed)
}

fn shown_rows(form: &Form, path: &Path) -> (Vec<(String, Answer)>, Vec<String>) {
    match form.answer(path) {
        Some(Answer::Value(Value::Rows(rows))) => (rows, Vec::new()),
        Some(Answer::Value(Value::Closable { rows, closed })) => (rows, closed),
        _ => (Vec::new(), Vec::new()),
    }
}

fn put_rows(
    form: &mut Form,
    path: &Path,
    rows: Vec<(String, Answer)>,
    closed: Vec<String>,
) -> Outcome {
    let is_closable = form
        .question(path)
        .is_some_and(|question| matches!(&question.kind, Kind::Matrix(matrix) if matrix.closable));
    let value = if is_closable {
        Value::Closable { rows, closed }
    } else {
        Value::Rows(rows)
    };
    put(form, path, Answer::Value(value))
}

fn put_value(form: &mut Form, path: &Path, value: Value) -> Outcome {
    match normalise(form, path, value) {
        Err(faults) => refused(path, faults),
        Ok((None, _)) => {
            form.clear(path);
            Outcome::default()
        }
        Ok((Some(value), warnings)) => {
            form.given.set(path, Answer::Value(value));
            form.changed(&path.id);
            Outcome {
                problems: Vec::new(),
                warnings: check::at(path, warnings),
            }
        }
    }
}

type Normalised = Result<(Option<Value>, Option<Fault>), Vec<Fault>>;

fn normalise(form: &Form, path: &Path, value: Value) -> Normalised {
    let resolver = Resolver::new(form);
    let spot = form.spot(path);
    let kind = spot.and_then(|spot| Some((spot, kind::of(&spot.question.kind)?)));
    let Some((spot, kind)) = kind else {
        return Err(vec![Message::plain("form-no-such-question").into()]);
    };
    let offered = resolver.offered(spot);
    let Some(value) = kind.take(value, resolver.about(spot, &offered))? else {
        return Ok((keep_hidden(form, &resolver, spot, path, None), None));
    };
    if !kind::is_compound(&spot.question.kind)
        && let Some(fault) = check::constraint(&resolver, spot, &value)
    {
        return Err(vec![fault]);
    }
    let warning = check::warning(&resolver, spot, &value);
    let value = keep_hidden(form, &resolver, spot, path, Some(value));
    Ok((value, warning))
}

/// Answers of rows that are not shown at the moment stay: they come back when the row does.
fn keep_hidden<'f>(
    form: &'f Form,
    resolver: &Resolver<'f>,
    spot: Spot<'f>,
    path: &Path,
    value: Option<Value>,
) -> Option<Value> {
    if !matches!(
        spot.question.kind,
        Kind::Matrix(_) | Kind::Allocation { .. }
    ) {
        return value;
    }
    let shown = resolver.offered(spot);
    let stored = form.given.get(path).and_then(Answer::value);
    let (old_rows, old_closed) = stored.map(parts).unwrap_or_default();
    let codes: HashSet<&str> = shown.iter().map(|row| row.code.as_str()).collect();
    let hidden: Vec<(String, Answer)> = old_rows
        .into_iter()
        .filter(|(code, _)| !codes.contains(code.as_str()))
        .collect();
    let Some(mut value) = value else {
        return hidden_only(spot, hidden);
    };
    match &mut value {
        Value::Rows(rows) => rows.extend(hidden),
        Value::Closable { rows, closed } => {
            rows.extend(hidden);
            closed.extend(hidden_groups(spot, &shown, old_closed));
        }
        _ => {}
    }
    Some(value)
}

fn parts(value: &Value) -> (Vec<(String, Answer)>, Vec<String>) {
    match value {
        Value::Rows(rows) => (rows.clone(), Vec::new()),
        Value::Closable { rows, closed } => (rows.clone(), closed.clone()),
        _ => (Vec::new(), Vec::new()),
    }
}

/// Closed groups that have no row shown at the moment.
fn hidden_groups(spot: Spot<'_>, shown: &Offer<'_>, closed: Vec<String>) -> Vec<String> {
    let Kind::Matrix(matrix) = &spot.question.kind else {
        return Vec::new();
    };
    let is_shown = |group: &String| {
        let mut rows = shown.iter();
        rows.any(|row| kind::group_of(matrix, row) == Some(group))
    };
    closed
        .into_iter()
        .filter(|group| !is_shown(group))
        .collect()
}

fn hidden_only(spot: Spot<'_>, rows: Vec<(String, Answer)>) -> Option<Value> {
    if rows.is_empty() {
        return None;
    }
    let is_closable = matches!(&spot.question.kind, Kind::Matrix(matrix) if matrix.closable);
    Some(if is_closable {
        let closed = Vec::new();
        Value::Closable { rows, closed }
    } else {
        Value::Rows(rows)
    })
}

/// Replaces all entries of a repeat: each answer is checked in its place, and none is kept unless all are.
fn put_entries(form: &mut Form, path: &Path, entries: Vec<Vec<(String, Answer)>>) -> Outcome {
    if in_all(&entries) > MOST_IN_ALL {
        return refused(path, vec![kind::too_many_in_all(MOST_IN_ALL).into()]);
    }
    let mut trial = form.clone();
    let mut outcome = Outcome::default();
    set_entries(&mut trial, path, entries, &mut outcome);
    if outcome.is_taken() {
        *form = trial;
    }
    outcome
}

/// How many entries that are, with those in them.
fn in_all(entries: &[Vec<(String, Answer)>]) -> usize {
    let inside = entries.iter().flatten().map(|(_, answer)| match answer {
        Answer::Value(Value::Entries(inner)) => in_all(inner),
        _ => 0,
    });
    entries.len() + inside.sum::<usize>()
}

/// Replaces all entries, whatever comes of it.
fn set_entries(
    form: &mut Form,
    path: &Path,
    entries: Vec<Vec<(String, Answer)>>,
    outcome: &mut Outcome,
) {
    let empty = vec![Vec::new(); entries.len()];
    if let Err(faults) = normalise(form, path, Value::Entries(empty)) {
        outcome.problems.extend(check::at(path, faults));
        return;
    }
    let empty = vec![Given::default(); entries.len()];
    form.given.set_entries(path, empty);
    form.changed(&path.id);
    for (entry, answers) in entries.into_iter().enumerate() {
        for (id, answer) in answers {
            let path = path.within(entry, &id);
            match answer {
                Answer::Missing(Missing::NotRelevant) => {}
                Answer::Value(Value::Entries(inner)) if is_repeat(form, &path) => {
                    set_entries(form, &path, inner, outcome);
                }
                answer => {
                    let given = put(form, &path, answer);
                    outcome.problems.extend(given.problems);
                    outcome.warnings.extend(given.warnings);
                }
            }
        }
    }
}

fn is_repeat(form: &Form, path: &Path) -> bool {
    let question = form.question(path);
    question.is_some_and(|question| matches!(question.kind, Kind::Repeat(_)))
}

fn refused(path: &Path, faults: Vec<Fault>) -> Outcome {
    Outcome {
        problems: check::at(path, faults),
        warnings: Vec::new(),
    }
}
