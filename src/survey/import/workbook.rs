//! Workbooks to rows of texts. What a file is decides its content, never its name: people rename
//! `.xlsx` to `.xls` and the other way round. Cells are read one by one into bounds, since a workbook
//! may claim a million rows by one cell in the corner.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};

use super::Refusal;
use crate::base::caught::caught;

/// A row further down than this is not read.
const MOST_ROWS: usize = 200_000;
/// A column further right than this is not read.
const MOST_COLUMNS: usize = 512;
/// The most cells of a workbook.
const MOST_CELLS: usize = 4_000_000;
/// The most bytes that a packed workbook may say it unpacks to.
const MOST_UNPACKED: u64 = 256 << 20;

/// One row: its number as the spreadsheet program shows it, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) cells: Vec<String>,
}

/// One sheet without its blank rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

/// What the first bytes say a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Xls,
    /// No format that is known by its first bytes: perhaps text.
    Other,
}

/// Formats that people hand over by mistake, by their first bytes, with what to do.
const FOREIGN: [(&[u8], &str, &str); 8] = [
    (b"%PDF", "a PDF", "ask for the workbook it was printed from"),
    (b"{\\rtf", "an RTF text", "save it as .xlsx"),
    (
        b"<?xml",
        "XML, perhaps an XForm or a workbook saved as XML",
        "save it as .xlsx",
    ),
    (
        b"<html",
        "a web page under a workbook's name",
        "open it in a spreadsheet program and save it as .xlsx",
    ),
    (
        b"<!DOCTYPE",
        "a web page under a workbook's name",
        "open it in a spreadsheet program and save it as .xlsx",
    ),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x89PNG", "a picture", "give the workbook itself"),
    (b"SQLite format 3", "a database", "export a CSV from it"),
];

/// What a file is.
pub(super) fn format(bytes: &[u8]) -> Format {
    match bytes {
        [b'P', b'K', 3 | 5, ..] => Format::Xlsx,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Format::Xls,
        _ => Format::Other,
    }
}

/// What a file is that is no workbook and no text.
pub(super) fn foreign(bytes: &[u8]) -> Option<Refusal> {
    let found = FOREIGN.iter().find(|(magic, ..)| {
        let start = bytes.get(..magic.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(magic)
    });
    found.map(|(_, name, remedy)| {
        Refusal::new(format!("this is {name}, not a workbook or CSV"), *remedy)
    })
}

/// Reads every sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new(
            "the file is empty",
            "was it copied completely?",
        ));
    }
    // A reader of a foreign format may stumble over hostile bytes; that is the file's fault, not ours.
    let attempt = caught(|| match format(bytes) {
        Format::Xlsx => xlsx(bytes),
        Format::Xls => xls(bytes),
        Format::Other => Err(foreign(bytes).unwrap_or_else(|| {
            Refusal::new(
                "this is not an .xlsx or .xls workbook",
                "save it as .xlsx; lists may also be CSV",
            )
        })),
    });
    attempt.unwrap_or_else(|| Err(damaged("its structure makes no sense")))
}

fn damaged(why: &str) -> Refusal {
    Refusal::new(
        format!("the workbook cannot be read: {why}"),
        "open it in a spreadsheet program, save it anew as .xlsx, and take a password off",
    )
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    check_package(bytes)?;
    if claims_too_many_texts(bytes) {
        return Err(damaged("it claims more texts than it has room for"));
    }
    let mut book: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let mut room = MOST_CELLS;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // Chart sheets have no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut rows = Rows::new(&mut room);
        while let Some(cell) = reader
            .next_cell()
            .map_err(|error| damaged(&error.to_string()))?
        {
            rows.put(cell.get_position(), of_reference(cell.get_value()))?;
        }
        sheets.push(rows.into_sheet(name));
    }
    Ok(sheets)
}

/// Whether the table of a workbook's texts claims more of them than its bytes can hold. The reader allocates
/// by that claim before it reads the first.
fn claims_too_many_texts(bytes: &[u8]) -> bool {
    let Ok(mut package) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    (0..package.len()).any(|at| {
        let Ok(part) = package.by_index(at) else {
            return false;
        };
        let name = part
            .name()
            .map_or_else(|_| String::new(), |name| name.to_ascii_lowercase());
        let mut words = Vec::new();
        // What cannot be unpacked to its end is looked at as far as it went: so does the reader.
        let is_texts = name.ends_with("sharedstrings.xml");
        if is_texts {
            drop(part.take(MOST_UNPACKED).read_to_end(&mut words));
        }
        claims_more_texts_than_bytes(words)
    })
}

/// Whether the XML claims more texts than it has bytes for: the shortest, `<si/>`, has five.
fn claims_more_texts_than_bytes(mut xml: Vec<u8>) -> bool {
    const CLAIM: &[u8] = b"uniqueCount";
    let room = xml.len() / 5;
    // UTF-16 reads as ASCII without its zeros.
    xml.retain(|byte| *byte != 0);
    let claims = (0..xml.len()).filter_map(|at| xml.get(at..)?.strip_prefix(CLAIM));
    claims.into_iter().any(|after| {
        let number = after.iter().skip_while(|byte| !byte.is_ascii_digit());
        let number = number.take_while(|byte| byte.is_ascii_digit());
        let claimed = number.fold(0_usize, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        });
        claimed > room
    })
}

/// Whether a sheet of an old workbook claims more than such a sheet can hold: 65,536 rows and 256
/// columns. The reader allocates by that claim, and an allocation that fails ends the process. The
/// record (0x0200, Dimensions) is looked for wherever it may stand; a chance match in other bytes
/// would refuse one sound file in thousands of millions.
fn claims_too_much(bytes: &[u8]) -> bool {
    let number = |at: usize, size: usize| {
        let bytes = bytes.get(at..at + size).unwrap_or_default().iter().rev();
        bytes.fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let is_beyond = |at: usize| {
        let width = match number(at + 2, 2) {
            10 => 2,
            14 | 16 => 4,
            _ => return false,
        };
        let (first, after) = (number(at + 4, width), number(at + 4 + width, width));
        let columns = number(at + 6 + 2 * width, 2);
        after > 65_536 || columns > 256 || (after > 0 && first >= after)
    };
    let mut records = bytes.windows(4).enumerate();
    records.any(|(at, window)| window.starts_with(&[0, 2]) && is_beyond(at))
}

fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    if claims_too_much(bytes) {
        return Err(damaged(
            "a sheet claims more rows or columns than it can have",
        ));
    }
    let mut book: Xls<Cursor<&[u8]>> =
        Xls::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let mut room = MOST_CELLS;
    let mut sheets = Vec::new();
    for (name, range) in book.worksheets() {
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Rows::new(&mut room);
        for (row, column, value) in range.used_cells() {
            let at = |start: u32, offset: usize| {
                start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
            };
            rows.put((at(top, row), at(left, column)), of_value(value))?;
        }
        sheets.push(rows.into_sheet(name));
    }
    Ok(sheets)
}

/// Cells as they come, into bounds.
struct Rows<'r> {
    rows: BTreeMap<usize, BTreeMap<usize, String>>,
    room: &'r mut usize,
}

impl<'r> Rows<'r> {
    const fn new(room: &'r mut usize) -> Self {
        Self {
            rows: BTreeMap::new(),
            room,
        }
    }

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), Refusal> {
        let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else {
            return Ok(());
        };
        if text.trim().is_empty() || row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Ok(());
        }
        *self.room = self.room.checked_sub(1).ok_or_else(|| {
            Refusal::new(
                format!("the workbook has more than {MOST_CELLS} cells"),
                "take sheets out that are not needed",
            )
        })?;
        self.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    fn into_sheet(self, name: String) -> Sheet {
        let lines = self.rows.into_iter().map(|(row, cells)| {
            let last = cells.last_key_value().map_or(0, |(column, _)| column + 1);
            let mut line = Line {
                number: row + 1,
                cells: vec![String::new(); last],
            };
            for (column, text) in cells {
                if let Some(cell) = line.cells.get_mut(column) {
                    *cell = text;
                }
            }
            line
        });
        Sheet {
            name,
            lines: lines.collect(),
        }
    }
}

fn of_reference(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => of_number(*number),
        DataRef::Bool(truth) => of_truth(*truth),
        DataRef::DateTime(moment) => of_moment(moment),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn of_value(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => of_number(*number),
        Data::Bool(truth) => of_truth(*truth),
        Data::DateTime(moment) => of_moment(moment),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A spreadsheet's number as its author typed it: `1`, never `1.0`.
fn of_number(number: f64) -> String {
    number.to_string()
}

/// As `XLSForm` spells truth.
fn of_truth(truth: bool) -> String {
    if truth { "TRUE" } else { "FALSE" }.to_owned()
}

fn of_moment(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Refuses a package whose directory says that it unpacks to more than is sensible, and packages that
/// are no workbook.
fn check_package(bytes: &[u8]) -> Result<(), Refusal> {
    let mut unpacked = 0_u64;
    let mut workbook = false;
    for entry in directory(bytes) {
        unpacked = unpacked.saturating_add(entry.size);
        workbook |= entry.name.starts_with(b"xl/");
    }
    if !workbook {
        let message =
            "this is a zip archive, a text document or an OpenDocument file, not an .xlsx workbook";
        return Err(Refusal::new(message, "save the workbook as .xlsx"));
    }
    if unpacked > MOST_UNPACKED {
        let message = format!(
            "the workbook unpacks to more than {} MiB",
            MOST_UNPACKED >> 20
        );
        return Err(Refusal::new(
            message,
            "take sheets and pictures out that are not needed",
        ));
    }
    Ok(())
}

/// One entry of a zip archive's directory.
struct Packed<'b> {
    size: u64,
    name: &'b [u8],
}

fn directory(bytes: &[u8]) -> impl Iterator<Item = Packed<'_>> {
    let starts = (0..bytes.len()).filter(|&at| bytes.get(at..at + 4) == Some(b"PK\x01\x02"));
    starts.filter_map(|at| {
        let field = |from: usize, to: usize| bytes.get(at + from..at + to);
        let size = field(24, 28)?.try_into().map(u32::from_le_bytes).ok()?;
        let length = field(28, 30)?.try_into().map(u16::from_le_bytes).ok()?;
        let name = field(46, 46 + usize::from(length))?;
        Some(Packed {
            size: u64::from(size),
            name,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_format_is_named() {
        for (bytes, words) in [
            (&b"%PDF-1.7 ..."[..], "a PDF"),
            (b"<HTML><table>", "a web page"),
            (b"", "empty"),
            (b"name,label\n", "not an .xlsx"),
            (b"PK\x03\x04 nothing more", "zip archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", "cannot be read"),
        ] {
            let refusal = read(bytes).unwrap_err();
            assert!(
                refusal.message.contains(words),
                "{}: {}",
                words,
                refusal.message
            );
        }
    }

    #[test]
    fn numbers_are_as_they_were_typed() {
        assert_eq!(of_number(1.0), "1");
        assert_eq!(of_number(0.1), "0.1");
        assert_eq!(of_number(2_000_000_000.0), "2000000000");
    }
}
