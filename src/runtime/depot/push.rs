//! A box's export put at a place: what is not there yet, a piece at a time.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::{
    END, End, Fault, PIECE, Place, Put, Stream, box_folder, exports, piece_name, read_end, unlike,
};
use crate::base::hex;
use crate::response::record::Leaf;
use crate::vault::bundle::export::{self, Export};
use crate::vault::bundle::read;
use crate::vault::checkpoint::BoxKey;
use crate::vault::merkle;
use crate::vault::store::Store;

/// What was put.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Records whose answers no earlier export there brought.
    pub new: usize,
    /// Pieces that are there now.
    pub pieces: usize,
    /// Pieces that were there, from a push that was cut off.
    pub were_there: usize,
    /// Bytes that travelled.
    pub bytes: usize,
    /// Exports that are spoilt there, so that they count as not there.
    pub spoilt: Vec<String>,
}

/// Names that one push tries, each where what lies under the one before is spoilt.
const TRIES: usize = 8;

/// Puts an export there, unless it is; gives what travelled. With `whole` every part travels, whatever
/// is there. Whatever is spoilt there keeps nothing out: the export goes beside it, under another name.
///
/// # Errors
/// As the place and the store do. What was put stays, and the next push goes on from it.
pub fn push(
    store: &Store,
    key: &BoxKey,
    mut export: Export,
    place: &dyn Place,
    whole: bool,
) -> Result<Pushed, Fault> {
    let folder = box_folder(&key.verifier());
    let mut there = look(place, key, &folder, whole)?;
    let sent = std::mem::take(&mut there.sent);
    let leaves = export.leaves.iter();
    let new = leaves.filter(|leaf| sent.binary_search(leaf).is_err());
    let new = new.count();
    let nothing_new = sent == export.leaves && !there.sound.is_empty();
    export.leave_out(sent.clone());
    for _ in 0..TRIES {
        let name = export_name(&export.leaves, &sent, &there.spoilt);
        let path = format!("{folder}/{name}");
        if nothing_new || there.sound.contains(&name) {
            // Whoever asks for everything again may have lost some of it.
            if !whole || reads(place, &path) {
                return Ok(Pushed {
                    spoilt: there.spoilt,
                    ..Pushed::default()
                });
            }
        } else {
            match put(store, key, &export, place, path) {
                Err(Fault::Place(error)) if error.kind() == io::ErrorKind::InvalidData => {}
                put => {
                    let spoilt = there.spoilt;
                    return put.map(|pushed| Pushed {
                        new,
                        spoilt,
                        ..pushed
                    });
                }
            }
        }
        there.spoilt.push(name);
    }
    Err(Fault::Place(io::Error::other(format!(
        "what lies in {folder} there is spoilt again and again; remove it from there and push again"
    ))))
}

/// Whether an export that is there reads back whole.
fn reads(place: &dyn Place, export: &str) -> bool {
    Stream::open(place, export.to_owned())
        .and_then(|mut stream| io::copy(&mut stream, &mut io::sink()))
        .is_ok()
}

/// What a box's folder at the place holds.
struct There {
    /// Exports that are there whole.
    sound: Vec<String>,
    /// Those that cannot be listed or read, or are not what this box put there: they count as not there.
    spoilt: Vec<String>,
    /// The leaves whose parts they brought: those of the newest sound one, since each brought what the one
    /// before had not.
    sent: Vec<Leaf>,
}

/// Looks at a box's exports there: the newest, up to one that is sound, since a push goes on from that. With
/// `whole`, the lists of all.
fn look(place: &dyn Place, key: &BoxKey, folder: &str, whole: bool) -> io::Result<There> {
    let (names, unlisted) = exports(place, folder).map_err(|error| {
        io::Error::other(format!(
            "{folder} cannot be listed there: {error}; remove it from there and push again"
        ))
    })?;
    let mut there = There {
        sound: Vec::new(),
        spoilt: unlisted.into_iter().map(|(name, _)| name).collect(),
        sent: Vec::new(),
    };
    for name in names.into_iter().rev() {
        let path = format!("{folder}/{name}");
        let brought = match whole {
            true => read_end(place, &path).is_ok().then(Vec::new),
            false if there.sound.is_empty() => leaves(place, key, path),
            false => Some(std::mem::take(&mut there.sent)),
        };
        match brought {
            Some(sent) => {
                there.sent = sent;
                there.sound.push(name);
            }
            None => there.spoilt.push(name),
        }
    }
    Ok(there)
}

/// The leaves of an export that this box signed.
fn leaves(place: &dyn Place, key: &BoxKey, export: String) -> Option<Vec<Leaf>> {
    let head = read::head(Stream::open(place, export).ok()?).ok()?;
    let own = head.verifier == key.verifier();
    Some(head.body().ok().filter(|_| own)?.leaves)
}

/// Puts one export under one name; `InvalidData` where something else lies there in its place.
fn put(
    store: &Store,
    key: &BoxKey,
    export: &Export,
    place: &dyn Place,
    name: String,
) -> Result<Pushed, Fault> {
    let mut pieces = Pieces {
        place,
        export: name,
        piece: Vec::new(),
        hashes: Vec::new(),
        pushed: Pushed::default(),
        fault: None,
    };
    let written = export::write(store, key, export, &mut pieces);
    if let Some(fault) = pieces.fault.take() {
        return Err(Fault::Place(fault));
    }
    written.map_err(Fault::Box)?;
    Ok(pieces.finish()?)
}

/// An export's name: how many records, and 16 digits that tell which they are and whose parts are left
/// out. So the same name is the same bytes. Where one of that name is spoilt, which nothing overwrites, the next.
fn export_name(leaves: &[Leaf], sent: &[Leaf], spoilt: &[String]) -> String {
    let roots = [leaves, sent].map(|leaves| merkle::root(leaves.iter().copied()));
    let mut seed = roots.concat();
    loop {
        let digits = hex::encode(&Sha256::digest(&seed));
        let digits = digits.get(..16).unwrap_or_default();
        let name = format!("{:08}-{digits}", leaves.len());
        if !spoilt.contains(&name) {
            return name;
        }
        seed.push(0);
    }
}

/// Cuts a bundle into pieces as it is written, and puts each where it is not there yet.
struct Pieces<'a> {
    place: &'a dyn Place,
    export: String,
    piece: Vec<u8>,
    hashes: Vec<String>,
    pushed: Pushed,
    /// What the place said, where it took no more.
    fault: Option<io::Error>,
}

impl Pieces<'_> {
    fn holds(&self, name: &str, most: usize, bytes: &[u8]) -> bool {
        self.place.get(name, most).is_ok_and(|found| found == bytes)
    }

    fn put(&mut self) -> io::Result<()> {
        let name = piece_name(&self.export, self.hashes.len());
        self.hashes.push(hex::encode(&Sha256::digest(&self.piece)));
        match self.place.put_new(&name, &self.piece)? {
            Put::Stored => {
                self.pushed.pieces += 1;
                self.pushed.bytes += self.piece.len();
            }
            Put::WasThere => {
                // Left by a push that was cut off; the same bytes, or this export cannot have this name.
                if !self.holds(&name, PIECE, &self.piece) {
                    return Err(unlike(format!(
                        "{name} is not what this push would put there"
                    )));
                }
                self.pushed.were_there += 1;
            }
        }
        self.piece.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<Pushed> {
        if !self.piece.is_empty() {
            self.put()?;
        }
        let end = End {
            piece: PIECE,
            sha256: std::mem::take(&mut self.hashes),
        };
        let bytes = serde_json::to_vec(&end).map_err(io::Error::other)?;
        let name = format!("{}/{END}", self.export);
        if self.place.put_new(&name, &bytes)? == Put::WasThere
            && !self.holds(&name, super::END_LIMIT, &bytes)
        {
            return Err(unlike(format!("{name} ends another export")));
        }
        Ok(self.pushed)
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE - self.piece.len();
        let taken = room.min(bytes.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE
            && let Err(error) = self.put()
        {
            self.fault = Some(error);
            return Err(io::Error::other("the place takes no more"));
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
