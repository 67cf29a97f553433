//! `tallybox report --view`: one view, made of what the home holds beside the answers.

use super::{Args, protection};
use crate::base::words::{Message, Words};
use crate::cli::error::{CliError, Kind};
use crate::report::view::{Teller, json};
use crate::runtime::clock;
use crate::runtime::desk_files::{self, DeskFiles, Unusable};
use crate::runtime::figures::{Holders, Reading};
use crate::runtime::home::{Home, read_limited};
use crate::stats::view::{self, Beside, Crossings, Earlier, Name, View};
use crate::stats::{Door, DoorName, Operational, Statistical};
use crate::survey::Questionnaire;

/// Reads a view's name on the command line.
///
/// # Errors
/// Where there is none of that name; all of them.
pub(super) fn name(word: &str) -> Result<Name, String> {
    Name::find(word).ok_or_else(|| {
        let all: Vec<&str> = Name::ALL.into_iter().map(Name::code).collect();
        format!("the views are: {}", all.join(", "))
    })
}

/// The department that was asked for, else the only one that the identities are for.
pub(super) fn department(asked: Option<&str>, holders: &Holders) -> Option<String> {
    let own = holders.departments();
    let only = own.filter(|own| own.len() == 1);
    let only = only.and_then(|own| own.into_iter().next());
    asked.or(only).map(str::to_owned)
}

/// A view of the operational door.
///
/// # Errors
/// Where the view is not read through that door, or a file that it needs is not sound.
pub(super) fn operational(
    name: Name,
    home: &Home,
    reading: &Reading<Operational>,
    department: Option<&str>,
) -> Result<View, CliError> {
    let questionnaire = &reading.versions[0];
    let files = DeskFiles::read(home, questionnaire, department).map_err(|why| unusable(&why))?;
    let material = files.material(&reading.frame, questionnaire, department, clock::today());
    view::operational(name, &material).ok_or_else(|| other_door(name, DoorName::Statistical))
}

/// A view of the statistical door, with what it crossed.
///
/// # Errors
/// As [`operational`], and where the survey's profile protects nothing or the earlier wave's file is
/// not what it should be.
pub(super) fn statistical(
    name: Name,
    home: &Home,
    reading: &Reading<Statistical>,
    department: Option<&str>,
    args: &Args,
) -> Result<(View, Crossings), CliError> {
    let questionnaire = &reading.versions[0];
    let protection = protection(reading, args)?;
    let earlier = earlier(args, questionnaire)?;
    let files = DeskFiles::read(home, questionnaire, department).map_err(|why| unusable(&why))?;
    let material = files.material(&reading.frame, questionnaire, department, clock::today());
    let beside = Beside {
        earlier: earlier.as_ref().or(files.earlier.as_ref()),
        ..files.beside()
    };
    view::statistical_beside(name, &material, protection, beside)
        .ok_or_else(|| other_door(name, DoorName::Operational))
}

/// The views that an earlier wave's figures stand in.
const COMPARED: [Name; 2] = [Name::Comparison, Name::Commitment];

/// Refuses an earlier wave's file where nothing would be done with it.
///
/// # Errors
/// Where the view, or the door, sets nothing beside an earlier wave.
pub(super) fn check_earlier(args: &Args, door: DoorName) -> Result<(), CliError> {
    let is_used = args.view.is_some_and(|name| COMPARED.contains(&name));
    if args.earlier.is_none() || is_used && door == DoorName::Statistical {
        return Ok(());
    }
    let words =
        "`--earlier` is for the views `comparison` and `commitment` of the statistical door";
    Err(CliError::new(Kind::Usage, words).hint(
        "leave it out, or name one of them with `--view`, with the statistics office's identity",
    ))
}

/// Reads an earlier wave's release; it is called by its file's name.
fn earlier(args: &Args, questionnaire: &Questionnaire) -> Result<Option<Earlier>, CliError> {
    let Some(path) = &args.earlier else {
        return Ok(None);
    };
    let told = |why: &dyn std::fmt::Display| {
        CliError::new(Kind::Input, format!("{}: {why}", path.display())).hint(
            "give the file that `tallybox report --format json -o FILE` wrote with the statistics office's identity for the earlier wave",
        )
    };
    let json = read_limited(path).map_err(|error| told(&error))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let read = Earlier::read(&name, &json, questionnaire);
    read.map(Some).map_err(|why| told(&why))
}

/// What a file says that must be looked at before its figures.
///
/// # Errors
/// Where the file of headcounts is not sound.
pub(super) fn leaving<D: Door>(
    home: &Home,
    reading: &Reading<D>,
    department: Option<&str>,
) -> Result<Vec<Message>, CliError> {
    let questionnaire = &reading.versions[0];
    let people = desk_files::headcounts(home, questionnaire).map_err(|why| unusable(&why))?;
    let frame = &reading.frame;
    Ok(view::flags::leaving(
        frame,
        questionnaire,
        &people,
        department,
    ))
}

/// What must be looked at before any figure, one per line.
///
/// # Errors
/// Where the file of headcounts is not sound.
pub(super) fn flags<D: Door>(
    home: &Home,
    reading: &Reading<D>,
    department: Option<&str>,
) -> Result<Vec<String>, CliError> {
    let questionnaire = &reading.versions[0];
    let people = desk_files::headcounts(home, questionnaire).map_err(|why| unusable(&why))?;
    let words = Words::new(&questionnaire.default_language());
    let flags = view::flags::flags(&reading.frame, questionnaire, &people, department);
    Ok(flags.iter().map(|flag| words.tell(flag)).collect())
}

/// People on the staff list of a department, or of all that are shown; nothing where nobody has given them.
///
/// # Errors
/// Where the file of headcounts is not sound.
pub(super) fn staff<D: Door>(
    home: &Home,
    reading: &Reading<D>,
    department: Option<&str>,
) -> Result<Option<u64>, CliError> {
    let people = desk_files::headcounts(home, &reading.versions[0]);
    let people = people.map_err(|why| unusable(&why))?.people;
    Ok(match department {
        Some(code) => people.get(code).copied(),
        None => reading.frame.staff_of_shown(&people),
    })
}

fn other_door(name: Name, door: DoorName) -> CliError {
    let words = format!(
        "the view `{}` is not read through the door that this identity opens",
        name.code()
    );
    CliError::new(Kind::Keys, words).hint(match door {
        DoorName::Statistical => "it takes the statistics office's identity",
        DoorName::Operational => "it takes a department's or the institution's identity",
    })
}

fn unusable(why: &Unusable) -> CliError {
    CliError::new(Kind::Input, why.to_string()).hint("mend the file and run the command again")
}

/// The view as JSON with its line feed: what a release's file holds.
pub(super) fn json<D>(reading: &Reading<D>, view: &View) -> String {
    let teller = Teller::new(&reading.versions[0].default_language());
    json::write(view, &teller) + "\n"
}
