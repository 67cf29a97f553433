//! A box's export put at a place: what is not there yet, a piece at a time.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::{END, End, PIECE, Place, Put, Stream, box_folder, exports, piece_name, read_end};
use crate::base::hex;
use crate::response::record::Leaf;
use crate::vault::bundle::export::{self, Export};
use crate::vault::bundle::read;
use crate::vault::checkpoint::BoxKey;
use crate::vault::merkle;
use crate::vault::store::{Result, Store};

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
    /// Exports whose list of pieces was spoilt there, so that they count as not there.
    pub spoilt: Vec<String>,
}

/// Puts an export there, unless it is; gives what travelled. With `whole` every part travels, whatever
/// is there.
///
/// # Errors
/// As the place and the store do. What was put stays, and the next push goes on from it.
pub fn push(
    store: &Store,
    key: &BoxKey,
    mut export: Export,
    place: &dyn Place,
    whole: bool,
) -> Result<Pushed> {
    let folder = box_folder(&key.verifier());
    let (there, spoilt) = sound(place, &folder, whole)?;
    let sent = if whole {
        Vec::new()
    } else {
        sent(place, key, &folder, &there)?
    };
    let name = export_name(&export.leaves, &sent, &spoilt);
    if whole && there.contains(&name) {
        check(place, &format!("{folder}/{name}"))?;
    }
    let is_there = there.contains(&name) || (sent == export.leaves && !there.is_empty());
    let leaves = export.leaves.iter();
    let new = leaves.filter(|leaf| sent.binary_search(leaf).is_err());
    let pushed = Pushed {
        new: if is_there { 0 } else { new.count() },
        spoilt,
        ..Pushed::default()
    };
    if is_there {
        return Ok(pushed);
    }
    export.leave_out(sent);
    let mut pieces = Pieces {
        place,
        export: format!("{folder}/{name}"),
        piece: Vec::new(),
        hashes: Vec::new(),
        pushed,
    };
    export::write(store, key, &export, &mut pieces)?;
    Ok(pieces.finish()?)
}

/// Reads an export that is there back: whoever asks for everything again may have lost some of it.
fn check(place: &dyn Place, export: &str) -> io::Result<()> {
    let mut stream = Stream::open(place, export.to_owned())?;
    let copied = io::copy(&mut stream, &mut io::sink());
    copied.map(drop).map_err(|error| {
        io::Error::other(format!(
            "{error}; remove {export} from there and push again"
        ))
    })
}

/// The exports that are there whole, and those whose list of pieces is spoilt: these count as not there. The
/// newest are looked at, up to one that is sound, since a push goes on from that; with `whole` all are.
fn sound(place: &dyn Place, folder: &str, whole: bool) -> io::Result<(Vec<String>, Vec<String>)> {
    let (mut there, mut spoilt) = (Vec::new(), Vec::new());
    for name in exports(place, folder)?.into_iter().rev() {
        if !whole && !there.is_empty() {
            there.push(name);
            continue;
        }
        match read_end(place, &format!("{folder}/{name}")) {
            Ok(_) => there.push(name),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => spoilt.push(name),
            Err(error) => return Err(error),
        }
    }
    there.reverse();
    Ok((there, spoilt))
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

/// The leaves whose parts earlier exports brought: those of the last one, since each brought what the one
/// before had not. A list that this box did not sign says nothing.
fn sent(place: &dyn Place, key: &BoxKey, folder: &str, there: &[String]) -> io::Result<Vec<Leaf>> {
    let Some(last) = there.last() else {
        return Ok(Vec::new());
    };
    let stream = Stream::open(place, format!("{folder}/{last}"))?;
    let read = read::head(stream).and_then(|head| {
        let own = head.verifier == key.verifier();
        Ok((own, head.body()?.leaves))
    });
    match read {
        Ok((true, leaves)) => Ok(leaves),
        Ok((false, _)) => Err(io::Error::other(format!(
            "{folder}/{last} is another box's"
        ))),
        Err(refused) => Err(io::Error::other(format!(
            "{folder}/{last}: {refused}; `--whole` sends every answer again"
        ))),
    }
}

/// Cuts a bundle into pieces as it is written, and puts each where it is not there yet.
struct Pieces<'a> {
    place: &'a dyn Place,
    export: String,
    piece: Vec<u8>,
    hashes: Vec<String>,
    pushed: Pushed,
}

impl Pieces<'_> {
    fn put(&mut self) -> io::Result<()> {
        let name = piece_name(&self.export, self.hashes.len());
        self.hashes.push(hex::encode(&Sha256::digest(&self.piece)));
        match self.place.put_new(&name, &self.piece)? {
            Put::Stored => {
                self.pushed.pieces += 1;
                self.pushed.bytes += self.piece.len();
            }
            Put::WasThere => {
                // Left by a push that was cut off; the same bytes, or this export cannot be put.
                if self.place.get(&name, PIECE)? != self.piece {
                    return Err(io::Error::other(format!(
                        "{name} is not what this push would put there; remove {} and push again",
                        self.export
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
            && self.place.get(&name, super::END_LIMIT)? != bytes
        {
            return Err(io::Error::other(format!("{name} ends another export")));
        }
        Ok(self.pushed)
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE - self.piece.len();
        let taken = room.min(bytes.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.put()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
