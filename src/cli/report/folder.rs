//! A folder of reports with an index, written so that a run that is killed leaves no half of one.
//!
//! A new folder is written under another name and gets its own at the end. Into a folder that is there each file
//! comes whole, and the index last: while there is none the folder is not finished.

use std::fs;
use std::path::{Path, PathBuf};

use super::Args;
use super::whole::{file_name, maybe_sealed};
use crate::cli::error::CliError;
use crate::cli::{Context, output};
use crate::report::view::Teller;
use crate::report::view::html::{self, Listed};
use crate::stats::DoorName;
use crate::vault::store::files;

/// The page that leads to the reports.
const INDEX: &str = "index.html";

/// What is to be written.
#[derive(Default)]
pub(super) struct Folder {
    listed: Vec<Listed>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Folder {
    /// Takes a report with its manifest.
    pub(super) fn take(&mut self, listed: Listed, files: [(PathBuf, Vec<u8>); 2]) {
        self.listed.push(listed);
        self.files.extend(files);
    }

    /// Writes all of it, or nothing where one file may not be written.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub(super) fn put(
        mut self,
        args: &Args,
        door: DoorName,
        teller: &Teller,
        context: &Context<'_>,
    ) -> Result<(), CliError> {
        let folder = args.out_dir.as_deref().unwrap_or_else(|| Path::new("."));
        let (_, marking) = teller.standing(door);
        let page = html::index(&self.listed, teller, &marking).into_bytes();
        let mut index = PathBuf::from(INDEX);
        let page = maybe_sealed(&mut index, page, args.seal_to.as_ref())?;
        self.files.push((index.clone(), page));
        for (name, _) in &self.files {
            output::may_take(&folder.join(name), context)?;
        }
        if folder.is_dir() {
            // What an earlier run left says nothing of this one.
            fs::remove_file(folder.join(&index)).ok();
            return self.write(folder);
        }
        self.write_new(folder)
    }

    /// Writes a folder under another name, and gives it its own.
    fn write_new(&self, folder: &Path) -> Result<(), CliError> {
        let failed = |error: std::io::Error| CliError::write(folder, &error);
        let hidden = folder.with_file_name(format!(".{}.unfinished", file_name(folder)));
        if hidden.exists() {
            fs::remove_dir_all(&hidden).map_err(failed)?;
        }
        files::private_folder(&hidden).map_err(failed)?;
        let written = self.write(&hidden);
        if written.is_err() {
            fs::remove_dir_all(&hidden).ok();
            return written;
        }
        let named = fs::rename(&hidden, folder);
        let parent = folder.parent().unwrap_or(Path::new(""));
        named
            .and_then(|()| files::sync_folder(parent))
            .map_err(failed)
    }

    fn write(&self, folder: &Path) -> Result<(), CliError> {
        let mut files = self.files.iter();
        files.try_for_each(|(name, bytes)| output::write_private(&folder.join(name), bytes))
    }
}
