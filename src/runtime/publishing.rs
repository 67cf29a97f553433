//! Putting a questionnaire, with its lists and what it extends, into a home: all that can go wrong is
//! found out before the first file is written, and the questionnaire itself comes last.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::survey::{self, Checked, Files, Questionnaire};
use crate::vault::store::{Document, Store, StoreError};

use super::home::{Folder, Home, check_file, read_limited};

/// Files by their names beside a questionnaire.
type Contents = BTreeMap<String, Vec<u8>>;

/// Why a questionnaire cannot be put into a home.
#[derive(Debug)]
pub enum PublishError {
    /// A file cannot be read or written.
    File(PathBuf, std::io::Error),
    /// The file of this name in the home holds another survey: its id.
    OtherSurvey(PathBuf, String),
    /// Two files of the home hold this survey.
    Twice(PathBuf, PathBuf),
    /// A file of the same name serves another survey of the home, which would change: its id.
    Shared(String),
    /// The store.
    Store(StoreError),
}

/// What stands in the home, of the same survey.
pub struct Current {
    /// Its file.
    pub file: PathBuf,
    /// What it says.
    pub questionnaire: Arc<Questionnaire>,
}

/// A questionnaire that was read with everything it needs.
pub struct Candidate {
    bytes: Vec<u8>,
    beside: Contents,
    name: PathBuf,
}

/// A candidate that fits into a home.
pub struct Plan {
    /// What it takes the place of.
    pub current: Option<Current>,
    target: PathBuf,
}

impl Candidate {
    /// The files that it names, by their places beside it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.beside.keys().map(String::as_str)
    }
}

/// Remembers what is read.
struct Recorder {
    folder: Folder,
    read: RefCell<Contents>,
}

impl Files for Recorder {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let bytes = self.folder.read(name)?;
        let mut read = self.read.borrow_mut();
        read.insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

/// A folder as it will be.
struct Overlay<'c> {
    folder: Folder,
    over: &'c Contents,
}

impl Files for Overlay<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let over = self.over.get(name).cloned();
        over.map_or_else(|| self.folder.read(name), Ok)
    }
}

/// Reads and checks a questionnaire, and everything that it names.
///
/// # Errors
/// Where the file itself cannot be read.
pub fn read(file: &Path) -> Result<(Candidate, Checked), PublishError> {
    let bytes = read_limited(file).map_err(|error| PublishError::File(file.into(), error))?;
    let recorder = Recorder {
        folder: Folder(file.parent().unwrap_or(Path::new("")).to_path_buf()),
        read: RefCell::default(),
    };
    let checked = survey::load(&file.display().to_string(), &bytes, &recorder);
    let candidate = Candidate {
        bytes,
        beside: recorder.read.into_inner(),
        name: file.file_name().map(PathBuf::from).unwrap_or_default(),
    };
    Ok((candidate, checked))
}

impl Candidate {
    /// Everything that it names, by the names under which it lies beside the questionnaire.
    pub fn beside(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.beside.iter();
        files.map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Finds its place in a home, and that nothing else there changes with it.
    ///
    /// # Errors
    /// What is in the way.
    pub fn plan(&self, home: &Home, new: &Questionnaire) -> Result<Plan, PublishError> {
        let mut current: Option<Current> = None;
        let mut others = Vec::new();
        for file in home.survey_files() {
            let checked =
                check_file(&file).map_err(|error| PublishError::File(file.clone(), error))?;
            let Some(questionnaire) = checked.questionnaire else {
                continue;
            };
            if questionnaire.id != new.id {
                others.push(Current {
                    file,
                    questionnaire,
                });
            } else if let Some(earlier) = current {
                return Err(PublishError::Twice(earlier.file, file));
            } else {
                current = Some(Current {
                    file,
                    questionnaire,
                });
            }
        }
        let target = current.as_ref().map(|current| current.file.clone());
        let target = target.unwrap_or_else(|| home.surveys().join(&self.name));
        for other in others {
            if other.file == target {
                let id = other.questionnaire.id.clone();
                return Err(PublishError::OtherSurvey(target, id));
            }
            self.leaves_alone(home, &other)?;
        }
        Ok(Plan { current, target })
    }

    /// Another survey of the home must read the same afterwards.
    fn leaves_alone(&self, home: &Home, other: &Current) -> Result<(), PublishError> {
        let name = other.file.file_name().map(|name| name.to_string_lossy());
        let own = name.and_then(|name| self.beside.get(name.as_ref()).cloned());
        let bytes = match own {
            Some(bytes) => bytes,
            None => read_limited(&other.file)
                .map_err(|error| PublishError::File(other.file.clone(), error))?,
        };
        let overlay = Overlay {
            folder: Folder(home.surveys()),
            over: &self.beside,
        };
        let then = survey::load(&other.file.display().to_string(), &bytes, &overlay);
        let same = then
            .questionnaire
            .is_some_and(|then| then.fingerprint == other.questionnaire.fingerprint);
        if same {
            return Ok(());
        }
        Err(PublishError::Shared(other.questionnaire.id.clone()))
    }

    /// Puts it in place. The store keeps what stood there, so that no response is without its questions.
    ///
    /// # Errors
    /// As the file system and the store do. The questionnaire is the last to change.
    pub fn publish(&self, home: &Home, plan: &Plan) -> Result<(), PublishError> {
        if let Some(current) = &plan.current {
            keep(home, &current.questionnaire)?;
        }
        let folder = plan.target.parent().unwrap_or(Path::new("."));
        let mut files: Vec<(PathBuf, &[u8])> = self
            .beside
            .iter()
            .map(|(name, bytes)| (folder.join(name), bytes.as_slice()))
            .collect();
        files.push((plan.target.clone(), &self.bytes));
        for (path, bytes) in &files {
            write_beside(path, bytes).map_err(|error| PublishError::File(path.clone(), error))?;
        }
        for (path, _) in &files {
            std::fs::rename(waiting(path), path)
                .and_then(|()| sync_parent(path))
                .map_err(|error| PublishError::File(path.clone(), error))?;
        }
        Ok(())
    }
}

impl Plan {
    /// Where the questionnaire will stand.
    pub fn target(&self) -> &Path {
        &self.target
    }
}

/// A home without a box has no answers that would need the questions.
fn keep(home: &Home, questionnaire: &Questionnaire) -> Result<(), PublishError> {
    let mut store = match Store::open(&home.box_folder()) {
        Err(StoreError::Missing(_)) => return Ok(()),
        opened => opened.map_err(PublishError::Store)?,
    };
    let kept = |store: &mut Store| {
        let writer = store.write()?;
        writer.keep_document(&Document::questionnaire(&questionnaire.canonical))?;
        writer.commit()
    };
    kept(&mut store).map_err(PublishError::Store)
}

/// The name under which a file waits until all are there.
fn waiting(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    path.with_file_name(name)
}

fn write_beside(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create(waiting(path))?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_parent(path: &Path) -> std::io::Result<()> {
    path.parent()
        .map_or(Ok(()), crate::vault::store::files::sync_folder)
}

impl std::fmt::Display for PublishError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::OtherSurvey(path, id) => {
                write!(f, "{}: there stands another survey, `{id}`", path.display())
            }
            Self::Twice(one, two) => write!(
                f,
                "this survey stands in the home twice: {} and {}",
                one.display(),
                two.display()
            ),
            Self::Shared(id) => write!(
                f,
                "the survey `{id}` of this home uses a file of the same name and would change"
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PublishError {}
