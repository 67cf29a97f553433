//! Sums and means of two releases: a mean less an earlier one tells what those in between gave.
//!
//! What is kept of a number question is how often each value was given, by department and, where a view
//! shows sums by the classes of another question, by class. Two releases are compared by who is in the one
//! and not in the other: fewer people than the rule names, or one or two of them who make up nearly all
//! of what changed (dominance, docs/rules.md §8.2), and the later one stays.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::super::protect::measure::is_dominated;
use super::{Rule, Why};

/// How often each value was given, by its shortest writing.
type Values = BTreeMap<String, u64>;

/// A number question's exact values.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(in crate::stats) struct Amounts {
    pub(in crate::stats) id: String,
    /// The question by whose classes sums are shown.
    pub(in crate::stats) by: Option<String>,
    /// Its codes by class; one class of none where there is no such question.
    pub(in crate::stats) classes: Vec<Vec<String>>,
    /// Departments, each with its values by class.
    pub(in crate::stats) units: BTreeMap<String, Vec<Values>>,
    /// The departments of each row that shows figures.
    pub(in crate::stats) shown: BTreeSet<BTreeSet<String>>,
}

/// The values that came, and those that went.
struct Between {
    came: Vec<Decimal>,
    went: Vec<Decimal>,
}

impl Amounts {
    /// Whether nobody gave a number.
    pub(super) fn is_of_nobody(&self) -> bool {
        let mut classes = self.units.values().flatten();
        classes.all(BTreeMap::is_empty)
    }

    /// Whether both are sums of the same question by the same one.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.id == other.id && self.by == other.by
    }

    fn everyone(&self) -> BTreeSet<String> {
        self.shown.iter().flatten().cloned().collect()
    }

    fn shows_some_of(&self, group: &BTreeSet<String>) -> bool {
        self.shown.iter().any(|known| !known.is_disjoint(group))
    }

    fn values(&self, group: &BTreeSet<String>, class: usize) -> Values {
        let units = group.iter().filter_map(|code| self.units.get(code));
        let mut all = Values::new();
        for (value, times) in units.filter_map(|unit| unit.get(class)).flatten() {
            *all.entry(value.clone()).or_default() += times;
        }
        all
    }
}

impl Between {
    fn of(old: &Values, new: &Values) -> Self {
        let over = |of: &Values, less: &Values| {
            let more = |(value, times): (&String, &u64)| {
                let times = times.saturating_sub(less.get(value).copied().unwrap_or(0));
                let number = value.parse().unwrap_or_default();
                std::iter::repeat_n(number, usize::try_from(times).unwrap_or(usize::MAX))
            };
            of.iter().flat_map(more).collect()
        };
        Self {
            came: over(new, old),
            went: over(old, new),
        }
    }

    /// Whether what changed is about too few, or nearly all of one or two.
    fn tells(&self, fewest: u64) -> bool {
        let most = self.came.len().max(self.went.len());
        let all: Vec<Decimal> = self.came.iter().chain(&self.went).copied().collect();
        most > 0 && (u64::try_from(most).is_ok_and(|most| most < fewest) || is_dominated(&all))
    }
}

impl Rule<'_> {
    /// Sums of the same question in two releases.
    pub(super) fn amounts(&self, new: &Amounts, old: &Amounts) -> Option<Why> {
        if new.classes != old.classes {
            return Some(Why::Recoded(new.id.clone()));
        }
        let tells = |was: &BTreeSet<String>, is: &BTreeSet<String>| {
            let mut classes = 0..new.classes.len();
            classes.any(|class| {
                let between = Between::of(&old.values(was, class), &new.values(is, class));
                between.tells(self.fewest())
            })
        };
        let mut groups = new.shown.union(&old.shown);
        let shared = |group: &&BTreeSet<String>| {
            new.shows_some_of(group) && old.shows_some_of(group) && tells(group, group)
        };
        if let Some(group) = groups.find(shared) {
            return Some(self.too_few_of(&new.id, group));
        }
        tells(&old.everyone(), &new.everyone()).then(|| self.too_few_of(&new.id, &BTreeSet::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decision, Entry, FEWEST, Snapshot, decide};
    use super::*;

    /// One department's full-time equivalents, in tenths, all of one class.
    fn snapshot(profile: &str, bio: &[i64], art: &[i64]) -> Snapshot {
        let values = |tenths: &[i64]| {
            let mut all = Values::new();
            for one in tenths {
                *all.entry(Decimal::new(*one, 1).normalize().to_string())
                    .or_default() += 1;
            }
            vec![all]
        };
        let group = |code: &str| BTreeSet::from([code.to_owned()]);
        Snapshot {
            survey: "small".to_owned(),
            profile: profile.to_owned(),
            minimum_group: 10,
            people: BTreeMap::new(),
            tables: Vec::new(),
            amounts: vec![Amounts {
                id: "fte".to_owned(),
                by: None,
                classes: vec![Vec::new()],
                units: BTreeMap::from([
                    ("bio".to_owned(), values(bio)),
                    ("art".to_owned(), values(art)),
                ]),
                shown: BTreeSet::from([group("bio"), group("art")]),
            }],
        }
    }

    fn after(first: Snapshot, second: &Snapshot) -> Decision {
        let entry = Entry {
            number: 1,
            date: "2027-05-01".to_owned(),
            wave: "2027".to_owned(),
            snapshot: first,
        };
        decide(second, "2027", &[entry])
    }

    const ART: [i64; 12] = [10; 12];

    #[test]
    fn a_mean_less_an_earlier_one_is_refused_where_few_are_between() {
        let first = || snapshot("hesa", &[10; 20], &ART);
        assert_eq!(after(first(), &first()), Decision::Same);
        for (more, is_refused) in [(1, true), (4, true), (5, false), (9, false)] {
            let bio = [vec![10; 20], vec![5; more]].concat();
            let refused = matches!(
                after(first(), &snapshot("hesa", &bio, &ART)),
                Decision::Refused(_)
            );
            assert_eq!(refused, is_refused, "{more} more");
            // The same way back.
            let then = snapshot("hesa", &bio, &ART);
            assert_eq!(
                matches!(after(then, &first()), Decision::Refused(_)),
                is_refused
            );
        }
        assert_eq!(FEWEST, 5);
    }

    #[test]
    fn one_who_makes_up_what_changed_is_as_good_as_shown() {
        let first = || snapshot("hesa", &[10; 20], &ART);
        let bio = [vec![10; 20], vec![900, 1, 1, 1, 1, 1]].concat();
        let refused = after(first(), &snapshot("hesa", &bio, &ART));
        let Decision::Refused(refusal) = refused else {
            panic!("it was not refused");
        };
        let group = vec!["bio".to_owned()];
        let (table, fewest) = ("fte".to_owned(), FEWEST);
        assert_eq!(
            refusal.why,
            Why::TooFew {
                table,
                group,
                fewest
            }
        );
    }

    #[test]
    fn exact_profiles_take_a_whole_group() {
        for (more, is_refused) in [(9, true), (10, false)] {
            let bio = [vec![10; 20], vec![5; more]].concat();
            let first = snapshot("minimum-n", &[10; 20], &ART);
            let then = after(first, &snapshot("minimum-n", &bio, &ART));
            assert_eq!(matches!(then, Decision::Refused(_)), is_refused, "{more}");
        }
    }

    #[test]
    fn other_classes_are_other_figures() {
        let first = snapshot("hesa", &[10; 20], &ART);
        let mut then = snapshot("hesa", &[10; 20], &ART);
        then.amounts[0].by = Some("terms".to_owned());
        assert_eq!(after(first.clone(), &then), Decision::New);
        then.amounts[0].by = None;
        then.amounts[0].classes = vec![vec!["fixed".to_owned()]];
        assert!(matches!(after(first, &then), Decision::Refused(_)));
    }
}
