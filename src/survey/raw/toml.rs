//! TOML with its spans, recovered as far as it goes: one broken line does not hide the other problems.

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue, Error};

use super::{Entry, Node, Raw};
use crate::base::text::nfc;
use crate::base::time::Day;
use crate::survey::source::Span;

/// Reads TOML: the tree as far as it could be read, and each place where it could not, in words.
pub(crate) fn from_toml(text: &str) -> (Node, Vec<(Span, String)>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let faults = errors
        .iter()
        .map(|error| fault(error, text.len()))
        .collect();
    let value = table(root.into_inner());
    (Node { span: 0..0, value }, faults)
}

fn fault(error: &Error, end: usize) -> (Span, String) {
    (error.span().unwrap_or(end..end), error.message().to_owned())
}

/// A table with its members in the order of the file (the parser sorts them by key).
fn table(table: DeTable<'_>) -> Raw {
    let mut entries: Vec<Entry> = table.into_iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.at.start);
    Raw::Table(entries)
}

fn entry((key, value): (Spanned<toml::de::DeString<'_>>, Spanned<DeValue<'_>>)) -> Entry {
    Entry {
        at: key.span(),
        key: nfc(&key.into_inner()),
        value: node(value),
    }
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Raw::Text(nfc(&text)),
        DeValue::Integer(number) => whole(&number),
        DeValue::Float(number) => {
            let exact = Decimal::from_str_exact(number.as_str()).ok();
            exact.map_or(
                Raw::Other("a number that is too long or not finite"),
                Raw::Decimal,
            )
        }
        DeValue::Boolean(truth) => Raw::Bool(truth),
        DeValue::Datetime(moment) => day(&moment),
        DeValue::Array(items) => Raw::List(items.into_iter().map(node).collect()),
        DeValue::Table(members) => table(members),
    };
    Node { span, value }
}

fn whole(number: &DeInteger<'_>) -> Raw {
    let read = i64::from_str_radix(number.as_str(), number.radix()).ok();
    read.map_or(Raw::Other("a number that is too large"), Raw::Whole)
}

fn day(moment: &toml::value::Datetime) -> Raw {
    let Some(date) = moment.date.filter(|_| moment.time.is_none()) else {
        return Raw::Other("a time or a date with a time");
    };
    let day = Day::new(date.year.into(), date.month, date.day);
    day.map_or(Raw::Other("no day of the calendar"), Raw::Day)
}
