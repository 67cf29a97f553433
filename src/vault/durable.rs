//! Files that are there, whole, once a function has returned: created or replaced in one step, and
//! flushed with the folder that names them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::store::files;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone (mode 0600).
    Owner,
    /// Whoever the process's umask lets.
    Anyone,
}

/// Creates a file that did not exist, by its owner readable alone; never writes to one that did,
/// nor through a link. A file that could not be finished is taken away again.
///
/// # Errors
/// Where it exists already, or as writing does.
pub fn create_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = new_file(path, Readers::Owner)?;
    let written = write_and_sync(file, bytes).and_then(|()| sync_folder(path));
    if written.is_err() {
        drop(fs::remove_file(path));
    }
    written
}

/// Creates a file that did not exist in one step: at no moment is it there in part.
///
/// # Errors
/// `AlreadyExists` where it does, also where another process came first; else as writing does.
pub fn publish_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = beside(path)?;
    let published = write_temporary(&temporary, bytes).and_then(|()| place_new(&temporary, path));
    drop(fs::remove_file(&temporary));
    published.and_then(|()| sync_folder(path))
}

/// Writes a file in one step, in the place of what may have been there.
///
/// # Errors
/// As writing does; what was there is then still there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = beside(path)?;
    let replaced = write_temporary(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if replaced.is_err() {
        drop(fs::remove_file(&temporary));
    }
    replaced.and_then(|()| sync_folder(path))
}

/// As [`replace`], by its owner readable alone.
///
/// # Errors
/// As [`replace`].
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = beside(path)?;
    let written = new_file(&temporary, Readers::Owner).and_then(|file| write_and_sync(file, bytes));
    let replaced = written.and_then(|()| fs::rename(&temporary, path));
    if replaced.is_err() {
        drop(fs::remove_file(&temporary));
    }
    replaced.and_then(|()| sync_folder(path))
}

/// Reads a file of at most `limit` bytes; `None` where there is none.
///
/// # Errors
/// As reading does; where it is longer.
pub fn read_limited(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    use std::io::Read as _;
    let file = match files::open_ordinary(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("it is longer than {limit} bytes")));
    }
    Ok(Some(bytes))
}

/// Names a finished file. A link, unlike a rename, never takes the place of what is there; a memory
/// stick's file system has no links, and there the last resort is to look first.
fn place_new(temporary: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(temporary, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.try_exists()? => {
            fs::rename(temporary, path)
        }
        linked => linked,
    }
}

fn write_temporary(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_and_sync(new_file(path, Readers::Anyone)?, bytes)
}

fn write_and_sync(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name beside `path` that this process alone uses.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(temporary))
}

fn new_file(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if readers == Readers::Owner {
        files::owner_only(&mut options);
    }
    options.open(path)
}

/// Makes a file's name as durable as its content.
fn sync_folder(path: &Path) -> io::Result<()> {
    files::sync_folder(path.parent().unwrap_or(Path::new("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn new_files_never_replace_and_leave_nothing_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one");
        for create in [create_private, publish_new] {
            create(&path, b"first").unwrap();
            let again = create(&path, b"second").unwrap_err();
            assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read(&path).unwrap(), b"first");
            assert_eq!(names(folder.path()), ["one"]);
            fs::remove_file(&path).unwrap();
        }
        replace(&path, b"first").unwrap();
        replace(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names(folder.path()), ["one"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_its_owners_alone_and_is_not_written_through_a_link() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity");
        create_private(&path, b"x").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let link = folder.path().join("link");
        symlink(folder.path().join("elsewhere"), &link).unwrap();
        assert!(create_private(&link, b"x").is_err());
        assert!(!folder.path().join("elsewhere").exists());
    }
}
