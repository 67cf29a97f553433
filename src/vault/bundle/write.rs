//! A store's records as a bundle, written as a stream.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::MAGIC;
use crate::response::record::{Leaf, Record};
use crate::vault::note::Verifier;
use crate::vault::store::Document;

/// What stands before the records.
pub struct Front<'a> {
    /// The box's public key.
    pub verifier: &'a Verifier,
    /// Its signed checkpoint over `leaves`.
    pub note: &'a str,
    /// The documents that the records name.
    pub documents: &'a [Document],
    /// The leaves, ascending.
    pub leaves: &'a [Leaf],
}

/// Passes bytes on and hashes them.
struct Hashing<W> {
    out: W,
    hash: Sha256,
}

/// Writes a whole bundle; `record` gives the record of each leaf in turn.
///
/// # Errors
/// As writing does, and as `record` does.
pub fn write<E: From<io::Error>>(
    out: impl Write,
    front: &Front<'_>,
    mut record: impl FnMut(Leaf) -> Result<Record, E>,
) -> Result<(), E> {
    let hash = Sha256::new();
    let mut out = Hashing { out, hash };
    out.front(front)?;
    for leaf in front.leaves {
        out.record(&record(*leaf)?)?;
    }
    let end = out.hash.clone().finalize();
    out.put(&end)?;
    Ok(out.out.flush()?)
}

impl<W: Write> Hashing<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.out.write_all(bytes)
    }

    fn put_number(&mut self, number: usize) -> io::Result<()> {
        let number = u32::try_from(number).map_err(|_| io::Error::other("too large to export"))?;
        self.put(&number.to_be_bytes())
    }

    fn put_counted(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.put_number(bytes.len())?;
        self.put(bytes)
    }

    fn front(&mut self, front: &Front<'_>) -> io::Result<()> {
        self.put(MAGIC)?;
        self.put(front.verifier.to_line().as_bytes())?;
        self.put(b"\n")?;
        self.put_counted(front.note.as_bytes())?;
        self.put_number(front.documents.len())?;
        for document in front.documents {
            self.put(&[document.kind.number()])?;
            self.put(&document.sha256)?;
            self.put_counted(&document.body)?;
        }
        self.put(&(front.leaves.len() as u64).to_be_bytes())?;
        front.leaves.iter().try_for_each(|leaf| self.put(&leaf.0))
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        self.put_counted(&record.signed.header)?;
        self.put(&record.signed.signature)?;
        let parts = u8::try_from(record.parts.len());
        self.put(&[parts.map_err(|_| io::Error::other("too many parts to export"))?])?;
        record.parts.iter().try_for_each(|part| match part {
            Some(sealed) => {
                self.put(&[1])?;
                self.put_counted(sealed)
            }
            None => self.put(&[0]),
        })
    }
}
