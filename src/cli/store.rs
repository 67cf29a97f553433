//! What the commands that touch a store share: opening it, whom its home trusts, and its errors in words.

use std::io::Write;
use std::path::PathBuf;

use crate::base::text;
use crate::merge::plan::Trust;
use crate::runtime::home::Home;
use crate::vault::keyring::{KeyRing, KeyRingError};
use crate::vault::keyset::KeySet;
use crate::vault::own::{self, Own};
use crate::vault::store::{Store, StoreError, refuse_planted};

use super::Done;
use super::error::{CliError, Kind};

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let hint = error.hint();
        let told = Self::new(Kind::Store, error.to_string());
        match hint {
            Some(hint) => told.hint(hint),
            None => told,
        }
    }
}

impl From<KeyRingError> for CliError {
    fn from(error: KeyRingError) -> Self {
        Self::new(Kind::Keys, error.to_string())
            .hint("bring the institution's own `keys/` folder back")
    }
}

/// How a command that looked for something ends.
pub(super) const fn done(nothing_found: bool) -> Done {
    if nothing_found {
        Done::Clean
    } else {
        Done::Findings
    }
}

/// Writes one line. What it quotes, a file's name say, may have been chosen to act on the terminal; a name that
/// cannot stays to the letter, for whoever reads it from a pipe.
pub(super) fn line(out: &mut dyn Write, words: &str) -> Result<(), CliError> {
    let acts = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    let written = if words.contains(acts) {
        writeln!(out, "{}", text::sanitise(words))
    } else {
        writeln!(out, "{words}")
    };
    written.map_err(CliError::output)
}

/// Whether a home is there that may take boxes in: a store of its own accord is made for no other folder.
pub(super) fn takes_in(home: &Home) -> Result<(), CliError> {
    if home.is_there() {
        return Ok(());
    }
    let words = format!("{}: there is no home", home.root().display());
    Err(CliError::new(Kind::Input, words).hint(
        "name the home that takes the boxes in (`merge HOME FROM…`, `--home HOME box enrol FROM`); `tallybox init HOME` makes one",
    ))
}

/// Opens the store of a home.
pub(super) fn open(home: &Home) -> Result<Store, CliError> {
    Ok(Store::open(&home.box_folder())?)
}

/// Opens the store of a home to look at it: nothing in it changes, not even its version, and its medium need not
/// take writing.
pub(super) fn open_to_read(home: &Home) -> Result<Store, CliError> {
    let folder = home.box_folder();
    refuse_planted(&folder)?;
    // What a merge that was cut off left behind is put right by whoever opens it to write.
    let opened = Store::open_to_read(&folder).or_else(|_| Store::open(&folder));
    Ok(opened?)
}

/// This home's box, which must be one.
pub(super) fn own(store: &Store) -> Result<Own, CliError> {
    own::load(store)?.ok_or_else(|| {
        CliError::new(
            Kind::Store,
            "this home has no box of its own, it only merges",
        )
        .hint("`tallybox box init` makes it one")
    })
}

/// The chain of key sets of a home, checked against what its box was set up with.
pub(super) fn ring(home: &Home, store: &Store) -> Result<KeyRing, CliError> {
    let ring = KeyRing::load(&home.keys())?;
    if let Some(pins) = own::pins(store)? {
        ring.check(&pins).map_err(|error| {
            CliError::new(Kind::Keys, error.to_string())
                .hint("bring the institution's own `keys/` folder back")
        })?;
    }
    Ok(ring)
}

/// Whose annulments, purges and reseals have effect: the institutions of every epoch.
pub(super) fn trust(ring: &KeyRing) -> Trust {
    let sets = ring.sets().iter();
    Trust::new(sets.flat_map(|set| set.members().institution.iter().map(|one| one.verifier)))
}

/// Whether a key set that a bundle brings is kept: where this home has key sets, one of them or a
/// set signed by one of their institutions; where it has none, any that is sound in itself.
pub(super) fn takes_key_set(ring: &KeyRing, document: &[u8]) -> bool {
    KeySet::parse(document).is_ok_and(|set| match ring.current() {
        None => true,
        // What comes after the newest is its institutions' to sign: who was retired signs no more.
        Some(newest) if set.epoch() > newest.epoch() => newest.has_verifier(set.signer()),
        Some(_) => {
            let mut sets = ring.sets().iter();
            sets.any(|known| known.has_verifier(set.signer()))
        }
    })
}

/// Rewrites a store after something was deleted from it, so that no page and no log keeps it.
///
/// # Errors
/// As the store does. A disk too full for a second copy is told and is no error: the bytes were
/// overwritten, their pages not yet given back.
pub(super) fn forget(store: &mut Store, context: &mut super::Context<'_>) -> Result<(), CliError> {
    match store.shuffle() {
        Err(error @ (StoreError::Full | StoreError::Busy)) => {
            let words = format!(
                "warning: the store was not rewritten: {error}; the next export rewrites it"
            );
            line(context.err, &words)
        }
        done => Ok(done?),
    }
}

/// This program itself, which exports other homes as a child.
pub(super) fn program() -> Result<PathBuf, CliError> {
    std::env::current_exe().map_err(|error| {
        CliError::new(
            Kind::Internal,
            format!("this program cannot find itself: {error}"),
        )
    })
}
