//! From what was opened to views: what they need beside the answers is read from the home each time,
//! so that a need that was just saved is in the next view.

use crate::cli::error::{CliError, Kind};
use crate::runtime::clock;
use crate::runtime::desk_files::DeskFiles;
use crate::runtime::home::Home;
use crate::stats::demand::{self, Demand};
use crate::stats::view::{self, Label, Name, View};
use crate::stats::{DoorName, Protection};
use crate::survey::Questionnaire;

use super::take::Opened;

/// The list that a department's needs are chosen from.
const SKILLS: &str = "skills";

/// Reads what views need beside the answers.
///
/// # Errors
/// Where a file is there and is not what it should be, with every problem in it.
pub(super) fn files(
    home: &Home,
    opened: &Opened,
    department: Option<&str>,
) -> Result<DeskFiles, CliError> {
    let files = DeskFiles::read(home, &opened.versions()[0], department);
    files.map_err(|why| CliError::new(Kind::Input, why.to_string()))
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
    files: &DeskFiles,
) -> Result<Option<View>, CliError> {
    let questionnaire = &opened.versions()[0];
    let day = clock::today();
    match opened {
        Opened::Operational(reading) => {
            let material = files.material(&reading.frame, questionnaire, department, day);
            Ok(view::operational(name, &material))
        }
        Opened::Statistical(reading) => {
            let profile = questionnaire.privacy.profile;
            let protection = Protection::of(profile).ok_or_else(|| {
                let words = "the survey's profile is `none`: nothing may be shown at this door";
                CliError::new(Kind::Keys, words)
            })?;
            let material = files.material(&reading.frame, questionnaire, department, day);
            Ok(view::statistical(name, &material, protection))
        }
    }
}

/// What the survey suggests that a department needs; nothing at the statistical door.
pub(super) fn starter(opened: &Opened, department: &str, files: &DeskFiles) -> Option<Demand> {
    match opened {
        Opened::Operational(reading) => {
            let questionnaire = &reading.versions[0];
            let day = clock::today();
            let material = files.material(&reading.frame, questionnaire, Some(department), day);
            Some(demand::starter(&material))
        }
        Opened::Statistical(_) => None,
    }
}

/// Departments whose responses cannot all be what they seem: more than people, and the same twice.
pub(super) fn doubtful(opened: &Opened, files: &DeskFiles) -> [(&'static str, Vec<String>); 2] {
    let (crowded, repeated) = match opened {
        Opened::Operational(reading) => {
            let flags = reading.frame.flags();
            (
                owned(&flags.crowded(&files.headcounts)),
                owned(&flags.repeated()),
            )
        }
        Opened::Statistical(reading) => {
            let flags = reading.frame.flags();
            (
                owned(&flags.crowded(&files.headcounts)),
                owned(&flags.repeated()),
            )
        }
    };
    [
        ("lead-told-crowded", crowded),
        ("lead-told-repeated", repeated),
    ]
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
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
