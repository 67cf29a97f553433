//! What a store knows of other boxes: whose key it takes, and which leaves it last saw of each.

use rusqlite::Connection;

use super::{Result, Store, Writer, optional};
use crate::response::record::Leaf;

/// A box whose bundles are taken.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Its Ed25519 public key.
    pub key: [u8; 32],
    /// Its verifier key line.
    pub line: String,
    /// The public name it had when it was enrolled.
    pub name: String,
}

impl Store {
    /// Every enrolled box, by key.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn enrolled(&self) -> Result<Vec<Enrolled>> {
        let sql = "SELECT key, line, name FROM enrolled ORDER BY key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map((), |row| {
            Ok(Enrolled {
                key: row.get(0)?,
                line: row.get(1)?,
                name: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Enrols a box; where it is enrolled already its name is brought up to date.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn enrol(&mut self, peer: &Enrolled) -> Result<()> {
        self.enrol_all(std::slice::from_ref(peer))
    }

    /// Enrols boxes, all or none.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn enrol_all(&mut self, peers: &[Enrolled]) -> Result<()> {
        let sql = "INSERT INTO enrolled(key, line, name) VALUES(?1, ?2, ?3)
                   ON CONFLICT(key) DO UPDATE SET name = excluded.name";
        let writer = self.write()?;
        for peer in peers {
            let row = (peer.key, &peer.line, &peer.name);
            writer.transaction.prepare_cached(sql)?.execute(row)?;
        }
        writer.commit()
    }

    /// Forgets what was last seen of a box: what it brings next stands for itself.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn forget_seen(&mut self, key: &[u8; 32]) -> Result<()> {
        let writer = self.write()?;
        for sql in [
            "DELETE FROM seen WHERE key = ?1",
            "DELETE FROM checkpoint WHERE key = ?1",
        ] {
            writer.transaction.execute(sql, [key])?;
        }
        writer.commit()
    }

    /// Whether a box is enrolled.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn is_enrolled(&self, key: &[u8; 32]) -> Result<bool> {
        let sql = "SELECT 1 FROM enrolled WHERE key = ?1";
        Ok(self.connection.prepare_cached(sql)?.exists([key])?)
    }

    /// The leaf set last seen of a box (of this store's own box: last exported), ascending.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn seen(&self, key: &[u8; 32]) -> Result<Vec<Leaf>> {
        seen(&self.connection, key)
    }

    /// Keeps the leaf set just exported by this store's own box.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn set_seen(&mut self, key: &[u8; 32], leaves: &[Leaf], note: &str) -> Result<()> {
        let writer = self.write()?;
        writer.set_seen(key, leaves, note)?;
        writer.commit()
    }

    /// The checkpoint that came with the leaf set last seen.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn checkpoint(&self, key: &[u8; 32]) -> Result<Option<String>> {
        let sql = "SELECT note FROM checkpoint WHERE key = ?1";
        let found = self
            .connection
            .prepare_cached(sql)?
            .query_row([key], |row| row.get::<_, Vec<u8>>(0));
        Ok(optional(found)?.and_then(|note| String::from_utf8(note).ok()))
    }
}

impl Writer<'_> {
    /// The leaf set last seen of a box, ascending.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn seen(&self, key: &[u8; 32]) -> Result<Vec<Leaf>> {
        seen(&self.transaction, key)
    }

    /// Keeps a box's leaf set (ascending) and checkpoint in place of the last. What was there already is not
    /// written again, so that a bundle that brings nothing writes nothing.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn set_seen(&self, key: &[u8; 32], leaves: &[Leaf], note: &str) -> Result<()> {
        let mut last = self.seen(key)?;
        if last.iter().any(|leaf| leaves.binary_search(leaf).is_err()) {
            let forget = "DELETE FROM seen WHERE key = ?1";
            self.transaction.execute(forget, [key])?;
            last.clear();
        }
        let sql = "INSERT INTO seen(key, leaf) VALUES(?1, ?2)";
        let mut keep = self.transaction.prepare_cached(sql)?;
        let is_new = |leaf: &&Leaf| last.binary_search(leaf).is_err();
        for leaf in leaves.iter().filter(is_new) {
            keep.execute((key, leaf.0))?;
        }
        let sql = "INSERT INTO checkpoint(key, note) VALUES(?1, ?2)
                   ON CONFLICT(key) DO UPDATE SET note = excluded.note WHERE note <> excluded.note";
        self.transaction.execute(sql, (key, note.as_bytes()))?;
        Ok(())
    }
}

fn seen(connection: &Connection, key: &[u8; 32]) -> Result<Vec<Leaf>> {
    let sql = "SELECT leaf FROM seen WHERE key = ?1 ORDER BY leaf";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([key], |row| Ok(Leaf(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
