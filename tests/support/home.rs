//! Homes for tests, made by the real binary as a keeper would make them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The small questionnaire that whole-path tests fill in.
pub(crate) const SMALL: &str = include_str!("../data/small/small.toml");
/// Its departments.
pub(crate) const DEPARTMENTS: &str = include_str!("../data/small/lists/departments.csv");

/// A home in a folder that goes away with the test.
pub(crate) struct TestHome {
    folder: tempfile::TempDir,
}

/// The built program.
pub(crate) fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tallybox"))
}

/// Runs the program and returns what it gave.
pub(crate) fn tallybox<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Output {
    let mut command = Command::new(binary());
    command
        .args(args)
        .env_remove("TALLYBOX_HOME")
        .env("LC_ALL", "C.UTF-8");
    command.stdin(Stdio::null()).output().unwrap()
}

/// Runs the program, demands exit code 0 and returns its stdout.
#[track_caller]
pub(crate) fn done<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> String {
    let output = tallybox(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {errors}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

impl TestHome {
    /// A home with the small questionnaire, all keys and a box.
    pub(crate) fn with_keys(name: &str) -> Self {
        Self::with_keys_in(&std::env::temp_dir(), name)
    }

    /// The same, somewhere in a folder.
    pub(crate) fn with_keys_in(folder: &Path, name: &str) -> Self {
        let home = Self::bare_in(folder);
        for who in ["first", "second"] {
            home.new_key(&["institution"], who);
        }
        home.new_key(&["statistics"], "statistics");
        for code in ["chem", "phys", "design"] {
            home.new_key(&["department", code], code);
        }
        home.done(&["box", "init", "--name", name]);
        home
    }

    /// A home with the small questionnaire and nothing else.
    pub(crate) fn bare() -> Self {
        Self::bare_in(&std::env::temp_dir())
    }

    fn bare_in(folder: &Path) -> Self {
        let home = Self {
            folder: tempfile::tempdir_in(folder).unwrap(),
        };
        let surveys = home.path().join("surveys/lists");
        std::fs::create_dir_all(&surveys).unwrap();
        std::fs::create_dir_all(home.folder.path().join("identities")).unwrap();
        std::fs::write(home.path().join("surveys/small.toml"), SMALL).unwrap();
        std::fs::write(surveys.join("departments.csv"), DEPARTMENTS).unwrap();
        home
    }

    /// A second box of the same institution: the same questionnaire and key set, a store of its own.
    pub(crate) fn sibling(&self, name: &str) -> Self {
        let home = Self::bare();
        copy_folder(&self.path().join("keys"), &home.path().join("keys"));
        home.done(&["box", "init", "--name", name]);
        home
    }

    /// A home that only merges: the same questionnaire and key set, no box.
    pub(crate) fn desk(&self) -> Self {
        let home = Self::bare();
        copy_folder(&self.path().join("keys"), &home.path().join("keys"));
        home
    }

    /// The home folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// An identity file made by `with_keys`.
    pub(crate) fn identity(&self, name: &str) -> PathBuf {
        self.folder.path().join("identities").join(name)
    }

    /// Runs the program with this home.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        tallybox(&self.with_home(args))
    }

    /// Runs the program with this home and these lines typed.
    pub(crate) fn typed(&self, args: &[&str], lines: &[&str]) -> Output {
        with_lines(Command::new(binary()).args(self.with_home(args)), lines)
    }

    /// Runs the program with this home and demands exit code 0.
    #[track_caller]
    pub(crate) fn done(&self, args: &[&str]) -> String {
        done(&self.with_home(args))
    }

    /// What `box status` says.
    #[track_caller]
    pub(crate) fn status(&self) -> serde_json::Value {
        serde_json::from_str(&self.done(&["box", "status", "--json"])).unwrap()
    }

    /// Enters one paper form and returns the receipt.
    #[track_caller]
    pub(crate) fn enter(&self, answers: &serde_json::Value) -> serde_json::Value {
        let file = self.folder.path().join("answers.json");
        std::fs::write(&file, answers.to_string()).unwrap();
        let receipt = self.done(&["fill", "--answers", file.to_str().unwrap(), "--json"]);
        serde_json::from_str(&receipt).unwrap()
    }

    fn with_home(&self, args: &[&str]) -> Vec<String> {
        let home = self.path().to_str().unwrap().to_owned();
        ["--home".to_owned(), home]
            .into_iter()
            .chain(args.iter().map(|&arg| arg.to_owned()))
            .collect()
    }

    #[track_caller]
    fn new_key(&self, what: &[&str], name: &str) {
        let out = self.identity(name);
        let mut args = vec!["keys", "new"];
        args.extend(what);
        args.extend(["--out", out.to_str().unwrap(), "--no-passphrase"]);
        self.done(&args);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Runs the program with lines typed at it, in a folder that is no home; gives its stdout.
#[track_caller]
pub(crate) fn typed(args: &[&str], lines: &[&str]) -> String {
    let output = with_lines(Command::new(binary()).args(args), lines);
    String::from_utf8(output.stdout).unwrap()
}

/// What the program gave that was demanded to end well.
#[track_caller]
pub(crate) fn said(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn with_lines(command: &mut Command, lines: &[&str]) -> Output {
    let mut child = command
        .env_remove("TALLYBOX_HOME")
        .env_remove("SSH_ORIGINAL_COMMAND")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // A program that ended early has closed its end, which is for the assertions to judge.
    drop(input.write_all((lines.join("\n") + "\n").as_bytes()));
    drop(input);
    child.wait_with_output().unwrap()
}
