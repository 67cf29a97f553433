//! Whether a condition can be true or false at all: tried out with every answer that makes a
//! difference to it. Parts that calculate or look into tables are taken to be anything, so what is
//! said to be impossible is.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::pool::Pool;
use crate::base::time::Day;
use crate::response::answer::{Answer, Missing, Value};
use crate::survey::expression::{Expression, Look, Part, Scope, VALUE};
use crate::survey::model::{Choice, Kind, Question, Questionnaire};
use crate::survey::nest::Around;

/// The most sets of answers that one condition is tried with.
const MOST_WORLDS: usize = 4_096;

/// The most trials for a whole questionnaire: beyond, conditions are let be.
const MOST_TRIALS: usize = 60_000;

/// What trying a condition showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing: it depends, or it cannot be said.
    Open,
    /// No answers make it true.
    Never,
    /// No answers make it false.
    Always,
}

/// Tries conditions of a questionnaire.
pub(super) struct Trials<'s> {
    survey: &'s Questionnaire,
    questions: BTreeMap<&'s str, (&'s Question, Option<&'s Expression>)>,
    left: Cell<usize>,
}

/// Where a condition stands.
#[derive(Clone, Copy)]
pub(super) struct At<'s> {
    /// The question that `value` is of.
    pub(super) own: &'s Question,
    /// The repeats that it stands in.
    pub(super) around: Around<'s>,
}

/// The conditions to try together, with what they look at.
struct Plan<'s> {
    parts: Vec<Part<'s>>,
    /// Whether every part can be tried.
    is_whole: bool,
    /// For each question that matters, the answers that make a difference.
    domains: Vec<(String, Vec<Answer>)>,
    gates: BTreeMap<String, Vec<Part<'s>>>,
}

impl<'s> Trials<'s> {
    pub(super) fn new(survey: &'s Questionnaire) -> Self {
        let sections = survey.sections.iter();
        let questions = sections.flat_map(|section| {
            let relevant = section.relevant.as_ref();
            let of = move |question: &'s Question| (question.id.as_str(), (question, relevant));
            section.questions.iter().map(of)
        });
        Self {
            survey,
            questions: questions.collect(),
            left: Cell::new(MOST_TRIALS),
        }
    }

    /// Tries conditions that must all be true together.
    pub(super) fn verdict(&self, at: At<'s>, together: &[&'s Expression]) -> Verdict {
        let Some(plan) = self.plan(at, together, None) else {
            return Verdict::Open;
        };
        let (mut can_be_true, mut can_be_false) = (false, false);
        let tried = self.worlds(&plan, None, &mut |world| {
            let truths: Vec<Option<bool>> =
                plan.parts.iter().map(|part| part.holds(world)).collect();
            can_be_true |= truths.iter().all(|truth| *truth == Some(true));
            can_be_false |= truths.contains(&Some(false));
            can_be_true && can_be_false
        });
        // A question with a single possible value says something by having been answered at all.
        let says_something = plan.domains.iter().all(|(_, answers)| {
            answers
                .iter()
                .filter(|answer| answer.value().is_some())
                .count()
                > 1
        });
        match (tried, can_be_true, can_be_false) {
            (true, false, _) => Verdict::Never,
            (true, true, false) if plan.is_whole && says_something => Verdict::Always,
            _ => Verdict::Open,
        }
    }

    /// The codes that a filter never lets pass; nothing where that cannot be said.
    pub(super) fn never_offered(
        &self,
        at: At<'s>,
        filter: &'s Expression,
        choices: &[&'s Choice],
    ) -> Vec<String> {
        let Some(plan) = self.plan(at, &[filter], Some(())) else {
            return Vec::new();
        };
        let mut never = Vec::new();
        for choice in choices {
            let mut passes = false;
            let tried = self.worlds(&plan, Some(choice), &mut |world| {
                passes = plan
                    .parts
                    .iter()
                    .all(|part| part.holds(world) == Some(true));
                passes
            });
            if !tried {
                return Vec::new();
            }
            if !passes {
                never.push(choice.code.clone());
            }
        }
        never
    }

    /// What to try; nothing where no part can be tried, or too many answers make a difference.
    fn plan(
        &self,
        at: At<'s>,
        together: &[&'s Expression],
        filter: Option<()>,
    ) -> Option<Plan<'s>> {
        let all = together.iter().flat_map(|condition| condition.parts());
        let (fit, unfit): (Vec<_>, Vec<_>) = all
            .map(|part| (part.look(), part))
            .partition(|(look, _)| self.is_fit(at, look) && (filter.is_some() || !look.columns));
        if fit.is_empty() {
            return None;
        }
        for with_gates in [true, false] {
            let (gates, looks) = self.gates(at, fit.iter().map(|(look, _)| look), with_gates);
            let every = fit.iter().map(|(look, _)| look).chain(&looks);
            if let Some(domains) = self.domains(at, &every.collect::<Vec<_>>()) {
                return Some(Plan {
                    parts: fit.into_iter().map(|(_, part)| part).collect(),
                    is_whole: unfit.is_empty(),
                    domains,
                    gates,
                });
            }
        }
        None
    }

    /// When the questions that matter are themselves asked.
    fn gates<'l>(
        &self,
        at: At<'s>,
        looks: impl Iterator<Item = &'l Look>,
        with_gates: bool,
    ) -> (BTreeMap<String, Vec<Part<'s>>>, Vec<Look>) {
        let mut gates = BTreeMap::new();
        let mut seen = Vec::new();
        let mut waiting: Vec<String> = looks.flat_map(|look| look.ids.clone()).collect();
        while let Some(id) = waiting.pop().filter(|_| with_gates) {
            let is_inside = at.around.find(&id).is_some();
            let Some((question, section)) = self.questions.get(id.as_str()).filter(|_| !is_inside)
            else {
                continue;
            };
            if gates.contains_key(&id) {
                continue;
            }
            let conditions = question.relevant.iter().chain(*section);
            let mut kept = Vec::new();
            for part in conditions.flat_map(Expression::parts) {
                let look = part.look();
                if self.is_fit(at, &look) && !look.columns {
                    waiting.extend(look.ids.iter().cloned());
                    seen.push(look);
                    kept.push(part);
                }
            }
            gates.insert(id, kept);
        }
        (gates, seen)
    }

    fn is_fit(&self, at: At<'s>, look: &Look) -> bool {
        !look.calculates
            && look
                .ids
                .iter()
                .all(|id| self.find(at, id).is_some_and(is_tried))
    }

    fn find(&self, at: At<'s>, id: &str) -> Option<&'s Question> {
        if id == VALUE {
            return Some(at.own);
        }
        let sibling = at.around.find(id);
        sibling.or_else(|| self.questions.get(id).map(|(question, _)| *question))
    }

    /// For each question the answers to try; nothing where these are too many together.
    fn domains(&self, at: At<'s>, looks: &[&Look]) -> Option<Vec<(String, Vec<Answer>)>> {
        let ids: BTreeSet<&String> = looks.iter().flat_map(|look| &look.ids).collect();
        let questions: Vec<(&String, &Question)> = ids
            .into_iter()
            .filter_map(|id| Some((id, self.find(at, id)?)))
            .collect();
        let pool = Pool::of(looks, &questions);
        let mut product = 1_usize;
        let mut domains = Vec::new();
        for (id, question) in questions {
            let mut answers = pool.values(self.survey, question)?;
            if id != VALUE {
                let missing = question.missing.iter().chain(&[Missing::Blank]);
                answers.extend(missing.map(|kind| Answer::Missing(*kind)));
            }
            product = product.checked_mul(answers.len())?;
            if product > MOST_WORLDS {
                return None;
            }
            domains.push((id.clone(), answers));
        }
        Some(domains)
    }

    /// Tries every set of answers until `look` has seen enough; whether all could be tried that were wanted.
    fn worlds(
        &self,
        plan: &Plan<'s>,
        entry: Option<&Choice>,
        look: &mut dyn FnMut(&World<'_>) -> bool,
    ) -> bool {
        let mut places = vec![0; plan.domains.len()];
        loop {
            let Some(left) = self.left.get().checked_sub(1) else {
                return false;
            };
            self.left.set(left);
            let world = World {
                plan,
                places: &places,
                entry,
            };
            if look(&world) || !step(&mut places, &plan.domains) {
                return true;
            }
        }
    }
}

/// The next set of answers; false after the last.
fn step(places: &mut [usize], domains: &[(String, Vec<Answer>)]) -> bool {
    for (place, (_, answers)) in places.iter_mut().zip(domains) {
        *place += 1;
        if *place < answers.len() {
            return true;
        }
        *place = 0;
    }
    false
}

/// Kinds whose answers can be tried out.
fn is_tried(question: &Question) -> bool {
    !matches!(
        question.kind,
        Kind::Matrix(_)
            | Kind::Allocation { .. }
            | Kind::Repeat(_)
            | Kind::Computed { .. }
            | Kind::Note
    )
}

/// One set of answers.
struct World<'w> {
    plan: &'w Plan<'w>,
    places: &'w [usize],
    entry: Option<&'w Choice>,
}

impl World<'_> {
    fn given(&self, id: &str) -> Option<&Answer> {
        let at = self
            .plan
            .domains
            .iter()
            .position(|(known, _)| known == id)?;
        let (_, answers) = self.plan.domains.get(at)?;
        answers.get(*self.places.get(at)?)
    }
}

impl Scope for World<'_> {
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>> {
        let gate = self.plan.gates.get(id);
        if gate.is_some_and(|parts| parts.iter().any(|part| part.holds(self) != Some(true))) {
            return Some(Cow::Owned(Answer::Missing(Missing::NotRelevant)));
        }
        self.given(id).map(Cow::Borrowed)
    }

    fn value(&self) -> Option<Cow<'_, Value>> {
        self.given(VALUE).and_then(Answer::value).map(Cow::Borrowed)
    }

    fn entry(&self) -> Option<&Choice> {
        self.entry
    }

    fn today(&self) -> Day {
        Day::EPOCH
    }
}
