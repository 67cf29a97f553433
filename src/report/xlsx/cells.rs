//! One cell: numbers as numbers, days as days, everything else as text that nothing runs.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::base::text::{one_line, width, wrap};
use crate::base::time::Day;
use crate::stats::view::{Shade, Value};

use super::super::view::Teller;
use super::names::cut;
use super::{column, row};

/// The longest text of a cell, in units of UTF-16.
const LONGEST: usize = 32_767;
/// The widest column, in letters; longer texts are broken.
const WIDEST: usize = 60;
/// Letters that are left empty beside the widest text.
const MARGIN: usize = 3;
/// The narrowest: room for a heading's button.
const NARROWEST: usize = 9;
/// Why a figure is withheld is broken into lines of so many letters: a column of figures stays one.
const REASON: usize = 22;
/// A sentence is broken into rows of so many letters: a printed page is as wide as its widest row.
const SENTENCE: usize = 100;
/// The height of a line, in points.
const LINE: usize = 15;
/// Rows are no higher (Excel).
const HIGHEST: usize = 400;

/// How cells look.
#[derive(Clone)]
pub(super) struct Style {
    pub(super) title: Format,
    pub(super) heading: Format,
    /// The heading of a column: seen also where a program draws no style of tables.
    pub(super) column: Format,
    text: Format,
    quoted: Format,
}

impl Style {
    pub(super) fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top).set_indent(1);
        Self {
            column: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_indent(1)
                .set_border_bottom(FormatBorder::Thin),
            title: Format::new().set_bold().set_font_size(14),
            heading: Format::new().set_bold(),
            text: top.clone().set_text_wrap(),
            quoted: top.set_text_wrap().set_quote_prefix(),
        }
    }
}

/// A sheet with the widths that its columns come to have.
pub(super) struct Page<'s> {
    pub(super) sheet: &'s mut Worksheet,
    style: &'s Style,
    widths: Vec<usize>,
    /// Texts that take several lines: their row and column, and how many letters they have.
    broken: Vec<(usize, usize, usize)>,
}

impl<'s> Page<'s> {
    pub(super) const fn new(sheet: &'s mut Worksheet, style: &'s Style) -> Self {
        Self {
            sheet,
            style,
            widths: Vec::new(),
            broken: Vec::new(),
        }
    }

    /// Text that may run on over its neighbours: a title, a sentence.
    pub(super) fn line(&mut self, at: usize, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = one_line(text);
        let text = cut(&text, LONGEST);
        let format = if begins_a_formula(text) {
            &format.clone().set_quote_prefix()
        } else {
            format
        };
        self.sheet
            .write_string_with_format(row(at), 0, text, format)?;
        Ok(())
    }

    /// A sentence, in as many rows as it takes; returns the row after it.
    pub(super) fn sentence(&mut self, at: usize, text: &str) -> Result<usize, XlsxError> {
        let mut next = at;
        for line in wrap(&one_line(text), SENTENCE) {
            self.line(next, &line, &Format::new())?;
            next += 1;
        }
        Ok(next)
    }

    /// Text in its column.
    pub(super) fn text(&mut self, at: (usize, usize), text: &str) -> Result<(), XlsxError> {
        self.text_within(at, text, WIDEST)
    }

    /// Why a figure is withheld.
    pub(super) fn reason(&mut self, at: (usize, usize), text: &str) -> Result<(), XlsxError> {
        self.text_within(at, text, REASON)
    }

    /// Text that makes its column so wide at most.
    fn text_within(
        &mut self,
        at: (usize, usize),
        text: &str,
        widest: usize,
    ) -> Result<(), XlsxError> {
        let text = one_line(text);
        let text = cut(&text, LONGEST);
        if text.is_empty() {
            return Ok(());
        }
        let letters = width(text);
        self.widen(at.1, letters.min(widest));
        if letters > widest.min(WIDEST - MARGIN) {
            self.broken.push((at.0, at.1, letters));
        }
        let format = if begins_a_formula(text) {
            &self.style.quoted
        } else {
            &self.style.text
        };
        self.sheet
            .write_string_with_format(row(at.0), column(at.1), text, format)?;
        Ok(())
    }

    /// A number with as many digits as it has.
    pub(super) fn number(
        &mut self,
        at: (usize, usize),
        number: Decimal,
        format: Format,
    ) -> Result<(), XlsxError> {
        self.widen(at.1, number.to_string().len());
        let number = number.to_f64().unwrap_or_default();
        let format = format.set_align(FormatAlign::Top);
        self.sheet
            .write_number_with_format(row(at.0), column(at.1), number, &format)?;
        Ok(())
    }

    /// A day; one that spreadsheets do not know as text.
    pub(super) fn day(&mut self, at: (usize, usize), day: Day) -> Result<(), XlsxError> {
        let (year, month, number) = day.parts();
        let year = u16::try_from(year).unwrap_or_default();
        let Ok(date) = ExcelDateTime::from_ymd(year, month, number) else {
            return self.text(at, &day.to_string());
        };
        self.widen(at.1, 10);
        let format = Format::new()
            .set_num_format("yyyy-mm-dd")
            .set_align(FormatAlign::Top);
        self.sheet
            .write_datetime_with_format(row(at.0), column(at.1), &date, &format)?;
        Ok(())
    }

    /// A value of a view.
    pub(super) fn value(
        &mut self,
        at: (usize, usize),
        value: &Value,
        teller: &Teller,
    ) -> Result<(), XlsxError> {
        self.shaded(at, value, Shade::Plain, teller)
    }

    /// A value with its mark: a colour, and the word for it behind the number.
    pub(super) fn shaded(
        &mut self,
        at: (usize, usize),
        value: &Value,
        shade: Shade,
        teller: &Teller,
    ) -> Result<(), XlsxError> {
        let format =
            |digits: u32| coloured(shade).set_num_format(digits_and(digits, shade, teller));
        match value {
            Value::Count(0) => self.number(at, Decimal::ZERO, Format::new()),
            Value::Count(count) | Value::Of(count, _) => {
                self.number(at, Decimal::from(*count), format(0))
            }
            Value::Number(number) => self.number(at, *number, format(number.scale())),
            Value::Percent(hundredths) => {
                let part = *hundredths / Decimal::ONE_HUNDRED;
                self.number(at, part, coloured(shade).set_num_format("0%"))
            }
            Value::Day(day) => self.day(at, *day),
            Value::Nothing => Ok(()),
            Value::Withheld(_) => self.reason(at, &teller.value(value)),
            other => self.text(at, &teller.value(other)),
        }
    }

    pub(super) fn widen(&mut self, at: usize, letters: usize) {
        if self.widths.len() <= at {
            self.widths.resize(at + 1, NARROWEST);
        }
        if let Some(own) = self.widths.get_mut(at) {
            *own = (*own).max(letters + MARGIN).min(WIDEST);
        }
    }

    /// The rows that are higher than a line, with their lines: not every program works it out itself.
    fn heights(&self) -> BTreeMap<usize, usize> {
        let mut heights = BTreeMap::new();
        for (row, column, letters) in &self.broken {
            let room = self.widths.get(*column).map_or(WIDEST, |own| *own);
            // Lines end between words, so they are not full.
            let lines = (letters * 6 / 5).div_ceil(room.saturating_sub(MARGIN).max(1));
            let own: &mut usize = heights.entry(*row).or_default();
            *own = (*own).max(lines);
        }
        heights
    }

    /// Sets the widths of all columns and the heights of rows.
    pub(super) fn finish(self) -> Result<(), XlsxError> {
        for (at, lines) in self.heights() {
            let height = u32::try_from((lines * LINE).min(HIGHEST)).unwrap_or_default();
            if lines > 1 {
                self.sheet.set_row_height(row(at), f64::from(height))?;
            }
        }
        for (at, letters) in self.widths.iter().enumerate() {
            let letters = u32::try_from(*letters).unwrap_or_default();
            self.sheet
                .set_column_width(column(at), f64::from(letters))?;
        }
        Ok(())
    }
}

/// Whether a spreadsheet would run a text that somebody typed so.
fn begins_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

/// A number's format; where a colour says something, a word behind the number says it too.
fn digits_and(places: u32, shade: Shade, teller: &Teller) -> String {
    let word = match shade {
        Shade::Plain | Shade::Level(_) => None,
        Shade::Red => Some("view-red"),
        Shade::Amber => Some("view-amber"),
        Shade::Green => Some("view-green"),
    };
    let number = digits(places);
    match word {
        Some(word) => {
            let word = teller.words().say(word).replace(['"', '\\'], "");
            format!("{number}\" {word}\"")
        }
        None => number,
    }
}

/// A number's format with so many digits after the point.
pub(super) fn digits(places: u32) -> String {
    match places {
        0 => "0".to_owned(),
        places => format!("0.{}", "0".repeat(places.min(10) as usize)),
    }
}

fn coloured(shade: Shade) -> Format {
    let (back, front) = match shade {
        Shade::Plain | Shade::Level(0) => return Format::new(),
        Shade::Red => (0xFF_D9_D3, 0),
        Shade::Amber => (0xFF_EF_C2, 0),
        Shade::Green => (0xDF_F2_DC, 0),
        Shade::Level(1) => (0xED_F4_FB, 0),
        Shade::Level(2) => (0xCF_E2_F3, 0),
        Shade::Level(3) => (0x9D_C3_E6, 0),
        Shade::Level(_) => (0x1F_4E_79, 0xFF_FF_FF),
    };
    let format = Format::new().set_background_color(back);
    format.set_font_color(front)
}
