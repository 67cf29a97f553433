//! Which closed questions together would single people out in a department of the size that the
//! author states: the expected number of people in a cell, all choices taken as equally likely.

use std::collections::BTreeMap;

use crate::survey::lower::Lowering;
use crate::survey::model::{Audience, Kind, Question, Questionnaire};
use crate::survey::rules;

/// The most examples that a message gives.
const MOST_EXAMPLES: usize = 3;

/// The most numbers of answers that are put beside each other: 125,000 threes at most.
const MOST_NUMBERS: usize = 50;
/// How many questions are looked at together, and what that is called. Of more than three the worst
/// ones would be chance: nobody's choices are spread so evenly.
const SETS: [(usize, &str); 3] = [(1, "questions alone"), (2, "pairs"), (3, "threes")];

/// Closed questions by how many answers they have.
type Closed<'s> = BTreeMap<usize, Vec<&'s str>>;

impl Lowering<'_> {
    pub(super) fn combinations(&mut self, survey: &Questionnaire) {
        let Some(size) = self.department_size(survey) else {
            return;
        };
        let least = usize::try_from(survey.privacy.minimum_group).unwrap_or(usize::MAX);
        for audience in &survey.audiences {
            if let Some(message) = message(survey, audience, size, least) {
                let span = self.place(&format!("audience.{}", audience.id));
                let remedy = "release fewer of them to this audience, make their choices coarser, or keep the department itself from it; figures stay protected by `profile`, but who holds the key reads the answers themselves";
                self.tell(&rules::IDENTIFYING, &span, message, remedy);
            }
        }
    }

    /// `department_size`, else the smallest number of the list's column `staff`.
    fn department_size(&self, survey: &Questionnaire) -> Option<usize> {
        let stated = self.asides.department_size.map(|size| size.try_into().ok());
        let listed = || {
            let departments = survey.departments()?;
            let staff =
                |entry: &crate::survey::model::Choice| entry.columns.get("staff")?.parse().ok();
            departments.entries.iter().filter_map(staff).min()
        };
        stated.flatten().or_else(listed)
    }
}

/// What an audience that reads the department could tell apart with other closed questions.
fn message(
    survey: &Questionnaire,
    audience: &Audience,
    size: usize,
    least: usize,
) -> Option<String> {
    let department = survey.department.as_deref()?;
    let released: Vec<&Question> = survey
        .questions()
        .filter(|asked| {
            let mut releases = asked.audience.iter();
            releases.any(|release| release.audience == audience.id && release.when.is_none())
        })
        .collect();
    if !released.iter().any(|asked| asked.id == department) {
        return None;
    }
    let mut closed = Closed::default();
    for asked in released.iter().filter(|asked| asked.id != department) {
        if let Some(answers) = answers(survey, &asked.kind) {
            closed.entry(answers).or_default().push(asked.id.as_str());
        }
    }
    let is_small = |cells: usize| size < least.saturating_mul(cells);
    let told: Vec<String> = SETS
        .iter()
        .filter_map(|(number, name)| told(&closed, size, *number, name, is_small))
        .collect();
    (!told.is_empty()).then(|| {
        format!(
            "`{}` reads the department too: in one of {size} people fewer than {least} would share the same answers to {}",
            audience.id,
            told.join(", to ")
        )
    })
}

/// The sets of a number of questions whose cells hold too few people and none of whose parts does so
/// alone: how many there are and the worst of them, in words.
fn told(
    closed: &Closed<'_>,
    size: usize,
    number: usize,
    name: &str,
    is_small: impl Fn(usize) -> bool,
) -> Option<String> {
    let mut found: Vec<Vec<usize>> = tuples(closed, number, &is_small)
        .into_iter()
        .filter(|answers| is_minimal(answers, &is_small))
        .collect();
    found.sort_by_key(|answers| std::cmp::Reverse(cells(answers)));
    let count: usize = found.iter().map(|answers| sets(closed, answers)).sum();
    let all = choose(closed.values().map(Vec::len).sum(), number);
    let examples: Vec<String> = found
        .iter()
        .flat_map(|answers| examples(closed, answers, size))
        .take(MOST_EXAMPLES)
        .collect();
    let rest = match count.saturating_sub(examples.len()) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    (count > 0).then(|| format!("{count} of {all} {name} ({}{rest})", examples.join(", ")))
}

/// Whether a set is too fine and becomes coarse enough whichever question is left out.
fn is_minimal(answers: &[usize], is_small: impl Fn(usize) -> bool) -> bool {
    let all = cells(answers);
    let without = |one: &usize| all.checked_div(*one).unwrap_or(0);
    is_small(all) && (answers.len() == 1 || !answers.iter().any(|one| is_small(without(one))))
}

fn cells(answers: &[usize]) -> usize {
    answers
        .iter()
        .fold(1, |cells, one| cells.saturating_mul(*one))
}

/// How a number of questions can have answers, each way once, ascending: a form has many questions
/// but few numbers of answers, so that thousands of questions take no longer than dozens.
fn tuples(closed: &Closed<'_>, number: usize, is_small: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    // A question that is too fine alone makes every set too fine: it is no part of a minimal one.
    let numbers: Vec<usize> = closed
        .keys()
        .rev()
        .copied()
        .filter(|answers| number == 1 || !is_small(*answers))
        .take(MOST_NUMBERS)
        .collect();
    let mut tuples: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..number {
        let longer = |tuple: &Vec<usize>| -> Vec<Vec<usize>> {
            let least = tuple.last().copied().unwrap_or(0);
            let next = numbers.iter().filter(|answers| **answers >= least);
            next.map(|answers| tuple.iter().copied().chain([*answers]).collect())
                .collect()
        };
        tuples = tuples.iter().flat_map(longer).collect();
    }
    tuples
}

/// How many sets of questions have these numbers of answers; none where there are too few questions.
fn sets(closed: &Closed<'_>, answers: &[usize]) -> usize {
    let runs = answers.chunk_by(|one, two| one == two);
    runs.map(|run| {
        let like = run.first().and_then(|one| closed.get(one));
        choose(like.map_or(0, Vec::len), run.len())
    })
    .fold(1, usize::saturating_mul)
}

/// How many sets of a size there are among so many.
fn choose(among: usize, size: usize) -> usize {
    (0..size).fold(1_usize, |sets, taken| {
        sets.saturating_mul(among.saturating_sub(taken)) / (taken + 1)
    })
}

/// Some sets with these numbers of answers, in words.
fn examples(closed: &Closed<'_>, answers: &[usize], size: usize) -> Vec<String> {
    let mut found: Vec<Vec<(usize, &str)>> = vec![Vec::new()];
    for one in answers {
        let ids = closed.get(one).map(Vec::as_slice).unwrap_or_default();
        let named = |at: usize| ids.get(at).map(|id| (at, *id));
        found = found
            .iter()
            .flat_map(|set| {
                // Of questions with as many answers, each after the one before: no set twice.
                let last = set.last().filter(|(at, id)| named(*at) == Some((*at, *id)));
                let from = last.map_or(0, |(at, _)| at + 1);
                let next = (from..ids.len()).filter_map(named).take(MOST_EXAMPLES);
                next.map(|id| set.iter().copied().chain([id]).collect())
            })
            .collect();
    }
    let tenths = size * 10 / cells(answers).max(1);
    let tell = |set: Vec<(usize, &str)>| {
        let ids: Vec<String> = set.iter().map(|(_, id)| format!("`{id}`")).collect();
        format!(
            "{}: {}.{} people a cell",
            ids.join(" with "),
            tenths / 10,
            tenths % 10
        )
    };
    found.into_iter().take(MOST_EXAMPLES).map(tell).collect()
}

/// How many answers a closed question has.
fn answers(survey: &Questionnaire, kind: &Kind) -> Option<usize> {
    match kind {
        Kind::Single(choices) | Kind::Lookup(choices) => Some(survey.all_choices(choices).count()),
        Kind::Scale { points } => Some(points.len()),
        // Each choice of a multiple is a yes or no of its own.
        Kind::YesNo | Kind::Multiple { .. } => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

    fn closed(answers: &[usize]) -> Closed<'static> {
        let mut closed = Closed::default();
        for (answers, name) in answers.iter().zip(NAMES) {
            closed.entry(*answers).or_default().push(name);
        }
        closed
    }

    /// Minimal sets by looking at each: one bit a question.
    fn one_by_one(answers: &[usize], number: u32, is_small: impl Fn(usize) -> bool) -> usize {
        let chosen = |bits: &u32| -> Vec<usize> {
            let places = (0..answers.len()).filter(|place| bits >> place & 1 == 1);
            places.map(|place| answers[place]).collect()
        };
        let sets = (0_u32..1 << answers.len()).filter(|bits| bits.count_ones() == number);
        sets.filter(|bits| is_small(cells(&chosen(bits))))
            .filter(|bits| {
                let parts = (0..answers.len()).filter(|place| bits >> place & 1 == 1);
                parts
                    .map(|place| bits & !(1 << place))
                    .all(|part| part == 0 || !is_small(cells(&chosen(&part))))
            })
            .count()
    }

    #[test]
    fn counting_by_number_of_answers_finds_what_looking_at_each_finds() {
        let forms: [&[usize]; 4] = [
            &[2, 2, 2, 2, 3, 3, 4, 5, 9],
            &[2, 2],
            &[7, 1, 1, 2, 3],
            &[3, 3, 3, 3, 3, 3, 3, 3, 3],
        ];
        for answers in forms {
            for size in [5_usize, 20, 30, 60, 100, 500] {
                let is_small = |cells: usize| size < 10 * cells;
                for (number, bits) in [(1, 1), (2, 2), (3, 3)] {
                    let found: usize = tuples(&closed(answers), number, is_small)
                        .iter()
                        .filter(|tuple| is_minimal(tuple, is_small))
                        .map(|tuple| sets(&closed(answers), tuple))
                        .sum();
                    assert_eq!(
                        found,
                        one_by_one(answers, bits, is_small),
                        "{answers:?} {size} {number}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_three_is_told_only_where_no_pair_of_it_is() {
        let told = |answers: &[usize], number| {
            told(&closed(answers), 50, number, "threes", |cells| {
                50 < 10 * cells
            })
        };
        let only = "1 of 1 threes (`a` with `b` with `c`: 6.2 people a cell)";
        assert_eq!(told(&[2, 2, 2], 3).as_deref(), Some(only));
        assert_eq!(told(&[2, 2, 3], 3), None);
        assert!(told(&[2, 2, 3], 2).is_some());
    }
}
