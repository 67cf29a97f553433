//! What bundles say of themselves before anything of them is believed: whose box, how many records,
//! and under which key sets.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::text::one_line;
use crate::base::words::Message;
use crate::cli::store;
use crate::merge::source;
use crate::runtime::home::Home;
use crate::runtime::parcels;
use crate::ui::lead::{Compared, Comparison, Fault, FoundBox, Preparation, Trouble};
use crate::vault::bundle::{Refused, read};
use crate::vault::checkpoint;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::recipient::Recipient;
use crate::vault::store::{DocumentKind, Enrolled, Store, StoreError};
use crate::vault::unwrap::OwnIdentity;

use super::find;
use super::packs::Pack;
use super::trouble::{self, Told};

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

/// Opens a bundle, or a home through a child.
fn source(path: &Path) -> Told<source::Source> {
    let opened = source::open(path, &store::program()?);
    opened.map_err(|error| trouble::unread(path, &error))
}

fn refused(path: &Path, refused: &Refused) -> Trouble {
    Trouble::at(trouble::of_bundle(refused), path.display()).says(refused)
}

/// Reads whose box it is.
///
/// # Errors
/// Where it is neither a bundle nor a home, or its signature is wrong.
pub(super) fn claim(path: &Path) -> Told<Claim> {
    let mut source = source(path)?;
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
        Err(fault) => Err(match source.failure() {
            Some(words) => Trouble::at(Fault::HomeUnread, path.display()).says(words),
            None => refused(path, &fault),
        }),
    }
}

/// The key sets that came with it, sound in themselves and believed by nobody yet.
fn key_sets(path: &Path) -> Told<Vec<KeySet>> {
    let mut source = source(path)?;
    let body = read::head(&mut source).and_then(read::Head::body);
    let body = body.map_err(|fault| refused(path, &fault))?;
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
        fault: None,
    }
}

/// What is shown of a file that looks like one and is refused: what is wrong with it.
pub(super) fn describe_refused(path: &Path, fault: Fault) -> FoundBox {
    let file = path.file_name().map(|name| name.to_string_lossy());
    let file = one_line(&file.unwrap_or_default());
    FoundBox {
        path: path.display().to_string(),
        name: file.clone(),
        file,
        records: 0,
        is_enrolled: false,
        fault: Some(fault),
    }
}

/// The boxes that a home knows; looking makes nothing.
///
/// # Errors
/// As the store does.
pub(super) fn enrolled(home: &Home) -> Told<Vec<Enrolled>> {
    match Store::open_to_read(&home.box_folder()) {
        Err(StoreError::Missing(_)) => Ok(Vec::new()),
        store => Ok(store?.enrolled()?),
    }
}

/// The chain of a home's key sets; empty where it has none.
///
/// # Errors
/// Where what is there is refused.
pub(super) fn ring(home: &Home) -> Told<KeyRing> {
    Ok(KeyRing::load(&home.keys())?)
}

/// Every key set that these paths and packs bring, each once, the newest last.
pub(super) fn all_key_sets(paths: &[PathBuf], packs: &[Arc<Pack>]) -> Told<Vec<KeySet>> {
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
) -> Told<Preparation> {
    let mut comparisons = Vec::new();
    let ring = ring(home)?;
    let mut believed = ring.current().cloned();
    if believed.is_none() && !paths.is_empty() {
        let sets = one_institutions(all_key_sets(paths, packs)?, packs)?;
        comparisons.push(key_set(&sets, recipient)?);
        believed = sets.last().cloned();
    }
    for pack in packs.iter().filter(|_| !ring.sets().is_empty()) {
        parcels::standing(&ring, &pack.sets, &pack.newest)?;
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

/// The sets that belong with the newest: signed by an institution of one of them, or signing for one. Bundles
/// carry only the epochs that their records name, so that a set of theirs may be linked to nothing; a pack has
/// its whole chain.
///
/// # Errors
/// Where a pack is of another institution than the newest set: nothing of the two is taken in together.
fn one_institutions(sets: Vec<KeySet>, packs: &[Arc<Pack>]) -> Told<Vec<KeySet>> {
    let mut apart = sets;
    let mut own: Vec<KeySet> = apart.pop().into_iter().collect();
    loop {
        let is_own = |set: &KeySet| {
            let mut known = own.iter();
            known.any(|one| one.has_verifier(set.signer()) || set.has_verifier(one.signer()))
        };
        let (linked, left): (Vec<_>, Vec<_>) = apart.into_iter().partition(is_own);
        apart = left;
        if linked.is_empty() {
            break;
        }
        own.extend(linked);
    }
    let is_foreign = |pack: &Arc<Pack>| {
        let newest = pack.newest.sha256();
        !own.iter().any(|set| set.sha256() == newest)
    };
    if packs.iter().any(is_foreign) {
        return Err(Trouble::new(Fault::TwoInstitutions));
    }
    own.sort_by_key(KeySet::epoch);
    Ok(own)
}

/// Whether any of these sets names one of these keys.
pub(super) fn names_any(sets: &[KeySet], keys: &[OwnIdentity]) -> bool {
    let names = |key: &OwnIdentity| {
        sets.iter()
            .any(|set| set.holder_of(key.recipient()).is_some())
    };
    keys.iter().any(names)
}

/// The newest set of all that came, where it is one institution's.
fn key_set(sets: &[KeySet], recipient: Option<&Recipient>) -> Told<Comparison> {
    let newest = sets.last().ok_or_else(|| Trouble::new(Fault::NoKeySet))?;
    let rivals = sets.iter().filter(|set| set.epoch() == newest.epoch());
    if rivals.count() > 1 {
        return Err(Trouble::new(Fault::TwoInstitutions));
    }
    let holder = recipient.and_then(|recipient| {
        let mut all = sets.iter().rev();
        all.find_map(|set| set.holder_of(recipient))
    });
    Ok(Comparison {
        what: Compared::KeySet {
            epoch: newest.epoch(),
            day: newest.date().to_string(),
            whose: match &holder {
                None if recipient.is_some() => Message::plain("lead-whose-absent"),
                holder => find::whose(holder.as_ref()),
            },
        },
        words: newest.fingerprint().to_string(),
    })
}
