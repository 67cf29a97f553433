//! The file in which a box travels (docs/format.md §11): one flat file, no archive, no compression, no names.
//!
//! ```text
//! "tallybox/v1/bundle\n"
//! verifier key line "\n"
//! u32 length, checkpoint note
//! u32 count of documents, each: u8 kind (1 questionnaire, 2 key set), 32 bytes SHA-256, u32 length, bytes
//! u64 count of records, count x 32 bytes of leaf, ascending
//! each record in that order: u32 length, header, 64 bytes signature, u8 number of parts,
//!     each part: u8 1, u32 length, bytes; or u8 0 where it is not here
//! 32 bytes SHA-256 of everything before
//! ```
//! Numbers are big-endian. [`mod@write`] makes one from a store, [`read`] takes one apart without
//! believing any number in it.

pub mod clear;
pub mod export;
pub mod read;
mod refused;
pub mod spool;
pub mod write;

pub use refused::{Reason, Refused};

/// What a bundle begins with.
pub const MAGIC: &[u8] = b"tallybox/v1/bundle\n";
/// A verifier key line is at most this long.
const LINE_LIMIT: u64 = 512;
/// A checkpoint is at most this long.
const NOTE_LIMIT: u64 = 4 << 10;
/// All documents together are at most this long.
const DOCUMENTS_LIMIT: u64 = 32 << 20;
/// A bundle holds at most this many records.
const RECORDS_LIMIT: u64 = 1_000_000;
