//! What the README promises is what is run: its two commands, and the one that CI calls.

const README: &str = include_str!("../README.md");
const CI: &str = include_str!("../.ci/run");

/// The README's test command.
const TEST: &str = "cargo test --locked";

#[test]
fn the_readme_holds_the_two_commands_and_ci_runs_the_second() {
    assert!(
        README.contains("cargo run --release -- demo"),
        "the first command"
    );
    assert!(
        README.lines().any(|line| line.trim() == TEST),
        "the second command"
    );
    assert!(
        CI.lines().any(|line| line.trim() == TEST),
        "CI runs another"
    );
}
