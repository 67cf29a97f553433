//! The university's releases on their way into a pack: read as strictly as a lead's desk will, so that nothing
//! is signed that a desk would refuse, and no exact figures go out as a release.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::error::{CliError, Kind};
use crate::cli::left;
use crate::report::view::shown;
use crate::runtime::clock;
use crate::runtime::home::{Home, read_limited};
use crate::runtime::parcels::held;
use crate::runtime::university;
use crate::stats::view::{Codes, Released, View};
use crate::vault::parcel::{self, Held, What};

/// How a release is made.
const MADE: &str = "a release is what `tallybox report --format json` writes with the statistics office's identity, of all tables or of one `--view`";

/// The releases of a pack, each under its label.
///
/// # Errors
/// Where a file is not a release, or none of those that this home keeps, or two are of the same.
pub(super) fn held_in(home: &Home, files: &[PathBuf]) -> Result<Vec<Held>, CliError> {
    if files.len() > university::MOST {
        let words = format!("a pack holds {} releases at most", university::MOST);
        return Err(CliError::new(Kind::Usage, words));
    }
    let mut known: BTreeMap<String, &Path> = BTreeMap::new();
    let mut all = Vec::new();
    for path in files {
        let json = read_limited(path).map_err(|error| CliError::read(path, &error))?;
        let label = label(path, &json)?;
        if left::is_any_kept(home) {
            left::check(home, path, &json)?;
        }
        if let Some(before) = known.insert(label.to_lowercase(), path) {
            let words = format!(
                "{} and {} release the same",
                before.display(),
                path.display()
            );
            return Err(CliError::new(Kind::Usage, words).hint("give the newer one alone"));
        }
        all.push(held(What::Release, &label, json));
    }
    Ok(all)
}

/// What a release is called in a pack: nothing for tables; a view's name, and its department's code where it
/// is of one.
fn label(path: &Path, json: &[u8]) -> Result<String, CliError> {
    let whole: Result<serde::de::IgnoredAny, _> = serde_json::from_slice(json);
    if let Err(error) = &whole {
        let error = shown::Refused::at(error);
        return Err(refused(path, error.place, &error.what));
    }
    if !shown::is_view(json) {
        return Released::read(json, clock::today(), &Codes)
            .map(|_| String::new())
            .map_err(|why| refused(path, None, why));
    }
    let view =
        shown::read(json, &Codes).map_err(|error| refused(path, error.place, &error.what))?;
    let label = label_of(&view);
    if !parcel::is_piece(&label) {
        return Err(refused(path, None, "its department's code is none"));
    }
    Ok(label)
}

fn label_of(view: &View) -> String {
    let name = view.name.code();
    let department = view.about.department.as_ref();
    department.map_or_else(|| name.to_owned(), |label| format!("{name}.{}", label.code))
}

fn refused(path: &Path, place: Option<(usize, usize)>, why: &str) -> CliError {
    let place = place.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    CliError::new(Kind::Input, format!("{}{place}: {why}", path.display())).hint(MADE)
}
