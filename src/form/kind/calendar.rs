//! What `date` and `month` share: reading days and months in the writings people use.

use crate::base::time::{Day, Month};
use crate::base::words::Words;

/// Least letters that name a month: `jan`, `ion`.
const NAME_LETTERS: usize = 3;
/// Two digits of a year are of this century.
const CENTURY: i32 = 2000;

/// Month names as they are typed, in the languages that the program speaks.
const NAMES: [[&str; 2]; 12] = [
    ["january", "ionawr"],
    ["february", "chwefror"],
    ["march", "mawrth"],
    ["april", "ebrill"],
    ["may", "mai"],
    ["june", "mehefin"],
    ["july", "gorffennaf"],
    ["august", "awst"],
    ["september", "medi"],
    ["october", "hydref"],
    ["november", "tachwedd"],
    ["december", "rhagfyr"],
];

/// Messages that name the months.
const MESSAGES: [&str; 12] = [
    "form-month-1",
    "form-month-2",
    "form-month-3",
    "form-month-4",
    "form-month-5",
    "form-month-6",
    "form-month-7",
    "form-month-8",
    "form-month-9",
    "form-month-10",
    "form-month-11",
    "form-month-12",
];

/// One piece of a typed date.
#[derive(Clone, Copy)]
enum Piece {
    Number { value: i32, digits: usize },
    Name(u8),
}

/// Reads a day: `12 5 2027`, `12/5/27`, `12th May 2027`, `May 12 2027`, `2027-05-12`.
pub(in crate::form) fn read_day(typed: &str) -> Option<Day> {
    let pieces = pieces(typed)?;
    let (day, month, year) = match pieces.as_slice() {
        [Piece::Number { digits: 4, .. }, _, _] => (pieces[2], pieces[1], pieces[0]),
        [Piece::Name(_), _, _] => (pieces[1], pieces[0], pieces[2]),
        [_, _, _] => (pieces[0], pieces[1], pieces[2]),
        _ => return None,
    };
    Day::new(year_of(year)?, month_of(month)?, small(day)?)
}

/// Reads a month: `5 2027`, `05/27`, `May 2027`, `2027-05`, `2027 May`.
pub(super) fn read_month(typed: &str) -> Option<Month> {
    let pieces = pieces(typed)?;
    let (month, year) = match pieces.as_slice() {
        [Piece::Number { digits: 4, .. }, _] => (pieces[1], pieces[0]),
        [_, _] => (pieces[0], pieces[1]),
        _ => return None,
    };
    Month::new(year_of(year)?, month_of(month)?)
}

/// "May 2027".
pub(super) fn tell_month(month: Month, words: &Words) -> String {
    let (year, number) = month.parts();
    let name = MESSAGES.get(usize::from(number).wrapping_sub(1));
    let name = name.map(|id| words.say(id)).unwrap_or_default();
    format!("{name} {year}")
}

/// "12 May 2027".
pub fn tell_day(day: Day, words: &Words) -> String {
    format!("{} {}", day.parts().2, tell_month(day.month(), words))
}

fn pieces(typed: &str) -> Option<Vec<Piece>> {
    typed
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|token| !token.is_empty())
        .map(piece)
        .collect()
}

fn piece(token: &str) -> Option<Piece> {
    if let Some(month) = named(token) {
        return Some(Piece::Name(month));
    }
    let digits = token.trim_end_matches(|c: char| c.is_alphabetic());
    let is_ordinal = matches!(
        token.strip_prefix(digits),
        Some("" | "st" | "nd" | "rd" | "th" | "af" | "ail" | "il" | "ydd" | "ed" | "fed" | "eg")
    );
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_ordinal && is_number && digits.len() <= 4)
        .then(|| digits.parse().ok())
        .flatten()
        .map(|value| Piece::Number {
            value,
            digits: digits.len(),
        })
}

fn named(token: &str) -> Option<u8> {
    let is_name = token.chars().count() >= NAME_LETTERS && token.chars().all(char::is_alphabetic);
    let at = NAMES
        .iter()
        .position(|names| names.iter().any(|name| name.starts_with(token)))?;
    is_name.then(|| u8::try_from(at + 1).ok()).flatten()
}

fn year_of(piece: Piece) -> Option<i32> {
    match piece {
        Piece::Number { value, digits: 4 } => Some(value),
        Piece::Number { value, digits: 2 } => Some(CENTURY + value),
        _ => None,
    }
}

fn month_of(piece: Piece) -> Option<u8> {
    match piece {
        Piece::Name(month) => Some(month),
        Piece::Number { .. } => small(piece),
    }
}

fn small(piece: Piece) -> Option<u8> {
    match piece {
        Piece::Number { value, digits } if digits <= 2 => u8::try_from(value).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_days_in_the_writings_people_use() {
        for typed in [
            "12 5 2027",
            "12/5/27",
            "12.05.2027",
            "12-5-2027",
            "2027-05-12",
            "12 May 2027",
            "12th may 2027",
            "May 12, 2027",
            "12 Mai 2027",
            "  12 MAY 27 ",
        ] {
            assert_eq!(read_day(typed), Day::new(2027, 5, 12), "{typed:?}");
        }
        for bad in [
            "31/2/2027",
            "12 5",
            "12 5 2027 1",
            "5/2027",
            "x",
            "",
            "12 5 202",
            "0 5 2027",
            "12 ma 2027",
        ] {
            assert_eq!(read_day(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn it_reads_months_in_the_writings_people_use() {
        for typed in [
            "5 2027", "05/2027", "5/27", "May 2027", "mai 27", "2027-05", "2027 may",
        ] {
            assert_eq!(read_month(typed), Month::new(2027, 5), "{typed:?}");
        }
        for bad in ["13 2027", "2027", "May", "1 5 2027", "5 2"] {
            assert_eq!(read_month(bad), None, "{bad:?}");
        }
    }
}
