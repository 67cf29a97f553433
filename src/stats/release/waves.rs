//! Figures of two waves beside each other.
//!
//! What does not change from year to year, as a highest qualification, makes the later table of a department the earlier
//! one and its newcomers: where one person came, the difference is what that person answered, whoever knows that nobody
//! else changed an answer. Rounded figures are narrowed as well: from 5 to 10 by one person is from seven to eight.
//! To refuse this would stop ordinary waves: where a tenth change an answer, nearly every row of
//! a department differs by fewer people than a row takes (docs/figures.md has the numbers). So the office is
//! told of it, and decides.

use std::collections::BTreeSet;

use super::{Counts, Entry, Rule, Snapshot, aligned, sum};

/// Tables that are near those of an earlier wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The latest other wave.
    pub wave: String,
    /// Its latest release with any of the tables.
    pub number: u32,
    /// The tables of which a row differs by a few people.
    pub tables: BTreeSet<String>,
    /// How many tables were compared.
    pub of: usize,
    /// As many people would not be few.
    pub fewest: u64,
}

/// What differs by a few people from figures of the latest other wave.
pub fn near(new: &Snapshot, wave: &str, earlier: &[Entry]) -> Option<Near> {
    let mut others = earlier.iter().rev();
    let is_other = |entry: &&Entry| entry.wave != wave && entry.snapshot.survey == new.survey;
    let latest = others.find(is_other)?;
    let of_wave = earlier.iter().filter(|entry| entry.wave == latest.wave);
    let pairs = of_wave.flat_map(|entry| {
        let known = entry.snapshot.tables.iter();
        known.map(move |known| (entry.number, known))
    });
    let rule = Rule {
        profile: &new.profile,
        minimum: new.minimum_group,
    };
    let mut found = Near {
        wave: latest.wave.clone(),
        number: latest.number,
        tables: BTreeSet::new(),
        of: new.tables.len(),
        fewest: rule.fewest(),
    };
    for (number, known) in pairs {
        let mut like = new.tables.iter();
        let is_like = |table: &&Counts| table.id == known.id && table.is_like(known);
        let Some(table) = like.find(is_like) else {
            continue;
        };
        if is_near(table, known, found.fewest) {
            found.number = number;
            found.tables.insert(table.id.clone());
        }
    }
    (!found.tables.is_empty()).then_some(found)
}

/// Whether a row that both show, or everyone's, differs by a few people.
fn is_near(new: &Counts, old: &Counts, fewest: u64) -> bool {
    let (before, now) = (aligned(old, new), aligned(new, old));
    let differs_by_few = |old: &BTreeSet<String>, new: &BTreeSet<String>| {
        let changes = sum(&before, old).changes(&sum(&now, new));
        (1..fewest).contains(&changes)
    };
    let mut both = new.shown.intersection(&old.shown);
    both.any(|group| differs_by_few(group, group))
        || differs_by_few(&old.everyone(), &new.everyone())
}

impl std::fmt::Display for Near {
    /// Names no group and no figure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let wave = if self.wave.is_empty() {
            "the wave without a name".to_owned()
        } else {
            format!("the wave `{}`", self.wave)
        };
        let some: Vec<&str> = self.tables.iter().take(3).map(String::as_str).collect();
        let more = if self.tables.len() > some.len() {
            ", ..."
        } else {
            ""
        };
        write!(
            f,
            "{} of {} tables (`{}`{more}) differ from {wave} (release {}) by fewer than {} people in some row: whoever knows who came or left since, and that nobody else changed an answer, can tell what these people answered. What hardly changes from year to year can be left out, or reported with more departments together",
            self.tables.len(),
            self.of,
            some.join("`, `"),
            self.number,
            self.fewest,
        )
    }
}
