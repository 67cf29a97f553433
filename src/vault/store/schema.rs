//! The store's tables, and the settings of every connection to it (`docs/security.md`: measured
//! with simulated power cuts; WAL with FULL loses no row that was acknowledged).

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;

/// `TALY`: tells `file` and us whose database this is.
const APPLICATION_ID: i32 = 0x5441_4c59;
/// The version of the tables below; [`migrate`] brings earlier ones up to date. Version 1 had no index over
/// responses, version 2 no invitations; up to version 3 parts were keyed by leaf and audience alone (see [`PARTS`]).
const VERSION: i32 = 4;
/// The first version with [`PARTS`].
const PLACED: i32 = 4;
/// The oldest version that is read, and migrated when the store is next written to.
const OLDEST: i32 = 1;
/// How a connection waits for another process: so many looks, so many microseconds apart, thirty
/// seconds in all. SQLite's own handler looks ever more seldom, so that who came last is served first;
/// here who has waited long looks twenty times as often as who came just now.
const LOOKS: [(i32, u64); 4] = [(20, 10_000), (160, 5_000), (500, 2_000), (56_000, 500)];
/// No value is longer: the largest is a questionnaire with its lists.
const VALUE_LIMIT: i32 = 33 << 20;

/// The index over responses, since version 2.
const INDEX: &str = "record_response";
/// A response's records are found by its id, which stands in the header: without this every submission
/// and every coming back looked at every header there is.
const RESPONSES: &str = "CREATE INDEX record_response ON record(CASE WHEN json_valid(CAST(header AS TEXT)) THEN json_extract(CAST(header AS TEXT), '$.response') END)";
/// The table of invitations, since version 3: hashes, in no order but their own.
const INVITATION: &str = "invitation";
const INVITATIONS: &str = "CREATE TABLE invitation(hash BLOB PRIMARY KEY) WITHOUT ROWID";
/// The same expression, for whoever asks.
pub(super) const RESPONSE_OF: &str = "CASE WHEN json_valid(CAST(header AS TEXT)) THEN json_extract(CAST(header AS TEXT), '$.response') END";

/// Parts, since version 4. A row's number is worked out from its leaf ([`place`]), so that it says nothing of
/// when it came. A table keyed by leaf and audience is searched by comparing rows, and SQLite reads a row
/// whole for that, with all of its sealed bytes: each look cost a dozen parts (docs/rigs.md).
const PARTS: &str = "CREATE TABLE part(place INTEGER PRIMARY KEY, leaf BLOB NOT NULL, audience TEXT NOT NULL, sealed BLOB NOT NULL)";
/// The index that finds a part, since version 4.
const PART_INDEX: &str = "part_of";
const PART_OF: &str = "CREATE UNIQUE INDEX part_of ON part(leaf, audience)";
/// What each version brought besides parts' places.
const SINCE: [(i32, &str, &str); 3] = [
    (2, INDEX, RESPONSES),
    (3, INVITATION, INVITATIONS),
    (PLACED, PART_INDEX, PART_OF),
];
/// Parts as they were before.
const PARTS_BEFORE: &str = "CREATE TABLE part(leaf BLOB, audience TEXT, sealed BLOB NOT NULL, PRIMARY KEY(leaf, audience)) WITHOUT ROWID";

/// Every table and index, by name. Keyed by what is random, without a row number that counts and without a time, so that
/// the order in which people came is not in the tables.
const TABLES: [(&str, &str); 11] = [
    (
        "checkpoint",
        "CREATE TABLE checkpoint(key BLOB PRIMARY KEY, note BLOB NOT NULL) WITHOUT ROWID",
    ),
    (
        "document",
        "CREATE TABLE document(sha256 BLOB PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID",
    ),
    (
        "draft",
        "CREATE TABLE draft(name BLOB PRIMARY KEY, tag BLOB NOT NULL, expires TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID",
    ),
    (
        "enrolled",
        "CREATE TABLE enrolled(key BLOB PRIMARY KEY, line TEXT NOT NULL, name TEXT NOT NULL) WITHOUT ROWID",
    ),
    (INVITATION, INVITATIONS),
    ("part", PARTS),
    (PART_INDEX, PART_OF),
    (
        "record",
        "CREATE TABLE record(leaf BLOB PRIMARY KEY, header BLOB NOT NULL, signature BLOB NOT NULL) WITHOUT ROWID",
    ),
    (INDEX, RESPONSES),
    (
        "seen",
        "CREATE TABLE seen(key BLOB, leaf BLOB, PRIMARY KEY(key, leaf)) WITHOUT ROWID",
    ),
    (
        "setting",
        "CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    ),
];

/// Whether a connection may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads and writes.
    Write,
    /// Reads alone.
    Read,
    /// Reads a file that nobody can be writing, on a medium that takes no writing.
    Immutable,
}

/// Opens the file, which must be there, following no link.
pub(super) fn connect(path: &Path, access: Access) -> Result<Connection, StoreError> {
    let mode = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Immutable => OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
    };
    let flags = mode
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = match access {
        Access::Immutable => Connection::open_with_flags(immutable_uri(path), flags)?,
        _ => Connection::open_with_flags(path, flags)?,
    };
    harden(&mut connection)?;
    if access == Access::Write {
        make_durable(&connection)?;
    }
    Ok(connection)
}

/// A `file:` URI; every byte outside the plainest is written as `%xx`.
fn immutable_uri(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let escaped: String = bytes
        .iter()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
            byte => format!("%{byte:02x}"),
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}

/// Nothing that the file's own schema says may run.
fn harden(connection: &mut Connection) -> Result<(), StoreError> {
    connection.busy_handler(Some(wait))?;
    let switches = [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    ];
    for (switch, on) in switches {
        connection.set_db_config(switch, on)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_LIMIT)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

/// Waits a little for another process; false where it has waited long enough.
pub(super) fn wait(looks: i32) -> bool {
    let Some(pause) = pause(looks) else {
        return false;
    };
    std::thread::sleep(pause);
    true
}

/// How long to wait before looking again, after so many looks.
fn pause(mut looks: i32) -> Option<Duration> {
    for (count, microseconds) in LOOKS {
        if looks < count {
            return Some(Duration::from_micros(microseconds));
        }
        looks -= count;
    }
    None
}

/// Writes what is there already: from then on the shared index has its blocks ([`super::room`]).
pub(super) fn write_once(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.pragma_update(None, "user_version", VERSION)?)
}

/// What makes a commit mean that the row survives a power cut; each setting is read back.
pub(super) fn make_durable(connection: &Connection) -> Result<(), StoreError> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "secure_delete", true)?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    let secure: i64 = connection.pragma_query_value(None, "secure_delete", |row| row.get(0))?;
    match (mode.as_str(), synchronous, secure) {
        ("wal", 2, 1) => Ok(()),
        _ => Err(StoreError::Damaged {
            what: "it does not take the settings that keep what is stored".to_owned(),
        }),
    }
}

/// Makes the tables in an empty file.
pub(super) fn create_tables(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for (_, table) in TABLES {
        transaction.execute(table, ())?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// Whether [`migrate`] would write every part anew.
pub(super) fn has_parts_to_place(connection: &Connection) -> bool {
    version(connection).is_some_and(|version| (OLDEST..PLACED).contains(&version))
}

/// Brings a store of an earlier version up to date, in one transaction: it is then of one version or of
/// the other, and never in between. A newer program's store is left as it is, and refused later.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let is_old = |connection: &Connection| {
        version(connection).filter(|version| (OLDEST..VERSION).contains(version))
    };
    if is_old(connection).is_none() || check_tables(connection).is_err() {
        return Ok(());
    }
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have come first.
    if let Some(from) = is_old(&transaction) {
        if from < PLACED {
            place_parts(&transaction)?;
        }
        for (_, _, made) in SINCE.iter().filter(|(since, ..)| *since > from) {
            transaction.execute(made, ())?;
        }
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(transaction.commit()?)
}

/// Gives every part a place; the old table is wiped as it goes (`secure_delete`).
fn place_parts(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("ALTER TABLE part RENAME TO part_before", ())?;
    connection.execute(PARTS, ())?;
    let sql = "SELECT leaf, audience, sealed FROM part_before ORDER BY leaf, audience";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query(())?;
    while let Some(row) = rows.next()? {
        let (audience, sealed): (String, Vec<u8>) = (row.get(1)?, row.get(2)?);
        put_placed(connection, &row.get(0)?, &audience, &sealed)?;
    }
    drop(rows);
    drop(statement);
    connection.execute("DROP TABLE part_before", ())?;
    Ok(())
}

/// Puts a part into the first free place from its own on; where the part is here it is left as it is.
pub(super) fn put_placed(
    connection: &Connection,
    leaf: &[u8; 32],
    slot: &str,
    sealed: &[u8],
) -> Result<(), StoreError> {
    let sql = "INSERT INTO part(place, leaf, audience, sealed) VALUES(?1, ?2, ?3, ?4)
               ON CONFLICT DO NOTHING";
    let mut statement = connection.prepare_cached(sql)?;
    let here = "SELECT 1 FROM part WHERE leaf = ?1 AND audience = ?2";
    let first = place(leaf, slot);
    for further in 0..PLACES {
        // After the last place comes the first again.
        let place = first.wrapping_add(further) & i64::MAX;
        if statement.execute((place, leaf, slot, sealed))? > 0
            || connection.prepare_cached(here)?.exists((leaf, slot))?
        {
            return Ok(());
        }
    }
    Err(StoreError::Unsound("there is no place for a part"))
}

/// So many places from its own on are looked at: more than one record has parts.
const PLACES: i64 = 1024;

/// Where a part is put: in the order of leaves, and within a record by a sum over the audience's name, so that
/// most parts find theirs free.
fn place(leaf: &[u8; 32], slot: &str) -> i64 {
    let first = leaf.first_chunk().copied().unwrap_or_default();
    let order = (u64::from_be_bytes(first) >> 1) & !0xff;
    let name = slot
        .bytes()
        .fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    (order | u64::from(name)).cast_signed()
}

fn version(connection: &Connection) -> Option<i32> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    found.ok()
}

/// Checks that the file is a store with the tables of its version, word for word, and nothing besides.
pub(super) fn check_tables(connection: &Connection) -> Result<(), &'static str> {
    let id = connection.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0));
    if id != Ok(APPLICATION_ID) {
        return Err("another program made it");
    }
    let version = version(connection).filter(|version| (OLDEST..=VERSION).contains(version));
    let version = version.ok_or("another version of Tallybox made it")?;
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")
        .map_err(|_| "its tables cannot be read")?;
    let found: Vec<(String, String)> = statement
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .map_err(|_| "its tables cannot be read")?;
    let is_later = |name: &str| {
        let mut since = SINCE.iter();
        since.any(|(since, made, _)| *made == name && *since > version)
    };
    let expected = TABLES.iter().copied();
    let expected = expected.filter(|(name, _)| !is_later(name));
    let expected = expected.map(|(name, sql)| match name {
        "part" if version < PLACED => (name, PARTS_BEFORE),
        _ => (name, sql),
    });
    if found
        .iter()
        .map(|(name, sql)| (name.as_str(), sql.as_str()))
        .eq(expected)
    {
        Ok(())
    } else {
        Err("its tables are not ours")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_with_as_many_parts_as_there_can_be_finds_a_place_for_each() {
        let root = tempfile::tempdir().unwrap();
        let connection = Connection::open(root.path().join("x")).unwrap();
        connection.execute(PARTS, ()).unwrap();
        connection.execute(PART_OF, ()).unwrap();
        // Leaves that begin alike, as nobody can make them but here; the last of all among them.
        let leaves = [[7; 32], [255; 32], {
            let mut leaf = [7; 32];
            leaf[31] = 8;
            leaf
        }];
        for leaf in leaves {
            for number in 0..super::super::slot::COUNT_LIMIT {
                put_placed(&connection, &leaf, &format!("lead@{number:064x}"), b"x").unwrap();
            }
        }
        // What is here already is left as it is.
        put_placed(
            &connection,
            &leaves[0],
            &format!("lead@{:064x}", 7),
            b"other",
        )
        .unwrap();
        let sql = "SELECT count(*), count(DISTINCT place), min(place) >= 0 FROM part WHERE sealed = x'78'";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let found: (i64, i64, bool) = connection.query_row(sql, (), row).unwrap();
        assert_eq!(found, (765, 765, true));
    }

    #[test]
    fn parts_lie_in_the_order_of_their_leaves() {
        let leaf = |first: u8, seventh: u8| {
            let mut leaf = [0; 32];
            (leaf[0], leaf[6]) = (first, seventh);
            leaf
        };
        let places = [
            (0, 0),
            (0, 2),
            (1, 0),
            (2, 0),
            (127, 9),
            (128, 0),
            (255, 255),
        ];
        let places = places.map(|(first, seventh)| place(&leaf(first, seventh), "lead"));
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
        assert_ne!(place(&[1; 32], "lead"), place(&[1; 32], "mine"));
    }

    #[test]
    fn who_waits_looks_ever_more_often_for_thirty_seconds() {
        let pauses: Vec<Duration> = (0..).map_while(pause).collect();
        assert!(pauses.is_sorted_by(|earlier, later| earlier >= later));
        assert_eq!(pauses.iter().sum::<Duration>(), Duration::from_secs(30));
    }
}
