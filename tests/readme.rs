//! What the README promises is what is run: its two commands, and the one that CI calls.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

const README: &str = include_str!("../README.md");
const CI: &str = include_str!("../.ci/run");

/// The README's test command.
const TEST: &str = "cargo test --locked";

#[test]
fn the_readme_holds_the_two_commands_and_ci_runs_the_second() {
    assert!(
        README.contains("cargo run --release -- demo"),
        "the first command"
    );
    assert!(
        README.lines().any(|line| line.trim() == TEST),
        "the second command"
    );
    assert!(
        CI.lines().any(|line| line.trim() == TEST),
        "CI runs another"
    );
}

/// Every page of the repository that people read, with the folder that its links start from.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().flatten();
    let docs = docs.map(|entry| entry.path());
    let pages = docs.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let all = [root.join("README.md"), root.join("CONTRIBUTING.md")];
    let all = all.into_iter().chain(pages);
    all.map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.parent().unwrap().to_path_buf(), text)
    })
    .collect()
}

/// The targets of a page's links.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split("](").skip(1);
    after.filter_map(|rest| rest.split([')', '\n']).next())
}

#[test]
fn what_the_pages_link_to_is_there() {
    let mut seen = 0;
    for (folder, text) in pages() {
        for target in links(&text) {
            let file = target.split('#').next().unwrap();
            if file.is_empty() || file.contains("://") || file.contains(' ') {
                continue;
            }
            seen += 1;
            assert!(folder.join(file).exists(), "{}: {target}", folder.display());
        }
    }
    assert!(seen > 30, "{seen}");
}

/// Two minutes at the pace at which people read (some 240 words a minute, after Brysbaert 2019); words for
/// pictures are read in their place.
#[test]
fn the_tour_takes_two_minutes() {
    let tour = include_str!("../docs/tour.md");
    let mut pieces = tour.split("![");
    let first = pieces.next().unwrap_or_default();
    let after = |piece: &'static str| piece.split_once(')').map_or("", |(_, after)| after);
    let texts = pieces.map(after).chain([first]);
    let words: usize = texts.map(|text| text.split_whitespace().count()).sum();
    assert!((200..=2 * 240).contains(&words), "{words} words");
}
