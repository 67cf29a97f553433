//! When the store is put into an order that says nothing of arrival, without anybody asking for it.
//!
//! Pages keep the order in which they were written until they are rewritten. A session that ends looks
//! whether enough came since the last time; the one that finds so says it first, so that of many that
//! end at once only one rewrites.

use super::{Result, Store};

/// As many new records as make a batch (docs/format.md §11): fewer, and rewriting would itself tell when one came.
const ENOUGH: u64 = 5;
/// How many records there were when the store was last rewritten, as text.
const ORDERED: &str = "ordered";

impl Store {
    /// Rewrites the store where five records came since the last time; whether it did.
    ///
    /// # Errors
    /// As [`Store::shuffle`]; the store is as it was then.
    pub fn shuffle_if_due(&mut self) -> Result<bool> {
        if !self.claim()? {
            return Ok(false);
        }
        self.shuffle()?;
        Ok(true)
    }

    /// Notes that this session rewrites the store, where that is due and no other session has.
    fn claim(&mut self) -> Result<bool> {
        let writer = self.write()?;
        let count = "SELECT count(*) FROM record";
        let now: u64 = writer.transaction.query_row(count, (), |row| row.get(0))?;
        let sql = "SELECT value FROM setting WHERE name = ?1";
        let before: Option<Vec<u8>> = super::optional(writer.transaction.query_row(
            sql,
            [ORDERED],
            |row| row.get(0),
        ))?;
        let before = before.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
        if now < before.unwrap_or(0) + ENOUGH {
            return Ok(false);
        }
        let sql = "INSERT INTO setting(name, value) VALUES(?1, ?2)
                   ON CONFLICT(name) DO UPDATE SET value = excluded.value";
        let told = now.to_string().into_bytes();
        writer.transaction.execute(sql, (ORDERED, told))?;
        writer.commit()?;
        Ok(true)
    }
}
