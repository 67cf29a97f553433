//! Several universities' figures as text, CSV and JSON: a university a column, and together where that
//! can be said.

use serde_json::{Value as Json, json};

use crate::base::text::{truncate, width};
use crate::stats::share::{Pool, Pooled, PooledTable, Share, Shown};

/// Columns of a label, and of a figure.
const LABEL: usize = 34;
const FIGURE: usize = 10;
/// What stands where a figure is withheld, and where there is none.
const WITHHELD: &str = "..";
const NONE: &str = "-";

/// As text, with a letter for each university.
pub fn text(pool: &Pool) -> String {
    let mut lines: Vec<String> = ABOUT.map(str::to_owned).into();
    lines.extend(pool.shares.iter().zip(letters()).map(institution));
    for table in &pool.tables {
        lines.push(String::new());
        lines.push(format!("{}  {}", table.id, table.label));
        lines.push(row("", &heads(pool)));
        lines.extend(rows(table));
    }
    if !pool.left_out.is_empty() {
        lines.push(String::new());
        lines.push("Left out, since they were not asked in the same words everywhere:".to_owned());
    }
    let left_out = pool.left_out.iter();
    lines.extend(
        left_out.map(|(id, who)| format!("  {id}: otherwise, or not, at {}", who.join(", "))),
    );
    lines.join("\n") + "\n"
}

/// What is said before any figure.
const ABOUT: [&str; 5] = [
    "Figures of several universities, as each of them released them. No response was shared.",
    "Statistical door: protected by each university's profile. Together: the sum of what is shown, only",
    "where all show it; \"..\" is withheld, \"-\" was not offered. Rounded figures need not add up.",
    "Asked: everyone who was asked, of the departments whose figures may be shown.",
    "",
];

/// A university with its base and profile.
fn institution((share, letter): (&Share, String)) -> String {
    let staff = share.staff.map_or_else(
        || "staff not given".to_owned(),
        |staff| format!("{staff} on the staff list"),
    );
    let Share {
        institution,
        survey,
        wave,
        profile,
        minimum_group,
        withheld,
        date,
        ..
    } = share;
    format!(
        "  {letter}  {institution}: {survey} {wave}, profile {profile}, smallest group {minimum_group}, {staff}, {withheld} cells withheld, {date}"
    )
}

fn rows(table: &PooledTable) -> Vec<String> {
    let mut all = vec![row("asked", &figures(&table.base))];
    for (code, label, figure) in &table.cells {
        let label = if label.is_empty() { code } else { label };
        all.push(row(&format!("  {label}"), &figures(figure)));
    }
    for (kind, figure) in table.missing.iter().filter(|(_, figure)| says_some(figure)) {
        all.push(row(&format!("  ({kind})"), &figures(figure)));
    }
    all
}

fn letters() -> impl Iterator<Item = String> {
    (1_usize..).map(|at| match u8::try_from(at) {
        Ok(small @ 1..=26) => char::from(b'A' + small - 1).to_string(),
        _ => format!("#{at}"),
    })
}

fn heads(pool: &Pool) -> Vec<String> {
    let letters = letters().take(pool.shares.len());
    letters.chain(["together".to_owned()]).collect()
}

fn figures(figure: &Pooled) -> Vec<String> {
    let each = figure.each.iter().map(|shown| one(shown.as_ref()));
    let together = figure
        .together
        .map_or_else(|| WITHHELD.to_owned(), |sum| sum.to_string());
    each.chain([together]).collect()
}

fn one(shown: Option<&Shown>) -> String {
    match shown {
        None => NONE.to_owned(),
        Some(Shown::Count(count)) => count.to_string(),
        Some(Shown::Withheld { .. }) => WITHHELD.to_owned(),
    }
}

/// Whether anybody is in it, or may be.
fn says_some(figure: &Pooled) -> bool {
    figure.together != Some(0)
}

fn row(label: &str, figures: &[String]) -> String {
    let label = truncate(label, LABEL);
    let room = " ".repeat(LABEL.saturating_sub(width(&label)));
    let figures: Vec<String> = figures
        .iter()
        .map(|one| format!(" {one:>FIGURE$}"))
        .collect();
    format!("{label}{room}{}", figures.concat())
}

/// As CSV: a line a figure, so that it can be pivoted.
///
/// # Errors
/// As writing to memory does.
pub fn csv(pool: &Pool) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "institution",
        "profile",
        "table",
        "what",
        "code",
        "label",
        "count",
    ])?;
    for table in &pool.tables {
        for (what, code, label, figure) in lines(table) {
            let each = pool.shares.iter().zip(&figure.each);
            for (share, shown) in each {
                let own = [&share.institution, &share.profile, &table.id].map(|text| inert(text));
                let count = one(shown.as_ref());
                let rest = [what.to_owned(), inert(code), inert(label), count];
                writer.write_record(own.iter().chain(&rest))?;
            }
        }
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// No text becomes a formula in a spreadsheet.
fn inert(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What is counted, code and words of each figure of a table.
fn lines(table: &PooledTable) -> impl Iterator<Item = (&'static str, &str, &str, &Pooled)> {
    let cells = table.cells.iter();
    let cells = cells.map(|(code, label, figure)| ("code", code.as_str(), label.as_str(), figure));
    let missing = table.missing.iter();
    let missing = missing.map(|(kind, figure)| ("missing", kind.as_str(), "", figure));
    std::iter::once(("asked", "", "", &table.base))
        .chain(cells)
        .chain(missing)
}

/// As one line of JSON.
pub fn json(pool: &Pool) -> String {
    let shares = pool.shares.iter().map(|share| {
        json!({
            "institution": share.institution, "survey": share.survey, "wave": share.wave,
            "profile": share.profile, "minimum_group": share.minimum_group, "staff": share.staff,
            "withheld": share.withheld, "date": share.date, "boxes": share.boxes,
        })
    });
    let tables = pool.tables.iter().map(|table| {
        let figures = lines(table).map(|(what, code, label, figure)| {
            json!({
                "what": what, "code": code, "label": label, "each": figure.each,
                "together": figure.together,
            })
        });
        json!({ "id": table.id, "label": table.label, "figures": figures.collect::<Vec<Json>>() })
    });
    let left_out = pool.left_out.iter();
    let left_out = left_out.map(|(id, who)| json!({ "id": id, "institutions": who }));
    json!({
        "format": "tallybox/pool/v1",
        "institutions": shares.collect::<Vec<Json>>(),
        "tables": tables.collect::<Vec<Json>>(),
        "left_out": left_out.collect::<Vec<Json>>(),
    })
    .to_string()
        + "\n"
}
