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

/// The page of the forty-five figures.
const FIGURES: &str = include_str!("../docs/measured.md");

#[test]
fn every_figure_is_there_with_the_test_that_holds_it_or_the_reason_why_none_does() {
    let rows: Vec<Vec<&str>> = FIGURES
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| #"))
        .map(|line| line.trim_matches(['|', ' ']).split(" | ").collect())
        .collect();
    let numbers: Vec<String> = rows.iter().map(|row| row[0].to_owned()).collect();
    let wanted: Vec<String> = (1..=45).map(|number: u8| number.to_string()).collect();
    assert_eq!(numbers, wanted);
    let full = include_str!("../.ci/full");
    for row in rows {
        assert_eq!(row.len(), 5, "{row:?}");
        let (measured, held) = (row[3], row[4]);
        if held.starts_with("not measured") {
            assert!(
                measured.starts_with("not measured: "),
                "{row:?} says no reason"
            );
            continue;
        }
        holds(held);
        for name in quoted(held) {
            if name.starts_with("TALLYBOX_") {
                assert!(
                    full.contains(&format!("{name}=")),
                    "{name} has no long form"
                );
            } else if name.starts_with("tests/rigs/") {
                assert!(full.contains(name), "{name} is not run");
                assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(name).is_file());
            }
        }
    }
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
        } else if name.contains('_') && !name.starts_with("TALLYBOX_") {
            assert!(
                source.contains(&format!("fn {name}(")),
                "no test {name}: {cell}"
            );
        }
    }
}
