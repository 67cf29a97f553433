//! A view as text that a person reads, 78 columns wide, ASCII beyond the labels: it goes into mails and
//! onto line printers.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::base::text::{width, wrap};
use crate::stats::view::{Bars, Block, Facts, View};

use super::withheld::{Withheld, is_sign};
use super::{Teller, magnitude};

/// Columns of the page.
const PAGE: usize = 78;
/// Columns between two columns of a table.
const GAP: usize = 2;
/// Columns of the longest bar.
const BAR: u32 = 28;
/// Columns that the names of single figures get, however long what they say.
const NAME: usize = 34;
/// Columns that what a row is about gets at least, where a table is divided.
const KEY: usize = 14;

/// The whole view.
pub fn write(view: &View, teller: &Teller) -> String {
    let mut out = Vec::new();
    let title = teller.title(view);
    out.push(title.to_uppercase());
    for line in teller.about(&view.about) {
        out.extend(wrap(&line, PAGE));
    }
    for block in &view.blocks {
        out.push(String::new());
        out.extend(block_lines(block, teller));
    }
    let lines = out.iter().map(|line| line.trim_end());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

pub(super) fn block_lines(block: &Block, teller: &Teller) -> Vec<String> {
    match block {
        Block::Note(message) => wrap(&teller.tell(message), PAGE),
        Block::Facts(facts) => fact_lines(facts, teller),
        Block::Sheet(sheet) => {
            let withheld = Withheld::in_sheet(sheet);
            let rows = sheet.rows.iter().map(|row| withheld.row(row, teller));
            let mut body = match rows.collect::<Vec<_>>().as_slice() {
                [] => vec![format!("  {}", teller.words().say("lead-no-rows"))],
                rows => panels(&teller.headings(sheet), rows),
            };
            body.extend(reasons(&withheld, teller));
            titled(&teller.tell(&sheet.title), body)
        }
        Block::Bars(bars) => bar_lines(bars, teller),
        Block::Grid(grid) => {
            let withheld = Withheld::in_grid(grid);
            let (headings, rows) = teller.grid_of(grid, |value| withheld.cell(value, teller));
            let mut body = table(&headings, &rows);
            body.extend(reasons(&withheld, teller));
            titled(&teller.tell(&grid.title), body)
        }
    }
}

/// What the signs in a table's cells mean, below it.
fn reasons(withheld: &Withheld, teller: &Teller) -> Vec<String> {
    let lines = withheld.told(teller).into_iter();
    let wrapped = lines.flat_map(|line| wrap(&line, PAGE - GAP));
    wrapped.map(|line| format!("  {line}")).collect()
}

fn titled(title: &str, body: Vec<String>) -> Vec<String> {
    wrap(title, PAGE).into_iter().chain(body).collect()
}

fn fact_lines(facts: &Facts, teller: &Teller) -> Vec<String> {
    let rows: Vec<(String, String)> = facts
        .facts
        .iter()
        .map(|(_, name, value)| (teller.tell(name), teller.fact(value)))
        .collect();
    let room = PAGE - 2 * GAP;
    let longest = rows.iter().map(|(_, value)| width(value)).max();
    let most = room.saturating_sub(longest.unwrap_or(0)).max(NAME);
    let names = rows.iter().map(|(name, _)| width(name)).max();
    let names = names.unwrap_or(0).min(most);
    let lines = rows.into_iter().flat_map(|(name, value)| {
        row_lines(&[name, value], &[names, room - names], &[false, false])
    });
    let lines = lines.map(|line| line.trim_end().to_owned());
    titled(&teller.tell(&facts.title), lines.collect())
}

fn bar_lines(bars: &Bars, teller: &Teller) -> Vec<String> {
    let most = bars.bars.iter().flat_map(|(_, values)| values);
    let most = most.filter_map(magnitude).max().unwrap_or_default();
    let withheld = Withheld::in_bars(bars);
    let mut rows = Vec::new();
    for (label, values) in &bars.bars {
        let mut name = teller.value(label);
        for (value, (_, series)) in values.iter().zip(&bars.series) {
            let series = if bars.series.len() > 1 {
                teller.tell(series)
            } else {
                String::new()
            };
            rows.push(vec![
                std::mem::take(&mut name),
                series,
                withheld.cell(value, teller),
                bar(magnitude(value), most),
            ]);
        }
    }
    let mut body = table(&[], &rows);
    body.extend(reasons(&withheld, teller));
    titled(&teller.tell(&bars.title), body)
}

/// At least one mark where the value is above zero.
fn bar(value: Option<Decimal>, most: Decimal) -> String {
    let Some(value) = value.filter(|value| *value > Decimal::ZERO) else {
        return String::new();
    };
    let marks = (value * Decimal::from(BAR)).checked_div(most);
    let marks = marks.and_then(|marks| marks.to_usize()).unwrap_or(0);
    "#".repeat(marks.max(1))
}

/// A table, or, where even its words side by side are wider than the page, several below each other:
/// each begins again with the columns that say what a row is.
fn panels(headings: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let all: Vec<&[String]> = std::iter::once(headings)
        .chain(rows.iter().map(Vec::as_slice))
        .collect();
    let least = widest(&all, headings.len(), longest_word);
    let keys = key_columns(rows);
    let mut out = Vec::new();
    for (number, columns) in divided(&least, keys).iter().enumerate() {
        if number > 0 {
            out.push(String::new());
        }
        let pick = |row: &[String]| -> Vec<String> {
            let cells = columns.iter().filter_map(|at| row.get(*at));
            cells.cloned().collect()
        };
        let rows: Vec<Vec<String>> = rows.iter().map(|row| pick(row)).collect();
        out.extend(table(&pick(headings), &rows));
    }
    out
}

/// How many of the first columns tell one row from another: one, or two.
fn key_columns(rows: &[Vec<String>]) -> usize {
    let firsts: std::collections::BTreeSet<_> = rows.iter().map(|row| row.first()).collect();
    if firsts.len() == rows.len() { 1 } else { 2 }
}

/// Which columns stand in which panel, by the least width of each.
fn divided(least: &[usize], keys: usize) -> Vec<Vec<usize>> {
    let keys: Vec<usize> = (0..least.len().min(keys)).collect();
    let of = |at: usize| least.get(at).map_or(0, |width| width + GAP);
    let first: usize = keys.iter().map(|at| of(*at).max(KEY + GAP)).sum();
    let mut panels = vec![keys.clone()];
    let mut used = first;
    for at in keys.len()..least.len() {
        if used + of(at) > PAGE && used > first {
            panels.push(keys.clone());
            used = first;
        }
        if let Some(panel) = panels.last_mut() {
            panel.push(at);
        }
        used += of(at);
    }
    panels
}

/// A table whose widest columns are wrapped at words until it fits the page. Words are never broken: a
/// table of many columns is wider than the page.
fn table(headings: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let mut all: Vec<&[String]> = Vec::new();
    if !headings.is_empty() {
        all.push(headings);
    }
    all.extend(rows.iter().map(Vec::as_slice));
    let columns = all.iter().map(|row| row.len()).max().unwrap_or(0);
    let widths = fitted(
        widest(&all, columns, width),
        &widest(&all, columns, longest_word),
    );
    let to_right: Vec<bool> = (0..columns).map(|at| is_of_numbers(rows, at)).collect();
    let mut out = Vec::new();
    for (at, row) in all.iter().enumerate() {
        out.extend(row_lines(row, &widths, &to_right));
        if at == 0 && !headings.is_empty() {
            let rules: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
            out.push(format!("  {}", rules.join("  ")));
        }
    }
    out
}

/// The most that a cell of each column measures.
fn widest(rows: &[&[String]], columns: usize, measure: impl Fn(&str) -> usize) -> Vec<usize> {
    let of = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| measure(cell)).max().unwrap_or(0)
    };
    (0..columns).map(of).collect()
}

fn longest_word(cell: &str) -> usize {
    cell.split(' ').map(width).max().unwrap_or(0)
}

/// Takes room from the column that has most to give until all fit.
fn fitted(mut widths: Vec<usize>, least: &[usize]) -> Vec<usize> {
    let room = PAGE.saturating_sub(GAP * widths.len());
    while widths.iter().sum::<usize>() > room {
        let spare = widths.iter_mut().zip(least);
        let widest = spare
            .filter(|(width, least)| **width > **least)
            .max_by_key(|(width, _)| **width);
        match widest {
            Some((width, _)) => *width -= 1,
            None => break,
        }
    }
    widths
}

fn row_lines(row: &[String], widths: &[usize], to_right: &[bool]) -> Vec<String> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, &width)| wrap(cell, width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let columns = cells.iter().zip(widths).zip(to_right);
        let fields = columns.map(|((cell, &columns), to_right)| {
            let text = cell.get(at).map_or("", String::as_str);
            if *to_right {
                " ".repeat(columns.saturating_sub(width(text))) + text
            } else {
                padded(text, columns)
            }
        });
        format!("  {}", fields.collect::<Vec<_>>().join("  "))
    };
    (0..height).map(line).collect()
}

/// Whether a column's cells are all numbers, so that their digits stand below each other.
fn is_of_numbers(rows: &[Vec<String>], column: usize) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(column));
    cells.all(|cell| {
        if is_sign(cell) {
            return true;
        }
        let figure = cell.strip_suffix(" %").unwrap_or(cell);
        figure.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

fn padded(text: &str, columns: usize) -> String {
    text.to_owned() + &" ".repeat(columns.saturating_sub(width(text)))
}
