//! Care of the store: hiding the order of arrival, and looking for damage.

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use sha2::{Digest as _, Sha256};

use super::records::read_header;
use super::slot::slots;
use super::{Result, Store, StoreError};
use crate::response::record::{Leaf, Signed};

/// A store up to this size is rewritten in memory, a larger one through a temporary file of SQLite's
/// (which holds nothing but what is sealed).
const IN_MEMORY: u64 = 64 << 20;

/// What is hurt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// SQLite's own check of the file; its words.
    File(String),
    /// The header is not the one that this leaf names, or does not verify.
    Header,
    /// A part's bytes are not those that the header names.
    Part(String),
    /// A part that no header names; its name.
    Stray(String),
    /// A document's bytes are not what its hash says.
    Document(String),
    /// A document that records name is not here; which.
    Gone(String),
    /// The box's own key is gone, or another's; in words.
    Key(String),
    /// What the store remembers of a box does not hold together; why.
    History(&'static str),
}

/// One thing found damaged.
pub struct Found {
    /// The record, where it is about one.
    pub leaf: Option<Leaf>,
    /// What is hurt.
    pub damage: Damage,
}

impl Found {
    /// Whether headers can no longer be read for what they say.
    pub const fn hides_headers(&self) -> bool {
        matches!(self.damage, Damage::Header | Damage::File(_))
    }
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(words) => write!(f, "the file: {words}"),
            Self::Header => f.write_str("its header or signature does not verify"),
            Self::Part(name) => write!(f, "its part `{name}` is not what was stored"),
            Self::Stray(name) => write!(f, "part `{name}` is here, and no header names it"),
            Self::History(why) => f.write_str(why),
            Self::Document(hash) => write!(f, "document {hash} is not what was stored"),
            Self::Gone(which) => write!(f, "{which} is named by records and not here"),
            Self::Key(words) => write!(f, "the box's own key: {words}"),
        }
    }
}

impl Store {
    /// Rewrites the file in key order and empties its log, so that neither keeps the order of
    /// arrival nor what was deleted.
    ///
    /// # Errors
    /// As SQLite does; where the disk has no room for a second copy.
    pub fn shuffle(&mut self) -> Result<()> {
        let size = self.folder.join(super::FILE).metadata()?.len();
        self.has_room_for_a_copy(size)?;
        let place = if size > IN_MEMORY { "file" } else { "memory" };
        self.connection.pragma_update(None, "temp_store", place)?;
        // Beside the store: a session may write nowhere else, and what is sealed stays on its disk.
        if let Some(folder) = self.folder.to_str().filter(|_| size > IN_MEMORY) {
            self.connection
                .pragma_update(None, "temp_store_directory", folder)?;
        }
        // VACUUM attaches its copy, which is why one may be attached meanwhile.
        let attached = Limit::SQLITE_LIMIT_ATTACHED;
        self.connection.set_limit(attached, 1)?;
        let rewritten = self.connection.execute_batch("VACUUM");
        self.connection.set_limit(attached, 0)?;
        self.connection
            .pragma_update(None, "temp_store", "memory")?;
        rewritten?;
        self.draw_cookie()?;
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        Ok(self.connection.query_row(sql, (), |_| Ok(()))?)
    }

    /// Puts a random number where VACUUM adds one to the schema's cookie, which would count the rewritings and so the
    /// batches that came. Other connections ask only whether it is another number than before.
    fn draw_cookie(&self) -> Result<()> {
        let sql = "SELECT random() & 0x7fffffff";
        let drawn: i64 = self.connection.query_row(sql, (), |row| row.get(0))?;
        // A defended connection leaves it as it is.
        let defended = DbConfig::SQLITE_DBCONFIG_DEFENSIVE;
        self.connection.set_db_config(defended, false)?;
        let put = self.connection.pragma_update(None, "schema_version", drawn);
        self.connection.set_db_config(defended, true)?;
        Ok(put?)
    }

    /// Whether SQLite finds every page of the file in its place: what a reader asks before it walks through
    /// a file that another machine wrote, since a tree whose pages lead back to themselves has no end.
    ///
    /// # Errors
    /// Where the file is damaged, or cannot be read at all.
    pub fn check_pages(&self) -> Result<()> {
        let words: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
        if words == "ok" {
            return Ok(());
        }
        Err(StoreError::Damaged { what: words })
    }

    /// Writes a whole copy into a file that must not be there, as of one moment, while others write;
    /// durable once this returns.
    ///
    /// # Errors
    /// As SQLite and the file system do.
    pub fn copy_to(&self, path: &std::path::Path) -> Result<()> {
        let name = path
            .to_str()
            .ok_or_else(|| std::io::Error::other("the path is not a text"))?;
        // SQLite would make it with whatever mode the umask leaves; an empty file it takes as it is.
        let file = super::files::new_private_file(path)?;
        let attached = Limit::SQLITE_LIMIT_ATTACHED;
        self.connection.set_limit(attached, 1)?;
        let copied = self.connection.execute("VACUUM INTO ?1", [name]);
        self.connection.set_limit(attached, 0)?;
        copied?;
        file.sync_all()?;
        Ok(super::files::sync_folder(
            path.parent().unwrap_or(std::path::Path::new(".")),
        )?)
    }

    /// Checks every byte: SQLite's pages and indexes, each header against leaf and signature, each part and
    /// document against its hash; and that nothing lies there that no header names. Which parts may be absent is the merge plan's to say.
    ///
    /// # Errors
    /// Where the store cannot be read at all.
    pub fn verify(&self) -> Result<Vec<Found>> {
        let mut found = self.check_file()?;
        let walked = self.each_header(|leaf, signed| {
            found.extend(self.check_record(leaf, &signed)?.map(|damage| Found {
                leaf: Some(leaf),
                damage,
            }));
            Ok(())
        });
        match walked {
            // What was found up to the hurt page is still worth knowing.
            Err(StoreError::Damaged { what }) => found.push(Found {
                leaf: None,
                damage: Damage::File(what),
            }),
            walked => walked?,
        }
        found.extend(self.strays()?);
        let hurt = self.documents()?.into_iter().filter(|one| !one.is_sound());
        found.extend(hurt.map(|document| Found {
            leaf: None,
            damage: Damage::Document(crate::base::hex::encode(&document.sha256)),
        }));
        Ok(found)
    }

    fn check_file(&self) -> Result<Vec<Found>> {
        // Unlike `quick_check` it holds every index against its table: which record answers to which
        // response is found through one.
        let sql = "PRAGMA integrity_check(20)";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map((), |row| row.get::<_, String>(0))?;
        let words: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
        let hurt = words.into_iter().filter(|words| words != "ok");
        Ok(hurt
            .map(|words| Found {
                leaf: None,
                damage: Damage::File(words),
            })
            .collect())
    }

    fn check_record(&self, leaf: Leaf, signed: &Signed) -> Result<Option<Damage>> {
        if signed.leaf() != leaf || signed.verify().is_err() {
            return Ok(Some(Damage::Header));
        }
        let header = read_header(leaf, signed)?;
        let slots = slots(&header).unwrap_or_default();
        for slot in &slots {
            let sealed = self.part(leaf, &slot.name)?;
            if sealed.is_some_and(|sealed| !slot.fits(&sealed)) {
                return Ok(Some(Damage::Part(slot.name.clone())));
            }
        }
        let here = self.audiences(leaf)?.into_iter();
        let mut strays = here.filter(|name| slots.iter().all(|slot| slot.name != *name));
        Ok(strays.next().map(Damage::Stray))
    }

    /// The names of the parts that are here of one record.
    fn audiences(&self, leaf: Leaf) -> Result<Vec<String>> {
        let sql = "SELECT audience FROM part WHERE leaf = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([leaf.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Parts of records that are not here.
    fn strays(&self) -> Result<Vec<Found>> {
        let sql =
            "SELECT leaf, audience FROM part WHERE leaf NOT IN (SELECT leaf FROM record) LIMIT 20";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map((), |row| {
            Ok(Found {
                leaf: Some(Leaf(row.get(0)?)),
                damage: Damage::Stray(row.get(1)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// One hash over all records and parts here, the same wherever the same is held: for tests and
/// for comparing two machines.
impl Store {
    /// SHA-256 over every leaf and the names and bytes of its parts, in order.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn digest(&self) -> Result<[u8; 32]> {
        let mut hash = Sha256::new();
        let sql = "SELECT leaf FROM record ORDER BY leaf";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            hash.update(row.get::<_, [u8; 32]>(0)?);
        }
        let sql = "SELECT leaf, audience, sealed FROM part ORDER BY leaf, audience";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            hash.update(row.get::<_, [u8; 32]>(0)?);
            hash.update(row.get::<_, String>(1)?.as_bytes());
            hash.update(Sha256::digest(row.get::<_, Vec<u8>>(2)?));
        }
        Ok(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_count_the_rewritings_is_drawn_and_whoever_else_is_there_goes_on() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        let mut other = Store::open(root.path()).unwrap();
        let cookie = |store: &Store| -> i64 {
            let value = store
                .connection
                .pragma_query_value(None, "schema_version", |row| row.get(0));
            value.unwrap()
        };
        let mut drawn = vec![cookie(&store)];
        for round in 0..4_u8 {
            other.set_setting("name", &[round]).unwrap();
            store.shuffle().unwrap();
            assert_eq!(
                store.setting("name").unwrap().as_deref(),
                Some(&[round][..])
            );
            assert_eq!(
                other.setting("name").unwrap().as_deref(),
                Some(&[round][..])
            );
            drawn.push(cookie(&other));
        }
        let steps = drawn.windows(2).filter(|pair| pair[1] == pair[0] + 1);
        assert_eq!(steps.count(), 0, "{drawn:?}");
        let refused = store.connection.pragma_update(None, "schema_version", 7);
        drop(refused);
        assert_ne!(cookie(&store), 7, "the connection is defended again");
    }
}
