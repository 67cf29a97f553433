//! What is left of a damaged store, read page by page and taken into another one.
//!
//! SQLite is not asked: a file that it refuses, or that somebody prepared against it, is only bytes here.
//! Nothing is believed but hashes: a record is its leaf's, a part is the one that its record names, a
//! document has its own hash. Whatever the order of the pages, the same rows come out.

mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use self::pages::{Pages, Value};
use super::store::slot::{Slot, slots};
use super::store::{Document, DocumentKind, Result, Store, StoreError, Writer};
use crate::response::record::{Leaf, Signed};

/// What was found and taken.
#[derive(Default)]
pub struct Salvaged {
    /// Records.
    pub records: usize,
    /// Their parts.
    pub parts: usize,
    /// Documents.
    pub documents: usize,
    /// Records of which something is left, a part or a mention, but no header.
    pub lost: BTreeSet<Leaf>,
}

impl Salvaged {
    /// Whether nothing was found that a store has.
    pub fn is_nothing(&self) -> bool {
        self.records + self.parts + self.documents == 0 && self.lost.is_empty()
    }
}

/// Takes every sound record, part and document of a store's file into another store.
///
/// # Errors
/// Where the file cannot be read at all, or the store takes no writing.
pub fn salvage(from: &Path, into: &mut Store) -> Result<Salvaged> {
    let mut pages = Pages::open(from)?;
    let writer = into.write()?;
    let mut salvaged = Salvaged::default();
    let mut named = BTreeMap::new();
    let mut mentioned = BTreeSet::new();
    pages.each_row(|row| {
        if let Some((leaf, signed, slots)) = record(&row) {
            writer.put_header(leaf, &signed).map_err(io::Error::other)?;
            named.insert(leaf, slots);
        }
        mentioned.extend(mention(&row));
        Ok(())
    })?;
    // Parts come second, since pages have no order and a part is nothing without its header.
    pages.each_row(|row| {
        let taken = take(&row, &writer, &named).map_err(io::Error::other)?;
        salvaged.parts += usize::from(taken == Some(Taken::Part));
        salvaged.documents += usize::from(taken == Some(Taken::Document));
        Ok(())
    })?;
    writer.commit()?;
    salvaged.records = named.len();
    mentioned.retain(|leaf| !named.contains_key(leaf));
    salvaged.lost = mentioned;
    Ok(salvaged)
}

#[derive(PartialEq, Eq)]
enum Taken {
    Part,
    Document,
}

fn record(row: &[Value]) -> Option<(Leaf, Signed, Vec<Slot>)> {
    let [
        Value::Blob(leaf),
        Value::Blob(header),
        Value::Blob(signature),
    ] = row
    else {
        return None;
    };
    let signed = Signed {
        header: header.clone(),
        signature: signature.as_slice().try_into().ok()?,
    };
    let leaf = Leaf(leaf.as_slice().try_into().ok()?);
    if signed.leaf() != leaf {
        return None;
    }
    let header = signed.verify().ok()?;
    Some((leaf, signed, slots(&header)?))
}

/// The record of which a row is a part, or which it says was exported.
fn mention(row: &[Value]) -> Option<Leaf> {
    let leaf = match row {
        [Value::Blob(leaf), Value::Text(kind), Value::Blob(_)] if !is_document(kind) => leaf,
        // A part's row begins with its number, and its index's row ends with it.
        [
            Value::Other,
            Value::Blob(leaf),
            Value::Text(_),
            Value::Blob(_),
        ]
        | [Value::Blob(leaf), Value::Text(_), Value::Other] => leaf,
        [Value::Blob(key), Value::Blob(leaf)] if key.len() == 32 => leaf,
        _ => return None,
    };
    Some(Leaf(leaf.as_slice().try_into().ok()?))
}

fn is_document(kind: &str) -> bool {
    DocumentKind::from_name(kind).is_some()
}

/// Takes a row that is a document or a part of a record which is here.
fn take(
    row: &[Value],
    writer: &Writer<'_>,
    named: &BTreeMap<Leaf, Vec<Slot>>,
) -> Result<Option<Taken>, StoreError> {
    let ([Value::Blob(key), Value::Text(name), Value::Blob(body)]
    | [
        Value::Other,
        Value::Blob(key),
        Value::Text(name),
        Value::Blob(body),
    ]) = row
    else {
        return Ok(None);
    };
    let Ok(key) = <[u8; 32]>::try_from(key.as_slice()) else {
        return Ok(None);
    };
    if let Some(kind) = DocumentKind::from_name(name) {
        let document = Document::new(kind, body);
        if document.sha256 != key {
            return Ok(None);
        }
        writer.keep_document(&document)?;
        return Ok(Some(Taken::Document));
    }
    let leaf = Leaf(key);
    let mut slots = named.get(&leaf).into_iter().flatten();
    if !slots.any(|slot| slot.name == *name && slot.fits(body)) {
        return Ok(None);
    }
    writer.put_part(leaf, name, body)?;
    Ok(Some(Taken::Part))
}
