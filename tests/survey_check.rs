//! The loader through its public face: what is wrong with a file is told at the place where it is
//! wrong, everything at once, whatever the file holds; what is right survives its canonical form.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tallybox::survey::diagnostic::{Diagnostic, Severity};
use tallybox::survey::model::{ComputedKind, Kind};
use tallybox::survey::{Checked, Files, from_canonical, load, rules};

/// List files beside the questionnaires under test.
struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(name)).map_err(|error| error.to_string())
    }
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn check(folder: &str, name: &str, bytes: &[u8]) -> Checked {
    load(name, bytes, &Beside(data(folder)))
}

fn rich() -> Vec<u8> {
    std::fs::read(data("surveys/rich.toml")).unwrap()
}

#[test]
fn the_rich_example_is_sound_and_survives_its_canonical_form() {
    let checked = check("surveys", "rich.toml", &rich());
    let told: Vec<&str> = checked
        .diagnostics
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(
        told,
        [rules::UNCHECKED_TRANSLATION.code],
        "{:#?}",
        checked.diagnostics
    );
    let survey = checked.questionnaire.unwrap();
    let again = from_canonical(&survey.canonical).unwrap();
    assert_eq!(again.canonical, survey.canonical);
    assert_eq!(again.fingerprint, survey.fingerprint);
    assert_eq!(
        format!("{:?}", again.sections),
        format!("{:?}", survey.sections)
    );
    assert_eq!(again.lists, survey.lists);
    assert_eq!(again.privacy, survey.privacy);
}
