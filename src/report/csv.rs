//! Tables as CSV: one line a figure, so that a spreadsheet can filter and pivot it. Everyone's lines come last in each
//! table, under the department `everyone`: where figures are rounded or withheld nobody can add them up from the others.
//!
//! A spreadsheet runs a field that begins with `=` as a formula, and labels come from outside: such a
//! field gets an apostrophe before it.

use crate::base::text::one_line;
use crate::stats::view::About;
use crate::stats::{EVERYONE, Figure, Published, Row, Table};

use super::view::manifest;
use super::{Labels, profile_code};

/// The columns.
const HEADER: [&str; 17] = [
    "door",
    "profile",
    "table",
    "question",
    "department",
    "department_label",
    "figure",
    "code",
    "label",
    "count",
    "withheld",
    "responses",
    "staff",
    "response_rate",
    "date",
    "why",
    "marking",
];

/// The whole report. Each line says what the figures are about, who may read them, and of a withheld figure in words why.
///
/// # Errors
/// As writing does.
pub fn write(
    published: &Published,
    labels: &Labels,
    on: Option<(&About, &str)>,
) -> Result<Vec<u8>, csv::Error> {
    let whole = on.map(|(about, _)| whole(about)).unwrap_or_default();
    let marking = on.map_or("", |(_, marking)| marking);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for table in published.tables() {
        for row in table.rows.iter().chain(&table.everyone) {
            for (line, why) in lines(published, labels, table, row) {
                let fields = line.iter().chain(&whole).map(String::as_str);
                let fields = fields.chain([why.as_str(), marking]);
                writer.write_record(fields.map(inert))?;
            }
        }
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// What every line says of the whole: how many answered, of how many on the staff list, what share, and when.
fn whole(on: &About) -> [String; 4] {
    let number = |number: Option<u64>| number.map(|one| one.to_string()).unwrap_or_default();
    [
        number(on.responses.count()),
        number(on.staff),
        manifest::rate(on).unwrap_or_default(),
        on.day.to_string(),
    ]
}

fn lines<'a>(
    published: &'a Published,
    labels: &'a Labels,
    table: &'a Table,
    row: &'a Row,
) -> impl Iterator<Item = ([String; 11], String)> + 'a {
    let base = std::iter::once(("base", String::new(), String::new(), row.base));
    let cells = row.cells.iter().map(|cell| {
        let label = labels.code(table, &cell.code);
        ("cell", cell.code.to_string(), label, cell.figure)
    });
    let missing = row.missing.iter().map(|(kind, figure)| {
        (
            "missing",
            kind.code().to_owned(),
            labels.missing(*kind),
            *figure,
        )
    });
    let question = labels.table(table);
    base.chain(cells)
        .chain(missing)
        .map(move |(figure, code, label, number)| {
            let (count, withheld, why) = match number {
                Figure::Count(count) => (count.to_string(), "", String::new()),
                Figure::Withheld(reason) => (String::new(), reason.code(), labels.reason(reason)),
            };
            let line = [
                published.door().code().to_owned(),
                profile_code(published.profile()).to_owned(),
                name(table),
                question.clone(),
                group(row).to_owned(),
                labels.whole_line(published, table, row),
                figure.to_owned(),
                code,
                label,
                count,
                withheld.to_owned(),
            ];
            (line, why)
        })
}

/// The code of what a row is about; `everyone` for all rows of a table together.
pub(super) fn group(row: &Row) -> &str {
    match row.group.as_str() {
        EVERYONE => "everyone",
        group => group,
    }
}

/// A table's id; of a crossing `ID by OTHER`, and `in DEPARTMENT` where it is about one.
pub(super) fn name(table: &Table) -> String {
    let by = table.by.iter().map(|by| format!(" by {by}"));
    let within = table.within.iter().map(|code| format!(" in {code}"));
    std::iter::once(table.id.clone())
        .chain(by)
        .chain(within)
        .collect()
}

/// A field that no spreadsheet runs. A negative number is text as well then, which is the safe side.
pub(super) fn inert(field: &str) -> String {
    let dangerous = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    // The character is looked for before control characters are taken out, too: both are outside's.
    let clean = one_line(field);
    let still = clean.starts_with(['=', '+', '-', '@']);
    if dangerous || still {
        format!("'{clean}")
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn formulas_are_inert() {
        for (field, written) in [
            ("=1+1", "'=1+1"),
            ("+44", "'+44"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'=1"),
            ("\r=1", "'=1"),
            (" =1", "'=1"),
            ("\u{200b}=1", "'=1"),
            ("Chemistry", "Chemistry"),
            ("12", "12"),
        ] {
            assert_eq!(inert(field), written);
        }
    }
}
