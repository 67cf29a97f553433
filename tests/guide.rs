//! The author's guide, `surveys/README.md`: that every example in it loads, each on its own or at the end
//! of what the guide has built so far, so that nobody copies what does not work.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on has failed"
)]

#[path = "support/workbook.rs"]
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use tallybox::response::answer::{Answer, Chosen, Value};
use tallybox::survey::diagnostic::Severity;
use tallybox::survey::{Checked, Files, Questionnaire, import, load, migrate};

/// The types of question (docs/format.md §2.1).
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

/// The blocks of a part.
fn blocks_of(heading: &str) -> Vec<String> {
    let guide = guide();
    let part = guide.split(heading).nth(1).unwrap();
    let part = part.split("\n## ").next().unwrap();
    blocks(part).into_iter().map(str::to_owned).collect()
}

#[track_caller]
fn questionnaire(checked: Checked) -> Arc<Questionnaire> {
    let told = checked.diagnostics;
    checked.questionnaire.unwrap_or_else(|| panic!("{told:#?}"))
}

#[test]
fn the_example_that_extends_another_extends_the_tea() {
    let departments = "code,label.en,label.cy,label.fr\nCHE,Chemistry,Cemeg,Chimie\n";
    let beside = BTreeMap::from([
        ("shared/tea.toml".to_owned(), tea().into_bytes()),
        (
            "lists/departments.csv".to_owned(),
            departments.as_bytes().to_vec(),
        ),
    ]);
    let text = &blocks_of("\n## Tiers, packs and shared questionnaires")[0];
    let checked = tallybox::survey::check("guide.toml", text.as_bytes(), &Beside(beside));
    assert_eq!(checked.diagnostics, []);
    let ids: Vec<String> = questionnaire(checked)
        .questions()
        .map(|question| question.id.clone())
        .collect();
    assert_eq!(ids, ["what", "x_mug", "where", "asks"]);
}

#[test]
fn the_example_of_a_migration_reads_last_year_s_answers() {
    let shown = blocks_of("\n## Changing a questionnaire that is in use");
    let [old, migration] = shown.as_slice() else {
        panic!("{} blocks", shown.len())
    };
    let old = check(old);
    assert_eq!(old.diagnostics, []);
    let (old, new) = (
        questionnaire(old),
        questionnaire(check(&(tea() + migration))),
    );
    let code = |code: &str| Answer::Value(Value::Choice(Chosen::code(code)));
    for (was, is) in [("chai", "tea"), ("java", "coffee"), ("other", "other")] {
        let read = migrate::answers(&old, &new, &[("drink".to_owned(), code(was))]);
        let what = read.iter().find(|(id, _)| id == "what");
        assert!(what.is_some_and(|(_, answer)| *answer == code(is)), "{was}");
    }
}

/// The fenced blocks of a part, of whatever language.
fn fences(heading: &str) -> Vec<String> {
    let guide = guide();
    let part = guide.split(heading).nth(1).unwrap();
    let part = part.split("\n## ").next().unwrap();
    let fences = part.split("\n```").skip(1).step_by(2);
    fences
        .map(|fence| fence.split_once('\n').unwrap().1.to_owned() + "\n")
        .collect()
}

const IMPORTS: &str = "\n## Coming from a spreadsheet or another program";

#[test]
fn the_list_that_is_imported_comes_out_as_shown() {
    let [source, list, report, ..] = &fences(IMPORTS)[..] else {
        panic!("three blocks");
    };
    // As a program saved it that knew no UTF-8.
    let letters = source.chars().map(|letter| u8::try_from(u32::from(letter)));
    let bytes: Vec<u8> = letters.map(Result::unwrap).collect();
    let found = import::lists(&bytes, &import::Columns::default()).unwrap();
    assert_eq!(found.csv, *list);
    assert_eq!(found.report.text(), *report);
}

#[test]
fn the_form_that_is_imported_comes_out_as_shown() {
    let [form, questions, report] = &fences(IMPORTS)[3..] else {
        panic!("three more blocks");
    };
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    let choices = "list_name|name|label\nyesno|yes|Yes\nyesno|no|No";
    let sheet = |text: &str| -> Vec<Vec<String>> { text.lines().map(cells).collect() };
    let book = workbook::of_cells(&[("survey", sheet(form)), ("choices", sheet(choices))]);
    let options = import::Options {
        id: "tea".to_owned(),
        ..import::Options::default()
    };
    let imported = import::xlsform(&book, &options, &Beside(BTreeMap::new())).unwrap();
    assert!(imported.toml.ends_with(questions), "{}", imported.toml);
    assert_eq!(imported.report.text(), *report);
    questionnaire(check(&imported.toml));
}

/// Blocks after the steps are those of the tests above; further ones would go untested.
#[test]
fn no_block_goes_untested() {
    let tested = blocks(&steps()).len() + 4;
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

/// The small questionnaire that the examples of the rules stand in: what each part begins with, and the part.
const AROUND: [(&str, &str); 5] = [
    ("schema", "schema = 1\n"),
    (
        "[survey]",
        "[survey]\nid = \"tea\"\ntitle = \"Tea\"\nlanguages = [\"en\"]\n",
    ),
    (
        "[privacy]",
        "[privacy]\nnotice = \"N\"\napproved_by = \"A\"\napproved_on = 2026-11-01\ncontact = \"C\"\n",
    ),
    (
        "[[audience]]",
        "[[audience]]\nid = \"statistics\"\nsealed_to = [\"statistics\"]\n",
    ),
    (
        "id = \"one\"",
        "[[section]]\nid = \"one\"\ntitle = \"One\"\naudience = [\"statistics\"]\n\
         [[section.question]]\nid = \"sure\"\ntype = \"yes_no\"\nlabel = \"Sure?\"\nwhy = \"W\"\n\
         [[section.question]]\nid = \"drink\"\ntype = \"single\"\nlabel = \"Drink?\"\nwhy = \"W\"\n\
         choices = [{ code = \"tea\", label = \"Tea\" }, { code = \"coffee\", label = \"Coffee\" }]\n\
         [[section.question]]\nid = \"cups\"\ntype = \"integer\"\nlabel = \"Cups?\"\nwhy = \"W\"\nmax = 20\n",
    ),
];

/// What uses the list that an example in CSV is.
const MUGS: &str = "[lists.mugs]\nfile = \"lists/mugs.csv\"\n\
    [[section.question]]\nid = \"mug\"\ntype = \"lookup\"\nlabel = \"Mug?\"\nwhy = \"W\"\nlist = \"mugs\"\n";

/// What a reader of an example has in mind: the example with all around it that it does not replace.
fn whole(example: &str) -> String {
    let has = |start: &str| example.lines().any(|line| line.starts_with(start));
    if has("extends") {
        return example.to_owned();
    }
    let kept = AROUND.iter().filter(|(start, _)| !has(start));
    let kept: String = kept.map(|(_, part)| *part).collect();
    // Keys before the first heading stand at the very top.
    let tables = example.find('[').filter(|_| !has("schema"));
    let (top, rest) = example.split_at(tables.unwrap_or(example.len()));
    format!("{top}{kept}{rest}")
}

/// The bytes of an example and the list file beside it; what a guide in UTF-8 cannot show is made here.
fn as_saved(code: &str, language: &str, example: &str) -> (Vec<u8>, Vec<u8>) {
    match (code, language) {
        (_, "csv") => (whole(MUGS).into_bytes(), example.as_bytes().to_vec()),
        ("SV001", _) => {
            let text = whole(example);
            let letters = text.chars().map(|letter| u8::try_from(u32::from(letter)));
            (letters.map(Result::unwrap).collect(), Vec::new())
        }
        ("SV002", _) => (
            example.repeat((1 << 20) / example.len() + 1).into_bytes(),
            Vec::new(),
        ),
        _ => (whole(example).into_bytes(), Vec::new()),
    }
}

/// Rules that are always told together, and reasons that the examples leave out to stay short.
fn goes_along(code: &str, other: &str) -> bool {
    let pairs = [("SV012", "SV073"), ("SV073", "SV012"), ("SV070", "SV078")];
    other == "SV072" || pairs.contains(&(code, other))
}

/// What is wrong with an example of a rule, if anything: it must earn the rule in the line that says so,
/// and no other.
fn verdict(code: &str, language: &str, example: &str) -> Option<String> {
    let (bytes, list) = as_saved(code, language, example);
    let mut beside = BTreeMap::from([("shared/tea.toml".to_owned(), tea().into_bytes())]);
    if !list.is_empty() {
        beside.insert("lists/mugs.csv".to_owned(), list);
    }
    let told = tallybox::survey::check("guide.toml", &bytes, &Beside(beside)).diagnostics;
    let mut others = told
        .iter()
        .filter(|found| found.code != code && !goes_along(code, found.code));
    if let Some(other) = others.next() {
        return Some(format!("{code} earns more: {other:#?}"));
    }
    let lines: Vec<usize> = told
        .iter()
        .filter(|found| found.code == code)
        .map(|found| found.line)
        .collect();
    if lines.is_empty() {
        return Some(format!("{code} is not earned"));
    }
    if language == "csv" || code == "SV002" {
        return None;
    }
    let text = String::from_utf8_lossy(&bytes);
    let mark = format!("# {code}");
    let marked = text.lines().position(|line| line.contains(&mark))?;
    let elsewhere = text.contains(&format!("{mark} is told"));
    (!elsewhere && !lines.contains(&(marked + 1)))
        .then(|| format!("{code} is marked in line {}, told in {lines:?}", marked + 1))
}

#[test]
fn every_rule_has_examples_that_earn_it_and_nothing_else() {
    let guide = guide();
    let mut shown = BTreeSet::new();
    let mut wrong = Vec::new();
    let entries = guide
        .split("\n### ")
        .filter(|entry| entry.starts_with("SV"));
    for entry in entries.map(|entry| entry.split("\n## ").next().unwrap()) {
        let code = &entry[..5];
        for fence in entry.split("\n```").skip(1).step_by(2) {
            let (language, example) = fence.split_once('\n').unwrap();
            let example = format!("{example}\n");
            let marks = language == "csv" || example.contains(&format!("# {code}"));
            wrong.extend((!marks).then(|| format!("{code} is not marked")));
            wrong.extend(verdict(code, language, &example));
            shown.insert(code.to_owned());
        }
    }
    let all = tallybox::survey::rules::ALL.iter();
    let without = all.filter(|rule| !shown.contains(rule.code));
    wrong.extend(without.map(|rule| format!("{} has no example", rule.code)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
