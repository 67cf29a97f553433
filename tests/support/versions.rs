//! Versions of the small questionnaire, and questionnaires that extend one another.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tallybox::runtime::home::check_file;
use tallybox::survey::Questionnaire;

use super::home::{DEPARTMENTS, SMALL};

/// The small questionnaire with some words changed, in a folder beside its list.
pub(crate) fn variant(folder: &Path, changes: &[(&str, &str)]) -> PathBuf {
    let text = changes.iter().fold(SMALL.to_owned(), |text, (was, is)| {
        assert!(text.contains(was), "{was}");
        text.replace(was, is)
    });
    std::fs::create_dir_all(folder.join("lists")).unwrap();
    let list = folder.join("lists/departments.csv");
    std::fs::write(list, DEPARTMENTS).unwrap();
    let file = folder.join("small.toml");
    std::fs::write(&file, text).unwrap();
    file
}

#[track_caller]
pub(crate) fn load(file: &Path) -> Arc<Questionnaire> {
    let checked = check_file(file).unwrap();
    let told = checked.diagnostics;
    checked.questionnaire.unwrap_or_else(|| panic!("{told:?}"))
}

pub(crate) fn small(changes: &[(&str, &str)]) -> Arc<Questionnaire> {
    let folder = tempfile::tempdir().unwrap();
    load(&variant(folder.path(), changes))
}

pub(crate) fn shipped(name: &str) -> Arc<Questionnaire> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/versions");
    load(&data.join(name))
}

pub(crate) const TYPO: (&str, &str) = (
    "How many years have you worked here?",
    "How many years have you been here?",
);
