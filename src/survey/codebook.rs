//! The codebook: the variables that a questionnaire yields, one for each answer that a table can hold.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::canonical::{text_json, type_name};
use super::model::{Cells, Choice, Choices, Fingerprint, Kind, Matrix, Question, Questionnaire};
use super::question_print;
use crate::base::language::Text;
use crate::response::answer::Missing;

/// One variable.
pub struct Variable<'q> {
    /// The question's id; of a matrix or allocation with its row, of a repeat with the nested question,
    /// after a point.
    pub id: String,
    /// The type of its values.
    pub kind: &'static str,
    /// The words of the question, or of the row.
    pub label: &'q Text,
    /// The audiences that may get it.
    pub audience: Vec<&'q str>,
    /// Its codes, where it has any.
    pub choices: Vec<&'q Choice>,
    /// The kinds of missing it can have.
    pub missing: Vec<Missing>,
    /// The fingerprint of the question that it belongs to.
    pub fingerprint: Option<Fingerprint>,
}

impl Variable<'_> {
    /// As `survey codebook --format json` gives it.
    pub fn to_json(&self) -> Value {
        let choice =
            |choice: &&Choice| json!({"code": choice.code, "label": text_json(&choice.label)});
        json!({
            "id": self.id,
            "type": self.kind,
            "label": text_json(self.label),
            "audience": self.audience,
            "choices": self.choices.iter().map(choice).collect::<Vec<Value>>(),
            "missing": self.missing.iter().map(|kind| kind.code()).collect::<Vec<&str>>(),
            "fingerprint": self.fingerprint.map(|print| print.to_string()),
        })
    }
}

/// All variables in the questionnaire's order; notes have none.
pub fn variables(survey: &Questionnaire) -> Vec<Variable<'_>> {
    survey
        .questions()
        .flat_map(|question| {
            let fingerprint = Some(question_print::of(survey, question));
            let variables = of_question(survey, question).into_iter();
            variables.map(move |variable| Variable {
                fingerprint,
                ..variable
            })
        })
        .collect()
}

fn of_question<'q>(survey: &'q Questionnaire, question: &'q Question) -> Vec<Variable<'q>> {
    match &question.kind {
        Kind::Note => Vec::new(),
        Kind::Matrix(matrix) => {
            let (kind, choices) = cell(matrix);
            rows(survey.rows(matrix), question, kind, choices)
        }
        Kind::Allocation { rows: given, .. } => rows(
            survey.all_choices(given).collect(),
            question,
            "integer",
            &[],
        ),
        Kind::Repeat(repeat) => {
            let nested = repeat
                .questions
                .iter()
                .filter(|nested| !matches!(nested.kind, Kind::Note));
            let inner = nested.map(|nested| Variable {
                id: format!("{}.{}", question.id, nested.id),
                audience: audience(question),
                ..plain(survey, nested)
            });
            std::iter::once(plain(survey, question))
                .chain(inner)
                .collect()
        }
        _ => vec![plain(survey, question)],
    }
}

const fn cell(matrix: &Matrix) -> (&'static str, &[Choice]) {
    match &matrix.cells {
        Cells::Single(choices) => ("single", choices.as_slice()),
        Cells::Multiple(choices) => ("multiple", choices.as_slice()),
        Cells::Scale(points) => ("scale", points.as_slice()),
        Cells::Integer(_) => ("integer", &[]),
        Cells::Decimal(_) => ("decimal", &[]),
    }
}

fn rows<'q>(
    rows: Vec<&'q Choice>,
    question: &'q Question,
    kind: &'static str,
    choices: &'q [Choice],
) -> Vec<Variable<'q>> {
    let one = |row: &'q Choice| Variable {
        id: format!("{}.{}", question.id, row.code),
        kind,
        label: &row.label,
        audience: audience(question),
        choices: choices.iter().collect(),
        missing: missing(question),
        fingerprint: None,
    };
    rows.into_iter().map(one).collect()
}

fn plain<'q>(survey: &'q Questionnaire, question: &'q Question) -> Variable<'q> {
    Variable {
        id: question.id.clone(),
        kind: type_name(&question.kind),
        label: &question.label,
        audience: audience(question),
        choices: offered(survey, &question.kind),
        missing: missing(question),
        fingerprint: None,
    }
}

fn offered<'q>(survey: &'q Questionnaire, kind: &'q Kind) -> Vec<&'q Choice> {
    let all = |choices: &'q Choices| survey.all_choices(choices).collect();
    match kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => all(choices),
        Kind::Scale { points } => points.iter().collect(),
        _ => Vec::new(),
    }
}

fn audience(question: &Question) -> Vec<&str> {
    question
        .audience
        .iter()
        .map(|release| release.audience.as_str())
        .collect()
}

/// What can stand in place of a value: what is offered, and what the form and time can bring about.
fn missing(question: &Question) -> Vec<Missing> {
    let released = question
        .audience
        .iter()
        .any(|release| release.when.is_some());
    let always = [
        Missing::NotInVersion,
        Missing::NotRelevant,
        Missing::Blank,
        Missing::Unreadable,
    ];
    let mut kinds: BTreeSet<Missing> = always.into();
    kinds.extend(&question.missing);
    kinds.extend(released.then_some(Missing::Withheld));
    kinds.into_iter().collect()
}
