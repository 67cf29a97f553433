//! The house rules that are not the compiler's: which floor may import which, how long a file may
//! be, that every file says why it exists, and calls that are banned.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Floors from the ground up, each with those that it imports. They stand below it, but for one pair: `survey` works out
/// conditions over answers and says how an old answer reads in a new version, so it takes `response::answer`, while
/// `response` writes each answer as its question's type says. The two are one floor in two halves.
const FLOORS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("survey", &["base", "response"]),
    ("response", &["base", "survey"]),
    ("form", &["base", "survey", "response"]),
    ("vault", &["base", "survey", "response"]),
    ("merge", &["base", "response", "vault"]),
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
            "base", "survey", "response", "form", "vault", "merge", "stats", "ui", "terminal",
        ],
    ),
    (
        "serve",
        &["base", "response", "vault", "ui", "terminal", "runtime"],
    ),
    (
        "cli",
        &[
            "base", "survey", "response", "form", "vault", "merge", "stats", "report", "ui",
            "terminal", "runtime", "serve",
        ],
    ),
];

/// The files of the sources that stand on no floor: the crate's two roots and the allocator.
const ON_NO_FLOOR: &[&str] = &["lib", "main", "wipe"];

/// Floors that do no I/O, read no clock and draw no random number.
const PURE: &[&str] = &["base", "survey", "response", "form", "stats", "ui"];

/// What a pure floor never names.
const IMPURE_WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "use std::{",
    "thread::sleep",
    "SystemTime",
    "Instant::now",
    "now_utc",
    "now_local",
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

/// Whether only tests are built with a file.
fn is_of_tests(path: &Path) -> bool {
    path.iter().any(|part| part == "tests") || path.ends_with("tests.rs")
}

/// The sources that the program is built of: path and code.
fn shipped() -> impl Iterator<Item = (PathBuf, String)> {
    let files = sources().into_iter().filter(|(path, _)| !is_of_tests(path));
    files.map(|(path, text)| (path, code(&text)))
}

/// The code of a file without comments and without what only tests are built with.
fn code(text: &str) -> String {
    let mut kept = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            pass_over(line, &mut lines);
        } else if !line.trim_start().starts_with("//") {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// Passes over the item below an attribute, as rustfmt lays it out: to the bracket, `;` or `,` at the attribute's own depth.
fn pass_over<'t>(attribute: &str, lines: &mut impl Iterator<Item = &'t str>) {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let close = format!("{}}}", " ".repeat(depth(attribute)));
    let _last = lines.find(|line| {
        *line == close || depth(line) == depth(attribute) && line.ends_with([';', ','])
    });
}

#[test]
fn what_only_tests_see_is_left_out_and_nothing_else() {
    let text = "use a;\n#[cfg(test)]\nmod tests;\nuse crate::vault;\nstruct S {\n    #[cfg(test)]\n    \
                seen: u8,\n    b: u8,\n}\n#[cfg(test)]\nfn f() {\n    g();\n}\n// A comment.\nuse b;";
    let left = "use a;\nuse crate::vault;\nstruct S {\n    b: u8,\n}\nuse b;";
    assert_eq!(code(text), left);
}

/// What of the crate a file names: the first word after each `crate::`.
fn named(code: &str) -> BTreeSet<&str> {
    let word = |piece: &'_ str| -> Option<usize> {
        assert!(!piece.starts_with('{'), "write one `use` a floor: {piece}");
        piece.find(|c: char| !c.is_alphanumeric() && c != '_')
    };
    let pieces = code.split("crate::").skip(1);
    pieces
        .map(|piece| word(piece).map_or(piece, |end| piece.split_at(end).0))
        .collect()
}

#[test]
fn each_floor_imports_what_its_row_says_and_nothing_else() {
    let mut wrong = Vec::new();
    let mut unused: BTreeSet<(&str, &str)> = FLOORS
        .iter()
        .flat_map(|(floor, allowed)| allowed.iter().map(|name| (*floor, *name)))
        .collect();
    for (path, code) in shipped() {
        let floor = floor_of(&path);
        if ON_NO_FLOOR.contains(&floor.as_str()) {
            continue;
        }
        let Some((floor, _)) = FLOORS.iter().find(|(name, _)| *name == floor) else {
            wrong.push(format!("{}: {floor} has no row", path.display()));
            continue;
        };
        for (name, _) in FLOORS.iter().filter(|(name, _)| name != floor) {
            if named(&code).contains(name) && !allows(floor, name) {
                wrong.push(format!("{}: {floor} imports {name}", path.display()));
            } else if named(&code).contains(name) {
                unused.remove(&(floor, name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unused.is_empty(), "rows say more than is so: {unused:?}");
}

fn allows(floor: &str, name: &str) -> bool {
    let mut rows = FLOORS.iter();
    rows.any(|(own, allowed)| *own == floor && allowed.contains(&name))
}

#[test]
fn the_table_itself_goes_down_only() {
    for (at, (floor, allowed)) in FLOORS.iter().enumerate() {
        for name in *allowed {
            let is_below = FLOORS[..at].iter().any(|(other, _)| other == name);
            let is_the_pair = (*floor, *name) == ("survey", "response");
            assert!(is_below || is_the_pair, "{floor} imports {name}");
        }
    }
}

#[test]
fn pure_floors_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for (path, code) in shipped() {
        let pure = PURE.contains(&floor_of(&path).as_str()) || path.ends_with("src/merge/plan.rs");
        let impure = IMPURE_WORDS.iter().filter(|word| code.contains(**word));
        for word in impure.filter(|_| pure) {
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
        if lines > LONGEST_FILE {
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
        let own = text.split("\n#[cfg(test)]\nmod tests {").next();
        let own = own.filter(|_| !is_of_tests(&path));
        for (name, lines) in functions(own.unwrap_or_default()) {
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

/// A comment that names a test sends its reader to one that is here.
#[test]
fn every_page_that_a_comment_names_is_in_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_gone = |name: &&str| {
        let ends = ["rs", "md"].map(OsStr::new);
        let is_page = Path::new(name)
            .extension()
            .is_some_and(|end| ends.contains(&end));
        is_page
            && ["tests/", "docs/"].iter().any(|at| name.starts_with(at))
            && !root.join(name).exists()
    };
    let apart = [' ', '`', '(', ')', ',', ';', ':'];
    let mut wrong = Vec::new();
    for (path, text) in sources().into_iter().chain(others()) {
        let comments = text.lines().zip(1..);
        for (line, number) in comments.filter(|(line, _)| line.trim_start().starts_with("//")) {
            for name in line.split(apart).filter(is_gone) {
                wrong.push(format!("{}:{number}: {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
