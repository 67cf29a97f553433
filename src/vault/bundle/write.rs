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

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
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
    put_front(&mut out, front)?;
    for leaf in front.leaves {
        put_record(&mut out, &record(*leaf)?)?;
    }
    let end = out.hash.clone().finalize();
    out.write_all(&end)?;
    Ok(out.flush()?)
}

fn put_number(out: &mut impl Write, number: usize) -> io::Result<()> {
    let number = u32::try_from(number).map_err(|_| io::Error::other("too large to export"))?;
    out.write_all(&number.to_be_bytes())
}

fn put_counted(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    put_number(out, bytes.len())?;
    out.write_all(bytes)
}

fn put_front(out: &mut impl Write, front: &Front<'_>) -> io::Result<()> {
    out.write_all(MAGIC)?;
    out.write_all(front.verifier.to_line().as_bytes())?;
    out.write_all(b"\n")?;
    put_counted(out, front.note.as_bytes())?;
    put_number(out, front.documents.len())?;
    for document in front.documents {
        out.write_all(&[document.kind.number()])?;
        out.write_all(&document.sha256)?;
        put_counted(out, &document.body)?;
    }
    out.write_all(&(front.leaves.len() as u64).to_be_bytes())?;
    let mut leaves = front.leaves.iter();
    leaves.try_for_each(|leaf| out.write_all(&leaf.0))
}

/// Writes one record as it stands in a bundle.
pub(super) fn put_record(out: &mut impl Write, record: &Record) -> io::Result<()> {
    put_counted(out, &record.signed.header)?;
    out.write_all(&record.signed.signature)?;
    let parts = u8::try_from(record.parts.len());
    out.write_all(&[parts.map_err(|_| io::Error::other("too many parts to export"))?])?;
    record.parts.iter().try_for_each(|part| match part {
        Some(sealed) => {
            out.write_all(&[1])?;
            put_counted(out, sealed)
        }
        None => out.write_all(&[0]),
    })
}
