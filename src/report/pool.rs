//! Several universities' figures as text, CSV and JSON: a university a column, and together where that
//! can be said.

use serde_json::{Value as Json, json};

use crate::base::language::Language;
use crate::base::text::{truncate, width, wrap};
use crate::base::words::Message;
use crate::response::answer::Missing;
use crate::stats::share::{LeftOut, Pool, Pooled, PooledTable, Share, Shown};

use super::Labels;

/// Columns of a label, and of a figure.
const LABEL: usize = 34;
const FIGURE: usize = 10;
/// What stands where a figure is withheld, and where there is none.
const WITHHELD: &str = "..";
const NONE: &str = "-";

/// Columns of a sentence.
const SENTENCE: usize = 100;

/// As text, with a letter for each university, in a language's words.
pub fn text(pool: &Pool, language: &Language) -> String {
    let page = Page {
        labels: Labels::new(Vec::new(), language),
    };
    let mut lines = Vec::new();
    for id in ["pool-about", "pool-protected", "pool-base"] {
        lines.extend(wrap(&page.say(id), SENTENCE));
    }
    lines.push(String::new());
    let shares = pool.shares.iter().zip(letters());
    lines.extend(shares.map(|(share, letter)| page.institution(share, &letter)));
    for table in &pool.tables {
        lines.push(String::new());
        lines.push(format!("{}  {}", table.id, table.label));
        lines.push(row("", &page.heads(pool)));
        lines.extend(page.rows(table));
    }
    if !pool.left_out.is_empty() {
        lines.push(String::new());
        lines.push(page.say("pool-left-out"));
    }
    let left_out = pool.left_out.iter();
    lines.extend(left_out.flat_map(|one| page.left_out(one)));
    lines.join("\n") + "\n"
}

/// The words of a page.
struct Page {
    labels: Labels,
}

impl Page {
    fn say(&self, id: &'static str) -> String {
        self.labels.words().say(id)
    }

    /// Why a question is not pooled, one line per reason.
    fn left_out(&self, one: &LeftOut) -> Vec<String> {
        let reasons = [
            ("pool-left-out-one", &one.otherwise),
            ("pool-left-out-hidden", &one.hidden),
        ];
        let told = reasons.into_iter().filter(|(_, who)| !who.is_empty());
        let words = self.labels.words();
        told.map(|(id, who)| {
            let args = [
                ("table", one.id.as_str().into()),
                ("who", who.join(", ").into()),
            ];
            format!("  {}", words.tell(&Message::with(id, args)))
        })
        .collect()
    }

    /// A university with its base and profile.
    fn institution(&self, share: &Share, letter: &str) -> String {
        let words = self.labels.words();
        let staff = share.staff.map_or_else(
            || Message::plain("pool-no-staff"),
            |staff| Message::with("pool-staff", [("staff", staff.to_string().into())]),
        );
        let args = [
            ("institution", share.institution.as_str().into()),
            ("survey", share.survey.as_str().into()),
            ("wave", share.wave.as_str().into()),
            ("profile", share.profile.as_str().into()),
            ("group", share.minimum_group.to_string().into()),
            ("staff", staff.into()),
            ("withheld", share.withheld.to_string().into()),
            ("date", share.date.as_str().into()),
        ];
        let told = words.tell(&Message::with("pool-institution", args));
        format!("  {letter}  {told}")
    }

    fn rows(&self, table: &PooledTable) -> Vec<String> {
        let mut all = vec![row(&self.say("pool-asked"), &figures(&table.base))];
        for (code, label, figure) in &table.cells {
            let label = if label.is_empty() { code } else { label };
            all.push(row(&format!("  {label}"), &figures(figure)));
        }
        for (kind, figure) in table.missing.iter().filter(|(_, figure)| says_some(figure)) {
            all.push(row(
                &format!("  ({})", self.missing(kind)),
                &figures(figure),
            ));
        }
        all
    }

    /// A kind of missing in words.
    fn missing(&self, code: &str) -> String {
        let mut all = Missing::ALL.into_iter();
        let kind = all.find(|kind| kind.code() == code);
        kind.map_or_else(|| code.to_owned(), |kind| self.labels.missing(kind))
    }

    fn heads(&self, pool: &Pool) -> Vec<String> {
        let letters = letters().take(pool.shares.len());
        letters.chain([self.say("pool-together")]).collect()
    }
}

fn letters() -> impl Iterator<Item = String> {
    (1_usize..).map(|at| match u8::try_from(at) {
        Ok(small @ 1..=26) => char::from(b'A' + small - 1).to_string(),
        _ => format!("#{at}"),
    })
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

/// As CSV: one line per figure, so that it can be pivoted.
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
    let left_out = left_out
        .map(|one| json!({ "id": one.id, "institutions": one.otherwise, "hidden": one.hidden }));
    json!({
        "format": "tallybox/pool/v1",
        "institutions": shares.collect::<Vec<Json>>(),
        "tables": tables.collect::<Vec<Json>>(),
        "left_out": left_out.collect::<Vec<Json>>(),
    })
    .to_string()
        + "\n"
}
