//! The university's releases on their way to the desk: believed or not, and their codes given their names.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use crate::base::language::{Language, Text};
use crate::base::words::LANGUAGES;
use crate::report::Labels;
use crate::report::view::shown;
use crate::runtime::home::Home;
use crate::runtime::university::{self, Signed, Unbelieved};
use crate::stats::view::{Names, Released};
use crate::survey::Questionnaire;
use crate::ui::lead::{Fault, ReleasedView, Trouble};

use super::claims;
use super::take::Opened;
use super::trouble::{self, Told};

/// The tables that lie in a home, where they do; why they are not shown where nobody should believe them.
pub(super) fn tables(home: &Home, opened: &Opened) -> Option<Told<Released>> {
    Some(signed(home, "")?.and_then(|signed| {
        let names = Known::new(opened.versions());
        Released::read(&signed.json, signed.day, &names).map_err(other)
    }))
}

/// The views that lie there, each believed or not.
pub(super) fn views(home: &Home, opened: &Opened) -> Vec<ReleasedView> {
    let names = Known::new(opened.versions());
    let read = |signed: Signed| {
        let view = shown::read(&signed.json, &names).map_err(other)?;
        Ok((view, signed.day))
    };
    let labels = university::labels(home).into_iter();
    labels
        .filter_map(|label| {
            let view = signed(home, &label)?.and_then(read);
            Some(ReleasedView { label, view })
        })
        .collect()
}

fn signed(home: &Home, label: &str) -> Option<Told<Signed>> {
    let found = claims::ring(home).and_then(|ring| Ok(university::read(home, label, &ring)?));
    found.transpose()
}

fn other(why: impl Display) -> Trouble {
    Trouble::new(Fault::UniversityOther).says(why)
}

impl From<Unbelieved> for Trouble {
    fn from(why: Unbelieved) -> Self {
        match &why {
            Unbelieved::Unread(path, error) => trouble::unread(path, error),
            Unbelieved::Unsigned(path) => Self::at(Fault::UniversityUnsigned, path.display()),
            Unbelieved::Changed(path) => Self::at(Fault::UniversityChanged, path.display()),
        }
    }
}

/// Names as the opened questionnaires have them, in every language of the program.
struct Known {
    versions: Vec<Arc<Questionnaire>>,
    labels: Vec<(Language, Labels)>,
}

impl Known {
    fn new(versions: &[Arc<Questionnaire>]) -> Self {
        let languages = LANGUAGES.into_iter().map(Language::new);
        Self {
            versions: versions.to_vec(),
            labels: languages
                .map(|language| (language.clone(), Labels::new(versions.to_vec(), &language)))
                .collect(),
        }
    }

    fn text(&self, say: impl Fn(&Labels) -> String) -> Text {
        let all = self.labels.iter();
        let all: BTreeMap<Language, String> = all
            .map(|(language, labels)| (language.clone(), say(labels)))
            .collect();
        Text::By(all)
    }
}

impl Names for Known {
    fn survey(&self) -> Text {
        self.text(Labels::title)
    }

    fn wave(&self, fingerprint: &str) -> String {
        let mut versions = self.versions.iter();
        let own = versions.find(|one| one.fingerprint.to_string() == fingerprint);
        own.map_or_else(String::new, |own| own.wave.clone())
    }

    fn question(&self, id: &str) -> Text {
        self.text(|labels| labels.by(id))
    }

    fn answer(&self, id: &str, code: &str) -> Text {
        self.text(|labels| labels.by_code(id, code))
    }

    fn group(&self, code: &str) -> Text {
        let mut versions = self.versions.iter();
        let entry = versions.find_map(|one| one.departments()?.get(code));
        entry.map_or_else(|| Text::same(code), |entry| entry.label.clone())
    }
}
