//! What was reached by somebody: which questions were asked, which choices taken, which rows shown.
//! What nobody of many ever reached is a mistake in a questionnaire's logic more often than not.

use std::collections::{BTreeMap, BTreeSet};

use crate::response::answer::{Answer, Missing, Value};
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Kind, Question};

/// What was reached.
#[derive(Clone, Default)]
pub struct Coverage {
    asked: BTreeSet<String>,
    taken: BTreeMap<String, BTreeSet<String>>,
    shown: BTreeMap<String, BTreeSet<String>>,
}

/// What nobody reached, in the questionnaire's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreached {
    /// Questions that were never asked; of a repeat with the nested question after a point.
    pub questions: Vec<String>,
    /// Choices that were never taken, by question.
    pub choices: Vec<(String, Vec<String>)>,
    /// Rows that were never shown, by question.
    pub rows: Vec<(String, Vec<String>)>,
}

impl Coverage {
    /// Takes in one response's answers.
    pub fn note(&mut self, answers: &[(String, Answer)]) {
        for (id, answer) in answers {
            self.note_one(id, answer);
        }
    }

    /// Takes in what was reached elsewhere.
    pub fn merge(&mut self, other: Self) {
        self.asked.extend(other.asked);
        for (mine, theirs) in [
            (&mut self.taken, other.taken),
            (&mut self.shown, other.shown),
        ] {
            for (id, codes) in theirs {
                mine.entry(id).or_default().extend(codes);
            }
        }
    }

    fn note_one(&mut self, id: &str, answer: &Answer) {
        if answer.missing() == Some(Missing::NotRelevant) {
            return;
        }
        if !self.asked.contains(id) {
            self.asked.insert(id.to_owned());
        }
        match answer.value() {
            Some(Value::Rows(rows) | Value::Closable { rows, .. }) => {
                for (row, cell) in rows {
                    add(&mut self.shown, id, row);
                    self.take(id, cell.value());
                }
            }
            Some(Value::Entries(entries)) => {
                for (nested, answer) in entries.iter().flatten() {
                    self.note_one(&format!("{id}.{nested}"), answer);
                }
            }
            other => self.take(id, other),
        }
    }

    fn take(&mut self, id: &str, value: Option<&Value>) {
        match value {
            Some(Value::Choice(chosen)) => add(&mut self.taken, id, &chosen.code),
            Some(Value::Choices(chosen)) => {
                for one in chosen {
                    add(&mut self.taken, id, &one.code);
                }
            }
            Some(Value::Integer(number)) => add(&mut self.taken, id, &number.to_string()),
            Some(Value::YesNo(truth)) => add(&mut self.taken, id, &truth.to_string()),
            _ => {}
        }
    }

    /// What nobody reached.
    pub fn unreached(&self, survey: &Questionnaire) -> Unreached {
        let mut found = Unreached::default();
        for question in survey.questions() {
            self.look(survey, question, &question.id, &mut found);
        }
        found
    }

    fn look(&self, survey: &Questionnaire, question: &Question, id: &str, found: &mut Unreached) {
        if matches!(question.kind, Kind::Note | Kind::Computed { .. }) {
            return;
        }
        if !self.asked.contains(id) {
            found.questions.push(id.to_owned());
            return;
        }
        let choices = left(self.taken.get(id), options(survey, &question.kind));
        found
            .choices
            .extend((!choices.is_empty()).then(|| (id.to_owned(), choices)));
        let rows = left(self.shown.get(id), rows(survey, &question.kind));
        found
            .rows
            .extend((!rows.is_empty()).then(|| (id.to_owned(), rows)));
        if let Kind::Repeat(repeat) = &question.kind {
            for nested in &repeat.questions {
                self.look(survey, nested, &format!("{id}.{}", nested.id), found);
            }
        }
    }
}

fn add(to: &mut BTreeMap<String, BTreeSet<String>>, id: &str, code: &str) {
    match to.get_mut(id) {
        Some(codes) if codes.contains(code) => {}
        Some(codes) => drop(codes.insert(code.to_owned())),
        None => drop(to.insert(id.to_owned(), BTreeSet::from([code.to_owned()]))),
    }
}

fn left(reached: Option<&BTreeSet<String>>, all: Vec<String>) -> Vec<String> {
    let is_left = |code: &String| reached.is_none_or(|reached| !reached.contains(code));
    all.into_iter().filter(is_left).collect()
}

/// What can be taken.
fn options(survey: &Questionnaire, kind: &Kind) -> Vec<String> {
    let codes = |choices: &[Choice]| choices.iter().map(|one| one.code.clone()).collect();
    match kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => survey
            .all_choices(choices)
            .map(|one| one.code.clone())
            .collect(),
        Kind::Scale { points } => codes(points),
        Kind::YesNo => vec!["true".to_owned(), "false".to_owned()],
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(choices) | Cells::Multiple(choices) | Cells::Scale(choices) => {
                codes(choices)
            }
            Cells::Integer(_) | Cells::Decimal(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What can be shown.
fn rows(survey: &Questionnaire, kind: &Kind) -> Vec<String> {
    match kind {
        // "None of these" among the choices that a matrix takes its rows from is no row.
        Kind::Matrix(matrix) => {
            let rows = survey.rows(matrix).into_iter().filter(|row| !row.exclusive);
            rows.map(|row| row.code.clone()).collect()
        }
        Kind::Allocation { rows, .. } => survey
            .all_choices(rows)
            .map(|row| row.code.clone())
            .collect(),
        _ => Vec::new(),
    }
}
