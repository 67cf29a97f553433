//! The home folder: where it is found, what is in it, which questionnaire is meant.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::survey::{self, Checked, Files, Questionnaire};

/// The shipped questionnaires and their lists, embedded so that the program starts with no home at all.
const EMBEDDED: [(&str, &str); 11] = [
    (
        "skills-and-responsibility.toml",
        include_str!("../../surveys/skills-and-responsibility.toml"),
    ),
    (
        "lists/departments.csv",
        include_str!("../../surveys/lists/departments.csv"),
    ),
    (
        "lists/families.csv",
        include_str!("../../surveys/lists/families.csv"),
    ),
    (
        "lists/registers.csv",
        include_str!("../../surveys/lists/registers.csv"),
    ),
    (
        "lists/soc2020.csv",
        include_str!("../../surveys/lists/soc2020.csv"),
    ),
    (
        "lists/skills.csv",
        include_str!("../../surveys/lists/skills.csv"),
    ),
    ("routes.toml", include_str!("../../surveys/routes.toml")),
    ("roles.toml", include_str!("../../surveys/roles.toml")),
    (
        "comparators.toml",
        include_str!("../../surveys/comparators.toml"),
    ),
    (
        "technical.toml",
        include_str!("../../surveys/technical.toml"),
    ),
    (
        "apprenticeships.csv",
        include_str!("../../surveys/apprenticeships.csv"),
    ),
];

/// What lies beside the questionnaires and is none.
const BESIDE: [&str; 4] = [
    "routes.toml",
    "roles.toml",
    "comparators.toml",
    "technical.toml",
];

/// A home folder.
#[derive(Clone, Debug)]
pub struct Home {
    root: PathBuf,
}

/// List files beside a questionnaire on disk, never outside its folder.
pub struct Folder(pub PathBuf);

/// List files inside the binary.
pub struct Embedded;

impl Files for Folder {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let outside = Path::new(name)
            .components()
            .any(|part| !matches!(part, std::path::Component::Normal(_)));
        if outside {
            return Err("it must lie beside the questionnaire, without `..`".to_owned());
        }
        read_limited(&self.0.join(name)).map_err(|error| error.to_string())
    }
}

impl Files for Embedded {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let found = EMBEDDED.iter().find(|(file, _)| *file == name);
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| "it is not shipped".to_owned())
    }
}

/// The most bytes that a questionnaire or list file may have before it is even parsed.
const FILE_LIMIT: u64 = 32 << 20;

/// Reads a file of at most 32 MiB.
///
/// # Errors
/// As reading does, and where the file is larger.
pub fn read_limited(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    crate::vault::store::files::open_ordinary(path)?
        .take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(std::io::Error::other("it is larger than 32 MiB"));
    }
    Ok(bytes)
}

impl Home {
    /// The home at a folder.
    pub const fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Finds the home: the one asked for, then `TALLYBOX_HOME`, then the working folder if it holds
    /// `surveys/`, then the platform's data folder.
    pub fn find(asked: Option<&Path>) -> Self {
        let working = || Path::new("surveys").is_dir().then(|| PathBuf::from("."));
        let variable = || {
            std::env::var_os("TALLYBOX_HOME")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        Self::at(
            asked
                .map(Path::to_path_buf)
                .or_else(variable)
                .or_else(working)
                .unwrap_or_else(data_folder),
        )
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a home is there: a folder with anything that only a home has.
    pub fn is_there(&self) -> bool {
        let settings = self.root.join(super::settings::FILE);
        settings.is_file()
            || [self.surveys(), self.keys(), self.box_folder()]
                .iter()
                .any(|one| one.is_dir())
    }

    /// `keys/`.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// `box/`.
    pub fn box_folder(&self) -> PathBuf {
        self.root.join("box")
    }

    /// `surveys/`.
    pub fn surveys(&self) -> PathBuf {
        self.root.join("surveys")
    }

    /// The questionnaire files of this home, sorted by name.
    pub fn survey_files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.surveys())
            .into_iter()
            .flatten()
            .flatten();
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| is_questionnaire(path))
            .collect();
        files.sort();
        files
    }
}

/// Whether a file of `surveys/` is a questionnaire, by its name.
pub fn is_questionnaire(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "toml")
        && !BESIDE.contains(&name)
}

fn data_folder() -> PathBuf {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    // Windows's: where what stays on this computer belongs, not what follows a person to every other.
    let data = variable("XDG_DATA_HOME")
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".local").join("share")));
    data.unwrap_or_else(|| PathBuf::from(".")).join("tallybox")
}

/// A file's name as diagnostics show it: what lies beside it is named after its folder, by `/` on every system.
fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    if cfg!(windows) {
        shown.replace('\\', "/")
    } else {
        shown
    }
}

/// Reads and checks a questionnaire file.
///
/// # Errors
/// Where the file itself cannot be read.
pub fn check_file(path: &Path) -> std::io::Result<Checked> {
    let bytes = read_limited(path)?;
    let folder = Folder(path.parent().unwrap_or(Path::new("")).to_path_buf());
    Ok(survey::load(&shown(path), &bytes, &folder))
}

/// As [`check_file`], and tells its author what could be better too.
///
/// # Errors
/// Where the file itself cannot be read.
pub fn advise_file(path: &Path) -> std::io::Result<Checked> {
    let bytes = read_limited(path)?;
    let folder = Folder(path.parent().unwrap_or(Path::new("")).to_path_buf());
    Ok(survey::check(&shown(path), &bytes, &folder))
}

/// The embedded flagship.
pub fn flagship() -> Option<Arc<Questionnaire>> {
    let (name, text) = EMBEDDED[0];
    survey::load(name, text.as_bytes(), &Embedded).questionnaire
}

/// The embedded files, for `init` and `demo` to write.
pub const fn embedded() -> &'static [(&'static str, &'static str)] {
    &EMBEDDED
}
