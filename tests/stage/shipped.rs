//! Every questionnaire that is shipped, and the bytes that a form of one is sealed as.

use std::sync::Arc;

use tallybox::base::language::Language;
use tallybox::form::Form;
use tallybox::response::part::plaintexts;
use tallybox::survey::Questionnaire;

use super::{load, today};

/// Every questionnaire in `surveys`.
pub fn shipped() -> Vec<(String, Arc<Questionnaire>)> {
    let mut files = vec!["surveys/skills-and-responsibility.toml".to_owned()];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(root.join("surveys/templates")).expect("the templates") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("UTF-8");
        if std::path::Path::new(&name)
            .extension()
            .is_some_and(|end| end == "toml")
        {
            files.push(format!("surveys/templates/{name}"));
        }
    }
    assert!(files.len() > 7, "{files:?}");
    files
        .into_iter()
        .map(|file| (file.clone(), load(&file)))
        .collect()
}

pub fn blank(survey: &Arc<Questionnaire>, language: &str) -> Form {
    Form::new(Arc::clone(survey), Language::new(language), today(), 1)
}

pub fn bytes(form: &Form) -> Vec<String> {
    let parts =
        plaintexts(&form.submission(today()), &[7; 16], 1).unwrap_or_else(|_| panic!("too large"));
    parts
        .into_iter()
        .map(|(_, bytes)| String::from_utf8(Vec::clone(&bytes)).expect("UTF-8"))
        .collect()
}
