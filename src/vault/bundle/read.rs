//! A bundle taken apart as it streams by, believing nothing: first the signature, then the leaves
//! under the signed root, then each record against its leaf, its header and its parts' hashes.
//!
//! Nothing is allocated by a number that the file claims, only by the bytes that are there.

use std::io::{Error, ErrorKind, Read};

use sha2::{Digest as _, Sha256};

use super::refused::{Reason, Refused};
use super::{DOCUMENTS_LIMIT, LINE_LIMIT, MAGIC, NOTE_LIMIT, RECORDS_LIMIT};
use crate::response::record::{HEADER_LIMIT, Header, HeaderError, Leaf, Record, Signed};
use crate::vault::checkpoint::{self, Checkpoint};
use crate::vault::merkle::Tree;
use crate::vault::note::Verifier;
use crate::vault::store::slot::{PART_LIMIT, Slot, slots};
use crate::vault::store::{Document, DocumentKind};

/// Leaves are read this many at a time.
const LEAVES_AT_ONCE: u64 = 1024;
/// At most this much is allocated before any byte of it was seen.
const AT_ONCE: u64 = 1 << 16;

/// Reads, hashes what was read, and tells an end from a cut.
struct Source<R> {
    from: R,
    /// `None` where nothing was signed over what is read.
    hash: Option<Sha256>,
}

/// A bundle of which the first lines were read: whose it is, as its signature proves.
pub struct Head<R> {
    source: Source<R>,
    /// The box's public key.
    pub verifier: Verifier,
    /// What the box signed.
    pub checkpoint: Checkpoint,
    /// The signed note itself.
    pub note: String,
}

/// A bundle up to its records: its leaves are those that the box signed.
pub struct Body<R> {
    source: Source<R>,
    /// Documents as they came; [`Document::is_sound`] says whether each is what it says.
    pub documents: Vec<Document>,
    /// The leaves, ascending.
    pub leaves: Vec<Leaf>,
    next: usize,
    set_aside: usize,
}

/// A record that fits leaf, header and hashes.
pub struct Sound {
    /// Its header.
    pub header: Header,
    /// Its parts as the header names them.
    pub slots: Vec<Slot>,
    /// The record; parts that are not here are `None`.
    pub record: Record,
}

/// What is left of a bundle after its last record.
pub struct End {
    /// Its documents, as they came.
    pub documents: Vec<Document>,
    /// Its leaves, ascending.
    pub leaves: Vec<Leaf>,
}

/// One record of a bundle.
pub struct Entry {
    /// The leaf that the box signed.
    pub leaf: Leaf,
    /// The record, or why it is set aside.
    pub found: Result<Sound, Reason>,
}

/// Reads the first lines of a bundle.
///
/// # Errors
/// Where it is not a bundle, or its checkpoint is not signed by its key.
pub fn head<R: Read>(from: R) -> Result<Head<R>, Refused> {
    let hash = Some(Sha256::new());
    let mut source = Source { from, hash };
    match source.array::<{ MAGIC.len() }>("its first line") {
        Ok(magic) if magic == MAGIC => {}
        Err(Refused::Unread(words)) => return Err(Refused::Unread(words)),
        _ => return Err(Refused::NotABundle),
    }
    let line = source.line()?;
    let verifier = checkpoint::parse_verifier(&line).ok_or(Refused::Verifier)?;
    let note = source.counted(NOTE_LIMIT, "the checkpoint")?;
    let note = String::from_utf8(note).map_err(|_| Refused::Garbled("its checkpoint"))?;
    let checkpoint = Checkpoint::open(&note, &verifier).map_err(Refused::Checkpoint)?;
    Ok(Head {
        source,
        verifier,
        checkpoint,
        note,
    })
}

impl<R: Read> Head<R> {
    /// Reads on to the records.
    ///
    /// # Errors
    /// Where it is cut or garbled, or its leaves are not those that were signed.
    pub fn body(self) -> Result<Body<R>, Refused> {
        let Self {
            mut source,
            checkpoint,
            ..
        } = self;
        let documents = source.documents()?;
        let count = u64::from_be_bytes(source.array("the number of records")?);
        if count > RECORDS_LIMIT {
            return Err(Refused::TooLarge("a number of records"));
        }
        if count != checkpoint.size {
            return Err(Refused::Size {
                signed: checkpoint.size,
                found: count,
            });
        }
        let leaves = source.leaves(count)?;
        let mut tree = Tree::default();
        for leaf in &leaves {
            tree.push(*leaf);
        }
        if !leaves.is_sorted_by(|a, b| a < b) || tree.root() != checkpoint.root {
            return Err(Refused::Root);
        }
        Ok(Body {
            source,
            documents,
            leaves,
            next: 0,
            set_aside: 0,
        })
    }
}

impl<R: Read> Body<R> {
    /// Reads the next record; `None` after the last. A record that is known here need not have its
    /// signature checked again: its leaf is the hash of header and signature.
    ///
    /// # Errors
    /// Where the stream is cut or garbled: nothing of the bundle can be taken then.
    pub fn record(&mut self, known: impl FnOnce(Leaf) -> bool) -> Option<Result<Entry, Refused>> {
        let (leaf, record) = match self.unchecked()? {
            Ok(read) => read,
            Err(refused) => return Some(Err(refused)),
        };
        let found = check(leaf, record, known(leaf));
        self.set_aside += usize::from(found.is_err());
        Some(Ok(Entry { leaf, found }))
    }

    /// Reads the next record's bytes, to be looked at by [`check`] on another thread; `None` after the
    /// last.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn unchecked(&mut self) -> Option<Result<(Leaf, Record), Refused>> {
        let leaf = *self.leaves.get(self.next)?;
        self.next += 1;
        Some(self.source.record().map(|record| (leaf, record)))
    }

    /// Notes that so many records read by [`Self::unchecked`] are set aside, which the end hash may then show.
    pub const fn note_set_aside(&mut self, records: usize) {
        self.set_aside += records;
    }

    /// Reads the end, after the last record.
    ///
    /// # Errors
    /// Where it is cut, where more follows, or where its hash does not fit although nothing that was
    /// set aside explains it.
    pub fn finish(mut self) -> Result<End, Refused> {
        let hash = self.source.hash.clone().unwrap_or_default();
        let hash: [u8; 32] = hash.finalize().into();
        let said: [u8; 32] = self.source.array("its last line")?;
        if self.source.byte("").is_ok() {
            return Err(Refused::Trailing);
        }
        let unsound = self.documents.iter().any(|document| !document.is_sound());
        if hash != said && self.set_aside == 0 && !unsound {
            return Err(Refused::EndHash);
        }
        Ok(End {
            documents: self.documents,
            leaves: self.leaves,
        })
    }
}

/// Reads one record as it stands in a bundle, from bytes of our own.
///
/// # Errors
/// Where they are cut or garbled.
pub(super) fn record(from: impl Read) -> Result<Record, Refused> {
    Source { from, hash: None }.record()
}

/// Holds a record against its leaf, its signature (unless it is known here), its header and its parts'
/// hashes.
///
/// # Errors
/// Why it is to be set aside.
pub fn check(leaf: Leaf, record: Record, known: bool) -> Result<Sound, Reason> {
    if record.signed.leaf() != leaf {
        return Err(Reason::Leaf);
    }
    let header = if known {
        serde_json::from_slice(&record.signed.header).map_err(|_| HeaderError::NotCanonical)
    } else {
        record.signed.verify()
    };
    let header = header.map_err(Reason::Header)?;
    let slots = slots(&header)
        .filter(|slots| slots.len() == record.parts.len())
        .ok_or(Reason::Parts)?;
    let hurt = slots
        .iter()
        .zip(&record.parts)
        .find(|(slot, part)| part.as_deref().is_some_and(|sealed| !slot.fits(sealed)));
    match hurt {
        Some((slot, _)) => Err(Reason::Part(slot.name.clone())),
        None => Ok(Sound {
            header,
            slots,
            record,
        }),
    }
}

fn unread(error: &Error, what: &'static str) -> Refused {
    match error.kind() {
        ErrorKind::UnexpectedEof => Refused::Cut(what),
        _ => Refused::Unread(error.to_string()),
    }
}

impl<R: Read> Source<R> {
    /// Exactly `length` bytes, held only as they arrive.
    fn bytes(&mut self, length: u64, what: &'static str) -> Result<Vec<u8>, Refused> {
        let mut found = Vec::with_capacity(usize::try_from(length.min(AT_ONCE)).unwrap_or(0));
        let read = (&mut self.from).take(length).read_to_end(&mut found);
        let read = read.map_err(|error| unread(&error, what))?;
        if (read as u64) < length {
            return Err(Refused::Cut(what));
        }
        self.note(&found);
        Ok(found)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Refused> {
        let mut found = [0; N];
        self.from
            .read_exact(&mut found)
            .map_err(|error| unread(&error, what))?;
        self.note(&found);
        Ok(found)
    }

    fn note(&mut self, found: &[u8]) {
        if let Some(hash) = &mut self.hash {
            hash.update(found);
        }
    }

    fn byte(&mut self, what: &'static str) -> Result<u8, Refused> {
        self.array(what).map(|[byte]| byte)
    }

    fn number(&mut self, limit: u64, what: &'static str) -> Result<u64, Refused> {
        let number = u64::from(u32::from_be_bytes(self.array(what)?));
        if number > limit {
            return Err(Refused::TooLarge(what));
        }
        Ok(number)
    }

    fn counted(&mut self, limit: u64, what: &'static str) -> Result<Vec<u8>, Refused> {
        let length = self.number(limit, what)?;
        self.bytes(length, what)
    }

    fn line(&mut self) -> Result<String, Refused> {
        let mut line = Vec::new();
        loop {
            match self.byte("its second line")? {
                b'\n' => break,
                _ if line.len() as u64 >= LINE_LIMIT => return Err(Refused::Verifier),
                byte => line.push(byte),
            }
        }
        String::from_utf8(line).map_err(|_| Refused::Verifier)
    }

    fn documents(&mut self) -> Result<Vec<Document>, Refused> {
        let count = self.number(DOCUMENTS_LIMIT, "a number of documents")?;
        let mut documents: Vec<Document> = Vec::new();
        let mut room = DOCUMENTS_LIMIT;
        for _ in 0..count {
            let kind = DocumentKind::from_number(self.byte("a document")?)
                .ok_or(Refused::Garbled("a document"))?;
            let sha256 = self.array("a document")?;
            let body = self.counted(room, "a document")?;
            room -= body.len() as u64;
            if documents.last().is_some_and(|last| last.sha256 >= sha256) {
                return Err(Refused::Order);
            }
            documents.push(Document { kind, sha256, body });
        }
        Ok(documents)
    }

    fn leaves(&mut self, count: u64) -> Result<Vec<Leaf>, Refused> {
        let mut leaves = Vec::new();
        let mut left = count;
        while left > 0 {
            let now = left.min(LEAVES_AT_ONCE);
            let bytes = self.bytes(now * 32, "the list of records")?;
            let (chunks, _) = bytes.as_chunks::<32>();
            leaves.extend(chunks.iter().map(|leaf| Leaf(*leaf)));
            left -= now;
        }
        Ok(leaves)
    }

    fn record(&mut self) -> Result<Record, Refused> {
        let header = self.counted(HEADER_LIMIT as u64, "a header")?;
        let signature = self.array("a signature")?;
        let count = self.byte("a record")?;
        let parts = (0..count).map(|_| self.part()).collect::<Result<_, _>>()?;
        let signed = Signed { header, signature };
        Ok(Record { signed, parts })
    }

    fn part(&mut self) -> Result<Option<Vec<u8>>, Refused> {
        match self.byte("a part")? {
            0 => Ok(None),
            1 => self.counted(PART_LIMIT, "a part").map(Some),
            _ => Err(Refused::Garbled("a part")),
        }
    }
}
