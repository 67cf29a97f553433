//! Files and folders that only their owner reads, made so that a power cut cannot lose the entry. Whose a file
//! is and who may read it is told by `system`, in two variants: elsewhere than on Unix it is not known.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

#[cfg_attr(unix, path = "files/unix.rs")]
#[cfg_attr(not(unix), path = "files/elsewhere.rs")]
mod system;

use system::folder_builder;
pub use system::{
    allocate, block_size, close_to_others, free_bytes, is_open_to_all, open_to_others, owner,
    owner_only, planted, standing, sync_folder, takes_no_writing,
};

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

/// A private file to hold a lock on; made where it is not there.
///
/// # Errors
/// As opening and making do, and where something other than a file lies there.
pub fn lock_file(path: &Path) -> io::Result<File> {
    match new_private_file(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open_ordinary(path),
        made => made,
    }
}

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

/// Refuses a name that is no file to be read to its end: to open a pipe would wait for its other end.
/// A link is followed, and what a person's own shell opened (`/dev/stdin`, `<(…)`) is theirs to name.
///
/// # Errors
/// Where it is a pipe, a socket or a device; where there is nothing.
pub fn refuse_pipe(path: &Path) -> io::Result<()> {
    let opened_already = ["/dev/", "/proc/"].iter().any(|at| path.starts_with(at));
    if path.metadata()?.is_file() || opened_already {
        return Ok(());
    }
    Err(io::Error::other("it is not an ordinary file"))
}

/// Opens a file that came from elsewhere, to be read to its end.
///
/// # Errors
/// As [`refuse_pipe`] and the file system do.
pub fn open_ordinary(path: &Path) -> io::Result<File> {
    refuse_pipe(path)?;
    File::open(path)
}

/// Reads a file of a home to its end.
///
/// # Errors
/// As [`open_ordinary`] and reading do.
pub fn read_ordinary(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_ordinary(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether anyone but the owner may read or write the file.
///
/// # Errors
/// As the file system does.
pub fn others_can_read(file: &File) -> io::Result<bool> {
    Ok(open_to_others(&file.metadata()?).is_some())
}
