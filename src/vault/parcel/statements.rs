//! What the institution said of records, without the records: how annulments and purges travel in a kit.
//!
//! Each is the very record that it is everywhere else (docs/format.md §8), which has no parts: u32 length of the header,
//! header, 64 bytes signature; one after another. So it has the same leaf wherever it arrives, by kit or by merge.

use super::Refused;
use crate::response::record::{HEADER_LIMIT, Header, Kind, Signed};

/// A statement whose signature was checked; whether its signer is an institution is the caller's to ask.
pub struct Statement {
    /// What it says.
    pub header: Header,
    /// The bytes that were signed.
    pub signed: Signed,
}

/// Whether records of this kind are statements: an institution's, about records, without anybody's answers.
pub const fn is_statement(kind: Kind) -> bool {
    matches!(kind, Kind::Annulment | Kind::Purge)
}

/// The bytes of a content.
pub fn write<'s>(statements: impl IntoIterator<Item = &'s Signed>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for one in statements {
        // A header has a limit far below it.
        let length = u32::try_from(one.header.len()).unwrap_or(u32::MAX);
        bytes.extend(length.to_be_bytes());
        bytes.extend(&one.header);
        bytes.extend(one.signature);
    }
    bytes
}

/// The statements of a content.
///
/// # Errors
/// The first that is cut, is no sound record, or is of a kind that does not travel by itself.
pub fn read(mut bytes: &[u8]) -> Result<Vec<Statement>, Refused> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (signed, rest) = first(bytes).ok_or(Refused::Cut("its statements"))?;
        let header = signed.verify();
        let header = header.map_err(|_| Refused::Statement(signed.leaf().to_hex()))?;
        if !is_statement(header.kind) {
            return Err(Refused::Statement(signed.leaf().to_hex()));
        }
        all.push(Statement { header, signed });
        bytes = rest;
    }
    Ok(all)
}

fn first(bytes: &[u8]) -> Option<(Signed, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (header, rest) = rest.split_at_checked(length.min(HEADER_LIMIT + 1))?;
    let (signature, rest) = rest.split_first_chunk::<64>()?;
    let signed = Signed {
        header: header.to_vec(),
        signature: *signature,
    };
    Some((signed, rest))
}
