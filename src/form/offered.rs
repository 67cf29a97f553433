//! Which choices and rows a question has before any filter, and in which order they are shown.
//!
//! Nothing here copies a choice: what a question offers is where its choices stand in the
//! questionnaire, and the numbers of those that are left.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::survey::Questionnaire;
use crate::survey::expression::Expression;
use crate::survey::model::{Choice, Choices, Kind, Question};

/// Which of the choices that a question has in the questionnaire.
#[derive(Clone)]
pub(super) enum Kept {
    /// Every one.
    All,
    /// Those with these numbers, in order.
    Some(Arc<[u32]>),
}

impl Kept {
    /// None of them.
    pub(super) fn none() -> Self {
        Self::Some(Arc::new([]))
    }
}

/// Choices in the questionnaire's order: those of a list, then those written with the question.
#[derive(Clone)]
pub(super) struct Offer<'a> {
    list: &'a [Choice],
    own: &'a [Choice],
    kept: Kept,
}

impl<'a> Offer<'a> {
    /// Some choices as they stand.
    pub(super) const fn of(choices: &'a [Choice]) -> Self {
        Self {
            list: &[],
            own: choices,
            kept: Kept::All,
        }
    }

    /// Everything that stands where a question has its choices, points or rows.
    pub(super) fn whole(questionnaire: &'a Questionnaire, question: &'a Question) -> Self {
        match &question.kind {
            Kind::Scale { points } => Self::of(points),
            kind => kind
                .choices()
                .map_or(Self::of(&[]), |choices| Self::from(questionnaire, choices)),
        }
    }

    fn from(questionnaire: &'a Questionnaire, choices: &'a Choices) -> Self {
        let list = choices.list.as_ref();
        let list = list.and_then(|name| questionnaire.lists.get(name));
        Self {
            list: list.map_or(&[], |list| &list.entries),
            ..Self::of(&choices.own)
        }
    }

    /// The same place with other choices left.
    pub(super) fn keeping(self, kept: Kept) -> Self {
        Self { kept, ..self }
    }

    /// Which are left.
    pub(super) fn into_kept(self) -> Kept {
        self.kept
    }

    /// How many are left.
    pub(super) fn len(&self) -> usize {
        match &self.kept {
            Kept::All => self.list.len() + self.own.len(),
            Kept::Some(numbers) => numbers.len(),
        }
    }

    /// Whether none is.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The choices that are left, in order.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &'a Choice> + Clone + '_ {
        self.numbered().map(|(_, choice)| choice)
    }

    /// The same with their numbers.
    pub(super) fn numbered(
        &self,
    ) -> impl DoubleEndedIterator<Item = (u32, &'a Choice)> + Clone + '_ {
        (0..self.len()).filter_map(|place| self.at(place))
    }

    /// The choice at a place among those that are left.
    pub(super) fn get(&self, place: usize) -> Option<&'a Choice> {
        self.at(place).map(|(_, choice)| choice)
    }

    fn at(&self, place: usize) -> Option<(u32, &'a Choice)> {
        let number = match &self.kept {
            Kept::All => u32::try_from(place).ok()?,
            Kept::Some(numbers) => *numbers.get(place)?,
        };
        let at = usize::try_from(number).ok()?;
        let own = at.checked_sub(self.list.len());
        let choice = own.map_or_else(|| self.list.get(at), |own| self.own.get(own));
        choice.map(|choice| (number, choice))
    }

    /// The choice with a code.
    pub(super) fn find(&self, code: &str) -> Option<&'a Choice> {
        self.iter().find(|choice| choice.code == code)
    }

    /// The place of the choice with a code; `near` is where it probably is.
    pub(super) fn place(&self, code: &str, near: usize) -> Option<usize> {
        let is_near = self.get(near).is_some_and(|choice| choice.code == code);
        if is_near {
            return Some(near);
        }
        self.iter().position(|choice| choice.code == code)
    }

    /// The numbers of those that pass.
    pub(super) fn kept(&self, passes: impl Fn(&'a Choice) -> bool) -> Kept {
        let passing = self.numbered().filter(|(_, choice)| passes(choice));
        Kept::Some(passing.map(|(number, _)| number).collect())
    }
}

/// What may be offered before any filter: no headings, and as rows nothing that excludes all others
/// ("none of these").
pub(super) fn possible(question: &Question, whole: &Offer<'_>) -> Kept {
    let parents: std::collections::BTreeSet<&str> =
        whole.list.iter().filter_map(Choice::parent).collect();
    let is_rows = matches!(question.kind, Kind::Matrix(_) | Kind::Allocation { .. });
    let listed = u32::try_from(whole.list.len()).unwrap_or(u32::MAX);
    let is_out = |(number, choice): (u32, &Choice)| {
        (is_rows && choice.exclusive) || (number < listed && parents.contains(choice.code.as_str()))
    };
    if !whole.numbered().any(is_out) {
        return Kept::All;
    }
    let left = whole.numbered().filter(|numbered| !is_out(*numbered));
    Kept::Some(left.map(|(number, _)| number).collect())
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
    question.kind.choices()?.filter.as_ref()
}

/// The question whose rows or chosen codes are this one's rows.
pub(super) fn rows_from(question: &Question) -> Option<&str> {
    match &question.kind {
        Kind::Matrix(matrix) => matrix.rows_from.as_deref(),
        _ => None,
    }
}

/// The order in which choices are shown: shuffled ones by a draw from the seed, those that exclude
/// others or ask to specify after them, where people look for them.
pub(super) fn in_shown_order<'a>(
    question: &Question,
    seed: u64,
    offered: &Offer<'a>,
) -> Vec<&'a Choice> {
    let mut shown: Vec<&Choice> = offered.iter().collect();
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
