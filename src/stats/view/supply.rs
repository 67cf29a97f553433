//! Who holds a skill, and who is on the way to it: the people behind every figure of cover, horizon
//! and demand (docs/rules.md §2).

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::time::Day;
use crate::response::answer::Missing;

use super::super::code::Code;
use super::super::door::Operational;
use super::super::frame::Frame;
use super::super::handle::{Answers, Days};
use super::super::material::Material;
use super::about::Silence;
use super::bank::Bank;
use super::questions::{CONTRACT_END, RATING, wish};
use super::{Value, parts};

/// A department's people and what they said of their skills.
pub(in crate::stats) struct Supply<'a> {
    /// Every skill with everybody's ratings: what a holder is stands there.
    pub(super) bank: Bank<'a>,
    people: std::ops::Range<usize>,
    contract_end: Option<Days<'a>>,
    /// Skill and person of every wish, sorted.
    wishes: Vec<(&'a str, usize)>,
    day: Day,
    base_rate: Decimal,
    /// Whether what nobody reported may be taken for what is not there.
    pub(in crate::stats) silence: Silence,
}

impl<'a> Supply<'a> {
    /// That of the department that is looked at; nothing where the questionnaire does not rate skills.
    pub(in crate::stats) fn of(material: &Material<'a, Operational>) -> Option<Self> {
        let frame = material.frame;
        let people = frame.stretch(material.department);
        Some(Self {
            bank: Bank::of(material)?,
            wishes: wishes(frame, people.clone()),
            people,
            contract_end: frame.day(CONTRACT_END),
            day: material.day,
            base_rate: material.base_rate,
            silence: silence(material),
        })
    }

    /// Every skill's code in the questionnaire's order, with this.
    pub(in crate::stats) fn codes(&self) -> impl Iterator<Item = (&'a str, &Self)> {
        let skills = self.bank.skills.iter();
        skills.map(move |skill| (skill.code, self))
    }

    /// The day that the figures are for.
    pub(in crate::stats) const fn day(&self) -> Day {
        self.day
    }

    /// Everyone in the department.
    pub(in crate::stats) fn people(&self) -> std::ops::Range<usize> {
        self.people.clone()
    }

    /// Holders: rated at `level` or above, and practised within 24 months.
    pub(in crate::stats) fn holders(&self, code: &str, level: u8) -> Vec<usize> {
        self.bank.holders(code, level, self.people())
    }

    /// How many rated themselves at `level` or above, however long ago they used it.
    pub(in crate::stats) fn rated(&self, code: &str, level: u8) -> usize {
        let skill = self.bank.get(code);
        let is_there = |at: &usize| skill.is_some_and(|skill| skill.level_or_none(*at) >= level);
        self.people().filter(is_there).count()
    }

    /// On the way: at level 1 or 2, and wanting to develop it.
    pub(in crate::stats) fn pipeline(&self, code: &str) -> Vec<usize> {
        let skill = self.bank.get(code);
        let level = |at| skill.and_then(|skill| skill.level(at));
        let on_the_way = |at: &usize| matches!(level(*at), Some(1 | 2));
        let wants = |at: &usize| self.wants(code, *at);
        self.people().filter(on_the_way).filter(wants).collect()
    }

    /// A skill with its words; its code alone where the questionnaire does not have it.
    pub(super) fn label(&self, code: &str) -> Value {
        match self.bank.get(code) {
            Some(skill) => skill.value(),
            None => parts::label(code, &Text::same(code)),
        }
    }

    /// Whether a person wants to gain or raise a skill.
    pub(in crate::stats) fn wants(&self, code: &str, at: usize) -> bool {
        self.wishes.binary_search(&(code, at)).is_ok()
    }

    /// How many of these people are expected to be gone within some years: 1 for whose contract is
    /// known to end by then, the base rate a year for everybody else. Stated intentions to leave do not
    /// come through this door and are in no figure of it.
    pub(in crate::stats) fn expected_loss(&self, holders: &[usize], years: u8) -> Decimal {
        let other = (self.base_rate * Decimal::from(years)).min(Decimal::ONE);
        let weight = |&at: &usize| {
            if self.ends_within(at, years) {
                Decimal::ONE
            } else {
                other
            }
        };
        holders.iter().map(weight).sum()
    }

    /// Whether a person's contract is known to end within some years.
    pub(in crate::stats) fn ends_within(&self, at: usize, years: u8) -> bool {
        let end = self.contract_end.and_then(|days| days.at(at));
        end.is_some_and(|end| end <= plus_years(self.day, years))
    }
}

/// Whether what nobody reported of skills may be taken for what is not there. Heard is who shares what
/// they can do, not who answered at all.
pub(in crate::stats) fn silence(material: &Material<'_, Operational>) -> Silence {
    let people = material.frame.stretch(material.department);
    Silence::among(heard(material.frame, people), material)
}

/// How many people said anything of their skills: rated one, or chose none of the families. Who shares
/// nothing of it is as silent as who did not answer.
fn heard(frame: &Frame<Operational>, people: std::ops::Range<usize>) -> u64 {
    let rows = frame.rows(RATING);
    let is_heard = |at: &usize| {
        let said = |(_, row): &(&str, Answers<'_>)| {
            matches!(row.missing(*at), None | Some(Missing::NotRelevant))
        };
        rows.iter().any(said)
    };
    people.filter(is_heard).count() as u64
}

/// Skill and person of every wish, sorted, each once.
pub(in crate::stats) fn wishes(
    frame: &Frame<Operational>,
    people: std::ops::Range<usize>,
) -> Vec<(&str, usize)> {
    let Some(entries) = frame.entries(wish::QUESTION) else {
        return Vec::new();
    };
    let Some(skills) = entries.answers(wish::SKILL) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for at in people {
        let wanted = entries.of(at).filter_map(|entry| skills.code(entry));
        let wanted = wanted.filter_map(|code| match code {
            Code::Text(code) => Some((code.as_str(), at)),
            Code::YesNo(_) | Code::Number(_) => None,
        });
        all.extend(wanted);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The same day some years on; 28 February where there is no 29th.
pub(in crate::stats) fn plus_years(day: Day, years: u8) -> Day {
    let (year, month, of_month) = day.parts();
    let year = year + i32::from(years);
    let same = Day::new(year, month, of_month);
    same.or_else(|| Day::new(year, month, 28)).unwrap_or(day)
}
