//! `survey check` of the files that stand beside a questionnaire: `demand/CODE.toml` and `headcounts.csv` of
//! leads, and what views read in `surveys/`. What `report` and `admin` refuse is told here beforehand, all of it.

use std::path::Path;

use crate::base::problem::Problem;
use crate::cli::choose;
use crate::cli::error::CliError;
use crate::runtime::desk_files::{
    BESIDE, DEMAND, HEADCOUNTS, Unusable, check_beside, check_demand,
};
use crate::runtime::home::read_limited;
use crate::stats::demand::headcounts;
use crate::survey::diagnostic::{Diagnostic, Severity};

use super::super::Context;

/// Whether a file is one of those, by its name or its folder's.
pub(super) fn is_desk_file(file: &Path) -> bool {
    let folder = file.parent().and_then(Path::file_name);
    is_headcounts(file) || is_beside(file) || folder.is_some_and(|folder| folder == DEMAND)
}

fn is_beside(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| BESIDE.contains(&name))
}

fn is_headcounts(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == HEADCOUNTS)
}

/// Everything that is wrong with one, read against the home's questionnaire.
pub(super) fn check(file: &Path, context: &Context<'_>) -> Result<Vec<Diagnostic>, CliError> {
    let bytes = read_limited(file).map_err(|error| CliError::read(file, &error))?;
    if is_beside(file) {
        let problems = problems(file, check_beside(file, bytes));
        return Ok(problems
            .into_iter()
            .map(|one| told("beside", one))
            .collect());
    }
    let questionnaire = choose::questionnaire(context, &choose::home(context), None)?;
    let (code, problems) = if is_headcounts(file) {
        let name = file.display().to_string();
        let read = headcounts::parse(&bytes, &name, &questionnaire);
        ("headcounts", read.err().unwrap_or_default())
    } else {
        let read = check_demand(file, bytes, &questionnaire);
        ("demand", problems(file, read))
    };
    Ok(problems.into_iter().map(|one| told(code, one)).collect())
}

fn problems<T>(file: &Path, read: Result<T, Unusable>) -> Vec<Problem> {
    match read {
        Err(Unusable::Faulty(problems)) => problems,
        Err(unusable) => vec![whole(file, &unusable)],
        Ok(_) => Vec::new(),
    }
}

/// A problem of the file as a whole.
fn whole(file: &Path, unusable: &Unusable) -> Problem {
    let (file, what) = (file.display().to_string(), unusable.to_string());
    Problem::english(
        &file,
        (0, None),
        &what,
        "save it anew as plain text in UTF-8",
    )
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
