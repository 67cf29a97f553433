//! How many responses a start screen says the box holds. Exact counts on a shared screen are a list of
//! who came when, so it changes in steps, at most once a day and only after five or more new ones
//! (docs/format.md §10; measured).

use crate::base::time::Day;

/// Fewer new responses than this change nothing.
pub const STEP: u64 = 5;

/// What is shown, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The day on which it changed last.
    pub since: Day,
    /// A multiple of five; 0 is said as "fewer than five".
    pub count: u64,
}

/// What is shown today of `held` responses, given what was shown before. A count that fell (answers
/// were taken back or have run out) is followed in the same steps.
pub fn next(before: Option<Shown>, today: Day, held: u64) -> Shown {
    let count = held - held % STEP;
    match before {
        Some(shown) if shown.since >= today || held.abs_diff(shown.count) < STEP => shown,
        _ => Shown {
            since: today,
            count,
        },
    }
}

impl Shown {
    /// As it is stored: the day and the count.
    pub fn to_text(self) -> String {
        format!("{} {}", self.since, self.count)
    }

    /// Reads it back.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, count) = text.split_once(' ')?;
        Some(Self {
            since: Day::parse(day)?,
            count: count.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_changes_at_most_daily_and_only_after_five_more() {
        let day = |number| Day::new(2027, 2, number).unwrap();
        let mut shown = None;
        let mut seen = Vec::new();
        for (today, held) in [
            (1, 0),
            (1, 40),
            (2, 4),
            (3, 5),
            (4, 9),
            (5, 13),
            (5, 60),
            (6, 61),
            (7, 2),
        ] {
            let next = next(shown, day(today), held);
            shown = Shown::parse(&next.to_text());
            seen.push(next.count);
        }
        assert_eq!(seen, [0, 0, 0, 5, 5, 10, 10, 60, 0]);
    }
}
