//! What the tests of keys and of the life cycle share: answers, records, raw files, Debian's `age`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use super::home::TestHome;

/// One person's answers on paper.
pub(crate) fn paper(department: &str, years: i64) -> Json {
    json!({
        "dept": department, "years": years, "share": ["skills"], "teach": true, "hours": "6.5",
        "next": "same",
    })
}

/// What a command writes with `--json`.
#[track_caller]
pub(crate) fn asked(home: &TestHome, args: &[&str]) -> Json {
    let all: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&home.done(&all)).unwrap()
}

/// What a command that must fail with this exit code says.
#[track_caller]
pub(crate) fn refused(home: &TestHome, args: &[&str], code: i32) -> String {
    let output = home.run(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(output.stdout.is_empty(), "{args:?} said something");
    said
}

/// A path as text.
pub(crate) fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// The sealed parts of one audience by record, as `box extract` writes them.
pub(crate) fn extracted(home: &TestHome, audience: &str) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("parts");
    home.done(&["box", "extract", &text(&out)]);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let slot = name
            .split_once('.')
            .map_or_else(String::new, |(_, slot)| slot.to_owned());
        slot == format!("{audience}.age") || slot.starts_with(&format!("{audience}@"))
    };
    let parts = paths.into_iter().filter(wanted);
    parts.map(|path| std::fs::read(path).unwrap()).collect()
}

/// What Debian's `age` opens with an identity file; `None` where it does not.
pub(crate) fn age(identity: &Path, sealed: &[u8]) -> Option<String> {
    let mut child = Command::new("age")
        .args(["-d", "-i"])
        .arg(identity)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(sealed).unwrap();
    let output = child.wait_with_output().unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

/// Whether any file of a folder, log and all, holds these bytes.
pub(crate) fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files = entries.map(|entry| entry.unwrap().path());
    files.any(|path| {
        let found = std::fs::read(path).unwrap_or_default();
        found.windows(bytes.len()).any(|window| window == bytes)
    })
}
