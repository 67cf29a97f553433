//! From what was opened to views: what they need beside the answers is read from the home each time,
//! so that a need that was just saved is in the next view.

use std::path::{Path, PathBuf};

use crate::base::time::Day;
use crate::cli::error::{CliError, Kind};
use crate::runtime::clock;
use crate::runtime::home::{Home, read_limited};
use crate::stats::demand::{self, Demand, Headcounts};
use crate::stats::material::{BASE_RATE, Material};
use crate::stats::view::{self, Label, Name, View};
use crate::stats::{DoorName, Frame, Operational, Protection};
use crate::survey::Questionnaire;
use crate::survey::routes::Route;

use super::take::Opened;

/// The list that a department's needs are chosen from.
const SKILLS: &str = "skills";

/// What views need beside the answers.
pub(super) struct Beside {
    /// What the department needs.
    pub demand: Demand,
    /// People on the staff list.
    pub headcounts: Headcounts,
    /// Ways to a skill.
    pub routes: Vec<Route>,
    /// The day that they are made for.
    pub day: Day,
}

/// Where a department's needs are written.
pub(super) fn demand_file(home: &Home, department: &str) -> PathBuf {
    home.root()
        .join("demand")
        .join(department)
        .with_extension("toml")
}

/// Where head counts are written.
pub(super) fn headcounts_file(home: &Home) -> PathBuf {
    home.root().join("headcounts.csv")
}

impl Beside {
    /// Reads a home's files; what is not there is empty.
    ///
    /// # Errors
    /// Where a file is there and is not what it should be, with every problem in it.
    pub(super) fn read(
        home: &Home,
        questionnaire: &Questionnaire,
        department: Option<&str>,
    ) -> Result<Self, CliError> {
        let demand = match department.map(|code| demand_file(home, code)) {
            Some(path) => read(&path, |bytes, name| {
                demand::parse(&String::from_utf8_lossy(bytes), name, questionnaire)
            })?,
            None => None,
        };
        let headcounts = read(&headcounts_file(home), |bytes, name| {
            demand::headcounts::parse(bytes, name, questionnaire)
        })?;
        Ok(Self {
            demand: demand.unwrap_or_default(),
            headcounts: headcounts.unwrap_or_default(),
            routes: Vec::new(),
            day: clock::today(),
        })
    }

    fn material<'a, D>(
        &'a self,
        frame: &'a Frame<D>,
        questionnaire: &'a Questionnaire,
        department: Option<&'a str>,
    ) -> Material<'a, D> {
        Material {
            frame,
            questionnaire,
            department,
            demand: &self.demand,
            headcounts: &self.headcounts,
            routes: &self.routes,
            day: self.day,
            base_rate: self.demand.base_rate.unwrap_or(BASE_RATE),
        }
    }
}

fn read<T, P: std::fmt::Display>(
    path: &Path,
    parse: impl FnOnce(&[u8], &str) -> Result<T, Vec<P>>,
) -> Result<Option<T>, CliError> {
    let bytes = match read_limited(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| CliError::read(path, &error))?,
    };
    parse(&bytes, &path.display().to_string())
        .map(Some)
        .map_err(|problems| {
            let words: Vec<String> = problems.iter().take(5).map(ToString::to_string).collect();
            CliError::new(Kind::Input, words.join("\n"))
        })
}

/// The views that can be made of what was opened.
pub(super) fn made(opened: &Opened) -> Vec<Name> {
    let door = opened.door();
    let all = Name::ALL.into_iter();
    all.filter(|name| name.doors().contains(&door)).collect()
}

/// Makes one; nothing where it is not made at this door.
///
/// # Errors
/// Where the survey protects nothing at the statistical door.
pub(super) fn make(
    name: Name,
    opened: &Opened,
    department: Option<&str>,
    beside: &Beside,
) -> Result<Option<View>, CliError> {
    match opened {
        Opened::Operational(reading) => {
            let questionnaire = &reading.versions[0];
            let material = beside.material(&reading.frame, questionnaire, department);
            Ok(view::operational(name, &material))
        }
        Opened::Statistical(reading) => {
            let questionnaire = &reading.versions[0];
            let profile = questionnaire.privacy.profile;
            let protection = Protection::of(profile).ok_or_else(|| {
                let words = "the survey's profile is `none`: nothing may be shown at this door";
                CliError::new(Kind::Keys, words)
            })?;
            let material = beside.material(&reading.frame, questionnaire, department);
            Ok(view::statistical(name, &material, protection))
        }
    }
}

/// What the survey suggests that a department needs; nothing at the statistical door.
pub(super) fn starter(opened: &Opened, department: &str, beside: &Beside) -> Option<Demand> {
    match opened {
        Opened::Operational(reading) => {
            let questionnaire = &reading.versions[0];
            let material: Material<'_, Operational> =
                beside.material(&reading.frame, questionnaire, Some(department));
            Some(demand::starter(&material))
        }
        Opened::Statistical(_) => None,
    }
}

/// The skills that a department can need; none at the door where nobody writes needs.
pub(super) fn skills(door: DoorName, questionnaire: &Questionnaire) -> Vec<Label> {
    let list = questionnaire
        .lists
        .get(SKILLS)
        .filter(|_| door == DoorName::Operational);
    let entries = list.into_iter().flat_map(|list| {
        let entries = list.entries.iter();
        entries.filter(|entry| !list.is_heading(&entry.code))
    });
    entries
        .map(|entry| Label {
            code: entry.code.clone(),
            text: entry.label.clone(),
        })
        .collect()
}
