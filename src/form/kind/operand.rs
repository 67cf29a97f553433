//! From what an expression is worth to a value of a question's type: for defaults and calculations.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::response::answer::{Chosen, Value};
use crate::survey::expression::Operand;
use crate::survey::model::{ComputedKind, Kind};

/// The value that an expression gives a question; `None` where it is unknown or of another type.
pub(in crate::form) fn to_value(kind: &Kind, operand: Operand) -> Option<Value> {
    match (kind, operand) {
        (
            Kind::Text { .. }
            | Kind::LongText { .. }
            | Kind::Computed {
                result: ComputedKind::Text,
            },
            Operand::Text(text),
        ) => (!text.is_empty()).then_some(Value::Text(text)),
        (Kind::Integer(_) | Kind::Scale { .. }, Operand::Number(number)) => {
            whole(number).map(Value::Integer)
        }
        (Kind::Decimal(_), Operand::Number(number)) => Some(Value::Decimal(number)),
        (
            Kind::Computed {
                result: ComputedKind::Number,
            },
            Operand::Number(number),
        ) => Some(Value::Decimal(plain(number))),
        (
            Kind::YesNo
            | Kind::Computed {
                result: ComputedKind::YesNo,
            },
            Operand::Bool(yes),
        ) => Some(Value::YesNo(yes)),
        (Kind::Single(_) | Kind::Lookup(_), Operand::Text(code)) => {
            Some(Value::Choice(Chosen::code(&code)))
        }
        (Kind::Multiple { .. } | Kind::Rank { .. }, Operand::List(items)) => {
            codes(items).map(Value::Choices)
        }
        (
            Kind::Date
            | Kind::Computed {
                result: ComputedKind::Day,
            },
            Operand::Day(day),
        ) => Some(Value::Day(day)),
        (Kind::Month, Operand::Day(day)) => Some(Value::Month(day.month())),
        _ => None,
    }
}

fn whole(number: Decimal) -> Option<i64> {
    number.fract().is_zero().then(|| number.to_i64()).flatten()
}

/// One number has one writing: no zeros after the last digit that counts, no minus zero.
fn plain(number: Decimal) -> Decimal {
    let mut number = number.normalize();
    if number.is_zero() {
        number.set_sign_positive(true);
    }
    number
}

fn codes(items: Vec<Operand>) -> Option<Vec<Chosen>> {
    items
        .into_iter()
        .map(|item| match item {
            Operand::Text(code) => Some(Chosen::code(&code)),
            _ => None,
        })
        .collect()
}
