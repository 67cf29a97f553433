//! The skills of a questionnaire with their words, looked up once for a whole view.

use std::collections::BTreeMap;

use crate::base::language::Text;
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Kind, Matrix, Question};

use super::about::label;
use super::questions::{LAST_USED, RATING};
use super::{Label, Value};

/// Labels of skills, levels and recencies.
pub(in crate::stats) struct Skills<'a> {
    /// Place in the questionnaire's order, and the entry.
    skills: BTreeMap<&'a str, (usize, &'a Choice)>,
    levels: &'a [Choice],
    last_used: &'a [Choice],
}

impl<'a> Skills<'a> {
    /// Those of a questionnaire; none where it does not rate skills.
    pub(in crate::stats) fn of(questionnaire: &'a Questionnaire) -> Self {
        let rating = matrix(questionnaire, RATING);
        let rows = rating.map(|matrix| questionnaire.rows(matrix));
        let rows = rows.unwrap_or_default().into_iter().enumerate();
        Self {
            skills: rows
                .map(|(at, row)| (row.code.as_str(), (at, row)))
                .collect(),
            levels: cells(rating),
            last_used: cells(matrix(questionnaire, LAST_USED)),
        }
    }

    /// Every skill's code, in the questionnaire's order.
    pub(in crate::stats) fn codes(&self) -> Vec<&'a str> {
        let mut all: Vec<(usize, &str)> = self
            .skills
            .iter()
            .map(|(code, (at, _))| (*at, *code))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, code)| code).collect()
    }

    /// A skill with its words; its code alone where the questionnaire does not have it.
    pub(in crate::stats) fn label(&self, code: &str) -> Label {
        labelled(self.skills.get(code).map(|(_, row)| *row), code)
    }

    /// The family that a skill belongs to.
    pub(in crate::stats) fn family(&self, code: &str) -> Option<&'a str> {
        let (_, row) = self.skills.get(code)?;
        row.columns.get("family").map(String::as_str)
    }

    /// A level with its words.
    pub(in crate::stats) fn level(&self, level: u8) -> Value {
        let code = level.to_string();
        Value::Label(labelled(find(self.levels, &code), &code))
    }

    /// When a skill was last used, in words.
    pub(in crate::stats) fn last_used(&self, code: &str) -> Value {
        Value::Label(labelled(find(self.last_used, code), code))
    }
}

/// The words of one of a question's own or listed choices; of a repeat's question where `field` is given.
pub(in crate::stats) fn choice(
    questionnaire: &Questionnaire,
    question: &str,
    field: Option<&str>,
    code: &str,
) -> Label {
    let mut all = choices(questionnaire, question, field).into_iter();
    labelled(all.find(|choice| choice.code == code), code)
}

/// The codes of a question, or of a repeat's question, in the questionnaire's order.
pub(in crate::stats) fn codes<'q>(
    questionnaire: &'q Questionnaire,
    question: &str,
    field: Option<&str>,
) -> Vec<&'q str> {
    let all = choices(questionnaire, question, field).into_iter();
    all.map(|choice| choice.code.as_str()).collect()
}

fn choices<'q>(
    questionnaire: &'q Questionnaire,
    question: &str,
    field: Option<&str>,
) -> Vec<&'q Choice> {
    match asked(questionnaire, question, field).map(|question| &question.kind) {
        Some(Kind::Single(choices) | Kind::Lookup(choices) | Kind::Multiple { choices, .. }) => {
            questionnaire.all_choices(choices).collect()
        }
        Some(Kind::Scale { points }) => points.iter().collect(),
        _ => Vec::new(),
    }
}

fn asked<'q>(
    questionnaire: &'q Questionnaire,
    question: &str,
    field: Option<&str>,
) -> Option<&'q Question> {
    let question = questionnaire.question(question)?;
    match (field, &question.kind) {
        (None, _) => Some(question),
        (Some(field), Kind::Repeat(repeat)) => {
            repeat.questions.iter().find(|nested| nested.id == field)
        }
        (Some(_), _) => None,
    }
}

fn matrix<'q>(questionnaire: &'q Questionnaire, id: &str) -> Option<&'q Matrix> {
    match &questionnaire.question(id)?.kind {
        Kind::Matrix(matrix) => Some(matrix),
        _ => None,
    }
}

fn cells(matrix: Option<&Matrix>) -> &[Choice] {
    match matrix.map(|matrix| &matrix.cells) {
        Some(Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices)) => choices,
        _ => &[],
    }
}

fn find<'q>(choices: &'q [Choice], code: &str) -> Option<&'q Choice> {
    choices.iter().find(|choice| choice.code == code)
}

fn labelled(choice: Option<&Choice>, code: &str) -> Label {
    label(
        code,
        choice.map_or_else(|| Text::same(code), |choice| choice.label.clone()),
    )
}
