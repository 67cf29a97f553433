//! Files that are there, whole, once a function has returned: created or replaced in one step, and
//! flushed with the folder that names them.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
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

/// Creates a file that did not exist, readable by its owner alone; never writes to one that did,
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
/// As [`replace_with`].
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, Readers::Anyone, |out| out.write_all(bytes))
}

/// As [`replace`], readable by its owner alone.
///
/// # Errors
/// As [`replace_with`].
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, Readers::Owner, |out| out.write_all(bytes))
}

/// Writes a file under another name, makes it durable, and gives it its name at the end. What killed processes left
/// beside it is taken away first.
///
/// # Errors
/// As writing does, and as `write` does; what was there is then still there, and nothing new lies beside it.
pub fn replace_with<E: From<io::Error>>(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    remove_left(path);
    let temporary = beside(path)?;
    let file = new_file(&temporary, readers)?;
    // Its lock is held until the file has its name. Where the file system knows no locks leftovers stay.
    let held = file.try_clone()?;
    held.lock().ok();
    let done = fill(file, write)
        .and_then(|()| fs::rename(&temporary, path).map_err(E::from))
        .and_then(|()| sync_folder(path).map_err(E::from));
    drop(held);
    if done.is_err() {
        // What went wrong is told; that a leftover could not be removed as well is not.
        fs::remove_file(&temporary).ok();
    }
    done
}

fn fill<E: From<io::Error>>(
    file: File,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(file.sync_all()?)
}

/// Removes what earlier tries for the same name left that were killed: files of our naming on which nobody holds the
/// lock that a writer does, and that of a killed process whose number is ours now. What cannot be looked at stays.
fn remove_left(path: &Path) {
    let Some(name) = path.file_name() else { return };
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let entries = fs::read_dir(folder.unwrap_or(Path::new(".")));
    for left in entries.into_iter().flatten().flatten() {
        let is_ours =
            is_left(&left.file_name(), name) && left.file_type().is_ok_and(|kind| kind.is_file());
        let free = |file: File| file.try_lock().is_ok();
        if is_ours && File::open(left.path()).is_ok_and(free) {
            fs::remove_file(left.path()).ok();
        }
    }
}

/// Whether a name is that of a temporary file, by whatever process, for this one.
fn is_left(found: &OsStr, name: &OsStr) -> bool {
    let inner = found.as_encoded_bytes().strip_prefix(b".");
    let inner = inner.and_then(|rest| rest.strip_prefix(name.as_encoded_bytes()));
    let process = inner.and_then(|rest| rest.strip_prefix(b".")?.strip_suffix(b".tmp"));
    process.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
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
