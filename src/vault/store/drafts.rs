//! Drafts: sealed, replaced after every answer, and only by the session that saw the last one.
//!
//! Each save brings a fresh random tag and says which it last saw. So of two sessions on one draft
//! the earlier stops, and a draft that a submit deleted never comes back; there is no counter that
//! would tell how long someone took.

use super::documents::Document;
use super::group::{SaveDraft, Write};
use super::{Result, Store, StoreError, Writer, optional};
use crate::base::time::Day;

/// A draft's name, derived from the respondent's code.
pub type DraftName = [u8; 16];
/// What one save is told apart from the next by: random bytes.
pub type Tag = [u8; 16];

/// A draft as it lies in the store.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The tag of its last save.
    pub tag: Tag,
    /// The age file.
    pub sealed: Vec<u8>,
}

/// How a save ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Saved {
    /// It is stored, under the fresh tag.
    Saved,
    /// Another session took the draft over, or sent it: this one must stop.
    ContinuedElsewhere,
}

/// What a session saves.
#[derive(Clone, Copy)]
pub struct Save<'a> {
    /// The draft's name.
    pub name: DraftName,
    /// The tag that this session last saw; `None` where it has seen none, for a draft's first save.
    pub seen: Option<Tag>,
    /// The tag from now on.
    pub fresh: Tag,
    /// The last day on which it is kept.
    pub expires: Day,
    /// The age file.
    pub sealed: &'a [u8],
}

/// The setting that says since which day drafts were found whose last day is past.
const EXPIRED_SINCE: &str = "drafts-expired-since";
/// So many days apart two looks must be that find a draft past its day.
const BELIEVED_AFTER: i64 = 7;

impl Store {
    /// Saves a draft, and keeps the questionnaire that it answers.
    ///
    /// Saving again with the same fresh tag, after an error, is harmless.
    ///
    /// # Errors
    /// As SQLite does; the draft is then as it was.
    pub fn save_draft(&mut self, save: &Save<'_>, questionnaire: &[u8]) -> Result<Saved> {
        let save = SaveDraft {
            save: *save,
            questionnaire: &Document::questionnaire(questionnaire),
        };
        match self.write_together(&[Write::Save(save)])?.pop() {
            Some(Err(StoreError::ContinuedElsewhere)) => Ok(Saved::ContinuedElsewhere),
            Some(Err(error)) => Err(error),
            Some(Ok(())) | None => Ok(Saved::Saved),
        }
    }

    /// Reads a draft; `None` where this box does not have it.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn load_draft(&self, name: &DraftName) -> Result<Option<Draft>> {
        let sql = "SELECT tag, sealed FROM draft WHERE name = ?1";
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row([name], |row| {
                Ok(Draft {
                    tag: row.get(0)?,
                    sealed: row.get(1)?,
                })
            });
        Ok(optional(found)?)
    }

    /// Takes a draft over: the session that had it stops at its next save or submit.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn take_over(&mut self, name: &DraftName, seen: &Tag, fresh: &Tag) -> Result<Saved> {
        let writer = self.write()?;
        let sql = "UPDATE draft SET tag = ?3 WHERE name = ?1 AND tag IN (?2, ?3)";
        let changed = writer.transaction.execute(sql, (name, seen, fresh))?;
        writer.commit()?;
        Ok(saved(changed))
    }

    /// Deletes a draft, where it is there.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn delete_draft(&mut self, name: &DraftName) -> Result<()> {
        let writer = self.write()?;
        writer.remove_draft(name)?;
        writer.commit()
    }

    /// Deletes drafts whose last day is past, on the way by: only where a day at least a week earlier
    /// found some past too, since a clock that is ahead once would else end everybody's. How many went.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn sweep_expired(&mut self, today: Day) -> Result<usize> {
        let sql = "SELECT EXISTS(SELECT 1 FROM draft WHERE expires < ?1)";
        let today_text = today.to_string();
        let is_any: bool = self
            .connection
            .query_row(sql, [&today_text], |row| row.get(0))?;
        let seen = self.setting(EXPIRED_SINCE)?;
        let seen = seen.and_then(|bytes| Day::parse(std::str::from_utf8(&bytes).ok()?));
        match seen {
            Some(seen) if is_any && today >= seen.plus_days(BELIEVED_AFTER) => {
                self.set_setting(EXPIRED_SINCE, b"")?;
                self.remove_expired(today)
            }
            Some(seen) if is_any && today >= seen => Ok(0),
            None if !is_any => Ok(0),
            // Nothing is past after all, or the clock went back: what was seen is not believed.
            _ => {
                let since = if is_any { today_text } else { String::new() };
                self.set_setting(EXPIRED_SINCE, since.as_bytes())?;
                Ok(0)
            }
        }
    }

    /// Deletes every draft whose last day is past, and says how many.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn remove_expired(&mut self, today: Day) -> Result<usize> {
        let writer = self.write()?;
        let sql = "DELETE FROM draft WHERE expires < ?1";
        let removed = writer.transaction.execute(sql, [today.to_string()])?;
        writer.commit()?;
        Ok(removed)
    }

    /// How many drafts there are.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn drafts(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM draft";
        Ok(self.connection.query_row(sql, (), |row| row.get(0))?)
    }
}

impl Writer<'_> {
    pub(super) fn first_save(&self, save: &Save<'_>) -> Result<usize> {
        let sql = "INSERT INTO draft(name, tag, expires, sealed) VALUES(?1, ?2, ?3, ?4)
                   ON CONFLICT(name) DO UPDATE SET sealed = excluded.sealed
                   WHERE tag = excluded.tag";
        let expires = save.expires.to_string();
        let row = (save.name, save.fresh, expires, save.sealed);
        Ok(self.transaction.execute(sql, row)?)
    }

    pub(super) fn next_save(&self, save: &Save<'_>, seen: &Tag) -> Result<usize> {
        let sql = "UPDATE draft SET tag = ?3, expires = ?4, sealed = ?5
                   WHERE name = ?1 AND tag IN (?2, ?3)";
        let expires = save.expires.to_string();
        let row = (save.name, seen, save.fresh, expires, save.sealed);
        Ok(self.transaction.execute(sql, row)?)
    }

    /// The tag of a draft, where it is there.
    pub(super) fn draft_tag(&self, name: &DraftName) -> Result<Option<Tag>> {
        let sql = "SELECT tag FROM draft WHERE name = ?1";
        let found = self.transaction.query_row(sql, [name], |row| row.get(0));
        Ok(optional(found)?)
    }

    pub(super) fn remove_draft(&self, name: &DraftName) -> Result<()> {
        let sql = "DELETE FROM draft WHERE name = ?1";
        self.transaction.execute(sql, [name])?;
        Ok(())
    }
}

const fn saved(changed: usize) -> Saved {
    match changed {
        0 => Saved::ContinuedElsewhere,
        _ => Saved::Saved,
    }
}
