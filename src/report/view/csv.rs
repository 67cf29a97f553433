//! A view as CSV for a spreadsheet: what the figures are, then each table under its title.
//!
//! A field that a spreadsheet would run as a formula gets an apostrophe before it; every line has as
//! many fields as the widest, so that any reader takes the file.

use crate::stats::view::{Bars, Block, Facts, View};

use super::super::csv::inert;
use super::Teller;

/// Lines of fields.
type Lines = Vec<Vec<String>>;

/// The mark by which a spreadsheet that a file is double-clicked into knows UTF-8: without it Excel shows `ŵ` as two
/// other letters.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The whole view. `marking` says who may read it.
///
/// # Errors
/// As writing does.
pub fn write(view: &View, teller: &Teller, marking: &str) -> Result<Vec<u8>, csv::Error> {
    let mut lines: Lines = vec![vec![marking.to_owned()], vec![teller.title(view)]];
    lines.extend(teller.about(&view.about).into_iter().map(|line| vec![line]));
    for block in &view.blocks {
        lines.push(Vec::new());
        lines.extend(block_lines(block, teller));
    }
    let columns = lines.iter().map(Vec::len).max().unwrap_or(1);
    let mut writer = csv::Writer::from_writer(MARK.to_vec());
    for mut line in lines {
        line.resize(columns, String::new());
        writer.write_record(line.iter().map(|field| inert(field)))?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn block_lines(block: &Block, teller: &Teller) -> Lines {
    match block {
        Block::Note(message) => vec![vec![teller.tell(message)]],
        Block::Facts(facts) => fact_lines(facts, teller),
        Block::Sheet(sheet) => {
            let rows = sheet.rows.iter().map(|row| teller.row(row));
            titled(
                teller.tell(&sheet.title),
                teller.headings(sheet),
                rows.collect(),
            )
        }
        Block::Bars(bars) => bar_lines(bars, teller),
        Block::Grid(grid) => {
            let (headings, rows) = teller.grid(grid);
            titled(teller.tell(&grid.title), headings, rows)
        }
    }
}

fn titled(title: String, headings: Vec<String>, rows: Lines) -> Lines {
    [vec![title], headings].into_iter().chain(rows).collect()
}

fn fact_lines(facts: &Facts, teller: &Teller) -> Lines {
    let all = facts.facts.iter();
    let all = all.map(|(_, name, value)| vec![teller.tell(name), teller.value(value)]);
    std::iter::once(vec![teller.tell(&facts.title)])
        .chain(all)
        .collect()
}

fn bar_lines(bars: &Bars, teller: &Teller) -> Lines {
    let series = bars.series.iter().map(|(_, name)| teller.tell(name));
    let headings = std::iter::once(String::new()).chain(series).collect();
    let rows = bars.bars.iter().map(|(label, values)| {
        let values = values.iter().map(|value| teller.value(value));
        std::iter::once(teller.value(label)).chain(values).collect()
    });
    titled(teller.tell(&bars.title), headings, rows.collect())
}
