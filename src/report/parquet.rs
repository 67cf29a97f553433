//! A flat table as Apache Parquet: one column per field, and beside each field that may be missing a text
//! column `FIELD__why`, since Parquet's null says nothing of eight kinds.
//!
//! Codes are texts, as the questionnaire has them; numbers are whole or exact decimals; what every
//! column and code is called stands in the file's metadata under `tallybox`, as JSON. Nothing in the
//! file says when or where it was written, so the same table gives the same bytes.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Map, Value as Json, json};

use crate::base::time::Day;

use super::flat::csv::{WHY, has_reason, reason};
use super::flat::{Datum, Field, Flat, Head, Shape};

/// Rows of a group: a reader takes one into memory at a time.
const GROUP: usize = 100_000;
/// The most digits of a decimal in eight bytes.
const DIGITS: i32 = 18;

/// The whole file.
///
/// # Errors
/// As the writer does; there is nothing in a table of ours that it cannot write.
pub fn write(flat: &dyn Flat, head: &Head) -> Result<Vec<u8>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by("tallybox".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "tallybox".to_owned(),
            about(flat, head).to_string(),
        )]))
        .build();
    let schema = Arc::new(schema(flat)?);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for start in (0..flat.rows()).step_by(GROUP) {
        let rows = start..flat.rows().min(start + GROUP);
        let mut group = writer.next_row_group()?;
        for (at, field) in flat.fields().iter().enumerate() {
            let data: Vec<Datum<'_>> = rows.clone().map(|row| flat.datum(row, at)).collect();
            if let Some(mut column) = group.next_column()? {
                values(&mut column, field, &data)?;
                column.close()?;
            }
            if has_reason(field)
                && let Some(mut column) = group.next_column()?
            {
                texts(&mut column, data.iter().map(|datum| reason(flat, datum)))?;
                column.close()?;
            }
        }
        group.close()?;
    }
    writer.into_inner()
}

/// What the table is, and the words of its columns and codes.
fn about(flat: &dyn Flat, head: &Head) -> Json {
    let words = |code: &str, words: &str| (code.to_owned(), json!(words));
    let fields = flat.fields().iter().map(|field| {
        let values = field.values.iter();
        let values: Map<String, Json> = values
            .map(|value| words(&value.code, &value.words))
            .collect();
        let mut told = json!({ "label": field.label });
        if !values.is_empty() {
            told["values"] = Json::Object(values);
        }
        if let Some(set) = &field.set {
            told["set"] = json!(set.code);
        }
        (field.name.clone(), told)
    });
    let reasons = flat.reasons().iter();
    let reasons: Map<String, Json> = reasons
        .map(|reason| words(&reason.code, &reason.words))
        .collect();
    json!({
        "title": head.title,
        "marking": head.marking,
        "about": head.lines,
        "day": head.day.to_string(),
        "language": head.language,
        "missing": reasons,
        "fields": fields.collect::<Map<String, Json>>(),
    })
}

fn schema(flat: &dyn Flat) -> Result<Type, ParquetError> {
    let mut columns: Vec<TypePtr> = Vec::new();
    for field in flat.fields() {
        columns.push(Arc::new(column(field)?));
        if has_reason(field) {
            columns.push(Arc::new(text(&format!("{}{WHY}", field.name))?));
        }
    }
    Type::group_type_builder("table")
        .with_fields(columns)
        .build()
}

fn column(field: &Field) -> Result<Type, ParquetError> {
    let of = |physical| {
        Type::primitive_type_builder(&field.name, physical).with_repetition(Repetition::OPTIONAL)
    };
    match field.shape {
        Shape::Text | Shape::Code => text(&field.name),
        Shape::Flag => of(Physical::BOOLEAN).build(),
        Shape::Day => of(Physical::INT32)
            .with_logical_type(Some(LogicalType::Date))
            .build(),
        Shape::Number(0) => of(Physical::INT64).build(),
        Shape::Number(digits) => {
            let scale = i32::try_from(digits).unwrap_or_default();
            of(Physical::INT64)
                .with_converted_type(ConvertedType::DECIMAL)
                .with_precision(DIGITS)
                .with_scale(scale)
                .build()
        }
    }
}

fn text(name: &str) -> Result<Type, ParquetError> {
    Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::String))
        .build()
}

/// Writes a column's values; what is not there is null.
fn values(
    column: &mut SerializedColumnWriter<'_>,
    field: &Field,
    data: &[Datum<'_>],
) -> Result<(), ParquetError> {
    match field.shape {
        Shape::Text | Shape::Code => {
            return texts(column, data.iter().map(|datum| code(field, datum)));
        }
        Shape::Flag => {
            let (values, there) = present(data, |datum| match datum {
                Datum::Flag(truth) => Some(*truth),
                _ => None,
            });
            column
                .typed::<BoolType>()
                .write_batch(&values, Some(&there), None)?;
        }
        Shape::Day => {
            let (values, there) = present(data, |datum| match datum {
                Datum::Day(day) => i32::try_from(Day::EPOCH.days_until(*day)).ok(),
                _ => None,
            });
            column
                .typed::<Int32Type>()
                .write_batch(&values, Some(&there), None)?;
        }
        Shape::Number(digits) => {
            let (values, there) = present(data, |datum| match datum {
                Datum::Number(number) => scaled(*number, digits),
                _ => None,
            });
            column
                .typed::<Int64Type>()
                .write_batch(&values, Some(&there), None)?;
        }
    }
    Ok(())
}

/// A number as so many of its last digits.
fn scaled(mut number: Decimal, digits: u32) -> Option<i64> {
    number.rescale(digits);
    let whole = Decimal::try_from_i128_with_scale(number.mantissa(), 0).ok()?;
    whole.to_i64()
}

fn code<'d>(field: &'d Field, datum: &'d Datum<'_>) -> &'d str {
    match datum {
        Datum::Text(text) => text,
        Datum::Code(place) => {
            let value = field.values.get(*place);
            value.map_or("", |value| value.code.as_str())
        }
        _ => "",
    }
}

/// Texts; an empty one is null.
fn texts<'d>(
    column: &mut SerializedColumnWriter<'_>,
    data: impl Iterator<Item = &'d str>,
) -> Result<(), ParquetError> {
    let all: Vec<&str> = data.collect();
    let (values, there) = present(&all, |text| {
        (!text.is_empty()).then(|| ByteArray::from(*text))
    });
    column
        .typed::<ByteArrayType>()
        .write_batch(&values, Some(&there), None)?;
    Ok(())
}

/// The values that are there, and for each place whether one is.
fn present<I, T>(data: &[I], value: impl Fn(&I) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let all: Vec<Option<T>> = data.iter().map(value).collect();
    let there = all.iter().map(|one| i16::from(one.is_some())).collect();
    (all.into_iter().flatten().collect(), there)
}
