//! What people's entries about a technique or service say of its skill: whether it is written down, how
//! long it takes to learn, what would stop. Risk and the starter of a demand file read it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::door::Operational;
use super::super::handle::Entries;
use super::super::material::Material;
use super::questions::{entry, service};

/// What the entries about one skill say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::stats) struct Said {
    /// Whether it is written down, be it in notes; `None` where nobody said.
    is_documented: Option<bool>,
    /// Somebody said that it takes more than a year to learn.
    pub(in crate::stats) is_long_to_learn: bool,
    /// A stop would be felt within a week.
    pub(in crate::stats) is_felt_soon: bool,
    /// Who relies on it: codes of `users`.
    users: BTreeSet<String>,
}

impl Said {
    /// Whether it is known not to be written down: somebody said so, and nobody said otherwise. Where
    /// nobody said anything it is unknown, which is not undocumented.
    pub(in crate::stats) fn is_undocumented(&self) -> bool {
        self.is_documented == Some(false)
    }

    /// Whether somebody of these relies on it.
    pub(in crate::stats) fn is_used_by(&self, users: &[&str]) -> bool {
        users.iter().any(|code| self.users.contains(*code))
    }

    fn add(&mut self, entries: Entries<'_>, at: usize) {
        let text = |field| entries.answers(field).and_then(|answers| answers.text(at));
        if let Some(doc) = text(entry::DOCUMENTED) {
            let before = self.is_documented.unwrap_or(false);
            self.is_documented = Some(before || doc != entry::UNDOCUMENTED);
        }
        self.is_long_to_learn |= text(entry::LEARN) == Some(entry::LEARN_LONG);
        self.is_felt_soon |= matches!(text(entry::STOP), Some("day" | "week"));
        let users = entries.answers(service::USERS);
        let users = users.iter().flat_map(|users| users.codes(at));
        self.users.extend(users.map(ToString::to_string));
    }
}

/// By skill, what the department's entries say.
pub(in crate::stats) fn said(material: &Material<'_, Operational>) -> BTreeMap<String, Said> {
    let mut all = BTreeMap::new();
    let Some(entries) = material.frame.entries(service::QUESTION) else {
        return all;
    };
    let Some(skills) = entries.answers(service::SKILL) else {
        return all;
    };
    let people = material.frame.stretch(material.department);
    for at in people.flat_map(|person| entries.of(person)) {
        for skill in skills.codes(at) {
            let said: &mut Said = all.entry(skill.to_string()).or_default();
            said.add(entries, at);
        }
    }
    all
}
