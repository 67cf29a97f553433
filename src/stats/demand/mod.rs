//! What departments need, written by their leads (`demand/CODE.toml`): nothing in a survey gives it.
//!
//! [`parse`] reads a file and tells every problem at once, [`write()`] writes it the same way each time,
//! [`headcounts`] reads the staff list's counts. `docs/demand.md` is the page for leads.

pub mod headcounts;
mod parse;
mod starter;
mod write;

use rust_decimal::Decimal;
use std::collections::BTreeMap;

use crate::base::time::Day;

pub use parse::parse;
pub use starter::starter;
pub use write::write;

/// The most people that a need is for.
pub const MOST_NEEDED: u32 = 9999;
/// The most months that a skill takes to learn.
pub const MOST_MONTHS: u32 = 120;
/// The most characters of the name of a plan.
pub const LONGEST_PLAN: usize = 200;

/// What one department needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The department's code; empty where nobody has written anything.
    pub department: String,
    /// The share of holders who are expected to leave in a year, where the lead gives one.
    pub base_rate: Option<Decimal>,
    /// A need a skill, in the file's order.
    pub needs: Vec<Need>,
}

/// One skill that a department needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The skill's code.
    pub skill: String,
    /// The level that counts, 1 to 4; 3 unless given.
    pub level: u8,
    /// People needed now.
    pub now: u32,
    /// People needed in three years; as many as now unless given.
    pub in_three_years: u32,
    /// How much the department depends on it, 1 to 5.
    pub criticality: u8,
    /// What it is for.
    pub why: Why,
    /// The plan that says so, in the lead's words.
    pub plan: Option<String>,
    /// How long it takes to learn, in months.
    pub training_months: Option<u32>,
    /// How easily somebody who can is found.
    pub market: Option<Market>,
    /// When it is needed by.
    pub by: Option<Day>,
    /// Whether the program drew it from the survey and nobody has said another number yet.
    pub is_drawn: bool,
}

impl Demand {
    /// Whether nobody has gone over any of it yet.
    pub fn is_starter(&self) -> bool {
        !self.needs.is_empty() && self.needs.iter().all(|need| need.is_drawn)
    }
}

impl Need {
    /// What was written in the place of an earlier need. As long as either number of people is the one that
    /// was drawn, the need is drawn: a number that the survey gave tells who holds the skill.
    #[must_use]
    pub fn in_place_of(self, earlier: &Self) -> Self {
        let is_same = self.now == earlier.now || self.in_three_years == earlier.in_three_years;
        Self {
            is_drawn: earlier.is_drawn && earlier.skill == self.skill && is_same,
            ..self
        }
    }
}

/// What a skill is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Classes.
    Teaching,
    /// Research.
    Research,
    /// The law or safety.
    Statutory,
    /// Income from outside.
    Income,
    /// Buildings and plant.
    Estate,
}

/// How easily somebody with a skill is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Market {
    /// Easily.
    Easy,
    /// Hardly.
    Hard,
    /// Not at all.
    Nobody,
}

/// How many people each department has, from the staff list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headcounts {
    /// People by department code.
    pub people: BTreeMap<String, u64>,
}

impl Why {
    /// The words of files (docs/rules.md §4).
    pub const CODES: [(&'static str, Self); 5] = [
        ("teaching", Self::Teaching),
        ("research", Self::Research),
        ("safety-statutory", Self::Statutory),
        ("income", Self::Income),
        ("estate", Self::Estate),
    ];

    /// The word that files write.
    pub const fn code(self) -> &'static str {
        Self::CODES[self as usize].0
    }
}

impl Market {
    /// The words of files.
    pub const CODES: [(&'static str, Self); 3] = [
        ("easy", Self::Easy),
        ("hard", Self::Hard),
        ("none", Self::Nobody),
    ];

    /// The word that files write.
    pub const fn code(self) -> &'static str {
        Self::CODES[self as usize].0
    }
}
