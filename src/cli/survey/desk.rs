//! `survey check` of the files that leads write beside a questionnaire: `demand/CODE.toml` and
//! `headcounts.csv`. What `report` and `admin` refuse is told here beforehand, all of it.

use std::path::Path;

use crate::base::problem::Problem;
use crate::cli::choose;
use crate::cli::error::CliError;
use crate::runtime::desk_files::{DEMAND, HEADCOUNTS, Unusable, check_demand};
use crate::runtime::home::read_limited;
use crate::stats::demand::headcounts;
use crate::survey::diagnostic::{Diagnostic, Severity};

use super::super::Context;

/// Whether a file is one of those, by its name or its folder's.
pub(super) fn is_desk_file(file: &Path) -> bool {
    let folder = file.parent().and_then(Path::file_name);
    is_headcounts(file) || folder.is_some_and(|folder| folder == DEMAND)
}

fn is_headcounts(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == HEADCOUNTS)
}

/// Everything that is wrong with one, read against the home's questionnaire.
pub(super) fn check(file: &Path, context: &Context<'_>) -> Result<Vec<Diagnostic>, CliError> {
    let questionnaire = choose::questionnaire(context, &choose::home(context), None)?;
    let bytes = read_limited(file).map_err(|error| CliError::read(file, &error))?;
    let (code, problems) = if is_headcounts(file) {
        let name = file.display().to_string();
        let read = headcounts::parse(&bytes, &name, &questionnaire);
        ("headcounts", read.err().unwrap_or_default())
    } else {
        let problems = match check_demand(file, bytes, &questionnaire) {
            Err(Unusable::Faulty(problems)) => problems,
            Err(unusable) => vec![whole(file, &unusable)],
            Ok(_) => Vec::new(),
        };
        ("demand", problems)
    };
    Ok(problems.into_iter().map(|one| told(code, one)).collect())
}

/// A problem of the file as a whole.
fn whole(file: &Path, unusable: &Unusable) -> Problem {
    let (file, what) = (file.display().to_string(), unusable.to_string());
    Problem::english(&file, (0, None), &what, "save it anew as plain text in UTF-8")
}

/// As `survey check` tells a questionnaire's problems.
fn told(code: &'static str, problem: Problem) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        message: problem.message(),
        remedy: problem.remedy(),
        file: problem.file,
        line: problem.line,
        column: problem.column.unwrap_or(1),
        words: String::new(),
    }
}
