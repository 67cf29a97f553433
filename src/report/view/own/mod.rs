//! A person's own overview in the forms they may take it away in: text, Markdown, JSON, a page that
//! prints, and its development record alone for a spreadsheet.

mod html;

use serde_json::{Value as Json, json};

use crate::base::language::Language;
use crate::base::text::{one_line, wrap};
use crate::stats::view::{Bars, Block, Facts, Overview, Row, Sheet};

use super::super::csv::inert;
use super::{Teller, json as as_json, markdown, text};

/// The forms, with their words of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading and for line printers.
    Text,
    /// For a wiki or a notebook, with the development record.
    Markdown,
    /// For scripts: codes, and the answers in words.
    Json,
    /// One file that prints to A4, with the development record.
    Html,
    /// The development record alone, for a spreadsheet.
    Csv,
}

/// Columns of text.
const PAGE: usize = 78;

/// The overview in one form.
///
/// # Errors
/// As writing CSV does.
pub fn write(
    overview: &Overview,
    format: Format,
    language: &Language,
) -> Result<Vec<u8>, csv::Error> {
    let teller = Teller::new(language);
    Ok(match format {
        Format::Text => as_text(overview, &teller).into_bytes(),
        Format::Markdown => as_markdown(overview, &teller).into_bytes(),
        Format::Json => in_json(overview, &teller).into_bytes(),
        Format::Html => html::write(overview, &teller).into_bytes(),
        Format::Csv => record(overview, &teller)?,
    })
}

/// What the page is of and when it was made.
fn about(overview: &Overview, teller: &Teller) -> [String; 2] {
    let words = teller.words();
    let survey = one_line(overview.survey.get(words.language()));
    let named = [survey, one_line(&overview.wave)];
    let named: Vec<String> = named.into_iter().filter(|one| !one.is_empty()).collect();
    let day = overview.day.to_string();
    [
        named.join(" "),
        words.say_with("own-made", [("day", day.into())]),
    ]
}

fn as_text(overview: &Overview, teller: &Teller) -> String {
    let mut out = vec![teller.words().say("own-title").to_uppercase()];
    for line in about(overview, teller) {
        out.extend(wrap(&line, PAGE));
    }
    let blocks = overview.blocks.iter().chain(&overview.diary);
    for block in blocks.chain(&overview.answers) {
        out.push(String::new());
        out.extend(text::block_lines(block, teller));
    }
    let lines = out.iter().map(|line| line.trim_end());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn as_markdown(overview: &Overview, teller: &Teller) -> String {
    let title = teller.words().say("own-title");
    let mut out = vec![format!("# {}", markdown::escaped(&title)), String::new()];
    let about = about(overview, teller);
    out.extend(
        about
            .iter()
            .map(|line| format!("- {}", markdown::escaped(line))),
    );
    for block in overview.blocks.iter().chain(&overview.record) {
        out.push(String::new());
        out.extend(markdown::block_lines(block, teller));
    }
    if !overview.record.is_empty() {
        out.extend([String::new(), teller.words().say("own-record-how")]);
    }
    for block in &overview.answers {
        out.push(String::new());
        out.extend(markdown::block_lines(block, teller));
    }
    out.join("\n") + "\n"
}

fn in_json(overview: &Overview, teller: &Teller) -> String {
    let blocks = |blocks: &[Block]| -> Vec<Json> {
        blocks
            .iter()
            .map(|block| as_json::block(block, teller))
            .collect()
    };
    let section = |block: &Block| match block {
        Block::Sheet(sheet) => {
            let title = teller.tell(&sheet.title);
            let mut section = as_json::block(block, teller);
            if let Json::Object(members) = &mut section {
                members.insert("section".to_owned(), title.into());
            }
            section
        }
        other => as_json::block(other, teller),
    };
    let answers: Vec<Json> = overview.answers.iter().map(section).collect();
    json!({
        "survey": overview.survey.get(teller.words().language()),
        "wave": overview.wave,
        "day": overview.day.to_string(),
        "blocks": blocks(&overview.blocks),
        "record": blocks(&overview.record),
        "answers": answers,
    })
    .to_string()
        + "\n"
}

/// The development record as a spreadsheet takes it; its headings alone where nothing is wished for.
fn record(overview: &Overview, teller: &Teller) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for block in &overview.record {
        if let Block::Sheet(sheet) = block {
            writer.write_record(teller.headings(sheet).iter().map(|field| inert(field)))?;
            for row in &sheet.rows {
                writer.write_record(teller.row(row).iter().map(|field| inert(field)))?;
            }
        }
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// A block read aloud: its title, then one fact a line, without columns or bars. What line-by-line
/// mode says, and what a narrow window shows.
pub fn spoken(block: &Block, teller: &Teller) -> (String, Vec<String>) {
    match block {
        Block::Note(message) => (teller.tell(message), Vec::new()),
        Block::Facts(all) => (teller.tell(&all.title), facts(all, teller)),
        Block::Bars(all) => (teller.tell(&all.title), bars(all, teller)),
        Block::Sheet(sheet) => {
            let rows = sheet.rows.iter().map(|row| line(sheet, row, teller));
            (teller.tell(&sheet.title), rows.collect())
        }
        Block::Grid(grid) => {
            let (headings, rows) = teller.grid(grid);
            let rows = rows.iter().map(|row| cells(&headings, row, teller));
            (teller.tell(&grid.title), rows.collect())
        }
    }
}

fn facts(facts: &Facts, teller: &Teller) -> Vec<String> {
    let all = facts.facts.iter();
    all.map(|(_, name, value)| named(&teller.tell(name), &teller.value(value), teller))
        .collect()
}

fn bars(bars: &Bars, teller: &Teller) -> Vec<String> {
    let told = bars.bars.iter().map(|(label, values)| {
        let values = bars.series.iter().zip(values);
        let values: Vec<String> = values
            .map(|((_, name), value)| named(&teller.tell(name), &teller.value(value), teller))
            .collect();
        sentence(&teller.value(label), &values, teller)
    });
    told.collect()
}

/// A row: what it is about, then each further column that says something. Two columns are a question
/// and its answer, which need no headings.
fn line(sheet: &Sheet, row: &Row, teller: &Teller) -> String {
    let values = teller.row(row);
    if let [asked, said] = values.as_slice() {
        let colon = if asked.ends_with(['?', ':', '.']) {
            ""
        } else {
            ":"
        };
        return format!("{asked}{colon} {said}");
    }
    let headings = teller.headings(sheet);
    let further = headings.iter().zip(&values).skip(1);
    let further: Vec<String> = further
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| named(name, value, teller))
        .collect();
    sentence(values.first().map_or("", String::as_str), &further, teller)
}

/// A row of a grid: its label, then each cell with the label of its column.
fn cells(headings: &[String], row: &[String], teller: &Teller) -> String {
    let cells = headings.iter().zip(row).skip(1);
    let cells: Vec<String> = cells
        .map(|(name, value)| named(name, value, teller))
        .collect();
    sentence(row.first().map_or("", String::as_str), &cells, teller)
}

fn named(name: &str, value: &str, teller: &Teller) -> String {
    let args = [("name", name.into()), ("value", value.into())];
    teller.words().say_with("own-fact", args)
}

fn sentence(what: &str, facts: &[String], teller: &Teller) -> String {
    if facts.is_empty() {
        return what.to_owned();
    }
    let args = [("what", what.into()), ("facts", facts.join("; ").into())];
    teller.words().say_with("own-line", args)
}
