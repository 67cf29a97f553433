//! The program's words: every file reads without a fault, every language has every message, and every
//! message that the code names exists.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;

const FILES: [&str; 6] = ["form", "paper", "plain", "report", "ui", "view-cover"];

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
fn every_file_reads_and_every_language_has_every_message() {
    for file in FILES {
        for language in ["en", "cy"] {
            let read = FluentResource::try_new(text(language, file));
            let faults = read.err().map(|(_, faults)| faults).unwrap_or_default();
            assert!(faults.is_empty(), "{language}/{file}.ftl: {faults:?}");
        }
        let (english, welsh) = (ids(&text("en", file)), ids(&text("cy", file)));
        let apart: Vec<&String> = english.symmetric_difference(&welsh).collect();
        assert!(
            apart.is_empty(),
            "{file}.ftl: in one language only: {apart:?}"
        );
    }
}

#[test]
fn every_message_that_form_and_the_plain_mode_name_exists_and_none_is_idle() {
    let mut sources = String::new();
    gather(&root().join("src/form"), &mut sources);
    gather(&root().join("src/runtime/plain"), &mut sources);
    let named: BTreeSet<String> = sources
        .split('"')
        .filter(|piece| piece.starts_with("form-") || piece.starts_with("plain-"))
        .filter(|piece| {
            piece
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
        .map(str::to_owned)
        .collect();
    let there: BTreeSet<String> = ["form", "plain"]
        .iter()
        .flat_map(|file| ids(&text("en", file)))
        .collect();
    let apart: Vec<&String> = named.symmetric_difference(&there).collect();
    assert!(apart.is_empty(), "named or there, but not both: {apart:?}");
}

fn gather(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, out);
        } else {
            out.push_str(&std::fs::read_to_string(&path).expect("it is text"));
        }
    }
}
