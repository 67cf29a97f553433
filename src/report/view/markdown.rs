//! A view as Markdown, for a mail, a wiki or a ticket. Whatever came from outside is escaped: a label
//! must not become a link, a heading or HTML.

use crate::stats::view::{Bars, Block, Facts, View};

use super::Teller;

/// Characters that mean something in Markdown or HTML.
const SPECIAL: &str = "\\`*_{}[]()<>#+-.!|~&=:\"'";

/// The whole view.
pub fn write(view: &View, teller: &Teller) -> String {
    let mut out = format!("# {}\n\n", escaped(&teller.title(view)));
    for line in teller.about(&view.about) {
        out.push_str(&format!("- {}\n", escaped(&line)));
    }
    for block in &view.blocks {
        out.push('\n');
        out.push_str(&block_text(block, teller));
    }
    out
}

fn block_text(block: &Block, teller: &Teller) -> String {
    match block {
        Block::Note(message) => format!("> {}\n", escaped(&teller.tell(message))),
        Block::Facts(facts) => fact_lines(facts, teller),
        Block::Sheet(sheet) => {
            let rows: Vec<Vec<String>> = sheet.rows.iter().map(|row| teller.row(row)).collect();
            titled(&teller.tell(&sheet.title), &teller.headings(sheet), &rows)
        }
        Block::Bars(bars) => bar_table(bars, teller),
        Block::Grid(grid) => {
            let (headings, rows) = teller.grid(grid);
            titled(&teller.tell(&grid.title), &headings, &rows)
        }
    }
}

fn titled(title: &str, headings: &[String], rows: &[Vec<String>]) -> String {
    let mut out = format!("## {}\n\n{}", escaped(title), line(headings));
    out.push_str(&format!("|{}\n", " --- |".repeat(headings.len())));
    for row in rows {
        out.push_str(&line(row));
    }
    out
}

fn line(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|field| escaped(field)).collect();
    format!("| {} |\n", fields.join(" | "))
}

fn fact_lines(facts: &Facts, teller: &Teller) -> String {
    let mut out = format!("## {}\n\n", escaped(&teller.tell(&facts.title)));
    for (_, name, value) in &facts.facts {
        let (name, value) = (teller.tell(name), teller.value(value));
        out.push_str(&format!("- {}: {}\n", escaped(&name), escaped(&value)));
    }
    out
}

fn bar_table(bars: &Bars, teller: &Teller) -> String {
    let series = bars.series.iter().map(|(_, name)| teller.tell(name));
    let headings: Vec<String> = std::iter::once(String::new()).chain(series).collect();
    let rows: Vec<Vec<String>> = bars
        .bars
        .iter()
        .map(|(label, values)| {
            let values = values.iter().map(|value| teller.value(value));
            std::iter::once(teller.value(label)).chain(values).collect()
        })
        .collect();
    titled(&teller.tell(&bars.title), &headings, &rows)
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
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
