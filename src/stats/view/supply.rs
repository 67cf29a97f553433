//! Who holds a skill, and who is on the way to it: the people behind every figure of cover, horizon
//! and demand (domain §6.2).

use rust_decimal::Decimal;

use crate::base::time::Day;
use crate::response::answer::Missing;

use super::super::code::Code;
use super::super::door::Operational;
use super::super::frame::Frame;
use super::super::handle::{Answers, Days};
use super::super::material::Material;
use super::about::{Silence, staff};
use super::questions::{CONTRACT_END, LAST_USED, PRACTISED, RATING, wish};

/// A department's people and what they said of their skills.
pub(in crate::stats) struct Supply<'a> {
    frame: &'a Frame<Operational>,
    people: std::ops::Range<usize>,
    contract_end: Option<Days<'a>>,
    /// Skill and person of every wish, sorted.
    wishes: Vec<(&'a str, usize)>,
    day: Day,
    base_rate: Decimal,
    /// Whether what nobody reported may be taken for what is not there.
    pub(in crate::stats) silence: Silence,
}

/// What the people of a department said of one skill.
#[derive(Clone, Copy)]
pub(in crate::stats) struct OfSkill<'a> {
    rating: Option<Answers<'a>>,
    last_used: Option<Answers<'a>>,
}

impl<'a> Supply<'a> {
    /// That of the department that is looked at.
    pub(in crate::stats) fn of(material: &Material<'a, Operational>) -> Self {
        let frame = material.frame;
        let people = frame.stretch(material.department);
        let heard = heard(frame, people.clone());
        Self {
            wishes: wishes(frame, people.clone()),
            frame,
            people,
            contract_end: frame.day(CONTRACT_END),
            day: material.day,
            base_rate: material.base_rate,
            silence: Silence::of(heard, staff(material)),
        }
    }

    /// What is known of a skill.
    pub(in crate::stats) fn skill(&self, code: &str) -> OfSkill<'a> {
        OfSkill {
            rating: self.frame.answers(&format!("{RATING}.{code}")),
            last_used: self.frame.answers(&format!("{LAST_USED}.{code}")),
        }
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
    pub(in crate::stats) fn holders(&self, skill: OfSkill<'_>, level: u8) -> Vec<usize> {
        let held = self.people().filter(|&at| skill.holds(at, level));
        held.collect()
    }

    /// On the way: at level 1 or 2, and wanting to develop it.
    pub(in crate::stats) fn pipeline(&self, code: &str, skill: OfSkill<'_>) -> Vec<usize> {
        let on_the_way = |at: &usize| matches!(skill.level(*at), Some(1 | 2));
        let wants = |at: &usize| self.wants(code, *at);
        self.people().filter(on_the_way).filter(wants).collect()
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

impl OfSkill<'_> {
    /// The level that a person rated it at: 0 to 4; `None` where it is missing, which is not 0.
    pub(in crate::stats) fn level(self, at: usize) -> Option<u8> {
        let level = self.rating?.whole(at)?;
        u8::try_from(level).ok()
    }

    /// When a person last used it.
    pub(in crate::stats) fn last_used(self, at: usize) -> Option<String> {
        let last = self.last_used?.code(at)?;
        Some(last.to_string())
    }

    /// Whether it was used within 24 months. Who was not asked counts: recency is asked of skills at
    /// level 3 and above only. Who was asked and did not say does not.
    pub(in crate::stats) fn is_practised(self, at: usize) -> bool {
        let Some(last) = self.last_used else {
            return true;
        };
        match (last.text(at), last.missing(at)) {
            (Some(code), _) => PRACTISED.contains(&code),
            (None, missing) => {
                matches!(missing, Some(Missing::NotRelevant | Missing::NotInVersion))
            }
        }
    }

    fn holds(self, at: usize, level: u8) -> bool {
        self.level(at).is_some_and(|held| held >= level) && self.is_practised(at)
    }
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
