//! The small files of the desk: `routes.toml` and `roles.toml` in a home's `surveys/`, `demand/CODE.toml`
//! and `headcounts.csv` in the home itself. A home without routes or roles uses the copies in the
//! program, one without demand or headcounts has none; a home whose file has a fault is told, never
//! given another's.

use std::path::{Path, PathBuf};

use crate::base::problem::Problem;
use crate::stats::demand::{self, Demand, Headcounts, headcounts as counts};
use crate::survey::Questionnaire;
use crate::survey::roles::{self, Roles};
use crate::survey::routes::{self, Route};

use super::home::{Home, embedded, read_limited};
use crate::vault::durable;

/// The file of people by department.
pub const HEADCOUNTS: &str = "headcounts.csv";
/// The folder of what departments need.
pub const DEMAND: &str = "demand";

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

/// What a department needs; nothing where nobody has written it.
///
/// # Errors
/// Where the file cannot be read, is not sound, or is about another department than its name says.
pub fn demand(
    home: &Home,
    department: &str,
    questionnaire: &Questionnaire,
) -> Result<Demand, Unusable> {
    let Some(path) = demand_path(home, department) else {
        return Ok(Demand::default());
    };
    let bytes = match read_limited(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Demand::default()),
        Err(error) => return Err(Unusable::Unread(path, error)),
    };
    check_demand(&path, bytes, questionnaire)
}

/// Reads the bytes of a demand file that stands at a path.
///
/// # Errors
/// Where it is not sound, or is about another department than its name says.
pub fn check_demand(
    path: &Path,
    bytes: Vec<u8>,
    questionnaire: &Questionnaire,
) -> Result<Demand, Unusable> {
    let file = path.display().to_string();
    let text = as_text(bytes, path)?;
    let demand = demand::parse(&text, &file, questionnaire).map_err(Unusable::Faulty)?;
    let named = path.file_stem().and_then(|stem| stem.to_str());
    if named == Some(&demand.department) {
        return Ok(demand);
    }
    Err(Unusable::Faulty(vec![Problem {
        file,
        line: 0,
        column: None,
        message: format!(
            "it says what `{}` needs, and its name says another department",
            demand.department
        ),
        remedy: format!(
            "call it `{}.toml`, or change `department`",
            demand.department
        ),
    }]))
}

/// Writes what a department needs, in one step, in the place of what may have been there.
///
/// # Errors
/// Where the department's code cannot be a file's name, or as writing does.
pub fn save_demand(home: &Home, demand: &Demand) -> std::io::Result<PathBuf> {
    let path = demand_path(home, &demand.department)
        .ok_or_else(|| std::io::Error::other("no department is named"))?;
    std::fs::create_dir_all(home.root().join(DEMAND))?;
    durable::replace(&path, demand::write(demand).as_bytes())?;
    Ok(path)
}

/// Where a department's file stands; nothing for a code that could lead elsewhere.
fn demand_path(home: &Home, department: &str) -> Option<PathBuf> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let is_name = department.starts_with(|first: char| first.is_ascii_alphanumeric())
        && department.chars().all(plain);
    is_name.then(|| home.root().join(DEMAND).join(format!("{department}.toml")))
}

/// How many people each department has; nothing where nobody has said.
///
/// # Errors
/// Where the file cannot be read or is not sound.
pub fn headcounts(home: &Home, questionnaire: &Questionnaire) -> Result<Headcounts, Unusable> {
    let path = home.root().join(HEADCOUNTS);
    match read_limited(&path) {
        Ok(bytes) => {
            let file = path.display().to_string();
            counts::parse(&bytes, &file, questionnaire).map_err(Unusable::Faulty)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Headcounts::default()),
        Err(error) => Err(Unusable::Unread(path, error)),
    }
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
