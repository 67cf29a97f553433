//! What a home's desks keep sealed beside its box: the ledger of releases, and the marks of free texts.
//!
//! When an office's keys change these are sealed anew as the parts of responses are. Else the next office could
//! make no report of a wave that an earlier one published, and would read every text again.

use std::io;
use std::path::PathBuf;

use crate::stats::DoorName;
use crate::vault::durable;
use crate::vault::keyring::KeyRing;
use crate::vault::seal;
use crate::vault::store::files;
use crate::vault::unwrap::OwnIdentity;

use super::home::Home;
use super::{releases, texts};

/// Seals each file of a door anew to those whom the newest key set names for it. The files that were; one that is not
/// there, or that these identities do not open, is left as it is.
///
/// # Errors
/// The file that cannot be read, sealed or written; it is then as it was.
pub fn reseal(
    home: &Home,
    ring: &KeyRing,
    door: DoorName,
    identities: &[OwnIdentity],
) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let recipients = texts::recipients(ring, door);
    let identities: Vec<&dyn age::Identity> = identities
        .iter()
        .map(|one| one as &dyn age::Identity)
        .collect();
    let ledger = (door == DoorName::Statistical).then(|| releases::ledger(home));
    let mut done = Vec::new();
    for path in ledger.into_iter().chain([texts::path(home, door)]) {
        let at = |error: io::Error| (path.clone(), error);
        let sealed = match files::read_ordinary(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read.map_err(at)?,
        };
        let Ok(plain) = seal::open(&sealed, &identities) else {
            continue;
        };
        let anew = seal::seal(&plain, &recipients).map_err(|error| at(io::Error::other(error)))?;
        durable::replace(&path, &anew).map_err(at)?;
        done.push(path);
    }
    Ok(done)
}
