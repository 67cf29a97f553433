//! Forms of other programs under `tests/data/import`.

use std::path::{Path, PathBuf};

use tallybox::survey::diagnostic::Severity;
use tallybox::survey::load;

use super::beside::Beside;

/// Where they lie.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import")
}

/// One of them.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

/// What hinders an imported questionnaire from being used.
pub(crate) fn errors(toml: &str) -> Vec<String> {
    let checked = load("form.toml", toml.as_bytes(), &Beside(folder()));
    let errors = checked
        .diagnostics
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| format!("{}:{} {}", problem.line, problem.code, problem.message))
        .collect()
}
