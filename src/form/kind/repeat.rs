//! `repeat`: a group of questions, 0 to many times. Its entries are answered question by question;
//! here stands only what concerns the group as a whole.

use crate::base::words::{Message, Words};
use crate::response::answer::{Answer, Value};
use crate::survey::model::{Kind, Repeat};

use super::{About, Fault, Spot, Taken, Type, missing_words, not_this_type, of};

/// A group.
pub(super) struct Group<'k>(pub(super) &'k Repeat);

impl Type for Group<'_> {
    fn take(&self, value: Value, _about: About<'_>) -> Taken {
        let Value::Entries(entries) = value else {
            return Err(vec![not_this_type()]);
        };
        if usize::try_from(self.0.max).is_ok_and(|max| entries.len() > max) {
            return Err(vec![full(self.0).into()]);
        }
        Ok(Some(Value::Entries(entries)))
    }

    fn read(&self, _typed: &str, _about: About<'_>) -> Result<Value, Fault> {
        Err(Message::plain("form-by-entry").into())
    }

    fn ask(&self, _about: About<'_>) -> Message {
        match self.0.min {
            0 => Message::plain("form-entries"),
            min => Message::with("form-entries-min", [("min", min.into())]),
        }
    }

    fn tell(&self, value: &Value, about: About<'_>, words: &Words) -> Vec<String> {
        let Value::Entries(entries) = value else {
            return Vec::new();
        };
        if entries.is_empty() {
            return vec![words.say("form-entries-none")];
        }
        let tell = |(number, entry): (usize, &Vec<(String, Answer)>)| {
            tell_entry(number, entry, about, words)
        };
        entries.iter().enumerate().map(tell).collect()
    }

    fn lacks(&self, value: &Value, about: About<'_>) -> Vec<Fault> {
        match value {
            Value::Entries(entries)
                if usize::try_from(self.0.min).is_ok_and(|min| entries.len() < min) =>
            {
                vec![self.ask(about).into()]
            }
            _ => Vec::new(),
        }
    }
}

fn tell_entry(
    number: usize,
    entry: &[(String, Answer)],
    about: About<'_>,
    words: &Words,
) -> String {
    let nested = about.spot.nested(number);
    let told: Vec<String> = nested
        .filter_map(|spot| {
            let (_, answer) = entry.iter().find(|(id, _)| *id == spot.question.id)?;
            tell_nested(spot, answer, about, words)
        })
        .collect();
    told.join("; ")
}

fn tell_nested<'a>(
    spot: Spot<'a>,
    answer: &Answer,
    about: About<'a>,
    words: &Words,
) -> Option<String> {
    let nested = spot.question;
    match answer {
        Answer::Missing(kind) if nested.missing.contains(kind) => {
            Some(words.say(missing_words(*kind)))
        }
        Answer::Missing(_) => None,
        Answer::Value(value) => {
            // What is told may no longer be offered.
            let all = about.form.whole_offer(spot);
            let nested_about = About {
                spot,
                offered: &all,
                ..about
            };
            let told = of(&nested.kind)?.tell(value, nested_about, words);
            // Of a table in which nothing is answered there is nothing to tell.
            (!told.is_empty()).then(|| match nested.kind {
                Kind::Repeat(_) => told_entries(spot, &told, about),
                _ => told.join(", "),
            })
        }
    }
}

/// The entries of a repeat inside an entry, in one line: "Children (2): Ann; 4 / Bob; 2".
fn told_entries(spot: Spot<'_>, told: &[String], about: About<'_>) -> String {
    let path = about.form.path(spot);
    let label = path.map(|path| about.form.text_at(&path, &spot.question.label));
    let label = label.unwrap_or_default();
    format!("{label} ({})", told.join(" / "))
}

/// "You can add up to 25."
pub(in crate::form) fn full(repeat: &Repeat) -> Message {
    Message::with("form-entries-max", [("max", repeat.max.into())])
}

/// "There is room for 5,000 entries in all."
pub(in crate::form) fn too_many_in_all(most: usize) -> Message {
    Message::with("form-entries-in-all", [("max", most.into())])
}
