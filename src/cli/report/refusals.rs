//! Why `report` gives no figures, each with what to do next.

use crate::cli::error::{CliError, Kind};
use crate::runtime::figures::{FiguresError, Reading};
use crate::stats::Refused;
use crate::vault::store::StoreError;

/// Why there is nothing to report of, for whoever has a key and perhaps a file, and made no home.
pub(super) fn unopened(error: StoreError) -> CliError {
    let StoreError::Missing(path) = &error else {
        return error.into();
    };
    let words = format!("no responses are here: there is no `{}`", path.display());
    CliError::new(Kind::Store, words).hint(
        "give the folder that holds them with `--home DIR`; with a pack or bundles that you were sent, start `tallybox admin` and choose your key and the file, or take them in with `tallybox merge HOME FROM…`",
    )
}

/// A question that has no table here, or is none.
pub(super) fn no_table<D>(reading: &Reading<D>, id: &str) -> CliError {
    let mut versions = reading.versions.iter();
    if versions.any(|version| version.question(id).is_some()) {
        return CliError::new(Kind::Usage, format!("`{id}` has no table at this door")).hint(
            "closed questions and whole numbers are counted, each at the door of its audience",
        );
    }
    CliError::new(Kind::Usage, format!("there is no question `{id}`"))
        .hint("without `--table` every question is shown with its id")
}

/// A profile that shows nothing of what was asked for.
pub(super) fn refused(refused: Refused) -> CliError {
    CliError::new(Kind::Usage, refused.to_string()).hint("`hesa` is the default profile")
}

/// A department that the survey does not have.
pub(super) fn no_department(code: &str) -> CliError {
    CliError::new(Kind::Usage, format!("there is no department `{code}`"))
        .hint("departments are called by their codes, as in `surveys/lists/departments.csv`")
}

/// What kept figures from being read, with what to do next.
pub(in crate::cli) fn told(error: &FiguresError) -> CliError {
    use FiguresError as E;
    let kind = match error {
        E::Stranger => Kind::Keys,
        E::BothDoors | E::WhichSurvey(_) | E::Stopped => Kind::Usage,
        E::Store(_) | E::Vanished => Kind::Store,
        E::NoSurvey(_) | E::Questionnaire(..) => Kind::Input,
    };
    let said = CliError::new(kind, error.to_string());
    match &error {
        E::Stranger => said.hint("`tallybox keys list` shows whose keys this home knows; `--home DIR` names another home"),
        E::BothDoors => said.hint("make one report with each"),
        E::WhichSurvey(_) => said.hint("say which with `--survey ID`"),
        E::Store(error) => match error.hint() {
            Some(hint) => said.hint(hint),
            None => said,
        },
        E::NoSurvey(_) => said.hint("`--survey ID` names another; `tallybox merge HOME FROM…` brings responses in"),
        E::Vanished => said.hint("run the command again"),
        E::Questionnaire(..) | E::Stopped => said,
    }
}
