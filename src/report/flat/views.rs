//! Views as tidy cells: one row per value, with the row and the measure that it stands at, so that a pivot
//! table of any two of them can be drawn. What a row opens is not there: it is a view of its own.

use rust_decimal::Decimal;

use crate::base::text::one_line;
use crate::stats::Reason;
use crate::stats::view::{Bars, Block, Facts, Grid, Sheet, Value, View};

use super::super::label::reason_message;
use super::super::view::Teller;
use super::{Datum, Field, Held, withheld};

/// The fields: each one's word for files and the message of its words.
const FIELDS: [(&str, &str); 12] = [
    ("view", "file-field-view"),
    ("view_label", "file-field-view-label"),
    ("table", "file-field-table"),
    ("table_label", "file-field-table-label"),
    ("row", "file-field-row"),
    ("row_label", "file-field-row-label"),
    ("measure", "file-field-measure"),
    ("measure_label", "file-field-measure-label"),
    ("number", "file-field-number"),
    ("of", "file-field-of"),
    ("code", "file-field-code"),
    ("words", "file-field-words"),
];

/// Where a value stands.
struct Place {
    table: [String; 4],
    row: [String; 2],
    measure: [String; 2],
}

/// The table of all values of some views.
pub fn of(views: &[View], teller: &Teller) -> Held {
    let rows: Vec<_> = views
        .iter()
        .flat_map(|view| {
            let blocks = view.blocks.iter();
            blocks.flat_map(|block| of_block(view, block, teller))
        })
        .collect();
    let fields = FIELDS.iter().zip(0..).map(|((name, words), at)| {
        let words = teller.words().say(words);
        match *name {
            "number" | "of" => Field::number(name, words, digits(&rows, at)),
            _ => Field::text(name, words),
        }
    });
    Held {
        fields: fields.collect(),
        reasons: withheld(|reason: Reason| teller.words().say(reason_message(reason))),
        rows,
    }
}

/// The most digits after the point in a field.
fn digits(rows: &[Vec<Datum<'static>>], field: usize) -> u32 {
    let all = rows.iter().filter_map(|row| match row.get(field) {
        Some(Datum::Number(number)) => Some(number.scale()),
        _ => None,
    });
    all.max().unwrap_or_default()
}

fn of_block(view: &View, block: &Block, teller: &Teller) -> Vec<Vec<Datum<'static>>> {
    let table = |id: &str, title: String| {
        let view = [view.name.code().to_owned(), teller.title(view)];
        let [code, words] = view;
        [code, words, id.to_owned(), title]
    };
    match block {
        Block::Note(_) => Vec::new(),
        Block::Facts(facts) => of_facts(facts, &table(facts.id, teller.tell(&facts.title)), teller),
        Block::Sheet(sheet) => of_sheet(sheet, &table(sheet.id, teller.tell(&sheet.title)), teller),
        Block::Bars(bars) => of_bars(bars, &table(bars.id, teller.tell(&bars.title)), teller),
        Block::Grid(grid) => of_grid(grid, &table(grid.id, teller.tell(&grid.title)), teller),
    }
}

fn of_facts(facts: &Facts, table: &[String; 4], teller: &Teller) -> Vec<Vec<Datum<'static>>> {
    let all = facts.facts.iter().filter_map(|(id, name, value)| {
        let place = Place {
            table: table.clone(),
            row: [(*id).to_owned(), teller.tell(name)],
            measure: ["value".to_owned(), String::new()],
        };
        cell(place, value, teller)
    });
    all.collect()
}

fn of_sheet(sheet: &Sheet, table: &[String; 4], teller: &Teller) -> Vec<Vec<Datum<'static>>> {
    let columns = sheet.columns.iter();
    let columns: Vec<[String; 2]> = columns
        .map(|column| [column.id.to_owned(), teller.tell(&column.title)])
        .collect();
    let rows = sheet.rows.iter().flat_map(|row| {
        let first = row.values.first().unwrap_or(&Value::Nothing);
        let own = named(first, teller);
        let values = row.values.iter().zip(&columns).skip(1);
        values.filter_map(move |(value, column)| {
            let place = Place {
                table: table.clone(),
                row: own.clone(),
                measure: column.clone(),
            };
            cell(place, value, teller)
        })
    });
    rows.collect()
}

fn of_bars(bars: &Bars, table: &[String; 4], teller: &Teller) -> Vec<Vec<Datum<'static>>> {
    let all = bars.bars.iter().flat_map(|(label, values)| {
        let values = bars.series.iter().zip(values);
        values.filter_map(|((id, name), value)| {
            let place = Place {
                table: table.clone(),
                row: named(label, teller),
                measure: [(*id).to_owned(), teller.tell(name)],
            };
            cell(place, value, teller)
        })
    });
    all.collect()
}

fn of_grid(grid: &Grid, table: &[String; 4], teller: &Teller) -> Vec<Vec<Datum<'static>>> {
    let rows = grid.down.1.iter().zip(&grid.cells);
    let all = rows.flat_map(|(down, cells)| {
        let cells = grid.across.1.iter().zip(cells);
        cells.filter_map(|(across, (value, _))| {
            let place = Place {
                table: table.clone(),
                row: named(down, teller),
                measure: named(across, teller),
            };
            cell(place, value, teller)
        })
    });
    all.collect()
}

/// A row for a value; none for an empty place.
fn cell(place: Place, value: &Value, teller: &Teller) -> Option<Vec<Datum<'static>>> {
    if *value == Value::Nothing {
        return None;
    }
    let (number, of) = numbers(value);
    let words = match value {
        Value::Withheld(_) | Value::Count(_) | Value::Number(_) | Value::Percent(_) => {
            String::new()
        }
        other => teller.value(other),
    };
    let place = place
        .table
        .into_iter()
        .chain(place.row)
        .chain(place.measure);
    let rest = [number, of, code(value).into(), words.into()];
    Some(place.map(Datum::from).chain(rest).collect())
}

fn numbers(value: &Value) -> (Datum<'static>, Datum<'static>) {
    let number = |count: u64| Datum::Number(Decimal::from(count));
    match value {
        Value::Count(count) => (number(*count), Datum::Empty),
        Value::Of(count, of) => (number(*count), number(*of)),
        Value::Number(one) | Value::Percent(one) => (Datum::Number(*one), Datum::Empty),
        Value::Withheld(reason) => (Datum::Missing(super::place(*reason)), Datum::Empty),
        _ => (Datum::Empty, Datum::Empty),
    }
}

/// A value's word for files, where it has one.
fn code(value: &Value) -> String {
    match value {
        Value::Label(label) => one_line(&label.code),
        Value::Word(code, _) => (*code).to_owned(),
        Value::List(values) => {
            let all: Vec<String> = values.iter().map(code).collect();
            all.join(" ")
        }
        _ => String::new(),
    }
}

/// What names a row: its code, or where it has none its words, and its words.
fn named(value: &Value, teller: &Teller) -> [String; 2] {
    let words = teller.value(value);
    let code = match code(value) {
        none if none.is_empty() => words.clone(),
        code => code,
    };
    [code, words]
}
