//! How repeats stand in one another: the one place that says how deep, and what it means to be
//! inside. A question of its own is inside nothing, one of a repeat inside one repeat, and so on;
//! nobody who walks a questionnaire needs a second way for the inner ones.

use super::model::{Kind, Question};

/// How many repeats may stand in one another: three, one more than forms in the field use.
pub const DEEPEST: usize = 3;

/// A step for each repeat that something stands in, the outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Steps<T>([Option<T>; DEEPEST]);

impl<T: Copy> Steps<T> {
    /// Inside nothing.
    pub const NONE: Self = Self([None; DEEPEST]);

    /// One level further in; `None` where that is too deep.
    #[must_use]
    pub fn push(self, step: T) -> Option<Self> {
        let mut steps = self;
        let free = steps.0.iter_mut().find(|step| step.is_none())?;
        *free = Some(step);
        Some(steps)
    }

    /// One level further out, with the step that led here; `None` where it is inside nothing.
    pub fn pop(self) -> Option<(Self, T)> {
        let mut steps = self;
        let last = steps.0.iter_mut().rev().find(|step| step.is_some())?;
        let step = last.take()?;
        Some((steps, step))
    }

    /// The same way with other steps.
    pub fn map<U: Copy>(self, make: impl Fn(T) -> U) -> Steps<U> {
        Steps(self.0.map(|step| step.map(&make)))
    }

    /// The innermost step.
    pub fn last(&self) -> Option<T> {
        self.iter().next_back()
    }

    /// Whether it is inside nothing.
    pub const fn is_empty(&self) -> bool {
        self.0[0].is_none()
    }

    /// How deep it is.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// The steps, the outermost first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = T> + '_ {
        self.0.iter().flatten().copied()
    }
}

impl<T: Copy> Default for Steps<T> {
    fn default() -> Self {
        Self::NONE
    }
}

/// The repeats that a question or a condition stands in, the outermost first.
pub type Around<'q> = Steps<&'q Question>;

impl<'q> Around<'q> {
    /// The questions that stand beside: those of the innermost repeat.
    pub fn siblings(&self) -> &'q [Question] {
        self.last().map_or(&[], nested)
    }

    /// The question that an id means here: one of the innermost repeat first, then of those around
    /// it. Top-level questions come after these.
    pub fn find(&self, id: &str) -> Option<&'q Question> {
        let mut levels = self.iter().rev();
        levels.find_map(|repeat| nested(repeat).iter().find(|one| one.id == id))
    }

    /// Inside one more repeat. A condition may look into a repeat from the deepest place that there
    /// is: the outermost is then out of sight.
    #[must_use]
    pub fn within(self, repeat: &'q Question) -> Self {
        self.push(repeat).unwrap_or_else(|| {
            let mut steps = self.0;
            steps.rotate_left(1);
            steps[DEEPEST - 1] = Some(repeat);
            Self(steps)
        })
    }
}

/// The questions of a repeat; none of any other question.
pub fn nested(question: &Question) -> &[Question] {
    match &question.kind {
        Kind::Repeat(repeat) => &repeat.questions,
        _ => &[],
    }
}

/// A question with everything nested in it, each with what it stands in: itself first, then level by
/// level in the questionnaire's order.
pub fn with_nested<'q>(
    question: &'q Question,
    around: Around<'q>,
) -> Vec<(Around<'q>, &'q Question)> {
    let mut all = vec![(around, question)];
    for inner in nested(question) {
        all.extend(with_nested(inner, around.within(question)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_in_and_out_and_have_an_end() {
        let two = Steps::NONE.push(1).and_then(|one| one.push(2)).unwrap();
        assert_eq!(two.iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!((two.last(), two.len(), two.is_empty()), (Some(2), 2, false));
        let (one, last) = two.pop().unwrap();
        assert_eq!((one, last), (Steps::NONE.push(1).unwrap(), 2));
        assert_eq!(Steps::<u8>::NONE.pop(), None);
        assert_eq!(two.push(3).and_then(|three| three.push(4)), None);
        assert!(Steps::NONE < one && one < two, "what is around comes first");
    }
}
