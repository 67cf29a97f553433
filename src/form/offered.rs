//! Which choices and rows a question has before any filter, and in which order they are shown.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::response::wire::possible_rows;
use crate::survey::Questionnaire;
use crate::survey::expression::Expression;
use crate::survey::model::{Choice, Choices, Kind, Question};

/// Everything a question may offer, in the questionnaire's order: choices, points, or rows.
pub(super) fn all(questionnaire: &Questionnaire, question: &Question) -> Arc<[Choice]> {
    match &question.kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => questionnaire.all_choices(choices).cloned().collect(),
        Kind::Scale { points } => points.as_slice().into(),
        Kind::Matrix(_) | Kind::Allocation { .. } => possible_rows(questionnaire, question)
            .into_iter()
            .cloned()
            .collect(),
        _ => Arc::new([]),
    }
}

/// Whether a question lives on what it offers: with nothing to offer it is not asked.
pub(super) fn needs_offer(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Single(_)
            | Kind::Lookup(_)
            | Kind::Multiple { .. }
            | Kind::Rank { .. }
            | Kind::Matrix(_)
            | Kind::Allocation { .. }
    )
}

/// The condition that chooses among what a question may offer.
pub(super) fn filter(question: &Question) -> Option<&Expression> {
    choices(&question.kind)?.filter.as_ref()
}

/// The question whose rows or chosen codes are this one's rows.
pub(super) fn rows_from(question: &Question) -> Option<&str> {
    match &question.kind {
        Kind::Matrix(matrix) => matrix.rows_from.as_deref(),
        _ => None,
    }
}

fn choices(kind: &Kind) -> Option<&Choices> {
    match kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. }
        | Kind::Allocation { rows: choices, .. } => Some(choices),
        Kind::Matrix(matrix) => Some(&matrix.rows),
        _ => None,
    }
}

/// The order in which choices are shown: shuffled ones by a draw from the seed, those that exclude
/// others or ask to specify after them, where people look for them.
pub(super) fn in_shown_order(question: &Question, seed: u64, offered: &[Choice]) -> Vec<Choice> {
    let mut shown = offered.to_vec();
    if question.shuffle {
        shown.sort_by_cached_key(|choice| {
            let is_last = choice.exclusive || choice.specify;
            (
                is_last,
                (!is_last).then(|| draw(seed, &question.id, &choice.code)),
            )
        });
    }
    shown
}

/// A number that only seed, question and choice decide, so that a draft resumes in the same order.
pub(super) fn draw(seed: u64, question: &str, choice: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(question.as_bytes());
    hash.update([0]);
    hash.update(choice.as_bytes());
    hash.finalize().into()
}
