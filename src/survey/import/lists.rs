//! Lists of codes and labels (the ONS' SOC workbook, a register from the HR system, a CSV from
//! anywhere) to the CSV that `[lists.NAME] file = …` reads.

use std::collections::BTreeMap;

use super::Refusal;
use super::names;
use super::report::{Report, Weight};
use super::sheet::{Column, Row, Table};
use super::workbook::{self, Format, Sheet};

/// Which columns and which sheet, where the caller says so.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// The column of codes.
    pub code: Option<String>,
    /// The column of labels.
    pub label: Option<String>,
    /// The sheet.
    pub sheet: Option<String>,
}

/// A list as it is here.
#[derive(Clone, Debug)]
pub struct ImportedList {
    /// `code,label` and, where the source has one, `parent`.
    pub csv: String,
    /// How many entries it has.
    pub entries: usize,
    /// What was guessed, changed or left out.
    pub report: Report,
}

/// Names of code columns, the best first; a header is compared word by word in small letters.
const CODES: [&str; 14] = [
    "code",
    "unit_group",
    "unit group",
    "soc2020",
    "soc 2020",
    "soc",
    "soc code",
    "id",
    "key",
    "value",
    "number",
    "no",
    "ref",
    "name",
];

/// Names of label columns, the best first.
const LABELS: [&str; 12] = [
    "label",
    "group title",
    "title",
    "unit group title",
    "description",
    "name",
    "text",
    "occupation",
    "job title",
    "category",
    "term",
    "descriptor",
];

/// Turns a workbook or CSV into a list.
///
/// # Errors
/// Where the bytes are neither, or no columns of codes and labels can be found.
pub fn lists(bytes: &[u8], columns: &Columns) -> Result<ImportedList, Refusal> {
    let mut report = Report::default();
    let sheets = sheets(bytes, columns, &mut report)?;
    let found = sheets
        .iter()
        .find_map(|sheet| chosen(sheet, columns).map(|chosen| (sheet, chosen)));
    let (sheet, chosen) = found.ok_or_else(|| not_found(&sheets, columns))?;
    report.counted.clone_from(&sheet.name);
    let guessed = [
        (&columns.code, "codes", &chosen.code),
        (&columns.label, "labels", &chosen.label),
    ];
    for (_, what, name) in guessed.into_iter().filter(|(asked, ..)| asked.is_none()) {
        report.add(
            Weight::Note,
            &sheet.name,
            0,
            "",
            format!(
                "the {what} are taken from the column `{name}`; `--code` and `--label` name others"
            ),
        );
    }
    entries(sheet, &chosen, report)
}

fn sheets(bytes: &[u8], columns: &Columns, report: &mut Report) -> Result<Vec<Sheet>, Refusal> {
    if workbook::format(bytes) == Format::Other {
        if bytes.is_empty() {
            return Err(Refusal::new(
                "the file is empty",
                "was it copied completely?",
            ));
        }
        let read = super::delimited::read(bytes)?;
        for guess in read.guesses {
            report.add(Weight::Note, "", 0, "", guess);
        }
        return Ok(vec![read.sheet]);
    }
    let mut sheets = workbook::read(bytes)?;
    if let Some(wanted) = &columns.sheet {
        let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        sheets.retain(|sheet| sheet.name.trim().eq_ignore_ascii_case(wanted.trim()));
        if sheets.is_empty() {
            let message = format!("there is no sheet `{wanted}`");
            return Err(Refusal::new(
                message,
                format!("the sheets are: {}", names.join(", ")),
            ));
        }
    }
    // The sheet with most rows holds the list; the others are notes and contents.
    sheets.sort_by_key(|sheet| std::cmp::Reverse(sheet.lines.len()));
    Ok(sheets)
}

/// A sheet read with its columns found.
struct Chosen {
    table: Table,
    code: String,
    label: String,
}

fn chosen(sheet: &Sheet, columns: &Columns) -> Option<Chosen> {
    let pick = |header: &[Column]| {
        let code = find(header, columns.code.as_deref(), &CODES, None)?;
        let label = find(header, columns.label.as_deref(), &LABELS, Some(&code))?;
        Some((code, label))
    };
    let table = Table::read(sheet, str::to_owned, |header| pick(header).is_some())?;
    let (code, label) = pick(&table.columns)?;
    Some(Chosen { table, code, label })
}

/// A column by the name that was asked for, else by the best of the usual names, in full or as a part.
fn find(
    header: &[Column],
    asked: Option<&str>,
    usual: &[&str],
    not: Option<&str>,
) -> Option<String> {
    let plain = |name: &str| {
        name.trim()
            .to_lowercase()
            .replace(['_', '-'], " ")
            .split_whitespace()
            .collect::<Vec<&str>>()
            .join(" ")
    };
    let columns = || {
        header
            .iter()
            .map(|column| column.name.as_str())
            .filter(|name| !name.is_empty() && Some(*name) != not)
    };
    if let Some(asked) = asked {
        return columns()
            .find(|name| plain(name) == plain(asked))
            .map(str::to_owned);
    }
    let whole = usual
        .iter()
        .find_map(|usual| columns().find(|name| plain(name) == plain(usual)));
    let within =
        |usual: &&str| columns().find(|name| plain(name).split(' ').any(|word| word == *usual));
    whole
        .or_else(|| usual.iter().take(8).find_map(within))
        .map(str::to_owned)
}

fn not_found(sheets: &[Sheet], columns: &Columns) -> Refusal {
    let asked: Vec<&str> = [&columns.code, &columns.label]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let header = sheets.first().and_then(|sheet| sheet.lines.first());
    let header = header.map(|line| {
        line.cells
            .iter()
            .map(|cell| String::as_str(cell).trim())
            .filter(|cell| !cell.is_empty())
            .take(12)
            .collect::<Vec<&str>>()
            .join(", ")
    });
    let message = if asked.is_empty() {
        "no columns of codes and labels were found".to_owned()
    } else {
        format!(
            "there are no columns `{}` in one row",
            asked.join("` and `")
        )
    };
    let remedy = format!(
        "name them with `--code COLUMN --label COLUMN`; the first row says: {}",
        header.unwrap_or_default()
    );
    Refusal::new(message, crate::base::text::one_line(&remedy))
}

fn entries(sheet: &Sheet, chosen: &Chosen, mut report: Report) -> Result<ImportedList, Refusal> {
    report.rows = chosen.table.rows.len();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<(String, &Row)> = Vec::new();
    for row in &chosen.table.rows {
        if let Some(code) = checked(sheet, row, chosen, &mut seen, &mut report) {
            kept.push((code, row));
        }
    }
    if kept.is_empty() {
        return Err(Refusal::new(
            "no row has both a code and a label",
            "check the columns with `--code` and `--label`",
        ));
    }
    let parents =
        chosen.table.has("parent") && kept.iter().any(|(_, row)| !row.get("parent").is_empty());
    let csv = written(&kept, chosen, parents, &seen, sheet, &mut report).map_err(|error| {
        Refusal::new(
            format!("the list cannot be written: {error}"),
            "report this",
        )
    })?;
    report.sort(&["", &sheet.name]);
    Ok(ImportedList {
        csv,
        entries: kept.len(),
        report,
    })
}

/// The code of a row that becomes an entry.
fn checked(
    sheet: &Sheet,
    row: &Row,
    chosen: &Chosen,
    seen: &mut BTreeMap<String, usize>,
    report: &mut Report,
) -> Option<String> {
    let (theirs, label) = (row.get(&chosen.code), row.get(&chosen.label));
    let code = names::code(theirs);
    let (weight, words) = match (theirs, label) {
        ("", "") => (
            Weight::Note,
            "it has neither code nor label and is left out".to_owned(),
        ),
        ("", label) => (
            Weight::Loss,
            format!("`{label}` has no code and is left out"),
        ),
        (_, "") => (Weight::Loss, "it has no label and is left out".to_owned()),
        _ => {
            let Some(first) = seen.get(&code) else {
                if code != theirs {
                    report.add(
                        Weight::Note,
                        &sheet.name,
                        row.number,
                        theirs,
                        format!("it cannot be a code; it is stored as `{code}`"),
                    );
                }
                seen.insert(code.clone(), row.number);
                return Some(code);
            };
            (
                Weight::Loss,
                format!("the code stands in row {first} already; this row is left out"),
            )
        }
    };
    report.add(weight, &sheet.name, row.number, theirs, words);
    None
}

fn written(
    kept: &[(String, &Row)],
    chosen: &Chosen,
    parents: bool,
    codes: &BTreeMap<String, usize>,
    sheet: &Sheet,
    report: &mut Report,
) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["code", "label", "parent"];
    let width = if parents { 3 } else { 2 };
    writer.write_record(header.iter().take(width))?;
    for (code, row) in kept {
        let label = crate::base::text::one_line(row.get(&chosen.label));
        let mut parent = row.get("parent").to_owned();
        if !parent.is_empty() {
            parent = names::code(&parent);
        }
        if !parent.is_empty() && !codes.contains_key(&parent) {
            report.add(
                Weight::Loss,
                &sheet.name,
                row.number,
                code,
                format!("its parent `{parent}` is not an entry and is left out"),
            );
            parent.clear();
        }
        writer.write_record([code.as_str(), &label, &parent].iter().take(width))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
