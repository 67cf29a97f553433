//! A flat table as a sheet: headings in the first row, which stays in sight, and below them one table
//! that a pivot table can be drawn from. Why a number is withheld stands beside it in words.

use rust_xlsxwriter::{Format, Table, TableColumn, Worksheet, XlsxError};

use crate::base::text::width;
use crate::base::words::Words;

use super::super::flat::{Datum, Field, Flat, Shape};
use super::cells::{Page, Style, digits};
use super::{Fault, check, column, names, row};

/// Writes it.
pub(super) fn write(
    sheet: &mut Worksheet,
    flat: &dyn Flat,
    name: &str,
    style: &Style,
    words: &Words,
) -> Result<(), Fault> {
    check(&sheet.name(), 0, flat.rows())?;
    let mut page = Page::new(sheet, style);
    let plan = plan(flat, words);
    for below in 0..flat.rows() {
        for (at, (_, source)) in plan.iter().enumerate() {
            source.write(&mut page, (below + 1, at), flat, below)?;
        }
    }
    let headings = names::headings(plan.into_iter().map(|(heading, _)| heading).collect());
    let columns = headings.iter().enumerate().map(|(at, heading)| {
        page.widen(at, width(heading));
        TableColumn::new()
            .set_header(heading)
            .set_header_format(&style.column)
    });
    let columns: Vec<TableColumn> = columns.collect();
    let table = Table::new().set_name(name).set_columns(&columns);
    // A table has at least one row, be it an empty one.
    let last = flat.rows().max(1);
    let end = column(columns.len().saturating_sub(1));
    page.sheet.add_table(0, 0, row(last), end, &table)?;
    page.sheet.set_freeze_panes(1, 0)?;
    page.sheet.set_repeat_rows(0, 0)?;
    page.finish()?;
    Ok(())
}

/// What a column of the sheet shows.
enum Source {
    /// A field's data.
    Datum(usize),
    /// Why a field has none.
    Why(usize),
}

/// The columns: each field, and behind a number why it may not be there.
fn plan(flat: &dyn Flat, words: &Words) -> Vec<(String, Source)> {
    let fields = flat.fields().iter().enumerate();
    let all = fields.flat_map(|(at, field)| {
        let is_withheld =
            (0..flat.rows()).any(|row| matches!(flat.datum(row, at), Datum::Missing(_)));
        let has_why = matches!(field.shape, Shape::Number(_)) && is_withheld;
        let why = has_why.then(|| (words.say("file-field-why"), Source::Why(at)));
        std::iter::once((field.label.clone(), Source::Datum(at))).chain(why)
    });
    all.collect()
}

impl Source {
    fn write(
        &self,
        page: &mut Page<'_>,
        at: (usize, usize),
        flat: &dyn Flat,
        row: usize,
    ) -> Result<(), XlsxError> {
        match self {
            Self::Datum(field) => {
                let Some(own) = flat.fields().get(*field) else {
                    return Ok(());
                };
                datum(page, at, own, &flat.datum(row, *field))
            }
            Self::Why(field) => match flat.datum(row, *field) {
                Datum::Missing(place) => {
                    let reason = flat.reasons().get(place);
                    page.text(at, reason.map_or("", |reason| reason.words.as_str()))
                }
                _ => Ok(()),
            },
        }
    }
}

fn datum(
    page: &mut Page<'_>,
    at: (usize, usize),
    field: &Field,
    datum: &Datum<'_>,
) -> Result<(), XlsxError> {
    match datum {
        Datum::Empty | Datum::Missing(_) => Ok(()),
        Datum::Text(text) => page.text(at, text),
        Datum::Number(number) => {
            let format = Format::new().set_num_format(digits(number.scale()));
            page.number(at, *number, format)
        }
        Datum::Code(place) => {
            let value = field.values.get(*place);
            page.text(at, value.map_or("", |value| value.code.as_str()))
        }
        Datum::Flag(truth) => page.text(at, if *truth { "true" } else { "false" }),
        Datum::Day(day) => page.day(at, *day),
    }
}
