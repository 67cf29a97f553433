//! Every box's exports at a place, as bundle files in a folder: those that are not there yet.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use super::{End, Place, Stream, box_folder, exports, is_hex, unlike};
use crate::vault::bundle::read;
use crate::vault::store::files;

/// Bytes that an export may have besides its records, its documents above all.
const ROOM: u64 = 64 << 20;
/// Bytes that its records may have on average, many times what a long questionnaire's have.
const RECORD_ROOM: u64 = 4 << 20;

/// What was fetched.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pulled {
    /// Bundle files that are new, in the order in which they are to be merged.
    pub new: Vec<PathBuf>,
    /// Bundle files that were here.
    pub were_here: usize,
    /// Bytes that travelled.
    pub bytes: usize,
    /// Exports that could not be fetched, and why.
    pub failed: Vec<(String, String)>,
}

/// Fetches every export that is there whole and not here. One that cannot be fetched keeps no other out.
///
/// # Errors
/// Where the place itself cannot be listed.
pub fn pull(place: &dyn Place, into: &Path) -> io::Result<Pulled> {
    let mut pulled = Pulled::default();
    let boxes = place.names("")?;
    let unlisted = |error: &io::Error| format!("it cannot be listed there: {error}");
    for folder in boxes.iter().filter(|name| is_hex(name, 16)) {
        let whole = match exports(place, folder) {
            Ok((whole, spoilt)) => {
                let spoilt = spoilt.into_iter();
                let named =
                    spoilt.map(|(name, error)| (format!("{folder}/{name}"), unlisted(&error)));
                pulled.failed.extend(named);
                whole
            }
            Err(error) => {
                pulled.failed.push((folder.clone(), unlisted(&error)));
                continue;
            }
        };
        for export in whole {
            let path = into.join(format!("{folder}-{export}.bundle"));
            if path.symlink_metadata().is_ok() {
                pulled.were_here += 1;
                continue;
            }
            let export = format!("{folder}/{export}");
            match fetch(place, &export, &path) {
                Ok(bytes) => {
                    pulled.bytes += bytes;
                    pulled.new.push(path);
                }
                Err(error) => pulled.failed.push((export, error.to_string())),
            }
        }
    }
    Ok(pulled)
}

/// Fetches one export; what an earlier try left is taken up at its last whole piece.
fn fetch(place: &dyn Place, export: &str, path: &Path) -> io::Result<usize> {
    let mut stream = Stream::open(place, export.to_owned())?;
    let part = path.with_extension("part");
    let piece = stream.end.piece as u64;
    let whole = part.symlink_metadata().map_or(0, |found| found.len()) / piece;
    let kept = usize::try_from(whole).unwrap_or(usize::MAX);
    stream.next = kept.min(stream.end.sha256.len());
    let first = if stream.next == 0 {
        let first = stream.piece()?.unwrap_or_default();
        check(&*first, export, &stream.end)?;
        first
    } else {
        Vec::new()
    };
    let mut file = begin(&part)?;
    if first.is_empty() {
        check(File::open(&part)?, export, &stream.end)?;
    }
    let length = if first.is_empty() {
        stream.next as u64 * piece
    } else {
        0
    };
    file.set_len(length)?;
    io::Seek::seek(&mut file, io::SeekFrom::Start(length))?;
    file.write_all(&first)?;
    let mut bytes = first.len();
    while let Some(piece) = stream.piece()? {
        bytes += piece.len();
        file.write_all(&piece)?;
    }
    file.sync_all()?;
    fs::rename(&part, path)?;
    files::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(bytes)
}

/// Holds an export's first piece against the name that it lies under, before any other is fetched: a bundle whose
/// box signed so many records, and no more pieces than these can be. What it brings is the merge's to judge.
fn check(first: impl Read, export: &str, end: &End) -> io::Result<()> {
    let head = read::head(first).map_err(|refused| unlike(refused.to_string()))?;
    let (folder, name) = export.split_once('/').unwrap_or_default();
    if box_folder(&head.verifier) != folder {
        return Err(unlike("another box signed it than the one of this name"));
    }
    let size = head.checkpoint.size;
    if !name.starts_with(&format!("{size:08}-")) {
        return Err(unlike(format!(
            "its box signed {size} records, which its name does not say"
        )));
    }
    let most = ROOM
        .saturating_add(size.saturating_mul(RECORD_ROOM))
        .div_ceil(end.piece as u64);
    if end.sha256.len() as u64 > most {
        return Err(unlike(format!("{size} records are not so long")));
    }
    Ok(())
}

fn begin(part: &Path) -> io::Result<File> {
    match files::new_private_file(part) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if files::is_something_else(part) {
                return Err(io::Error::other(
                    "a link or something else lies in its place",
                ));
            }
            OpenOptions::new().write(true).open(part)
        }
        made => made,
    }
}
