//! What somebody else may have put in the place of a box's files is refused: nothing of theirs is read
//! as ours, written to, or waited for.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::home::{TestHome, binary};

/// One plant: its name, what it does to a home, and where the file is that must stay as it is.
type Plant = (&'static str, i32, fn(&Path, &Path));

/// Somebody else; nobody has this number.
const STRANGER: u32 = 54_321;

fn store(home: &Path) -> PathBuf {
    home.join("box/store.sqlite")
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn fifo(path: &Path) {
    if path.exists() {
        fs::remove_file(path).unwrap();
    }
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// In the place of each file lies what a stranger would put there.
const PLANTS: [Plant; 12] = [
    (
        "the store is a link to a file of theirs",
        5,
        |home, theirs| {
            fs::copy(store(home), theirs).unwrap();
            fs::remove_file(store(home)).unwrap();
            symlink(theirs, store(home)).unwrap();
        },
    ),
    ("the store has a second name", 5, |home, theirs| {
        fs::remove_file(theirs).unwrap();
        fs::hard_link(store(home), theirs).unwrap();
    }),
    ("the store is a pipe", 5, |home, _| fifo(&store(home))),
    ("others may write to the store", 5, |home, _| {
        mode(&store(home), 0o666);
    }),
    ("the store is somebody else's", 5, |home, _| {
        chown(store(home), Some(STRANGER), None).unwrap();
    }),
    ("the box folder is a link", 5, |home, theirs| {
        let folder = theirs.with_file_name("folder");
        fs::rename(home.join("box"), &folder).unwrap();
        symlink(&folder, home.join("box")).unwrap();
    }),
    ("others may write to the box folder", 5, |home, _| {
        mode(&home.join("box"), 0o777);
    }),
    ("the box folder is somebody else's", 5, |home, _| {
        chown(home.join("box"), Some(STRANGER), None).unwrap();
    }),
    (
        "the log is a link to a file of theirs",
        5,
        |home, theirs| {
            symlink(theirs, home.join("box/store.sqlite-wal")).unwrap();
        },
    ),
    ("a journal waits that is a link", 5, |home, theirs| {
        symlink(theirs, home.join("box/store.sqlite-journal")).unwrap();
    }),
    ("a questionnaire is a pipe", 3, |home, _| {
        fifo(&home.join("surveys/small.toml"));
    }),
    ("the key set is a pipe", 4, |home, _| {
        let sets = fs::read_dir(home.join("keys")).unwrap();
        let paths = sets.map(|entry| entry.unwrap().path());
        let newest = paths
            .filter(|path| path.to_string_lossy().contains("keyset-"))
            .max()
            .unwrap();
        fifo(&newest);
    }),
];

/// Runs the program and gives its exit code and words; 124 where it waited for a pipe.
fn run(home: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = Command::new("timeout")
        .arg("20")
        .arg(binary())
        .args(["--home", home.to_str().unwrap()])
        .args(words)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn every_plant_is_refused_with_a_word_why_and_left_alone() {
    for (name, code, plant) in PLANTS {
        let home = TestHome::with_keys("Chemistry stores");
        let outside = tempfile::tempdir().unwrap();
        let theirs = outside.path().join("theirs");
        fs::write(&theirs, b"a file of somebody else's").unwrap();
        // The control: as it was made, it opens.
        assert_eq!(run(&home.path(), &["fill", "--plain"]).0, Some(0), "{name}");
        plant(&home.path(), &theirs);
        let before = fs::read(&theirs).unwrap();
        let (exit, told) = run(&home.path(), &["fill", "--plain"]);
        assert_eq!(exit, Some(code), "{name}: {told}");
        assert!(
            told.starts_with("error: ") && told.contains('`') || told.contains(": "),
            "{told}"
        );
        assert_eq!(
            fs::read(&theirs).unwrap(),
            before,
            "{name}: it was written to"
        );
    }
}
