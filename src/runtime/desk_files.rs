//! What views need beside the answers: `routes.toml`, `roles.toml`, `comparators.toml` and
//! `apprenticeships.csv` of `surveys/`, a department's `demand/CODE.toml`, `headcounts.csv`. A home without
//! one of `surveys/` uses the copy in the program, one without needs or headcounts has none; a file with a
//! fault is told, never given another's place.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::base::problem::Problem;
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::stats::Frame;
use crate::stats::demand::{self, Demand, Headcounts};
use crate::stats::material::{BASE_RATE, Material};
use crate::stats::view::{Beside, Earlier};
use crate::survey::Questionnaire;
use crate::survey::apprenticeships::{self, Standard};
use crate::survey::comparators::{self, Comparator};
use crate::survey::roles::{self, Roles};
use crate::survey::routes::{self, Route};
use crate::survey::technical::{self, Definition};

use super::home::{Home, embedded, read_limited};
use crate::vault::durable;

/// Why such a file cannot be used.
#[derive(Debug)]
pub enum Unusable {
    /// It is there and cannot be read.
    Unread(PathBuf, std::io::Error),
    /// It is not a text in UTF-8.
    NotText(PathBuf),
    /// It can be read and is not sound; every problem.
    Faulty(Vec<Problem>),
}

/// What views need beside the answers.
pub struct DeskFiles {
    /// What the department needs.
    pub demand: Demand,
    /// People on the staff list.
    pub headcounts: Headcounts,
    /// Ways to a skill.
    pub routes: Vec<Route>,
    /// What each step of the ladder asks for.
    pub roles: Roles,
    /// Published figures.
    pub comparators: Vec<Comparator>,
    /// Apprenticeship standards.
    pub standards: Vec<Standard>,
    /// What counts as technical.
    pub definitions: Vec<Definition>,
    /// An earlier wave's release, where the home has one.
    pub earlier: Option<Earlier>,
}

/// The folder of what departments need.
pub const DEMAND: &str = "demand";

/// The folder of earlier waves' releases.
pub const EARLIER: &str = "earlier";

/// The file of people by department.
pub const HEADCOUNTS: &str = "headcounts.csv";
/// The file of apprenticeship standards in `surveys/`.
pub const APPRENTICESHIPS: &str = "apprenticeships.csv";

/// The files of `surveys/` that views read beside the questionnaires.
pub const BESIDE: [&str; 5] = [
    "routes.toml",
    "roles.toml",
    "comparators.toml",
    "technical.toml",
    APPRENTICESHIPS,
];

/// Everything that is wrong with the bytes of one of [`BESIDE`] that stands at a path.
///
/// # Errors
/// Where it is not a text, or not sound.
pub fn check_beside(path: &Path, bytes: Vec<u8>) -> Result<(), Unusable> {
    let file = path.display().to_string();
    let text = as_text(bytes, path)?;
    let read = match path.file_name().and_then(|name| name.to_str()) {
        Some("routes.toml") => routes::parse(&text, &file).map(drop),
        Some("roles.toml") => roles::parse(&text, &file).map(drop),
        Some("comparators.toml") => comparators::parse(&text, &file).map(drop),
        Some("technical.toml") => technical::parse(&text, &file).map(drop),
        _ => apprenticeships::parse(&text, &file).map(drop),
    };
    read.map_err(Unusable::Faulty)
}

/// Where a department's needs are written; nothing for a code that could lead elsewhere.
pub fn demand_file(home: &Home, department: &str) -> Option<PathBuf> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let is_name = department.starts_with(|first: char| first.is_ascii_alphanumeric())
        && department.chars().all(is_plain);
    is_name.then(|| home.root().join(DEMAND).join(format!("{department}.toml")))
}

/// Where headcounts are written.
pub fn headcounts_file(home: &Home) -> PathBuf {
    home.root().join(HEADCOUNTS)
}

/// Writes what a department needs, in one step, in the place of what may have been there.
///
/// # Errors
/// Where the department's code cannot be a file's name, or as writing does.
pub fn save_demand(home: &Home, demand: &Demand) -> std::io::Result<PathBuf> {
    let path = demand_file(home, &demand.department)
        .ok_or_else(|| std::io::Error::other("no department is named"))?;
    std::fs::create_dir_all(home.root().join(DEMAND))?;
    durable::replace(&path, demand::write(demand).as_bytes())?;
    Ok(path)
}

/// Writes how many people a department has, in one step; what else the file says stays. Nothing is
/// written where nothing changes.
///
/// # Errors
/// As reading and writing do.
pub fn save_headcount(home: &Home, department: &str, people: Option<u64>) -> std::io::Result<()> {
    let path = headcounts_file(home);
    let before = match read_limited(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        read => Some(read?),
    };
    if before.is_none() && people.is_none() {
        return Ok(());
    }
    let after = demand::headcounts::with(before.as_deref(), department, people);
    durable::replace(&path, &after)
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
    let code = || [("code", Arg::from(demand.department.as_str()))];
    Err(Unusable::Faulty(vec![Problem {
        file,
        line: 0,
        column: None,
        what: Message::with("desk-file-other-department", code()),
        next: Message::with("desk-file-other-department-next", code()),
    }]))
}

impl DeskFiles {
    /// Reads a home's files for one department, or for all that was opened, which nobody writes needs for.
    ///
    /// # Errors
    /// Where a file is there and cannot be read or is not sound.
    pub fn read(
        home: &Home,
        questionnaire: &Questionnaire,
        department: Option<&str>,
    ) -> Result<Self, Unusable> {
        Ok(Self {
            demand: needs(home, questionnaire, department)?,
            headcounts: headcounts(home, questionnaire)?,
            routes: routes(home)?,
            roles: roles(home)?,
            comparators: comparators(home)?,
            standards: standards(home)?,
            definitions: definitions(home)?,
            earlier: earlier(home, questionnaire)?,
        })
    }

    /// What statistical views are set beside.
    pub fn beside(&self) -> Beside<'_> {
        Beside {
            comparators: &self.comparators,
            standards: &self.standards,
            definitions: &self.definitions,
            earlier: self.earlier.as_ref(),
        }
    }

    /// What views are made of.
    pub fn material<'a, D>(
        &'a self,
        frame: &'a Frame<D>,
        questionnaire: &'a Questionnaire,
        department: Option<&'a str>,
        day: Day,
    ) -> Material<'a, D> {
        Material {
            frame,
            questionnaire,
            department,
            demand: &self.demand,
            headcounts: &self.headcounts,
            routes: &self.routes,
            roles: &self.roles,
            day,
            base_rate: self.demand.base_rate.unwrap_or(BASE_RATE),
        }
    }
}

fn needs(
    home: &Home,
    questionnaire: &Questionnaire,
    department: Option<&str>,
) -> Result<Demand, Unusable> {
    let Some(path) = department.and_then(|code| demand_file(home, code)) else {
        return Ok(Demand::default());
    };
    match own(&path)? {
        Some(bytes) => check_demand(&path, bytes, questionnaire),
        None => Ok(Demand::default()),
    }
}

/// People on the staff list; none where nobody gave them.
///
/// # Errors
/// Where the file is there and cannot be read or is not sound.
pub fn headcounts(home: &Home, questionnaire: &Questionnaire) -> Result<Headcounts, Unusable> {
    let path = headcounts_file(home);
    let Some(bytes) = own(&path)? else {
        return Ok(Headcounts::default());
    };
    let file = path.display().to_string();
    demand::headcounts::parse(&bytes, &file, questionnaire).map_err(Unusable::Faulty)
}

/// The codes of departments that are known to have fewer people than the questionnaire's smallest
/// group. Without headcounts, and with a file that cannot be read, none is known: that keeps nobody
/// from answering, and `survey check` tells the keeper of the file.
pub fn small_departments(home: &Home, questionnaire: &Questionnaire) -> BTreeSet<String> {
    let minimum = u64::from(questionnaire.privacy.minimum_group);
    let known = headcounts(home, questionnaire).unwrap_or_default();
    let small = known.people.into_iter();
    small
        .filter(|(_, people)| *people < minimum)
        .map(|(code, _)| code)
        .collect()
}

/// A file's bytes; nothing where it is not there.
fn own(path: &Path) -> Result<Option<Vec<u8>>, Unusable> {
    match read_limited(path) {
        Ok(bytes) => Ok(Some(bytes)),
        // A link that leads nowhere is a file that somebody meant.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !path.is_symlink() => {
            Ok(None)
        }
        Err(error) => Err(Unusable::Unread(path.to_path_buf(), error)),
    }
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

/// Published figures: those of the home, else those shipped.
fn comparators(home: &Home) -> Result<Vec<Comparator>, Unusable> {
    let (text, file) = text_of(home, "comparators.toml")?;
    comparators::parse(&text, &file).map_err(Unusable::Faulty)
}

/// Apprenticeship standards: those of the home, else those shipped.
fn standards(home: &Home) -> Result<Vec<Standard>, Unusable> {
    let (text, file) = text_of(home, APPRENTICESHIPS)?;
    apprenticeships::parse(&text, &file).map_err(Unusable::Faulty)
}

/// The newest release of another wave in `earlier/`: the last by name, which is how its wave is called.
fn earlier(home: &Home, questionnaire: &Questionnaire) -> Result<Option<Earlier>, Unusable> {
    let entries = std::fs::read_dir(home.root().join(EARLIER))
        .into_iter()
        .flatten()
        .flatten();
    let files = entries.map(|entry| entry.path());
    let mut named: Vec<(String, PathBuf)> = files
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .filter(|(name, _)| *name != questionnaire.wave)
        .collect();
    named.sort();
    let Some((name, path)) = named.pop() else {
        return Ok(None);
    };
    let bytes = own(&path)?.unwrap_or_default();
    let read = Earlier::read(&name, &bytes, questionnaire);
    read.map(Some)
        .map_err(|words| Unusable::Unread(path, std::io::Error::other(words)))
}

/// What counts as technical: the home's definitions, else those shipped.
fn definitions(home: &Home) -> Result<Vec<Definition>, Unusable> {
    let (text, file) = text_of(home, "technical.toml")?;
    technical::parse(&text, &file).map_err(Unusable::Faulty)
}

/// A file's text and how it is called.
fn text_of(home: &Home, name: &str) -> Result<(String, String), Unusable> {
    let path = home.surveys().join(name);
    if let Some(bytes) = own(&path)? {
        return Ok((as_text(bytes, &path)?, path.display().to_string()));
    }
    let mut shipped = embedded().iter();
    let text = shipped.find_map(|(file, text)| (*file == name).then_some(*text));
    Ok((text.unwrap_or_default().to_owned(), name.to_owned()))
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
