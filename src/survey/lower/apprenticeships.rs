//! `apprenticeships.csv`: a list file whose further columns have a meaning.

use std::collections::BTreeMap;

use super::Lowering;
use super::data::unnumbered;
use crate::base::problem::Problem;
use crate::base::time::Day;
use crate::survey::apprenticeships::Standard;
use crate::survey::diagnostic::Severity;
use crate::survey::load::{LARGEST, NoFiles};
use crate::survey::model::{Choice, List};
use crate::survey::rules::{self, Rule};
use crate::survey::source::{Problems, Source, Span};

/// The columns beside `code` and `label`.
const COLUMNS: [&str; 4] = ["level", "soc", "family", "checked_on"];

/// Reads an apprenticeships file.
pub(in crate::survey) fn read(text: &str, file: &str) -> Result<Vec<Standard>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let text = if text.len() > LARGEST { "" } else { text };
    let source = Source::new(file, text);
    let mut lowering = Lowering::new(file, &source, &NoFiles, Problems::default(), false);
    let list = lowering.sheet(&source).unwrap_or_default();
    let standards = lowering.standards(&list);
    if lowering.problems.has_error() {
        let found = lowering.problems.in_order(file).into_iter();
        let errors = found.filter(|problem| problem.severity == Severity::Error);
        return Err(errors.map(unnumbered).collect());
    }
    Ok(standards)
}

impl Lowering<'_> {
    fn standards(&mut self, list: &List) -> Vec<Standard> {
        if list.entries.is_empty() {
            return Vec::new();
        }
        let mut is_whole = true;
        for column in COLUMNS {
            if !list.columns.iter().any(|known| known == column) {
                let message = format!("the column `{column}` is missing");
                let remedy = "the columns are: code, label, level, soc, family, checked_on";
                self.tell(&rules::LIST_SHAPE, &(0..0), message, remedy);
                is_whole = false;
            }
        }
        let entries = list.entries.iter().filter(|_| is_whole);
        entries.filter_map(|entry| self.standard(entry)).collect()
    }

    fn standard(&mut self, entry: &Choice) -> Option<Standard> {
        let at = self.line_beginning(&entry.code);
        let cells = Cells(&entry.columns);
        let is_reference = digits(entry.code.strip_prefix("ST").unwrap_or_default());
        if !is_reference {
            let remedy = "write it as `ST0248`";
            self.unlike(
                &rules::LIST_CODE,
                &at,
                &entry.code,
                "standard's reference",
                remedy,
            );
        }
        let level = cells.get("level");
        let known = level.parse().ok().filter(|level| (2..=7).contains(level));
        if !level.is_empty() && known.is_none() {
            let remedy = "give a level from 2 to 7, or leave the cell empty";
            self.unlike(&rules::LIST_SHAPE, &at, level, "level", remedy);
        }
        let soc = cells.words("soc");
        for code in soc.iter().filter(|code| !digits(code)) {
            let remedy = "give four digits, several with spaces between";
            self.unlike(&rules::LIST_SHAPE, &at, code, "SOC 2020 unit group", remedy);
        }
        let day = cells.get("checked_on");
        let checked_on = Day::parse(day);
        if checked_on.is_none() {
            let remedy = "write the day on which somebody looked it up, as 2026-11-22";
            self.unlike(&rules::LIST_SHAPE, &at, day, "day", remedy);
        }
        Some(Standard {
            reference: entry.code.clone(),
            title: entry.label.clone(),
            level: known,
            soc,
            families: cells.words("family"),
            checked_on: checked_on?,
        })
    }

    fn unlike(&mut self, rule: &Rule, at: &Span, words: &str, name: &str, remedy: &str) {
        let message = format!("`{}` is no {name}", words.escape_debug());
        self.tell(rule, at, message, remedy);
    }

    /// Where the line that begins with a code stands.
    fn line_beginning(&self, code: &str) -> Span {
        let text = self.source.text();
        let found = text.find(&format!("\n{code},"));
        found.map_or(0..0, |at| at + 1..at + 1 + code.len())
    }
}

/// The further cells of a row.
struct Cells<'c>(&'c BTreeMap<String, String>);

impl Cells<'_> {
    fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    fn words(&self, column: &str) -> Vec<String> {
        let words = self.get(column).split_whitespace();
        words.map(str::to_owned).collect()
    }
}

/// Whether a text is four digits.
fn digits(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}
