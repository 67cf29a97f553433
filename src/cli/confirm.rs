//! A question that a command asks before it believes or deletes something: yes or no, by a person.

use std::io::{BufRead as _, IsTerminal as _};

use super::error::{CliError, Kind};
use super::store::line;
use super::{Context, Done, Outcome};

/// What somebody does before they answer yes.
#[derive(Clone, Copy)]
pub(super) enum Before {
    /// Compares words with somebody else's.
    Compare,
    /// Reads what the command shows.
    Read,
}

impl Before {
    const fn hint(self) -> &'static str {
        match self {
            Self::Compare => "compare the words with those that its holder sees, then give `--yes`",
            Self::Read => "read what it shows, then give `--yes`",
        }
    }
}

/// Shows lines and asks; nothing is asked where `yes` was given.
///
/// # Errors
/// Kind `Usage` where nobody is there to answer; the words say what was shown.
pub(super) fn ask(
    shown: &[String],
    question: &str,
    before: Before,
    yes: bool,
    context: &mut Context<'_>,
) -> Result<bool, CliError> {
    if yes {
        return Ok(true);
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let asked = [shown, &[question.to_owned()]].concat().join("; ");
        let words = format!("nobody is there to answer: {asked}");
        return Err(CliError::new(Kind::Usage, words).hint(before.hint()));
    }
    shown
        .iter()
        .try_for_each(|words| line(context.err, words))?;
    line(context.err, &format!("{question} y or n"))?;
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    read.map_err(|error| CliError::new(Kind::Input, error.to_string()))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// What a command ends with whose question was answered with no.
pub(super) fn refused(what: &str, context: &mut Context<'_>) -> Outcome {
    line(context.err, &format!("nothing was {what}"))?;
    Ok(Done::Findings)
}
