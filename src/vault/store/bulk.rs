//! Taking in much at once: where nobody else has the store open, pages go to their places straight away.
//!
//! With the write-ahead log every page is written twice, first to the log and then to the file. New pages
//! need no way back, so a rollback journal writes them once. With `synchronous=EXTRA` that loses nothing
//! that was committed either (`docs/security.md`). A home that collects keeps to the log.

use std::time::Duration;

use super::schema;
use super::{Result, Store};

/// SQLite's own, KiB.
const USUAL_CACHE: i64 = 2000;

impl Store {
    /// Gets ready for much, with so many MiB of memory for pages; says whether pages are now written once. Where another connection is open the
    /// log stays, and everything works as before.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn begin_bulk(&mut self, memory: u16) -> Result<bool> {
        let connection = &mut self.connection;
        connection.pragma_update(None, "cache_size", -(i64::from(memory) << 10))?;
        connection.busy_timeout(Duration::ZERO)?;
        let mode = connection.pragma_update_and_check(None, "journal_mode", "delete", |row| {
            row.get::<_, String>(0)
        });
        connection.busy_handler(Some(schema::wait))?;
        if mode.is_ok_and(|mode| mode == "delete") {
            connection.pragma_update(None, "synchronous", "extra")?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Goes back to the log.
    ///
    /// # Errors
    /// As SQLite does; the next to open the store for writing tries again.
    pub fn end_bulk(&mut self) -> Result<()> {
        self.connection
            .pragma_update(None, "cache_size", -USUAL_CACHE)?;
        schema::make_durable(&self.connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(store: &Store) -> (String, i64) {
        let text = |row: &rusqlite::Row<'_>| row.get(0);
        let mode = store
            .connection
            .pragma_query_value(None, "journal_mode", text);
        let safe = |row: &rusqlite::Row<'_>| row.get(0);
        let synchronous = store
            .connection
            .pragma_query_value(None, "synchronous", safe);
        (mode.unwrap(), synchronous.unwrap())
    }

    #[test]
    fn pages_are_written_once_only_where_nobody_else_is_there() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        assert!(store.begin_bulk(1).unwrap());
        assert_eq!(mode(&store), ("delete".to_owned(), 3));
        store.set_setting("name", b"x").unwrap();
        store.end_bulk().unwrap();
        assert_eq!(mode(&store), ("wal".to_owned(), 2));
        let other = Store::open(root.path()).unwrap();
        assert_eq!(other.setting("name").unwrap().as_deref(), Some(&b"x"[..]));
        assert!(!store.begin_bulk(1).unwrap());
        assert_eq!(mode(&store), ("wal".to_owned(), 2));
        store.end_bulk().unwrap();
    }

    #[test]
    fn what_was_cut_off_in_the_middle_is_whole_for_the_next_who_writes() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        assert!(store.begin_bulk(1).unwrap());
        store.set_setting("name", b"x").unwrap();
        // Not ended: as after a kill.
        drop(store);
        let store = Store::open(root.path()).unwrap();
        assert_eq!(mode(&store), ("wal".to_owned(), 2));
        assert_eq!(store.setting("name").unwrap().as_deref(), Some(&b"x"[..]));
    }
}
