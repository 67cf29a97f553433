//! Files that nobody means well with: refused with a place, soon, without a panic, whatever they hold.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/hostile.rs"]
mod hostile;

use std::path::{Path, PathBuf};

use beside::Beside;
use tallybox::survey::diagnostic::{Diagnostic, Severity};
use tallybox::survey::{Checked, Files, from_canonical, load};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn check(folder: &str, name: &str, bytes: &[u8]) -> Checked {
    load(name, bytes, &Beside(data(folder)))
}

fn rich() -> Vec<u8> {
    std::fs::read(data("surveys/rich.toml")).unwrap()
}

/// The one problem of a file that is refused at once.
#[track_caller]
fn refused(bytes: &[u8], code: &str) -> Diagnostic {
    let checked = check("surveys", "x.toml", bytes);
    assert!(checked.questionnaire.is_none());
    let [problem] = &checked.diagnostics[..] else {
        panic!("{:?}", checked.diagnostics);
    };
    assert_eq!(problem.code, code);
    problem.clone()
}

#[test]
fn a_file_that_is_not_utf8_or_too_large_is_refused_before_it_is_parsed() {
    let mut bytes = rich();
    let at = bytes.windows(4).position(|four| four == b"Post").unwrap();
    bytes[at + 1] = 0xe9;
    let line = bytes[..=at].split(|byte| *byte == b'\n').count();
    let problem = refused(&bytes, "SV001");
    assert_eq!((problem.line, problem.column), (line, 11), "{problem:?}");
    let utf16: Vec<u8> = "\u{feff}schema = 1"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(refused(&utf16, "SV001").remedy.contains("UTF-16"));
    refused(&vec![b'#'; 20 << 20], "SV002");
    refused(&b"a=1\n".repeat(1_000_000), "SV002");
}

/// Hostile bytes: refused, within a time that a person would wait, and with no more told than helps.
#[test]
fn hostile_files_are_refused_without_harm() {
    let good = String::from_utf8(rich()).unwrap();
    let many = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let condition = |words: &str| good.replace("b_terms == 'fixed'", words);
    let hostile = [
        "[".repeat(100_000),
        "a = ".to_owned() + &"[".repeat(100_000),
        "a = ".to_owned() + &"{a=".repeat(100_000),
        "a.".repeat(100_000) + "a = 1",
        format!("[{}a]", "a.".repeat(100_000)),
        "[[section]]\n".repeat(80_000),
        "[[section.question]]\n".repeat(40_000),
        many(100_000, |n| format!("k{n}=1\n")),
        many(50_000, |n| format!("[t{n}]\n")),
        "\0".repeat(1_000_000),
        "'".repeat(1_000_000),
        "= \n".repeat(300_000),
        "\u{202e}".repeat(300_000),
        good.replace('1', "1\0"),
        condition(&"x".repeat(10_001)),
        condition(&"(".repeat(9_999)),
        condition(&"b_terms == 'q' || ".repeat(500)),
        condition(&"!".repeat(9_999)),
        good.clone()
            + &many(11_000, |n| {
                format!(
                    "[[section.question]]\nid='q{n}'\ntype='single'\nlabel='x'\nlist='skills'\nfilter='x'\n"
                )
            }),
        good.clone()
            + &many(1_900, |n| {
                format!(
                    "[[section.question]]\nid='q{n}'\ntype='matrix'\nlabel='x'\nrows_from='q{}'\ncells='integer'\nfilter='q{} > 1'\n",
                    n + 1,
                    n + 1
                )
            }),
        good.clone()
            + &many(1_900, |n| {
                format!(
                    "[[section.question]]\nid='q{n}'\ntype='computed'\nlabel='x'\ncalculation='q{} + z'\n",
                    n + 1
                )
            }),
        good.clone()
            + "[[section.question]]\nid='q'\ntype='single'\nlabel='x'\nchoices=["
            + &many(20_000, |n| format!("{{code='{n}',label='x'}},"))
            + "]\nrelevant='z'",
    ];
    for text in hostile {
        let began = tallybox::runtime::clock::moment();
        let checked = check("surveys", "x.toml", text.as_bytes());
        assert!(checked.questionnaire.is_none());
        // Milliseconds in a release; the bound leaves room for a debug build on a busy machine.
        assert!(
            began.elapsed().as_secs() < 30,
            "{}",
            text.chars().take(40).collect::<String>()
        );
        let told = checked.diagnostics.len();
        assert!((1..=1_000).contains(&told), "{told}");
        let longest = checked
            .diagnostics
            .iter()
            .map(|problem| problem.words.chars().count())
            .max();
        assert!(longest <= Some(60));
    }
}

/// Each is refused with a line number, without a panic. The time is a guard against hanging; what the slowest of
/// them takes in a release `cargo bench --bench logic` prints.
#[test]
fn five_hundred_hostile_files_are_refused() {
    let good = rich();
    for at in 0..500 {
        let (name, bytes) = hostile::hostile(&good, at);
        let began = tallybox::runtime::clock::moment();
        let files = Beside(data("surveys"));
        let checked = tallybox::survey::check("x.toml", &bytes, &files);
        assert!(checked.questionnaire.is_none(), "{name} was taken");
        let error = checked
            .diagnostics
            .iter()
            .find(|one| one.severity == Severity::Error);
        assert!(error.is_some_and(|error| error.line >= 1), "{name}");
        assert!(began.elapsed().as_secs() < 20, "{name}");
    }
}

/// One list file of any name.
struct One(Vec<u8>);

impl Files for One {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone())
    }
}

const WITH_LIST: &str = "schema = 1\n[survey]\nid = \"x\"\ntitle = \"X\"\nlanguages = [\"en\"]\n[privacy]\nnotice = \"N\"\n[[audience]]\nid = \"all\"\nsealed_to = [\"institution\"]\n[lists.l]\nfile = \"l.csv\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\naudience = [\"all\"]\n[[section.question]]\nid = \"q\"\ntype = \"lookup\"\nlabel = \"Q\"\nlist = \"l\"\n";

fn rows(count: usize, code: impl Fn(usize) -> String) -> One {
    let lines = (0..count).map(|at| format!("{},Entry {at}\n", code(at)));
    One(format!("code,label\n{}", lines.collect::<String>()).into_bytes())
}

#[test]
fn a_list_of_a_hundred_thousand_rows_is_refused_and_one_of_half_as_many_taken() {
    let list = |count| rows(count, |at| format!("c{at}"));
    let checked = load("x.toml", WITH_LIST.as_bytes(), &list(100_000));
    assert!(checked.questionnaire.is_none());
    let told = checked.diagnostics;
    let error = told.iter().find(|one| one.severity == Severity::Error);
    let error = error.unwrap_or_else(|| panic!("{told:?}"));
    assert!(error.message.contains("50000"), "{}", error.message);
    assert_eq!(error.file, "l.csv");
    let checked = load("x.toml", WITH_LIST.as_bytes(), &list(50_000));
    let survey = checked.questionnaire.unwrap();
    assert_eq!(survey.lists["l"].entries.len(), 50_000);
}

#[test]
fn tens_of_thousands_of_codes_that_stand_twice_or_are_none_are_told_a_few_times() {
    for (list, words) in [
        (
            rows(50_000, |_| "same".to_owned()),
            "stands in line 2 already",
        ),
        (rows(50_000, |_| String::new()), "no code"),
        (
            rows(50_000, |at| format!("c {at}")),
            "cannot be an id or code",
        ),
    ] {
        let checked = load("x.toml", WITH_LIST.as_bytes(), &list);
        assert!(checked.questionnaire.is_none());
        let told = checked.diagnostics;
        assert!((100..=200).contains(&told.len()), "{}", told.len());
        let first = told.iter().find(|one| one.code == "SV042");
        let first = first.unwrap_or_else(|| panic!("{told:?}"));
        assert!(first.message.contains(words), "{}", first.message);
        assert_eq!(first.file, "l.csv");
        assert!((2..=3).contains(&first.line), "{}", first.line);
    }
}

#[test]
fn a_list_in_another_encoding_is_refused_at_its_line() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(u16::to_le_bytes).collect()
    };
    for (bytes, line) in [
        (b"code,label\na,Tea\nb,Caf\xe9\n".to_vec(), 3),
        (utf16("\u{feff}code,label\na,Tea\n"), 1),
        (vec![b'a', 0xff], 1),
    ] {
        let checked = load("x.toml", WITH_LIST.as_bytes(), &One(bytes));
        assert!(checked.questionnaire.is_none());
        let found = checked.diagnostics.iter().find(|one| one.code == "SV001");
        let found = found.unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
        assert_eq!((found.file.as_str(), found.line), ("l.csv", line));
    }
}

/// What spoils a questionnaire.
type Spoiling<'a> = &'a dyn Fn(&mut serde_json::Value);

/// A stored questionnaire comes in a bundle, and the merge of all others waits while it is looked at. Whatever
/// there are many of in it, it is refused or read soon: no work grows with the square of its bytes.
#[test]
fn no_stored_questionnaire_holds_a_merge_up() {
    use serde_json::{Value, json};
    let sound = check("surveys", "x.toml", &rich()).questionnaire.unwrap();
    let many = |count: usize, one: fn(usize) -> Value| (0..count).map(one).collect::<Vec<Value>>();
    let columns = |survey: &mut Value, count: usize| {
        for (_, list) in survey["lists"].as_object_mut().unwrap() {
            list["columns"] = Value::Array(many(count, |n| json!(format!("c{n}"))));
            for n in 0..count {
                list["entries"][0][format!("c{n}")] = json!("x");
            }
        }
    };
    let first = |survey: &mut Value, key: &str, all: Vec<Value>| {
        let questions = survey["section"][0]["question"].as_array_mut().unwrap();
        let asked = questions.iter_mut().find(|one| one["type"] == "single");
        asked.unwrap()[key] = Value::Array(all);
    };
    let add = |survey: &mut Value, all: Vec<Value>| {
        let questions = &mut survey["section"][0]["question"];
        questions.as_array_mut().unwrap().extend(all);
    };
    let spoilt: [(&str, Spoiling<'_>); 10] = [
        ("choices", &|survey| {
            let one = |n| json!({"code": format!("c{n}"), "label": "x"});
            first(survey, "choices", many(20_000, one));
        }),
        ("questions with conditions", &|survey| {
            let one = |n| json!({"id": format!("q{n}"), "type": "text", "label": "x", "relevant": format!("answered(q{})", n + 1), "audience": ["lead"]});
            add(survey, many(10_000, one));
            add(
                survey,
                vec![json!({"id": "q10000", "type": "text", "label": "x", "audience": ["lead"]})],
            );
        }),
        ("a condition of many", &|survey| {
            let words = "answered(b_name) || ".repeat(490) + "true";
            let one = |n| json!({"id": format!("q{n}"), "type": "text", "label": "x", "audience": ["lead"]});
            let mut all = many(200, one);
            for question in &mut all {
                question["relevant"] = Value::String(words.clone());
            }
            add(survey, all);
        }),
        ("rows", &|survey| {
            let rows: Vec<Value> = many(20_000, |n| json!({"code": format!("c{n}"), "label": "x"}));
            add(
                survey,
                vec![
                    json!({"id": "m", "type": "matrix", "label": "x", "audience": ["lead"], "rows": rows, "cells": "integer"}),
                ],
            );
        }),
        ("columns", &|survey| columns(survey, 60_000)),
        ("columns without a name", &|survey| {
            columns(survey, 60_000);
            for (_, list) in survey["lists"].as_object_mut().unwrap() {
                list.as_object_mut().unwrap().shift_remove("columns");
            }
        }),
        ("languages", &|survey| {
            survey["survey"]["languages"] = Value::Array(many(120_000, |n| json!(format!("a{n}"))));
        }),
        ("audiences", &|survey| {
            let one = |n| json!({"id": format!("a{n}"), "sealed_to": ["institution"]});
            survey["audience"] = Value::Array(many(40_000, one));
        }),
        ("audiences of a question", &|survey| {
            let all = many(120_000, |n| json!(format!("a{n}")));
            survey["section"][0]["question"][0]["audience"] = Value::Array(all);
        }),
        ("entries", &|survey| {
            let all = many(20_000, |n| json!({"code": format!("c{n}"), "label": "x"}));
            for (_, list) in survey["lists"].as_object_mut().unwrap() {
                list["entries"] = Value::Array(all.clone());
            }
        }),
    ];
    for (name, spoil) in spoilt {
        let mut survey: Value = serde_json::from_slice(&sound.canonical).unwrap();
        spoil(&mut survey);
        let bytes = serde_json::to_vec(&survey).unwrap();
        let began = tallybox::runtime::clock::moment();
        let read = from_canonical(&bytes);
        // Less than a second in a release; the bound leaves room for a debug build on a busy machine.
        let took = began.elapsed().as_secs();
        assert!(took < 15, "{name}: {took} s");
        let has_a_bound =
            name.starts_with("columns") || name.contains("languages") || name.contains("audiences");
        assert!(!has_a_bound || read.is_err(), "{name}");
    }
}

#[test]
fn a_list_with_hundreds_of_columns_is_refused_before_they_are_compared() {
    struct OneList(String);
    impl Files for OneList {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.clone().into_bytes())
        }
    }
    let head: String = (0..20_000)
        .map(|n| [",x", &n.to_string()].concat())
        .collect();
    let cells = ",y".repeat(20_000);
    let list = OneList(format!("code,label{head}\na,A{cells}\n"));
    let began = tallybox::runtime::clock::moment();
    let checked = load("x.toml", &rich(), &list);
    assert!(began.elapsed().as_secs() < 15);
    let told = checked.diagnostics.iter().find(|one| one.code == "SV002");
    assert!(told.unwrap().message.contains("20002 columns"));
}
