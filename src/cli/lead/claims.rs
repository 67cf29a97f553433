//! What bundles say of themselves before anything of them is believed: whose box, how many records,
//! and under which key sets.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::text::one_line;
use crate::cli::error::{CliError, Kind};
use crate::cli::{kit, store};
use crate::merge::source;
use crate::runtime::home::Home;
use crate::runtime::parcels;
use crate::ui::lead::{Compared, Comparison, FoundBox, Preparation};
use crate::vault::bundle::read;
use crate::vault::checkpoint;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::recipient::Recipient;
use crate::vault::store::{DocumentKind, Enrolled, Store, StoreError};

use super::find;
use super::packs::Pack;

/// What a bundle or home proves by its signature.
pub(super) struct Claim {
    /// Where it is.
    pub path: PathBuf,
    /// Its box.
    pub peer: Enrolled,
    /// How many records it holds.
    pub records: u64,
}

impl Claim {
    /// The fingerprint of its box.
    pub(super) fn words(&self) -> String {
        checkpoint::fingerprint(&checkpoint::verifier(self.peer.key))
    }
}

fn unread(path: &Path, words: &str) -> CliError {
    CliError::new(Kind::Input, format!("{}: {words}", path.display()))
}

/// Reads whose box it is.
///
/// # Errors
/// Where it is no bundle and no home, or its signature is wrong.
pub(super) fn claim(path: &Path) -> Result<Claim, CliError> {
    let opened = source::open(path, &store::program()?);
    let mut source = opened.map_err(|error| unread(path, &error.to_string()))?;
    match read::head(&mut source) {
        Ok(head) => Ok(Claim {
            path: path.to_path_buf(),
            peer: Enrolled {
                key: head.verifier.key,
                line: head.verifier.to_line(),
                name: head.checkpoint.name,
            },
            records: head.checkpoint.size,
        }),
        Err(refused) => {
            let words = source.failure().unwrap_or_else(|| refused.to_string());
            Err(unread(path, &words))
        }
    }
}

/// The key sets that came with it, sound in themselves and believed by nobody yet.
fn key_sets(path: &Path) -> Result<Vec<KeySet>, CliError> {
    let opened = source::open(path, &store::program()?);
    let mut source = opened.map_err(|error| unread(path, &error.to_string()))?;
    let body = read::head(&mut source).and_then(read::Head::body);
    let body = body.map_err(|refused| unread(path, &refused.to_string()))?;
    let documents = body.documents.iter();
    let sets = documents
        .filter(|document| document.kind == DocumentKind::KeySet && document.is_sound())
        .filter_map(|document| KeySet::parse(&document.body).ok());
    Ok(sets.collect())
}

/// What is shown of it.
pub(super) fn describe(claim: &Claim, enrolled: &[Enrolled]) -> FoundBox {
    let file = claim.path.file_name().map(|name| name.to_string_lossy());
    FoundBox {
        path: claim.path.display().to_string(),
        file: one_line(&file.unwrap_or_default()),
        name: one_line(&claim.peer.name),
        records: claim.records,
        is_enrolled: enrolled.iter().any(|one| one.key == claim.peer.key),
    }
}

/// The boxes that a home knows; looking makes nothing.
///
/// # Errors
/// As the store does.
pub(super) fn enrolled(home: &Home) -> Result<Vec<Enrolled>, CliError> {
    match Store::open_to_read(&home.box_folder()) {
        Err(StoreError::Missing(_)) => Ok(Vec::new()),
        store => Ok(store?.enrolled()?),
    }
}

/// The chain of a home's key sets; empty where it has none.
///
/// # Errors
/// Where what is there is refused.
pub(super) fn ring(home: &Home) -> Result<KeyRing, CliError> {
    Ok(KeyRing::load(&home.keys())?)
}

/// Every key set that these paths and packs bring, each once, the newest last.
pub(super) fn all_key_sets(
    paths: &[PathBuf],
    packs: &[Arc<Pack>],
) -> Result<Vec<KeySet>, CliError> {
    let mut sets: Vec<KeySet> = packs.iter().flat_map(|pack| pack.sets.clone()).collect();
    for path in paths {
        let new = key_sets(path)?;
        sets.extend(new);
    }
    let mut seen = BTreeSet::new();
    sets.retain(|set| seen.insert(set.sha256()));
    sets.sort_by_key(KeySet::epoch);
    Ok(sets)
}

/// What a person compares before these are merged: the newest key set, where the home has none of its
/// own, and each box that it does not know.
///
/// # Errors
/// Where something cannot be read, or two institutions' boxes are mixed.
pub(super) fn prepare(
    home: &Home,
    paths: &[PathBuf],
    packs: &[Arc<Pack>],
    recipient: Option<&Recipient>,
) -> Result<Preparation, CliError> {
    let mut comparisons = Vec::new();
    let ring = ring(home)?;
    let mut believed = ring.current().cloned();
    if believed.is_none() && !paths.is_empty() {
        let sets = all_key_sets(paths, packs)?;
        comparisons.push(key_set(&sets, recipient)?);
        believed = sets.last().cloned();
    }
    for pack in packs.iter().filter(|_| !ring.sets().is_empty()) {
        parcels::standing(&ring, &pack.sets, &pack.newest).map_err(|fault| kit::told(&fault))?;
    }
    let vouched = |key: &[u8; 32]| {
        let mut packs = packs.iter();
        packs.any(|pack| {
            let sets = believed.iter().chain(ring.sets());
            pack.vouches_for(key) && sets.into_iter().any(|set| pack.is_signed_by(set))
        })
    };
    let known = enrolled(home)?;
    let mut seen: BTreeSet<[u8; 32]> = known.iter().map(|one| one.key).collect();
    for path in paths {
        let claim = claim(path)?;
        if seen.insert(claim.peer.key) && !vouched(&claim.peer.key) {
            comparisons.push(Comparison {
                what: Compared::Box {
                    path: path.display().to_string(),
                    name: one_line(&claim.peer.name),
                },
                words: claim.words(),
            });
        }
    }
    Ok(Preparation {
        comparisons,
        keep_in: None,
    })
}

/// The newest set of all that came, where it is one institution's.
fn key_set(sets: &[KeySet], recipient: Option<&Recipient>) -> Result<Comparison, CliError> {
    let newest = sets.last().ok_or_else(|| {
        CliError::new(Kind::Keys, "no key set came with these files")
            .hint("a box that holds no response yet sends none; ask for a later bundle")
    })?;
    let rivals = sets.iter().filter(|set| set.epoch() == newest.epoch());
    if rivals.count() > 1 {
        let words = "these files come from boxes of two institutions, or one of them was forged";
        return Err(CliError::new(Kind::Keys, words)
            .hint("go back and choose the boxes of one institution alone"));
    }
    let holder = recipient.and_then(|recipient| {
        let mut all = sets.iter().rev();
        all.find_map(|set| set.holder_of(recipient))
    });
    Ok(Comparison {
        what: Compared::KeySet {
            epoch: newest.epoch(),
            day: newest.date().to_string(),
            whose: find::whose(holder.as_ref()),
        },
        words: newest.fingerprint().to_string(),
    })
}
