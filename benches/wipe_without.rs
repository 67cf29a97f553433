//! What wiping costs: the same work without it, then by the program `wipe` with it, as ratios.
//!
//! `cargo bench --bench wipe --bench wipe_without`
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

mod wiping;

use std::path::PathBuf;
use std::process::Command;

/// The newest program beside this one that is the bench `wipe`.
fn other() -> PathBuf {
    let folder = std::env::current_exe().unwrap();
    let entries = folder.parent().unwrap().read_dir().unwrap().flatten();
    let programs = entries.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("wipe-") && path.extension().is_none()
    });
    programs
        .max_by_key(|path| path.metadata().unwrap().modified().unwrap())
        .unwrap()
}

fn main() {
    let output = Command::new(other()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let with: Vec<f64> = text.lines().map(|line| line.parse().unwrap()).collect();
    println!(
        "{:36} {:>12} {:>12} {:>7}",
        "", "without, us", "wiping, us", "ratio"
    );
    for ((name, time), with) in wiping::times().into_iter().zip(with) {
        let without = time.as_secs_f64() * 1e6;
        let with = with / 1e3;
        println!(
            "{name:36} {without:12.1} {with:12.1} {:7.2}",
            with / without
        );
    }
}
