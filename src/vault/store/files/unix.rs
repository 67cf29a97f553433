//! Unix: modes, owners, links; blocks of the file system.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

/// Makes folders with all above them, their owner's alone.
pub(super) fn folder_builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

/// A file that is made with these is its owner's alone.
pub fn owner_only(options: &mut OpenOptions) {
    options.mode(0o600);
}

/// Makes a file its owner's alone.
///
/// # Errors
/// As the file system does.
pub fn close_to_others(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o600))
}

/// The mode of a file that others than its owner may read or write; nothing where none may.
pub fn open_to_others(found: &Metadata) -> Option<u32> {
    let mode = found.mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// The number of the user whose file it is.
pub fn owner(found: &Metadata) -> Option<u32> {
    Some(found.uid())
}

/// What the file system keeps of a file beside its name and length: whose it is, and when what was done to it
/// (seconds since 1970).
pub fn standing(found: &Metadata) -> Vec<(&'static str, i64)> {
    let born = found.created().ok().and_then(seconds);
    let known = [
        ("mode", i64::from(found.mode() & 0o7777)),
        ("owner", i64::from(found.uid())),
        ("group", i64::from(found.gid())),
        ("names", found.nlink().cast_signed()),
        ("written", found.mtime()),
        ("changed", found.ctime()),
        ("read", found.atime()),
    ];
    let born = born.map(|born| ("made", born));
    known.into_iter().chain(born).collect()
}

fn seconds(moment: std::time::SystemTime) -> Option<i64> {
    let since = moment.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// Makes a folder's entries durable.
///
/// # Errors
/// As the file system does.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    })?
    .sync_all()
}

/// What is wrong with a file or folder that a store is about to write to: planted by, or open to, somebody
/// else. Nothing where it is as it should be, or is not there.
pub fn planted(path: &Path) -> Option<&'static str> {
    let found = path.symlink_metadata().ok()?;
    let is_folder = found.is_dir();
    let faults = [
        (found.is_symlink(), "it is a link"),
        (!is_folder && !found.is_file(), "it is not a file"),
        (
            !is_folder && found.nlink() > 1,
            "it has a second name elsewhere (a hard link)",
        ),
        (
            found.uid() != rustix::process::geteuid().as_raw(),
            "it belongs to another user; be that user",
        ),
        (
            found.mode() & 0o022 != 0,
            "others than its owner may write to it; `chmod go-w` it",
        ),
    ];
    faults
        .into_iter()
        .find(|(holds, _)| *holds)
        .map(|(_, why)| why)
}

/// Free bytes on the file system that holds `path`, for whoever is not root.
///
/// # Errors
/// As the file system does.
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Whether the file system that holds `path` takes no writing.
///
/// # Errors
/// As the file system does.
pub fn takes_no_writing(path: &Path) -> io::Result<bool> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY))
}

/// The size of a block of the file system that holds `path`.
///
/// # Errors
/// As the file system does.
pub fn block_size(path: &Path) -> io::Result<u64> {
    Ok(rustix::fs::statvfs(path)?.f_frsize)
}

/// Takes blocks for a file without writing them.
///
/// # Errors
/// As the file system does; `Unsupported` where it cannot.
#[cfg(target_os = "linux")]
pub fn allocate(file: &File, size: u64) -> io::Result<()> {
    let flags = rustix::fs::FallocateFlags::empty();
    Ok(rustix::fs::fallocate(file, flags, 0, size)?)
}

/// Takes blocks for a file: not without writing them.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn allocate(_: &File, _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
