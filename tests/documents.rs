//! The pages about keys and the life cycle, run as they stand: every command in them works, in order.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::path::Path;
use std::process::Command;

use support::home::binary;

/// The commands of a page: the lines between fences.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => commands.push(line.to_owned()),
            _ => {}
        }
    }
    commands
}

/// What a person answers at the terminal, said on the command line.
fn answered(command: &str) -> String {
    let passphrase = command.contains("keys request") || command.contains("--restore");
    let compared = ["keys add", "kit take", "keys rotate", "--take"]
        .iter()
        .any(|words| command.contains(words));
    let mut all = command.to_owned();
    let (plain, tail) = command
        .split_once(" ||")
        .map_or((command, String::new()), |(plain, tail)| {
            (plain, format!(" ||{tail}"))
        });
    if passphrase {
        all = format!("{plain} --no-passphrase{tail}");
    }
    if compared {
        all = format!("{plain} --yes{tail}");
    }
    all
}

fn run(folder: &Path, command: &str) {
    let program = binary();
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let output = Command::new("sh")
        .args(["-c", &answered(command)])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("TALLYBOX_HOME")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {said}");
}

#[test]
fn every_command_of_the_ceremony_and_of_the_life_cycle_works() {
    let folder = tempfile::tempdir().unwrap();
    let ceremony = commands(include_str!("../docs/keys.md"));
    let life = commands(include_str!("../docs/life-cycle.md"));
    assert!(
        ceremony.len() > 20 && life.len() > 8,
        "the commands were not found"
    );
    for command in ceremony.iter().chain(&life) {
        run(folder.path(), command);
    }
    // What was restored from paper is the key that was lost.
    let secret = |name: &str| {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        text.lines().last().unwrap().to_owned()
    };
    assert_eq!(secret("chem.key"), secret("chem-again.key"));
}
