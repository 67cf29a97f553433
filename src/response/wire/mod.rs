//! Answers as JSON and back: the only wire form (docs/format.md §6). Reading is directed by the question's type.

mod read;

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use crate::survey::model::{Choice, Kind, Question, Questionnaire};

use super::answer::{Answer, Chosen, Value};

/// A chain of `rows_from` is not followed further than this.
const ROWS_FROM_DEPTH: usize = 16;

/// An answer as docs/format.md §6 writes it.
pub fn to_json(answer: &Answer) -> Json {
    match answer {
        Answer::Missing(kind) => json!({ "missing": kind.code() }),
        Answer::Value(value) => value_to_json(value),
    }
}

fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(number) => json!(number.to_string()),
        Value::YesNo(yes) => json!(yes),
        Value::Choice(chosen) => chosen_to_json(chosen),
        Value::Choices(chosen) => chosen.iter().map(chosen_to_json).collect(),
        Value::Rows(rows) => object(rows),
        Value::Closable { rows, closed } => json!({ "rows": object(rows), "closed": closed }),
        Value::Day(day) => json!(day.to_string()),
        Value::Month(month) => json!(month.to_string()),
        Value::Entries(entries) => entries.iter().map(|entry| object(entry)).collect(),
    }
}

/// Answers by id or row, in their order.
pub fn object(answers: &[(String, Answer)]) -> Json {
    let members: Map<String, Json> = answers
        .iter()
        .map(|(id, answer)| (id.clone(), to_json(answer)))
        .collect();
    Json::Object(members)
}

fn chosen_to_json(chosen: &Chosen) -> Json {
    match &chosen.text {
        Some(text) => json!({ "code": chosen.code, "text": text }),
        None => json!(chosen.code),
    }
}

/// Reads an answer to `question`, checking shape and codes, not conditions.
///
/// # Errors
/// What is wrong, in words that name the expected form.
pub fn from_json(
    questionnaire: &Questionnaire,
    question: &Question,
    json: &Json,
) -> Result<Answer, String> {
    read::answer(questionnaire, question, json)
}

/// Every row that a matrix or allocation may show, in order, before any filter: its list and its own
/// rows, or those of the matrix or the choices of the multiple that `rows_from` names. Choices that
/// exclude all others ("none of these") are no rows.
pub fn possible_rows<'q>(
    questionnaire: &'q Questionnaire,
    question: &'q Question,
) -> Vec<&'q Choice> {
    let mut question = question;
    for _ in 0..ROWS_FROM_DEPTH {
        let source = match &question.kind {
            Kind::Matrix(matrix) => matrix.rows_from.as_deref(),
            _ => None,
        };
        match source.and_then(|id| questionnaire.question(id)) {
            Some(next) => question = next,
            None => break,
        }
    }
    let choices = match &question.kind {
        Kind::Matrix(matrix) => &matrix.rows,
        Kind::Allocation { rows: choices, .. }
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => choices,
        _ => return Vec::new(),
    };
    questionnaire
        .all_choices(choices)
        .filter(|choice| !choice.exclusive)
        .collect()
}

/// The group codes of a closable matrix, in the order of its group list, else in that of its rows.
pub fn possible_groups(questionnaire: &Questionnaire, question: &Question) -> Vec<String> {
    let Kind::Matrix(matrix) = &question.kind else {
        return Vec::new();
    };
    let list = matrix
        .group_list
        .as_ref()
        .and_then(|name| questionnaire.lists.get(name));
    if let Some(list) = list {
        return list
            .entries
            .iter()
            .map(|entry| entry.code.clone())
            .collect();
    }
    let column = matrix.groups.as_deref().unwrap_or_default();
    let mut groups: Vec<String> = Vec::new();
    for row in possible_rows(questionnaire, question) {
        if let Some(group) = row
            .columns
            .get(column)
            .filter(|group| !groups.contains(group))
        {
            groups.push(group.clone());
        }
    }
    groups
}

/// Reads a decimal written with ASCII digits, an optional minus and an optional point: nothing else
/// that a number parser may take, so that one number has one writing.
pub fn exact_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    let mut number = Decimal::from_str_exact(text).ok()?;
    if number.is_zero() {
        number.set_sign_positive(true);
    }
    Some(number)
}
