//! Questionnaires that share one: what each may change, what stays the same for all, and where what is
//! wrong is told.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use tallybox::base::language::Language;
use tallybox::runtime::home::check_file;
use tallybox::survey::{Questionnaire, question_print};

use support::home::TestHome;
use support::versions::{TYPO, load, shipped, small};

#[test]
fn universities_that_extend_one_questionnaire_ask_the_same() {
    let (core, english, welsh) = (
        shipped("shared/core.toml"),
        shipped("english.toml"),
        shipped("welsh.toml"),
    );
    assert_eq!(core.fingerprint, english.fingerprint);
    let ids = |survey: &Questionnaire| -> Vec<String> {
        survey
            .questions()
            .map(|question| question.id.clone())
            .collect()
    };
    assert_eq!(ids(&english), ["dept", "terms", "kit"]);
    assert_eq!(
        ids(&welsh),
        ["dept", "terms", "x_mug", "hours", "kit", "welsh", "x_words"]
    );
    let print =
        |survey: &Questionnaire, id: &str| question_print::of(survey, survey.question(id).unwrap());
    for id in ["dept", "terms", "kit"] {
        assert_eq!(print(&english, id), print(&welsh, id), "{id}");
    }
    let departments = welsh.departments().unwrap();
    assert!(departments.get("maths").is_some() && departments.get("chem").is_none());
    assert_eq!(welsh.privacy.minimum_group, 12);
    assert_eq!(welsh.privacy.approved_by.as_deref(), Some("A. Officer"));
    let cy = Language::new("cy");
    assert_eq!(
        welsh.question("terms").unwrap().label.get(&cy),
        "Pa delerau?"
    );
    assert_eq!(welsh.sections[0].title.get(&cy), "Eich swydd");
    // A changed word, code or bound is another question; another reader is not.
    let old = small(&[]);
    let same = |changes: &[(&str, &str)], id: &str| print(&old, id) == print(&small(changes), id);
    assert!(!same(&[TYPO], "years"));
    assert!(same(&[TYPO], "next"));
    assert!(!same(&[("max = 60", "max = 61")], "years"));
    assert!(!same(&[("code = \"manager\"", "code = \"boss\"")], "next"));
    assert!(same(
        &[("Ers sawl blwyddyn", "Faint o flynyddoedd")],
        "years"
    ));
    assert!(same(
        &[(
            "max = 60\naudience = [\"lead\", \"statistics\"]",
            "max = 60\naudience = []"
        )],
        "years"
    ));
}

#[test]
fn the_welsh_texts_that_are_missing_are_told_in_the_shared_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/versions");
    for name in [
        "shared/core.toml",
        "shared/departments.csv",
        "lists/welsh.csv",
    ] {
        let to = folder.path().join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(data.join(name), to).unwrap();
    }
    let text = std::fs::read_to_string(data.join("welsh.toml")).unwrap();
    let text = text.replace("choices.fixed", "# choices.fixed");
    let file = folder.path().join("welsh.toml");
    std::fs::write(&file, text).unwrap();
    let told = check_file(&file).unwrap().diagnostics;
    let [problem] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(problem.code, "SV012");
    assert!(
        problem.file.ends_with("/shared/core.toml"),
        "{}",
        problem.file
    );
    assert_eq!(problem.line, 40);
}

#[test]
fn a_questionnaire_is_published_with_what_it_extends() {
    let home = TestHome::with_keys("Stores");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/versions");
    let file = data.join("welsh.toml");
    home.done(&["survey", "publish", file.to_str().unwrap(), "--yes"]);
    let there = load(&home.path().join("surveys/welsh.toml"));
    assert_eq!(there.fingerprint, shipped("welsh.toml").fingerprint);
}

/// Files from memory.
struct Memory(BTreeMap<String, Vec<u8>>);

impl tallybox::survey::Files for Memory {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let found = self.0.get(name).cloned();
        found.ok_or_else(|| "it is not there".to_owned())
    }
}

fn memory() -> Memory {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/versions");
    let files = [
        "shared/core.toml",
        "shared/departments.csv",
        "lists/welsh.csv",
    ];
    let read = |name: &str| (name.to_owned(), std::fs::read(data.join(name)).unwrap());
    Memory(files.into_iter().map(read).collect())
}

#[test]
fn shared_questionnaires_with_any_line_gone_are_told_of_in_their_own_files() {
    let welsh = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/versions/welsh.toml");
    let welsh = std::fs::read_to_string(welsh).unwrap();
    let without = |text: &str, gone: usize| -> String {
        let lines = text.lines().enumerate().filter(|(at, _)| *at != gone);
        lines.flat_map(|(_, line)| [line, "\n"]).collect()
    };
    let check = |text: &str, files: &Memory| {
        let checked = tallybox::survey::load("welsh.toml", text.as_bytes(), files);
        let core = files.0["shared/core.toml"]
            .iter()
            .filter(|byte| **byte == b'\n');
        let longest = (text.lines().count() + 1, core.count() + 1);
        for problem in checked.diagnostics {
            let most = match problem.file.as_str() {
                "welsh.toml" => longest.0,
                "shared/core.toml" => longest.1,
                _ => 10,
            };
            assert!((1..=most).contains(&problem.line), "{problem:?}");
        }
    };
    for gone in 0..welsh.lines().count() {
        check(&without(&welsh, gone), &memory());
    }
    let core = String::from_utf8(memory().0["shared/core.toml"].clone()).unwrap();
    for gone in 0..core.lines().count() {
        let mut files = memory();
        let text = without(&core, gone).into_bytes();
        files.0.insert("shared/core.toml".to_owned(), text);
        check(&welsh, &files);
    }
}

#[test]
fn hostile_extensions_and_migrations_are_refused_in_time() {
    let many = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let head = "schema = 1\nextends = \"shared/core.toml\"\n";
    let hostile = [
        format!("{head}[survey]\n{}", many(100_000, |n| format!("k{n}=1\n"))),
        format!("{head}{}", many(60_000, |_| "[[section]]\n".to_owned())),
        format!(
            "{head}[[section]]\nid='post'\n{}",
            many(20_000, |n| format!(
                "[[section.question]]\nid='x_{n}'\nafter='x_{}'\n",
                n + 1
            ))
        ),
        format!(
            "{head}[texts]\n{}",
            many(50_000, |n| format!("t{n}.label=1\n"))
        ),
        format!(
            "{head}[survey]\npacks=[{}]",
            many(50_000, |n| format!("'p{n}',"))
        ),
        format!("{head}{}", many(60_000, |_| "[[migration]]\n".to_owned())),
        format!("{head}[survey]\ntitle={}", "{a=".repeat(50_000)),
        "extends = 'x.toml'\n".repeat(50_000),
    ];
    for text in hostile {
        let began = tallybox::runtime::clock::moment();
        let checked = tallybox::survey::load("x.toml", text.as_bytes(), &memory());
        assert!(checked.questionnaire.is_none());
        // As in `survey_check`: room for a debug build on a busy machine.
        let start: String = text.chars().skip(40).take(40).collect();
        assert!(began.elapsed().as_secs() < 30, "{start}");
    }
}
