//! Earlier waves' releases, found where key files are found.

use std::path::{Path, PathBuf};

use crate::base::text::one_line;
use crate::runtime::desk_files::EARLIER;
use crate::runtime::home::read_limited;
use crate::stats::view::{Earlier, Name};
use crate::survey::Questionnaire;
use crate::ui::lead::{Fault, Msg, Trouble, WaveFile};

use super::trouble::{self, Told};
use super::{LeadProgram, exists, find};

/// A file of a release is called after its wave.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    one_line(&stem.to_string_lossy())
}

/// Reads an earlier wave's release, to set it beside figures of `this` questionnaire.
pub(super) fn read(path: &Path, this: &Questionnaire) -> Told<Earlier> {
    let json = read_limited(path).map_err(|error| trouble::unread(path, &error))?;
    Earlier::read(&name(path), &json, this)
        .map_err(|why| Trouble::at(Fault::NotAnEarlierWave, path.display()).says(why))
}

impl LeadProgram<'_> {
    /// Every file that is one; what lies beside it and is not is left out, and told where its path is typed.
    pub(super) fn found_waves(&mut self) -> Msg {
        let kept = self.home().root().join(EARLIER);
        let found = find::releases(self.home(), &kept);
        let is_one = |path: &PathBuf| {
            let open = self.what_is_open();
            open.is_ok_and(|open| read(path, &open.versions()[0]).is_ok())
        };
        let known = &self.waves;
        let new = found
            .into_iter()
            .filter(|path| !known.contains(path) && is_one(path));
        let new: Vec<PathBuf> = new.collect();
        self.waves.extend(new);
        let chosen = self.wave.as_deref();
        let shown = self.waves.iter().map(|path| WaveFile {
            path: path.display().to_string(),
            wave: name(path),
            folder: path.parent().map_or_else(String::new, |folder| {
                one_line(&folder.display().to_string())
            }),
            is_chosen: chosen == Some(path.as_path()),
        });
        Msg::Waves(shown.collect())
    }

    /// Takes a path that was typed, and looks at it at once.
    pub(super) fn add_wave(&mut self, path: &str) -> Told<Msg> {
        let path = find::typed(path);
        exists(&path, std::slice::from_ref(&path))?;
        read(&path, &self.what_is_open()?.versions()[0])?;
        self.waves.retain(|known| *known != path);
        self.waves.insert(0, path);
        Ok(self.found_waves())
    }

    /// Makes a view again with an earlier wave beside it, or without.
    pub(super) fn compare(
        &mut self,
        wave: Option<String>,
        name: Name,
        department: Option<&str>,
    ) -> Told<Msg> {
        self.wave = wave.map(PathBuf::from);
        self.show(name, department)
    }
}
