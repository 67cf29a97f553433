//! A store's own history, checked: the checkpoints that it keeps are signed, and the leaves that they
//! speak of are those that it remembers.

use std::collections::BTreeSet;

use super::bundle::export;
use super::checkpoint::{self, Checkpoint};
use super::store::{Damage, DocumentKind, Found, Result, Store, read_header};
use super::{merkle, own};
use crate::base::hex;
use crate::response::record::{Kind, Leaf};

/// Checks the last checkpoint of this store's own box and of every box that it takes: signature, number
/// and root. What this box has exported must still be here; records of others may have been set aside.
///
/// # Errors
/// As the store does.
pub fn check(store: &Store) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    let own = own::public_key(store)?;
    let enrolled = store.enrolled()?.into_iter().map(|peer| peer.key);
    let here = store.leaves()?;
    for key in own.into_iter().chain(enrolled) {
        let seen = store.seen(&key)?;
        if let Some(why) = wrong(store, &key, &seen)? {
            found.push(damage(None, why));
        }
        if own == Some(key) {
            let gone = seen.iter().filter(|leaf| here.binary_search(leaf).is_err());
            found.extend(
                gone.map(|leaf| damage(Some(*leaf), "it was exported and is no longer here")),
            );
        }
    }
    Ok(found)
}

/// Checks that what records name is here, and this box's own key.
///
/// # Errors
/// As the store does.
pub fn check_beside(store: &Store) -> Result<Vec<Found>> {
    let gone = gone(store)?.into_iter().map(Damage::Gone);
    let key = own::load(store)
        .err()
        .map(|error| Damage::Key(error.to_string()));
    let settings = own::lost_settings(store)?.map(|words| Damage::Key(words.to_owned()));
    let all = gone.chain(key).chain(settings);
    Ok(all.map(|damage| Found { leaf: None, damage }).collect())
}

/// What records name and is not here: the questionnaire of every response, the key set that each was sealed
/// under.
///
/// # Errors
/// As the store does.
pub fn gone(store: &Store) -> Result<Vec<String>> {
    let (mut fingerprints, mut epochs) = (BTreeSet::new(), BTreeSet::new());
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        if header.kind == Kind::Response {
            fingerprints.insert(header.fingerprint);
            epochs.insert(header.epoch);
        }
        Ok(())
    })?;
    for document in store.documents()? {
        match document.kind {
            DocumentKind::Questionnaire => {
                fingerprints.remove(&hex::encode(&document.sha256));
            }
            DocumentKind::KeySet => {
                export::epoch(&document.body).map(|epoch| epochs.remove(&epoch));
            }
        }
    }
    let questionnaires = fingerprints
        .iter()
        .map(|hash| format!("questionnaire {hash}"));
    let key_sets = epochs.iter().map(|epoch| format!("key set {epoch}"));
    Ok(questionnaires.chain(key_sets).collect())
}

fn damage(leaf: Option<Leaf>, why: &'static str) -> Found {
    let damage = Damage::History(why);
    Found { leaf, damage }
}

/// What is wrong with the checkpoint kept of a box; nothing where none was kept.
fn wrong(store: &Store, key: &[u8; 32], seen: &[Leaf]) -> Result<Option<&'static str>> {
    let Some(note) = store.checkpoint(key)? else {
        return Ok(
            (!seen.is_empty()).then_some("leaves of a box are remembered without its checkpoint")
        );
    };
    let Ok(signed) = Checkpoint::open(&note, &checkpoint::verifier(*key)) else {
        return Ok(Some("a checkpoint that is kept is not signed by its box"));
    };
    let same =
        signed.size == seen.len() as u64 && signed.root == merkle::root(seen.iter().copied());
    Ok((!same).then_some("the leaves remembered of a box are not those of its checkpoint"))
}
