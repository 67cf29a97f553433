//! What is no mistake but what an author would want to know before people meet the questionnaire.
//! Told by `survey::check` only, and but for the count of missing translations only of a sound one.

mod combine;
mod name;
mod personal;
mod pool;
mod possible;
mod reach;
mod size;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::condition::{owners, question};
use super::{Lowering, Owner};
use crate::base::language::Language;
use crate::survey::model::{Question, Questionnaire};
use crate::survey::source::Span;

/// Another program that the author means to use the codes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Export {
    Spss,
    LimeSurvey,
}

/// The programs by name.
pub(super) const EXPORTS: [(&str, Export); 2] =
    [("spss", Export::Spss), ("limesurvey", Export::LimeSurvey)];

/// What only advice needs: keys that change nothing that is asked, and counts taken on the way.
pub(super) struct Asides {
    /// Where the author says how many people a department has.
    pub(super) department_size: Option<u32>,
    pub(super) exports: Vec<Export>,
    /// Questions of which the author said whether they are personal.
    pub(super) personal: BTreeSet<Owner>,
    /// Texts that have words by language, and how many of them lack each language.
    pub(super) texts: usize,
    pub(super) lacking: BTreeMap<Language, usize>,
    /// How many texts have words in each language, those of list files too.
    pub(super) worded: BTreeMap<Language, usize>,
    /// Languages whose translation nobody has checked, and where the file says so.
    pub(super) unchecked: Vec<(Language, Span)>,
}

impl Asides {
    pub(super) fn new() -> Self {
        Self {
            department_size: None,
            exports: vec![Export::Spss],
            personal: BTreeSet::new(),
            texts: 0,
            lacking: BTreeMap::new(),
            worded: BTreeMap::new(),
            unchecked: Vec::new(),
        }
    }
}

impl Lowering<'_> {
    /// Tells everything that could be better.
    pub(super) fn advise(&mut self, survey: &Questionnaire) {
        self.translations();
        if self.problems.has_error() {
            return;
        }
        self.reach(survey);
        self.glyphs_and_widths(survey);
        self.reasons(survey);
        self.names(survey);
        self.personal_data(survey);
        self.sizes(survey);
        self.combinations(survey);
    }
}

/// Every question with its place, nested ones too.
fn all(survey: &Questionnaire) -> Vec<(Owner, &Question)> {
    owners(survey)
        .filter_map(|owner| Some((owner, question(survey, owner)?)))
        .collect()
}

/// Some of a list, the rest as a number.
fn some_of(items: &[String], most: usize) -> String {
    let shown: Vec<&str> = items.iter().take(most).map(String::as_str).collect();
    match items.len().saturating_sub(most) {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    }
}
