//! A file that is there whole or not at all.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::vault::store::files;

/// Writes a private file under another name, makes it durable, and gives it its name at the end.
///
/// # Errors
/// As writing does, and as `write` does; nothing is left behind then.
pub fn replace<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let (temporary, file) = temporary(path)?;
    // Its lock is held until the file has its name.
    let held = file.try_clone()?;
    let done = fill(file, write)
        .and_then(|()| fs::rename(&temporary, path).map_err(E::from))
        .and_then(|()| files::sync_folder(folder).map_err(E::from));
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

/// A new file beside `path`, by a name of this process: another's leftover is never in the way.
fn temporary(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::other("it has no file name"))?;
    remove_left(path, name);
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(hidden);
    if temporary
        .symlink_metadata()
        .is_ok_and(|found| found.is_file())
    {
        fs::remove_file(&temporary)?;
    }
    let file = files::new_private_file(&temporary)?;
    // Whose file system knows no locks has its leftovers stay.
    file.lock().ok();
    Ok((temporary, file))
}

/// Removes what earlier tries for the same name left that were killed: files of our naming on which nobody holds the
/// lock that a writer does. What cannot be looked at or removed stays.
fn remove_left(path: &Path, name: &OsStr) {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let entries = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten();
    for left in entries
        .flatten()
        .filter(|entry| is_left(&entry.file_name(), name))
    {
        let is_file = left.file_type().is_ok_and(|kind| kind.is_file());
        let free = |file: File| file.try_lock().is_ok();
        if is_file && File::open(left.path()).is_ok_and(free) {
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
