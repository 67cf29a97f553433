//! The one place that reads a clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::base::time::Day;

/// Today, in UTC. A clock before 1970 reads as the first day of 1970.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn today() -> Day {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    Day::from_unix_seconds(seconds).unwrap_or(Day::EPOCH)
}

/// How long until the next day begins, in UTC as [`today`] counts.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn until_midnight() -> Duration {
    const DAY: u64 = 24 * 60 * 60;
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    Duration::from_secs(DAY - since.as_secs() % DAY)
}

/// A moment for measuring how long something takes; means nothing across processes.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn moment() -> Instant {
    Instant::now()
}
