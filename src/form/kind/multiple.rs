//! `multiple`: several of some choices, in the questionnaire's order.

use crate::base::words::{Message, Words};
use crate::response::answer::{Chosen, Value};

use super::{About, Fault, Offer, Taken, Type, choose, not_this_type};

/// Several choices.
pub(super) struct Multiple {
    /// Least number, where one is given.
    pub(super) min: Option<u32>,
    /// Most.
    pub(super) max: Option<u32>,
}

impl Type for Multiple {
    fn take(&self, value: Value, about: About<'_>) -> Taken {
        let Value::Choices(chosen) = value else {
            return Err(vec![not_this_type()]);
        };
        let chosen = take_all(chosen, about.offered)?;
        if let Some(fault) = self.is_too_much(&chosen, about) {
            return Err(vec![fault]);
        }
        let ordered = in_order(chosen, about.offered);
        Ok((!ordered.is_empty()).then_some(Value::Choices(ordered)))
    }

    /// Codes or labels, separated by semicolons or commas.
    fn read(&self, typed: &str, about: About<'_>) -> Result<Value, Fault> {
        read_all(typed, about)
    }

    fn ask(&self, _about: About<'_>) -> Message {
        match self.min {
            Some(min) if min > 1 => Message::with("form-select-min", [("min", min.into())]),
            _ => Message::plain("form-select-some"),
        }
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        tell_all(value, about, words)
    }

    fn lacks(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        let Value::Choices(chosen) = value else {
            return Vec::new();
        };
        let is_alone = chosen
            .iter()
            .any(|one| about.offered.find(&one.code).is_some_and(|c| c.exclusive));
        let least = self.min.and_then(|min| usize::try_from(min).ok());
        let too_few = least.is_some_and(|least| chosen.len() < least.min(about.offered.len()));
        let mut faults: Vec<Fault> = Vec::new();
        if too_few && !is_alone {
            faults.push(self.ask(about).into());
        }
        faults.extend(chosen.iter().filter_map(|one| choose::lacks(one, about)));
        faults
    }

    fn stand(&self, value: &Value, about: About<'_>) -> Option<Value> {
        stand_all(value, about.offered)
    }
}

impl Multiple {
    fn is_too_much(&self, chosen: &[Chosen], about: About<'_>) -> Option<Fault> {
        let alone = chosen
            .iter()
            .filter_map(|one| about.offered.find(&one.code))
            .find(|choice| choice.exclusive && chosen.len() > 1);
        if let Some(choice) = alone {
            let arguments = [("choice", about.label(&choice.label).into_owned().into())];
            return Some(Message::with("form-select-exclusive", arguments).into());
        }
        let max = self.max?;
        let is_over = usize::try_from(max).is_ok_and(|max| chosen.len() > max);
        is_over.then(|| Message::with("form-select-max", [("max", max.into())]).into())
    }
}

/// Every chosen code once.
pub(super) fn take_all(
    chosen: Vec<Chosen>,
    offered: &Offer<'_>,
) -> Result<Vec<Chosen>, Vec<Fault>> {
    let mut taken: Vec<Chosen> = Vec::new();
    for one in chosen {
        let one = choose::take(one, offered).map_err(|fault| vec![fault])?;
        if taken.iter().all(|earlier| earlier.code != one.code) {
            taken.push(one);
        }
    }
    Ok(taken)
}

fn in_order(chosen: Vec<Chosen>, offered: &Offer<'_>) -> Vec<Chosen> {
    let mut chosen = chosen;
    chosen.sort_by_cached_key(|one| offered.place(&one.code, 0));
    chosen
}

/// Reads codes or labels separated by semicolons or commas.
pub(super) fn read_all(typed: &str, about: About<'_>) -> Result<Value, Fault> {
    let read = |separator: &[char]| -> Option<Vec<Chosen>> {
        let pieces = typed.split(separator).map(str::trim);
        pieces
            .filter(|piece| !piece.is_empty())
            .map(|piece| choose::read(piece, about))
            .collect()
    };
    // A label may hold a comma, so the whole and the semicolon are tried first.
    choose::read(typed, about)
        .map(|one| vec![one])
        .or_else(|| read(&[';']))
        .or_else(|| read(&[';', ',']))
        .map(Value::Choices)
        .ok_or_else(|| Message::plain("form-not-offered").into())
}

/// A line for each choice.
pub(super) fn tell_all(value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
    match value {
        Value::Choices(chosen) => chosen
            .iter()
            .map(|one| choose::tell(one, about, words))
            .collect(),
        _ => Vec::new(),
    }
}

/// Those of the chosen codes that are still offered.
pub(super) fn stand_all(value: &Value, offered: &Offer<'_>) -> Option<Value> {
    let Value::Choices(chosen) = value else {
        return None;
    };
    let standing: Vec<Chosen> = chosen
        .iter()
        .filter(|one| offered.find(&one.code).is_some())
        .cloned()
        .collect();
    (!standing.is_empty()).then_some(Value::Choices(standing))
}
