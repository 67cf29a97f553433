//! How far each section is.

use crate::survey::model::{Kind, Section};

use super::Form;
use super::check;
use super::order;
use super::path::Path;
use super::relevance::{Resolver, Spot};

/// How far a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing answered yet.
    NotStarted,
    /// Some answered.
    InProgress,
    /// Everything that must be answered is.
    Completed,
    /// Nothing in it is asked, given the other answers.
    NotAsked,
}

/// A section as the section list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionState {
    /// The section's id.
    pub id: String,
    /// How far it is.
    pub status: Status,
    /// Questions answered (a way of not answering counts).
    pub answered: usize,
    /// Questions asked.
    pub asked: usize,
    /// The first question of it that is asked.
    pub first: Option<String>,
    /// The first question of it that has no answer yet.
    pub next: Option<String>,
}

/// Every section's state, in order.
pub(super) fn states(form: &Form) -> Vec<SectionState> {
    let resolver = Resolver::new(form);
    let mut from = 0;
    form.questionnaire
        .sections
        .iter()
        .map(|section| {
            let spots: Vec<Spot<'_>> = order::shown(&form.questionnaire, section, form.seed)
                .into_iter()
                .filter_map(|at| resolver.top(from + at))
                .collect();
            from += section.questions.len();
            state(form, &resolver, section, &spots)
        })
        .collect()
}

fn state<'f>(
    form: &Form,
    resolver: &Resolver<'f>,
    section: &Section,
    spots: &[Spot<'f>],
) -> SectionState {
    let pages: Vec<Spot<'f>> = spots
        .iter()
        .filter(|spot| is_page(resolver, **spot))
        .copied()
        .collect();
    let asked: Vec<Spot<'f>> = pages
        .iter()
        .filter(|spot| !matches!(spot.question.kind, Kind::Note))
        .copied()
        .collect();
    let is_answered = |spot: &&Spot<'f>| resolver.answer(**spot).is_some();
    let id = |spot: &Spot<'f>| spot.question.id.clone();
    SectionState {
        id: section.id.clone(),
        status: status(form, &pages, &asked),
        answered: asked.iter().filter(is_answered).count(),
        asked: asked.len(),
        first: pages.first().map(id),
        next: asked.iter().find(|spot| !is_answered(spot)).map(id),
    }
}

/// Whether a question is a page now: asked, and not worked out.
pub(super) fn is_page<'f>(resolver: &Resolver<'f>, spot: Spot<'f>) -> bool {
    !matches!(spot.question.kind, Kind::Computed { .. }) && resolver.asked(spot)
}

/// A default that stands there is an answer, but nobody has started the section by it.
fn status(form: &Form, pages: &[Spot<'_>], asked: &[Spot<'_>]) -> Status {
    if pages.is_empty() {
        return Status::NotAsked;
    }
    let is_started = asked.iter().any(|spot| form.given.has(&spot.question.id));
    if !is_started && !asked.is_empty() {
        return Status::NotStarted;
    }
    let is_sound = |spot: &Spot<'_>| check::check(form, &Path::top(&spot.question.id)).is_empty();
    if asked.iter().all(is_sound) {
        Status::Completed
    } else {
        Status::InProgress
    }
}
