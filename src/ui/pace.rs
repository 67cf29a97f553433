//! How long what is left will take: the survey's own estimate, bent to the person's own pace as it
//! becomes known. The clock is not read here: every moment comes in.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::form::Form;
use crate::survey::effort;

/// How much the estimate weighs against what was measured: as much as this many seconds of work.
const PRIOR: u64 = 60;
/// A page that takes longer than this many times the estimate, and a minute, was left for a while.
const PATIENCE: u64 = 3;
/// The slowest and fastest pace that is believed, in hundredths of the estimate.
const BELIEVED: (u64, u64) = (20, 400);

/// A person's pace.
pub(super) struct Pace {
    expected: BTreeMap<String, u32>,
    /// Pages that were counted: each once, the first time it was answered.
    counted: BTreeSet<String>,
    /// Milliseconds that they took, and the seconds that they were expected to take.
    spent: u64,
    hoped: u64,
    since: Option<Duration>,
}

impl Pace {
    /// Nothing measured yet.
    pub(super) fn new(form: &Form) -> Self {
        Self {
            expected: effort::typical_seconds(form.questionnaire()),
            counted: BTreeSet::new(),
            spent: 0,
            hoped: 0,
            since: None,
        }
    }

    /// A page was left at `now`, answered or not, and another is shown.
    pub(super) fn turn(&mut self, left: Option<&str>, answered: bool, now: Duration) {
        let since = self.since.replace(now);
        let (Some(id), Some(since)) = (left, since) else {
            return;
        };
        let expected = self.of(id);
        if !answered || expected == 0 || !self.counted.insert(id.to_owned()) {
            return;
        }
        let most = (expected * PATIENCE + 60) * 1000;
        let took = u64::try_from(now.saturating_sub(since).as_millis()).unwrap_or(most);
        self.spent += took.min(most);
        self.hoped += expected;
    }

    fn of(&self, id: &str) -> u64 {
        self.expected.get(id).copied().map_or(0, u64::from)
    }

    /// The whole minutes that some pages will take, rounded up.
    pub(super) fn minutes(&self, left: &[String]) -> u32 {
        let expected: u64 = left.iter().map(|id| self.of(id)).sum();
        let hundredths = (self.spent / 10 + PRIOR * 100) / (self.hoped + PRIOR).max(1);
        let hundredths = hundredths.clamp(BELIEVED.0, BELIEVED.1);
        u32::try_from((expected * hundredths).div_ceil(6000)).unwrap_or(u32::MAX)
    }
}
