//! Forms written as lines, and what an import says that it lost of them.

use tallybox::survey::import::{ImportedForm, Weight};

/// A sheet of lines with ` | ` between cells.
pub(crate) fn sheet(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    text.trim().lines().map(cells).collect()
}

/// Row and words of everything that did not come along as it was.
pub(crate) fn losses(form: &ImportedForm) -> Vec<(usize, String)> {
    let findings = form.report.findings.iter();
    findings
        .filter(|finding| finding.weight != Weight::Note)
        .map(|finding| (finding.row, finding.words.clone()))
        .collect()
}
