//! All that the store's file says to whoever has it and no key: every value of every table, as it lies
//! there. What is sealed is told by its length and its number of stanzas, which is what it shows.
//!
//! Nothing is left out by name: tables and columns are those that the file itself names, so that what a
//! later version stores is listed as well.

use rusqlite::types::ValueRef;

use super::{Result, Store};
use crate::base::hex;
use crate::vault::header;

/// One table of the file.
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows, in the order of their keys.
    pub rows: Vec<Vec<Clear>>,
}

/// One value as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clear {
    /// Nothing.
    Null,
    /// A whole number.
    Number(i64),
    /// Text, or bytes that are text.
    Text(String),
    /// Bytes, in hex.
    Bytes(String),
    /// An age file: its length in bytes, and how many X25519 stanzas it has.
    Sealed {
        /// Its length in bytes.
        bytes: usize,
        /// Its stanzas for keys; age's own grease stanza is not counted.
        stanzas: usize,
    },
}

impl Store {
    /// Every value of every table.
    ///
    /// # Errors
    /// As SQLite does.
    pub fn clear(&self) -> Result<Vec<Table>> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut statement = self.connection.prepare(sql)?;
        let names = statement.query_map((), |row| row.get::<_, String>(0))?;
        let names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
        names
            .into_iter()
            .map(|name| self.clear_table(name))
            .collect()
    }

    fn clear_table(&self, name: String) -> Result<Table> {
        let quoted = name.replace('"', "\"\"");
        let mut statement = self
            .connection
            .prepare(&format!("SELECT * FROM \"{quoted}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = Vec::new();
        let mut found = statement.query(())?;
        while let Some(row) = found.next()? {
            let values = (0..columns.len()).map(|place| Ok(clear(row.get_ref(place)?)));
            rows.push(values.collect::<rusqlite::Result<_>>()?);
        }
        Ok(Table {
            name,
            columns,
            rows,
        })
    }
}

fn clear(value: ValueRef<'_>) -> Clear {
    match value {
        ValueRef::Null => Clear::Null,
        ValueRef::Integer(number) => Clear::Number(number),
        ValueRef::Real(number) => Clear::Text(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => clear_bytes(bytes),
    }
}

/// Bytes as they can be read: a sealed file by what it shows, text as text, all else in hex.
pub fn clear_bytes(bytes: &[u8]) -> Clear {
    if let Ok(header) = header::scan(bytes) {
        return Clear::Sealed {
            bytes: bytes.len(),
            stanzas: header.x25519,
        };
    }
    // Sixteen random bytes may be letters by chance; text is what has no other control than line feeds.
    let is_plain = |text: &&str| !text.chars().any(|c| c.is_control() && c != '\n');
    match std::str::from_utf8(bytes).ok().filter(is_plain) {
        Some(text) => Clear::Text(text.to_owned()),
        None => Clear::Bytes(hex::encode(bytes)),
    }
}
