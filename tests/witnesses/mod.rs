//! Programs that nobody here wrote, which read what a report wrote.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(dead_code, reason = "each test file asks some of them")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Runs a program and gives what it says; it must end well.
#[track_caller]
pub(crate) fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// What Chromium makes of a page, in every look and on paper; `folder` is its own.
#[track_caller]
pub(crate) fn browsed(page: &Path, folder: &Path) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut python = Command::new("python3");
    let script = root.join("tests/witnesses/browser.py");
    let told = output(python.arg(script).arg(page).arg(folder));
    serde_json::from_str(&told).unwrap()
}

/// What pyreadstat, `DuckDB` or openpyxl reads of a file.
#[track_caller]
pub(crate) fn read(kind: &str, file: &Path) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    output(&mut Command::new(root.join("tests/rigs/witnesses.sh")));
    let mut python = Command::new(root.join("target/witnesses/bin/python"));
    let told = output(
        python
            .arg(root.join("tests/witnesses/read.py"))
            .arg(kind)
            .arg(file),
    );
    serde_json::from_str(&told).unwrap()
}
