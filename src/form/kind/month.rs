//! `month`: a month of a year.

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, calendar, not_this_type};

/// A month.
pub(super) struct InMonth;

impl Type for InMonth {
    fn take(&self, value: Value, _about: About<'_>) -> Taken {
        match value {
            Value::Month(month) => Ok(Some(Value::Month(month))),
            _ => Err(vec![not_this_type()]),
        }
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        calendar::read_month(typed)
            .map(Value::Month)
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-month")
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Month(month) => vec![calendar::tell_month(*month, words)],
            _ => Vec::new(),
        }
    }
}
