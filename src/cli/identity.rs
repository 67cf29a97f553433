//! Identity files as commands meet them: read, with the passphrase asked for where one is needed,
//! and every refusal turned into words.

use std::fs;
use std::io::{Read as _, Write};
use std::path::Path;

use zeroize::Zeroizing;

use crate::runtime::passphrase::{self, Asked};
use crate::vault::identity::{self, Identities, IdentityError, Passphrase};
use crate::vault::store::files::open_to_others;

use super::error::{CliError, Kind};

/// The most bytes of a passphrase file: of a longer one it is not clear that its first line is the whole passphrase.
const FILE_LIMIT: u64 = 4096;
/// The most bytes of a passphrase, as on the terminal.
const LONGEST: usize = passphrase::LIMIT;

/// Reads an identity file, asking for its passphrase on the terminal.
///
/// # Errors
/// Kind `Keys`, or `Input` where the file is not there.
pub(super) fn read(path: &Path, err: &mut dyn Write) -> Result<Identities, CliError> {
    let mut ask = |path: &Path| ask_once(&format!("Passphrase of {}:", path.display()), err);
    identity::read(path, &mut ask).map_err(|error| refused(path, &error))
}

/// Reads an identity file with the passphrase of a passphrase file.
///
/// # Errors
/// As [`read`].
pub(super) fn read_with(path: &Path, passphrase: &Passphrase) -> Result<Identities, CliError> {
    identity::read(path, &mut |_| Some(passphrase.clone())).map_err(|error| refused(path, &error))
}

/// Reads a passphrase file: its first line.
///
/// # Errors
/// Where it cannot be read, or its first line is empty or no text. That others can read it is
/// remarked on only: whoever runs a script may have put it into a folder that is closed.
pub(super) fn passphrase_file(path: &Path, err: &mut dyn Write) -> Result<Passphrase, CliError> {
    let at = |words: &str| CliError::new(Kind::Input, format!("{}: {words}", path.display()));
    let file = fs::File::open(path).map_err(|error| at(&error.to_string()))?;
    if is_exposed(&file) {
        let words = format!(
            "warning: {}: others can read this passphrase",
            path.display()
        );
        drop(writeln!(err, "{words}"));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(FILE_LIMIT).unwrap_or(0)));
    file.take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| at(&error.to_string()))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(at(
            "it has more than 4096 bytes: a passphrase file holds one line",
        ));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| at("it is not UTF-8 text"))?;
    match text.trim_start_matches('\u{feff}').lines().next() {
        None | Some("") => Err(at("its first line, the passphrase, is empty")),
        Some(line) if line.len() > LONGEST => Err(at(
            "its first line, the passphrase, has more than 1024 bytes",
        )),
        Some(line) => Ok(Zeroizing::new(line.to_owned())),
    }
}

/// A passphrase that is typed has so many characters at least.
const LEAST: usize = 8;

/// Asks for a new passphrase, twice.
///
/// # Errors
/// Kind `Usage` where there is nobody to ask, or they gave up, or typed two different ones.
pub(super) fn new_passphrase(err: &mut dyn Write) -> Result<Passphrase, CliError> {
    let nobody = || {
        CliError::new(
            Kind::Usage,
            "there is no terminal to ask for a passphrase on",
        )
        .hint("give `--passphrase-file FILE`, or `--no-passphrase`")
    };
    let first = ask(err, "Passphrase for the new identity:")?.ok_or_else(nobody)?;
    if first.is_empty() {
        return Err(CliError::new(Kind::Usage, "the passphrase is empty")
            .hint("`--no-passphrase` makes an identity without one"));
    }
    if first.chars().count() < LEAST {
        let words = format!("the passphrase has fewer than {LEAST} characters");
        return Err(CliError::new(Kind::Usage, words)
            .hint("whoever finds the file can try all of these: take several words"));
    }
    let second = ask(err, "The same again:")?.ok_or_else(nobody)?;
    if first == second {
        Ok(first)
    } else {
        Err(CliError::new(Kind::Usage, "the two passphrases differ").hint("run the command again"))
    }
}

/// Asks; `None` where there is no terminal.
fn ask(err: &mut dyn Write, prompt: &str) -> Result<Option<Passphrase>, CliError> {
    match passphrase::ask(prompt, err) {
        Ok(Asked::Typed(text)) => Ok(Some(text)),
        Ok(Asked::Nobody) => Ok(None),
        Ok(Asked::GivenUp) => Err(CliError::new(Kind::Usage, "no passphrase was given")),
        Err(error) => Err(CliError::new(Kind::Usage, format!("the terminal: {error}"))),
    }
}

fn ask_once(prompt: &str, err: &mut dyn Write) -> Option<Passphrase> {
    ask(err, prompt).ok().flatten()
}

fn is_exposed(file: &fs::File) -> bool {
    // A pipe has no readers but its own: only a file can lie about open to others.
    file.metadata()
        .is_ok_and(|found| found.is_file() && open_to_others(&found).is_some())
}

fn exposed(path: &Path) -> CliError {
    let path = path.display();
    CliError::new(Kind::Keys, format!("{path}: others than its owner can read it"))
        .hint(format!("run `chmod 600 {path}`; on a memory stick that knows no modes, copy the file to a folder of your own"))
}

/// What a refused identity file means to whoever gave it, and what to do.
pub(super) fn refused(path: &Path, error: &IdentityError) -> CliError {
    use IdentityError as E;
    let kind = match error {
        E::Io(_) | E::NotAFile => Kind::Input,
        _ => Kind::Keys,
    };
    let said = CliError::new(kind, format!("{}: {error}", path.display()));
    match error {
        E::Exposed(_) => exposed(path),
        E::Header(_) | E::Line(..) | E::Empty => {
            said.hint("an identity file is what `tallybox keys new` or `age-keygen` wrote")
        }
        E::WrongPassphrase => said.hint("run the command again and type it once more"),
        E::Io(_) | E::NotAFile => said.hint("check the name, and that you may read it"),
        E::NoPassphrase => said.hint("run the command in a terminal"),
        _ => said,
    }
}
