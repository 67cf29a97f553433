//! What `matrix` and `allocation` share: answers by row.

use crate::base::words::{Message, Words};
use crate::response::answer::{Answer, Missing, Value};

use super::{About, Fault, Offer, Type, missing_words, not_this_type};

/// Answers by row.
pub(super) type Rows = Vec<(String, Answer)>;

/// Takes the answered rows, each by `cell`, in the questionnaire's order. A row that is not shown, or
/// a way of not answering that is not offered, is a fault; a blank row is none.
pub(super) fn take(
    rows: Rows,
    about: About<'_>,
    cell: &dyn Type,
    columns: &Offer<'_>,
) -> Result<Rows, Vec<Fault>> {
    let mut taken: Vec<(usize, String, Answer)> = Vec::new();
    let mut faults = Vec::new();
    // Rows mostly come in their own order.
    let mut near = 0;
    for (code, answer) in rows {
        let place = about.offered.place(&code, near);
        near = place.map_or(near, |place| place + 1);
        match (place, take_row(answer, about, cell, columns)) {
            (None, _) => faults.push(at_row(&code, Message::plain("form-no-such-row").into())),
            (Some(_), Err(found)) => {
                faults.extend(found.into_iter().map(|fault| at_row(&code, fault)));
            }
            (Some(place), Ok(Some(answer))) => taken.push((place, code, answer)),
            (Some(_), Ok(None)) => {}
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    taken.sort_by_key(|(place, ..)| *place);
    taken.dedup_by_key(|(place, ..)| *place);
    Ok(taken
        .into_iter()
        .map(|(_, code, answer)| (code, answer))
        .collect())
}

fn take_row(
    answer: Answer,
    about: About<'_>,
    cell: &dyn Type,
    columns: &Offer<'_>,
) -> Result<Option<Answer>, Vec<Fault>> {
    match answer {
        Answer::Missing(Missing::Blank) => Ok(None),
        Answer::Missing(kind) if about.question().missing.contains(&kind) => {
            Ok(Some(Answer::Missing(kind)))
        }
        Answer::Missing(_) => Err(vec![not_this_type()]),
        Answer::Value(value) => {
            let taken = cell.take(value, about.offering(columns))?;
            Ok(taken.map(Answer::Value))
        }
    }
}

/// Every shown row, blank where nothing was answered.
pub(super) fn shown(answered: &[(String, Answer)], about: About<'_>) -> Rows {
    // Rows mostly stand in their own order, those left blank left out.
    let mut near = 0;
    let mut find = |code: &str| {
        let is_near = answered.get(near).is_some_and(|(row, _)| row == code);
        let place = if is_near {
            Some(near)
        } else {
            answered.iter().position(|(row, _)| row == code)
        };
        near = place.map_or(near, |place| place + 1);
        answered.get(place?).map(|(_, answer)| answer.clone())
    };
    let rows = about.offered.iter();
    rows.map(|row| {
        let answer = find(&row.code).unwrap_or(Answer::Missing(Missing::Blank));
        (row.code.clone(), answer)
    })
    .collect()
}

/// A line for each answered row: "Row: answer".
pub(super) fn tell(
    rows: &[(String, Answer)],
    about: About<'_>,
    cell: &dyn Type,
    columns: &Offer<'_>,
    words: &Words,
) -> Vec<String> {
    let offered = about.offering(columns);
    rows.iter()
        .filter_map(|(code, answer)| {
            let told = match answer {
                Answer::Missing(Missing::Blank) => return None,
                Answer::Missing(kind) => words.say(missing_words(*kind)),
                Answer::Value(value) => cell.tell(value, offered, words).join(", "),
            };
            let row = about.offered.find(code);
            let label = row.map(|row| about.label(&row.label));
            let label = label.as_ref().map(|label| label.get(words.language()));
            let label = label.unwrap_or(code);
            Some(format!("{label}: {told}"))
        })
        .collect()
}

/// Whether a row was answered or not answered in an offered way.
pub(super) fn is_answered(answer: &Answer) -> bool {
    answer.missing() != Some(Missing::Blank)
}

/// The rows of a value.
pub(super) fn of(value: &Value) -> Option<&[(String, Answer)]> {
    match value {
        Value::Rows(rows) | Value::Closable { rows, .. } => Some(rows),
        _ => None,
    }
}

/// A fault about one row.
pub(super) fn at_row(code: &str, fault: Fault) -> Fault {
    Fault {
        row: Some(code.to_owned()),
        ..fault
    }
}
