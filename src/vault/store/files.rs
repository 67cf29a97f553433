//! Files and folders that only their owner reads, made so that a power cut cannot lose the entry.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Makes a folder with all above it, readable by its owner alone, and syncs the one it lies in.
///
/// # Errors
/// As the file system does; where something other than a folder, or a link, has its name.
pub fn private_folder(path: &Path) -> io::Result<()> {
    if let Ok(found) = path.symlink_metadata() {
        return if found.is_dir() {
            Ok(())
        } else {
            Err(io::Error::other("it is not a folder, or a link to one"))
        };
    }
    folder_builder().create(path)?;
    match path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        Some(parent) => sync_folder(parent),
        None => sync_folder(Path::new(".")),
    }
}

#[cfg(unix)]
fn folder_builder() -> std::fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

#[cfg(not(unix))]
fn folder_builder() -> std::fs::DirBuilder {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    builder
}

/// Makes a file that was not there, readable by its owner alone, following no link.
///
/// # Errors
/// As the file system does; `AlreadyExists` where anything has its name.
pub fn new_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_only(&mut options);
    options.open(path)
}

/// As [`new_private_file`], to be read again by whoever makes it; on Unix its name is taken away at once, so that
/// it ends with the process.
///
/// # Errors
/// As [`new_private_file`].
pub fn new_private_spool(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    owner_only(&mut options);
    let file = options.open(path)?;
    if cfg!(unix) {
        std::fs::remove_file(path)?;
    }
    Ok(file)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NOFOLLOW.bits();
    options
        .mode(0o600)
        .custom_flags(i32::try_from(flags).unwrap_or(0));
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

/// Writes a whole new private file and makes it durable.
///
/// # Errors
/// As [`new_private_file`].
pub fn write_new_private_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = new_private_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes a folder's entries durable.
///
/// # Errors
/// As the file system does.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    })?
    .sync_all()
}

/// Makes a folder's entries durable: elsewhere the file system does it by itself.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether anything but a plain file has this name (a link is not followed); `false` where nothing has.
pub fn is_something_else(path: &Path) -> bool {
    path.symlink_metadata()
        .is_ok_and(|found| !found.file_type().is_file())
}

/// Whether anything has the name of this file with something behind it; a link is not followed.
pub fn lies_beside(path: &Path, behind: &str) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push(behind);
    Path::new(&name).symlink_metadata().is_ok()
}

/// What is wrong with a file or folder that a store is about to write to: planted by, or open to, somebody
/// else. Nothing where it is as it should be, or is not there.
#[cfg(unix)]
pub fn planted(path: &Path) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
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

/// What is wrong with a file: not known here.
#[cfg(not(unix))]
pub fn planted(path: &Path) -> Option<&'static str> {
    path.is_symlink().then_some("it is a link")
}

/// Refuses a name that is no file to be read to its end: to open a pipe would wait for its other end.
/// A link is followed: what a person names by one (`/dev/stdin`) is theirs to name.
///
/// # Errors
/// Where it is a pipe, a socket or a device; where there is nothing.
pub fn refuse_pipe(path: &Path) -> io::Result<()> {
    let kind = path.symlink_metadata()?.file_type();
    if kind.is_file() || kind.is_symlink() {
        return Ok(());
    }
    Err(io::Error::other("it is not an ordinary file"))
}

/// Free bytes on the file system that holds `path`, for whoever is not root.
///
/// # Errors
/// As the file system does.
#[cfg(unix)]
pub fn free_bytes(path: &Path) -> io::Result<u64> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Whether the file system that holds `path` takes no writing.
///
/// # Errors
/// As the file system does.
#[cfg(unix)]
pub fn takes_no_writing(path: &Path) -> io::Result<bool> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY))
}

/// Whether the file system takes no writing: not known here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn takes_no_writing(_: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The size of a block of the file system that holds `path`.
///
/// # Errors
/// As the file system does.
#[cfg(unix)]
pub fn block_size(path: &Path) -> io::Result<u64> {
    Ok(rustix::fs::statvfs(path)?.f_frsize)
}

/// The size of a block: not known here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn block_size(_: &Path) -> io::Result<u64> {
    Ok(4096)
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

/// Free bytes where they cannot be asked for: enough.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn free_bytes(_: &Path) -> io::Result<u64> {
    Ok(u64::MAX)
}

/// Whether anyone but the owner may read or write the file.
///
/// # Errors
/// As the file system does.
#[cfg(unix)]
pub fn others_can_read(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

/// Whether anyone but the owner may read the file: not known here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn others_can_read(_: &File) -> io::Result<bool> {
    Ok(false)
}
