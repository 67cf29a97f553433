//! The canonical form's JSON as the same tree; it has no places, since no author wrote it.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Entry, Node, Raw};

/// The tree of a JSON value.
pub(in crate::survey) fn from_json(value: Value) -> Node {
    let value = match value {
        Value::Null => Raw::Other("null"),
        Value::Bool(truth) => Raw::Bool(truth),
        Value::Number(number) => {
            let exact = Decimal::from_str_exact(&number.to_string()).ok();
            let decimal = exact.map_or(Raw::Other("a number that is too long"), Raw::Decimal);
            number.as_i64().map_or(decimal, Raw::Whole)
        }
        Value::String(text) => Raw::Text(text),
        Value::Array(items) => Raw::List(items.into_iter().map(from_json).collect()),
        Value::Object(members) => Raw::Table(members.into_iter().map(entry).collect()),
    };
    Node { span: 0..0, value }
}

fn entry((key, value): (String, Value)) -> Entry {
    let value = from_json(value);
    Entry {
        key,
        at: 0..0,
        value,
    }
}
