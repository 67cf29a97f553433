//! `XLSForm` workbooks (ODK, `KoBo`, `SurveyCTO` …) to a questionnaire in TOML.
//!
//! First every name gets its id and its type ([`plan`], [`symbols`]), then every question its keys
//! ([`question`]), since a condition may name any question. The workbook's own order stays.

mod check;
mod choices;
mod columns;
mod kinds;
mod language;
mod matrix;
mod number;
mod offered;
mod plan;
mod question;
mod repair;
mod section;
mod symbols;
mod tables;
mod tree;
mod write;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Refusal;
use super::names::Given;
use super::report::{Report, Weight};
use super::sheet::{Column, Row, Table};
use super::workbook::{self, Sheet};
use crate::survey::Files;
use crate::survey::diagnostic::{Diagnostic, Severity};
use crate::survey::import::xpath::Pulled;
use crate::survey::rules;

use choices::{List, Lists};
use language::Languages;
use symbols::Found;

pub(super) const SURVEY: &str = "survey";
pub(super) const CHOICES: &str = "choices";
pub(super) const EXTERNAL: &str = "external_choices";
/// How often a questionnaire is mended before it is given as it is.
const MOST_REPAIRS: usize = 20;

const SETTINGS: &str = "settings";

/// What the caller decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether user name, address, telephone and day are asked as open questions, rather than refused.
    pub keep_metadata: bool,
    /// The question that says which department a response belongs to, as the form calls it.
    pub department: Option<String>,
    /// The survey's id where the workbook has none: usually the file's name.
    pub id: String,
}

/// A form as it is here.
#[derive(Clone, Debug)]
pub struct ImportedForm {
    /// The questionnaire.
    pub toml: String,
    /// What was not carried over, and what reads differently.
    pub report: Report,
}

/// A form on its way.
struct Form<'o> {
    options: &'o Options,
    report: Report,
    languages: Languages,
    lists: Lists,
    /// Ids given so far.
    given: Given,
    /// The id of each question's row.
    ids: BTreeMap<usize, String>,
    /// What `${name}` stands for.
    symbols: BTreeMap<String, Found>,
    /// The repeat that each repeat stands in, by rows.
    repeats: BTreeMap<usize, Option<usize>>,
    /// Where the hours and minutes of each time of day, and of each day asked with one, stand.
    times: BTreeMap<String, String>,
    /// Whether the question being written is a time of day.
    at_time: bool,
    /// The repeats that hold groups.
    grouped: BTreeSet<usize>,
    /// Computed rows that are no value of their own.
    aliases: BTreeMap<String, symbols::Alias>,
    /// The id here of the department question, once it is found.
    department: Option<String>,
    /// Lists that expressions look into.
    pulled: BTreeMap<Pulled, Rc<List>>,
    /// Those of them that a condition names here.
    looked_up: RefCell<BTreeSet<String>>,
    /// Lists that a question uses, by name.
    used: BTreeMap<String, Rc<List>>,
    /// Groups around sections whose heading was written.
    headed: BTreeSet<usize>,
    /// The row of the repeat that the question being written stands in.
    repeat: Option<usize>,
}

/// Turns a workbook into a questionnaire. `files` gives the CSV files that questions may name.
///
/// # Errors
/// Where the bytes are no workbook, or one without a survey sheet.
pub fn xlsform(
    bytes: &[u8],
    options: &Options,
    files: &dyn Files,
) -> Result<ImportedForm, Refusal> {
    let sheets = workbook::read(bytes)?;
    let survey = table(&sheets, SURVEY, columns::heads_survey).ok_or_else(|| no_survey(&sheets))?;
    let choices = table(&sheets, CHOICES, columns::heads_choices).unwrap_or_default();
    let external = table(&sheets, EXTERNAL, columns::heads_choices).unwrap_or_default();
    let settings = table(&sheets, SETTINGS, columns::heads_settings).unwrap_or_default();
    let settings = settings.rows.into_iter().next().unwrap_or_default();
    let mut form = Form {
        options,
        report: Report {
            rows: survey.rows.len(),
            counted: SURVEY.to_owned(),
            findings: Vec::new(),
        },
        languages: Languages::of(
            &[&survey, &choices, &external],
            settings.get("default_language"),
        ),
        lists: Lists::default(),
        given: Given::default(),
        ids: BTreeMap::new(),
        symbols: BTreeMap::new(),
        repeats: BTreeMap::new(),
        grouped: BTreeSet::new(),
        times: BTreeMap::new(),
        at_time: false,
        aliases: BTreeMap::new(),
        department: None,
        pulled: BTreeMap::new(),
        looked_up: RefCell::default(),
        used: BTreeMap::new(),
        headed: BTreeSet::new(),
        repeat: None,
    };
    form.tell_sheets(&sheets, &survey);
    form.read_lists(&choices, &external);
    let document = form.whole(&survey, &settings, files);
    let toml = form.settled(document, files);
    form.report.sort(&["", SETTINGS, SURVEY, CHOICES, EXTERNAL]);
    Ok(ImportedForm {
        toml,
        report: form.report,
    })
}

/// A sheet by name, whatever its capitals and blanks; the survey sheet also by its look where none has the name.
fn table(sheets: &[Sheet], name: &str, heads: fn(&[Column]) -> bool) -> Option<Table> {
    let usual = |sheet: &&Sheet| sheet.name.trim().to_lowercase().replace(' ', "_") == name;
    let sheet = sheets.iter().find(usual)?;
    Table::read(sheet, columns::usual, heads)
}

fn no_survey(sheets: &[Sheet]) -> Refusal {
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    Refusal::new(
        format!(
            "there is no sheet `survey` with columns `type` and `name`; the sheets are: {}",
            names.join(", ")
        ),
        "give an XLSForm workbook; a list of codes and labels goes through `survey import lists`",
    )
}

/// One `name=value` of the column `parameters`.
fn parameter(row: &Row, name: &str) -> Option<String> {
    let cell = row
        .get("parameters")
        .replace([',', ';'], " ")
        .replace(" =", "=")
        .replace("= ", "=");
    let mut pairs = cell
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found
        .map(|(_, value)| value.to_owned())
        .filter(|value| !value.is_empty())
}

impl Form<'_> {
    fn loss(&mut self, row: &Row, words: impl Into<String>) {
        self.report
            .add(Weight::Loss, SURVEY, row.number, row.get("name"), words);
    }

    fn note(&mut self, row: &Row, words: impl Into<String>) {
        self.report
            .add(Weight::Note, SURVEY, row.number, row.get("name"), words);
    }

    fn refuse(&mut self, row: &Row, words: impl Into<String>) {
        self.report
            .add(Weight::Refused, SURVEY, row.number, row.get("name"), words);
    }

    /// Tells of sheets and columns that are not read at all.
    fn tell_sheets(&mut self, sheets: &[Sheet], survey: &Table) {
        const READ: [&str; 4] = [SURVEY, CHOICES, EXTERNAL, SETTINGS];
        for sheet in sheets {
            let name = sheet.name.trim().to_lowercase().replace(' ', "_");
            if !READ.contains(&name.as_str()) && !name.starts_with('_') && !sheet.lines.is_empty() {
                let weight = if matches!(name.as_str(), "entities" | "osm") {
                    Weight::Loss
                } else {
                    Weight::Note
                };
                self.report.add(
                    weight,
                    "",
                    0,
                    &sheet.name,
                    "this sheet is not part of a form here and is not read",
                );
            }
        }
        let strange: Vec<&str> = survey
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .filter(|name| !name.is_empty() && !columns::is_known(name))
            .collect();
        if !strange.is_empty() {
            let words = format!(
                "these columns mean nothing in a questionnaire and are not read: {}",
                strange.join(", ")
            );
            self.report.add(Weight::Note, SURVEY, 0, "", words);
        }
    }

    /// The text once the loader takes it: a key that it refuses is taken out, and told.
    fn settled(&mut self, mut document: write::Document, files: &dyn Files) -> String {
        for _ in 0..MOST_REPAIRS {
            let text = self.with_comments(&document);
            let checked = crate::survey::load("questionnaire", text.as_bytes(), files);
            let mut errors = checked
                .diagnostics
                .iter()
                .filter(|problem| problem.severity == Severity::Error)
                .peekable();
            if errors.peek().is_none() {
                return text;
            }
            let mended = errors
                .filter(|problem| self.mend(&mut document, &text, problem))
                .count();
            if mended == 0 {
                break;
            }
        }
        let text = self.with_comments(&document);
        let checked = crate::survey::load("questionnaire", text.as_bytes(), files);
        for problem in checked
            .diagnostics
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
        {
            let words = format!(
                "the questionnaire needs a hand in line {}: {} ({})",
                problem.line, problem.message, problem.code
            );
            self.report.add(Weight::Loss, "", 0, &problem.words, words);
        }
        text
    }

    /// Takes the key out that an error stands at; whether there was one.
    fn mend(&mut self, document: &mut write::Document, text: &str, problem: &Diagnostic) -> bool {
        let above: Vec<&str> = text.lines().take(problem.line).collect();
        let key = above
            .last()
            .and_then(|line| line.split_once(" = "))
            .map_or("", |(key, _)| key);
        let id = above
            .iter()
            .rev()
            .find_map(|line| line.strip_prefix("id = \""));
        let id = id.map_or("", |rest| rest.trim_end_matches('"'));
        // A circle through a section's condition is told at a whole question.
        let whole = above.last().is_some_and(|line| line.starts_with("[["));
        let next = text
            .lines()
            .nth(problem.line)
            .and_then(|line| line.strip_prefix("id = \""));
        if problem.code == rules::PIPE.code {
            let Some(number) = document.unpipe(id) else {
                return false;
            };
            let words = format!(
                "a text shows an id instead of an answer: {}",
                problem.message
            );
            self.report.add(Weight::Loss, SURVEY, number, id, words);
            return true;
        }
        let (dropped, key) = match next.filter(|_| whole) {
            Some(rest) => (
                document.open_circle(rest.trim_end_matches('"')),
                "condition",
            ),
            None => (document.drop(id, key), key),
        };
        let Some(number) = dropped else {
            return false;
        };
        let words = format!(
            "its {key} is left out: {} ({})",
            problem.message, problem.code
        );
        self.report.add(Weight::Loss, SURVEY, number, id, words);
        true
    }

    fn whole(&mut self, survey: &Table, settings: &Row, files: &dyn Files) -> write::Document {
        for row in &survey.rows {
            if let kinds::Asked::One {
                source: kinds::Source::File(file),
                ..
            }
            | kinds::Asked::Many {
                source: kinds::Source::File(file),
                ..
            } = kinds::asked(row.get("type"))
            {
                self.read_file_list(row, &file, files);
            }
        }
        self.read_tables(&survey.rows, files);
        let nodes = tree::tree(self, &survey.rows);
        self.name_questions(&nodes);
        let sections = self.plan(&nodes);
        self.find_symbols(&sections);
        self.show_answers_in_choices(&sections);
        let sections = self.sections(&sections);
        self.document(settings, sections)
    }
}
