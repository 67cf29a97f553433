//! One row of a spreadsheet as a form, with everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map as Object, Value as Json, json};

use crate::base::time::Day;
use crate::base::words::Message;
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question};

use super::super::Form;
use super::super::fill_in::fill_in_rest;
use super::super::path::Problem;
use super::cell;
use super::map::{Column, Map, Place, fold};

/// Where each column of the map stands in the file.
pub struct Headings {
    places: Vec<usize>,
    key: Option<usize>,
}

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The heading of the cell; empty where it is about the row.
    pub heading: String,
    /// What is wrong and what to do.
    pub message: Message,
}

impl Headings {
    /// Finds the map's columns in the file's first line.
    ///
    /// # Errors
    /// Headings that the file lacks, that it has twice, and columns that the map does not name: what is not
    /// named would be lost in silence.
    pub fn find(map: &Map, headings: &[String]) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let place = |heading: &str| headings.iter().position(|known| known == heading);
        let mut places = Vec::new();
        for column in &map.columns {
            match place(&column.heading) {
                Some(at) => places.push(at),
                None => wrong.push(format!(
                    "the file has no column `{}`, which the map names",
                    column.heading
                )),
            }
        }
        let mut seen = BTreeSet::new();
        for heading in headings {
            let is_named = map.columns.iter().any(|column| column.heading == *heading);
            if !is_named && !heading.is_empty() {
                wrong.push(format!(
                    "the map says nothing of the column `{heading}`: give it a `question`, or `leave_out = true`"
                ));
            }
            if !heading.is_empty() && !seen.insert(heading) {
                wrong.push(format!("two columns are headed `{heading}`: rename one"));
            }
        }
        let key = map.key.as_deref().and_then(place);
        if wrong.is_empty() {
            return Ok(Self { places, key });
        }
        Err(wrong)
    }

    /// What a row is known by when the file comes again: its key's cell, or all that it says.
    pub fn identity<'c>(&self, cells: &'c [String]) -> Vec<&'c str> {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        match self.key {
            Some(key) => vec![cell(key)],
            None => self.places.iter().map(|&at| cell(at)).collect(),
        }
    }
}

/// Fills in a form from one row, and marks it as imported.
///
/// # Errors
/// Everything that is wrong with the row, cells first.
pub fn fill_row(
    questionnaire: &Arc<Questionnaire>,
    map: &Map,
    headings: &Headings,
    cells: &[String],
    today: Day,
) -> Result<Form, Vec<RowProblem>> {
    let mut answers = Answers::default();
    let mut problems = Vec::new();
    for (column, &at) in map.columns.iter().zip(&headings.places) {
        let text = cells.get(at).map_or("", |cell| cell.trim());
        if let Err(words) = answers.add(questionnaire, column, text) {
            problems.push(RowProblem {
                heading: column.heading.clone(),
                message: Message::with("form-fill-cell", [("problem", words.into())]),
            });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let rest = |id: &str| map.rest_not_reached && !map.feeds(id);
    let answers = answers.finish();
    let filled = fill_in_rest(
        Arc::clone(questionnaire),
        map.language.clone(),
        today,
        &answers,
        &rest,
    );
    let mut form = filled.map_err(|found| found.into_iter().map(about_row).collect::<Vec<_>>())?;
    form.set_imported();
    Ok(form)
}

fn about_row(problem: Problem) -> RowProblem {
    RowProblem {
        heading: String::new(),
        message: problem.message,
    }
}

/// A row's answers while its cells are read.
#[derive(Default)]
struct Answers {
    whole: Object<String, Json>,
    rows: BTreeMap<String, Object<String, Json>>,
    chosen: BTreeMap<String, Vec<String>>,
    entries: BTreeMap<String, BTreeMap<usize, Object<String, Json>>>,
}

impl Answers {
    /// Adds a cell; an empty one, unless the map names it, adds nothing.
    fn add(
        &mut self,
        questionnaire: &Questionnaire,
        column: &Column,
        text: &str,
    ) -> Result<(), String> {
        let Some(target) = &column.target else {
            return Ok(());
        };
        let Some(question) = questionnaire.question(&target.question) else {
            return Ok(());
        };
        let missing = column.missing.get(&fold(text));
        let missing = missing.map(|kind| json!({ "missing": kind.code() }));
        if text.is_empty() && missing.is_none() {
            return Ok(());
        }
        let id = question.id.clone();
        match &target.place {
            Place::Whole => {
                let value = missing
                    .map_or_else(|| cell::whole(questionnaire, question, column, text), Ok)?;
                self.whole.insert(id, value);
            }
            Place::Row(row) => {
                let value = missing.map_or_else(|| cell::row(question, column, text), Ok)?;
                self.rows.entry(id).or_default().insert(row.clone(), value);
            }
            Place::Choice(choice) => self.choose(id, choice, column, text, missing)?,
            Place::Entry(entry, field) => {
                let Some(nested) = nested(question, field) else {
                    return Ok(());
                };
                let value =
                    missing.map_or_else(|| cell::whole(questionnaire, nested, column, text), Ok)?;
                let entries = self.entries.entry(id).or_default();
                entries
                    .entry(*entry)
                    .or_default()
                    .insert(field.clone(), value);
            }
        }
        Ok(())
    }

    fn choose(
        &mut self,
        id: String,
        choice: &str,
        column: &Column,
        text: &str,
        missing: Option<Json>,
    ) -> Result<(), String> {
        if let Some(missing) = missing {
            self.whole.insert(id, missing);
            return Ok(());
        }
        let chosen = self.chosen.entry(id).or_default();
        if cell::yes_no(column, text)? {
            chosen.push(choice.to_owned());
        }
        Ok(())
    }

    fn finish(mut self) -> Object<String, Json> {
        for (id, rows) in self.rows {
            self.whole.entry(id).or_insert(Json::Object(rows));
        }
        for (id, chosen) in self.chosen {
            if !chosen.is_empty() {
                self.whole.entry(id).or_insert_with(|| json!(chosen));
            }
        }
        for (id, entries) in self.entries {
            let entries: Vec<Json> = entries.into_values().map(Json::Object).collect();
            self.whole.entry(id).or_insert(Json::Array(entries));
        }
        self.whole
    }
}

fn nested<'q>(question: &'q Question, field: &str) -> Option<&'q Question> {
    match &question.kind {
        Kind::Repeat(repeat) => repeat.questions.iter().find(|one| one.id == field),
        _ => None,
    }
}
