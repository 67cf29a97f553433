//! `tallybox report --view`: one view, as text, Markdown, CSV or JSON.

use super::{Args, Format, protection, put, say};
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome};
use crate::report::view::{Teller, csv, json, markdown, text};
use crate::runtime::clock;
use crate::runtime::desk_files::{DeskFiles, Unusable};
use crate::runtime::figures::{Holders, Reading};
use crate::runtime::home::Home;
use crate::stats::view::{self, Name, View};
use crate::stats::{DoorName, Operational, Statistical};

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

/// A view of the statistical door.
///
/// # Errors
/// As [`operational`], and where the survey's profile protects nothing.
pub(super) fn statistical(
    name: Name,
    home: &Home,
    reading: &Reading<Statistical>,
    args: &Args,
) -> Result<View, CliError> {
    let questionnaire = &reading.versions[0];
    let department = args.department.as_deref();
    let protection = protection(reading, args)?;
    let files = DeskFiles::read(home, questionnaire, department).map_err(|why| unusable(&why))?;
    let material = files.material(&reading.frame, questionnaire, department, clock::today());
    view::statistical_beside(name, &material, protection, files.beside())
        .ok_or_else(|| other_door(name, DoorName::Operational))
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

/// Writes the view, and tells what is not in it.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn finish<D>(
    args: &Args,
    context: &mut Context<'_>,
    reading: &Reading<D>,
    view: &View,
) -> Outcome {
    let teller = Teller::new(&reading.versions[0].default_language());
    let format = if context.json {
        Format::Json
    } else {
        args.format
    };
    let bytes = match format {
        Format::Text => text::write(view, &teller).into_bytes(),
        Format::Markdown => markdown::write(view, &teller).into_bytes(),
        Format::Json => (json::write(view, &teller) + "\n").into_bytes(),
        Format::Csv => csv::write(view, &teller)
            .map_err(|error| CliError::new(Kind::Internal, error.to_string()))?,
    };
    put(args, context, &bytes)?;
    for line in reading.left_out.lines() {
        say(context.err, &line)?;
    }
    Ok(if reading.left_out.set_aside.is_empty() {
        Done::Clean
    } else {
        Done::Findings
    })
}
