//! The loader through its public face: what is wrong with a file is told at the place where it is
//! wrong, everything at once, whatever the file holds; what is right survives its canonical form.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "helpers of tests fail by panicking"
)]

#[path = "support/beside.rs"]
mod beside;

use std::path::{Path, PathBuf};

use beside::Beside;
use proptest::prelude::*;
use tallybox::survey::diagnostic::{Diagnostic, Severity};
use tallybox::survey::model::{ComputedKind, Kind};
use tallybox::survey::{Checked, from_canonical, load, rules};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn check(folder: &str, name: &str, bytes: &[u8]) -> Checked {
    load(name, bytes, &Beside(data(folder)))
}

fn advise(folder: &str, name: &str, bytes: &[u8]) -> Checked {
    tallybox::survey::check(name, bytes, &Beside(data(folder)))
}

fn rich() -> Vec<u8> {
    std::fs::read(data("surveys/rich.toml")).unwrap()
}

#[test]
fn the_rich_example_is_sound_and_survives_its_canonical_form() {
    let checked = check("surveys", "rich.toml", &rich());
    let told: Vec<&str> = checked
        .diagnostics
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(
        told,
        [rules::UNCHECKED_TRANSLATION.code],
        "{:#?}",
        checked.diagnostics
    );
    let survey = checked.questionnaire.unwrap();
    let again = from_canonical(&survey.canonical).unwrap();
    assert_eq!(again.canonical, survey.canonical);
    assert_eq!(again.fingerprint, survey.fingerprint);
    assert_eq!(
        format!("{:?}", again.sections),
        format!("{:?}", survey.sections)
    );
    assert_eq!(again.lists, survey.lists);
    assert_eq!(again.privacy, survey.privacy);
}

/// What a comment in a bad file demands: severity, number, phrase, file and line.
#[derive(Debug, PartialEq, Eq)]
struct Demand {
    severity: Severity,
    code: String,
    phrase: String,
    file: String,
    line: usize,
}

/// Reads `# error: SV012 "phrase"`, any number of them on a line; ` in FILE:LINE` points elsewhere.
fn demands(name: &str, text: &str) -> Vec<Demand> {
    let mut demands = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        for (mark, severity) in [
            ("# error: ", Severity::Error),
            ("# warning: ", Severity::Warning),
        ] {
            for comment in words.split(mark).skip(1) {
                let (code, rest) = comment.split_once(" \"").expect("a phrase");
                let (phrase, rest) = rest.split_once('"').expect("a closed phrase");
                let elsewhere = rest
                    .strip_prefix(" in ")
                    .map(|place| place.split_once(':').expect("a line"));
                let (file, line) = elsewhere.map_or((name, line), |(file, line)| {
                    (file, line.trim().parse().expect("a number"))
                });
                demands.push(Demand {
                    severity,
                    code: code.to_owned(),
                    phrase: phrase.to_owned(),
                    file: file.to_owned(),
                    line,
                });
            }
        }
    }
    demands
}

fn meets(problem: &Diagnostic, demand: &Demand) -> bool {
    problem.severity == demand.severity
        && problem.code == demand.code
        && problem.message.contains(&demand.phrase)
        && problem.file == demand.file
        && problem.line == demand.line
}

fn files_in(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(data(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files
        .iter()
        .map(|path| (name(path), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// What is told of a file against what its comments demand.
fn differences(name: &str, text: &str, mut told: Vec<Diagnostic>) -> String {
    let mut report = String::new();
    for demand in demands(name, text) {
        match told.iter().position(|problem| meets(problem, &demand)) {
            Some(at) => drop(told.remove(at)),
            None => report.extend(["not told: ", &format!("{demand:?}"), "\n"]),
        }
    }
    for problem in told {
        report.extend(["told too much: ", &format!("{problem:?}"), "\n"]);
    }
    report
}

#[test]
fn every_bad_file_is_told_exactly_what_its_comments_say() {
    let mut report = String::new();
    for (name, text) in files_in("bad") {
        let checked = check("bad", &name, text.as_bytes());
        assert!(checked.questionnaire.is_none(), "{name} was taken");
        report += &differences(&name, &text, checked.diagnostics);
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_doubtful_file_is_taken_and_its_author_told_exactly_what_its_comments_say() {
    let mut report = String::new();
    for (name, text) in files_in("doubtful") {
        let checked = advise("doubtful", &name, text.as_bytes());
        let is_sound = !text.contains("# error: ");
        assert_eq!(checked.questionnaire.is_some(), is_sound, "{name}");
        report += &differences(&name, &text, checked.diagnostics);
        // Nobody but the author is told, and what is asked stays the same.
        let loaded = check("doubtful", &name, text.as_bytes());
        let codes = |checked: &Checked| {
            checked
                .diagnostics
                .iter()
                .any(|one| one.severity == Severity::Warning)
        };
        assert!(!codes(&loaded), "{name}");
        assert_eq!(
            loaded.questionnaire.map(|one| one.fingerprint),
            checked.questionnaire.map(|one| one.fingerprint)
        );
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_rule_is_broken_by_some_bad_file_and_has_its_entry_in_the_guide() {
    let broken: Vec<String> = ["bad", "doubtful"]
        .into_iter()
        .flat_map(files_in)
        .flat_map(|(name, text)| demands(&name, &text))
        .map(|demand| demand.code)
        .collect();
    let guide = std::fs::read_to_string(data("../../surveys/README.md")).unwrap();
    for rule in rules::ALL {
        // The size has a test of its own: no file of that size is kept here.
        assert!(
            rule.code == rules::SIZE.code || broken.iter().any(|code| code == rule.code),
            "{}",
            rule.code
        );
        assert!(
            guide.contains(&format!("### {} ", rule.code)),
            "{} has no entry",
            rule.code
        );
    }
    let entries = guide
        .lines()
        .filter(|line| line.starts_with("### SV"))
        .count();
    assert_eq!(entries, rules::ALL.len());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_taken() {
    let text = String::from_utf8(rich()).unwrap();
    let windows = "\u{feff}".to_owned() + &text.replace('\n', "\r\n");
    let survey = check("surveys", "rich.toml", windows.as_bytes())
        .questionnaire
        .unwrap();
    let same = check("surveys", "rich.toml", text.as_bytes())
        .questionnaire
        .unwrap();
    assert_eq!(survey.fingerprint, same.fingerprint);
}

#[test]
fn the_canonical_form_stands_still() {
    let survey = check("surveys", "rich.toml", &rich())
        .questionnaire
        .unwrap();
    let kept = std::fs::read(data("surveys/rich.canonical.json")).unwrap();
    let written = String::from_utf8(survey.canonical.clone()).unwrap();
    assert_eq!(written, String::from_utf8(kept).unwrap());
    assert_eq!(
        survey.fingerprint.to_string(),
        "b89a83a82198323288e95d5684492777b495b0aacf3d5840d23e3948fcaee569"
    );
}

#[test]
fn only_what_is_asked_changes_the_fingerprint() {
    let text = String::from_utf8(rich()).unwrap();
    let print = |text: &str| {
        let checked = check("surveys", "rich.toml", text.as_bytes());
        checked
            .questionnaire
            .unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
            .fingerprint
    };
    let before = print(&text);
    let same = [
        text.replace("# Every type", "# No type"),
        text.replace("step = 5", "total = 100\nstep    = 5"),
        text.replace("type = \"note\"", "type = \"note\"\naudience = []"),
        text.replace("min = 0.05", "min = 0.0500"),
        text.replace("code = 0,", "code = \"0\","),
        text.replace(
            "missing = [\"prefer_not\", \"dont_know\"]",
            "missing = [\"dont_know\", \"prefer_not\"]",
        ),
    ];
    for other in same {
        assert_eq!(print(&other), before);
    }
    let different = [
        text.replace("Terms?", "Contract?"),
        text.replace("max = 60.5", "max = 60.4"),
        text.replace("wave = \"2027\"", "wave = \"2028\""),
        text.replace("b_terms == 'fixed'", "b_terms != 'fixed'"),
    ];
    for other in different {
        assert_ne!(print(&other), before);
    }
}

#[test]
fn letters_composed_or_not_are_the_same_questionnaire() {
    let text = String::from_utf8(rich()).unwrap();
    let composed = text.replace("Terms?", "T\u{0175}rms?");
    let loose = text.replace("Terms?", "Tw\u{0302}rms?");
    let print = |text: &str| {
        check("surveys", "rich.toml", text.as_bytes())
            .questionnaire
            .unwrap()
            .fingerprint
    };
    assert_eq!(print(&composed), print(&loose));
}

#[test]
fn what_is_not_a_canonical_form_is_refused() {
    let survey = check("surveys", "rich.toml", &rich())
        .questionnaire
        .unwrap();
    let canonical = String::from_utf8(survey.canonical.clone()).unwrap();
    let refused = [
        String::new(),
        "{}".to_owned(),
        "[".repeat(100_000),
        canonical.clone() + "\n",
        canonical.replace("\"schema\":1", "\"schema\":2"),
        canonical.replace("\"step\":5", "\"step\":5,\"total\":100"),
        canonical.replace("b_terms == 'fixed'", "b_trems == 'fixed'"),
        canonical.replace("b_terms == 'fixed'", "b_terms = 'fixed'"),
        canonical.replace("\"columns\":[\"family\",\"soc\"],", ""),
        canonical.replace("\"entries\":", "\"file\":\"/etc/passwd\",\"entries\":"),
    ];
    for text in refused {
        assert!(
            text == canonical || from_canonical(text.as_bytes()).is_err(),
            "{}",
            &text[..text.len().min(80)]
        );
        assert_ne!(text, canonical);
    }
}

/// A stored questionnaire was sound when people answered it: what a later program asks of authors
/// besides does not take their answers away, here and in every rule that may still come.
#[test]
fn a_stored_questionnaire_is_read_whatever_authors_are_told_today() {
    let survey = check("surveys", "rich.toml", &rich())
        .questionnaire
        .unwrap();
    let canonical = String::from_utf8(survey.canonical.clone()).unwrap();
    let today = [
        (
            "a code that is none",
            "b_terms == 'fixed'",
            "b_terms == 'fixd'",
        ),
        ("unlike things", "b_terms == 'fixed'", "b_terms == 3"),
        ("a pipe from nowhere", "Years?", "Years of {nobody}?"),
        (
            "a pattern that is none",
            "\"pattern\":\"",
            "\"pattern\":\"(",
        ),
    ];
    for (what, was, is) in today {
        let stored = canonical.replacen(was, is, 1);
        assert!(stored != canonical, "{what}");
        let again = from_canonical(stored.as_bytes());
        let again = again.unwrap_or_else(|why| panic!("{what}: {why}"));
        assert!(again.canonical == stored.as_bytes(), "{what}");
    }
    for rule in rules::UNUSABLE {
        assert!(rules::ALL.contains(rule));
    }
}

#[test]
fn the_model_holds_what_the_file_says() {
    let survey = check("surveys", "rich.toml", &rich())
        .questionnaire
        .unwrap();
    let Kind::Matrix(last) = &survey.question("e_last").unwrap().kind else {
        panic!("e_last is a matrix")
    };
    let rows: Vec<&str> = survey
        .rows(last)
        .iter()
        .map(|row| row.code.as_str())
        .collect();
    assert_eq!(rows, ["lab.prep", "lab.cryo", "bio.pcr"]);
    let departments = survey.departments().unwrap();
    assert!(departments.is_heading("SCI") && !departments.is_heading("CHE"));
    assert_eq!(departments.get("CHE").unwrap().columns["head"], "Roe, J.");
    let Kind::Lookup(choices) = &survey.question("b_dept").unwrap().kind else {
        panic!("b_dept is a lookup")
    };
    let offered: Vec<&str> = survey
        .all_choices(choices)
        .map(|choice| choice.code.as_str())
        .collect();
    assert_eq!(offered, ["CHE", "PHY"]);
    let result = |id: &str| match survey.question(id).unwrap().kind {
        Kind::Computed { result } => result,
        _ => panic!("{id} is computed"),
    };
    assert_eq!(result("x_busy"), ComputedKind::YesNo);
    assert_eq!(result("x_share"), ComputedKind::Number);
    let teach = survey.question("b_fte").unwrap();
    assert_eq!(
        teach.audience[1].when.as_ref().unwrap().source(),
        "'skills' in a_share"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes cut, doubled, overwritten or moved: something is told or the file is still sound, never a panic.
    #[test]
    fn no_mutation_of_a_good_file_makes_the_loader_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..6_u8, any::<u8>(), 1..40_usize), 1..6)
    ) {
        let mut bytes = rich();
        for (index, edit, byte, length) in edits {
            let at = index.index(bytes.len());
            let end = (at + length).min(bytes.len());
            match edit {
                0 => drop(bytes.drain(at..end)),
                1 => bytes[at] = byte,
                2 => bytes.insert(at, byte),
                3 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                4 => bytes.insert(at, b"[]{}=\"'\n.,#"[usize::from(byte) % 11]),
                _ => bytes[at] = b"[]{}=\"'\n.,#"[usize::from(byte) % 11],
            }
        }
        let checked = check("surveys", "x.toml", &bytes);
        prop_assert_eq!(
            checked.questionnaire.is_none(),
            checked.diagnostics.iter().any(|problem| problem.severity == Severity::Error)
        );
        if let Some(survey) = checked.questionnaire {
            let again = from_canonical(&survey.canonical);
            prop_assert!(again.is_ok(), "{:?}", again.err());
        }
    }

    /// Whole lines dropped, doubled or swapped: these stay TOML more often, so they reach the lowering.
    #[test]
    fn no_shuffling_of_lines_makes_the_loader_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_u8), 1..8)
    ) {
        let text = String::from_utf8(rich()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        for (one, two, edit) in edits {
            let (one, two) = (one.index(lines.len()), two.index(lines.len()));
            match edit {
                0 => drop(lines.remove(one)),
                1 => lines.insert(two, lines[one]),
                _ => lines.swap(one, two),
            }
        }
        let checked = check("surveys", "x.toml", lines.join("\n").as_bytes());
        if let Some(survey) = checked.questionnaire {
            let again = from_canonical(&survey.canonical);
            prop_assert!(again.is_ok(), "{:?}", again.err());
        }
    }
}

#[test]
fn the_guide_s_own_example_is_sound() {
    let guide = std::fs::read_to_string(data("../../surveys/README.md")).unwrap();
    let example = guide
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let checked = check("surveys", "guide.toml", example.as_bytes());
    assert_eq!(checked.diagnostics, []);
}
