//! The author's guide, `surveys/README.md`: that every example in it loads, each on its own or at the end
//! of what the guide has built so far, so that nobody copies what does not work.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test that cannot go on has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tallybox::survey::diagnostic::Severity;
use tallybox::survey::{Checked, Files, load};

/// The types of question (design §5).
const TYPES: [&str; 18] = [
    "text",
    "long_text",
    "integer",
    "decimal",
    "yes_no",
    "single",
    "multiple",
    "scale",
    "matrix",
    "allocation",
    "rank",
    "date",
    "month",
    "lookup",
    "repeat",
    "note",
    "acknowledge",
    "computed",
];

/// What lies beside the file that a reader has written.
struct Beside(BTreeMap<String, Vec<u8>>);

impl Files for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let file = self.0.get(name).cloned();
        file.ok_or_else(|| format!("the guide has no file {name}"))
    }
}

fn guide() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/README.md");
    std::fs::read_to_string(file).unwrap()
}

/// The part that builds a questionnaire step by step.
fn steps() -> String {
    let guide = guide();
    let from = guide.find("## From hello to repeats").unwrap();
    let to = guide.find("## The parts of a file").unwrap();
    guide[from..to].to_owned()
}

/// The TOML blocks of a text, in order.
fn blocks(text: &str) -> Vec<&str> {
    let each = text.split("```toml\n").skip(1);
    each.map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What the reader has after each block: one that begins with `schema` is a new file, any other goes
/// to the end of the file so far.
fn files(text: &str) -> Vec<String> {
    let mut so_far = String::new();
    let mut files = Vec::new();
    for block in blocks(text) {
        if block.starts_with("schema = ") {
            so_far.clear();
        }
        so_far.push_str(block);
        so_far.push('\n');
        files.push(so_far.clone());
    }
    files
}

fn check(text: &str) -> Checked {
    load("guide.toml", text.as_bytes(), &Beside(BTreeMap::new()))
}

/// The last whole questionnaire of the steps, which the parts after them build on.
fn tea() -> String {
    let steps = steps();
    files(&steps).pop().unwrap()
}

/// The one block of a part.
fn block_of(heading: &str) -> String {
    let guide = guide();
    let part = guide.split(heading).nth(1).unwrap();
    let part = part.split("\n## ").next().unwrap();
    let blocks = blocks(part);
    assert_eq!(blocks.len(), 1, "{heading}");
    blocks[0].to_owned()
}

#[track_caller]
fn sound(checked: &Checked) {
    assert!(
        checked.questionnaire.is_some(),
        "{:#?}",
        checked.diagnostics
    );
}

#[test]
fn the_example_that_extends_another_extends_the_tea() {
    let departments = "code,label\nCHE,Chemistry\n";
    let beside = BTreeMap::from([
        ("shared/tea.toml".to_owned(), tea().into_bytes()),
        (
            "lists/departments.csv".to_owned(),
            departments.as_bytes().to_vec(),
        ),
    ]);
    let text = block_of("\n## Tiers, packs and shared questionnaires");
    let checked = load("guide.toml", text.as_bytes(), &Beside(beside));
    // It translates one question to show how; that the others lack the new language is rightly told.
    let others: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error && !found.message.contains("`gd`"))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
    let translated = checked.diagnostics.iter().map(|found| found.words.as_str());
    assert!(
        translated
            .into_iter()
            .all(|words| !words.contains("What do you drink?"))
    );
}

#[test]
fn the_example_of_a_migration_fits_the_tea() {
    let text = tea() + &block_of("\n## Changing a questionnaire that is in use");
    sound(&check(&text));
}

/// Blocks after the steps are those of the two tests above; further ones would go untested.
#[test]
fn no_block_goes_untested() {
    let tested = blocks(&steps()).len() + 2;
    let guide = guide();
    let guide = guide.split("\n## What `survey check` says").next().unwrap();
    assert_eq!(blocks(guide).len(), tested);
}

#[test]
fn after_every_block_the_reader_has_a_sound_file() {
    let steps = steps();
    let files = files(&steps);
    assert!(files.len() >= 10, "{} blocks", files.len());
    for (block, text) in blocks(&steps).iter().zip(&files) {
        let checked = check(text);
        let errors: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{block}\n{errors:#?}");
        assert!(checked.questionnaire.is_some());
    }
}

#[test]
fn the_whole_files_of_the_guide_have_nothing_to_warn_of() {
    for block in blocks(&steps()) {
        if block.starts_with("schema = ") {
            assert_eq!(check(block).diagnostics, [], "{block}");
        }
    }
}

#[test]
fn every_type_is_shown_in_use() {
    let steps = steps();
    let shown: BTreeSet<&str> = blocks(&steps)
        .iter()
        .flat_map(|block| block.lines())
        .filter_map(|line| line.strip_prefix("type = \""))
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(shown, BTreeSet::from(TYPES));
}

/// Anchors as the forge makes them from headings.
#[test]
fn its_links_lead_somewhere() {
    let guide = guide();
    let anchor = |heading: &str| -> String {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.chars()
            .filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter))
            .collect()
    };
    let headings: BTreeSet<String> = guide
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches('#').trim()))
        .collect();
    let links = guide.split("](#").skip(1);
    let links: BTreeSet<&str> = links.map(|rest| rest.split(')').next().unwrap()).collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(headings.contains(link), "#{link}");
    }
}

#[test]
fn the_files_that_it_names_exist() {
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys");
    let guide = guide();
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| `"));
    let named: Vec<&str> = rows
        .map(|rest| rest.split('`').next().unwrap())
        .filter(|name| name.contains(".toml"))
        .collect();
    assert_eq!(named.len(), 9, "{named:?}");
    for name in named {
        assert!(surveys.join(name).is_file(), "{name}");
    }
}
