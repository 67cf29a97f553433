//! What people's entries about a technique or service say of its skill: whether it is written down, how
//! long it takes to learn, what would stop. Risk and the starter of a demand file read it.

use std::collections::BTreeMap;

use super::super::code::Code;
use super::super::door::Operational;
use super::super::handle::Entries;
use super::super::material::Material;
use super::questions::{entry, service};

/// What the entries about one skill say together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::stats) struct Said {
    /// Somebody said how well it is written down.
    is_doc_known: bool,
    /// Somebody said that it is, be it in notes.
    is_documented: bool,
    /// Somebody said that it takes more than a year to learn.
    pub(in crate::stats) is_long_to_learn: bool,
    /// A stop would be felt within a week.
    pub(in crate::stats) is_felt_soon: bool,
    pub(in crate::stats) is_for_safety: bool,
    pub(in crate::stats) is_for_classes: bool,
    pub(in crate::stats) is_for_research: bool,
    pub(in crate::stats) is_for_income: bool,
}

impl Said {
    /// Whether it is known not to be written down: somebody said so, and nobody said otherwise. Where
    /// nobody said anything it is unknown, which is not undocumented.
    pub(in crate::stats) const fn is_undocumented(self) -> bool {
        self.is_doc_known && !self.is_documented
    }

    fn add(&mut self, entries: Entries<'_>, at: usize) {
        let text = |field| entries.answers(field).and_then(|answers| answers.text(at));
        if let Some(doc) = text(entry::DOCUMENTED) {
            self.is_doc_known = true;
            self.is_documented |= doc != entry::UNDOCUMENTED;
        }
        self.is_long_to_learn |= text(entry::LEARN) == Some(entry::LEARN_LONG);
        self.is_felt_soon |= matches!(text(entry::STOP), Some("day" | "week"));
        let users = entries.answers(service::USERS);
        let is_used = |code: &str| users.is_some_and(|users| users.has(at, code));
        self.is_for_safety |= is_used("safety");
        self.is_for_classes |= is_used("classes");
        self.is_for_research |= is_used("group") || is_used("groups");
        self.is_for_income |= is_used("income");
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
        if let Some(Code::Text(skill)) = skills.code(at) {
            let said: &mut Said = all.entry(skill.clone()).or_default();
            said.add(entries, at);
        }
    }
    all
}
