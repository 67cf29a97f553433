//! `acknowledge`: "I have read this."

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, not_this_type, yes_no};

/// An acknowledgement: true or nothing.
pub(super) struct Acknowledge;

impl Type for Acknowledge {
    fn take(&self, value: Value, _about: About<'_>) -> Taken {
        match value {
            Value::YesNo(read) => Ok(read.then_some(Value::YesNo(true))),
            _ => Err(vec![not_this_type()]),
        }
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        yes_no::YesNo
            .read(typed, about)
            .map_err(|_| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-acknowledge")
    }

    fn tell(&self, _value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        vec![words.say("form-acknowledged")]
    }
}
