//! Every part as a file of its own, for witnesses and for leaving: `age -d` opens them, `openssl`
//! and `sha256sum` check them, and nothing of Tallybox is needed.

use std::io;
use std::path::{Path, PathBuf};

use super::own::Own;
use super::store::slot::slots;
use super::store::{DocumentKind, Result, Store, files, read_header};
use crate::base::hex;
use crate::response::record::Leaf;

/// How much was written.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// Records.
    pub records: usize,
    /// Sealed parts.
    pub parts: usize,
}

/// Writes everything into a folder that must be new or empty:
///
/// - `LEAF.header.json` and `LEAF.sig` (64 bytes) for every record,
/// - `LEAF.AUDIENCE.age` for every part of a response, LEAF being the response's own, also where a
///   reseal carries the bytes now; where the store holds two copies of one part, the reseal's is
///   `LEAF.AUDIENCE@RESEAL.age`,
/// - `leaves.txt`, the leaves in hex, ascending, a line each,
/// - `FINGERPRINT.questionnaire.json` and `SHA256.keyset.txt`,
/// - `checkpoint.txt` and `verifier.txt` where this store is a box.
///
/// # Errors
/// Where the folder holds something, or as reading and writing do.
pub fn extract(store: &Store, own: Option<&Own>, folder: &Path) -> Result<Extracted> {
    files::private_folder(folder)?;
    if folder.read_dir()?.next().is_some() {
        return Err(io::Error::other("the folder is not empty").into());
    }
    let leaves = store.leaves()?;
    let mut done = Extracted::default();
    for leaf in &leaves {
        done.parts += record(store, folder, *leaf)?;
        done.records += 1;
    }
    let list: String = leaves.iter().map(|leaf| leaf.to_hex() + "\n").collect();
    put(&folder.join("leaves.txt"), list.as_bytes())?;
    documents(store, folder)?;
    if let Some(own) = own {
        let note = own.checkpoint(leaves);
        put(&folder.join("checkpoint.txt"), note.as_bytes())?;
        let line = own.key.verifier().to_line() + "\n";
        put(&folder.join("verifier.txt"), line.as_bytes())?;
    }
    files::sync_folder(folder)?;
    Ok(done)
}

/// Writes one record, and says how many parts of it are here.
fn record(store: &Store, folder: &Path, leaf: Leaf) -> Result<usize> {
    let Some(record) = store.record(leaf)? else {
        return Ok(0);
    };
    let name = leaf.to_hex();
    put(
        &folder.join(format!("{name}.header.json")),
        &record.signed.header,
    )?;
    put(
        &folder.join(format!("{name}.sig")),
        &record.signed.signature,
    )?;
    let header = read_header(leaf, &record.signed)?;
    let mut parts = 0;
    for (slot, sealed) in slots(&header).unwrap_or_default().iter().zip(&record.parts) {
        if let Some(sealed) = sealed {
            put(&part(store, folder, leaf, &slot.name)?, sealed)?;
            parts += 1;
        }
    }
    Ok(parts)
}

/// Where a part goes: named after the response that it belongs to, whichever record carries it.
fn part(store: &Store, folder: &Path, leaf: Leaf, slot: &str) -> Result<PathBuf> {
    let carrier = leaf.to_hex();
    let resealed = slot.split_once('@');
    let resealed =
        resealed.and_then(|(audience, of)| Some((audience, Leaf(hex::decode_array(of)?))));
    let Some((audience, of)) = resealed else {
        return Ok(folder.join(format!("{carrier}.{slot}.age")));
    };
    let name = format!("{}.{audience}", of.to_hex());
    let plain = folder.join(format!("{name}.age"));
    let is_taken = plain.exists() || store.has_part(of, audience)?;
    Ok(if is_taken {
        folder.join(format!("{name}@{carrier}.age"))
    } else {
        plain
    })
}

fn documents(store: &Store, folder: &Path) -> Result<()> {
    for document in store.documents()? {
        let hash = hex::encode(&document.sha256);
        let name = match document.kind {
            DocumentKind::Questionnaire => format!("{hash}.questionnaire.json"),
            DocumentKind::KeySet => format!("{hash}.keyset.txt"),
        };
        put(&folder.join(name), &document.body)?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let mut file = files::new_private_file(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}
