//! Which parts a record has and what each is called, the same for store, bundle and extract.
//!
//! A response's parts go by their audience. A reseal carries the new bytes of parts of other
//! records: those go by `AUDIENCE@LEAF` of the record that they belong to.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use crate::base::hex;
use crate::response::record::{Header, Kind};

/// A part is at most this long (docs/format.md §11).
pub const PART_LIMIT: u64 = 1 << 20;
/// A record names at most this many parts: a bundle counts them in one byte.
pub const COUNT_LIMIT: usize = 255;
/// An audience's id is at most this long.
const AUDIENCE_LIMIT: usize = 64;

/// One part as its record's header names it.
#[derive(Clone, PartialEq, Eq)]
pub struct Slot {
    /// The audience, or `AUDIENCE@LEAF` in a reseal. Safe as a piece of a file name.
    pub name: String,
    /// Length in bytes.
    pub length: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
}

/// The name in a reseal of a part of another record.
pub fn resealed_name(audience: &str, leaf_hex: &str) -> String {
    format!("{audience}@{leaf_hex}")
}

/// The parts of a record in the order in which they travel; `None` where a header that verifies
/// still asks for what no store holds: too many or too long parts, one twice, an audience that is
/// no plain id.
pub fn slots(header: &Header) -> Option<Vec<Slot>> {
    let own = header
        .parts
        .iter()
        .map(|part| slot(&part.audience, None, part.length, &part.sha256));
    let resealed = header.resealed.iter().flatten();
    let of_others =
        resealed.map(|part| slot(&part.audience, Some(&part.leaf), part.length, &part.sha256));
    let all: Vec<Slot> = match header.kind {
        Kind::Reseal => of_others.collect::<Option<_>>()?,
        _ => own.collect::<Option<_>>()?,
    };
    let names: BTreeSet<&str> = all.iter().map(|slot| slot.name.as_str()).collect();
    (names.len() == all.len() && all.len() <= COUNT_LIMIT).then_some(all)
}

fn slot(audience: &str, leaf: Option<&str>, length: u64, sha256: &str) -> Option<Slot> {
    if !is_audience(audience) || length > PART_LIMIT {
        return None;
    }
    Some(Slot {
        name: leaf.map_or_else(|| audience.to_owned(), |leaf| resealed_name(audience, leaf)),
        length,
        sha256: hex::decode_array(sha256)?,
    })
}

fn is_audience(id: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    (1..=AUDIENCE_LIMIT).contains(&id.len()) && id.bytes().all(plain)
}

impl Slot {
    /// Whether these are the bytes that the header names.
    pub fn fits(&self, sealed: &[u8]) -> bool {
        sealed.len() as u64 == self.length && Sha256::digest(sealed)[..] == self.sha256
    }
}
