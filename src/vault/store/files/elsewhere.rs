//! Elsewhere: whose a file is and who reads it is the folder's matter, and the file system makes names durable.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Makes folders with all above them.
pub(super) fn folder_builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

/// A file that is made with these is read by whoever may read its folder.
pub const fn owner_only(_: &mut OpenOptions) {}

/// Makes a file its owner's alone: by its folder it is, or it is not.
///
/// # Errors
/// None.
pub const fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The mode of a file that others may read: there are none.
pub const fn open_to_others(_: &Metadata) -> Option<u32> {
    None
}

/// The number of the user whose file it is: not known.
pub const fn owner(_: &Metadata) -> Option<u32> {
    None
}

/// What the file system keeps of a file beside its name and length: when what was done to it (seconds since 1970).
pub fn standing(found: &Metadata) -> Vec<(&'static str, i64)> {
    let known = [
        ("written", found.modified()),
        ("read", found.accessed()),
        ("made", found.created()),
    ];
    let seconds = |moment: std::time::SystemTime| {
        let since = moment.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    };
    let known = known.into_iter();
    known
        .filter_map(|(what, moment)| Some((what, seconds(moment.ok()?)?)))
        .collect()
}

/// Makes a folder's entries durable: no folder can be flushed.
///
/// # Errors
/// None.
pub const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// What is wrong with a file: only that it is a link is known.
pub fn planted(path: &Path) -> Option<&'static str> {
    path.is_symlink().then_some("it is a link")
}

/// Free bytes: not known, so enough.
///
/// # Errors
/// None.
pub const fn free_bytes(_: &Path) -> io::Result<u64> {
    Ok(u64::MAX)
}

/// Whether the file system takes no writing: not known.
///
/// # Errors
/// None.
pub const fn takes_no_writing(_: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The size of a block: not known, so the usual one.
///
/// # Errors
/// None.
pub const fn block_size(_: &Path) -> io::Result<u64> {
    Ok(4096)
}

/// Takes blocks for a file: not without writing them.
///
/// # Errors
/// Always.
pub fn allocate(_: &File, _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
