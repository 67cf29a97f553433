//! CSV as programs really save it: with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252.
//! What was guessed is said, since a guess may be wrong.

use super::Refusal;
use super::workbook::{Line, Sheet};

/// A file of rows, and what was guessed about it.
pub(super) struct Delimited {
    /// The text, and the sign between its cells.
    pub(super) text: String,
    pub(super) delimiter: u8,
    pub(super) sheet: Sheet,
    /// In words, for the report.
    pub(super) guesses: Vec<String>,
}

/// The most rows of a list that are read.
const MOST_ROWS: usize = 200_000;

const DELIMITERS: [(u8, &str); 4] = [
    (b',', "commas"),
    (b';', "semicolons"),
    (b'\t', "tabs"),
    (b'|', "bars"),
];

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Delimited, Refusal> {
    if let Some(refusal) = super::workbook::foreign(bytes) {
        return Err(refusal);
    }
    let mut guesses = Vec::new();
    let text = decoded(bytes, &mut guesses)?;
    let delimiter = delimiter(&text);
    if let Some((_, name)) = DELIMITERS
        .iter()
        .find(|(sign, _)| *sign == delimiter && delimiter != b',')
    {
        guesses.push(format!("the columns are taken to be separated by {name}"));
    }
    Ok(Delimited {
        sheet: Sheet {
            name: String::new(),
            lines: lines(&text, delimiter),
        },
        text,
        delimiter,
        guesses,
    })
}

fn decoded(bytes: &[u8], guesses: &mut Vec<String>) -> Result<String, Refusal> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) =
            encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        if encoding != encoding_rs::UTF_8 {
            guesses.push(format!(
                "it is read as {}, as its first bytes say",
                encoding.name()
            ));
        }
        if broken {
            guesses.push("some letters could not be read and stand as \u{fffd}".to_owned());
        }
        return Ok(text.into_owned());
    }
    if bytes.contains(&0) {
        return Err(Refusal::new(
            "this is not text: it holds zero bytes",
            "save it as CSV in UTF-8, or as .xlsx",
        ));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    let odd = text.chars().find(|letter| !char::is_ascii(letter));
    let example = text
        .lines()
        .find(|line| !line.is_ascii())
        .unwrap_or_default();
    let example: String = example.chars().take(60).collect();
    guesses.push(format!(
        "it is not UTF-8 and is read as Windows-1252, as Excel saves CSV; check accents, first in: {}",
        crate::base::text::one_line(&example)
    ));
    if odd.is_some_and(char::is_control) {
        guesses.push(
            "some letters are control characters: it is probably in yet another encoding"
                .to_owned(),
        );
    }
    Ok(text.into_owned())
}

/// The sign that splits the first lines most evenly into most columns.
fn delimiter(text: &str) -> u8 {
    let score = |sign: u8| {
        let widths: Vec<usize> = records(text, sign)
            .take(20)
            .map(|(_, fields)| fields.len())
            .collect();
        let first = widths.first().copied().unwrap_or(0);
        let even = widths.iter().filter(|width| **width == first).count();
        if first < 2 {
            0
        } else {
            even * 100 + first.min(99)
        }
    };
    let best = DELIMITERS
        .iter()
        .map(|(sign, _)| *sign)
        .rev()
        .max_by_key(|sign| score(*sign));
    best.unwrap_or(b',')
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (usize, Vec<String>)> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let records = reader.into_records().filter_map(Result::ok);
    records.map(|record| {
        let fields = record.iter().map(|field| field.trim().to_owned()).collect();
        (line_of(text, record.position()), fields)
    })
}

/// The line a record begins in. The reader's own place is before the empty lines that it skips.
fn line_of(text: &str, position: Option<&csv::Position>) -> usize {
    let Some(position) = position else { return 0 };
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.get(at..).unwrap_or_default();
    let empty = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let empty = rest.get(..empty).unwrap_or_default();
    usize::try_from(position.line()).unwrap_or(0) + empty.matches('\n').count()
}

/// The column, in characters from 1, in which a cell of a line begins; nothing where the line has no such cell.
pub(super) fn column(line: &str, delimiter: u8, cell: usize) -> Option<usize> {
    let (mut cells, mut is_quoted) = (0, false);
    for (at, letter) in line.chars().enumerate() {
        if cells == cell {
            return Some(at + 1);
        }
        match letter {
            '"' => is_quoted = !is_quoted,
            letter if letter == char::from(delimiter) && !is_quoted => cells += 1,
            _ => {}
        }
    }
    (cells == cell).then(|| line.chars().count() + 1)
}

fn lines(text: &str, delimiter: u8) -> Vec<Line> {
    records(text, delimiter)
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
        .take(MOST_ROWS)
        .map(|(number, cells)| Line { number, cells })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_as_the_spreadsheet_numbers_them() {
        for text in [
            "code,label\r\na,A\r\n\r\nb,B\r\n",
            "code,label\na,A\n\nb,B\n",
        ] {
            let read = read(text.as_bytes()).unwrap();
            let numbers: Vec<usize> = read.sheet.lines.iter().map(|line| line.number).collect();
            assert_eq!(numbers, [1, 2, 4], "{text:?}");
        }
    }

    fn cells(bytes: &[u8]) -> (Vec<Vec<String>>, Vec<String>) {
        let read = read(bytes).unwrap();
        (
            read.sheet
                .lines
                .into_iter()
                .map(|line| line.cells)
                .collect(),
            read.guesses,
        )
    }

    #[test]
    fn what_is_guessed_is_said() {
        let (rows, guesses) = cells(b"code;label\n1;Caf\xe9, bar\n\n2;x\n");
        assert_eq!(rows, [["code", "label"], ["1", "Café, bar"], ["2", "x"]]);
        assert!(
            guesses
                .iter()
                .any(|guess| guess.contains("Windows-1252") && guess.contains("Café")),
            "{guesses:?}"
        );
        assert!(
            guesses.iter().any(|guess| guess.contains("semicolons")),
            "{guesses:?}"
        );
        let (rows, guesses) = cells(b"\xef\xbb\xbfcode,label\n1,\"a, b\"\n");
        assert_eq!(
            (rows, guesses.len()),
            (
                vec![
                    vec!["code".to_owned(), "label".to_owned()],
                    vec!["1".to_owned(), "a, b".to_owned()]
                ],
                0
            )
        );
        let (rows, _) = cells(b"\xff\xfec\0\t\0d\0\n\0");
        assert_eq!(rows, [["c", "d"]]);
        assert!(read(b"%PDF-1.4").is_err());
        assert!(read(b"a\0b").is_err());
    }
}
