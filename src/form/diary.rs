//! An entry of a development record from what was typed, field by field: the same for the screens and
//! line by line.

use crate::base::time::Day;
use crate::base::words::Message;
use crate::response::diary::{Entry, LONGEST, Unfit, read_hours};

use super::kind::read_day;

/// A field: its label, and what is typed where it stands.
pub struct Field {
    /// The message with its label.
    pub label: &'static str,
    /// The message with how to fill it in.
    pub hint: &'static str,
}

/// The fields of an entry, in the order in which they are asked.
pub const FIELDS: [Field; 5] = [
    field("diary-day", "diary-day-hint"),
    field("diary-did", "diary-did-hint"),
    field("diary-about", "diary-about-hint"),
    field("diary-hours", "diary-hours-hint"),
    field("diary-learnt", "diary-learnt-hint"),
];

const fn field(label: &'static str, hint: &'static str) -> Field {
    Field { label, hint }
}

/// What stands in the fields for an entry; for a new one the day alone.
pub fn written(entry: Option<&Entry>, today: Day) -> [String; 5] {
    let Some(entry) = entry else {
        let empty = String::new;
        return [today.to_string(), empty(), empty(), empty(), empty()];
    };
    [
        entry.day.to_string(),
        entry.did.clone(),
        entry.about.clone(),
        entry
            .hours
            .map(|hours| hours.to_string())
            .unwrap_or_default(),
        entry.learnt.clone(),
    ]
}

/// What is wrong with one field, as it is typed.
///
/// # Errors
/// What to do.
pub fn check(at: usize, typed: &str) -> Result<(), Message> {
    let wrong = match at {
        0 if read_day(typed).is_none() => "form-date",
        1 if typed.trim().is_empty() => "diary-did-missing",
        3 if !is_hours(typed) => "diary-hours-wrong",
        _ if typed.chars().count() > LONGEST => {
            let most = [("most", LONGEST.into())];
            return Err(Message::with("diary-too-long", most));
        }
        _ => return Ok(()),
    };
    Err(Message::plain(wrong))
}

/// The entry that was typed.
///
/// # Errors
/// The first field that is wrong, and what to do.
pub fn read(typed: &[String; 5]) -> Result<Entry, (usize, Message)> {
    for (at, typed) in typed.iter().enumerate() {
        check(at, typed).map_err(|message| (at, message))?;
    }
    let [day, did, about, taken, learnt] = typed;
    let day = read_day(day).ok_or_else(|| (0, Message::plain("form-date")))?;
    Ok(Entry {
        day,
        did: did.clone(),
        about: about.clone(),
        hours: read_hours(taken),
        learnt: learnt.clone(),
    })
}

/// Why a record does not take an entry.
pub fn unfit(why: Unfit) -> Message {
    Message::plain(match why {
        Unfit::Empty => "diary-did-missing",
        Unfit::Full => "diary-full",
    })
}

/// Whether the field holds hours, or nothing.
fn is_hours(typed: &str) -> bool {
    typed.trim().is_empty() || read_hours(typed).is_some()
}
