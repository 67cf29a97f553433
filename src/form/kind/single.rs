//! `single` and `lookup`: one of some choices.

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, choose, not_this_type};

/// One choice.
pub(super) struct Single;

impl Type for Single {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Choice(chosen) = value else {
            return Err(vec![not_this_type()]);
        };
        match choose::take(chosen, about.offered) {
            Ok(chosen) => Ok(Some(Value::Choice(chosen))),
            Err(fault) => Err(vec![fault]),
        }
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        choose::read(typed, about)
            .map(Value::Choice)
            .ok_or_else(|| Message::plain("form-not-offered").into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-select-one")
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::Choice(chosen) => vec![choose::tell(chosen, about, words)],
            _ => Vec::new(),
        }
    }

    fn lacks(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        match value {
            Value::Choice(chosen) => choose::lacks(chosen, about).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn stand(&self, value: &Value, about: About<'_>) -> Option<Value> {
        match value {
            Value::Choice(chosen) => about.offered.find(&chosen.code).map(|_| value.clone()),
            _ => None,
        }
    }
}
