//! The words of the questionnaire for a table's id and its codes.

use crate::base::language::Text;
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Kind, Matrix, Question};

use super::about::label;
use super::{Label, Value};

/// What is asked: a question's words, or those of a matrix's row.
pub(super) fn asked(questionnaire: &Questionnaire, id: &str) -> Text {
    let (question, row) = split(id);
    let Some(question) = questionnaire.question(question) else {
        return Text::same(id);
    };
    let row = row.and_then(|row| match &question.kind {
        Kind::Matrix(matrix) => find(questionnaire.rows(matrix), row),
        _ => None,
    });
    row.unwrap_or_else(|| question.label.clone())
}

/// What a code of a table means.
pub(super) fn answer(questionnaire: &Questionnaire, id: &str, code: &str) -> Label {
    let (question, _) = split(id);
    let question = questionnaire.question(question);
    let text = question.and_then(|question| find(choices(questionnaire, &question.kind), code));
    label(code, text.unwrap_or_else(|| Text::same(code)))
}

/// The same as a value.
pub(super) fn value(questionnaire: &Questionnaire, id: &str, code: &str) -> Value {
    Value::Label(answer(questionnaire, id, code))
}

/// What a code of a question means, wherever the question stands.
pub(super) fn of(questionnaire: &Questionnaire, question: &Question, code: &str) -> Text {
    find(choices(questionnaire, &question.kind), code).unwrap_or_else(|| Text::same(code))
}

/// Whether whoever gives an answer gives no other.
pub(super) fn is_exclusive(questionnaire: &Questionnaire, id: &str, code: &str) -> bool {
    let (question, _) = split(id);
    let question = questionnaire.question(question);
    let known = question.map(|question| choices(questionnaire, &question.kind));
    let mut known = known.into_iter().flatten();
    known.any(|choice| choice.code == code && choice.exclusive)
}

fn split(id: &str) -> (&str, Option<&str>) {
    id.split_once('.')
        .map_or((id, None), |(question, row)| (question, Some(row)))
}

fn find(choices: Vec<&Choice>, code: &str) -> Option<Text> {
    let found = choices.into_iter().find(|choice| choice.code == code);
    found.map(|choice| choice.label.clone())
}

fn choices<'q>(questionnaire: &'q Questionnaire, kind: &'q Kind) -> Vec<&'q Choice> {
    match kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => questionnaire.all_choices(choices).collect(),
        Kind::Scale { points } => points.iter().collect(),
        Kind::Matrix(matrix) => cells(matrix),
        _ => Vec::new(),
    }
}

fn cells(matrix: &Matrix) -> Vec<&Choice> {
    match &matrix.cells {
        Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices) => {
            choices.iter().collect()
        }
        Cells::Integer(_) | Cells::Decimal(_) => Vec::new(),
    }
}
