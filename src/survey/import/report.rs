//! What an import could not carry over, what it changed and what it refused: every row by name, never
//! silently.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something that could change what is asked, accepted or stored is not there.
    Loss,
    /// Left out on purpose: it would tell who answered, on which device or when.
    Refused,
    /// Written differently, or mere decoration; the answers are the same.
    Note,
}

impl Weight {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Refused => "refused",
            Self::Note => "note",
        }
    }
}

/// One thing about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// The sheet, empty for a file without sheets.
    pub sheet: String,
    /// The row as the spreadsheet program numbers it, 0 where it is about the whole sheet.
    pub row: usize,
    /// The question, list or code, empty where there is none.
    pub name: String,
    /// What, and why.
    pub words: String,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows of the source that say something; of a form, those of its `survey` sheet.
    pub rows: usize,
    /// The sheet whose rows are counted.
    pub counted: String,
    /// What was found, in the order of the source.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding unless it is there already.
    pub(super) fn add(
        &mut self,
        weight: Weight,
        sheet: &str,
        row: usize,
        name: &str,
        words: impl Into<String>,
    ) {
        let finding = Finding {
            weight,
            sheet: sheet.to_owned(),
            row,
            name: name.to_owned(),
            words: words.into(),
        };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Sorts by sheet and row; sheets keep the order given.
    pub(super) fn sort(&mut self, sheets: &[&str]) {
        let place = |sheet: &str| {
            sheets
                .iter()
                .position(|other| *other == sheet)
                .unwrap_or(sheets.len())
        };
        self.findings
            .sort_by_key(|finding| (place(&finding.sheet), finding.row, finding.weight));
    }

    /// How many rows have a finding of this weight as their gravest.
    pub fn rows_with(&self, weight: Weight) -> usize {
        let counted = |finding: &&Finding| finding.row > 0 && finding.sheet == self.counted;
        let at_least = |limit: Weight| {
            let rows = self
                .findings
                .iter()
                .filter(|finding| finding.weight <= limit);
            rows.filter(counted)
                .map(|finding| (finding.sheet.as_str(), finding.row))
                .collect::<BTreeSet<_>>()
        };
        let graver = match weight {
            Weight::Loss => 0,
            Weight::Refused => at_least(Weight::Loss).len(),
            Weight::Note => at_least(Weight::Refused).len(),
        };
        at_least(weight).len() - graver
    }

    /// Whether anything was lost, on purpose or not.
    pub fn has_losses(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.weight == Weight::Loss)
    }

    /// The report as lines of text.
    pub fn text(&self) -> String {
        let mut text = self.findings.iter().map(line).collect::<String>();
        text.push_str(&self.summary());
        text.push('\n');
        text
    }

    /// One sentence with the numbers.
    pub fn summary(&self) -> String {
        let lost = self.rows_with(Weight::Loss);
        let refused = self.rows_with(Weight::Refused);
        let changed = self.rows_with(Weight::Note);
        let whole = self.rows.saturating_sub(lost + refused);
        let elsewhere = self
            .findings
            .iter()
            .filter(|finding| finding.sheet != self.counted && finding.weight == Weight::Loss);
        let elsewhere = match elsewhere.count() {
            0 => String::new(),
            losses => format!("; {losses} losses on other sheets"),
        };
        format!(
            "{} rows: {whole} carried over ({changed} of them written differently), {lost} with a loss, {refused} refused{elsewhere}",
            self.rows
        )
    }

    /// The report as JSON.
    pub fn json(&self) -> serde_json::Value {
        let findings: Vec<serde_json::Value> = self
            .findings
            .iter()
            .map(|finding| {
                serde_json::json!({
                    "weight": finding.weight.word(), "sheet": finding.sheet, "row": finding.row,
                    "name": finding.name, "words": finding.words,
                })
            })
            .collect();
        serde_json::json!({
            "rows": self.rows,
            "with_loss": self.rows_with(Weight::Loss),
            "refused": self.rows_with(Weight::Refused),
            "changed": self.rows_with(Weight::Note),
            "findings": findings,
        })
    }
}

fn line(finding: &Finding) -> String {
    let mut line = format!("{}: ", finding.weight.word());
    if !finding.sheet.is_empty() {
        line.push_str(&finding.sheet);
        line.push(' ');
    }
    if finding.row > 0 {
        let _always_fits = write!(line, "row {} ", finding.row);
    }
    if !finding.name.is_empty() {
        let _always_fits = write!(line, "`{}` ", finding.name);
    }
    let place = line.trim_end().trim_end_matches(':').to_owned();
    format!("{place}: {}\n", finding.words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_counts_once_by_its_gravest_finding() {
        let mut report = Report {
            rows: 5,
            counted: "survey".to_owned(),
            ..Report::default()
        };
        report.add(Weight::Note, "survey", 2, "a", "x");
        report.add(Weight::Loss, "survey", 2, "a", "y");
        report.add(Weight::Note, "survey", 3, "b", "x");
        report.add(Weight::Refused, "survey", 4, "c", "x");
        report.add(Weight::Note, "", 0, "", "whole");
        report.sort(&["survey"]);
        assert_eq!(
            report.summary(),
            "5 rows: 3 carried over (1 of them written differently), 1 with a loss, 1 refused"
        );
        assert!(
            report
                .text()
                .starts_with("loss: survey row 2 `a`: y\nnote: survey row 2 `a`: x\n"),
            "{}",
            report.text()
        );
        assert!(report.text().contains("note: whole\n"));
    }
}
