//! The box on disk (docs/format.md §9): one SQLite file that no power cut and no retry can confuse.
//!
//! What was acknowledged is there: a verb returns only after its transaction was committed with
//! WAL and `synchronous=FULL`. Every writing verb is one immediate transaction. Random tags and
//! days come in as arguments; nothing here opens a sealed part.

mod batch;
mod bulk;
mod care;
pub mod clear;
mod documents;
mod drafts;
mod error;
pub mod files;
mod group;
mod invitations;
mod order;
mod peers;
pub mod raw;
mod records;
mod room;
mod schema;
pub mod slot;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use batch::{Batch, Mark};
pub use care::{Damage, Found};
pub use documents::{Document, DocumentKind};
pub use drafts::{Draft, DraftName, Save, Saved, Tag};
pub use error::StoreError;
pub use group::{Checked, SaveDraft, Submit, Write};
pub use invitations::InvitationSeen;
pub use peers::Enrolled;
pub use records::{DraftSeen, read_header};
pub use room::BALLAST_FILE;

use super::cache;
use schema::Access;

/// The store's file inside the box folder.
pub const FILE: &str = "store.sqlite";
/// The file's name until it is a store.
const NEW_FILE: &str = "new-store.sqlite";

/// What a verb gives.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// An open store.
pub struct Store {
    connection: Connection,
    folder: PathBuf,
}

/// A transaction that writes; dropped without [`Writer::commit`] it leaves the store as it was.
pub struct Writer<'a> {
    transaction: Transaction<'a>,
    folder: &'a Path,
    /// Whether something came in that takes answers away.
    takes_away: Cell<bool>,
}

impl Store {
    /// Makes a new store in a box folder, and the folder where it is not there.
    ///
    /// # Errors
    /// Where there is a store already, or something else in its place.
    pub fn create(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        files::private_folder(folder)?;
        if path.symlink_metadata().is_ok() && !is_empty(&path) {
            return Err(StoreError::Exists(path));
        }
        let folder = folder.canonicalize()?;
        // Beside its place until it is one: whoever is killed meanwhile leaves no half of a store there.
        let beside = folder.join(NEW_FILE);
        for behind in ["", "-wal", "-shm"] {
            let left = folder.join(format!("{NEW_FILE}{behind}"));
            if left.symlink_metadata().is_ok() {
                std::fs::remove_file(&left)?;
            }
        }
        drop(files::new_private_file(&beside)?);
        let mut connection = schema::connect(&beside, Access::Write)?;
        schema::create_tables(&mut connection)?;
        connection.close().map_err(|(_, error)| error)?;
        std::fs::rename(&beside, folder.join(FILE))?;
        files::sync_folder(&folder)?;
        Self::open(&folder)
    }

    /// Opens the store of a box folder.
    ///
    /// # Errors
    /// Where there is none, where it is a link or another program's file, or damaged at first sight.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::connect(folder, Access::Write)
    }

    /// Opens the store, or makes it where there is none: for a home that only merges.
    ///
    /// # Errors
    /// As [`Self::open`] and [`Self::create`].
    pub fn open_or_create(folder: &Path) -> Result<Self> {
        match Self::open(folder) {
            Err(StoreError::Missing(_)) => Self::create(folder),
            other => other,
        }
    }

    /// Opens the store to read it alone, on a medium that takes no writing too.
    ///
    /// # Errors
    /// As [`Self::open`]; and where a medium that takes no writing holds a store that was not closed.
    pub fn open_to_read(folder: &Path) -> Result<Self> {
        match Self::connect(folder, Access::Read) {
            Err(StoreError::Sqlite(_) | StoreError::ReadOnly | StoreError::NotAStore { .. })
                if is_closed(folder) =>
            {
                Self::connect(folder, Access::Immutable)
            }
            other => other,
        }
    }

    fn connect(folder: &Path, access: Access) -> Result<Self> {
        let path = folder.join(FILE);
        if let Err(error) = path.symlink_metadata() {
            use std::io::ErrorKind::{NotADirectory, NotFound};
            let is_not_there = matches!(error.kind(), NotFound | NotADirectory);
            // Whoever may not look is not told that there is nothing.
            return Err(if is_not_there {
                StoreError::Missing(path)
            } else {
                StoreError::Io(std::io::Error::other(format!(
                    "{}: {error}",
                    path.display()
                )))
            });
        }
        if is_empty(&path) {
            return Err(StoreError::Missing(path));
        }
        if folder.is_symlink() || files::is_something_else(&path) {
            let why = "a link or something else lies in its place";
            return Err(StoreError::NotAStore { path, why });
        }
        if access == Access::Write {
            refuse_planted(folder)?;
        }
        let path = folder.canonicalize()?.join(FILE);
        // Opening a file beside which a rollback journal lies runs that journal. No store of ours has one.
        if access != Access::Write && files::lies_beside(&path, "-journal") {
            let why = "a rollback journal lies beside it; where a merge was cut off, merge again";
            return Err(StoreError::NotAStore { path, why });
        }
        // Nor is one empty: SQLite would throw away the log beside it.
        if access != Access::Write && path.metadata()?.len() == 0 {
            let why = "it is empty";
            return Err(StoreError::NotAStore { path, why });
        }
        if access != Access::Immutable {
            room::before_opening(folder)?;
        }
        let mut connection = schema::connect(&path, access)?;
        if access == Access::Write {
            if schema::has_parts_to_place(&connection) {
                room::for_placing(folder, path.metadata()?.len())?;
            }
            schema::migrate(&mut connection)?;
        }
        let store = Self::checked(connection, folder)?;
        if access == Access::Write && room::leaves_holes(folder) {
            schema::write_once(&store.connection)?;
        }
        Ok(store)
    }

    fn checked(connection: Connection, folder: &Path) -> Result<Self> {
        schema::check_tables(&connection).map_err(|why| StoreError::NotAStore {
            path: folder.join(FILE),
            why,
        })?;
        Ok(Self {
            connection,
            folder: folder.to_path_buf(),
        })
    }

    /// The box folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// Where another process holds the store for longer than the wait, it takes no writing, or the
    /// disk is so full that nothing should be begun.
    pub fn write(&mut self) -> Result<Writer<'_>> {
        self.has_spare()?;
        let behaviour = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behaviour)?;
        Ok(Writer {
            transaction,
            folder: &self.folder,
            takes_away: Cell::new(false),
        })
    }

    /// A setting's bytes.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        Ok(optional(
            self.connection
                .prepare_cached(sql)?
                .query_row([name], |row| row.get(0)),
        )?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn set_setting(&mut self, name: &str, value: &[u8]) -> Result<()> {
        let sql = "INSERT INTO setting(name, value) VALUES(?1, ?2)
                   ON CONFLICT(name) DO UPDATE SET value = excluded.value";
        let writer = self.write()?;
        writer.transaction.execute(sql, (name, value))?;
        writer.commit()
    }
}

impl Writer<'_> {
    /// Makes all of it durable; only then was it stored.
    ///
    /// # Errors
    /// As SQLite does; nothing was stored then.
    pub fn commit(self) -> Result<()> {
        self.transaction.commit()?;
        if self.takes_away.get() {
            // What cannot be removed matches no store any more, and is rewritten by its next reader.
            drop(cache::remove(self.folder));
        }
        Ok(())
    }
}

/// Refuses a folder or file of a store that somebody else put there or may write to.
///
/// # Errors
/// What is wrong with which.
pub fn refuse_planted(folder: &Path) -> Result<()> {
    let file = |end: &str| folder.join(format!("{FILE}{end}"));
    let places = [
        folder.to_path_buf(),
        file(""),
        file("-wal"),
        file("-shm"),
        file("-journal"),
    ];
    for path in places {
        if let Some(why) = files::planted(&path) {
            return Err(StoreError::NotAStore { path, why });
        }
    }
    Ok(())
}

/// Whether a file is there with nothing in it and no log beside it: what a try left that was cut off at once.
fn is_empty(path: &Path) -> bool {
    let is_empty = path
        .symlink_metadata()
        .is_ok_and(|found| found.is_file() && found.len() == 0);
    is_empty && path.parent().is_none_or(is_closed)
}

/// Whether no write-ahead log waits beside the store, so that its file alone is all of it.
fn is_closed(folder: &Path) -> bool {
    let log = folder.join(format!("{FILE}-wal"));
    log.metadata().map_or(true, |found| found.len() == 0)
}

fn optional<T>(found: rusqlite::Result<T>) -> rusqlite::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_full_disk_nothing_is_half_stored_and_trying_again_works() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        let pages: u32 = pragma(&store, "page_count");
        let limit = |store: &Store, pages: u32| {
            let said =
                store
                    .connection
                    .pragma_update_and_check(None, "max_page_count", pages, |row| {
                        row.get::<_, u32>(0)
                    });
            assert_eq!(said.unwrap(), pages);
        };
        limit(&store, pages);
        let sealed = vec![7; 64 << 10];
        let save = Save {
            name: [1; 16],
            seen: None,
            fresh: [2; 16],
            expires: crate::base::time::Day::EPOCH,
            sealed: &sealed,
        };
        let refused = store.save_draft(&save, b"questionnaire");
        assert!(matches!(refused, Err(StoreError::Full)));
        assert_eq!(store.drafts().unwrap(), 0);
        assert!(store.documents().unwrap().is_empty());
        limit(&store, pages + 100);
        let again = store.save_draft(&save, b"questionnaire").unwrap();
        assert_eq!(again, Saved::Saved);
    }

    fn pragma(store: &Store, name: &str) -> u32 {
        let found = store
            .connection
            .pragma_query_value(None, name, |row| row.get(0));
        found.unwrap()
    }

    #[test]
    fn every_setting_that_keeps_what_is_stored_is_on() {
        let root = tempfile::tempdir().unwrap();
        drop(Store::create(root.path()).unwrap());
        let store = Store::open(root.path()).unwrap();
        let settings = [
            ("synchronous", 2),
            ("secure_delete", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("temp_store", 2),
            ("mmap_size", 0),
        ];
        for (name, value) in settings {
            assert_eq!(pragma(&store, name), value, "{name}");
        }
    }

    #[test]
    fn a_closed_store_is_read_as_immutable_whatever_its_path_is_called() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a b?c%41#d");
        let mut store = Store::create(&folder).unwrap();
        store.set_setting("name", b"x").unwrap();
        assert!(!is_closed(&folder));
        drop(store);
        assert!(is_closed(&folder));
        let mut store = Store::connect(&folder, Access::Immutable).unwrap();
        assert_eq!(store.setting("name").unwrap().as_deref(), Some(&b"x"[..]));
        assert!(store.set_setting("name", b"y").is_err());
    }
}
