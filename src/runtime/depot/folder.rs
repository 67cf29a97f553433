//! A plain folder as a place for bundles: a USB stick, a share, another disk.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::{Place, Put};
use crate::vault::store::files;

/// The folder.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// A folder that is there: one that is not may be a share that is not mounted.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            let words = "there is no such folder; is the share or stick mounted?";
            return Err(io::Error::new(io::ErrorKind::NotFound, words));
        }
        Ok(Self(path.to_path_buf()))
    }
}

impl Place for Folder {
    fn names(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.0.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names = entries.map(|entry| Ok(entry?.file_name().into_string().ok()));
        let names: io::Result<Vec<Option<String>>> = names.collect();
        let mut names: Vec<String> = names?.into_iter().flatten().collect();
        names.sort();
        Ok(names)
    }

    fn get(&self, name: &str, most: usize) -> io::Result<Vec<u8>> {
        let path = self.0.join(name);
        if files::is_something_else(&path) {
            return Err(super::unlike(format!("{name} is not a plain file")));
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(path)?;
        file.take(most as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > most {
            return Err(super::unlike(format!("{name} is too large")));
        }
        Ok(bytes)
    }

    fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<Put> {
        let path = self.0.join(name);
        if path.symlink_metadata().is_ok() {
            return Ok(Put::WasThere);
        }
        let folder = path.parent().unwrap_or(&self.0).to_path_buf();
        fs::create_dir_all(&folder)?;
        let temporary = folder.join(format!(".{}.part", std::process::id()));
        let written = write(&temporary, bytes).and_then(|()| give_name(&temporary, &path));
        // Gone already where it was renamed.
        fs::remove_file(&temporary).ok();
        let put = written?;
        files::sync_folder(&folder)?;
        Ok(put)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a file its name where none has it: a link where the file system has links, else a new name.
fn give_name(temporary: &Path, path: &Path) -> io::Result<Put> {
    match fs::hard_link(temporary, path) {
        Ok(()) => Ok(Put::Stored),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Put::WasThere),
        // Sticks and some shares have no links. Whoever else puts this name puts the same bytes.
        Err(_) => fs::rename(temporary, path).map(|()| Put::Stored),
    }
}
