//! The university's releases in a lead's home: the tables and views that came in a pack, and beside each the
//! pack's signed front, so that whoever shows them can check each time that an institution signed these very
//! bytes.

use std::io;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::base::time::Day;
use crate::vault::durable;
use crate::vault::keyring::KeyRing;
use crate::vault::parcel::{self, Held, Shape, What};

use super::home::{Home, read_limited};

/// The tables; a view has its label between the two: `from-the-university.career.json`.
const BEGINNING: &str = "from-the-university";
/// The figures.
const FIGURES: &str = ".json";
/// The front of the pack that they came in.
const SIGNED: &str = ".signed";
/// A pack holds no more releases than this, and a home shows no more.
pub const MOST: usize = 200;

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

fn folder(home: &Home) -> PathBuf {
    home.root().join("releases")
}

/// The file of a release; its label is empty for the tables.
fn file(home: &Home, label: &str, end: &str) -> PathBuf {
    let dot = if label.is_empty() { "" } else { "." };
    folder(home).join(format!("{BEGINNING}{dot}{label}{end}"))
}

/// Keeps the releases among a pack's contents, each with the pack's front. One that is older than the one
/// that is here leaves it.
///
/// # Errors
/// As writing does.
pub fn keep(
    home: &Home,
    held: &[Held],
    front: &[u8],
    date: &str,
) -> Result<(), (PathBuf, io::Error)> {
    let releases = held.iter().filter(|one| one.what == What::Release);
    for release in releases.take(MOST) {
        keep_one(home, release, front, date)?;
    }
    Ok(())
}

fn keep_one(
    home: &Home,
    release: &Held,
    front: &[u8],
    date: &str,
) -> Result<(), (PathBuf, io::Error)> {
    let (figures, signed) = [FIGURES, SIGNED]
        .map(|end| file(home, &release.name, end))
        .into();
    let before = read_limited(&signed).ok();
    let before = before.and_then(|front| {
        let opened = parcel::read::open(Shape::Pack, front.as_slice()).ok()?;
        Some(opened.manifest.date)
    });
    if before.is_some_and(|before| before.as_str() > date) {
        return Ok(());
    }
    let folder = folder(home);
    std::fs::create_dir_all(&folder).map_err(|error| (folder, error))?;
    let write =
        |path: PathBuf, bytes: &[u8]| durable::replace(&path, bytes).map_err(|error| (path, error));
    write(figures, &release.bytes)?;
    write(signed, front)
}

/// The labels of the views that lie in a home, in their order.
pub fn labels(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(folder(home)).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let label = |name: String| {
        let label = name.strip_prefix(BEGINNING)?.strip_prefix('.')?;
        let label = label.strip_suffix(FIGURES)?;
        parcel::is_piece(label).then(|| label.to_owned())
    };
    let mut labels: Vec<String> = names.filter_map(label).collect();
    labels.sort();
    labels.truncate(MOST);
    labels
}

/// The release of a label that lies in a home, where an institution of one of its key sets signed these bytes
/// under this label.
///
/// # Errors
/// Where one lies there and nobody should believe it.
pub fn read(home: &Home, label: &str, ring: &KeyRing) -> Result<Option<Signed>, Unbelieved> {
    let (figures, signed) = [FIGURES, SIGNED].map(|end| file(home, label, end)).into();
    let json = match read_limited(&figures) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| Unbelieved::Unread(figures.clone(), error))?,
    };
    let front = read_limited(&signed).map_err(|_| Unbelieved::Unsigned(figures.clone()))?;
    let opened = parcel::read::open(Shape::Pack, front.as_slice())
        .map_err(|_| Unbelieved::Unsigned(figures.clone()))?;
    let hash = hex::encode(&Sha256::digest(&json));
    let manifest = &opened.manifest;
    let is_this = manifest
        .entries
        .iter()
        .any(|entry| entry.what == What::Release && entry.name == label && entry.sha256 == hash);
    let is_signer = ring.sets().iter().any(|set| {
        hex::encode(&set.sha256()) == manifest.keyset && set.has_verifier(&opened.signer)
    });
    let day = Day::parse(&manifest.date).filter(|_| is_this && is_signer);
    let day = day.ok_or(Unbelieved::Changed(figures))?;
    Ok(Some(Signed { json, day }))
}
