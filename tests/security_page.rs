//! `docs/security.md` says which test holds each promise, and `docs/kiosk.md` which one each way out: those
//! tests must exist, under those names.

use std::path::Path;

/// The pages, and how many rows each has at least.
const PAGES: [(&str, usize); 2] = [
    (include_str!("../docs/security.md"), 16),
    (include_str!("../docs/kiosk.md"), 13),
];

/// The last column of a page's table of promises.
fn held_by(page: &'static str) -> impl Iterator<Item = &'static str> {
    let rows = page
        .lines()
        .skip_while(|line| !line.contains("| held by |"));
    rows.skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.trim_end_matches([' ', '|']).rsplit(" | ").next())
}

/// The names of tests in the list of attacks.
fn listed() -> impl Iterator<Item = &'static str> {
    let list = PAGES[0].0.split("## The list of attacks over SSH").nth(1);
    let list = list.and_then(|list| list.split("\n## ").next());
    let names = quoted(list.unwrap_or_default());
    names.filter(|name| name.matches('_').count() > 2)
}

#[test]
fn every_attack_of_the_list_names_a_test_that_exists() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = std::fs::read_dir(folder).unwrap().flatten();
    let sources = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    let all: String = sources.collect();
    let mut names = 0;
    for name in listed() {
        names += 1;
        assert!(all.contains(&format!("fn {name}(")), "no test {name}");
    }
    assert!(names > 20, "the list was not found");
}

/// The words between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_promise_names_a_test_that_exists_or_says_that_there_is_none() {
    for (page, least) in PAGES {
        let promises = held_by(page).inspect(|cell| holds(cell)).count();
        assert!(promises >= least, "the table was not found");
    }
}

fn holds(cell: &str) {
    assert!(
        cell.contains(".rs`") || cell.starts_with("not yet"),
        "{cell}"
    );
    let mut source = String::new();
    for name in quoted(cell) {
        if Path::new(name).extension().is_some_and(|end| end == "rs") {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            source = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(!source.is_empty(), "{name} is not there");
        } else if name.contains('_') {
            assert!(
                source.contains(&format!("fn {name}(")),
                "no test {name}: {cell}"
            );
        }
    }
}
