//! Views, or a flat table, as a workbook that a lead can pivot: one sheet a view with real tables and
//! charts, a sheet of tidy cells, a sheet that says what the figures are.
//!
//! Whatever came from outside is written as text: no cell of ours holds a formula, and a label that
//! begins as one keeps the mark by which spreadsheets leave it a text when somebody edits the cell. The
//! day inside is the report's, so the same figures give the same bytes.

mod about;
mod blocks;
mod cells;
mod chart;
mod data;
mod names;

use std::fmt;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use serde_json::Value as Json;

use crate::base::text::one_line;
use crate::base::words::Words;
use crate::stats::view::View;

use super::flat::{self, Flat, Head};
use super::view::Teller;

use cells::Style;
use names::{SheetNames, TableNames};

/// The rows of a sheet, its heading among them.
const ROWS: usize = 1_048_576;
/// What a header of a printed page may hold.
const HEADER: usize = 240;

/// Why a workbook cannot be written.
#[derive(Debug)]
pub enum Fault {
    /// A table has more rows than a sheet: its title, and how many.
    TooLong(String, usize),
    /// The writer's own words.
    Writing(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(title, rows) => write!(
                f,
                "\"{title}\" has {rows} rows, and a sheet of a spreadsheet ends at {ROWS}"
            ),
            Self::Writing(why) => write!(f, "the spreadsheet: {why}"),
        }
    }
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Self {
        Self::Writing(error.to_string())
    }
}

/// The whole workbook of views. `manifest` is what stands beside the file as well.
///
/// # Errors
/// Where a table is longer than a sheet.
pub fn views(
    views: &[View],
    teller: &Teller,
    head: &Head,
    manifest: &Json,
) -> Result<Vec<u8>, Fault> {
    let mut book = Book::new(head)?;
    let words = teller.words();
    let about = book.sheet(&words.say("file-about"));
    let titles: Vec<String> = views.iter().map(|view| teller.title(view)).collect();
    let names: Vec<String> = titles.iter().map(|title| book.names.name(title)).collect();
    let contents: Vec<(String, String)> = names.iter().cloned().zip(titles).collect();
    about::write(&mut book, &about, &contents, manifest)?;
    for (view, name) in views.iter().zip(&names) {
        book.add(name)?;
        blocks::write(&mut book, view, name, teller)?;
    }
    let data = flat::views::of(views, teller);
    book.data(&words.say("file-data"), &data, words)?;
    book.finish()
}

/// The whole workbook of one flat table.
///
/// # Errors
/// Where it is longer than a sheet.
pub fn table(
    flat: &dyn Flat,
    words: &Words,
    head: &Head,
    manifest: &Json,
) -> Result<Vec<u8>, Fault> {
    let mut book = Book::new(head)?;
    let about = book.sheet(&words.say("file-about"));
    about::write(&mut book, &about, &[], manifest)?;
    book.data(&words.say("file-data"), flat, words)?;
    book.finish()
}

/// A workbook being written.
struct Book<'h> {
    workbook: Workbook,
    head: &'h Head,
    style: Style,
    names: SheetNames,
    tables: TableNames,
}

impl<'h> Book<'h> {
    fn new(head: &'h Head) -> Result<Self, Fault> {
        let mut workbook = Workbook::new();
        let (year, month, day) = head.day.parts();
        let year = u16::try_from(year).unwrap_or(2000).max(1900);
        let made = ExcelDateTime::from_ymd(year, month, day)?;
        let properties = DocProperties::new()
            .set_title(one_line(&head.title))
            .set_comment(one_line(&head.marking))
            .set_author("Tallybox")
            .set_creation_datetime(&made);
        workbook.set_properties(&properties);
        Ok(Self {
            workbook,
            head,
            style: Style::new(),
            names: SheetNames::default(),
            tables: TableNames::default(),
        })
    }

    /// The name of a new sheet, after a title.
    fn sheet(&mut self, title: &str) -> String {
        self.names.name(title)
    }

    /// Adds a sheet, every page of which says who may read it.
    fn add(&mut self, name: &str) -> Result<&mut Worksheet, Fault> {
        let marking = one_line(&self.head.marking).replace('&', "&&");
        let marking = names::cut(&marking, HEADER).to_owned();
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_landscape();
        sheet.set_paper_size(9); // A4
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_header(format!("&L{marking}"));
        sheet.set_footer("&L&A&R&P / &N");
        Ok(sheet)
    }

    fn data(&mut self, title: &str, flat: &dyn Flat, words: &Words) -> Result<(), Fault> {
        let name = self.sheet(title);
        let table = self.tables.name(&name);
        let style = self.style.clone();
        data::write(self.add(&name)?, flat, &table, &style, words)
    }

    fn finish(mut self) -> Result<Vec<u8>, Fault> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// A row or a column as spreadsheets count them; rows past the last are refused before.
fn row(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Refuses a table that would end below the last row.
fn check(title: &str, start: usize, rows: usize) -> Result<(), Fault> {
    if start + rows + 1 > ROWS {
        return Err(Fault::TooLong(title.to_owned(), rows));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
