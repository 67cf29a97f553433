//! `scale`: one point of an ordered scale, stored as its number.

use crate::base::words::{Message, Words};
use crate::response::answer::{Chosen, Value};

use super::{About, Fault, Taken, Type, choose, not_this_type};

/// A point of a scale.
pub(super) struct Scale;

impl Type for Scale {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let number = match value {
            Value::Integer(number) => number,
            // A screen that treats the points as choices gives the code.
            Value::Choice(chosen) => match chosen.code.parse() {
                Ok(number) => number,
                Err(_) => return Err(vec![not_this_type()]),
            },
            _ => return Err(vec![not_this_type()]),
        };
        if about.offered.find(&number.to_string()).is_some() {
            return Ok(Some(Value::Integer(number)));
        }
        Err(vec![self.ask(about).into()])
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        choose::read(typed, about)
            .and_then(|chosen| chosen.code.parse().ok())
            .map(Value::Integer)
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, about: About<'_>) -> Message {
        let ends = about.offered.iter().next().zip(about.offered.iter().last());
        let Some((first, last)) = ends else {
            return Message::plain("form-select-one");
        };
        let arguments = [
            ("min", first.code.as_str().into()),
            ("max", last.code.as_str().into()),
        ];
        Message::with("form-scale", arguments)
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        let Value::Integer(number) = value else {
            return Vec::new();
        };
        let code = number.to_string();
        let label = choose::tell(&Chosen::code(&code), about, words);
        vec![if label == code {
            code
        } else {
            format!("{code}, {label}")
        }]
    }
}
