//! A store's file as pages, and the rows that lie in them, without SQLite: a tree whose root or middle is
//! hurt still has all its other pages, and every row of a store says by its hashes whether it is whole.
//!
//! After "Database File Format" (sqlite.org/fileformat2.html), as far as our tables use it: pages of type 2
//! and 10, and of type 13, whose rows are numbered; records of blobs and texts, chains of overflow pages, the
//! write-ahead log.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::vault::store::files::open_ordinary;

/// The size of a page where the first page no longer says it.
const USUAL_PAGE: usize = 4096;
/// The header of the file, before the first page's own.
const FILE_HEADER: usize = 100;
/// No row of a store is longer: a questionnaire with its lists.
const ROW_LIMIT: usize = 33 << 20;
/// A write-ahead log's header, and the header of each of its frames.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// A value of a row.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Bytes.
    Blob(Vec<u8>),
    /// Text.
    Text(String),
    /// Anything else: no store has it.
    Other,
}

/// Where a row begins in its page.
#[derive(Clone, Copy)]
struct Cell {
    at: usize,
    /// Whether a number of its own stands before it.
    is_numbered: bool,
}

/// The pages of a store's file, each as its log has it last.
pub(super) struct Pages {
    file: File,
    log: Option<File>,
    size: usize,
    count: u32,
    /// Pages that the log holds, and where.
    newer: BTreeMap<u32, u64>,
}

impl Pages {
    /// Opens a store's file, and its log where it has one.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = open_ordinary(path)?;
        let length = file.metadata()?.len();
        let mut first = Vec::new();
        file.by_ref()
            .take(FILE_HEADER as u64)
            .read_to_end(&mut first)?;
        let size = page_size(&first).unwrap_or(USUAL_PAGE);
        let mut pages = Self {
            file,
            log: None,
            size,
            count: u32::try_from(length.div_ceil(size as u64)).unwrap_or(u32::MAX),
            newer: BTreeMap::new(),
        };
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        if Path::new(&log)
            .symlink_metadata()
            .is_ok_and(|found| found.is_file())
        {
            pages.read_log(File::open(log)?)?;
        }
        Ok(pages)
    }

    /// Which pages a log holds: the frames that follow its header with the same salt, the last for each.
    fn read_log(&mut self, mut log: File) -> io::Result<()> {
        let length = log.metadata()?.len();
        let mut header = [0; LOG_HEADER];
        if log.read_exact(&mut header).is_err() {
            return Ok(());
        }
        let salt = header[16..24].to_vec();
        let mut at = LOG_HEADER as u64;
        while at + (FRAME_HEADER + self.size) as u64 <= length {
            let mut frame = [0; FRAME_HEADER];
            log.seek(SeekFrom::Start(at))?;
            log.read_exact(&mut frame)?;
            if frame[8..16] != salt[..] {
                break;
            }
            let page = number(&frame, 0, 4);
            let page = u32::try_from(page).unwrap_or(0);
            self.newer.insert(page, at + FRAME_HEADER as u64);
            // Not more pages than the log itself has beyond those of the file.
            at += (FRAME_HEADER + self.size) as u64;
        }
        let beyond = self.newer.keys().filter(|page| **page > self.count).count();
        self.count = self
            .count
            .saturating_add(u32::try_from(beyond).unwrap_or(0));
        self.log = Some(log);
        Ok(())
    }

    /// Visits every row of every page, in no meaningful order; what is not one is passed over.
    pub(super) fn each_row(
        &mut self,
        mut visit: impl FnMut(Vec<Value>) -> io::Result<()>,
    ) -> io::Result<()> {
        for page in 1..=self.count {
            let Some(bytes) = self.page(page) else {
                continue;
            };
            for cell in cells(&bytes, if page == 1 { FILE_HEADER } else { 0 }) {
                if let Some(row) = self.payload(&bytes, cell).and_then(|row| values(&row)) {
                    visit(row)?;
                }
            }
        }
        Ok(())
    }

    /// One page's bytes; `None` where it lies beyond the end or cannot be read.
    fn page(&mut self, page: u32) -> Option<Vec<u8>> {
        let (file, at) = match (self.newer.get(&page), &mut self.log) {
            (Some(at), Some(log)) => (log, *at),
            _ => (
                &mut self.file,
                u64::from(page.checked_sub(1)?) * self.size as u64,
            ),
        };
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut bytes = Vec::new();
        file.take(self.size as u64).read_to_end(&mut bytes).ok()?;
        // The last page of a file that was cut keeps what is left of it.
        (!bytes.is_empty()).then(|| {
            bytes.resize(self.size, 0);
            bytes
        })
    }

    /// A cell's payload, with what overflows into other pages.
    fn payload(&mut self, page: &[u8], cell: Cell) -> Option<Vec<u8>> {
        let Cell { at, is_numbered } = cell;
        let (length, used) = varint(page.get(at..)?)?;
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= ROW_LIMIT)?;
        let mut start = at + used;
        if is_numbered {
            start += varint(page.get(start..)?)?.1;
        }
        let here = local(length, self.size, is_numbered);
        let mut row = page.get(start..start + here)?.to_vec();
        if here == length {
            return Some(row);
        }
        let mut next = number(page.get(start + here..start + here + 4)?, 0, 4);
        // Each turn brings bytes that are there, so that a circle of pages ends.
        while row.len() < length {
            let page = self.page(u32::try_from(next).ok().filter(|page| *page > 0)?)?;
            let piece = (length - row.len()).min(self.size - 4);
            row.extend_from_slice(page.get(4..4 + piece)?);
            next = number(&page, 0, 4);
        }
        Some(row)
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    let bytes = bytes.get(at..at + width).unwrap_or_default();
    bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn page_size(header: &[u8]) -> Option<usize> {
    let said = match number(header, 16, 2) {
        1 => 65_536,
        other => usize::try_from(other).ok()?,
    };
    let is_one = header.starts_with(b"SQLite format 3\0")
        && (512..=65_536).contains(&said)
        && said.is_power_of_two();
    is_one.then_some(said)
}

/// Where the rows of a page begin; none where it is no page of rows.
fn cells(page: &[u8], header: usize) -> Vec<Cell> {
    // A page between others begins each row with the page below it.
    let (pointers, before, is_numbered) = match page.get(header) {
        Some(0x0a) => (header + 8, 0, false),
        Some(0x02) => (header + 12, 4, false),
        Some(0x0d) => (header + 8, 0, true),
        _ => return Vec::new(),
    };
    let count = usize::try_from(number(page, header + 3, 2)).unwrap_or(0);
    let list = page.get(pointers..).unwrap_or_default().chunks_exact(2);
    let places = list
        .take(count)
        .map(|two| usize::from(two[0]) << 8 | usize::from(two[1]));
    places
        .filter(|place| *place >= pointers)
        .map(|place| Cell {
            at: place + before,
            is_numbered,
        })
        .collect()
}

/// How much of a payload lies in its own page.
fn local(length: usize, size: usize, is_numbered: bool) -> usize {
    let most = if is_numbered {
        size - 35
    } else {
        (size - 12) * 64 / 255 - 23
    };
    let least = (size - 12) * 32 / 255 - 23;
    if length <= most {
        return length;
    }
    let fits = least + (length - least) % (size - 4);
    if fits <= most { fits } else { least }
}

fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some((value << 8 | u64::from(*byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

/// The values of a row; `None` where it is none.
fn values(row: &[u8]) -> Option<Vec<Value>> {
    let (header, used) = varint(row)?;
    let header = usize::try_from(header).ok()?;
    let mut types = row.get(used..header)?;
    let mut at = header;
    let mut values = Vec::new();
    while !types.is_empty() {
        let (kind, used) = varint(types)?;
        types = types.get(used..)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            other => other.checked_sub(12)? / 2,
        };
        let length = usize::try_from(length).ok()?;
        let bytes = row.get(at..at.checked_add(length)?)?.to_vec();
        at += length;
        values.push(match kind {
            0..=11 => Value::Other,
            kind if kind % 2 == 0 => Value::Blob(bytes),
            _ => Value::Text(String::from_utf8(bytes).ok()?),
        });
    }
    Some(values)
}
