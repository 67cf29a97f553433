//! A store's own history, checked: the checkpoints that it keeps are signed, and the leaves that they
//! speak of are those that it remembers.

use super::checkpoint::{self, Checkpoint};
use super::store::{Damage, Found, Result, Store};
use super::{merkle, own};
use crate::response::record::Leaf;

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
