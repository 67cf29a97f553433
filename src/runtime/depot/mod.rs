//! Bundles at a place that others can reach: a folder, a share, or (feature `cloud`) an object store.
//!
//! ```text
//! BOX/EXPORT/00000.piece …     a bundle cut into pieces of 4 MiB; BOX is 16 digits of the box's key,
//! BOX/EXPORT/end               EXPORT its number of records and 16 digits of what it brings
//! ```
//! Nothing is ever overwritten: every object is put only where none has its name, and `end` comes last,
//! so an export is there whole or not yet. What was cut off is taken up where it stopped, since the same
//! export gives the same bytes. Only parts that no earlier export of the box brought travel; headers
//! always do, and are what a merge counts by. The place is believed in nothing: a merge checks every byte.

#[cfg(feature = "cloud")]
mod cloud;
mod folder;
mod pull;
mod push;

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use crate::vault::note::Verifier;
use crate::vault::store::StoreError;

pub use pull::{Pulled, pull};
pub use push::{Pushed, push};

/// Bytes of a piece.
const PIECE: usize = 4 << 20;
/// What an export's list of pieces is called.
const END: &str = "end";
/// A list of pieces is at most this long: a bundle of a million records has some 20,000 pieces.
const END_LIMIT: usize = 4 << 20;

/// Whether an object was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    Stored,
    /// One of its name was there, and was left as it is.
    WasThere,
}

/// Somewhere that holds objects by name. Names are of letters, digits, `-`, `.` and `/`.
pub trait Place {
    /// The names directly below a folder, which need not exist, in order.
    ///
    /// # Errors
    /// As the place does.
    fn names(&self, folder: &str) -> io::Result<Vec<String>>;

    /// An object's bytes, which may not be more than `most`.
    ///
    /// # Errors
    /// As the place does; where it is longer.
    fn get(&self, name: &str, most: usize) -> io::Result<Vec<u8>>;

    /// Puts an object where none has its name, whole or not at all.
    ///
    /// # Errors
    /// As the place does.
    fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<Put>;
}

/// What kept a push from its end.
#[derive(Debug)]
pub enum Fault {
    /// The place did.
    Place(io::Error),
    /// The box did.
    Box(StoreError),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Place(error)
    }
}

/// What `end` says of an export.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    /// Bytes of each piece but the last.
    piece: usize,
    /// SHA-256 of each, hex, in order.
    sha256: Vec<String>,
}

/// Finds a place by its name: a folder's path, or `s3://BUCKET/PREFIX` and the like where this program
/// was built with the feature `cloud`.
///
/// # Errors
/// Where there is no such folder, or this build knows no such place.
pub fn open(name: &str) -> io::Result<Box<dyn Place>> {
    if name.contains("://") {
        return remote(name);
    }
    Ok(Box::new(folder::Folder::open(name.as_ref())?))
}

#[cfg(feature = "cloud")]
fn remote(name: &str) -> io::Result<Box<dyn Place>> {
    Ok(Box::new(cloud::Cloud::open(name)?))
}

#[cfg(not(feature = "cloud"))]
fn remote(_: &str) -> io::Result<Box<dyn Place>> {
    let words =
        "this program was built without the feature `cloud`: it knows folders and shares only";
    Err(io::Error::new(io::ErrorKind::Unsupported, words))
}

/// The exports of a box that are there whole, the smallest first: a later one of a box holds all that an
/// earlier one does. Whatever has an export's name and cannot be listed comes second, with why: one such keeps
/// no other out.
#[expect(clippy::type_complexity, reason = "a list of names and one of faults")]
fn exports(place: &dyn Place, folder: &str) -> io::Result<(Vec<String>, Vec<(String, io::Error)>)> {
    let (mut whole, mut unlisted) = (Vec::new(), Vec::new());
    let mut names = place.names(folder)?;
    names.retain(|name| is_export(name));
    for export in names {
        match place.names(&format!("{folder}/{export}")) {
            Ok(pieces) if pieces.iter().any(|name| name == END) => whole.push(export),
            // Not there yet: a push puts its end last.
            Ok(_) => {}
            Err(error) => unlisted.push((export, error)),
        }
    }
    whole.sort();
    Ok((whole, unlisted))
}

/// Where a box's exports lie: 16 digits of the hash of its key, as its checkpoints are called.
fn box_folder(verifier: &Verifier) -> String {
    verifier
        .name
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn is_hex(text: &str, length: usize) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == length && text.bytes().all(digit)
}

/// Whether a name is an export's: eight digits, a hyphen, 16 hexadecimal ones.
fn is_export(name: &str) -> bool {
    name.split_once('-').is_some_and(|(count, root)| {
        count.len() == 8 && count.bytes().all(|byte| byte.is_ascii_digit()) && is_hex(root, 16)
    })
}

fn piece_name(export: &str, number: usize) -> String {
    format!("{export}/{number:05}.piece")
}

/// Reads what an export's `end` says; `InvalidData` where it is not what a push writes.
fn read_end(place: &dyn Place, export: &str) -> io::Result<End> {
    let bytes = place.get(&format!("{export}/{END}"), END_LIMIT)?;
    let end = serde_json::from_slice(&bytes).ok();
    let sound = |end: &End| {
        let mut hashes = end.sha256.iter();
        (1..=PIECE).contains(&end.piece) && hashes.all(|hash| is_hex(hash, 64))
    };
    end.filter(sound).ok_or_else(|| {
        unlike(
            "its list of pieces, `end`, is not what a push wrote: something changed it there; \
             `tallybox bundle push --whole` of that box brings its answers again",
        )
    })
}

/// What lies there is not what a push puts there.
fn unlike(words: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words.into())
}

/// An export's bytes as a stream, a piece at a time, each checked against the list.
struct Stream<'a> {
    place: &'a dyn Place,
    export: String,
    end: End,
    next: usize,
    piece: io::Cursor<Vec<u8>>,
}

impl<'a> Stream<'a> {
    fn open(place: &'a dyn Place, export: String) -> io::Result<Self> {
        let end = read_end(place, &export)?;
        let piece = io::Cursor::default();
        Ok(Self {
            place,
            export,
            end,
            next: 0,
            piece,
        })
    }

    /// The piece that comes next; `None` after the last.
    fn piece(&mut self) -> io::Result<Option<Vec<u8>>> {
        use sha2::{Digest as _, Sha256};
        let Some(hash) = self.end.sha256.get(self.next) else {
            return Ok(None);
        };
        let name = piece_name(&self.export, self.next);
        let bytes = self.place.get(&name, PIECE)?;
        if crate::base::hex::encode(&Sha256::digest(&bytes)) != *hash {
            return Err(unlike(format!("{name} is not what was put there")));
        }
        self.next += 1;
        Ok(Some(bytes))
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.piece.read(into)? {
                0 if !into.is_empty() => match self.piece()? {
                    Some(bytes) => self.piece = io::Cursor::new(bytes),
                    None => return Ok(0),
                },
                read => return Ok(read),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_no_exports() {
        assert!(is_export("00000012-0123456789abcdef"));
        for bad in [
            "..",
            "12-0123456789abcdef",
            "00000012-../../../../../x",
            "00000012-0123456789ABCDEF",
            "",
        ] {
            assert!(!is_export(bad), "{bad}");
        }
    }
}
