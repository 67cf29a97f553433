//! What of a store goes into a bundle: which leaves, which documents, under which checkpoint.

use std::collections::BTreeSet;
use std::io::Write;

use serde::Deserialize;

use super::write::{self, Front};
use crate::base::hex;
use crate::response::record::{Header, Kind, Leaf};
use crate::vault::checkpoint::{BoxKey, Checkpoint};
use crate::vault::merkle;
use crate::vault::store::{Document, DocumentKind, Result, Store, StoreError, read_header};

/// Fewer new records than this would tell who came: an export then repeats the last one.
pub const ENOUGH_NEW: usize = 5;

/// Which leaves to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All, where enough are new; else those of the last export.
    Usual,
    /// All.
    Everything,
}

/// What an export holds.
pub struct Export {
    /// Its leaves, ascending.
    pub leaves: Vec<Leaf>,
    /// Its checkpoint.
    pub note: String,
    /// Whether it repeats the last one because too few records are new.
    pub repeats: bool,
    documents: Vec<Document>,
    /// Leaves whose parts do not travel, ascending.
    left_out: Vec<Leaf>,
}

impl Export {
    /// Leaves out the parts of these records, which whoever reads it has from an earlier export; headers
    /// travel always.
    pub fn leave_out(&mut self, leaves: Vec<Leaf>) {
        self.left_out = leaves;
    }
}

/// The first members of a key set's first line.
#[derive(Deserialize)]
struct KeySetEpoch {
    epoch: u64,
}

/// Settles what an export holds.
///
/// # Errors
/// As the store does.
pub fn plan(store: &Store, key: &BoxKey, name: &str, extent: Extent) -> Result<Export> {
    let here = store.leaves()?;
    let last = store.seen(&key.verifier().key)?;
    // What is no longer here (it was taken back by hand) cannot be repeated.
    let all_here = last.iter().all(|leaf| here.binary_search(leaf).is_ok());
    let may_hold_back = extent == Extent::Usual && all_here && last != here;
    let about = if may_hold_back {
        about_alone(store, &here, &last)?
    } else {
        None
    };
    let repeats = about.as_ref().is_some_and(Vec::is_empty);
    let leaves = if let Some(about) = about {
        let mut leaves = last;
        leaves.extend(about);
        leaves.sort_unstable();
        leaves
    } else {
        here
    };
    let checkpoint = Checkpoint {
        size: leaves.len() as u64,
        root: merkle::root(leaves.iter().copied()),
        name: name.to_owned(),
    };
    Ok(Export {
        note: checkpoint.sign(key),
        documents: documents(store, &leaves)?,
        leaves,
        repeats,
        left_out: Vec::new(),
    })
}

/// Where fewer than [`ENOUGH_NEW`] people are new: the new records that are about one that went out already or is
/// another box's. What takes back, replaces, sets aside or seals anew what others hold does not wait until somebody
/// else comes: an older record of this box is empty here by now, and without what emptied it an export would have lost
/// answers for no reason that it gives; another box's counts at the desk until then. Nor does it count as one who came: five annulments let nobody's response out.
fn about_alone(store: &Store, here: &[Leaf], last: &[Leaf]) -> Result<Option<Vec<Leaf>>> {
    let mut about = Vec::new();
    let mut people = 0;
    for &leaf in here.iter().filter(|leaf| !went(last, leaf)) {
        let Some(signed) = store.signed(leaf)? else {
            continue;
        };
        let header = read_header(leaf, &signed)?;
        if is_about(store, &header, last)? {
            about.push(leaf);
        } else if header.kind == Kind::Response && header.revision == 1 {
            people += 1;
        }
        if people == ENOUGH_NEW {
            return Ok(None);
        }
    }
    Ok(Some(about))
}

fn went(last: &[Leaf], leaf: &Leaf) -> bool {
    last.binary_search(leaf).is_ok()
}

/// Whether a record is about one that others hold: it went out already, or was made at another box.
fn is_about(store: &Store, header: &Header, last: &[Leaf]) -> Result<bool> {
    let resealed = header.resealed.iter().flatten().map(|part| &part.leaf);
    let mut others = header.leaves.iter().flatten().chain(resealed);
    let named = |leaf: &String| hex::decode_array(leaf).is_some_and(|leaf| went(last, &Leaf(leaf)));
    if others.any(named) {
        return Ok(true);
    }
    let Some(response) = header.response.as_deref().and_then(hex::decode_array) else {
        return Ok(false);
    };
    let records = store.of_response(&response)?;
    let began_here = records.iter().any(|(_, one)| one.revision == 1);
    Ok(!began_here || records.iter().any(|(leaf, _)| went(last, leaf)))
}

/// Writes the bundle.
///
/// # Errors
/// As writing and the store do.
pub fn write(store: &Store, key: &BoxKey, export: &Export, out: impl Write) -> Result<()> {
    let front = Front {
        verifier: &key.verifier(),
        note: &export.note,
        documents: &export.documents,
        leaves: &export.leaves,
    };
    write::write(out, &front, |leaf| {
        let found = if export.left_out.binary_search(&leaf).is_ok() {
            store.hollow_record(leaf)?
        } else {
            store.record(leaf)?
        };
        found.ok_or_else(|| StoreError::Damaged {
            what: format!("record {} is gone", leaf.to_hex()),
        })
    })
}

/// The documents that these records name: questionnaires by fingerprint, key sets by epoch.
fn documents(store: &Store, leaves: &[Leaf]) -> Result<Vec<Document>> {
    let mut fingerprints = BTreeSet::new();
    let mut epochs = BTreeSet::new();
    store.each_header(|leaf, signed| {
        if leaves.binary_search(&leaf).is_ok() {
            let header = read_header(leaf, &signed)?;
            fingerprints.insert(header.fingerprint);
            epochs.insert(header.epoch);
        }
        Ok(())
    })?;
    let mut documents = store.documents()?;
    documents.retain(|document| match document.kind {
        DocumentKind::Questionnaire => fingerprints.contains(&hex::encode(&document.sha256)),
        DocumentKind::KeySet => epoch(&document.body).is_some_and(|epoch| epochs.contains(&epoch)),
    });
    Ok(documents)
}

/// A key set document's epoch; its first line is JSON. Whether it is signed is not asked.
pub fn epoch(document: &[u8]) -> Option<u64> {
    let line = document.split(|byte| *byte == b'\n').next()?;
    let first: KeySetEpoch = serde_json::from_slice(line).ok()?;
    Some(first.epoch)
}
