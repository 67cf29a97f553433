//! `rank`: choices in the person's order of preference.

use crate::base::words::{Message, Words};
use crate::response::answer::Value;

use super::{About, Fault, Taken, Type, choose, multiple, not_this_type};

/// Choices in order.
pub(super) struct Rank {
    /// How many at most.
    pub(super) max: Option<u32>,
}

impl Type for Rank {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Choices(chosen) = value else {
            return Err(vec![not_this_type()]);
        };
        let chosen = multiple::take_all(chosen, about.offered)?;
        let over = self
            .max
            .filter(|max| usize::try_from(*max).is_ok_and(|max| chosen.len() > max));
        if let Some(max) = over {
            return Err(vec![
                Message::with("form-rank-max", [("max", max.into())]).into(),
            ]);
        }
        Ok((!chosen.is_empty()).then_some(Value::Choices(chosen)))
    }

    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        multiple::read_all(typed, about)
    }

    fn ask(&self, _about: About<'_>) -> Message {
        Message::plain("form-rank")
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        multiple::tell_all(value, about, words)
            .into_iter()
            .enumerate()
            .map(|(place, line)| format!("{}. {line}", place + 1))
            .collect()
    }

    fn lacks(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        match value {
            Value::Choices(chosen) => chosen
                .iter()
                .filter_map(|one| choose::lacks(one, about))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn stand(&self, value: &Value, about: About<'_>) -> Option<Value> {
        multiple::stand_all(value, about.offered)
    }
}
