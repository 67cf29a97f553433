//! Invitations that are left: hashes and nothing besides. One goes in the transaction that stores the
//! response which it was shown for, so that it can be shown again until then and never after.
//!
//! That transaction's pages lie side by side in the write-ahead log, and whoever has the codes could read
//! there which of them went with which record: the log is emptied after it ([`Store::empty_log`]).

use super::{Result, Store, StoreError, Writer};
use crate::response::invitation::InvitationHash;

/// An invitation that a response is sent with.
#[derive(Clone, Copy)]
pub struct InvitationSeen {
    /// Its hash.
    pub hash: InvitationHash,
    /// Whether nothing is stored without it: not where everybody may answer.
    pub is_needed: bool,
}

impl Store {
    /// Keeps invitations that were made, all or none.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn invite(&mut self, hashes: &[InvitationHash]) -> Result<()> {
        let writer = self.write()?;
        let sql = "INSERT INTO invitation(hash) VALUES(?1) ON CONFLICT(hash) DO NOTHING";
        for hash in hashes {
            writer.transaction.prepare_cached(sql)?.execute([hash])?;
        }
        writer.commit()
    }

    /// How many are left.
    ///
    /// # Errors
    /// As SQLite does; a store of an earlier version has none.
    pub fn invitations(&self) -> Result<u64> {
        let table = "SELECT count(*) FROM sqlite_schema WHERE name = 'invitation'";
        let tables: u64 = self.connection.query_row(table, (), |row| row.get(0))?;
        if tables == 0 {
            return Ok(0);
        }
        let sql = "SELECT count(*) FROM invitation";
        Ok(self.connection.query_row(sql, (), |row| row.get(0))?)
    }

    /// Whether one is left.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn has_invitation(&self, hash: &InvitationHash) -> Result<bool> {
        let sql = "SELECT 1 FROM invitation WHERE hash = ?1";
        Ok(self.connection.prepare_cached(sql)?.exists([hash])?)
    }

    /// Takes all back that are left, and says how many.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn take_back_invitations(&mut self) -> Result<usize> {
        let writer = self.write()?;
        let taken = writer.transaction.execute("DELETE FROM invitation", ())?;
        writer.commit()?;
        Ok(taken)
    }

    /// Empties the write-ahead log into the file, so that it no longer shows which pages were written
    /// together. Where others are reading, it stays for the next time.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn empty_log(&mut self) -> Result<()> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        Ok(self.connection.query_row(sql, (), |_| Ok(()))?)
    }
}

impl Writer<'_> {
    /// Takes the invitation of a response that is stored in this transaction; where it must be there and is
    /// not, nothing was written.
    pub(super) fn take_invitation(&self, invitation: Option<InvitationSeen>) -> Result<()> {
        let Some(InvitationSeen { hash, is_needed }) = invitation else {
            return Ok(());
        };
        let sql = "DELETE FROM invitation WHERE hash = ?1";
        let taken = self.transaction.prepare_cached(sql)?.execute([hash])?;
        if is_needed && taken == 0 {
            return Err(StoreError::NotInvited);
        }
        Ok(())
    }
}
