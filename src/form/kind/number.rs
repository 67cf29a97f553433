//! What `integer`, `decimal`, matrix cells and allocations share: reading typed numbers and bounds.

use rust_decimal::Decimal;

use crate::base::words::{Arg, Message, Words};
use crate::response::wire::exact_decimal;
use crate::survey::model::Range;

use crate::base::language::Text;

/// Marks between groups of three digits: `1,200`, `1 200`, with any of the spaces people paste.
const GROUP_MARKS: [char; 4] = [',', ' ', '\u{a0}', '\u{202f}'];

/// Reads a number as people type it: grouped digits, a minus of any kind, a point.
pub(super) fn read_decimal(typed: &str) -> Option<Decimal> {
    let typed = typed.trim().replace('\u{2212}', "-");
    let digits = typed.strip_prefix('-').unwrap_or(&typed);
    let sign = if digits.len() < typed.len() { "-" } else { "" };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = ungroup(whole)?;
    let point = if fraction.is_empty() { "" } else { "." };
    let whole = if whole.is_empty() && !fraction.is_empty() {
        "0"
    } else {
        &whole
    };
    exact_decimal(&format!("{sign}{whole}{point}{fraction}"))
}

/// Reads a whole number.
pub(super) fn read_integer(typed: &str) -> Option<i64> {
    let number = read_decimal(typed)?;
    (number.scale() == 0)
        .then(|| i64::try_from(number).ok())
        .flatten()
}

/// Takes marks between groups out, where they group by three; a comma elsewhere may be a decimal comma.
fn ungroup(whole: &str) -> Option<String> {
    let mut groups = whole.split(GROUP_MARKS);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    (rest.is_empty() || grouped).then(|| format!("{first}{}", rest.concat()))
}

/// Whether a number is within its bounds.
pub(super) fn is_within(number: Decimal, range: &Range) -> bool {
    range.min.is_none_or(|min| number >= min) && range.max.is_none_or(|max| number <= max)
}

/// "Enter a whole number from 0 to 60".
pub(super) fn whole_number(range: &Range) -> Message {
    bounded(
        range,
        [
            "form-integer",
            "form-integer-min",
            "form-integer-max",
            "form-integer-range",
        ],
    )
}

/// "Enter a number from 0.05 to 1.00".
pub(super) fn any_number(range: &Range) -> Message {
    bounded(
        range,
        [
            "form-decimal",
            "form-decimal-min",
            "form-decimal-max",
            "form-decimal-range",
        ],
    )
}

fn bounded(range: &Range, [none, least, most, both]: [&'static str; 4]) -> Message {
    let word = |bound: Option<Decimal>| Arg::Words(bound.map(shown).unwrap_or_default());
    let (min, max) = (("min", word(range.min)), ("max", word(range.max)));
    match (range.min, range.max) {
        (None, None) => Message::plain(none),
        (Some(_), None) => Message::with(least, [min]),
        (None, Some(_)) => Message::with(most, [max]),
        (Some(_), Some(_)) => Message::with(both, [min, max]),
    }
}

fn shown(number: Decimal) -> String {
    number.normalize().to_string()
}

/// A number with its unit.
pub(super) fn with_unit(number: &str, unit: Option<&Text>, words: &Words) -> Vec<String> {
    let unit = unit.map(|unit| unit.get(words.language()));
    vec![match unit {
        Some("%") => format!("{number}%"),
        Some(unit) => format!("{number} {unit}"),
        None => number.to_owned(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_numbers_as_people_type_them() {
        for (typed, read) in [
            ("1,200", Some("1200")),
            (" 1 200 ", Some("1200")),
            ("1\u{a0}200", Some("1200")),
            ("-5", Some("-5")),
            ("\u{2212}5", Some("-5")),
            (".5", Some("0.5")),
            ("0.50", Some("0.50")),
            ("0,5", None),
            ("1,20", None),
            ("1e3", None),
            ("+5", None),
            ("1_000", None),
            ("", None),
            ("-", None),
            ("five", None),
        ] {
            let number = read_decimal(typed).map(|number| number.to_string());
            assert_eq!(number.as_deref(), read, "{typed:?}");
        }
        assert_eq!(read_integer("7"), Some(7));
        assert_eq!(read_integer("7.0"), None);
        assert_eq!(read_integer("99999999999999999999"), None);
    }
}
