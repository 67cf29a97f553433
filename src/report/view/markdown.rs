//! A view as Markdown, for a mail, a wiki or a ticket. Whatever came from outside is escaped: a label
//! must not become a link, a heading or HTML.

use crate::stats::view::{Bars, Block, Facts, View};

use super::Teller;
use super::withheld::Withheld;

/// Characters that mean something in Markdown or HTML.
const SPECIAL: &str = "\\`*_{}[]()<>#+-.!|~&=:\"'";

/// The whole view.
pub fn write(view: &View, teller: &Teller) -> String {
    let title = format!("# {}", escaped(&teller.title(view)));
    let about = teller.about(&view.about);
    let about = about.iter().map(|line| format!("- {}", escaped(line)));
    let mut lines = vec![title, String::new()];
    lines.extend(about);
    for block in &view.blocks {
        lines.push(String::new());
        lines.extend(block_lines(block, teller));
    }
    lines.join("\n") + "\n"
}

pub(super) fn block_lines(block: &Block, teller: &Teller) -> Vec<String> {
    match block {
        Block::Note(message) => vec![format!("> {}", escaped(&teller.tell(message)))],
        Block::Facts(facts) => fact_lines(facts, teller),
        Block::Sheet(sheet) => {
            let withheld = Withheld::in_sheet(sheet);
            let rows = sheet.rows.iter().map(|row| withheld.row(row, teller));
            let rows: Vec<Vec<String>> = rows.collect();
            let title = teller.tell(&sheet.title);
            if rows.is_empty() {
                let none = teller.words().say("lead-no-rows");
                return vec![
                    format!("## {}", escaped(&title)),
                    String::new(),
                    escaped(&none),
                ];
            }
            let lines = titled(&title, &teller.headings(sheet), &rows);
            with_reasons(lines, &withheld, teller)
        }
        Block::Bars(bars) => bar_table(bars, teller),
        Block::Grid(grid) => {
            let withheld = Withheld::in_grid(grid);
            let (headings, rows) = teller.grid_of(grid, |value| withheld.cell(value, teller));
            let lines = titled(&teller.tell(&grid.title), &headings, &rows);
            with_reasons(lines, &withheld, teller)
        }
    }
}

/// A table, and below it what the signs in its cells mean.
fn with_reasons(mut lines: Vec<String>, withheld: &Withheld, teller: &Teller) -> Vec<String> {
    for told in withheld.told(teller) {
        lines.extend([String::new(), escaped(&told)]);
    }
    lines
}

fn titled(title: &str, headings: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let mut lines = vec![
        format!("## {}", escaped(title)),
        String::new(),
        line(headings),
        format!("|{}", " --- |".repeat(headings.len())),
    ];
    lines.extend(rows.iter().map(|row| line(row)));
    lines
}

fn line(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|field| escaped(field)).collect();
    format!("| {} |", fields.join(" | "))
}

fn fact_lines(facts: &Facts, teller: &Teller) -> Vec<String> {
    let title = format!("## {}", escaped(&teller.tell(&facts.title)));
    let all = facts.facts.iter().map(|(_, name, value)| {
        let (name, value) = (teller.tell(name), teller.fact(value));
        format!("- {}: {}", escaped(&name), escaped(&value))
    });
    [title, String::new()].into_iter().chain(all).collect()
}

fn bar_table(bars: &Bars, teller: &Teller) -> Vec<String> {
    let series = bars.series.iter().map(|(_, name)| teller.tell(name));
    let headings: Vec<String> = std::iter::once(String::new()).chain(series).collect();
    let withheld = Withheld::in_bars(bars);
    let rows: Vec<Vec<String>> = bars
        .bars
        .iter()
        .map(|(label, values)| {
            let values = values.iter().map(|value| withheld.cell(value, teller));
            std::iter::once(teller.value(label)).chain(values).collect()
        })
        .collect();
    let lines = titled(&teller.tell(&bars.title), &headings, &rows);
    with_reasons(lines, &withheld, teller)
}

/// Text that Markdown shows as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if SPECIAL.contains(c) && !is_harmless(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Punctuation of plain sentences that starts nothing inside a line: escaping it everywhere would make
/// the text unreadable where nobody renders it.
const fn is_harmless(c: char) -> bool {
    matches!(
        c,
        '.' | '-' | '(' | ')' | ':' | '\'' | '"' | '=' | '+' | '!'
    )
}
