//! Entry from paper: all answers at once, every problem at once.
//!
//! The order of the answers does not matter: whether a question is asked is judged with all of them in.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::response::answer::{Answer, Missing, Value};
use crate::response::wire;
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question};

use super::Form;
use super::path::{Path, Problem};

/// Fills in a form from `{question id: value}`, each value as the wire form writes it.
///
/// # Errors
/// Every answer that cannot be taken and everything that is missing, in the questionnaire's order;
/// answers to unknown questions come first. Each problem names its question's id.
pub fn fill_in(
    questionnaire: Arc<Questionnaire>,
    language: Language,
    today: Day,
    answers: &Map<String, Json>,
) -> Result<Form, Vec<Problem>> {
    fill_in_rest(questionnaire, language, today, answers, &|_| false)
}

/// As [`fill_in`], where the questions that `is_rest` names were never put to the person: they need no
/// answer, and read `not_reached`.
///
/// # Errors
/// As [`fill_in`].
pub(super) fn fill_in_rest(
    questionnaire: Arc<Questionnaire>,
    language: Language,
    today: Day,
    answers: &Map<String, Json>,
    is_rest: &dyn Fn(&str) -> bool,
) -> Result<Form, Vec<Problem>> {
    let mut form = Form::new(questionnaire, language, today, 0);
    form.leave_unreached(is_rest);
    let questionnaire = Arc::clone(form.questionnaire());
    let mut problems: Vec<Problem> = answers
        .keys()
        .filter(|id| questionnaire.question(id).is_none())
        .map(|id| problem(id, "form-fill-unknown"))
        .collect();
    let read = read(&questionnaire, answers, &mut problems);
    put_all(&mut form, &read, &mut problems);
    for (question, answer) in &read {
        problems.extend(not_asked(&form, question, answer));
    }
    problems.extend(form.problems().into_iter().map(named));
    if problems.is_empty() {
        return Ok(form);
    }
    Err(without_echoes(problems))
}

type Read<'q> = Vec<(&'q Question, Answer)>;

fn read<'q>(
    questionnaire: &'q Questionnaire,
    answers: &Map<String, Json>,
    problems: &mut Vec<Problem>,
) -> Read<'q> {
    let mut read = Vec::new();
    for question in questionnaire.questions() {
        let Some(json) = answers.get(&question.id) else {
            continue;
        };
        if matches!(question.kind, Kind::Computed { .. }) {
            problems.push(problem(&question.id, "form-fill-computed"));
            continue;
        }
        match wire::from_json(questionnaire, question, json) {
            Ok(answer) => read.push((question, answer)),
            Err(error) => problems.push(unreadable(&question.id, error)),
        }
    }
    read
}

/// Puts every answer. What is offered to one question may hang on another that comes later in the
/// file, so those that are refused are tried again while any is newly taken.
fn put_all(form: &mut Form, read: &Read<'_>, problems: &mut Vec<Problem>) {
    let mut waiting: Vec<&(&Question, Answer)> = read.iter().collect();
    loop {
        let mut refused = Vec::new();
        let mut found = Vec::new();
        let count = waiting.len();
        for one in waiting {
            let outcome = form.put(&Path::top(&one.0.id), one.1.clone());
            if !outcome.is_taken() {
                refused.push(one);
                found.extend(outcome.problems);
            }
        }
        if refused.is_empty() || refused.len() == count {
            // What is refused only because it is not asked is said once, as just that.
            problems.extend(
                found
                    .into_iter()
                    .filter(|p| form.is_asked(&Path::top(&p.path.id)))
                    .map(named),
            );
            return;
        }
        waiting = refused;
    }
}

/// An answer to a question that is not asked, at its top or inside an entry.
fn not_asked(form: &Form, question: &Question, answer: &Answer) -> Vec<Problem> {
    let path = Path::top(&question.id);
    not_asked_at(form, &path, answer)
}

fn not_asked_at(form: &Form, path: &Path, answer: &Answer) -> Vec<Problem> {
    if !form.is_asked(path) {
        let is_said = answer.missing() == Some(Missing::NotRelevant);
        let told = (!is_said).then(|| named_as(path.clone(), "form-fill-not-asked"));
        return told.into_iter().collect();
    }
    let Answer::Value(Value::Entries(entries)) = answer else {
        return Vec::new();
    };
    if entries.len() != form.entries(path) {
        return Vec::new();
    }
    let nested = entries.iter().enumerate().flat_map(|(entry, answers)| {
        let answers = answers.iter();
        answers.map(move |(id, answer)| (path.within(entry, id), answer))
    });
    nested
        .flat_map(|(path, answer)| not_asked_at(form, &path, answer))
        .collect()
}

fn problem(id: &str, message: &'static str) -> Problem {
    named_as(Path::top(id), message)
}

fn named_as(path: Path, message: &'static str) -> Problem {
    let message = Message::with(message, [("question", name(&path, None).into())]);
    Problem {
        path,
        row: None,
        message,
    }
}

fn unreadable(id: &str, error: String) -> Problem {
    let arguments = [("question", id.into()), ("error", error.into())];
    Problem {
        path: Path::top(id),
        row: None,
        message: Message::with("form-fill-unreadable", arguments),
    }
}

/// The same problem with the question's id in its words, since a file has no page to stand on.
fn named(problem: Problem) -> Problem {
    let name = name(&problem.path, problem.row.as_deref());
    let arguments = [
        ("question", name.into()),
        ("problem", problem.message.into()),
    ];
    Problem {
        message: Message::with("form-fill-at", arguments),
        ..problem
    }
}

/// `d_equip[2].due`, `e_rate[pcr]`: entries from 1, as people count.
fn name(path: &Path, row: Option<&str>) -> String {
    let mut place = path.id.clone();
    for (entry, nested) in &path.inside {
        place = format!("{place}[{}].{nested}", entry + 1);
    }
    match row {
        Some(row) => format!("{place}[{row}]"),
        None => place,
    }
}

/// A question whose answer was refused is not also said to have none.
fn without_echoes(problems: Vec<Problem>) -> Vec<Problem> {
    let mut kept: Vec<Problem> = Vec::new();
    for problem in problems {
        let is_echo = kept.iter().any(|earlier| {
            earlier.path == problem.path && (earlier.row == problem.row || problem.row.is_none())
        });
        if !is_echo {
            kept.push(problem);
        }
    }
    kept
}
