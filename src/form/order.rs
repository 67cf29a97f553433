//! The order in which the questions of a section are asked: the questionnaire's, or, where the
//! section is shuffled, one drawn from the form's seed in which nothing comes before what it looks at.

use std::collections::BTreeSet;

use crate::base::language::Text;
use crate::survey::Questionnaire;
use crate::survey::expression::Expression;
use crate::survey::model::{Kind, Question, Required, Section};
use crate::survey::nest;
use crate::survey::piping;

use super::kind;
use super::offered::{self, Offer};

/// The places of a section's questions in the order in which they are asked.
pub(super) fn shown(questionnaire: &Questionnaire, section: &Section, seed: u64) -> Vec<usize> {
    if !section.shuffle {
        return (0..section.questions.len()).collect();
    }
    let mut groups = groups(section);
    groups.sort_by_cached_key(|group| {
        let last = group.last().and_then(|at| section.questions.get(*at));
        last.map(|question| offered::draw(seed, &section.id, &question.id))
    });
    let mut order = Order {
        questionnaire,
        section,
        groups: &groups,
        taken: BTreeSet::new(),
        out: Vec::new(),
    };
    for group in 0..groups.len() {
        order.take(group);
    }
    order.out
}

/// Notes stay in front of the question that they introduce.
fn groups(section: &Section) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    let mut group = Vec::new();
    for (at, question) in section.questions.iter().enumerate() {
        group.push(at);
        if !matches!(question.kind, Kind::Note) {
            groups.push(std::mem::take(&mut group));
        }
    }
    groups.extend((!group.is_empty()).then_some(group));
    groups
}

struct Order<'s> {
    questionnaire: &'s Questionnaire,
    section: &'s Section,
    groups: &'s [Vec<usize>],
    taken: BTreeSet<usize>,
    out: Vec<usize>,
}

impl Order<'_> {
    /// Takes a group after all that it looks at.
    fn take(&mut self, group: usize) {
        let Some(members) = self.groups.get(group).filter(|_| self.taken.insert(group)) else {
            return;
        };
        let questions = &self.section.questions;
        let wanted: BTreeSet<&str> = members
            .iter()
            .filter_map(|at| questions.get(*at))
            .flat_map(|question| looks_at(self.questionnaire, question))
            .collect();
        let holds = |group: &Vec<usize>| {
            let mut ids = group.iter().filter_map(|at| questions.get(*at));
            ids.any(|question| wanted.contains(question.id.as_str()))
        };
        let groups = self.groups;
        for (other, _) in groups.iter().enumerate().filter(|(_, group)| holds(group)) {
            self.take(other);
        }
        self.out.extend(members);
    }
}

/// The questions that one looks at, in its conditions and its texts.
fn looks_at<'s>(questionnaire: &'s Questionnaire, question: &'s Question) -> Vec<&'s str> {
    let required = match &question.required {
        Required::When(condition) => Some(condition),
        Required::Yes | Required::No => None,
    };
    let conditions = [
        question.relevant.as_ref(),
        question.constraint.as_ref(),
        question.warning.as_ref(),
        question.calculation.as_ref(),
        question.default.as_ref(),
        offered::filter(question),
        required,
    ];
    let texts = [
        Some(&question.label),
        question.hint.as_ref(),
        question.why.as_ref(),
        question.constraint_message.as_ref(),
        question.warning_message.as_ref(),
    ];
    let offer = Offer::whole(questionnaire, question);
    let columns = match &question.kind {
        Kind::Matrix(matrix) => kind::columns(&matrix.cells),
        _ => &[],
    };
    let labels = offer.iter().chain(columns).map(|choice| &choice.label);
    let words: Vec<&str> = texts
        .into_iter()
        .flatten()
        .chain(labels)
        .flat_map(|text| match text {
            Text::Same(words) => vec![words.as_str()],
            Text::By(table) => table.values().map(String::as_str).collect(),
        })
        .filter(|words| piping::pipes(words))
        .collect();
    let nested = nest::nested(question);
    conditions
        .into_iter()
        .flatten()
        .flat_map(Expression::depends_on)
        .map(String::as_str)
        .chain(words.into_iter().flat_map(piping::ids))
        .chain(offered::rows_from(question))
        .chain(
            nested
                .iter()
                .flat_map(|nested| looks_at(questionnaire, nested)),
        )
        .collect()
}
