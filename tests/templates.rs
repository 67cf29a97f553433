//! The short questionnaires beside the flagship: that each loads, that people can send it, that it
//! says its minutes truly, and that a home made from one has all it needs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::simulate::simulate;
use tallybox::response::code::Derived;
use tallybox::response::part;
use tallybox::runtime::home::check_file;
use tallybox::survey::Questionnaire;
use tallybox::survey::effort::estimate;
use tallybox::survey::model::{Cells, Choice, Kind, Question};

/// Every template, with the number of its sections.
const TEMPLATES: [(&str, usize); 8] = [
    ("allotment-society", 3),
    ("equipment-register", 2),
    ("htq-readiness", 3),
    ("lead-confirm", 2),
    ("manager-demand", 2),
    ("starter-and-leaver", 4),
    ("technician-commitment-pulse", 3),
    ("training-wishes", 2),
];

/// What templates may warn of: nobody has checked the Welsh, and the notice is a sample.
const INTENDED: [&str; 2] = ["SV016", "SV017"];

fn surveys() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys")
}

fn file(name: &str) -> PathBuf {
    surveys().join("templates").join(format!("{name}.toml"))
}

fn template(name: &str) -> Arc<Questionnaire> {
    check_file(&file(name)).unwrap().questionnaire.unwrap()
}

fn names_in(folder: &Path, ending: &str) -> BTreeSet<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
        .collect()
}

#[test]
fn each_loads_with_the_intended_warnings_only() {
    let named: BTreeSet<String> = TEMPLATES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(named, names_in(&surveys().join("templates"), ".toml"));
    for (name, sections) in TEMPLATES {
        let checked = check_file(&file(name)).unwrap();
        let told: Vec<&str> = checked.diagnostics.iter().map(|found| found.code).collect();
        let intended = |code: &&str| INTENDED.contains(code);
        assert!(
            told.iter().all(intended),
            "{name}: {:#?}",
            checked.diagnostics
        );
        let survey = checked.questionnaire.unwrap();
        assert_eq!(survey.id, name);
        assert_eq!(survey.sections.len(), sections, "{name}");
    }
}

#[test]
fn their_lists_are_those_of_the_flagship() {
    let lists = surveys().join("templates/lists");
    for name in names_in(&lists, "") {
        let read = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert_eq!(read(&lists), read(&surveys().join("lists")), "{name}");
    }
}

/// The minutes that a title names: "Your post (3 minutes)".
fn minutes(title: &str) -> u32 {
    let (_, said) = title.rsplit_once('(').unwrap();
    said.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn each_section_says_its_minutes_and_fits_a_sitting() {
    for (name, _) in TEMPLATES {
        let survey = template(name);
        let effort = estimate(&survey);
        for (section, reckoned) in survey.sections.iter().zip(&effort.sections) {
            let said = ["en", "cy"].map(|tag| minutes(section.title.get(&Language::new(tag))));
            assert_eq!(said[0], said[1], "{name} {}", section.id);
            let typical = reckoned.costs[1].seconds().div_ceil(60);
            assert!(
                (typical..=5).contains(&said[0]),
                "{name} {}: says {}, takes {typical}",
                section.id,
                said[0]
            );
        }
    }
}

/// The codes that a question offers, and those of the questions inside it.
fn codes(question: &Question) -> Vec<String> {
    let of = |choices: &[Choice]| choices.iter().map(|choice| choice.code.clone()).collect();
    match &question.kind {
        Kind::Single(choices) | Kind::Lookup(choices) | Kind::Multiple { choices, .. } => {
            let mut codes: Vec<String> = of(&choices.own);
            codes.extend(choices.list.clone());
            codes
        }
        Kind::Scale { points } => of(points),
        Kind::Matrix(matrix) => match &matrix.cells {
            Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => {
                of(columns)
            }
            Cells::Integer(_) | Cells::Decimal(_) => Vec::new(),
        },
        Kind::Repeat(repeat) => {
            let each = repeat.questions.iter();
            each.flat_map(|inner| [vec![inner.id.clone()], codes(inner)].concat())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// So that answers of both can stand in one table.
#[test]
fn a_question_of_the_flagship_offers_the_same_in_a_template() {
    let flagship = check_file(&surveys().join("skills-and-responsibility.toml"));
    let flagship = flagship.unwrap().questionnaire.unwrap();
    let mut shared = 0;
    for (name, _) in TEMPLATES {
        let survey = template(name);
        for question in survey.questions().filter(|_| name != "allotment-society") {
            let Some(original) = flagship.question(&question.id) else {
                continue;
            };
            shared += 1;
            assert_eq!(codes(question), codes(original), "{name} {}", question.id);
        }
    }
    assert!(shared > 30, "only {shared}");
}

#[test]
fn the_general_example_uses_every_type_once() {
    let survey = template("allotment-society");
    let kinds: BTreeSet<_> = survey
        .questions()
        .map(|question| std::mem::discriminant(&question.kind))
        .map(|kind| format!("{kind:?}"))
        .collect();
    assert_eq!(kinds.len(), 18, "{kinds:?}");
    assert_eq!(survey.questions().count(), 18);
}

#[test]
fn people_can_send_each_and_every_part_fits_its_padding() {
    let today = Day::new(2027, 1, 11).unwrap();
    let words = Derived {
        draft: [1; 16],
        age: [2; 32],
        sign: [3; 32],
        link: [4; 16],
    };
    for (name, _) in TEMPLATES {
        let survey = template(name);
        for seed in 0..20 {
            let form = simulate(Arc::clone(&survey), seed, None, today);
            assert!(
                form.problems().is_empty(),
                "{name}: person {seed} cannot send"
            );
            let submission = form.submission(today);
            for (audience, text) in part::plaintexts(&submission, &words.response(), 1).unwrap() {
                let known = survey.audiences.iter().find(|known| known.id == audience);
                let pad = known.map_or(part::DEFAULT_PAD, |known| known.pad);
                assert_eq!(text.len(), pad as usize * 1024, "{name}: {audience}");
            }
        }
    }
}

#[test]
fn a_home_made_from_a_template_has_its_lists() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let tallybox = |words: &[&Path]| {
        let done = Command::new(env!("CARGO_BIN_EXE_tallybox"))
            .args(words)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    let survey = file("manager-demand");
    tallybox(&["init".as_ref(), &home, "--survey".as_ref(), &survey]);
    let copied = home.join("surveys/manager-demand.toml");
    tallybox(&["survey".as_ref(), "check".as_ref(), &copied]);
    assert_eq!(
        names_in(&home.join("surveys"), ".toml").len(),
        1,
        "one survey in it"
    );
}
