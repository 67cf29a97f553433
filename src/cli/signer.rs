//! Who signs: the institution identity behind every command that changes what others rely on.

use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;

use crate::vault::issue;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;

use super::error::{CliError, Kind};
use super::{Context, identity};

/// The words that name the signer.
#[derive(Clone, Default, clap::Args)]
pub(super) struct SignerArgs {
    /// The institution identity that signs [default: the one this home wrote last].
    #[arg(long, value_name = "FILE")]
    pub(super) signer: Option<PathBuf>,
    /// Take the signer's passphrase from the first line of a file instead of asking.
    #[arg(long, value_name = "FILE")]
    pub(super) signer_passphrase_file: Option<PathBuf>,
}

impl SignerArgs {
    /// The file that signs: the one named, or the one that this home wrote last.
    ///
    /// # Errors
    /// Where there is neither.
    pub(super) fn file(&self, folder: &Path) -> Result<PathBuf, CliError> {
        let named = self.signer.clone().or_else(|| issue::last_signer(folder));
        named.ok_or_else(|| {
            CliError::new(Kind::Keys, "an institution identity must sign")
                .hint("give it with `--signer FILE`")
        })
    }

    /// Reads a signing key, whoever's it is; its passphrase is asked for where it has one.
    ///
    /// # Errors
    /// Where the file gives none.
    pub(super) fn read(
        &self,
        folder: &Path,
        context: &mut Context<'_>,
    ) -> Result<(SigningKey, PathBuf), CliError> {
        let path = self.file(folder)?;
        let read = match &self.signer_passphrase_file {
            Some(file) => {
                identity::read_with(&path, &identity::passphrase_file(file, context.err)?)?
            }
            None => identity::read(&path, context.err).map_err(|error| {
                error.hint("another institution identity can sign: `--signer FILE`")
            })?,
        };
        let words = format!("{}: it is not an institution's identity", path.display());
        let foreign = || CliError::new(Kind::Keys, words).hint("give one with `--signer FILE`");
        read.signer.map(|key| (key, path)).ok_or_else(foreign)
    }

    /// The key of an institution of the current key set, and that set.
    ///
    /// # Errors
    /// Where there is no key set, or the signer is not an institution of it.
    pub(super) fn of_current<'r>(
        &self,
        ring: &'r KeyRing,
        folder: &Path,
        context: &mut Context<'_>,
    ) -> Result<(SigningKey, &'r KeySet), CliError> {
        let current = ring.current().ok_or_else(no_key_set)?;
        let (key, path) = self.read(folder, context)?;
        if current.has_verifier(key.verifying_key().as_bytes()) {
            return Ok((key, current));
        }
        let words = format!(
            "{}: it is not an institution of the current key set",
            path.display()
        );
        Err(CliError::new(Kind::Keys, words).hint("give one that is with `--signer FILE`"))
    }
}

/// What is said where a home has no key set.
pub(super) fn no_key_set() -> CliError {
    CliError::new(Kind::Keys, "there is no key set yet")
        .hint("make the institution's first: `tallybox keys new institution --out FILE`")
}
