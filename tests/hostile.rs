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
use tallybox::survey::{Checked, Files, load};

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
