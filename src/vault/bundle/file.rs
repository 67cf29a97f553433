//! A file that is there whole or not at all.

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
    let done = fill(file, write)
        .and_then(|()| fs::rename(&temporary, path).map_err(E::from))
        .and_then(|()| files::sync_folder(folder).map_err(E::from));
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
    Ok((temporary.clone(), files::new_private_file(&temporary)?))
}
