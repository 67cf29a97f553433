//! `tallybox kiosk --set-secret`: the keeper's secret, asked for twice, kept as a hash in the home's
//! settings.

use std::path::Path;

use zeroize::Zeroizing;

use super::super::error::{CliError, Kind};
use super::super::{Context, Done, Outcome};
use crate::runtime::home::{Home, read_limited};
use crate::runtime::passphrase::{self, Asked};
use crate::runtime::settings::{self, Secret};
use crate::vault::durable;

/// Fewer characters can be watched or guessed.
const LEAST: usize = 6;

/// Sets the secret.
pub(super) fn set(home: &Home, file: Option<&Path>, context: &mut Context<'_>) -> Outcome {
    let typed = match file {
        Some(file) => from_file(file)?,
        None => twice(context)?,
    };
    if typed.chars().count() < LEAST {
        let words = format!("the keeper's secret has at least {LEAST} characters");
        return Err(CliError::new(Kind::Usage, words));
    }
    let path = home.root().join(settings::FILE);
    let before = match read_limited(&path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| {
            CliError::new(Kind::Input, format!("{}: it is not UTF-8", path.display()))
        })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(CliError::read(&path, &error)),
    };
    let secret = Secret::new(&typed)?;
    let after = settings::with_secret(&before, &secret);
    // What was wrong with the settings before is told, and nothing is written.
    settings::parse(&after).map_err(|wrong| crate::cli::settings::told(home, &wrong))?;
    durable::replace(&path, after.as_bytes()).map_err(|error| CliError::write(&path, &error))?;
    let shown = path.display();
    writeln!(context.err, "the keeper's secret is set in {shown}").map_err(CliError::output)?;
    Ok(Done::Clean)
}

fn from_file(file: &Path) -> Result<Zeroizing<String>, CliError> {
    let bytes = Zeroizing::new(read_limited(file).map_err(|error| CliError::read(file, &error))?);
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| CliError::new(Kind::Input, format!("{}: it is not UTF-8", file.display())))?;
    Ok(Zeroizing::new(
        text.lines().next().unwrap_or_default().to_owned(),
    ))
}

fn twice(context: &mut Context<'_>) -> Result<Zeroizing<String>, CliError> {
    let first = ask("The keeper's new secret:", context)?;
    let second = ask("Once more:", context)?;
    if *first == *second {
        Ok(first)
    } else {
        Err(CliError::new(Kind::Usage, "the two differ").hint("run the command again"))
    }
}

fn ask(prompt: &str, context: &mut Context<'_>) -> Result<Zeroizing<String>, CliError> {
    match passphrase::ask(prompt, context.err).map_err(CliError::output)? {
        Asked::Typed(typed) => Ok(typed),
        Asked::GivenUp => Err(CliError::new(Kind::Usage, "no secret was given")),
        Asked::Nobody => Err(CliError::new(
            Kind::Usage,
            "there is no terminal to ask for the secret on",
        )
        .hint("give `--secret-file FILE`")),
    }
}
