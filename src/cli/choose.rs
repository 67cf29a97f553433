//! Which questionnaire a command means: the one named, else the only one there is, else the only one
//! with responses.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::Context;
use super::error::{CliError, Kind};
use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::words::LANGUAGES;
use crate::runtime::clock;
use crate::runtime::home::{self, Home};
use crate::survey::diagnostic::{Diagnostic, Severity};
use crate::survey::waves::{self, Named};
use crate::survey::{Checked, Questionnaire};
use crate::vault::store::{Store, read_header};

/// The home a command works on.
pub(super) fn home(context: &Context<'_>) -> Home {
    Home::find(context.home.as_deref())
}

/// The questionnaire a command works with: `asked` or `--survey`, or the one that needs no asking. Of several waves
/// of one survey that is the one that is open today.
///
/// # Errors
/// Where none or several fit, or the one that fits does not load.
pub(super) fn questionnaire(
    context: &Context<'_>,
    home: &Home,
    asked: Option<&str>,
) -> Result<Arc<Questionnaire>, CliError> {
    let mut found = all(home)?;
    let known = waves::names(&found);
    let ids: BTreeSet<String> = found.iter().map(|one| one.id.clone()).collect();
    if let Some(name) = asked.or_else(|| context.survey()) {
        let named = Named::parse(name);
        found.retain(|one| named.is(&one.id, &one.wave));
        if found.is_empty() {
            return Err(unknown(name, &known));
        }
    } else if ids.len() > 1 {
        let answered = surveys_with_responses(home);
        found.retain(|one| answered.contains(&one.id));
    }
    let meant = waves::meant(&found, clock::today());
    meant.cloned().ok_or_else(|| {
        let words = match ids.len() {
            1 => "this home holds several waves of one survey, and not just one of them is open today",
            _ => "this home holds several surveys",
        };
        CliError::new(Kind::Usage, words)
            .hint(format!("say which with `--survey`: {}", known.join(", ")))
    })
}

fn unknown(id: &str, known: &[String]) -> CliError {
    CliError::new(Kind::Usage, format!("there is no survey `{id}` here"))
        .hint(format!("this home holds: {}", known.join(", ")))
}

/// Every questionnaire of a home; with no questionnaire at all, the shipped one.
///
/// # Errors
/// Where a file of the home cannot be read or has errors.
pub(super) fn all(home: &Home) -> Result<Vec<Arc<Questionnaire>>, CliError> {
    let files = home.survey_files();
    if files.is_empty() {
        let shipped = home::flagship();
        return shipped.map(|one| vec![one]).ok_or_else(|| {
            CliError::new(Kind::Internal, "the shipped questionnaire does not load")
        });
    }
    files.iter().map(|file| load(file)).collect()
}

fn load(file: &Path) -> Result<Arc<Questionnaire>, CliError> {
    let checked = home::check_file(file).map_err(|error| CliError::read(file, &error))?;
    let errors = errors(&checked);
    let first = errors.get(..1).unwrap_or_default();
    checked.questionnaire.ok_or_else(|| unsound(file, first))
}

/// The errors of a questionnaire that was checked, one per line.
pub(super) fn errors(checked: &Checked) -> Vec<String> {
    let found = checked.diagnostics.iter();
    let errors = found.filter(|found| found.severity == Severity::Error);
    let line = |found: &Diagnostic| {
        let (file, line, column) = (&found.file, found.line, found.column);
        format!("{file}:{line}:{column}: {} [{}]", found.message, found.code)
    };
    errors.map(line).collect()
}

/// A questionnaire that cannot be used, with these of its errors.
pub(super) fn unsound(file: &Path, errors: &[String]) -> CliError {
    let shown = file.display();
    let message = match errors {
        [] => format!("{shown}: it does not load"),
        errors => errors.join("\n"),
    };
    CliError::new(Kind::Input, message).hint(format!(
        "`tallybox survey check {shown}` names every problem"
    ))
}

fn surveys_with_responses(home: &Home) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(store) = Store::open_to_read(&home.box_folder()) {
        // A store that cannot be read names no survey: the person is then asked to say which.
        drop(store.each_header(|leaf, signed| {
            found.insert(read_header(leaf, &signed)?.survey);
            Ok(())
        }));
    }
    found
}

/// The language of a questionnaire that was asked for; `None` where none was.
///
/// # Errors
/// Where the questionnaire does not have it.
pub(super) fn language_of(
    questionnaire: &Questionnaire,
    asked: Option<&str>,
) -> Result<Option<Language>, CliError> {
    let Some(tag) = asked else { return Ok(None) };
    let mut known = questionnaire.languages.iter();
    let found = known.find(|language| language.as_str() == tag);
    found.cloned().map(Some).ok_or_else(|| {
        let words = format!("this survey has no language `{}`", one_line(tag));
        let known = questionnaire.languages.iter().map(Language::as_str);
        let hint = format!("it has: {}", known.collect::<Vec<_>>().join(", "));
        CliError::new(Kind::Usage, words).hint(hint)
    })
}

/// The language that a command without a questionnaire speaks: the one asked for, else the system's where the
/// program has it, else English.
pub(super) fn language(asked: Option<&str>) -> Language {
    language_by(asked, |name| std::env::var(name).ok())
}

/// As [`language`], by these variables.
fn language_by(asked: Option<&str>, get: impl Fn(&str) -> Option<String>) -> Language {
    let system = || {
        let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let mut set = variables.into_iter().filter_map(get);
        let first = set.find(|value| !value.is_empty())?;
        let tag = first.split(['_', '.', '-']).next()?.to_lowercase();
        LANGUAGES.contains(&tag.as_str()).then_some(tag)
    };
    let tag = asked.map(str::to_owned).or_else(system);
    Language::new(tag.as_deref().unwrap_or("en"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_asked_for_or_the_systems_or_english() {
        let system =
            |value: &'static str| move |name: &str| (name == "LANG").then(|| value.to_owned());
        for (asked, lang, wanted) in [
            (Some("cy"), "en_GB.UTF-8", "cy"),
            (None, "cy_GB.UTF-8", "cy"),
            (None, "de_DE.UTF-8", "en"),
            (None, "C.UTF-8", "en"),
        ] {
            assert_eq!(language_by(asked, system(lang)).as_str(), wanted, "{lang}");
        }
    }
}
