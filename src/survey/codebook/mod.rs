//! The codebook: the variables that a questionnaire yields, one for each answer that a table can
//! hold, with all that someone needs who has the data and not the screen.

mod csv;
mod ddi;
mod json;
mod text;
mod universe;
mod xml;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::canonical::type_name;
use super::expression::Expression;
use super::model::{
    Cells, Choice, Choices, ComputedKind, Fingerprint, Kind, Matrix, Question, Questionnaire,
    Range, Required, Section,
};
use super::nest::Around;
use super::question_print;
use crate::base::language::Text;
use crate::base::words::Message;
use crate::response::answer::Missing;

pub use csv::write as to_csv;
pub use ddi::{Counted, Counts, Frequency, write as to_ddi, write_counted as to_ddi_counted};
pub use json::write as to_json;
pub use text::write as to_text;
pub use universe::name as question_name;
pub use xml::escape;

use universe::Asked;

/// One variable.
pub struct Variable<'q> {
    /// The question's id, after those of the repeats that it stands in; of a matrix or allocation
    /// before its row; with points between.
    pub id: String,
    /// The section it stands in.
    pub section: &'q Section,
    /// The question it comes from; of a repeat's entry the nested one.
    pub question: &'q Question,
    /// The repeats that it stands in: a variable for each entry of the innermost.
    pub around: Around<'q>,
    /// The row that it stands for.
    pub row: Option<&'q Choice>,
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
    /// Who was asked.
    pub universe: Message,
    /// Bounds, digits and unit of a number.
    pub range: Option<Bounds<'q>>,
    /// The fingerprint of the question that it belongs to; of a repeat's entry that of the repeat.
    pub fingerprint: Option<Fingerprint>,
}

/// Bounds of a variable that is a number.
#[derive(Clone, Copy, Default)]
pub struct Bounds<'q> {
    /// Least.
    pub min: Option<Decimal>,
    /// Most.
    pub max: Option<Decimal>,
    /// Digits after the point.
    pub decimals: u32,
    /// What it is counted in.
    pub unit: Option<&'q Text>,
}

impl<'q> Variable<'q> {
    /// The condition of the question itself, as its author wrote it.
    pub fn relevant(&self) -> Option<&'q Expression> {
        self.question.relevant.as_ref()
    }

    /// The repeat that it stands in, by its ids with points between: what its table is called.
    pub fn repeat(&self) -> Option<String> {
        let ids: Vec<&str> = self
            .around
            .iter()
            .map(|repeat| repeat.id.as_str())
            .collect();
        (!ids.is_empty()).then(|| ids.join("."))
    }

    /// Whether an answer was demanded: always, never, or where a condition held.
    pub const fn required(&self) -> &'q Required {
        &self.question.required
    }
}

/// All variables in the questionnaire's order; notes have none.
pub fn variables(survey: &Questionnaire) -> Vec<Variable<'_>> {
    let all = survey.sections.iter().flat_map(|section| {
        section.questions.iter().map(move |question| Place {
            survey,
            section,
            around: Around::NONE,
            question,
        })
    });
    all.flat_map(|place| {
        let fingerprint = Some(question_print::of(place.survey, place.question));
        let variables = of_question(place).into_iter();
        variables.map(move |variable| Variable {
            fingerprint,
            ..variable
        })
    })
    .collect()
}

/// The key of a person among the rows of every table.
pub const PERSON: &str = "person";

/// What tells a row of a repeat's table: the number of the person, then, level by level, that of the
/// entry in each repeat by its ids. The last one is what the table is called.
pub fn keys(around: Around<'_>, repeat: &Question) -> Vec<String> {
    let mut keys = vec![PERSON.to_owned()];
    let mut ids: Vec<&str> = Vec::new();
    for level in around.iter().chain([repeat]) {
        ids.push(&level.id);
        keys.push(ids.join("."));
    }
    keys
}

/// How long the id of a question's longest variable is, in letters: what [`variables`] would give,
/// without making them. A note has none.
pub(in crate::survey) fn longest_id(survey: &Questionnaire, question: &Question) -> usize {
    let within = |further: usize| question.id.len() + 1 + further;
    match &question.kind {
        Kind::Note => 0,
        Kind::Repeat(repeat) => {
            let nested = repeat
                .questions
                .iter()
                .map(|nested| longest_id(survey, nested));
            let longest = nested.filter(|length| *length > 0).max();
            longest.map_or(question.id.len(), within)
        }
        kind => match rows(survey, kind) {
            Some(rows) => {
                let longest = rows.iter().map(|row| row.code.len()).max();
                longest.map_or(0, within)
            }
            None => question.id.len(),
        },
    }
}

/// A question where it stands.
#[derive(Clone, Copy)]
struct Place<'q> {
    survey: &'q Questionnaire,
    section: &'q Section,
    /// The repeats around it.
    around: Around<'q>,
    question: &'q Question,
}

fn of_question(place: Place<'_>) -> Vec<Variable<'_>> {
    match &place.question.kind {
        Kind::Note => Vec::new(),
        Kind::Repeat(repeat) => {
            let inner = repeat.questions.iter().flat_map(|nested| {
                let inside = Place {
                    question: nested,
                    around: place.around.within(place.question),
                    ..place
                };
                of_question(inside)
            });
            std::iter::once(plain(place)).chain(inner).collect()
        }
        kind => match rows(place.survey, kind) {
            Some(rows) => rows.into_iter().map(|row| of_row(place, row)).collect(),
            None => vec![plain(place)],
        },
    }
}

/// The rows that a question is asked about; none where it is asked once.
fn rows<'q>(survey: &'q Questionnaire, kind: &'q Kind) -> Option<Vec<&'q Choice>> {
    match kind {
        Kind::Matrix(matrix) => Some(survey.rows(matrix)),
        Kind::Allocation { rows, .. } => Some(survey.all_choices(rows).collect()),
        _ => None,
    }
}

/// What stands in one row: its type, its choices, its bounds.
fn of_cells(kind: &Kind) -> (&'static str, &[Choice], Option<Bounds<'_>>) {
    match kind {
        Kind::Matrix(matrix) => {
            let (kind, choices) = cell(matrix);
            (kind, choices, cell_bounds(matrix))
        }
        Kind::Allocation { total, unit, .. } => {
            let bounds = Bounds {
                min: Some(Decimal::ZERO),
                max: Some(Decimal::from(*total)),
                decimals: 0,
                unit: unit.as_ref(),
            };
            ("integer", &[], Some(bounds))
        }
        _ => ("", &[], None),
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

fn cell_bounds(matrix: &Matrix) -> Option<Bounds<'_>> {
    match &matrix.cells {
        Cells::Integer(range) | Cells::Decimal(range) => Some(bounds(range)),
        _ => None,
    }
}

const fn bounds(range: &Range) -> Bounds<'_> {
    Bounds {
        min: range.min,
        max: range.max,
        decimals: range.decimals,
        unit: range.unit.as_ref(),
    }
}

fn of_row<'q>(place: Place<'q>, row: &'q Choice) -> Variable<'q> {
    let whole = plain(place);
    let (kind, choices, range) = of_cells(&place.question.kind);
    Variable {
        id: format!("{}.{}", whole.id, row.code),
        kind,
        label: &row.label,
        row: Some(row),
        choices: choices.iter().collect(),
        range,
        universe: universe::tell(asked(place, Some(row))),
        ..whole
    }
}

/// A nested question has no audience of its own: that of the outermost repeat is its.
fn plain(place: Place<'_>) -> Variable<'_> {
    let question = place.question;
    let outer = place.around.iter().next().unwrap_or(question);
    let ids = place.around.iter().chain([question]);
    let ids: Vec<&str> = ids.map(|one| one.id.as_str()).collect();
    let id = ids.join(".");
    Variable {
        id,
        section: place.section,
        question,
        around: place.around,
        row: None,
        kind: type_name(&question.kind),
        label: &question.label,
        audience: audience(outer),
        choices: offered(place.survey, &question.kind),
        missing: missing(question, outer),
        universe: universe::tell(asked(place, None)),
        range: match &question.kind {
            Kind::Integer(range) | Kind::Decimal(range) => Some(bounds(range)),
            _ => None,
        },
        fingerprint: None,
    }
}

fn asked<'q>(place: Place<'q>, row: Option<&'q Choice>) -> Asked<'q> {
    Asked {
        survey: place.survey,
        section: place.section.relevant.as_ref(),
        around: place.around,
        question: place.question,
        row,
    }
}

/// What a computed variable holds.
pub const fn yields(kind: &Kind) -> Option<&'static str> {
    let Kind::Computed { result } = kind else {
        return None;
    };
    Some(match result {
        ComputedKind::YesNo => "yes_no",
        ComputedKind::Number => "decimal",
        ComputedKind::Text => "text",
        ComputedKind::Day => "date",
    })
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
/// `released` is the question whose audience counts: of a nested one its repeat.
fn missing(question: &Question, released: &Question) -> Vec<Missing> {
    let is_withheld = released
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
    kinds.extend(is_withheld.then_some(Missing::Withheld));
    kinds.into_iter().collect()
}
