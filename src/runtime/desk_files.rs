//! The small files of the desk in a home's `surveys/`: `routes.toml` and `roles.toml`. A home without
//! one uses the copy in the program; a home whose file has a fault is told, never given another's.

use std::path::{Path, PathBuf};

use crate::base::problem::Problem;
use crate::survey::roles::{self, Roles};
use crate::survey::routes::{self, Route};

use super::home::{Home, embedded, read_limited};

/// Why such a file cannot be used.
#[derive(Debug)]
pub enum Unusable {
    /// It is there and cannot be read.
    Unread(PathBuf, std::io::Error),
    /// It is no text in UTF-8.
    NotText(PathBuf),
    /// It can be read and is not sound; every problem.
    Faulty(Vec<Problem>),
}

/// The ways to a skill: those of the home, else those shipped.
///
/// # Errors
/// Where the home's file cannot be read or is not sound.
pub fn routes(home: &Home) -> Result<Vec<Route>, Unusable> {
    let (text, file) = text_of(home, "routes.toml")?;
    routes::parse(&text, &file).map_err(Unusable::Faulty)
}

/// The role profiles: those of the home, else those shipped.
///
/// # Errors
/// Where the home's file cannot be read or is not sound.
pub fn roles(home: &Home) -> Result<Roles, Unusable> {
    let (text, file) = text_of(home, "roles.toml")?;
    roles::parse(&text, &file).map_err(Unusable::Faulty)
}

/// A file's text and how it is called.
fn text_of(home: &Home, name: &str) -> Result<(String, String), Unusable> {
    let path = home.surveys().join(name);
    match read_limited(&path) {
        Ok(bytes) => Ok((as_text(bytes, &path)?, path.display().to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut shipped = embedded().iter();
            let text = shipped.find_map(|(file, text)| (*file == name).then_some(*text));
            Ok((text.unwrap_or_default().to_owned(), name.to_owned()))
        }
        Err(error) => Err(Unusable::Unread(path, error)),
    }
}

fn as_text(bytes: Vec<u8>, path: &Path) -> Result<String, Unusable> {
    String::from_utf8(bytes).map_err(|_| Unusable::NotText(path.to_path_buf()))
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unread(path, error) => write!(f, "`{}` cannot be read: {error}", path.display()),
            Self::NotText(path) => {
                write!(f, "`{}` is not UTF-8: save it as UTF-8", path.display())
            }
            Self::Faulty(problems) => problems.iter().enumerate().try_for_each(|(at, problem)| {
                let end = if at == 0 { "" } else { "\n" };
                write!(f, "{end}{problem}")
            }),
        }
    }
}
