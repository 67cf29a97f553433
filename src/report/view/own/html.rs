//! The overview as one HTML file that prints to A4: no script, nothing fetched, real tables.

use crate::stats::view::{Bars, Block, Facts, Overview, Value};
use crate::survey::codebook::escape;

use super::super::super::paper::html::head;
use super::super::Teller;
use super::about;

const STYLE: &str = "\
@page { size: A4; margin: 18mm 16mm 20mm; }
* { box-sizing: border-box; }
html { font: 11pt/1.4 \"Liberation Sans\", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { max-width: 178mm; margin: 0 auto; }
h1 { font-size: 20pt; margin: 0 0 4mm; }
h2 { font-size: 14pt; margin: 9mm 0 2mm; border-bottom: 0.5mm solid #000; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; font-size: 10pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.2mm solid #777; padding: 1mm 1.5mm; text-align: left; vertical-align: top; font-weight: normal; }
thead th { font-weight: bold; }
.bar { font-family: \"Liberation Mono\", monospace; letter-spacing: -0.1em; white-space: nowrap; }
.blank { height: 9mm; }
@media screen { body { padding: 8mm 4mm; } }
";

/// The whole page.
pub(super) fn write(overview: &Overview, teller: &Teller) -> String {
    let words = teller.words();
    let mut page = head(words.language().as_str(), &words.say("own-title"), STYLE);
    for line in about(overview, teller) {
        page.push_str(&paragraph(&line));
    }
    page.push_str("<main>\n");
    for block in &overview.blocks {
        page.push_str(&section(block, teller));
    }
    if !overview.record.is_empty() {
        page.push_str(&paragraph(&words.say("own-record-how")));
    }
    for block in overview.record.iter().chain(&overview.answers) {
        page.push_str(&section(block, teller));
    }
    page + "</main>\n</body>\n</html>\n"
}

fn paragraph(line: &str) -> String {
    format!("<p>{}</p>\n", escape(line))
}

fn section(block: &Block, teller: &Teller) -> String {
    match block {
        Block::Note(message) => paragraph(&teller.tell(message)),
        Block::Facts(all) => titled(&teller.tell(&all.title), &[], &facts(all, teller)),
        Block::Bars(all) => titled(
            &teller.tell(&all.title),
            &headings(all, teller),
            &bars(all, teller),
        ),
        Block::Sheet(sheet) => {
            let rows: Vec<Vec<String>> = sheet.rows.iter().map(|row| teller.row(row)).collect();
            titled(&teller.tell(&sheet.title), &teller.headings(sheet), &rows)
        }
        Block::Grid(grid) => {
            let (headings, rows) = teller.grid(grid);
            titled(&teller.tell(&grid.title), &headings, &rows)
        }
    }
}

fn facts(facts: &Facts, teller: &Teller) -> Vec<Vec<String>> {
    let all = facts.facts.iter();
    all.map(|(_, name, value)| vec![teller.tell(name), teller.value(value)])
        .collect()
}

fn headings(bars: &Bars, teller: &Teller) -> Vec<String> {
    let series = bars.series.iter().map(|(_, name)| teller.tell(name));
    std::iter::once(String::new()).chain(series).collect()
}

/// Each value as a bar of marks with its number, so that nothing hangs on the picture.
fn bars(bars: &Bars, teller: &Teller) -> Vec<Vec<String>> {
    let marked = |value: &Value| match value {
        Value::Count(count) => {
            let marks = "\u{2588}".repeat(usize::try_from(*count).unwrap_or(0).min(40));
            format!("{marks} {count}").trim_start().to_owned()
        }
        other => teller.value(other),
    };
    let rows = bars.bars.iter().map(|(label, values)| {
        let values = values.iter().map(marked);
        std::iter::once(teller.value(label)).chain(values).collect()
    });
    rows.collect()
}

fn titled(title: &str, headings: &[String], rows: &[Vec<String>]) -> String {
    let mut out = format!("<section>\n<h2>{}</h2>\n<table>\n", escape(title));
    if !headings.is_empty() {
        let cells = headings.iter();
        let cells = cells.map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell)));
        out = out + "<thead><tr>" + &cells.collect::<String>() + "</tr></thead>\n";
    }
    out += "<tbody>\n";
    for row in rows {
        let cells = row.iter().enumerate().map(|(at, cell)| cell_of(at, cell));
        out = out + "<tr>" + &cells.collect::<String>() + "</tr>\n";
    }
    out + "</tbody>\n</table>\n</section>\n"
}

/// The first cell of a row names it; an empty one leaves room to write in.
fn cell_of(at: usize, cell: &str) -> String {
    match (at, cell) {
        (0, cell) => format!("<th scope=\"row\">{}</th>", escape(cell)),
        (_, "") => "<td class=\"blank\"></td>".to_owned(),
        (_, cell) if cell.starts_with('\u{2588}') => {
            format!("<td class=\"bar\">{}</td>", escape(cell))
        }
        (_, cell) => format!("<td>{}</td>", escape(cell)),
    }
}
