//! What SQLite keeps for itself in its files, beside the tables: counters, sizes, salts. Whoever has a file reads
//! them without a key, and some of them count what happened, so that they are told with what they say.
//!
//! The fields are those of SQLite's own descriptions: "Database File Format" (§1.3, the header of 100 bytes),
//! "WAL-mode File Format" (§1, the log; §2, its index), and §3 of the former for the rollback journal.

use super::clear::{Clear, Table, clear_bytes};

/// One field: its name, where it begins, how many bytes it has, and what it tells.
type Field = (&'static str, usize, usize, &'static str);

/// A kind of file: what it begins with, its fields, and in which order the bytes of its numbers stand.
struct Shape {
    begins: &'static [u8],
    fields: &'static [Field],
    number: fn(&[u8]) -> Option<i64>,
}

const FIXED: &str = "the same in every store of this program";
const DATABASE: [Field; 23] = [
    ("magic", 0, 16, FIXED),
    ("page size", 16, 2, FIXED),
    ("write version", 18, 1, "whether a log is used (2)"),
    ("read version", 19, 1, "the same"),
    ("reserved for each page", 20, 1, FIXED),
    ("largest share of a page", 21, 1, FIXED),
    ("least share of a page", 22, 1, FIXED),
    ("share of a leaf", 23, 1, FIXED),
    (
        "change counter",
        24,
        4,
        "how often the store grew, shrank or was rewritten since it was made: about the number of sessions that stored something, sent or not",
    ),
    ("pages", 28, 4, "how much is stored"),
    ("first free page", 32, 4, "where something was deleted"),
    (
        "free pages",
        36,
        4,
        "how much was deleted since the last rewriting",
    ),
    (
        "schema cookie",
        40,
        4,
        "drawn anew at each rewriting, so nothing; a store of an earlier program counts its rewritings here",
    ),
    ("schema format", 44, 4, FIXED),
    ("cache size", 48, 4, FIXED),
    ("largest root page", 52, 4, FIXED),
    ("text encoding", 56, 4, FIXED),
    ("user version", 60, 4, "the version of the tables"),
    ("incremental vacuum", 64, 4, FIXED),
    ("application id", 68, 4, FIXED),
    ("reserved", 72, 20, FIXED),
    (
        "version valid for",
        92,
        4,
        "the change counter when the file was last written",
    ),
    (
        "SQLite version",
        96,
        4,
        "which SQLite wrote last, so about which release of this program",
    ),
];
const LOG: [Field; 7] = [
    ("magic", 0, 4, FIXED),
    ("format", 4, 4, FIXED),
    ("page size", 8, 4, FIXED),
    (
        "checkpoint number",
        12,
        4,
        "how often the log was begun anew since it was made",
    ),
    (
        "salt 1",
        16,
        4,
        "drawn at random, and one more each time the log begins anew",
    ),
    ("salt 2", 20, 4, "drawn at random each time"),
    ("checksum", 24, 8, "of the fields before it"),
];
const INDEX: [Field; 15] = [
    ("version", 0, 4, FIXED),
    ("unused", 4, 4, FIXED),
    (
        "change counter",
        8,
        4,
        "how many transactions were committed since the first process opened the store",
    ),
    ("state", 12, 2, FIXED),
    ("page size", 14, 2, FIXED),
    (
        "frames",
        16,
        4,
        "how many pages were written since the log began anew",
    ),
    ("pages", 20, 4, "how much is stored"),
    ("checksum of the last frame", 24, 8, "of the log's pages"),
    ("salts", 32, 8, "those of the log"),
    ("checksum", 40, 8, "of the fields before it"),
    ("all of it again", 48, 48, "the same fields once more"),
    (
        "frames in the store",
        96,
        4,
        "how much of the log was carried over",
    ),
    (
        "read marks",
        100,
        20,
        "up to where processes read that are or were there",
    ),
    ("locks", 120, 8, FIXED),
    (
        "frames tried",
        128,
        8,
        "up to where carrying over was begun",
    ),
];
const JOURNAL: [Field; 6] = [
    ("magic", 0, 8, FIXED),
    (
        "pages kept",
        8,
        4,
        "how much a merge changed that was cut off",
    ),
    ("salt", 12, 4, "drawn at random"),
    ("pages before", 16, 4, "how much was stored before it"),
    ("sector", 20, 4, "the disk's"),
    ("page size", 24, 4, FIXED),
];
const SHAPES: [Shape; 5] = [
    Shape {
        begins: b"SQLite format 3\0",
        fields: &DATABASE,
        number: big,
    },
    Shape {
        begins: &[0x37, 0x7f, 0x06, 0x82],
        fields: &LOG,
        number: big,
    },
    Shape {
        begins: &[0x37, 0x7f, 0x06, 0x83],
        fields: &LOG,
        number: big,
    },
    Shape {
        // 3007000, as this machine writes it.
        begins: &3_007_000_u32.to_ne_bytes(),
        fields: &INDEX,
        number: own,
    },
    Shape {
        begins: &[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7],
        fields: &JOURNAL,
        number: big,
    },
];
/// What stands behind the fields, for every shape: told once, since it has no number of its own.
const BEHIND: &str = "the pages themselves, as they lie: until the store is next rewritten, and in a log always, in the order in which they were written; of a row that was deleted or moved, where it began and what nothing was written over since";

/// The fields at the front of one of SQLite's files; `None` where `first` begins no such file.
///
/// `length` is the whole file's, in bytes.
pub fn told(first: &[u8], length: u64) -> Option<Table> {
    let shape = SHAPES
        .iter()
        .find(|shape| first.starts_with(shape.begins))?;
    let mut rows: Vec<Vec<Clear>> = shape
        .fields
        .iter()
        .filter_map(|field| shape.row(first, *field))
        .collect();
    let ends = shape.fields.iter().map(|(_, at, bytes, _)| at + bytes);
    let ends = ends.max().unwrap_or_default() as u64;
    let behind = length.saturating_sub(ends);
    rows.push(row("pages behind", ends, behind, Clear::Null, BEHIND));
    Some(Table {
        name: "field".to_owned(),
        columns: ["name", "at", "bytes", "value", "tells"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    })
}

impl Shape {
    fn row(&self, first: &[u8], (name, at, bytes, tells): Field) -> Option<Vec<Clear>> {
        let found = first.get(at..at + bytes)?;
        let value = (self.number)(found).map_or_else(|| clear_bytes(found), Clear::Number);
        Some(row(name, at as u64, bytes as u64, value, tells))
    }
}

fn row(name: &str, at: u64, bytes: u64, value: Clear, tells: &str) -> Vec<Clear> {
    let number = |number: u64| Clear::Number(number.cast_signed());
    vec![
        Clear::Text(name.to_owned()),
        number(at),
        number(bytes),
        value,
        Clear::Text(tells.to_owned()),
    ]
}

/// A number of at most four bytes, the greatest first.
fn big(bytes: &[u8]) -> Option<i64> {
    let add = |sum: i64, byte: &u8| sum << 8 | i64::from(*byte);
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, add))
}

/// The same as this machine has it.
fn own(bytes: &[u8]) -> Option<i64> {
    if cfg!(target_endian = "big") {
        return big(bytes);
    }
    let turned: Vec<u8> = bytes.iter().rev().copied().collect();
    big(&turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_in_front_of_the_pages_belongs_to_one_field() {
        let lengths = [
            (&DATABASE[..], 100),
            (&LOG, 32),
            (&INDEX, 136),
            (&JOURNAL, 28),
        ];
        for (fields, length) in lengths {
            let mut next = 0;
            for (name, at, bytes, _) in fields {
                assert_eq!(*at, next, "{name}");
                next = at + bytes;
            }
            assert_eq!(next, length);
        }
    }

    #[test]
    fn what_is_cut_off_is_told_as_far_as_it_goes_and_other_files_are_none() {
        let table = told(b"SQLite format 3\0\x10\x00", 18).unwrap();
        let names = table.rows.iter().map(|row| row[0].clone());
        let wanted = ["magic", "page size", "pages behind"].map(|name| Clear::Text(name.into()));
        assert_eq!(names.collect::<Vec<_>>(), wanted);
        assert_eq!(table.rows[1][3], Clear::Number(4096));
        assert!(told(b"tallybox/v1/bundle\n", 19).is_none());
        assert!(told(b"", 0).is_none());
    }
}
