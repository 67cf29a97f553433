//! Releases that could be subtracted from one another (docs/rules.md §8.3).
//!
//! A figure that is safe by itself may not be beside yesterday's: where two more people answered since,
//! the difference is theirs. So what leaves the statistical door is entered in a ledger with its exact
//! counts, and a later release of the same wave is refused where it differs from an earlier one by too
//! few people, or was made by other rules. This module decides; keeping the ledger, sealed, is the
//! runtime's. Sums and means are `amounts`.
//!
//! Releases of two waves are compared and told of, not refused (`waves`). Not looked at: figures that were never
//! entered, on the statistics office's own screens.

mod amounts;
mod waves;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::count::{Figures, RawRow};
use super::door::Door;
use super::protect::Protection;

pub(in crate::stats) use amounts::Amounts;
pub use waves::{Near, near};

/// The fewest people that two releases may differ by in a group.
pub const FEWEST: u64 = 5;

/// The exact counts behind a release. It goes from here into a sealed file and nowhere else.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Snapshot {
    survey: String,
    profile: String,
    minimum_group: u64,
    /// Responses by department.
    people: BTreeMap<String, u64>,
    tables: Vec<Counts>,
    /// What sums and means were made of; a ledger of an earlier program has none.
    #[serde(default)]
    amounts: Vec<Amounts>,
}

/// One table's exact counts.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) id: String,
    pub(super) by: Option<String>,
    pub(super) within: Option<String>,
    pub(super) codes: Vec<String>,
    /// Whether `codes` are all that the questionnaire offers, not those that occur.
    pub(super) is_closed: bool,
    /// Departments or codes of `by`, each with its figures: cells, kinds of missing, who answered.
    pub(super) units: BTreeMap<String, Unit>,
    /// The units of each row that shows figures.
    pub(super) shown: BTreeSet<BTreeSet<String>>,
    /// The departments whose people are in the table's total.
    pub(super) kept: BTreeSet<String>,
}

/// A group's counts, by the place of the code.
#[derive(Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Unit {
    cells: Vec<u64>,
    missing: Vec<u64>,
    answered: u64,
}

/// An earlier release.
#[derive(Clone, Serialize, Deserialize)]
pub struct Entry {
    /// From 1.
    pub number: u32,
    /// The day it was made, `2027-05-01`.
    pub date: String,
    /// The wave.
    pub wave: String,
    /// What it was made of.
    pub snapshot: Snapshot,
}

/// What is to be done with figures that are to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They are an earlier release's, unchanged: nothing to enter.
    Same,
    /// They are entered as a release of their own.
    New,
    /// They are nobody's: nothing can be subtracted from them.
    OfNobody,
    /// They stay here.
    Refused(Refusal),
}

/// Why figures could be subtracted from an earlier release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The earlier release.
    pub number: u32,
    /// The day it was made.
    pub date: String,
    /// What is wrong with both together.
    pub why: Why,
}

/// What two releases would give away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The earlier one was made by another profile, named here, or another smallest group.
    OtherProfile(String),
    /// This table's codes are not what they were.
    Recoded(String),
    /// Groups of this table are put together otherwise, and what is between the two is too small.
    Regrouped {
        /// The table.
        table: String,
        /// A group of either, by its departments or codes.
        group: Vec<String>,
    },
    /// Figures of this table went out, some withheld, and others would stand beside them: what is shown of
    /// the one gives away what is withheld of the other, however many people are between the two.
    Withheld(String),
    /// Too few people of a group answered anew, differently, or withdrew.
    TooFew {
        /// The table.
        table: String,
        /// The group, by its departments or codes; empty for everyone together.
        group: Vec<String>,
        /// How many it takes.
        fewest: u64,
    },
}

/// Decides whether figures may leave, beside everything that left before.
pub fn decide(new: &Snapshot, wave: &str, earlier: &[Entry]) -> Decision {
    if new.is_of_nobody() {
        return Decision::OfNobody;
    }
    let of_wave = |entry: &&Entry| entry.wave == wave && entry.snapshot.survey == new.survey;
    let is_of_somebody = |entry: &&Entry| !entry.snapshot.is_of_nobody();
    let earlier = earlier.iter().filter(of_wave).filter(is_of_somebody);
    let earlier: Vec<&Entry> = earlier.collect();
    for entry in &earlier {
        if let Some(why) = clash(new, &entry.snapshot) {
            return Decision::Refused(Refusal {
                number: entry.number,
                date: entry.date.clone(),
                why,
            });
        }
    }
    let is_known = |table: &Counts| {
        let mut all = earlier.iter().flat_map(|entry| &entry.snapshot.tables);
        all.any(|known| known == table)
    };
    let is_summed = |amounts: &Amounts| {
        let mut all = earlier.iter().flat_map(|entry| &entry.snapshot.amounts);
        all.any(|known| known == amounts)
    };
    let is_same = new.tables.iter().all(is_known) && new.amounts.iter().all(is_summed);
    if !earlier.is_empty() && is_same {
        Decision::Same
    } else {
        Decision::New
    }
}

fn clash(new: &Snapshot, old: &Snapshot) -> Option<Why> {
    if new.profile != old.profile || new.minimum_group != old.minimum_group {
        return Some(Why::OtherProfile(old.profile.clone()));
    }
    let rule = Rule {
        profile: &new.profile,
        minimum: new.minimum_group,
    };
    for table in &new.tables {
        let known = old.tables.iter().filter(|known| known.id == table.id);
        for known in known.filter(|known| !known.is_of_nobody()) {
            let found = if table.is_recoded(known) {
                Some(Why::Recoded(table.id.clone()))
            } else if rule.withholds_cells() {
                table
                    .differs(known)
                    .then(|| Why::Withheld(table.id.clone()))
            } else if table.is_like(known) {
                rule.like(table, known)
            } else {
                rule.totals(table, known, new)
            };
            if found.is_some() {
                return found;
            }
        }
    }
    let pairs = new.amounts.iter().flat_map(|one| {
        let known = old.amounts.iter().filter(|known| known.is_like(one));
        known.map(move |known| (one, known))
    });
    pairs
        .into_iter()
        .find_map(|(one, known)| rule.amounts(one, known))
}

/// How much two tables must differ.
struct Rule<'a> {
    profile: &'a str,
    minimum: u64,
}

impl Rule<'_> {
    /// Whether single figures are withheld among others. Which ones is decided for each release by itself, so that
    /// of two with other figures neither pattern holds beside the other.
    fn withholds_cells(&self) -> bool {
        self.profile != "minimum-n"
    }

    /// Two tables of the same question by the same groups.
    fn like(&self, new: &Counts, old: &Counts) -> Option<Why> {
        let (before, now) = (aligned(old, new), aligned(new, old));
        // What only one of the two shows anything of is not compared.
        let is_in = |table: &Counts, group: &BTreeSet<String>| {
            let mut shown = table.shown.iter();
            shown.any(|known| !known.is_disjoint(group))
        };
        let groups = new.shown.union(&old.shown);
        for group in groups.filter(|group| is_in(new, group) && is_in(old, group)) {
            let (old_sum, new_sum) = (sum(&before, group), sum(&now, group));
            if self.is_too_few(&old_sum, &new_sum) {
                return Some(self.too_few(new, group));
            }
        }
        let (old_all, new_all) = (old.everyone(), new.everyone());
        if self.is_too_few(&sum(&before, &old_all), &sum(&now, &new_all)) {
            return Some(self.too_few(new, &BTreeSet::new()));
        }
        let mut old_groups: Vec<&BTreeSet<String>> = old.shown.iter().collect();
        old_groups.push(&old_all);
        let mut new_groups: Vec<&BTreeSet<String>> = new.shown.iter().collect();
        new_groups.push(&new_all);
        self.between(new, &now, &old_groups, &new_groups)
    }

    /// Where a group of one is part of a group of the other, what is between them is as good as shown.
    fn between(
        &self,
        table: &Counts,
        now: &BTreeMap<String, Unit>,
        old: &[&BTreeSet<String>],
        new: &[&BTreeSet<String>],
    ) -> Option<Why> {
        for (one, other) in old
            .iter()
            .flat_map(|one| new.iter().map(move |other| (*one, *other)))
        {
            let apart = !one.is_disjoint(other) && one != other;
            let sides: [BTreeSet<String>; 2] = [one - other, other - one];
            let is_small = |side: &&BTreeSet<String>| {
                // Whoever answered is among the people.
                !side.is_empty() && sum(now, side).answered < self.minimum
            };
            if let Some(side) = sides.iter().find(is_small).filter(|_| apart) {
                return Some(Why::Regrouped {
                    table: table.id.clone(),
                    group: side.iter().cloned().collect(),
                });
            }
        }
        None
    }

    /// Two tables of the same question by different groups: what they share is their total.
    fn totals(&self, new: &Counts, old: &Counts, snapshot: &Snapshot) -> Option<Why> {
        if new.within != old.within {
            return None;
        }
        if new.kept != old.kept {
            let apart = new.kept.symmetric_difference(&old.kept);
            let people = |code: &String| snapshot.people.get(code).copied().unwrap_or(0);
            let side: Vec<String> = apart.cloned().collect();
            let is_small = side.iter().map(people).sum::<u64>() < self.minimum;
            return is_small.then(|| Why::Regrouped {
                table: new.id.clone(),
                group: side,
            });
        }
        let (before, now) = (aligned(old, new), aligned(new, old));
        self.is_too_few(&sum(&before, &old.everyone()), &sum(&now, &new.everyone()))
            .then(|| self.too_few(new, &BTreeSet::new()))
    }

    /// Whether what changed is about too few people. The difference of exact figures is a table of its own, and
    /// takes as much as any table does: of those who answered, too, however many others came who were not asked.
    fn is_too_few(&self, old: &Unit, new: &Unit) -> bool {
        let is_few = |people: u64| (1..self.minimum).contains(&people);
        is_few(old.changes(new)) || is_few(old.changes_of_answers(new))
    }

    /// The fewest numbers that sums may differ by: sums are compared under every profile.
    fn fewest(&self) -> u64 {
        match self.profile {
            "minimum-n" => self.minimum,
            _ => FEWEST,
        }
    }

    fn too_few(&self, table: &Counts, group: &BTreeSet<String>) -> Why {
        self.too_few_of(&table.id, group)
    }

    fn too_few_of(&self, table: &str, group: &BTreeSet<String>) -> Why {
        Why::TooFew {
            table: table.to_owned(),
            group: group.iter().cloned().collect(),
            fewest: self.fewest(),
        }
    }
}

impl Snapshot {
    /// Whether nobody is behind it: an office that tries its key before anybody has answered.
    fn is_of_nobody(&self) -> bool {
        self.people.values().all(|&people| people == 0)
            && self.tables.iter().all(Counts::is_of_nobody)
            && self.amounts.iter().all(Amounts::is_of_nobody)
    }
}

impl Counts {
    /// Whether nobody was in any group when it left.
    fn is_of_nobody(&self) -> bool {
        let is_empty = |counts: &[u64]| counts.iter().all(|&count| count == 0);
        let mut units = self.units.values();
        units.all(|unit| unit.answered == 0 && is_empty(&unit.cells) && is_empty(&unit.missing))
    }

    /// Whether both count the same question by the same kind of group.
    fn is_like(&self, other: &Self) -> bool {
        self.by == other.by && self.within == other.within
    }

    /// Whether both count the same closed question, and it offers other answers now.
    fn is_recoded(&self, other: &Self) -> bool {
        self.is_like(other) && self.is_closed && other.is_closed && self.codes != other.codes
    }

    /// Whether what is shown of both, of the same question within the same group, is not the same: rows or, where
    /// they count by different groups, their total.
    fn differs(&self, other: &Self) -> bool {
        let (own, others) = (aligned(self, other), aligned(other, self));
        if self.within != other.within {
            return false;
        }
        let (all, before) = (self.everyone(), other.everyone());
        if !self.is_like(other) {
            return self.kept != other.kept || sum(&own, &all) != sum(&others, &before);
        }
        self.shown != other.shown || all.iter().any(|unit| own.get(unit) != others.get(unit))
    }

    /// The departments or codes that are in any row that is shown.
    fn everyone(&self) -> BTreeSet<String> {
        self.shown.iter().flatten().cloned().collect()
    }
}

impl Unit {
    pub(super) fn of(row: &RawRow) -> Self {
        Self {
            cells: row.cells.clone(),
            missing: row.missing.to_vec(),
            answered: row.answered,
        }
    }

    /// How many people at least are in other figures now. Who answered and the kinds of missing share nobody, nor do
    /// codes where one is given; where several are, codes count more than people, and the larger of both counts stands.
    fn changes(&self, new: &Self) -> u64 {
        let all = |answered: &[u64], unit: &Self| [answered, &unit.missing].concat();
        if self.gave_one_each() && new.gave_one_each() {
            return difference(&all(&self.cells, self), &all(&new.cells, new));
        }
        let people = |unit: &Self| all(&[unit.answered], unit);
        // One person may change every code; at least one did where any changed.
        let any = u64::from(difference(&self.cells, &new.cells) > 0);
        difference(&people(self), &people(new)).max(any)
    }

    /// How many people's answers at least came, went or are others now, whoever was not asked or did not answer.
    fn changes_of_answers(&self, new: &Self) -> u64 {
        let cells = difference(&self.cells, &new.cells);
        if self.gave_one_each() && new.gave_one_each() {
            return cells;
        }
        let answered = self.answered.abs_diff(new.answered);
        answered.max(u64::from(cells > 0))
    }

    /// Whether everyone who answered gave one code that is counted.
    fn gave_one_each(&self) -> bool {
        self.cells.iter().sum::<u64>() == self.answered
    }

    fn join(&mut self, other: &Self) {
        add(&mut self.cells, &other.cells);
        add(&mut self.missing, &other.missing);
        self.answered += other.answered;
    }
}

/// How much counts rose or fell altogether, whichever is more.
fn difference(old: &[u64], new: &[u64]) -> u64 {
    let pairs = || old.iter().zip(new);
    let rose: u64 = pairs().map(|(old, new)| new.saturating_sub(*old)).sum();
    let fell: u64 = pairs().map(|(old, new)| old.saturating_sub(*new)).sum();
    rose.max(fell)
}

fn add(own: &mut Vec<u64>, more: &[u64]) {
    own.resize(own.len().max(more.len()), 0);
    for (own, more) in own.iter_mut().zip(more) {
        *own += more;
    }
}

/// A table's units with cells for the codes of both tables, in one order.
fn aligned(table: &Counts, other: &Counts) -> BTreeMap<String, Unit> {
    let codes: BTreeSet<&String> = table.codes.iter().chain(&other.codes).collect();
    let place = |code: &String| table.codes.iter().position(|known| known == code);
    let places: Vec<Option<usize>> = codes.into_iter().map(place).collect();
    let one = |unit: &Unit| Unit {
        cells: places
            .iter()
            .map(|place| {
                place
                    .and_then(|at| unit.cells.get(at).copied())
                    .unwrap_or(0)
            })
            .collect(),
        ..unit.clone()
    };
    let units = table.units.iter();
    units
        .map(|(name, unit)| (name.clone(), one(unit)))
        .collect()
}

fn sum(units: &BTreeMap<String, Unit>, group: &BTreeSet<String>) -> Unit {
    let cells = units.values().next().map_or(0, |unit| unit.cells.len());
    let mut sum = Unit {
        cells: vec![0; cells],
        missing: vec![0; 8],
        answered: 0,
    };
    for unit in group.iter().filter_map(|name| units.get(name)) {
        sum.join(unit);
    }
    sum
}

impl Snapshot {
    /// Takes another's tables in: a release of several figures of the same responses.
    pub fn join(&mut self, other: Self) {
        for table in other.tables {
            if !self.tables.contains(&table) {
                self.tables.push(table);
            }
        }
        other.amounts.into_iter().for_each(|one| self.add(one));
    }

    /// Takes in what sums are made of.
    pub(in crate::stats) fn add(&mut self, amounts: Amounts) {
        if !self.amounts.contains(&amounts) {
            self.amounts.push(amounts);
        }
    }
}

impl<D: Door> Figures<D> {
    /// The exact counts that a release by this profile shows something of, for the ledger.
    pub fn snapshot(&self, protection: Protection) -> Snapshot {
        Snapshot {
            survey: self.survey.clone(),
            profile: protection.code().to_owned(),
            minimum_group: self.minimum_group,
            people: self.groups.iter().cloned().collect(),
            tables: self.counts(protection),
            amounts: Vec::new(),
        }
    }
}

/// The ledger as it is sealed: JSON.
///
/// # Errors
/// Where a number does not fit, which none of these can.
pub fn write(entries: &[Entry]) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
    serde_json::to_vec(entries).map(Zeroizing::new)
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// Where it is something else.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, serde_json::Error> {
    serde_json::from_slice(bytes)
}

impl std::fmt::Display for Refusal {
    /// Says nothing that is about fewer people than the rule itself names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { number, date, why } = self;
        match why {
            Why::OtherProfile(profile) => write!(
                f,
                "release {number} of this wave was made by the profile `{profile}` or with another smallest group: two ways of protecting the same answers undo each other"
            ),
            Why::Recoded(table) => write!(
                f,
                "`{table}` has other answers to choose from than in release {number}: the two could be subtracted from each other"
            ),
            Why::Regrouped { table, group } => write!(
                f,
                "in `{table}`, {} counted in another row than in release {number}: the difference is too small a group to show",
                named(group, "is", "are")
            ),
            Why::Withheld(table) => write!(
                f,
                "figures of `{table}` went out as release {number} on {date}, and the answers behind them have changed since: figures of a question leave once a wave, since two of them beside each other would tell what either withholds"
            ),
            Why::TooFew {
                table,
                group,
                fewest,
            } => write!(
                f,
                "in `{table}`, {}: fewer than {fewest} responses are new, changed or withdrawn since release {number}, and the difference would tell what they are",
                named(group, "", "together").trim_end()
            ),
        }
    }
}

/// A group by its departments or codes.
fn named(group: &[String], one: &str, several: &str) -> String {
    match group {
        [] => format!("everyone {one}"),
        [code] if code.is_empty() => format!("who gave no answer {one}"),
        [code] => format!("`{code}` {one}"),
        codes => format!("`{}` {several}", codes.join("`, `")),
    }
}

#[cfg(test)]
mod tests;
