//! `date`: a day.

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, calendar, not_this_type};

/// A day.
pub(super) struct Date;

impl Type for Date {
    fn take(&self, value: Value, _about: About<'_>) -> Taken {
        match value {
            Value::Day(day) => Ok(Some(Value::Day(day))),
            _ => Err(vec![not_this_type()]),
        }
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        calendar::read_day(typed)
            .map(Value::Day)
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-date")
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Day(day) => vec![calendar::tell_day(*day, words)],
            _ => Vec::new(),
        }
    }
}
