//! The hardening of a service, measured by systemd's own tool: a low exposure, and no setting that it
//! does not know.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use support::home::{TestHome, binary};

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

/// Systemd's own sets of system calls, with what is in each; sets may stand in sets.
fn sets() -> BTreeMap<String, Vec<String>> {
    let mut command = Command::new("systemd-analyze");
    let output = command.args(["syscall-filter", "--no-pager"]).output();
    let told = String::from_utf8(output.unwrap().stdout).unwrap();
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in told.lines().filter(|line| !line.contains('#')) {
        match line.strip_prefix("    ") {
            Some(call) => sets.entry(name.clone()).or_default().push(call.to_owned()),
            None => line.clone_into(&mut name),
        }
    }
    sets
}

fn expanded(word: &str, sets: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let Some(found) = sets.get(word) else {
        return BTreeSet::from([word.to_owned()]);
    };
    found.iter().flat_map(|one| expanded(one, sets)).collect()
}

/// The calls that a unit lets through: its lines in their order.
fn allowed(unit: &str, sets: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut allowed = BTreeSet::new();
    for line in unit.lines() {
        let Some(words) = line.strip_prefix("SystemCallFilter=") else {
            continue;
        };
        let (words, takes) = match words.strip_prefix('~') {
            Some(words) => (words, true),
            None => (words, false),
        };
        for call in words.split(' ').flat_map(|word| expanded(word, sets)) {
            if takes {
                allowed.remove(&call);
            } else {
                allowed.insert(call);
            }
        }
    }
    allowed
}

/// Every system call of a person's first minute at the real program, by name.
fn made() -> BTreeSet<String> {
    let home = TestHome::with_keys("Chemistry stores");
    let trace = home.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).arg(binary());
    command.args(["--home", home.path().to_str().unwrap(), "fill", "--plain"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"\n1\n1\n\n/skip\n1\n12\n").unwrap();
    drop(stdin);
    child.wait().unwrap();
    let told = std::fs::read_to_string(&trace).unwrap();
    // `PID name(…`; what a thread left unfinished is told once by its beginning.
    let name = |line: &str| {
        let (_, call) = line.split_once(' ')?;
        let (name, _) = call.trim_start().split_once('(')?;
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_name.then(|| name.to_owned())
    };
    told.lines().filter_map(name).collect()
}

#[test]
fn what_the_program_asks_the_kernel_for_every_unit_lets_through() {
    let sets = sets();
    assert!(sets.len() > 20 && sets.contains_key("@system-service"));
    let mut made = made();
    // The fence is among what was seen; memory is locked only where a limit lets it, as the units' does.
    for call in ["landlock_restrict_self", "seccomp"] {
        assert!(made.contains(call), "{made:?}");
    }
    made.insert("mlockall".to_owned());
    // SQLite gives what root made to the store's owner; no unit runs as root, and tests may.
    made.remove("fchown");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/systemd");
    let names = [
        "tallybox-kiosk@.service",
        "tallybox-serve.service",
        "tallybox-serve@.service",
        "hardening.conf",
    ];
    for name in names {
        let unit = std::fs::read_to_string(folder.join(name)).unwrap();
        let allowed = allowed(&unit, &sets);
        let refused: Vec<&String> = made.difference(&allowed).collect();
        assert!(refused.is_empty(), "{name}: {refused:?}");
        let lines = [
            "SystemCallErrorNumber=EPERM",
            "LimitMEMLOCK=infinity",
            "MemorySwapMax=0",
        ];
        for line in lines {
            assert!(unit.lines().any(|one| one == line), "{name}: {line}");
        }
    }
}
