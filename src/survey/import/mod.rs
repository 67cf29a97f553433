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

/// A file of rows as a spreadsheet program saves it: each line's number in the file with its cells, and
/// what was guessed about encoding and separator, in words. Empty lines are left out.
///
/// # Errors
/// Where the file is no text at all.
pub fn csv_rows(bytes: &[u8]) -> Result<(Vec<(usize, Vec<String>)>, Vec<String>), Refusal> {
    if !matches!(workbook::format(bytes), workbook::Format::Other) {
        let remedy = "open it in a spreadsheet program and save it as CSV";
        return Err(Refusal::new("this is a workbook, not CSV", remedy));
    }
    let read = delimited::read(bytes)?;
    let lines = read.sheet.lines.into_iter();
    let rows = lines.map(|line| (line.number, line.cells)).collect();
    Ok((rows, read.guesses))
}

/// Whether a pattern of another program can be one here.
///
/// # Errors
/// Why not, in words.
fn pattern_fits(pattern: &str) -> Result<(), String> {
    super::pattern::whole(pattern).map(|_| ())
}
