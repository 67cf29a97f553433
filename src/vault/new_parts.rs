//! Parts sealed anew, on their way from the office that opened them to the institution that signs.
//!
//! ```text
//! "tallybox/v1/resealed\n"
//! each part: u32 length, JSON of what it is, u32 length, the age file
//! u32 0, 32 bytes SHA-256 of everything before
//! ```
//! Nothing here is signed: two people compare the fingerprint of the file. So the statistics office's
//! identity and the institution's need never be on one machine. Read as a stream; nothing is allocated by
//! a number that the file claims.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::fingerprint::Fingerprint;
use super::store::slot::PART_LIMIT;
use crate::base::hex;
use crate::response::record::{Header, Leaf, ResealedPart};

/// The first line.
const MAGIC: &[u8] = b"tallybox/v1/resealed\n";
/// What a part is takes no more bytes than this.
const NAMED_LIMIT: u64 = 4 << 10;
/// All parts together are at most this long.
const TOTAL: u64 = 2 << 30;
/// At most this much is allocated before any byte of it was seen.
const AT_ONCE: u64 = 1 << 16;

/// A part sealed anew, with what its record is about.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPart {
    /// Survey id.
    pub survey: String,
    /// Wave, may be empty.
    pub wave: String,
    /// The questionnaire's fingerprint, hex.
    pub fingerprint: String,
    /// What a reseal names.
    pub part: ResealedPart,
    /// The new age file.
    pub sealed: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    survey: String,
    wave: String,
    fingerprint: String,
    part: ResealedPart,
}

impl NewPart {
    /// A new age file in the place of a record's part.
    pub fn new(leaf: Leaf, header: &Header, audience: &str, epoch: u64, sealed: Vec<u8>) -> Self {
        Self {
            survey: header.survey.clone(),
            wave: header.wave.clone(),
            fingerprint: header.fingerprint.clone(),
            part: ResealedPart {
                leaf: leaf.to_hex(),
                audience: audience.to_owned(),
                epoch,
                length: sealed.len() as u64,
                sha256: hex::encode(&Sha256::digest(&sealed)),
            },
            sealed,
        }
    }
}

/// Writes parts, and gives the file's fingerprint.
///
/// # Errors
/// As writing does.
pub fn write(parts: &[NewPart], out: &mut dyn Write) -> io::Result<Fingerprint> {
    let mut hash = Sha256::new();
    let mut put = |bytes: &[u8]| {
        hash.update(bytes);
        out.write_all(bytes)
    };
    put(MAGIC)?;
    for new in parts {
        let named = Named {
            survey: new.survey.clone(),
            wave: new.wave.clone(),
            fingerprint: new.fingerprint.clone(),
            part: new.part.clone(),
        };
        let named = serde_json::to_vec(&named).map_err(io::Error::other)?;
        for bytes in [&named, &new.sealed] {
            let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            put(&length.to_be_bytes())?;
            put(bytes)?;
        }
    }
    put(&0_u32.to_be_bytes())?;
    let digest: [u8; 32] = hash.finalize().into();
    out.write_all(&digest)?;
    Ok(Fingerprint::of_digest(&digest))
}

/// Reads parts, each the bytes that it names, and the file's fingerprint.
///
/// # Errors
/// Where it is another file, was cut or changed, or is too large, in words.
pub fn read(from: impl Read) -> Result<(Vec<NewPart>, Fingerprint), String> {
    let mut source = Source {
        from,
        hash: Sha256::new(),
        left: TOTAL,
    };
    if source.bytes(MAGIC.len() as u64).ok().as_deref() != Some(MAGIC) {
        return Err("these are no parts that were sealed anew".to_owned());
    }
    let mut parts = Vec::new();
    while let Some(named) = source.counted(NAMED_LIMIT)? {
        let named: Named = serde_json::from_slice(&named).map_err(|_| garbled())?;
        let sealed = source.counted(PART_LIMIT)?.ok_or_else(garbled)?;
        let fits = named.part.length == sealed.len() as u64
            && named.part.sha256 == hex::encode(&Sha256::digest(&sealed));
        if !fits {
            return Err(garbled());
        }
        parts.push(NewPart {
            survey: named.survey,
            wave: named.wave,
            fingerprint: named.fingerprint,
            part: named.part,
            sealed,
        });
    }
    let digest: [u8; 32] = source.hash.clone().finalize().into();
    let said = source.bytes(32)?;
    if said != digest || source.from.read(&mut [0]).unwrap_or(1) != 0 {
        return Err(garbled());
    }
    Ok((parts, Fingerprint::of_digest(&digest)))
}

fn garbled() -> String {
    "it was changed or cut on the way".to_owned()
}

struct Source<R> {
    from: R,
    hash: Sha256,
    left: u64,
}

impl<R: Read> Source<R> {
    fn bytes(&mut self, length: u64) -> Result<Vec<u8>, String> {
        if length > self.left {
            return Err("it is too large".to_owned());
        }
        self.left -= length;
        let room = usize::try_from(length.min(AT_ONCE)).unwrap_or(0);
        let mut found = Vec::with_capacity(room);
        let read = (&mut self.from).take(length).read_to_end(&mut found);
        let read = read.map_err(|error| error.to_string())?;
        self.hash.update(&found);
        ((read as u64) == length)
            .then_some(found)
            .ok_or_else(garbled)
    }

    /// Bytes with their length before them; `None` where that is 0.
    fn counted(&mut self, limit: u64) -> Result<Option<Vec<u8>>, String> {
        let length: [u8; 4] = self.bytes(4)?.try_into().map_err(|_| garbled())?;
        match u64::from(u32::from_be_bytes(length)) {
            0 => Ok(None),
            length if length > limit => Err("it is too large".to_owned()),
            length => self.bytes(length).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Vec<NewPart> {
        let part = |byte: u8| NewPart {
            survey: "s".to_owned(),
            wave: "2027".to_owned(),
            fingerprint: "00".repeat(32),
            part: ResealedPart {
                leaf: hex::encode(&[byte; 32]),
                audience: "statistics".to_owned(),
                epoch: 3,
                length: 5,
                sha256: hex::encode(&Sha256::digest([byte; 5])),
            },
            sealed: vec![byte; 5],
        };
        vec![part(1), part(2)]
    }

    #[test]
    fn it_reads_back_and_no_byte_of_it_can_change_unseen() {
        let mut whole = Vec::new();
        let fingerprint = write(&parts(), &mut whole).expect("written");
        let (read_back, same) = read(&whole[..]).expect("it reads");
        assert!(read_back == parts() && same == fingerprint);
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            assert!(read(&changed[..]).is_err(), "byte {place}");
            assert!(read(&whole[..place]).is_err(), "cut at {place}");
        }
        whole.push(0);
        assert!(read(&whole[..]).is_err(), "more after the end");
    }
}
