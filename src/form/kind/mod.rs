//! What each question type does with an answer. One file a type, all of one shape: adding a type is
//! one file here and one line in `of`.

mod acknowledge;
mod allocation;
mod calendar;
mod choose;
mod computed;
mod date;
mod decimal;
mod integer;
mod matrix;
mod month;
mod multiple;
mod number;
pub(super) mod operand;
mod rank;
mod repeat;
mod rows;
mod scale;
mod single;
mod text;
mod yes_no;

pub(super) use calendar::read_day;
pub use calendar::tell_day;

use std::borrow::Cow;

use crate::base::language::Text;
use crate::base::words::{Message, Words};
use crate::response::answer::{Answer, Missing, Value};
use crate::survey::Questionnaire;
use crate::survey::model::{Cells, Choice, Kind, Question};

use super::offered::Offer;
use super::relevance::Spot;
use super::{Form, piped};

/// What a type may look at beside the value.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// The form that it is answered in.
    pub(super) form: &'a Form,
    /// The question in its place.
    pub(super) spot: Spot<'a>,
    /// The choices offered, or the rows shown, in the questionnaire's order.
    pub(super) offered: &'a Offer<'a>,
    /// Whether it must be answered.
    pub(super) required: bool,
}

impl<'a> About<'a> {
    /// The question.
    const fn question(self) -> &'a Question {
        self.spot.question
    }

    /// The questionnaire.
    fn questionnaire(self) -> &'a Questionnaire {
        self.form.questionnaire()
    }

    /// A label of this question with the answers that it pipes.
    fn label(self, label: &Text) -> Cow<'_, Text> {
        piped::label(self.form, self.spot, label)
    }

    /// The same with other choices: those of a matrix's cells.
    const fn offering(self, offered: &'a Offer<'a>) -> Self {
        Self { offered, ..self }
    }
}

/// Something wrong with a value, before it is known where the question stands.
pub(super) struct Fault {
    /// The row, where it is about one.
    pub(super) row: Option<String>,
    /// What is wrong.
    pub(super) message: Message,
}

impl From<Message> for Fault {
    fn from(message: Message) -> Self {
        Self { row: None, message }
    }
}

/// A value that was taken: `None` where there is nothing in it, which clears the answer.
pub(super) type Taken = Result<Option<Value>, Vec<Fault>>;

/// A question type.
pub(super) trait Type {
    /// Normalises a value and checks what may not stand even for a moment. What is merely not
    /// finished (too few, no words for "other", a total not reached) is for `lacks`.
    fn take(&self, value: Value, about: About<'_>) -> Taken;

    /// Reads typed text.
    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault>;

    /// What is said where an answer is required and there is none.
    fn ask(&self, about: About<'_>) -> Message;

    /// The value in words, one line per value, row or entry.
    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String>;

    /// What a value still lacks before the person may go on.
    fn lacks(&self, _value: &Value, _about: About<'_>) -> Vec<Fault> {
        Vec::new()
    }

    /// What stands of a stored value, given what is offered now.
    fn stand(&self, value: &Value, _about: About<'_>) -> Option<Value> {
        Some(value.clone())
    }

    /// How a question that was asked and left blank is written.
    fn blank(&self, _about: About<'_>) -> Answer {
        Answer::Missing(Missing::Blank)
    }
}

/// The type of a question; `None` for a note, which has no answer.
pub(super) fn of(kind: &Kind) -> Option<Box<dyn Type + '_>> {
    Some(match kind {
        Kind::Text {
            max_length,
            pattern,
        } => Box::new(text::Text::line(*max_length, pattern.as_deref())),
        Kind::LongText { max_length } => Box::new(text::Text::lines(*max_length)),
        Kind::Integer(range) => Box::new(integer::Integer(range)),
        Kind::Decimal(range) => Box::new(decimal::Decimals(range)),
        Kind::YesNo => Box::new(yes_no::YesNo),
        Kind::Single(_) | Kind::Lookup(_) => Box::new(single::Single),
        Kind::Multiple { min, max, .. } => Box::new(multiple::Multiple {
            min: *min,
            max: *max,
        }),
        Kind::Scale { .. } => Box::new(scale::Scale),
        Kind::Matrix(matrix) => Box::new(matrix::Rated(matrix)),
        Kind::Allocation {
            total, step, unit, ..
        } => Box::new(allocation::Allocation {
            total: *total,
            step: *step,
            unit: unit.as_ref(),
        }),
        Kind::Rank { max, .. } => Box::new(rank::Rank { max: *max }),
        Kind::Date => Box::new(date::Date),
        Kind::Month => Box::new(month::InMonth),
        Kind::Repeat(repeat) => Box::new(repeat::Group(repeat)),
        Kind::Acknowledge => Box::new(acknowledge::Acknowledge),
        Kind::Computed { .. } => Box::new(computed::Computed),
        Kind::Note => return None,
    })
}

/// The type of a matrix's cells.
fn of_cells(cells: &Cells) -> Box<dyn Type + '_> {
    match cells {
        Cells::Single(_) => Box::new(single::Single),
        Cells::Multiple(_) => Box::new(multiple::Multiple {
            min: None,
            max: None,
        }),
        Cells::Scale(_) => Box::new(scale::Scale),
        Cells::Integer(range) => Box::new(integer::Integer(range)),
        Cells::Decimal(range) => Box::new(decimal::Decimals(range)),
    }
}

/// The choices that a matrix's cells offer.
pub(super) fn columns(cells: &Cells) -> &[Choice] {
    match cells {
        Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => columns,
        Cells::Integer(_) | Cells::Decimal(_) => &[],
    }
}

/// Reads typed text as a cell of a matrix or a number of an allocation.
pub(super) fn read_cell(typed: &str, about: About<'_>) -> Result<Value, Fault> {
    match &about.question().kind {
        Kind::Matrix(matrix) => {
            let columns = Offer::of(columns(&matrix.cells));
            of_cells(&matrix.cells).read(typed, about.offering(&columns))
        }
        Kind::Allocation { .. } => number::read_integer(typed)
            .map(Value::Integer)
            .ok_or_else(|| Message::plain("form-integer").into()),
        _ => Err(not_this_type()),
    }
}

/// One cell of a matrix or number of an allocation in words.
pub(super) fn tell_cell(kind: &Kind, value: &Value, about: About<'_>, words: &Words) -> String {
    let told = match kind {
        Kind::Matrix(matrix) => {
            let columns = Offer::of(columns(&matrix.cells));
            of_cells(&matrix.cells).tell(value, about.offering(&columns), words)
        }
        Kind::Allocation { unit, .. } => match value {
            Value::Integer(number) => number::with_unit(&number.to_string(), unit.as_ref(), words),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    told.join(", ")
}

pub(super) use matrix::group_of;
pub(super) use repeat::{full, too_many_in_all};

/// Whether a value is put together bit by bit, so that conditions on the whole wait for the check.
pub(super) fn is_compound(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Multiple { .. }
            | Kind::Matrix(_)
            | Kind::Allocation { .. }
            | Kind::Rank { .. }
            | Kind::Repeat(_)
    )
}

/// A way of not answering, in words.
pub(super) const fn missing_words(kind: Missing) -> &'static str {
    match kind {
        Missing::DontKnow => "form-missing-dont-know",
        Missing::PreferNot => "form-missing-prefer-not",
        _ => "form-missing-blank",
    }
}

/// A value of another type than the question's.
fn not_this_type() -> Fault {
    Message::plain("form-wrong-type").into()
}
