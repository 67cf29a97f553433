//! Records on their way into a store, in a file without a name: sealed and signed as they came, put down in the
//! order of their bundles and taken up in the order of their leaves, which no bundle alone is in.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::read;
use super::write::put_record;
use crate::response::record::Record;
use crate::vault::store::files;

/// The file's name in the box folder while it has one.
const NAME: &str = "merging.tmp";
/// Bytes that are written at once.
const PIECE: usize = 1 << 20;

/// The file; gone with the process, whatever becomes of it.
pub struct Spool {
    out: BufWriter<File>,
    end: u64,
    /// Where the file still has its name, as it must outside Unix.
    _named: Option<Named>,
}

/// Where a record lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    at: u64,
    length: u64,
}

/// Removes the file when dropped.
struct Named(PathBuf);

impl Spool {
    /// Makes the file in a box folder.
    ///
    /// # Errors
    /// As the file system does; where another merge into the same box is at it.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        // What a killed process left before it could take the name away.
        if !files::is_something_else(&path) {
            drop(std::fs::remove_file(&path));
        }
        let file = files::new_private_spool(&path)?;
        let named = (!cfg!(unix)).then(|| Named(path));
        Ok(Self {
            out: BufWriter::with_capacity(PIECE, file),
            end: 0,
            _named: named,
        })
    }

    /// How long it is.
    pub const fn end(&self) -> u64 {
        self.end
    }

    /// Puts a record down.
    ///
    /// # Errors
    /// As the file system does.
    pub fn put(&mut self, record: &Record) -> io::Result<Span> {
        put_record(&mut self.out, record)?;
        let parts: u64 = record
            .parts
            .iter()
            .map(|part| length_of(part.as_deref()))
            .sum();
        let length = 4 + record.signed.header.len() as u64 + 64 + 1 + parts;
        let span = Span {
            at: self.end,
            length,
        };
        self.end += length;
        Ok(span)
    }

    /// Takes back all that was put down since it was so long.
    ///
    /// # Errors
    /// As the file system does.
    pub fn cut(&mut self, end: u64) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().set_len(end)?;
        self.out.seek(SeekFrom::Start(end))?;
        self.end = end;
        Ok(())
    }

    /// Ends putting down, and begins taking up.
    ///
    /// # Errors
    /// As the file system does.
    pub fn taking(&mut self) -> io::Result<Taking<'_>> {
        self.out.flush()?;
        Ok(Taking {
            file: self.out.get_mut(),
            bytes: Vec::new(),
        })
    }
}

/// A file that records are taken up from.
pub struct Taking<'a> {
    file: &'a mut File,
    bytes: Vec<u8>,
}

impl Taking<'_> {
    /// Takes up the record that lies there.
    ///
    /// # Errors
    /// As the file system does.
    pub fn get(&mut self, span: Span) -> io::Result<Record> {
        self.bytes.clear();
        self.file.seek(SeekFrom::Start(span.at))?;
        let mut file = (&mut *self.file).take(span.length);
        file.read_to_end(&mut self.bytes)?;
        read::record(self.bytes.as_slice()).map_err(|refused| io::Error::other(refused.to_string()))
    }
}

fn length_of(part: Option<&[u8]>) -> u64 {
    part.map_or(1, |sealed| 1 + 4 + sealed.len() as u64)
}

impl Drop for Named {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::record::Signed;

    fn record(number: u8) -> Record {
        let length = usize::from(number);
        Record {
            signed: Signed {
                header: vec![number; length + 1],
                signature: [number; 64],
            },
            parts: vec![Some(vec![number; length * 3]), None],
        }
    }

    #[test]
    fn what_was_put_down_is_taken_up_in_any_order_and_what_was_cut_off_leaves_no_gap() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::create(folder.path()).unwrap();
        let mut kept = Vec::new();
        for number in 0..50 {
            let mark = spool.end();
            let span = spool.put(&record(number)).unwrap();
            if number % 3 == 0 {
                spool.cut(mark).unwrap();
                assert_eq!(spool.end(), mark);
            } else {
                kept.push((number, span));
            }
        }
        kept.reverse();
        let mut taking = spool.taking().unwrap();
        for (number, span) in kept {
            assert!(taking.get(span).unwrap() == record(number));
        }
    }

    #[test]
    fn nobody_else_finds_it_and_what_lies_in_its_place_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::create(folder.path()).unwrap();
        spool.put(&record(9)).unwrap();
        spool.taking().unwrap();
        if cfg!(unix) {
            assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        }
        drop(spool);
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        assert!(Spool::create(folder.path()).is_err());
    }
}
