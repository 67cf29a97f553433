//! Every box's exports at a place, as bundle files in a folder: those that are not there yet.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{Place, Stream, exports, is_hex};
use crate::vault::store::files;

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
/// Where the place cannot be listed, or the folder takes no files.
pub fn pull(place: &dyn Place, into: &Path) -> io::Result<Pulled> {
    files::private_folder(into)?;
    let mut pulled = Pulled::default();
    let boxes = place.names("")?;
    for folder in boxes.iter().filter(|name| is_hex(name, 16)) {
        for export in exports(place, folder)? {
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
    let mut file = begin(&part)?;
    let whole = file.metadata()?.len() / stream.end.piece.max(1) as u64;
    let kept = usize::try_from(whole).unwrap_or(usize::MAX);
    stream.next = kept.min(stream.end.sha256.len());
    let length = stream.next as u64 * stream.end.piece as u64;
    file.set_len(length)?;
    io::Seek::seek(&mut file, io::SeekFrom::Start(length))?;
    let mut bytes = 0;
    while let Some(piece) = stream.piece()? {
        bytes += piece.len();
        file.write_all(&piece)?;
    }
    file.sync_all()?;
    fs::rename(&part, path)?;
    files::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(bytes)
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
