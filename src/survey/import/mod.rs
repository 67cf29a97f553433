//! Questionnaires and lists that were written for other programs. Bytes in; TOML or CSV and a report
//! of everything that was not carried over out. Pure: the caller reads and writes files.

mod delimited;
mod lists;
mod markup;
mod names;
mod report;
mod sheet;
mod toml_text;
mod workbook;
mod xlsform;
mod xpath;

use std::fmt;

pub use lists::{Columns, ImportedList, lists};
pub use report::{Finding, Report, Weight};
pub use xlsform::{ImportedForm, Options, xlsform};

/// Why a file cannot be imported at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl Refusal {
    fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A spreadsheet saved as CSV.
pub struct Table {
    /// The first line.
    pub headings: Vec<String>,
    /// Every further line that is not blank: its number, and its cells.
    pub lines: Vec<(usize, Vec<String>)>,
    /// What was guessed about encoding and separators, in words.
    pub guesses: Vec<String>,
}

/// Reads CSV as spreadsheet programs save it.
///
/// # Errors
/// Where it is another format, or holds nothing.
pub fn table(bytes: &[u8]) -> Result<Table, Refusal> {
    let CsvRows { rows, guesses, .. } = csv_rows(bytes)?;
    let mut rows = rows.into_iter();
    let headings = rows.next();
    let lines: Vec<_> = rows.collect();
    match headings {
        Some((_, headings)) if !lines.is_empty() => Ok(Table {
            headings,
            lines,
            guesses,
        }),
        _ => Err(Refusal::new(
            "there is no row of answers in it",
            "the first line holds the headings, each further line one person's answers",
        )),
    }
}

/// A file of rows, as [`csv_rows`] reads it.
pub struct CsvRows {
    /// Each line's number in the file, from 1, with its cells. Empty lines are left out.
    pub rows: Vec<(usize, Vec<String>)>,
    /// What was guessed about encoding and separator, in words.
    pub guesses: Vec<String>,
    text: String,
    delimiter: u8,
}

impl CsvRows {
    /// The column, in characters from 1, in which a cell stands in its line; both as they are counted here.
    pub fn column(&self, line: usize, cell: usize) -> Option<usize> {
        let line = self.text.lines().nth(line.checked_sub(1)?)?;
        delimited::column(line, self.delimiter, cell)
    }
}

/// Reads a file of rows as spreadsheet programs save it.
///
/// # Errors
/// Where the file is not a text at all.
pub fn csv_rows(bytes: &[u8]) -> Result<CsvRows, Refusal> {
    if !matches!(workbook::format(bytes), workbook::Format::Other) {
        let remedy = "open it in a spreadsheet program and save it as CSV";
        return Err(Refusal::new("this is a workbook, not CSV", remedy));
    }
    let read = delimited::read(bytes)?;
    let lines = read.sheet.lines.into_iter();
    Ok(CsvRows {
        rows: lines.map(|line| (line.number, line.cells)).collect(),
        guesses: read.guesses,
        text: read.text,
        delimiter: read.delimiter,
    })
}

/// Whether a pattern of another program can be one here.
///
/// # Errors
/// Why not, in words.
fn pattern_fits(pattern: &str) -> Result<(), String> {
    super::pattern::whole(pattern).map(|_| ())
}
