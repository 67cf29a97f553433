//! The house rules that are not the compiler's: which floor may import which, how long a file may
//! be, that every file says why it exists, and calls that are banned.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Floors from the ground up. A floor may import those before it in its own row's list.
const FLOORS: &[(&str, &[&str])] = &[
    ("base", &[]),
    // `survey::model` names the kinds of missing, which are `response`'s; nothing else goes up.
    ("survey", &["base", "response"]),
    ("response", &["base", "survey"]),
    ("form", &["base", "survey", "response"]),
    ("vault", &["base", "survey", "response", "merge"]),
    ("merge", &["base", "survey", "response", "vault"]),
    ("stats", &["base", "survey", "response"]),
    ("report", &["base", "survey", "response", "stats"]),
    (
        "ui",
        &["base", "survey", "response", "form", "stats", "report"],
    ),
    ("terminal", &["base", "ui"]),
    (
        "runtime",
        &[
            "base", "survey", "response", "form", "vault", "merge", "stats", "report", "ui",
            "terminal",
        ],
    ),
    (
        "serve",
        &["base", "response", "runtime", "terminal", "ui", "vault"],
    ),
];

/// Floors that do no I/O, read no clock and draw no random number.
const PURE: &[&str] = &["base", "survey", "response", "form", "stats", "ui"];

/// What a pure floor never names.
const IMPURE_WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "getrandom",
    "OsRng",
    "rusqlite",
];

/// Words that are nowhere in the sources.
const BANNED: &[&str] = &[
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    "dbg!(",
    concat!("#[ig", "nore"),
    concat!("#[al", "low("),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// The one file that may hold `unsafe` code, with its proof (`src/wipe.rs`).
const UNSAFE_FILE: &str = "src/wipe.rs";
/// It stays small enough to be read at a sitting.
const UNSAFE_LINES: usize = 120;

/// Files that are flat tables and may be longer.
const TABLES: &[&str] = &[];

const LONGEST_FILE: usize = 600;
/// Lines of a function's body: the longest there may be, and what half of them stay under.
const LONGEST_FUNCTION: usize = 60;
const MEDIAN_FUNCTION: usize = 8;

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 30, "the sources were not found");
    found
}

fn floor_of(path: &Path) -> String {
    let inside = path
        .strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .unwrap();
    inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap();
    body.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn names_of_floors(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for piece in code.split("crate::").skip(1) {
        let group = piece
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        let words: Vec<&str> =
            group.map_or_else(|| vec![piece], |group| group.split(',').collect());
        for word in words {
            let name = word
                .trim()
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap();
            names.insert(name.to_owned());
        }
    }
    names
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let floor = floor_of(&path);
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == floor) else {
            continue;
        };
        for name in names_of_floors(&code(&text)) {
            let is_floor = name == "cli" || FLOORS.iter().any(|(other, _)| *other == name);
            if is_floor && name != floor && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}: {floor} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_floors_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let pure = PURE.contains(&floor_of(&path).as_str()) || path.ends_with("src/merge/plan.rs");
        for word in IMPURE_WORDS
            .iter()
            .filter(|word| pure && code(&text).contains(**word))
        {
            wrong.push(format!("{}: {word}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_why_it_exists_and_stays_short() {
    let mut wrong = Vec::new();
    for (path, text) in sources().into_iter().chain(others()) {
        let name = path.display().to_string();
        if !text.starts_with("//!") && !text.starts_with("#![doc") {
            wrong.push(format!("{name}: does not open with //!"));
        }
        let lines = text.lines().count();
        if lines > LONGEST_FILE && !TABLES.iter().any(|table| name.ends_with(table)) {
            wrong.push(format!("{name}: {lines} lines"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The functions of a file as rustfmt lays them out: name and lines of the body.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some((before, name)) = line.split_once("fn ") else {
            continue;
        };
        let before = before.trim_start();
        if !(matches!(before, "" | "const " | "async ") || before.starts_with("pub")) {
            continue;
        }
        let close = format!("{}}}", " ".repeat(indent));
        let whole = lines[at..].iter().position(|line| *line == close);
        // What a trait asks for has no body.
        let head = lines[at..]
            .iter()
            .position(|line| line.ends_with([';', '{']));
        let opens = head.filter(|head| lines[at + head].ends_with('{'));
        if let (Some(whole), Some(opens)) = (whole, opens)
            && opens < whole
        {
            let name = name.split(['(', '<']).next().unwrap_or_default();
            found.push((name.to_owned(), whole - opens - 1));
        }
    }
    found
}

#[test]
fn functions_are_short() {
    let mut lengths = Vec::new();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        // A test may well be one long table.
        let is_test = path.iter().any(|part| part == "tests") || path.ends_with("tests.rs");
        let own = text.split("\n#[cfg(test)]\nmod tests {").next();
        for (name, lines) in functions(own.filter(|_| !is_test).unwrap_or_default()) {
            lengths.push(lines);
            if lines > LONGEST_FUNCTION {
                wrong.push(format!("{}: {name}: {lines} lines", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    lengths.sort_unstable();
    assert!(lengths.len() > 3_000, "the functions were not found");
    assert!(lengths[lengths.len() / 2] < MEDIAN_FUNCTION);
}

/// Rust files that are not the sources: tests and benches, which are built from the same crate.
fn others() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("tests"), root.join("benches")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn one_small_file_alone_leaves_the_safe_language_and_has_its_proof() {
    let words = [
        concat!("uns", "afe {"),
        concat!("uns", "afe impl"),
        concat!("uns", "afe fn"),
        concat!("uns", "afe_code"),
        concat!("#[no", "_mangle"),
    ];
    let mut wrong = Vec::new();
    let mut seen = false;
    for (path, text) in sources().into_iter().chain(others()) {
        let has = words.iter().any(|word| text.contains(word));
        if path.ends_with(UNSAFE_FILE) {
            seen = has && text.contains("# The proof") && text.contains("// SAFETY:");
            assert!(text.lines().count() <= UNSAFE_LINES, "it has grown");
        } else if has {
            wrong.push(path.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen, "{UNSAFE_FILE} was not found, or lost its proof");
    let manifest = include_str!("../Cargo.toml");
    assert!(manifest.contains(concat!("uns", "afe_code = \"deny\"")));
}

#[test]
fn banned_words_stay_out() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for word in BANNED.iter().filter(|word| text.contains(**word)) {
            wrong.push(format!("{}: {word}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
