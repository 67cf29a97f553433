//! What an institution does to a store itself: annulments, purges and reseals, each with the emptying
//! that follows from it, in one transaction.
//!
//! The same records do the same to every other store by merging: emptying is worked out by the same
//! plan, so it does not matter where a record came in first.

use super::apply::{drop_parts, plan_of};
use super::plan::{Claim, Trust};
use crate::response::record::Record;
use crate::vault::store::slot::slots;
use crate::vault::store::{Document, Store, StoreError};

/// Puts records of an institution into a store, with the key sets that they were made under, and
/// empties what they and all others say is to be emptied. Doing it again changes nothing.
///
/// # Errors
/// As the store does; `Unsound` where a record does not verify, is not whole, or is signed by nobody
/// who is trusted. Nothing was stored then.
pub fn enact(
    store: &mut Store,
    records: &[Record],
    key_sets: &[&[u8]],
    trust: &Trust,
) -> Result<(), StoreError> {
    let mut plan = plan_of(store, trust)?;
    let writer = store.write()?;
    for record in records {
        let header = record.signed.verify();
        let header = header.map_err(|_| StoreError::Unsound("the header or its signature"))?;
        let slots = slots(&header).filter(|slots| slots.len() == record.parts.len());
        let slots = slots.ok_or(StoreError::Unsound("the header's parts"))?;
        let leaf = record.signed.leaf();
        let claim = Claim::read(leaf, &header, trust);
        plan.add(claim.ok_or(StoreError::Unsound("its signer is not trusted"))?);
        writer.put_header(leaf, &record.signed)?;
        for (slot, sealed) in slots.iter().zip(record.parts.iter().flatten()) {
            if !slot.fits(sealed) {
                return Err(StoreError::Unsound("a part does not fit the header"));
            }
            if !plan.drops(leaf, &slot.name) {
                writer.put_part(leaf, &slot.name, sealed)?;
            }
        }
    }
    for key_set in key_sets {
        writer.keep_document(&Document::key_set(key_set))?;
    }
    drop_parts(&writer, plan.dropped())?;
    writer.commit()
}
