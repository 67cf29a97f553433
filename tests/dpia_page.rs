//! `docs/dpia.md`: every risk names tests, every test that it names exists, and what the university
//! decides is left to it.

use std::path::Path;

const PAGE: &str = include_str!("../docs/dpia.md");

/// The rows of the table of risks, cell by cell.
fn risks() -> Vec<Vec<&'static str>> {
    let rows = PAGE
        .lines()
        .skip_while(|line| !line.contains("| held by |"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let cells = |line: &'static str| line.trim_matches('|').split(" | ").map(str::trim).collect();
    rows.map(cells).collect()
}

/// The words between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_risk_names_the_test_that_bounds_it() {
    let risks = risks();
    assert!(risks.len() >= 15, "the table was not found");
    for row in &risks {
        assert_eq!(row.len(), 5, "{row:?}");
        let mut source = String::new();
        let mut tests = 0;
        for name in quoted(row[2]) {
            if Path::new(name).extension().is_some_and(|end| end == "rs") {
                let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
                source = std::fs::read_to_string(&file).unwrap_or_default();
                assert!(!source.is_empty(), "{name} is not there");
            } else {
                assert!(
                    source.contains(&format!("fn {name}(")),
                    "no test {name}: {row:?}"
                );
                tests += 1;
            }
        }
        assert!(tests > 0, "no test bounds it: {row:?}");
        assert_eq!(
            row[4], "`[ ]`",
            "the judgement is the university's: {row:?}"
        );
    }
}

#[test]
fn the_commands_that_it_names_exist() {
    for words in [
        "survey codebook",
        "survey check",
        "response find",
        "response annul",
        "box purge",
        "me",
    ] {
        assert!(
            PAGE.contains(&format!("`{words}")) || PAGE.contains(&format!("`tallybox {words}")),
            "{words}"
        );
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_tallybox"))
            .args(words.split(' '))
            .arg("--help")
            .output();
        assert!(
            output.is_ok_and(|output| output.status.success()),
            "{words}"
        );
    }
}
