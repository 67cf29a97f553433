//! Sums and means of a number question, protected.
//!
//! HESA (docs/rules.md §8.1): headcounts and full-time equivalents are rounded to 5, averages of 7 or fewer
//! people are suppressed. Besides, at every profile, dominance as in the Business Register and
//! Employment Survey (docs/rules.md §8.2): a sum of fewer than three people, or one whose rest after the two
//! largest is under a tenth of the largest, tells what the largest is. Minima, maxima and medians are
//! not made: they are somebody's answer.

use rust_decimal::Decimal;

use super::super::count::Figures;
use super::super::door::Door;
use super::super::table::{EVERYONE, Figure, Reason};
use super::lines::Verdict;
use super::roll_up::{self, Least, Showing};
use super::{Protection, hesa};

/// The fewest people of a sum.
const FEWEST: usize = 3;
/// The fewest people of a figure under `suppress`.
const THRESHOLD: usize = 5;

/// A sum or a mean, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// As the profile has it.
    Number(Decimal),
    /// Withheld.
    Withheld(Reason),
}

/// The sum and the mean of one group's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureRow {
    /// As in [`Row::group`](super::super::table::Row::group).
    pub group: String,
    /// The small departments that a faculty's row stands for.
    pub holds: Vec<String>,
    /// How many gave a value.
    pub people: Figure,
    /// The sum.
    pub sum: Amount,
    /// The mean, to one place.
    pub mean: Amount,
}

/// A number question by department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The question.
    pub id: String,
    /// Departments in the list's order, then faculties.
    pub rows: Vec<MeasureRow>,
    /// Everyone in the rows that show a sum; nothing where fewer than two do.
    pub everyone: Option<MeasureRow>,
}

impl<D: Door> Figures<D> {
    /// Protected sums and means of a number question. `values` holds, for each department code, one
    /// number for each person who gave one; the groups shown are those of every table.
    pub fn measure(
        &self,
        protection: Protection,
        id: &str,
        values: &[(String, Vec<Decimal>)],
    ) -> Measure {
        let of = |at: usize| {
            let mine = values
                .iter()
                .filter(move |(code, _)| *code == self.groups[at].0);
            mine.flat_map(|(_, numbers)| numbers.iter().copied())
        };
        let rule = Rule {
            protection,
            minimum: usize::try_from(self.minimum_group).unwrap_or(usize::MAX),
        };
        let mut all = Vec::new();
        let mut shown = 0;
        let least = Least::of(protection.profile(), self.minimum_group);
        let groups = roll_up::groups(&self.groups, &self.departments, least);
        let rows = groups.into_iter().map(|group| {
            let members = group.members.iter();
            let numbers: Vec<Decimal> = members.flat_map(|&at| of(at)).collect();
            let verdict = match group.showing {
                Showing::RolledUp => Verdict::Withheld(Reason::RolledUp),
                Showing::Figures => rule.judge(&numbers),
            };
            if verdict == Verdict::Shown {
                all.extend_from_slice(&numbers);
                shown += 1;
            }
            rule.row(group.code, group.holds, &numbers, verdict)
        });
        let rows = rows.collect();
        let everyone = || {
            let verdict = rule.judge(&all);
            rule.row(EVERYONE.to_owned(), Vec::new(), &all, verdict)
        };
        Measure {
            id: id.to_owned(),
            rows,
            everyone: (shown > 1).then(everyone),
        }
    }
}

/// What a group must have to show a sum.
struct Rule {
    protection: Protection,
    minimum: usize,
}

impl Rule {
    fn judge(&self, numbers: &[Decimal]) -> Verdict {
        let fewest = match self.protection {
            Protection::Hesa => 0,
            Protection::MinimumN => self.minimum,
            Protection::Suppress => THRESHOLD,
        };
        if numbers.len() < fewest {
            Verdict::Withheld(Reason::SmallBase)
        } else if is_dominated(numbers) {
            Verdict::Withheld(Reason::Dominance)
        } else {
            Verdict::Shown
        }
    }

    fn row(
        &self,
        group: String,
        holds: Vec<String>,
        numbers: &[Decimal],
        verdict: Verdict,
    ) -> MeasureRow {
        let (people, sum, mean) = match verdict {
            Verdict::Shown => self.figures(numbers),
            Verdict::Withheld(reason) => {
                let none = Amount::Withheld(reason);
                (Figure::Withheld(reason), none, none)
            }
        };
        MeasureRow {
            group,
            holds,
            people,
            sum,
            mean,
        }
    }

    fn figures(&self, numbers: &[Decimal]) -> (Figure, Amount, Amount) {
        let people = numbers.len() as u64;
        let sum: Decimal = numbers.iter().sum();
        let mean = Amount::from(hesa::average(sum, people));
        match self.protection {
            Protection::Hesa => (
                Figure::Count(hesa::round_count(people)),
                Amount::Number(hesa::round(sum)),
                mean,
            ),
            Protection::MinimumN | Protection::Suppress => {
                (Figure::Count(people), Amount::Number(sum), mean)
            }
        }
    }
}

impl From<Result<Decimal, Reason>> for Amount {
    fn from(result: Result<Decimal, Reason>) -> Self {
        result.map_or_else(Self::Withheld, Self::Number)
    }
}

/// Whether one or two people make up nearly all of a sum.
pub(in crate::stats) fn is_dominated(numbers: &[Decimal]) -> bool {
    let mut sizes: Vec<Decimal> = numbers.iter().map(Decimal::abs).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let rest: Decimal = sizes.iter().skip(2).sum();
    let largest = sizes.first().copied().unwrap_or_default();
    sizes.len() < FEWEST || rest * Decimal::TEN < largest
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::*;
    use super::super::super::{Protection, Reason, Statistical};
    use super::*;

    /// One table's worth of figures: `bio` 12 people, `chem` 6, `art` 7, `music` 4, `stores` 2.
    fn measured(protection: Protection, bio: &[i64], art: &[i64]) -> Measure {
        let survey = questionnaire(Vec::new());
        let figures = frame::<Statistical>(&survey, people()).count();
        let tenths = |numbers: &[i64]| numbers.iter().map(|&n| Decimal::new(n, 1)).collect();
        let values = [
            ("bio".to_owned(), tenths(bio)),
            ("art".to_owned(), tenths(art)),
        ];
        figures.measure(protection, "fte", &values)
    }

    fn row<'m>(measure: &'m Measure, group: &str) -> &'m MeasureRow {
        measure.rows.iter().find(|row| row.group == group).unwrap()
    }

    #[test]
    fn full_time_equivalents_are_summed_in_exact_tenths_and_rounded() {
        // 25 tenths: 2.5, which a binary sum of tenths can miss, rounds up to 5.
        let shown = measured(Protection::Hesa, &[1, 2, 3, 4, 3, 4, 4, 4], &[10; 7]);
        let bio = row(&shown, "bio");
        assert_eq!(bio.people, Figure::Count(10));
        assert_eq!(bio.sum, Amount::Number(Decimal::from(5)));
        assert_eq!(bio.mean, Amount::Number(Decimal::new(3, 1)));
        // Seven people: no average.
        let arts = row(&shown, "arts");
        assert_eq!(arts.sum, Amount::Number(Decimal::from(5)));
        assert_eq!(arts.mean, Amount::Withheld(Reason::SmallBase));
        let everyone = shown.everyone.as_ref().unwrap();
        assert_eq!(everyone.sum, Amount::Number(Decimal::from(10)));
        assert_eq!(row(&shown, "chem").sum, Amount::Withheld(Reason::RolledUp));
    }

    #[test]
    fn one_or_two_who_make_up_nearly_all_of_a_sum_hide_it() {
        let hidden = Amount::Withheld(Reason::Dominance);
        for protection in [Protection::Hesa, Protection::Suppress] {
            let shown = measured(protection, &[1000, 10, 9, 9, 9, 9, 9, 9], &[10; 7]);
            assert_eq!(row(&shown, "bio").sum, hidden);
            assert_eq!(row(&shown, "bio").mean, hidden);
            assert!(shown.everyone.is_none(), "the other group's sum would do");
        }
        let shown = measured(Protection::Hesa, &[10, 10], &[10; 7]);
        assert_eq!(row(&shown, "bio").sum, hidden);
        let shown = measured(Protection::Hesa, &[100, 50, 10], &[10; 7]);
        assert_eq!(row(&shown, "bio").sum, Amount::Number(Decimal::from(15)));
    }

    #[test]
    fn exact_profiles_need_their_number_of_people() {
        let shown = measured(Protection::MinimumN, &[10; 10], &[10; 7]);
        assert_eq!(row(&shown, "bio").sum, Amount::Number(Decimal::new(100, 1)));
        // Whoever knows one of the two departments would know the other's sum.
        assert_eq!(row(&shown, "arts").sum, Amount::Withheld(Reason::RolledUp));
        let shown = measured(Protection::MinimumN, &[10; 9], &[10; 7]);
        assert_eq!(row(&shown, "bio").sum, Amount::Withheld(Reason::SmallBase));
    }
}
