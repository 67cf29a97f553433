//! Rows of numbers: an allocation with its live total, or a matrix of numbers.

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::text;
use crate::base::words::{Arg, Message};
use crate::response::answer::{Answer, Missing, Value};
use crate::survey::model::{Cells, Kind, Question};
use crate::ui::keymap::{Action, Place};
use crate::ui::sheet::{Line, Piece, Sheet, Spot};
use crate::ui::theme::Tone;

use super::field::{Field, Lines};
use super::text_box::boxed;
use super::typed::Ways;
use super::{Context, Part, Pending, Reaction};

/// Columns of a number's box.
const BOX: usize = 8;

/// Rows of numbers in hand.
#[derive(Clone)]
pub(crate) struct Amounts {
    rows: Vec<(String, Text, Field)>,
    /// What an allocation must total.
    total: Option<i64>,
    /// Digits after the point; `None` for whole numbers.
    decimals: Option<u32>,
    unit: Option<Text>,
    ways: Ways,
}

impl Amounts {
    /// The rows of a question, with the numbers so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        let (total, decimals, unit) = shape(question);
        let answer = context.form.answer(context.path);
        let given = match answer.as_ref().and_then(Answer::value) {
            Some(Value::Rows(rows)) => rows.as_slice(),
            _ => &[],
        };
        let field = |code: &str| {
            let number = given
                .iter()
                .find(|(known, _)| known == code)
                .and_then(|(_, a)| written(a));
            Field::new(Lines::One, &number.unwrap_or_default())
        };
        let rows = context.form.rows(context.path);
        let rows = rows
            .into_iter()
            .map(|row| (row.code.clone(), row.label.clone(), field(&row.code)));
        Self {
            rows: rows.collect(),
            total,
            decimals,
            unit,
            ways: Ways::new(context, question),
        }
    }

    fn answer(&self, number: Decimal) -> Option<Answer> {
        let value = match self.decimals {
            Some(_) => Value::Decimal(number),
            None => Value::Integer(i64::try_from(number).ok().filter(|_| number.is_integer())?),
        };
        Some(Answer::Value(value))
    }

    fn sum(&self) -> Decimal {
        let numbers = self
            .rows
            .iter()
            .filter_map(|(_, _, field)| read(&field.text()));
        numbers.fold(Decimal::ZERO, |sum, number| {
            sum.checked_add(number).unwrap_or(sum)
        })
    }

    fn say_total(&self, context: &Context<'_>, total: i64) -> String {
        let (sum, total) = (self.sum(), Decimal::from(total));
        let left = total.checked_sub(sum).unwrap_or_default();
        let id = match left.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Greater => "total-left",
            std::cmp::Ordering::Equal => "total-done",
            std::cmp::Ordering::Less => "total-over",
        };
        context.words.say_with(
            id,
            [
                ("sum", Arg::from(sum.normalize().to_string())),
                ("total", Arg::from(total.to_string())),
                ("left", Arg::from(left.abs().normalize().to_string())),
            ],
        )
    }

    /// The row that is not a number, if there is one.
    fn unreadable(&self) -> Option<Pending> {
        let bad = self.rows.iter().find(|(_, _, field)| {
            !field.is_blank() && read(&field.text()).and_then(|n| self.answer(n)).is_none()
        });
        let (row, label, _) = bad?;
        let id = if self.decimals.is_some() {
            "row-number"
        } else {
            "row-whole-number"
        };
        let message = Message::with(id, [("row", Arg::from(label.clone()))]);
        Some(Pending::Unreadable {
            row: row.clone(),
            message,
        })
    }
}

fn shape(question: &Question) -> (Option<i64>, Option<u32>, Option<Text>) {
    match &question.kind {
        Kind::Allocation { total, unit, .. } => (Some(*total), None, unit.clone()),
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Decimal(range) => (None, Some(range.decimals), range.unit.clone()),
            Cells::Integer(range) => (None, None, range.unit.clone()),
            _ => (None, None, None),
        },
        _ => (None, None, None),
    }
}

fn written(answer: &Answer) -> Option<String> {
    match answer.value()? {
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads a number as people write them: `1,200`, `1 200`, `0.5`.
fn read(typed: &str) -> Option<Decimal> {
    let plain: String = typed
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '%'))
        .collect();
    plain.parse().ok()
}

impl Part for Amounts {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let unit = self
            .unit
            .as_ref()
            .map(|unit| context.text(unit))
            .unwrap_or_default();
        let room = sheet
            .width()
            .saturating_sub(BOX + 4 + text::width(&unit))
            .max(1);
        let longest = self
            .rows
            .iter()
            .map(|(_, label, _)| text::width(&context.text(label)));
        let split = longest.max().unwrap_or(0).min(room);
        for (place, (_, label, field)) in self.rows.iter().enumerate() {
            let lines = text::wrap(&context.text(label), split);
            let (last, first) = lines
                .split_last()
                .map_or((String::new(), &[][..]), |(l, f)| (l.clone(), f));
            for line in first {
                sheet
                    .lines
                    .push(Line::of(Piece::new(line.clone(), Tone::Text)));
            }
            let pieces = vec![
                Piece::new(super::padded(&last, split) + " ", Tone::Text),
                boxed(field, BOX).at(Spot::Row(place)),
                Piece::new(format!(" {unit}"), Tone::Text),
            ];
            sheet.lines.push(Line {
                pieces,
                flagged: false,
            });
        }
        self.ways.draw(context, sheet);
        let open = self.rows.iter().position(|(_, _, field)| field.is_blank());
        sheet.start = Some(Spot::Row(open.unwrap_or(0)));
        if let Some(total) = self.total {
            let words = self.say_total(context, total);
            sheet.pin(&words, Tone::Title);
        }
    }

    fn act(&mut self, _: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        match spot {
            Spot::Row(place) => {
                let field = self.rows.get_mut(place).map(|(_, _, field)| field);
                let taken = field.is_some_and(|field| field.act(action));
                if taken {
                    self.ways.none();
                    return Reaction::Typed;
                }
                Reaction::Ignored
            }
            Spot::Choice(place) => self.ways.act(action, place),
            _ => Reaction::Ignored,
        }
    }

    fn pending(&self, _: &Context<'_>) -> Pending {
        if let Some(kind) = self.ways.chosen() {
            return Pending::Answer(Answer::Missing(kind));
        }
        if self.rows.iter().all(|(_, _, field)| field.is_blank()) {
            return Pending::Nothing;
        }
        if let Some(bad) = self.unreadable() {
            return bad;
        }
        let row = |(code, _, field): &(String, Text, Field)| {
            let answer = read(&field.text()).and_then(|number| self.answer(number));
            (
                code.clone(),
                answer.unwrap_or(Answer::Missing(Missing::Blank)),
            )
        };
        Pending::Answer(Answer::Value(Value::Rows(
            self.rows.iter().map(row).collect(),
        )))
    }

    fn place(&self, spot: Spot) -> Place {
        match spot {
            Spot::Choice(_) => Place::Below,
            _ => Place::Amount,
        }
    }

    fn field(&mut self, spot: Spot) -> Option<&mut Field> {
        match spot {
            Spot::Row(place) => {
                self.ways.none();
                self.rows.get_mut(place).map(|(_, _, field)| field)
            }
            _ => None,
        }
    }
}
