//! How answers of an earlier version read in a later one: by the same id where nothing else is said,
//! by `[[migration]]` where a question, a code or a row is called otherwise now. Pure.

use std::collections::BTreeMap;

use super::model::{Cells, Choice, Kind, Migration, Question, Questionnaire, Repeat};
use crate::response::answer::{Answer, Chosen, Missing, Value};

/// How one version's answers read in another.
#[derive(Default)]
pub struct Reading {
    /// By the question's id in the earlier version.
    steps: BTreeMap<String, Step>,
}

/// How the answers to one question read.
#[derive(Default)]
pub struct Step {
    to: String,
    codes: BTreeMap<String, String>,
    rows: BTreeMap<String, String>,
    /// Rows that the earlier version did not have.
    added: Vec<String>,
    /// Of a repeat: the steps of its questions, and those it has now, in order.
    nested: BTreeMap<String, Self>,
    questions: Vec<String>,
}

impl Reading {
    /// How answers of `old` read in `new`.
    pub fn between(old: &Questionnaire, new: &Questionnaire) -> Self {
        let pairs = new.questions().filter_map(|now| {
            let migration = migration_of(old, new, &now.id);
            let was = earlier(migration, &now.id, |id| old.question(id))?;
            is_alike(&was.kind, &now.kind).then(|| {
                let step = Step::new(old, new, (was, now), migration, &now.id);
                (was.id.clone(), step)
            })
        });
        Self {
            steps: pairs.collect(),
        }
    }

    /// How the answers to a question of the earlier version read; `None` where the later one asks
    /// nothing like it.
    pub fn step(&self, old_id: &str) -> Option<&Step> {
        self.steps.get(old_id)
    }

    /// The question of the earlier version whose answers a question of the later one gets.
    pub fn source(&self, new_id: &str) -> Option<&str> {
        let mut steps = self.steps.iter();
        let found = steps.find(|(_, step)| step.to == new_id);
        found.map(|(old, _)| old.as_str())
    }

    /// A finished answer as the later version has it.
    pub fn read(&self, id: &str, answer: &Answer) -> Option<(String, Answer)> {
        let step = self.step(id)?;
        Some((step.to.clone(), step.finished(answer)))
    }
}

/// Finished answers of one version as those of another: every question of `new` in its order, with
/// `not_in_version` where `old` had none like it.
pub fn answers(
    old: &Questionnaire,
    new: &Questionnaire,
    answers: &[(String, Answer)],
) -> Vec<(String, Answer)> {
    let reading = Reading::between(old, new);
    let read: BTreeMap<String, Answer> = answers
        .iter()
        .filter_map(|(id, answer)| reading.read(id, answer))
        .collect();
    let asked = new
        .questions()
        .filter(|question| !matches!(question.kind, Kind::Note));
    let pairs = asked.map(|question| {
        let answer = read.get(&question.id).cloned();
        let answer = answer.unwrap_or(Answer::Missing(Missing::NotInVersion));
        (question.id.clone(), answer)
    });
    pairs.collect()
}

/// The migration of a question that speaks of a version; one that names it comes before `any`.
pub(super) fn migration_of<'q>(
    old: &Questionnaire,
    new: &'q Questionnaire,
    id: &str,
) -> Option<&'q Migration> {
    let version = old.fingerprint.to_string();
    let own = || new.migrations.iter().filter(|one| one.question == id);
    let named = own().find(|one| one.from.iter().any(|from| version.starts_with(from)));
    named.or_else(|| own().find(|one| one.from.is_empty()))
}

/// The question that a migration's `was` names, else the one of the same id.
pub(super) fn earlier<'q>(
    migration: Option<&Migration>,
    id: &str,
    find: impl Fn(&str) -> Option<&'q Question>,
) -> Option<&'q Question> {
    let was = migration.and_then(|migration| migration.was.as_deref());
    was.and_then(&find).or_else(|| find(id))
}

/// Whether two types store the same kind of value.
pub(super) fn is_alike(was: &Kind, now: &Kind) -> bool {
    use Kind::{LongText, Lookup, Matrix, Single, Text};
    match (was, now) {
        (Text { .. } | LongText { .. }, Text { .. } | LongText { .. })
        | (Single(_) | Lookup(_), Single(_) | Lookup(_)) => true,
        (Matrix(was), Matrix(now)) => {
            let cells = |cells: &Cells| std::mem::discriminant(cells);
            was.closable == now.closable && cells(&was.cells) == cells(&now.cells)
        }
        (Kind::Computed { result: was }, Kind::Computed { result: now }) => was == now,
        _ => std::mem::discriminant(was) == std::mem::discriminant(now),
    }
}

/// The codes that an answer may hold: of the choices, the points, or a matrix's columns.
pub(super) fn codes<'q>(survey: &'q Questionnaire, question: &'q Question) -> Vec<&'q Choice> {
    match &question.kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => survey.all_choices(choices).collect(),
        Kind::Scale { points } => points.iter().collect(),
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => {
                columns.iter().collect()
            }
            Cells::Integer(_) | Cells::Decimal(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The rows of a matrix or allocation.
pub(super) fn rows<'q>(survey: &'q Questionnaire, question: &'q Question) -> Vec<&'q Choice> {
    match &question.kind {
        Kind::Matrix(matrix) => survey.rows(matrix),
        Kind::Allocation { rows, .. } => survey.all_choices(rows).collect(),
        _ => Vec::new(),
    }
}

/// What a migration renames. One that speaks of any version leaves alone what exists now, since a
/// later one of those versions may have meant just that.
pub(super) fn renamed(
    renames: &BTreeMap<String, String>,
    of_any: bool,
    now: &[&Choice],
) -> BTreeMap<String, String> {
    let exists = |code: &str| now.iter().any(|choice| choice.code == code);
    let kept = renames.iter().filter(|(was, _)| !of_any || !exists(was));
    kept.map(|(was, is)| (was.clone(), is.clone())).collect()
}

/// The migration of a question in a repeat.
pub(super) fn nested_migration<'q>(
    old: &Questionnaire,
    new: &'q Questionnaire,
    outer: &str,
    id: &str,
) -> Option<&'q Migration> {
    migration_of(old, new, &format!("{outer}.{id}"))
}

impl Step {
    fn new(
        old: &Questionnaire,
        new: &Questionnaire,
        (was, now): (&Question, &Question),
        migration: Option<&Migration>,
        ids: &str,
    ) -> Self {
        let mut step = Self {
            to: now.id.clone(),
            ..Self::default()
        };
        let (rows_then, rows_now) = (rows(old, was), rows(new, now));
        if let Some(migration) = migration {
            let of_any = migration.from.is_empty();
            step.codes = renamed(&migration.codes, of_any, &codes(new, now));
            step.rows = renamed(&migration.rows, of_any, &rows_now);
        }
        let had = |row: &Choice| {
            let mut then = rows_then.iter().map(|then| step.row(&then.code));
            then.any(|then| then == row.code)
        };
        let added = rows_now.iter().filter(|row| !had(row));
        let added: Vec<String> = added.map(|row| row.code.clone()).collect();
        step.added = added;
        if let (Kind::Repeat(was), Kind::Repeat(repeat)) = (&was.kind, &now.kind) {
            step.questions = self::ids(repeat);
            step.nested = nested(old, new, ids, (was, repeat));
        }
        step
    }

    /// The question's id in the later version.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// What a row of a matrix or allocation is called in the later version.
    pub fn row<'a>(&'a self, row: &'a str) -> &'a str {
        self.rows.get(row).map_or(row, String::as_str)
    }

    fn code<'a>(&'a self, code: &'a str) -> &'a str {
        self.codes.get(code).map_or(code, String::as_str)
    }

    /// An answer as it was given, in the later version's codes and rows: nothing is added to it.
    /// Answers within a repeat to what is asked no more are left out.
    pub fn given(&self, answer: &Answer) -> Answer {
        let Answer::Value(value) = answer else {
            return answer.clone();
        };
        Answer::Value(match value {
            Value::Choice(chosen) => Value::Choice(self.chosen(chosen)),
            Value::Choices(chosen) => Value::Choices(self.all_chosen(chosen)),
            Value::Integer(number) => Value::Integer(self.number(*number)),
            Value::Rows(rows) => Value::Rows(self.all_rows(rows)),
            Value::Closable { rows, closed } => Value::Closable {
                rows: self.all_rows(rows),
                closed: closed.clone(),
            },
            Value::Entries(entries) => {
                let entries = entries.iter().map(|entry| self.entry(entry));
                Value::Entries(entries.collect())
            }
            other => other.clone(),
        })
    }

    /// A finished answer: rows and nested questions that did not exist say so.
    fn finished(&self, answer: &Answer) -> Answer {
        let mut answer = self.given(answer);
        self.complete(&mut answer);
        answer
    }

    fn complete(&self, answer: &mut Answer) {
        match answer {
            Answer::Value(Value::Rows(rows) | Value::Closable { rows, .. }) => {
                let absent = Answer::Missing(Missing::NotInVersion);
                let added = self.added.iter();
                rows.extend(added.map(|row| (row.clone(), absent.clone())));
            }
            Answer::Value(Value::Entries(entries)) => {
                for entry in entries {
                    self.complete_entry(entry);
                }
            }
            _ => {}
        }
    }

    fn complete_entry(&self, entry: &mut Vec<(String, Answer)>) {
        let mut given: BTreeMap<String, Answer> = entry.drain(..).collect();
        let ids = self.questions.iter();
        entry.extend(ids.map(|id| {
            let absent = Answer::Missing(Missing::NotInVersion);
            let mut answer = given.remove(id).unwrap_or(absent);
            if let Some(step) = self.nested.values().find(|step| step.to == *id) {
                step.complete(&mut answer);
            }
            (id.clone(), answer)
        }));
    }

    fn entry(&self, entry: &[(String, Answer)]) -> Vec<(String, Answer)> {
        let answers = entry.iter().filter_map(|(id, answer)| {
            let step = self.nested.get(id)?;
            Some((step.to.clone(), step.given(answer)))
        });
        answers.collect()
    }

    /// The step of a question in a repeat.
    pub fn nested(&self, old_id: &str) -> Option<&Self> {
        self.nested.get(old_id)
    }

    fn chosen(&self, chosen: &Chosen) -> Chosen {
        Chosen {
            code: self.code(&chosen.code).to_owned(),
            text: chosen.text.clone(),
        }
    }

    /// Two codes that became one are chosen once.
    fn all_chosen(&self, chosen: &[Chosen]) -> Vec<Chosen> {
        let mut all: Vec<Chosen> = Vec::new();
        for chosen in chosen.iter().map(|chosen| self.chosen(chosen)) {
            if !all.iter().any(|other| other.code == chosen.code) {
                all.push(chosen);
            }
        }
        all
    }

    /// A point of a scale is a number whose text is its code.
    fn number(&self, number: i64) -> i64 {
        let now = self.codes.get(&number.to_string());
        now.and_then(|code| code.parse().ok()).unwrap_or(number)
    }

    fn all_rows(&self, rows: &[(String, Answer)]) -> Vec<(String, Answer)> {
        let rows = rows.iter();
        rows.map(|(row, answer)| (self.row(row).to_owned(), self.given(answer)))
            .collect()
    }
}

fn ids(repeat: &Repeat) -> Vec<String> {
    let asked = repeat
        .questions
        .iter()
        .filter(|question| !matches!(question.kind, Kind::Note));
    asked.map(|question| question.id.clone()).collect()
}

fn nested(
    old: &Questionnaire,
    new: &Questionnaire,
    outer: &str,
    (was, now): (&Repeat, &Repeat),
) -> BTreeMap<String, Step> {
    let find = |id: &str| was.questions.iter().find(|one| one.id == id);
    let pairs = now.questions.iter().filter_map(|now| {
        let migration = nested_migration(old, new, outer, &now.id);
        let was = earlier(migration, &now.id, find)?;
        is_alike(&was.kind, &now.kind).then(|| {
            let ids = format!("{outer}.{}", now.id);
            let step = Step::new(old, new, (was, now), migration, &ids);
            (was.id.clone(), step)
        })
    });
    pairs.collect()
}
