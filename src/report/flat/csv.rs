//! A flat table as CSV: codes as they are, and beside each field that may be missing why it is.

use std::borrow::Cow;

use super::super::csv::inert;
use super::{Datum, Field, Flat, Measure, Shape};

/// What is added to a field's name for the field that says why there is no datum.
pub const WHY: &str = "__why";

/// The whole table.
///
/// # Errors
/// As writing does.
pub fn write(flat: &dyn Flat) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = flat.fields().iter().flat_map(|field| {
        let why = has_reason(field).then(|| format!("{}{WHY}", field.name));
        std::iter::once(field.name.clone()).chain(why)
    });
    writer.write_record(heads.map(|name| inert(&name)))?;
    for row in 0..flat.rows() {
        let fields = flat.fields().iter().enumerate();
        let line = fields.flat_map(|(at, field)| {
            let datum = flat.datum(row, at);
            let why = has_reason(field).then(|| reason(flat, &datum).to_owned());
            std::iter::once(text(field, &datum).into_owned()).chain(why)
        });
        writer.write_record(line)?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// Whether a datum of the field may be missing for a reason: text and keys never are.
pub(in crate::report) fn has_reason(field: &Field) -> bool {
    field.shape != Shape::Text && field.measure != Measure::Key
}

/// The word for why a datum is missing; empty where it is not.
pub(in crate::report) fn reason<'f>(flat: &'f dyn Flat, datum: &Datum<'_>) -> &'f str {
    let Datum::Missing(place) = datum else {
        return "";
    };
    let reason = flat.reasons().get(*place);
    reason.map_or("", |reason| reason.code.as_str())
}

fn text<'d>(field: &'d Field, datum: &'d Datum<'_>) -> Cow<'d, str> {
    match datum {
        Datum::Empty | Datum::Missing(_) => Cow::Borrowed(""),
        Datum::Text(text) => Cow::Owned(inert(text)),
        Datum::Number(number) => Cow::Owned(number.to_string()),
        Datum::Code(place) => {
            let value = field.values.get(*place);
            Cow::Owned(value.map_or_else(String::new, |value| inert(&value.code)))
        }
        Datum::Flag(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        Datum::Day(day) => Cow::Owned(day.to_string()),
    }
}
