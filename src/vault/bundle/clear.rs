//! All that a bundle says to whoever has it and no key, value by value: what a stick that was lost tells.

use std::io::Read;

use super::Refused;
use super::read;
use crate::base::hex;
use crate::vault::store::clear::{Clear, Table, clear_bytes};
use crate::vault::store::slot::slots;
use crate::vault::store::{DocumentKind, read_header};

/// Every value of a bundle, in the tables that a store has them in.
///
/// # Errors
/// Where it is not a bundle, or is cut, garbled or not signed: nothing in it need mean anything then.
pub fn clear(from: impl Read) -> Result<Vec<Table>, Refused> {
    let head = read::head(from)?;
    let mut checkpoint = table("checkpoint", &["verifier", "note"]);
    let line = Clear::Text(head.verifier.to_line());
    checkpoint
        .rows
        .push(vec![line, clear_bytes(head.note.as_bytes())]);
    let mut body = head.body()?;
    let mut record = table("record", &["leaf", "header", "signature"]);
    let mut part = table("part", &["leaf", "audience", "sealed"]);
    while let Some(read) = body.unchecked() {
        let (leaf, found) = read?;
        let named = read_header(leaf, &found.signed)
            .ok()
            .as_ref()
            .and_then(slots);
        let named = named.unwrap_or_default();
        for (place, sealed) in found.parts.iter().enumerate() {
            let name = named
                .get(place)
                .map_or_else(String::new, |slot| slot.name.clone());
            let sealed = sealed.as_deref().map_or(Clear::Null, clear_bytes);
            part.rows
                .push(vec![bytes(&leaf.0), Clear::Text(name), sealed]);
        }
        let header = clear_bytes(&found.signed.header);
        record
            .rows
            .push(vec![bytes(&leaf.0), header, bytes(&found.signed.signature)]);
    }
    let mut document = table("document", &["kind", "sha256", "body"]);
    for one in body.finish()?.documents {
        let kind = match one.kind {
            DocumentKind::Questionnaire => "questionnaire",
            DocumentKind::KeySet => "keyset",
        };
        let kind = Clear::Text(kind.to_owned());
        document
            .rows
            .push(vec![kind, bytes(&one.sha256), clear_bytes(&one.body)]);
    }
    Ok(vec![checkpoint, document, record, part])
}

fn table(name: &str, columns: &[&str]) -> Table {
    Table {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        rows: Vec::new(),
    }
}

fn bytes(all: &[u8]) -> Clear {
    Clear::Bytes(hex::encode(all))
}
