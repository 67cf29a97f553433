//! Tables as tidy cells: one row per figure, the base and each kind of missing among them. Totals are left
//! out, as in `report::csv`: whoever sums would count everyone twice.

use rust_decimal::Decimal;

use crate::stats::{Figure, Published, Row, Table};

use super::super::csv::name;
use super::super::{Labels, profile_code};
use super::{Datum, Field, Held, place, withheld};

/// The fields: each one's word for files and the message of its words.
const FIELDS: [(&str, &str); 10] = [
    ("door", "file-field-door"),
    ("profile", "file-field-profile"),
    ("table", "file-field-table"),
    ("question", "file-field-question"),
    ("department", "file-field-department"),
    ("department_label", "file-field-department-label"),
    ("figure", "file-field-figure"),
    ("code", "file-field-code"),
    ("label", "file-field-label"),
    ("count", "file-field-count"),
];

/// The table of all cells.
pub fn of(published: &Published, labels: &Labels) -> Held {
    let fields = FIELDS.map(|(name, words)| {
        let words = labels.words().say(words);
        match name {
            "count" => Field::number(name, words, 0),
            _ => Field::text(name, words),
        }
    });
    let rows = published.tables().iter().flat_map(|table| {
        let rows = table.rows.iter();
        rows.flat_map(|row| of_row(published, labels, table, row))
    });
    Held {
        fields: fields.into(),
        reasons: withheld(|reason| labels.reason(reason)),
        rows: rows.collect(),
    }
}

fn of_row(
    published: &Published,
    labels: &Labels,
    table: &Table,
    row: &Row,
) -> Vec<Vec<Datum<'static>>> {
    let base = ("base", String::new(), String::new(), row.base);
    let cells = row.cells.iter().map(|cell| {
        let words = labels.code(table, &cell.code);
        ("cell", cell.code.to_string(), words, cell.figure)
    });
    let missing = row.missing.iter().map(|(kind, figure)| {
        let words = labels.missing(*kind);
        ("missing", kind.code().to_owned(), words, *figure)
    });
    let own = [
        published.door().code().to_owned(),
        profile_code(published.profile()).to_owned(),
        name(table),
        labels.table(table),
        row.group.clone(),
        labels.line(published, table, &row.group),
    ];
    let own = own.map(Datum::from);
    let all = std::iter::once(base).chain(cells).chain(missing);
    let all = all.map(|(figure, code, words, number)| {
        let rest = [figure.to_owned(), code, words].map(Datum::from);
        let number = std::iter::once(datum(number));
        own.iter().cloned().chain(rest).chain(number).collect()
    });
    all.collect()
}

fn datum(figure: Figure) -> Datum<'static> {
    match figure {
        Figure::Count(count) => Datum::Number(Decimal::from(count)),
        Figure::Withheld(reason) => Datum::Missing(place(reason)),
    }
}
