//! `integer`: a whole number.

use rust_decimal::Decimal;

use crate::base::words::{Message, Words};
use crate::response::answer::Value;
use crate::survey::model::Range;

use super::{About, Fault, Taken, Type, not_this_type, number};

/// A whole number within bounds.
pub(super) struct Integer<'k>(pub(super) &'k Range);

impl Type for Integer<'_> {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Integer(number) = value else {
            return Err(vec![not_this_type()]);
        };
        if number::is_within(Decimal::from(number), self.0) {
            return Ok(Some(Value::Integer(number)));
        }
        Err(vec![self.ask(about).into()])
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        number::read_integer(typed)
            .map(Value::Integer)
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        number::whole_number(self.0)
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Integer(number) => {
                number::with_unit(&number.to_string(), self.0.unit.as_ref(), words)
            }
            _ => Vec::new(),
        }
    }
}
