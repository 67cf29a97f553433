//! What departments need, written by their leads (`demand/CODE.toml`): nothing in a survey gives it.

use std::collections::BTreeMap;

use crate::base::time::Day;

/// What one department needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// A need a skill, in the file's order.
    pub needs: Vec<Need>,
}

/// One skill that a department needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The skill's code.
    pub skill: String,
    /// The level that counts, 0 to 4; 3 unless given.
    pub level: u8,
    /// People needed now.
    pub now: u32,
    /// People needed in three years.
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
