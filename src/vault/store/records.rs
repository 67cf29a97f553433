//! Records: put in whole or not at all, read by leaf, and emptied of parts that no longer count.

use std::sync::Arc;

use rusqlite::Connection;

use super::documents::Document;
use super::drafts::{DraftName, Tag};
use super::group::{Checked, Submit, Write};
use super::invitations::InvitationSeen;
use super::schema::{RESPONSE_OF, put_placed};
use super::slot::{Slot, slots};
use super::{Result, Store, StoreError, Writer, optional};
use crate::base::hex;
use crate::response::record::{Header, Kind, Leaf, Record, ResponseId, Signed};

/// The draft that a submit ends.
#[derive(Clone, Copy)]
pub struct DraftSeen {
    /// Its name.
    pub name: DraftName,
    /// The tag this session last saw, so that a session that was taken over cannot send; `None`
    /// where it never saved one.
    pub seen: Option<Tag>,
}

impl Store {
    /// Stores a finished record and deletes its draft, in one transaction; acknowledge only after it
    /// returned. Sending the same record again is harmless, also after its draft is gone.
    ///
    /// A revision or withdrawal empties the earlier records of its response.
    ///
    /// # Errors
    /// Nothing was stored. `ContinuedElsewhere` where the draft is not the one this session last saw.
    pub fn submit(
        &mut self,
        record: &Record,
        draft: Option<DraftSeen>,
        questionnaire: &[u8],
        key_set: &[u8],
    ) -> Result<()> {
        self.submit_invited(record, (draft, None), questionnaire, key_set)
    }

    /// As [`Store::submit`], with the invitation that the response uses up.
    ///
    /// # Errors
    /// As [`Store::submit`]; `NotInvited` where the invitation must be there and is not.
    pub fn submit_invited(
        &mut self,
        record: &Record,
        (draft, invitation): (Option<DraftSeen>, Option<InvitationSeen>),
        questionnaire: &[u8],
        key_set: &[u8],
    ) -> Result<()> {
        let questionnaire = Arc::new(Document::questionnaire(questionnaire));
        let key_set = Arc::new(Document::key_set(key_set));
        let checked = Checked::new(record, questionnaire, key_set)?;
        let submit = Submit {
            record,
            checked: &checked,
            draft,
            invitation,
        };
        let stored = self.write_together(&[Write::Submit(submit)])?;
        stored.into_iter().collect()
    }

    /// Every leaf, ascending.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn leaves(&self) -> Result<Vec<Leaf>> {
        let sql = "SELECT leaf FROM record ORDER BY leaf";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((), |row| Ok(Leaf(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The records of one response, in no particular order.
    ///
    /// # Errors
    /// As SQLite does; `Damaged` where a header cannot be read.
    pub fn of_response(&self, response: &ResponseId) -> Result<Vec<(Leaf, Header)>> {
        of_response(&self.connection, response)
    }

    /// How many responses were made up by `survey simulate`, and how many there are.
    ///
    /// # Errors
    /// As [`Self::each_header`].
    pub fn made_up(&self) -> Result<(usize, usize)> {
        let (mut made_up, mut responses) = (0, 0);
        self.each_header(|leaf, signed| {
            let header = read_header(leaf, &signed)?;
            let is_first = header.kind == Kind::Response && header.revision == 1;
            responses += usize::from(is_first);
            made_up += usize::from(is_first && header.simulated);
            Ok(())
        })?;
        Ok((made_up, responses))
    }

    /// Visits every record's header, ascending by leaf, without its parts.
    ///
    /// # Errors
    /// As SQLite does; and whatever the visitor gives.
    pub fn each_header(&self, visit: impl FnMut(Leaf, Signed) -> Result<()>) -> Result<()> {
        each_header(&self.connection, visit)
    }

    /// One record with those of its parts that are here; `None` where it is not here.
    ///
    /// # Errors
    /// As SQLite does; `Damaged` where its header cannot be read.
    pub fn record(&self, leaf: Leaf) -> Result<Option<Record>> {
        let Some(signed) = self.signed(leaf)? else {
            return Ok(None);
        };
        let header = read_header(leaf, &signed)?;
        let parts = slots(&header)
            .unwrap_or_default()
            .iter()
            .map(|slot| self.part(leaf, &slot.name))
            .collect::<Result<_>>()?;
        Ok(Some(Record { signed, parts }))
    }

    /// One record without its parts; `None` where it is not here.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn hollow_record(&self, leaf: Leaf) -> Result<Option<Record>> {
        let Some(signed) = self.signed(leaf)? else {
            return Ok(None);
        };
        let slots = slots(&read_header(leaf, &signed)?).unwrap_or_default();
        let parts = vec![None; slots.len()];
        Ok(Some(Record { signed, parts }))
    }

    /// One record's header and signature.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn signed(&self, leaf: Leaf) -> Result<Option<Signed>> {
        let sql = "SELECT header, signature FROM record WHERE leaf = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(optional(statement.query_row([leaf.0], |row| {
            Ok(Signed {
                header: row.get(0)?,
                signature: row.get(1)?,
            })
        }))?)
    }

    /// One part's sealed bytes by its slot's name; `None` where it is not here.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn part(&self, leaf: Leaf, slot: &str) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT sealed FROM part WHERE leaf = ?1 AND audience = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(optional(
            statement.query_row((leaf.0, slot), |row| row.get(0)),
        )?)
    }

    /// Whether one part is here.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn has_part(&self, leaf: Leaf, slot: &str) -> Result<bool> {
        has_part(&self.connection, leaf, slot)
    }

    /// The names of a record's parts that are here: one look, where [`Self::has_part`] takes one for each.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn parts_here(&self, leaf: Leaf) -> Result<Vec<String>> {
        parts_here(&self.connection, leaf)
    }

    /// Of each of these leaves whether its record is here.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn known(&self, leaves: &[Leaf]) -> Result<Vec<bool>> {
        let sql = "SELECT 1 FROM record WHERE leaf = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let known = leaves.iter().map(|leaf| statement.exists([leaf.0]));
        Ok(known.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Whether a record is here.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn has_record(&self, leaf: Leaf) -> Result<bool> {
        let sql = "SELECT 1 FROM record WHERE leaf = ?1";
        Ok(self.transaction.prepare_cached(sql)?.exists([leaf.0])?)
    }

    /// Puts a header in, where it is not here; says whether it was new. The caller has verified it. With
    /// one that is not a response's, what a cache holds of the store goes too.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn put_header(&self, leaf: Leaf, signed: &Signed) -> Result<bool> {
        let sql = "INSERT INTO record(leaf, header, signature) VALUES(?1, ?2, ?3)
                   ON CONFLICT(leaf) DO NOTHING";
        let row = (leaf.0, &signed.header, signed.signature);
        let is_new = self.transaction.prepare_cached(sql)?.execute(row)? > 0;
        if is_new && !is_response(&signed.header) {
            self.takes_away.set(true);
        }
        Ok(is_new)
    }

    /// Puts a part in, where it is not here. The caller has checked it against the header.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn put_part(&self, leaf: Leaf, slot: &str, sealed: &[u8]) -> Result<()> {
        if self.has_part(leaf, slot)? {
            return Ok(());
        }
        self.put_new_part(leaf, slot, sealed)
    }

    /// As [`Self::put_part`] of a part that is known not to be here: nobody looks first.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn put_new_part(&self, leaf: Leaf, slot: &str, sealed: &[u8]) -> Result<()> {
        put_placed(&self.transaction, &leaf.0, slot, sealed)
    }

    /// Deletes every part of a record; its header stays.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn empty(&self, leaf: Leaf) -> Result<()> {
        let sql = "DELETE FROM part WHERE leaf = ?1";
        self.transaction.prepare_cached(sql)?.execute([leaf.0])?;
        Ok(())
    }

    /// Deletes one part of a record.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn empty_slot(&self, leaf: Leaf, slot: &str) -> Result<()> {
        let sql = "DELETE FROM part WHERE leaf = ?1 AND audience = ?2";
        let row = (leaf.0, slot);
        self.transaction.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// Whether one part is here.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn has_part(&self, leaf: Leaf, slot: &str) -> Result<bool> {
        has_part(&self.transaction, leaf, slot)
    }

    /// The names of a record's parts that are here.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn parts_here(&self, leaf: Leaf) -> Result<Vec<String>> {
        parts_here(&self.transaction, leaf)
    }

    pub(super) fn claim(&self, draft: Option<DraftSeen>) -> Result<()> {
        let Some((name, seen)) = draft.and_then(|draft| Some((draft.name, draft.seen?))) else {
            return Ok(());
        };
        if self.draft_tag(&name)? == Some(seen) {
            Ok(())
        } else {
            Err(StoreError::ContinuedElsewhere)
        }
    }

    /// Empties what this record supersedes or withdraws on this box; a merge does the same by its
    /// plan, over all boxes.
    pub(super) fn empty_earlier(&self, leaf: Leaf, header: &Header) -> Result<()> {
        let (Some(response), false) = (response_of(header), header.revision == 1) else {
            return Ok(());
        };
        for (other, found) in of_response(&self.transaction, &response)? {
            let earlier = (found.revision, other) < (header.revision, leaf);
            let responded = found.kind == Kind::Response;
            if responded && (earlier || header.kind != Kind::Response) {
                self.empty(other)?;
            }
        }
        Ok(())
    }
}

/// A record's header and the parts it names, where it is whole, signed, and answers this questionnaire.
pub(super) fn sound(record: &Record, questionnaire: &Document) -> Result<(Header, Vec<Slot>)> {
    let header = record
        .signed
        .verify()
        .map_err(|_| StoreError::Unsound("the header or its signature"))?;
    let wanted = slots(&header).ok_or(StoreError::Unsound("the header's parts"))?;
    if hex::encode(&questionnaire.sha256) != header.fingerprint {
        return Err(StoreError::Unsound("the questionnaire is another one"));
    }
    if !is_whole(record, &wanted) {
        return Err(StoreError::Unsound("a part does not fit the header"));
    }
    Ok((header, wanted))
}

fn is_whole(record: &Record, wanted: &[Slot]) -> bool {
    let fits = |(slot, part): (&Slot, &Option<Vec<u8>>)| {
        part.as_deref().is_some_and(|sealed| slot.fits(sealed))
    };
    record.parts.len() == wanted.len() && wanted.iter().zip(&record.parts).all(fits)
}

/// By the header's one way of writing it (docs/format.md §8); what is not sure is taken for something else.
fn is_response(header: &[u8]) -> bool {
    const KIND: &[u8] = br#""kind":"response""#;
    header.windows(KIND.len()).any(|window| window == KIND)
}

fn response_of(header: &Header) -> Option<ResponseId> {
    hex::decode_array(header.response.as_deref()?)
}

/// The records of one response, through the index over the id that stands in each header.
fn of_response(connection: &Connection, response: &ResponseId) -> Result<Vec<(Leaf, Header)>> {
    let sql = format!("SELECT leaf, header, signature FROM record WHERE {RESPONSE_OF} = ?1");
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([hex::encode(response)])?;
    while let Some(row) = rows.next()? {
        let leaf = Leaf(row.get(0)?);
        let signed = Signed {
            header: row.get(1)?,
            signature: row.get(2)?,
        };
        let header = read_header(leaf, &signed)?;
        if response_of(&header).as_ref() == Some(response) {
            found.push((leaf, header));
        }
    }
    Ok(found)
}

fn has_part(connection: &Connection, leaf: Leaf, slot: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM part WHERE leaf = ?1 AND audience = ?2";
    Ok(connection.prepare_cached(sql)?.exists((leaf.0, slot))?)
}

fn parts_here(connection: &Connection, leaf: Leaf) -> Result<Vec<String>> {
    let sql = "SELECT audience FROM part WHERE leaf = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([leaf.0], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn each_header(
    connection: &Connection,
    mut visit: impl FnMut(Leaf, Signed) -> Result<()>,
) -> Result<()> {
    let sql = "SELECT leaf, header, signature FROM record ORDER BY leaf";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(())?;
    while let Some(row) = rows.next()? {
        let signed = Signed {
            header: row.get(1)?,
            signature: row.get(2)?,
        };
        visit(Leaf(row.get(0)?), signed)?;
    }
    Ok(())
}

/// Reads a header that was verified before it was stored.
///
/// # Errors
/// `Damaged` where it is no header any more.
pub fn read_header(leaf: Leaf, signed: &Signed) -> Result<Header> {
    serde_json::from_slice(&signed.header).map_err(|_| StoreError::Damaged {
        what: format!("the header of record {}", leaf.to_hex()),
    })
}
