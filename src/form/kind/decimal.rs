//! `decimal`: an exact number with the question's digits after the point.

use rust_decimal::Decimal;

use crate::base::words::{Message, Words};
use crate::response::answer::Value;
use crate::survey::model::Range;

use super::{About, Fault, Taken, Type, not_this_type, number};

/// A decimal within bounds.
pub(super) struct Decimals<'k>(pub(super) &'k Range);

impl Decimals<'_> {
    /// The number with exactly the question's digits; `None` where it has more that count.
    fn rescaled(&self, number: Decimal) -> Option<Decimal> {
        let mut number = number.normalize();
        if number.scale() > self.0.decimals {
            return None;
        }
        number.rescale(self.0.decimals);
        if number.is_zero() {
            number.set_sign_positive(true);
        }
        (number.scale() == self.0.decimals).then_some(number)
    }
}

impl Type for Decimals<'_> {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let number = match value {
            Value::Decimal(number) => number,
            Value::Integer(number) => Decimal::from(number),
            _ => return Err(vec![not_this_type()]),
        };
        let Some(exact) = self.rescaled(number) else {
            let digits = [("digits", self.0.decimals.into())];
            return Err(vec![Message::with("form-decimal-digits", digits).into()]);
        };
        if number::is_within(exact, self.0) {
            return Ok(Some(Value::Decimal(exact)));
        }
        Err(vec![self.ask(about).into()])
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        number::read_decimal(typed)
            .map(Value::Decimal)
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        number::any_number(self.0)
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Decimal(number) => {
                number::with_unit(&number.to_string(), self.0.unit.as_ref(), words)
            }
            _ => Vec::new(),
        }
    }
}
