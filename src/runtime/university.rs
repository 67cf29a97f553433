//! The university's release in a lead's home: the figures that came in a pack, and beside them the pack's
//! signed front, so that whoever shows them can check each time that an institution signed these very bytes.

use std::io;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::base::time::Day;
use crate::vault::durable;
use crate::vault::keyring::KeyRing;
use crate::vault::parcel::{self, Held, Shape, What};

use super::home::{Home, read_limited};

/// The figures.
const FIGURES: &str = "from-the-university.json";
/// The front of the pack that they came in.
const SIGNED: &str = "from-the-university.signed";

/// A release that an institution signed.
pub struct Signed {
    /// The figures, as they were released.
    pub json: Vec<u8>,
    /// The day on which the pack was made.
    pub day: Day,
}

/// Why a release that lies here is not believed.
#[derive(Debug)]
pub enum Unbelieved {
    /// A file cannot be read.
    Unread(PathBuf, io::Error),
    /// Nothing shows who signed it.
    Unsigned(PathBuf),
    /// It is not what an institution of this home's key sets signed.
    Changed(PathBuf),
}

fn file(home: &Home, name: &str) -> PathBuf {
    home.root().join("releases").join(name)
}

/// Keeps the release among a pack's contents, where there is one, with the pack's front. One that is older
/// than the one that is here leaves it.
///
/// # Errors
/// As writing does.
pub fn keep(
    home: &Home,
    held: &[Held],
    front: &[u8],
    date: &str,
) -> Result<(), (PathBuf, io::Error)> {
    let Some(release) = held.iter().find(|one| one.what == What::Release) else {
        return Ok(());
    };
    let (figures, signed) = (file(home, FIGURES), file(home, SIGNED));
    let before = std::fs::read(&signed).ok();
    let before = before.and_then(|front| {
        let opened = parcel::read::open(Shape::Pack, front.as_slice()).ok()?;
        Some(opened.manifest.date)
    });
    if before.is_some_and(|before| before.as_str() > date) {
        return Ok(());
    }
    let folder = home.root().join("releases");
    std::fs::create_dir_all(&folder).map_err(|error| (folder, error))?;
    let write =
        |path: PathBuf, bytes: &[u8]| durable::replace(&path, bytes).map_err(|error| (path, error));
    write(figures, &release.bytes)?;
    write(signed, front)
}

/// The release that lies in a home, where an institution of one of its key sets signed these bytes.
///
/// # Errors
/// Where one lies there and nobody should believe it.
pub fn read(home: &Home, ring: &KeyRing) -> Result<Option<Signed>, Unbelieved> {
    let (figures, signed) = (file(home, FIGURES), file(home, SIGNED));
    let json = match read_limited(&figures) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| Unbelieved::Unread(figures.clone(), error))?,
    };
    let front = std::fs::read(&signed).map_err(|_| Unbelieved::Unsigned(figures.clone()))?;
    let opened = parcel::read::open(Shape::Pack, front.as_slice())
        .map_err(|_| Unbelieved::Unsigned(figures.clone()))?;
    let hash = hex::encode(&Sha256::digest(&json));
    let manifest = &opened.manifest;
    let is_this = manifest
        .entries
        .iter()
        .any(|entry| entry.what == What::Release && entry.sha256 == hash);
    let is_signer = ring.sets().iter().any(|set| {
        hex::encode(&set.sha256()) == manifest.keyset && set.has_verifier(&opened.signer)
    });
    let day = Day::parse(&manifest.date).filter(|_| is_this && is_signer);
    let day = day.ok_or(Unbelieved::Changed(figures))?;
    Ok(Some(Signed { json, day }))
}
