//! The program's words: every file reads without a fault, every language has every message, and every
//! message that the code names exists.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

/// What the ids of messages begin with. A text of the code that begins so and looks like an id is one.
const BEGINNINGS: [&str; 8] = [
    "serve-", "sheet-", "form-", "plain-", "view-", "report-", "lead-", "paper-",
];

/// Every file of words, by its name without the ending.
fn files() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("i18n/en")).expect("the folder is there");
    let names = folder.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".ftl")?.to_owned()))
        .collect();
    names.sort();
    names
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(language: &str, file: &str) -> String {
    let path = root()
        .join("i18n")
        .join(language)
        .join(file)
        .with_extension("ftl");
    std::fs::read_to_string(&path).expect("the file is there")
}

fn ids(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" ="))
        .map(|(id, _)| id.to_owned())
        .collect()
}

#[test]
fn every_file_reads_is_embedded_and_every_language_has_every_message() {
    let embedded = std::fs::read_to_string(root().join("src/base/words.rs")).expect("it is there");
    for file in files() {
        for language in ["en", "cy"] {
            let read = FluentResource::try_new(text(language, &file));
            let faults = read.err().map(|(_, faults)| faults).unwrap_or_default();
            assert!(faults.is_empty(), "{language}/{file}.ftl: {faults:?}");
            assert!(embedded.contains(&format!("\"{file}\"")), "{file}.ftl");
        }
        let (english, welsh) = (ids(&text("en", &file)), ids(&text("cy", &file)));
        let apart: Vec<&String> = english.symmetric_difference(&welsh).collect();
        assert!(
            apart.is_empty(),
            "{file}.ftl: in one language only: {apart:?}"
        );
    }
}

#[test]
fn every_message_that_is_named_exists_and_none_is_idle() {
    let mut sources = String::new();
    gather(&root().join("src"), &mut sources);
    let named: BTreeSet<String> = sources
        .split('"')
        .filter(|piece| {
            piece
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
        .map(str::to_owned)
        .collect();
    let there: BTreeSet<String> = files()
        .iter()
        .flat_map(|file| ids(&text("en", file)))
        .collect();
    let idle: Vec<&String> = there.difference(&named).collect();
    assert!(idle.is_empty(), "nobody says: {idle:?}");
    let unknown: Vec<&String> = named
        .difference(&there)
        .filter(|name| {
            BEGINNINGS
                .iter()
                .any(|beginning| name.starts_with(beginning))
        })
        .filter(|name| !name.ends_with('-') && !files().contains(name))
        .collect();
    assert!(unknown.is_empty(), "there are no words for: {unknown:?}");
}

fn gather(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push_str(&std::fs::read_to_string(&path).expect("it is text"));
        }
    }
}
