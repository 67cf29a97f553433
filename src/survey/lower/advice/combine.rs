//! Which closed questions together would single people out in a department of the size that the
//! author states: the expected number of people in a cell, all choices taken as equally likely.

use super::some_of;
use crate::survey::lower::Lowering;
use crate::survey::model::{Audience, Kind, Question, Questionnaire};
use crate::survey::rules;

/// The most examples that a message gives.
const MOST_EXAMPLES: usize = 3;

/// A closed question: its id and how many answers it has.
type Closed<'s> = (&'s str, usize);

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
    let closed: Vec<Closed<'_>> = released
        .iter()
        .filter(|asked| asked.id != department)
        .filter_map(|asked| Some((asked.id.as_str(), answers(survey, &asked.kind)?)))
        .collect();
    let alone: Vec<Vec<Closed<'_>>> = closed.iter().map(|one| vec![*one]).collect();
    let pairs =
        (0..closed.len()).flat_map(|one| (one + 1..closed.len()).map(move |two| (one, two)));
    let pairs: Vec<Vec<Closed<'_>>> = pairs
        .filter_map(|(one, two)| Some(vec![*closed.get(one)?, *closed.get(two)?]))
        .collect();
    let small = |sets: &[Vec<Closed<'_>>]| small(sets, size, least);
    let (alone_small, pairs_small) = (small(&alone), small(&pairs));
    if alone_small.is_empty() && pairs_small.is_empty() {
        return None;
    }
    let mut told = Vec::new();
    if !alone_small.is_empty() {
        told.push(format!(
            "{} of {} questions alone ({})",
            alone_small.len(),
            alone.len(),
            some_of(&alone_small, MOST_EXAMPLES)
        ));
    }
    if !pairs_small.is_empty() {
        told.push(format!(
            "{} of {} pairs ({})",
            pairs_small.len(),
            pairs.len(),
            some_of(&pairs_small, MOST_EXAMPLES)
        ));
    }
    Some(format!(
        "`{}` reads the department too: in one of {size} people fewer than {least} would share the same answers to {}",
        audience.id,
        told.join(" and to ")
    ))
}

/// The sets whose cells hold too few people, the worst first, in words.
fn small(sets: &[Vec<Closed<'_>>], size: usize, least: usize) -> Vec<String> {
    let cells = |set: &Vec<Closed<'_>>| set.iter().map(|(_, answers)| answers).product::<usize>();
    let mut found: Vec<(usize, &Vec<Closed<'_>>)> = sets
        .iter()
        .map(|set| (cells(set), set))
        .filter(|(cells, _)| size < least.saturating_mul(*cells))
        .collect();
    found.sort_by_key(|(cells, _)| std::cmp::Reverse(*cells));
    let tell = |(cells, set): (usize, &Vec<Closed<'_>>)| {
        let ids: Vec<String> = set.iter().map(|(id, _)| format!("`{id}`")).collect();
        let tenths = size * 10 / cells.max(1);
        format!(
            "{}: {}.{} people a cell",
            ids.join(" with "),
            tenths / 10,
            tenths % 10
        )
    };
    found.into_iter().map(tell).collect()
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
