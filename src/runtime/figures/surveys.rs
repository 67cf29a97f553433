//! The surveys that a home holds answers to, for whoever must be asked which one is meant.

use crate::base::language::Text;
use crate::runtime::home::Home;
use crate::runtime::watch::Watch;
use crate::vault::keyring::KeyRing;
use crate::vault::store::Store;

use super::{FiguresError, by_about, load, questionnaires_of};

/// A survey with answers.
pub struct Answered {
    /// Its id.
    pub id: String,
    /// What it is called; its id where none of its versions can be read.
    pub title: Text,
    /// Its runs, in order.
    pub waves: Vec<String>,
    /// Records that count, whoever may open them.
    pub records: usize,
}

/// Every survey that has records which count, by id.
///
/// # Errors
/// As the store does.
pub fn answered(home: &Home, store: &Store, ring: &KeyRing) -> Result<Vec<Answered>, FiguresError> {
    let at_home = questionnaires_of(home);
    let mut found: Vec<Answered> = Vec::new();
    for (about, leaves) in by_about(store, ring, &Watch::default())?.1 {
        if found.last().is_none_or(|last| last.id != about.survey) {
            found.push(Answered {
                title: Text::same(&about.survey),
                id: about.survey,
                waves: Vec::new(),
                records: 0,
            });
        }
        let Some(one) = found.last_mut() else {
            continue;
        };
        one.records += leaves.len();
        if !one.waves.contains(&about.wave) {
            one.waves.push(about.wave);
        }
        if let Some(version) = load(store, &about.fingerprint, &at_home)? {
            one.title = version.title.clone();
        }
    }
    Ok(found)
}
