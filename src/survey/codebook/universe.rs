//! Who was asked, in words: a question's own condition with those of its section, its repeat, and
//! of the row of a matrix that it stands for.

use crate::base::words::Message;
use crate::survey::expression::Expression;
use crate::survey::expression::wording::{Wording, joined};
use crate::survey::model::{Choice, Choices, Kind, Matrix, Question, Questionnaire};
use crate::survey::nest::Around;

/// The most matrices that take their rows from one another.
const LONGEST_CHAIN: usize = 8;

/// A question in its place, or one row of it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'q> {
    pub(super) survey: &'q Questionnaire,
    pub(super) section: Option<&'q Expression>,
    /// The repeats that it stands in.
    pub(super) around: Around<'q>,
    pub(super) question: &'q Question,
    pub(super) row: Option<&'q Choice>,
}

/// The universe as a message of its own.
pub(super) fn tell(asked: Asked<'_>) -> Message {
    let mut parts = conditions(asked);
    parts.extend(row_conditions(asked));
    let where_asked = joined("condition-and", parts);
    let base = match asked.around.last() {
        Some(repeat) => Some(Message::with(
            "universe-each-entry",
            [("question", name(repeat).into())],
        )),
        None if matches!(asked.question.kind, Kind::Computed { .. }) => {
            Some(Message::plain("universe-computed"))
        }
        None => None,
    };
    match (base, where_asked) {
        (None, None) => Message::plain("universe-everyone"),
        (Some(base), None) => base,
        (None, Some(condition)) => asked_where(condition),
        (Some(base), Some(condition)) => {
            let args = [
                ("first", base.into()),
                ("rest", asked_where(condition).into()),
            ];
            Message::with("universe-both", args)
        }
    }
}

fn asked_where(condition: Message) -> Message {
    Message::with("universe-asked-where", [("condition", condition.into())])
}

/// How a codebook calls a question: by its words.
pub fn name(question: &Question) -> Message {
    Message::with(
        "condition-question",
        [("label", question.label.clone().into())],
    )
}

fn conditions(asked: Asked<'_>) -> Vec<Message> {
    let mut told = Vec::new();
    let mut tell = |condition: Option<&Expression>, around| {
        let condition = condition.into_iter();
        told.extend(condition.map(|condition| wording(asked.survey, around, None).of(condition)));
    };
    let mut around = Around::NONE;
    tell(asked.section, around);
    for repeat in asked.around.iter() {
        tell(repeat.relevant.as_ref(), around);
        around = around.within(repeat);
    }
    tell(asked.question.relevant.as_ref(), around);
    told
}

fn wording<'a>(
    survey: &'a Questionnaire,
    around: Around<'a>,
    entry: Option<&'a Choice>,
) -> Wording<'a> {
    Wording {
        survey,
        around,
        entry,
        bound: None,
        name: &name,
    }
}

/// When a row is shown at all.
fn row_conditions(asked: Asked<'_>) -> Vec<Message> {
    let Some(row) = asked.row else {
        return Vec::new();
    };
    match &asked.question.kind {
        Kind::Matrix(matrix) => of_matrix(asked.survey, asked.around, matrix, row),
        Kind::Allocation { rows, .. } => filtered(asked.survey, asked.around, rows, row)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn of_matrix(
    survey: &Questionnaire,
    around: Around<'_>,
    matrix: &Matrix,
    row: &Choice,
) -> Vec<Message> {
    let mut told = Vec::new();
    let mut matrix = matrix;
    for _ in 0..=LONGEST_CHAIN {
        told.extend(filtered(survey, around, &matrix.rows, row));
        let source = matrix
            .rows_from
            .as_deref()
            .and_then(|id| survey.question(id));
        match source.map(|source| (source, &source.kind)) {
            Some((_, Kind::Matrix(next))) => matrix = next,
            Some((source, Kind::Multiple { .. })) => {
                let value = Message::with("condition-quoted", [("text", row.label.clone().into())]);
                let args = [("question", name(source).into()), ("value", value.into())];
                told.push(Message::with("condition-chosen", args));
                break;
            }
            _ => break,
        }
    }
    told
}

fn filtered(
    survey: &Questionnaire,
    around: Around<'_>,
    rows: &Choices,
    row: &Choice,
) -> Option<Message> {
    rows.filter
        .as_ref()
        .map(|filter| wording(survey, around, Some(row)).of(filter))
}
