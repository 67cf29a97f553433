//! Tables as text that a person reads: numbers first, then a bar, every withheld figure in words.
//!
//! ASCII only beyond the labels: it goes into mails and onto line printers. Bars are drawn from the
//! figures that are shown, never from exact ones.

use crate::base::text::{truncate, width, wrap};
use crate::base::words::Arg;
use crate::response::answer::Missing;
use crate::stats::{DoorName, EVERYONE, Figure, Published, Reason, Row, Table};
use crate::survey::model::Profile;

use super::Labels;

/// Columns of the page.
const PAGE: usize = 78;
/// Columns of a label.
const LABEL: usize = 38;
/// With more codes than this, a row shows those alone that somebody gave.
pub const MANY: usize = 30;
/// Columns of the longest bar.
const BAR: u64 = 27;

/// The whole report.
pub fn write(published: &Published, labels: &Labels) -> String {
    let mut out = String::new();
    line(&mut out, &labels.title());
    for sentence in sentences(published, labels) {
        line(&mut out, &sentence);
    }
    for table in published.tables() {
        out.push('\n');
        out.push_str(&one(published, labels, table));
    }
    out
}

/// Adds a line, without spaces at its end; one that is wider than the page goes on below its beginning.
fn line(out: &mut String, text: &str) {
    let text = text.trim_end();
    let inner = text.trim_start();
    let indent = text.len() - inner.len();
    let lines = if width(text) > PAGE {
        wrap(inner, PAGE - indent)
    } else {
        vec![inner.to_owned()]
    };
    for one in lines {
        out.push_str(&" ".repeat(indent));
        out.push_str(one.trim_end());
        out.push('\n');
    }
}

/// What every screen and page says of its figures: door, base, profile.
pub fn about(published: &Published, labels: &Labels) -> String {
    sentences(published, labels).join(" ")
}

fn sentences(published: &Published, labels: &Labels) -> [String; 3] {
    [
        door(published.door(), labels),
        profile(published, labels),
        labels.words().say("report-base"),
    ]
}

fn door(door: DoorName, labels: &Labels) -> String {
    labels.words().say(match door {
        DoorName::Operational => "report-door-operational",
        DoorName::Statistical => "report-door-statistical",
    })
}

fn profile(published: &Published, labels: &Labels) -> String {
    let minimum = i64::try_from(published.minimum_group()).unwrap_or(i64::MAX);
    let args = [("minimum", Arg::Number(minimum))];
    match published.profile() {
        Profile::None => labels.words().say("report-profile-none"),
        Profile::Hesa => labels.words().say_with("report-profile-hesa", args),
        Profile::MinimumN => labels.words().say_with("report-profile-minimum-n", args),
        Profile::Suppress => labels.words().say("report-profile-suppress"),
    }
}

/// One table.
fn one(published: &Published, labels: &Labels, table: &Table) -> String {
    let mut out = String::new();
    line(&mut out, &format!("{}  {}", table.id, labels.table(table)));
    if table.rows.is_empty() {
        line(
            &mut out,
            &format!("  {}", labels.words().say("report-nobody")),
        );
    }
    if let Some(by) = &table.by {
        line(
            &mut out,
            &format!("  {}", by_line(published, labels, by, table)),
        );
    }
    let longest_row = longest(table);
    for row in table.rows.iter().chain(&table.everyone) {
        let longest = match row.group.as_str() {
            EVERYONE => longest_of(row),
            _ => longest_row,
        };
        group(&mut out, published, labels, table, row);
        if let Some(reason) = all_withheld(row) {
            line(&mut out, &format!("    {}", labels.reason(reason)));
            continue;
        }
        cells(&mut out, labels, table, row, longest);
        missing(&mut out, labels, row);
    }
    out
}

/// What a crossing is by, and of which department.
fn by_line(published: &Published, labels: &Labels, by: &str, table: &Table) -> String {
    let question = Arg::Words(labels.by(by));
    let words = labels
        .words()
        .say_with("report-by", [("question", question)]);
    match &table.within {
        Some(code) => format!("{words} ({})", labels.group(published, code)),
        None => words,
    }
}

fn group(out: &mut String, published: &Published, labels: &Labels, table: &Table, row: &Row) {
    let name = labels.line(published, table, &row.group);
    let base = match row.base {
        Figure::Count(count) => labels
            .words()
            .say_with("report-asked", [("count", arg(count))]),
        Figure::Withheld(_) => labels.words().say("report-asked-withheld"),
    };
    line(out, &format!("  {name}: {base}"));
    if let Some(held) = labels.held(published, table, row) {
        line(out, &format!("    {held}"));
    }
}

/// The one reason for which a row shows nothing at all.
fn all_withheld(row: &Row) -> Option<Reason> {
    let Figure::Withheld(reason) = row.base else {
        return None;
    };
    let mut cells = row.cells.iter();
    cells
        .all(|cell| cell.figure == Figure::Withheld(reason))
        .then_some(reason)
}

fn cells(out: &mut String, labels: &Labels, table: &Table, row: &Row, longest: u64) {
    let is_long = row.cells.len() > MANY;
    for cell in &row.cells {
        if is_long && cell.figure == Figure::Count(0) {
            continue;
        }
        let label = labels.code(table, &cell.code);
        match cell.figure {
            Figure::Count(count) => {
                let bar = bar(count, longest);
                line(out, &format!("    {} {count:>6}  {bar}", padded(&label)));
            }
            Figure::Withheld(reason) => line(out, &withheld(&label, &labels.reason(reason))),
        }
    }
}

/// Why a figure is withheld: where the figures stand, or behind the label where there is no room.
fn withheld(label: &str, reason: &str) -> String {
    let beside = format!("    {}         {reason}", padded(label));
    if width(&beside) > PAGE {
        format!("    {label}: {reason}")
    } else {
        beside
    }
}

fn missing(out: &mut String, labels: &Labels, row: &Row) {
    let shown: Vec<String> = row
        .missing
        .iter()
        .filter_map(|(kind, figure)| told(labels, *kind, *figure))
        .collect();
    if !shown.is_empty() {
        let title = labels.words().say("report-no-answer");
        line(out, &format!("    {title}: {}", shown.join(", ")));
    }
}

/// A kind of missing with its number; nothing where there is none. `not_in_version` and
/// `not_relevant` are told as well: they say why a base is smaller than the department.
fn told(labels: &Labels, kind: Missing, figure: Figure) -> Option<String> {
    match figure {
        Figure::Count(0) => None,
        Figure::Count(count) => Some(format!("{} {count}", labels.missing(kind))),
        Figure::Withheld(reason) => Some(format!(
            "{} ({})",
            labels.missing(kind),
            labels.reason(reason)
        )),
    }
}

/// The largest figure of a table's cells: what the longest bar stands for.
pub fn longest(table: &Table) -> u64 {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells
        .filter_map(|cell| cell.figure.count())
        .max()
        .unwrap_or(0)
}

fn longest_of(row: &Row) -> u64 {
    let counts = row.cells.iter().filter_map(|cell| cell.figure.count());
    counts.max().unwrap_or(0)
}

/// A bar for a figure that is shown; at least one mark where it is not zero.
fn bar(count: u64, longest: u64) -> String {
    let marks = (count * BAR).checked_div(longest).unwrap_or(0);
    let marks = marks.max(u64::from(count > 0));
    "#".repeat(usize::try_from(marks).unwrap_or(0))
}

fn padded(label: &str) -> String {
    let label = truncate(label, LABEL);
    let gap = LABEL.saturating_sub(width(&label));
    label + &" ".repeat(gap)
}

fn arg(count: u64) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
