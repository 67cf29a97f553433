//! `yes_no`: yes or no, in whichever language it is typed.

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, not_this_type};

/// What people type for yes and no.
const TYPED: [(&str, bool); 12] = [
    ("yes", true),
    ("y", true),
    ("true", true),
    ("ydw", true),
    ("oes", true),
    ("ie", true),
    ("no", false),
    ("n", false),
    ("false", false),
    ("nac ydw", false),
    ("nac oes", false),
    ("na", false),
];

/// Yes or no.
pub(super) struct YesNo;

impl Type for YesNo {
    fn take(&self, value: Value, _about: About<'_>) -> Taken {
        match value {
            Value::YesNo(yes) => Ok(Some(Value::YesNo(yes))),
            _ => Err(vec![not_this_type()]),
        }
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        let typed = typed.trim().to_lowercase();
        TYPED
            .iter()
            .find(|(word, _)| *word == typed)
            .map(|(_, yes)| Value::YesNo(*yes))
            .ok_or_else(|| self.ask(about).into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-yes-no")
    }

    fn tell(&self, value: &Value, _about: About<'_>, words: &Words) -> Vec<String> {
        match value {
            Value::YesNo(true) => vec![words.say("form-yes")],
            Value::YesNo(false) => vec![words.say("form-no")],
            _ => Vec::new(),
        }
    }
}
