//! States to go back and forth between: undo and redo, for a text that is typed and for a whole form.

/// Which way through a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Back before the last change.
    Undo,
    /// To where the last turn back came from.
    Redo,
}

/// Earlier and later states of one thing. No `Debug`: it may hold answers.
#[derive(Clone)]
pub(crate) struct History<T> {
    limit: usize,
    earlier: Vec<T>,
    later: Vec<T>,
}

impl<T> History<T> {
    /// None yet; so many changes can be taken back.
    pub(crate) const fn new(limit: usize) -> Self {
        Self {
            limit,
            earlier: Vec::new(),
            later: Vec::new(),
        }
    }

    /// A change was made to this state: what was taken back before can no longer be made again.
    pub(crate) fn remember(&mut self, before: T) {
        if self.earlier.len() == self.limit {
            self.earlier.remove(0);
        }
        self.earlier.push(before);
        self.later.clear();
    }

    /// The state that a turn leads to; whoever takes it hands [`Self::replaced`] the one that it takes the place of.
    pub(crate) fn take(&mut self, turn: Turn) -> Option<T> {
        match turn {
            Turn::Undo => self.earlier.pop(),
            Turn::Redo => self.later.pop(),
        }
    }

    /// Keeps what was there before the turn, for the turn the other way.
    pub(crate) fn replaced(&mut self, turn: Turn, now: T) {
        match turn {
            Turn::Undo => self.later.push(now),
            Turn::Redo => self.earlier.push(now),
        }
    }
}
