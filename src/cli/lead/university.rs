//! The university's release on its way to the desk: believed or not, and its codes given their names.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::language::{Language, Text};
use crate::base::words::LANGUAGES;
use crate::report::Labels;
use crate::runtime::home::Home;
use crate::runtime::university::{self, Unbelieved};
use crate::stats::view::{Names, Released};
use crate::survey::Questionnaire;
use crate::ui::lead::{Fault, Trouble};

use super::claims;
use super::take::Opened;
use super::trouble::{self, Told};

/// The release of a home, where one lies there; why it is not shown where nobody should believe it.
pub(super) fn read(home: &Home, opened: &Opened) -> Option<Told<Released>> {
    let found = claims::ring(home).and_then(|ring| Ok(university::read(home, &ring)?));
    let signed = found.transpose()?;
    Some(signed.and_then(|signed| {
        let names = Known::new(opened.versions());
        Released::read(&signed.json, signed.day, &names)
            .map_err(|why| Trouble::new(Fault::UniversityOther).says(why))
    }))
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
