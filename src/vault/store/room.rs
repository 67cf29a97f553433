//! Room on the disk: how much a session needs to begin, how much a transaction needs to be tried,
//! and the ballast that is given up for a response that is being sent when there is none left.
//!
//! A person is refused before the first question, never after the last. Below [`SPARE`] nothing is
//! begun at all: on a file system whose blocks are smaller than a page of memory, SQLite's shared
//! index has holes, and a write into a hole on a full disk ends the process (measured, docs/security.md).

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{Result, Store, StoreError, files};

/// Less free room than this and no new session should begin: a log needs about twice what it stores.
const ROOM: u64 = 16 << 20;
/// Less free room than this and no transaction begins.
const SPARE: u64 = 512 << 10;
/// What is kept for the one in flight: 2 MiB, and the largest response (four parts of 512 KiB).
const BALLAST: u64 = 4 << 20;
/// A ballast smaller than this helps nobody.
const LEAST: u64 = 256 << 10;
/// The ballast's file inside the box folder.
pub const BALLAST_FILE: &str = "ballast";
/// Blocks of at least this size leave no holes in the shared index.
const PAGE: u64 = 4096;

impl Store {
    /// Whether the disk has room for a session to begin.
    ///
    /// # Errors
    /// Where the file system does not say.
    pub fn enough_room(&self) -> Result<bool> {
        Ok(files::free_bytes(&self.folder)? >= ROOM)
    }

    /// Keeps room for the one in flight, where it is not kept yet and there is some to keep.
    ///
    /// # Errors
    /// As the file system does; a store without ballast works all the same.
    pub fn keep_ballast(&self) -> Result<()> {
        let path = self.ballast();
        if path.symlink_metadata().is_ok() {
            return Ok(());
        }
        let free = files::free_bytes(&self.folder)?;
        let size = BALLAST.min(free.saturating_sub(2 * SPARE));
        if size < LEAST {
            return Ok(());
        }
        match files::new_private_file(&path) {
            // Another process came first.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => {
                let filled = made.and_then(|file| fill(&file, size));
                if filled.is_err() {
                    drop(fs::remove_file(&path));
                }
                Ok(filled?)
            }
        }
    }

    /// Does what must not fail for want of room: where it does, once more without the ballast, which
    /// is kept again afterwards as far as there is room.
    pub(super) fn with_ballast<T>(&mut self, work: impl Fn(&mut Self) -> Result<T>) -> Result<T> {
        match work(self) {
            Err(StoreError::Full) => {
                // Also where another process has just given it up.
                give_up(&self.folder);
                let again = work(self);
                drop(self.keep_ballast());
                again
            }
            done => done,
        }
    }

    /// Whether a transaction may begin.
    pub(super) fn has_spare(&self) -> Result<()> {
        spare(&self.folder)
    }

    /// Whether a second copy of the store has room, with some to spare.
    pub(super) fn has_room_for_a_copy(&self, size: u64) -> Result<()> {
        let free = files::free_bytes(&self.folder)?;
        if free < size.saturating_add(size / 4).saturating_add(SPARE) {
            return Err(StoreError::Full);
        }
        Ok(())
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join(BALLAST_FILE)
    }
}

/// Whether a store can be opened without the disk's last block; gives the ballast up for it.
pub(super) fn before_opening(folder: &Path) -> Result<()> {
    if files::takes_no_writing(folder)? || spare(folder).is_ok() {
        return Ok(());
    }
    give_up(folder);
    spare(folder)
}

/// Whether the parts of an earlier version's store can be written anew: a second copy of them, and the log
/// with that copy and with what is wiped.
pub(super) fn for_placing(folder: &Path, size: u64) -> Result<()> {
    if files::free_bytes(folder)? < size.saturating_mul(3).saturating_add(SPARE) {
        return Err(StoreError::Full);
    }
    Ok(())
}

/// Whether SQLite's shared index has holes on this file system until it was first written to.
pub(super) fn leaves_holes(folder: &Path) -> bool {
    files::block_size(folder).is_ok_and(|size| size < PAGE)
}

fn spare(folder: &Path) -> Result<()> {
    if files::free_bytes(folder)? < SPARE {
        return Err(StoreError::Full);
    }
    Ok(())
}

/// Takes the ballast away. What cannot be taken away stays, and the transaction that follows says so.
fn give_up(folder: &Path) {
    let path = folder.join(BALLAST_FILE);
    if !files::is_something_else(&path) {
        drop(fs::remove_file(path));
    }
}

/// Takes the blocks of a file.
fn fill(file: &File, size: u64) -> io::Result<()> {
    match files::allocate(file, size) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(error),
        Err(_) => write_out(file, size),
    }
}

/// Writes bytes that no file system can make smaller.
fn write_out(mut file: &File, size: u64) -> io::Result<()> {
    let mut block = Sha256::digest(b"tallybox/v1/ballast");
    for _ in 0..size / 32 {
        file.write_all(&block)?;
        block = Sha256::digest(block);
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(store: &Store) -> Option<u64> {
        store.ballast().metadata().ok().map(|found| found.len())
    }

    #[test]
    fn the_ballast_is_kept_given_up_when_there_is_no_room_and_kept_again() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        assert_eq!(length(&store), None);
        store.keep_ballast().unwrap();
        assert_eq!(length(&store), Some(BALLAST));
        let seen = std::cell::RefCell::new(Vec::new());
        let done = store.with_ballast(|store| {
            seen.borrow_mut().push(length(store));
            match length(store) {
                Some(_) => Err(StoreError::Full),
                None => Ok(7),
            }
        });
        assert!(matches!(done, Ok(7)));
        assert_eq!(*seen.borrow(), [Some(BALLAST), None]);
        assert_eq!(length(&store), Some(BALLAST));
    }

    #[test]
    fn what_fails_for_another_reason_is_not_tried_twice() {
        let root = tempfile::tempdir().unwrap();
        let mut store = Store::create(root.path()).unwrap();
        let tries = std::cell::Cell::new(0);
        let done: Result<()> = store.with_ballast(|_| {
            tries.set(tries.get() + 1);
            Err(StoreError::ReadOnly)
        });
        assert!(matches!(done, Err(StoreError::ReadOnly)));
        assert_eq!(tries.get(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("box");
        let mut store = Store::create(&folder).unwrap();
        let other = root.path().join("precious");
        fs::write(&other, b"x").unwrap();
        std::os::unix::fs::symlink(&other, store.ballast()).unwrap();
        store.keep_ballast().unwrap();
        let done: Result<()> = store.with_ballast(|_| Err(StoreError::Full));
        assert!(matches!(done, Err(StoreError::Full)));
        assert_eq!(fs::read(&other).unwrap(), b"x");
        assert!(store.ballast().is_symlink());
    }

    #[test]
    fn a_ballast_that_is_written_out_takes_its_room() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("ballast");
        write_out(&File::create(&path).unwrap(), LEAST).unwrap();
        assert_eq!(path.metadata().unwrap().len(), LEAST);
    }
}
