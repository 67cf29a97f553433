//! `computed`: worked out, never asked, so nothing can be given.

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, calendar};

/// A value worked out from other answers.
pub(super) struct Computed;

impl Type for Computed {
    fn take(&self, _value: Value, about: About<'_>) -> Taken {
        Err(vec![self.ask(about).into()])
    }

    fn read(&self, _typed: &str, about: About<'_>) -> Result<Value, Fault> {
        Err(self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-computed")
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Text(text) => vec![text.clone()],
            Value::Decimal(number) => vec![number.to_string()],
            Value::Day(day) => vec![calendar::tell_day(*day, words)],
            Value::YesNo(true) => vec![words.say("form-yes")],
            Value::YesNo(false) => vec![words.say("form-no")],
            _ => Vec::new(),
        }
    }
}
