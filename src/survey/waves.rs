//! Waves of one survey, side by side in a home: which of them is meant.

use std::sync::Arc;

use super::Questionnaire;
use crate::base::time::Day;

/// A survey as somebody names it: `ID`, or `ID@WAVE` for one of its waves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Its id.
    pub id: &'a str,
    /// The wave, where one is named.
    pub wave: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Takes a name apart; no id holds an `@`.
    #[must_use]
    pub fn parse(name: &'a str) -> Self {
        match name.split_once('@') {
            Some((id, wave)) => Self {
                id,
                wave: Some(wave),
            },
            None => Self {
                id: name,
                wave: None,
            },
        }
    }

    /// Whether this wave of this survey is meant.
    #[must_use]
    pub fn is(&self, id: &str, wave: &str) -> bool {
        self.id == id && self.wave.is_none_or(|named| named == wave)
    }
}

/// Whether a questionnaire takes first answers on a day.
#[must_use]
pub fn is_open(one: &Questionnaire, today: Day) -> bool {
    one.opens.is_none_or(|opens| opens <= today) && one.closes.is_none_or(|closes| today <= closes)
}

/// The one that is meant where nobody names one: the only one, or of several waves of one survey the one that is
/// open on this day.
#[must_use]
pub fn meant(among: &[Arc<Questionnaire>], today: Day) -> Option<&Arc<Questionnaire>> {
    let [first, others @ ..] = among else {
        return None;
    };
    if others.is_empty() {
        return Some(first);
    }
    let is_one_survey = others.iter().all(|other| other.id == first.id);
    let mut open = among.iter().filter(|one| is_open(one, today));
    match (open.next(), open.next()) {
        (Some(only), None) if is_one_survey => Some(only),
        _ => None,
    }
}

/// What a keeper calls each of these: its id, and its wave where several have that id.
#[must_use]
pub fn names(all: &[Arc<Questionnaire>]) -> Vec<String> {
    let name = |one: &Arc<Questionnaire>| {
        let same = all.iter().filter(|other| other.id == one.id);
        if same.count() > 1 {
            format!("{}@{}", one.id, one.wave)
        } else {
            one.id.clone()
        }
    };
    all.iter().map(name).collect()
}
