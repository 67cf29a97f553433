//! The map: which column of a spreadsheet answers which question (`import responses --map`).

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::base::language::Language;
use crate::response::answer::Missing;
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question};

/// A map that fits its questionnaire.
pub struct Map {
    /// The heading whose cell names a row, so that a row is known again when the file comes twice.
    pub key: Option<String>,
    /// The language that the answers are kept under.
    pub language: Language,
    /// Whether questions without a column read `not_reached`; else they count as left unanswered.
    pub rest_not_reached: bool,
    pub(super) columns: Vec<Column>,
}

/// Something wrong with a map: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapProblem {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// One column of the spreadsheet.
pub(super) struct Column {
    pub(super) heading: String,
    /// Nothing where the column is left out on purpose.
    pub(super) target: Option<Target>,
    /// Words of the spreadsheet and the codes that they stand for.
    pub(super) codes: BTreeMap<String, String>,
    /// Words of the spreadsheet and the kinds of missing that they stand for.
    pub(super) missing: BTreeMap<String, Missing>,
    /// What stands between several values of a cell.
    pub(super) split: String,
    /// How days are written.
    pub(super) days: Days,
}

/// What a column's cells answer.
pub(super) struct Target {
    pub(super) question: String,
    pub(super) place: Place,
}

/// Which part of the question.
pub(super) enum Place {
    /// All of it.
    Whole,
    /// One row of a matrix or allocation.
    Row(String),
    /// One choice of several: a cell that says yes chooses it.
    Choice(String),
    /// One field of one entry of a repeat; entries count from 0.
    Entry(usize, String),
}

/// How a spreadsheet writes days.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(super) enum Days {
    /// `2027-03-31`.
    #[default]
    #[serde(rename = "year-first")]
    Year,
    /// `31/03/2027`, also with dots or dashes.
    #[serde(rename = "day-first")]
    Day,
    /// `03/31/2027`.
    #[serde(rename = "month-first")]
    Month,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMap {
    schema: Spanned<u32>,
    survey: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
    rest: Option<Spanned<String>>,
    #[serde(default)]
    column: Vec<RawColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    heading: Spanned<String>,
    question: Option<Spanned<String>>,
    row: Option<Spanned<String>>,
    choice: Option<Spanned<String>>,
    entry: Option<Spanned<usize>>,
    field: Option<Spanned<String>>,
    #[serde(default)]
    leave_out: bool,
    #[serde(default)]
    codes: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    missing: BTreeMap<String, Spanned<String>>,
    split: Option<String>,
    #[serde(default)]
    days: Days,
}

/// A byte of the file and what is wrong there.
type Found = (usize, String);

impl Map {
    /// Reads a map and holds it against its questionnaire.
    ///
    /// # Errors
    /// Every problem, in the file's order.
    pub fn parse(text: &str, questionnaire: &Questionnaire) -> Result<Self, Vec<MapProblem>> {
        let raw: RawMap = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = format!(
                "{}; see docs/import.md for what a map holds",
                error.message()
            );
            vec![problem(text, at, message)]
        })?;
        let mut found = Vec::new();
        let map = lower(&raw, questionnaire, &mut found);
        if found.is_empty() {
            return Ok(map);
        }
        found.sort();
        let problems = found.into_iter();
        Err(problems
            .map(|(at, message)| problem(text, at, message))
            .collect())
    }

    /// Whether a question has a column.
    pub(super) fn feeds(&self, question: &str) -> bool {
        let mut targets = self.columns.iter().filter_map(|one| one.target.as_ref());
        targets.any(|target| target.question == question)
    }
}

fn problem(text: &str, at: usize, message: String) -> MapProblem {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |feed| feed + 1);
    MapProblem {
        line: before.matches('\n').count() + 1,
        column: before
            .get(start..)
            .map_or(1, |line| line.chars().count() + 1),
        message,
    }
}

fn lower(raw: &RawMap, questionnaire: &Questionnaire, found: &mut Vec<Found>) -> Map {
    if *raw.schema.get_ref() != 1 {
        found.push((raw.schema.span().start, "write `schema = 1`".to_owned()));
    }
    if let Some(survey) = &raw.survey
        && *survey.get_ref() != questionnaire.id
    {
        let words = format!(
            "this map is for `{}` and the survey is `{}`: choose the survey with `--survey`, or mend the map",
            survey.get_ref(),
            questionnaire.id
        );
        found.push((survey.span().start, words));
    }
    let columns = raw.column.iter();
    let columns: Vec<Column> = columns
        .map(|column| lower_column(column, questionnaire, found))
        .collect();
    twice(raw, found);
    Map {
        key: key(raw, found),
        language: language(raw, questionnaire, found),
        rest_not_reached: rest(raw, found),
        columns,
    }
}

fn key(raw: &RawMap, found: &mut Vec<Found>) -> Option<String> {
    let key = raw.key.as_ref()?;
    let mut headings = raw.column.iter().map(|column| column.heading.get_ref());
    if !headings.any(|heading| heading == key.get_ref()) {
        let words = "`key` is the heading of a column: name that column in the map too, with `leave_out = true` where it answers nothing";
        found.push((key.span().start, words.to_owned()));
    }
    Some(key.get_ref().clone())
}

fn language(raw: &RawMap, questionnaire: &Questionnaire, found: &mut Vec<Found>) -> Language {
    let Some(asked) = &raw.language else {
        return questionnaire.default_language();
    };
    let language = Language::new(asked.get_ref());
    if !questionnaire.languages.contains(&language) {
        let all: Vec<&str> = questionnaire
            .languages
            .iter()
            .map(Language::as_str)
            .collect();
        let words = format!(
            "the survey has no language `{language}`; it has {}",
            all.join(", ")
        );
        found.push((asked.span().start, words));
    }
    language
}

fn rest(raw: &RawMap, found: &mut Vec<Found>) -> bool {
    let Some(rest) = &raw.rest else { return false };
    let is_known = rest.get_ref() == Missing::NotReached.code();
    if !is_known {
        let words =
            "`rest` says what questions without a column read: `not_reached` is the only word";
        found.push((rest.span().start, words.to_owned()));
    }
    is_known
}

/// Two columns of one heading, or two that answer the same.
fn twice(raw: &RawMap, found: &mut Vec<Found>) {
    let mut headings = BTreeMap::new();
    let mut targets = BTreeMap::new();
    for column in &raw.column {
        let at = column.heading.span().start;
        if headings.insert(column.heading.get_ref(), at).is_some() {
            let words = format!(
                "the heading `{}` stands here twice",
                column.heading.get_ref()
            );
            found.push((at, words));
        }
        let Some(question) = &column.question else {
            continue;
        };
        let place = (
            question.get_ref(),
            column.row.as_ref().map(Spanned::get_ref),
            column.choice.as_ref().map(Spanned::get_ref),
            column.entry.as_ref().map(Spanned::get_ref),
            column.field.as_ref().map(Spanned::get_ref),
        );
        if targets.insert(place, at).is_some() {
            let words = format!("another column already answers this part of `{}`", place.0);
            found.push((at, words));
        }
    }
}

fn lower_column(raw: &RawColumn, questionnaire: &Questionnaire, found: &mut Vec<Found>) -> Column {
    let at = raw.heading.span().start;
    let target = match (&raw.question, raw.leave_out) {
        (Some(question), false) => target(raw, question, questionnaire, found),
        (None, true) => None,
        (Some(_), true) => {
            let words = "`leave_out` and `question` exclude each other: keep one of them";
            found.push((at, words.to_owned()));
            None
        }
        (None, false) => {
            let words = "say which `question` this column answers, or `leave_out = true`";
            found.push((at, words.to_owned()));
            None
        }
    };
    Column {
        heading: raw.heading.get_ref().clone(),
        target,
        codes: folded(&raw.codes),
        missing: missing(raw, found),
        split: raw.split.clone().unwrap_or_else(|| ";".to_owned()),
        days: raw.days,
    }
}

/// Words of a cell are compared without case and outer blanks.
pub(super) fn fold(word: &str) -> String {
    word.trim().to_lowercase()
}

fn folded(words: &BTreeMap<String, Spanned<String>>) -> BTreeMap<String, String> {
    let words = words.iter();
    words
        .map(|(word, code)| (fold(word), code.get_ref().clone()))
        .collect()
}

fn missing(raw: &RawColumn, found: &mut Vec<Found>) -> BTreeMap<String, Missing> {
    let mut out = BTreeMap::new();
    for (word, kind) in &raw.missing {
        let known = Missing::ALL
            .into_iter()
            .find(|known| known.code() == kind.get_ref());
        if let Some(known) = known {
            out.insert(fold(word), known);
        } else {
            let words = format!(
                "`{}` is no kind of missing: write `dont_know`, `prefer_not` or `blank`",
                kind.get_ref()
            );
            found.push((kind.span().start, words));
        }
    }
    out
}

fn target(
    raw: &RawColumn,
    question: &Spanned<String>,
    questionnaire: &Questionnaire,
    found: &mut Vec<Found>,
) -> Option<Target> {
    let Some(asked) = questionnaire.question(question.get_ref()) else {
        let words = format!(
            "the survey has no question `{}`: `tallybox survey codebook` lists the ids",
            question.get_ref()
        );
        found.push((question.span().start, words));
        return None;
    };
    match place(raw, asked, questionnaire) {
        Ok(place) => Some(Target {
            question: asked.id.clone(),
            place,
        }),
        Err(words) => {
            found.push((question.span().start, words));
            None
        }
    }
}

fn place(
    raw: &RawColumn,
    question: &Question,
    questionnaire: &Questionnaire,
) -> Result<Place, String> {
    let text = |given: &Option<Spanned<String>>| given.as_ref().map(|one| one.get_ref().clone());
    let entry = raw.entry.as_ref().map(|one| *one.get_ref());
    let given = (text(&raw.row), text(&raw.choice), entry, text(&raw.field));
    let place = match (&question.kind, given) {
        (Kind::Matrix(_) | Kind::Allocation { .. }, (Some(row), None, None, None)) => {
            Place::Row(row)
        }
        (Kind::Matrix(_) | Kind::Allocation { .. }, _) => {
            return Err("this question has rows: say which with `row = \"CODE\"`".to_owned());
        }
        (Kind::Multiple { .. }, (None, Some(choice), None, None)) => Place::Choice(choice),
        (Kind::Repeat(repeat), (None, None, Some(entry), Some(field))) if entry > 0 => {
            one_value(&repeat.questions, &field)?;
            Place::Entry(entry - 1, field)
        }
        (Kind::Repeat(_), _) => {
            return Err(
                "this question has entries: say which with `entry = 1` (from 1) and `field = \"ID\"`"
                    .to_owned(),
            );
        }
        (Kind::Computed { .. } | Kind::Note, _) => {
            return Err("this question is never answered by hand".to_owned());
        }
        (_, (None, None, None, None)) => Place::Whole,
        _ => {
            return Err("`row`, `choice`, `entry` and `field` do not fit this question".to_owned());
        }
    };
    known_part(&place, question, questionnaire).map(|()| place)
}

/// A row of a spreadsheet has no room for what an entry holds several of.
fn one_value(questions: &[Question], field: &str) -> Result<(), String> {
    let asked = questions.iter().find(|known| known.id == field);
    let what = match asked.map(|asked| &asked.kind) {
        Some(Kind::Repeat(_)) => "has entries of its own",
        Some(Kind::Matrix(_) | Kind::Allocation { .. }) => "has rows of its own",
        _ => return Ok(()),
    };
    Err(format!(
        "`{field}` {what}, for which a spreadsheet has no column: enter such answers one by one, with `tallybox fill --answers FILE.json`"
    ))
}

/// Whether the question has the part that is named.
fn known_part(
    place: &Place,
    question: &Question,
    questionnaire: &Questionnaire,
) -> Result<(), String> {
    let has = match (place, &question.kind) {
        (Place::Row(row), Kind::Matrix(matrix)) => {
            let rows = questionnaire.rows(matrix);
            rows.iter().any(|known| known.code == *row)
        }
        (Place::Row(row), Kind::Allocation { rows, .. }) => questionnaire
            .all_choices(rows)
            .any(|known| known.code == *row),
        (Place::Choice(choice), Kind::Multiple { choices, .. }) => questionnaire
            .all_choices(choices)
            .any(|known| known.code == *choice),
        (Place::Entry(entry, field), Kind::Repeat(repeat)) => {
            let most = usize::try_from(repeat.max).unwrap_or(usize::MAX);
            *entry < most && repeat.questions.iter().any(|known| known.id == *field)
        }
        _ => true,
    };
    let part = match place {
        Place::Row(row) => row,
        Place::Choice(choice) => choice,
        Place::Entry(_, field) => field,
        Place::Whole => return Ok(()),
    };
    if has {
        return Ok(());
    }
    Err(format!(
        "`{}` has no `{part}` there: `tallybox survey codebook` lists rows, choices and fields",
        question.id
    ))
}
