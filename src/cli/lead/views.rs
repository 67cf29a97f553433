//! From what was opened to views: what they need beside the answers is read from the home each time,
//! so that a need that was just saved is in the next view.

use crate::runtime::clock;
use crate::runtime::desk_files::DeskFiles;
use crate::runtime::figures::Reading;
use crate::runtime::home::Home;
use crate::stats::demand::{self, Demand};
use crate::stats::release::Snapshot;
use crate::stats::view::{self, Beside, Block, Earlier, Label, Name, Value, View};
use crate::stats::{DoorName, MadeUp, Protection, Statistical};
use crate::survey::Questionnaire;
use crate::ui::lead::{Fault, Trouble};

use super::take::Opened;
use super::trouble::Told;

/// The list that a department's needs are chosen from.
const SKILLS: &str = "skills";

/// Reads what views need beside the answers.
///
/// # Errors
/// Where a file is there and is not what it should be, with every problem in it.
pub(super) fn files(home: &Home, opened: &Opened, department: Option<&str>) -> Told<DeskFiles> {
    Ok(DeskFiles::read(home, &opened.versions()[0], department)?)
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
    earlier: Option<&Earlier>,
) -> Told<Option<View>> {
    let questionnaire = &opened.versions()[0];
    let day = clock::today();
    match opened {
        Opened::Operational(reading) => {
            let material = files.material(&reading.frame, questionnaire, department, day);
            Ok(view::operational(name, &material))
        }
        Opened::Statistical(reading, _) => {
            let protection = protection(questionnaire)?;
            let material = files.material(&reading.frame, questionnaire, department, day);
            let beside = Beside {
                earlier: earlier.or(files.earlier.as_ref()),
                ..files.beside()
            };
            let made = view::statistical_beside(name, &material, protection, beside);
            Ok(made.map(|(view, _)| view))
        }
    }
}

/// How the survey protects its figures at the statistical door.
///
/// # Errors
/// Where it does not.
fn protection(questionnaire: &Questionnaire) -> Told<Protection> {
    let protection = Protection::of(questionnaire.privacy.profile);
    protection.ok_or_else(|| Trouble::new(Fault::NoProfile))
}

/// The exact counts behind a view of the statistical door, for the ledger of releases; nothing at
/// the other door.
///
/// # Errors
/// As [`make`].
pub(super) fn snapshot(
    shown: &View,
    reading: &Reading<Statistical>,
    files: &DeskFiles,
) -> Told<Option<Snapshot>> {
    let questionnaire = &reading.versions[0];
    let protection = protection(questionnaire)?;
    if shown.name == Name::Question {
        // The whole table of the question: the department's line is a part of it.
        let counted = question(shown).map(|id| reading.frame.count_only(id));
        return Ok(counted.map(|figures| figures.snapshot(protection)));
    }
    let department = shown.about.department.as_ref();
    let department = department.map(|label| label.code.as_str());
    let material = files.material(&reading.frame, questionnaire, department, shown.about.day);
    let made = view::statistical_beside(shown.name, &material, protection, files.beside());
    Ok(made.map(|(_, crossings)| crossings.snapshot(&reading.frame, protection)))
}

/// The question that a view of one is about.
fn question(shown: &View) -> Option<&str> {
    let sheet = shown.blocks.iter().find_map(|block| match block {
        Block::Sheet(sheet) => sheet.rows.first(),
        _ => None,
    })?;
    match sheet.values.first()? {
        Value::Label(label) => Some(&label.code),
        _ => None,
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
        Opened::Statistical(..) => None,
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
        Opened::Statistical(reading, _) => {
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

/// Whether nobody gave some of the answers. Which of them, no page of all departments says.
pub(super) fn made_up(opened: &Opened) -> MadeUp {
    let found = match opened {
        Opened::Operational(reading) => reading.frame.flags().made_up(None),
        Opened::Statistical(reading, _) => reading.frame.flags().made_up(None),
    };
    found.without_numbers()
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
