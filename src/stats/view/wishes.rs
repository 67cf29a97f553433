//! What people want to learn (`h_want`), read once for the views of training and of mentors.

use std::ops::Range;

use super::super::door::Operational;
use super::super::handle::{Answers, Entries};
use super::super::material::Material;
use super::bank::Bank;
use super::questions::{HOW_QUALIFICATION, wish};

/// One wish for a skill of the list.
pub(super) struct Wished<'m> {
    /// Who.
    pub(super) who: usize,
    /// The skill's place in the bank.
    pub(super) skill: usize,
    /// The level now: the person's rating where there is one, else what the wish says.
    pub(super) now: Option<u8>,
    /// The level wanted.
    pub(super) target: Option<u8>,
    /// What for.
    pub(super) reason: Option<&'m str>,
    /// How soon.
    pub(super) when: Option<&'m str>,
    /// The ways that were chosen.
    pub(super) how: Vec<String>,
}

/// All of them.
pub(super) struct Wishes<'m> {
    /// Wishes for skills of the list, by person.
    pub(super) listed: Vec<Wished<'m>>,
    /// Wishes in people's own words, or without a skill: they are free text, which is not listed.
    pub(super) own_words: usize,
    /// People who shared what they want to learn, also where that is nothing.
    pub(super) shared: usize,
}

/// The questions of a wish.
struct Fields<'m> {
    skill: Option<Answers<'m>>,
    now: Option<Answers<'m>>,
    target: Option<Answers<'m>>,
    reason: Option<Answers<'m>>,
    when: Option<Answers<'m>>,
    how: Option<Answers<'m>>,
}

impl<'m> Wishes<'m> {
    /// Those of a stretch; `None` where the questionnaire does not ask for them.
    pub(super) fn of(
        material: &'m Material<'m, Operational>,
        bank: &Bank<'m>,
        stretch: Range<usize>,
    ) -> Option<Self> {
        let entries = material.frame.entries(wish::QUESTION)?;
        let fields = Fields::of(entries);
        let mut wishes = Self {
            listed: Vec::new(),
            own_words: 0,
            shared: 0,
        };
        for who in stretch {
            wishes.shared += usize::from(entries.missing(who).is_none());
            for entry in entries.of(who) {
                match fields.wish(bank, who, entry) {
                    Some(wish) => wishes.listed.push(wish),
                    None => wishes.own_words += 1,
                }
            }
        }
        Some(wishes)
    }
}

impl<'m> Fields<'m> {
    fn of(entries: Entries<'m>) -> Self {
        Self {
            skill: entries.answers(wish::SKILL),
            now: entries.answers(wish::LEVEL_NOW),
            target: entries.answers(wish::LEVEL_WANTED),
            reason: entries.answers(wish::REASON),
            when: entries.answers(wish::WHEN),
            how: entries.answers(wish::HOW),
        }
    }

    fn wish(&self, bank: &Bank<'m>, who: usize, entry: usize) -> Option<Wished<'m>> {
        let skill = bank.place(self.skill?.text(entry)?)?;
        let level = |answers: Option<Answers<'_>>| {
            let level = answers?.whole(entry)?;
            u8::try_from(level).ok()
        };
        let rated = bank.skills.get(skill)?.level(who);
        let how = self.how.iter().flat_map(|how| how.codes(entry));
        Some(Wished {
            who,
            skill,
            now: rated.or_else(|| level(self.now)),
            target: level(self.target),
            reason: self.reason.and_then(|reason| reason.text(entry)),
            when: self.when.and_then(|when| when.text(entry)),
            how: how.map(ToString::to_string).collect(),
        })
    }
}

impl Wished<'_> {
    /// Whether it is wanted as part of a qualification.
    pub(super) fn is_formal(&self) -> bool {
        self.is_by(HOW_QUALIFICATION)
    }

    /// Whether a way to learn was chosen.
    pub(super) fn is_by(&self, way: &str) -> bool {
        self.how.iter().any(|how| how == way)
    }

    /// The levels to climb, 0 where the person wants to stay; `None` where either level is not known.
    pub(super) fn climb(&self) -> Option<u8> {
        Some(self.target?.saturating_sub(self.now?))
    }
}
