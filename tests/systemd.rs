//! The hardening of a service, measured by systemd's own tool: a low exposure, and no setting that it
//! does not know.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::Path;
use std::process::Command;

const HARDENING: &str = include_str!("../packaging/systemd/hardening.conf");
/// `systemd-analyze` calls up to 2.0 "OK"; a service without any hardening has 9.6.
const EXPOSURE: f64 = 2.0;

/// A unit that a printer, drives and a console are opened to may be this much exposed.
const EXPOSURE_OF_UNITS: f64 = 2.5;

/// The exposure of a service that runs the program with these settings.
fn exposure(folder: &Path, hardening: &str) -> (f64, String) {
    let unit = folder.join("tallybox-test.service");
    let text = format!(
        "[Unit]\nDescription=Tallybox\n\n[Service]\nUser=nobody\nExecStart=/bin/true\n\n{hardening}"
    );
    std::fs::write(&unit, text).unwrap();
    exposure_of(&unit)
}

/// A unit's exposure as the tool works it out, and what it complained of.
fn exposure_of(unit: &Path) -> (f64, String) {
    let output = Command::new("systemd-analyze")
        .args(["security", "--offline=yes", "--no-pager", "--threshold=100"])
        .arg(unit)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = told
        .lines()
        .find(|line| line.contains("Overall exposure level"));
    let line = line.unwrap_or_else(|| panic!("{told}{errors}"));
    let number = line.split_whitespace().find_map(|word| word.parse().ok());
    (number.unwrap(), errors)
}

#[test]
fn a_service_with_our_hardening_is_little_exposed() {
    let folder = tempfile::tempdir().unwrap();
    let (bare, _) = exposure(folder.path(), "");
    let (hardened, complaints) = exposure(folder.path(), HARDENING);
    // The control: the tool tells a difference.
    assert!(bare > 8.0, "{bare}");
    assert!(hardened <= EXPOSURE, "{hardened}");
    let unknown: Vec<&str> = complaints
        .lines()
        .filter(|line| line.contains("Unknown") || line.contains("Failed to parse"))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_units_that_are_shipped_are_little_exposed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/systemd");
    let paths = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for unit in paths.filter(|path| path.extension().is_some_and(|end| end == "service")) {
        let (exposure, told) = exposure_of(&unit);
        assert!(
            exposure <= EXPOSURE_OF_UNITS,
            "{}: {exposure}\n{told}",
            unit.display()
        );
    }
}
