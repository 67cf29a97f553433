//! The one question that a command asks before it believes something: yes or no, by a person.

use std::io::{BufRead as _, IsTerminal as _};

use super::Context;
use super::error::{CliError, Kind};
use super::store::line;

/// Shows lines and asks; nothing is asked where `yes` was given.
///
/// # Errors
/// Kind `Usage` where nobody is there to answer; the words say what was to be compared.
pub(super) fn ask(
    shown: &[String],
    question: &str,
    yes: bool,
    context: &mut Context<'_>,
) -> Result<bool, CliError> {
    if yes {
        return Ok(true);
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let words = format!("nobody is there to compare: {}", shown.join("; "));
        return Err(CliError::new(Kind::Usage, words)
            .hint("compare the words with those that its holder sees, then give `--yes`"));
    }
    shown
        .iter()
        .try_for_each(|words| line(context.err, words))?;
    line(context.err, &format!("{question} y or n"))?;
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    read.map_err(|error| CliError::new(Kind::Input, error.to_string()))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
