//! How long nobody may have touched the keyboard: a warning first, with a countdown in steps, that any
//! key takes away, as often as a person likes (WCAG 2.2, 2.2.1: at least 20 seconds, at least ten times).

use std::time::Duration;

/// The least time between the warning and the end: WCAG 2.2.1 asks for 20 seconds.
pub const LEAST_WARNING: Duration = Duration::from_secs(20);
/// The least that may be set, in minutes.
pub const LEAST_MINUTES: u64 = 2;
/// By how much "more time" makes every wait longer.
const MORE: u32 = 3;
/// What the countdown says, in seconds: a number on the screen that changes every second is in the way
/// of speech and braille.
const STEPS: [u64; 7] = [60, 50, 40, 30, 20, 10, 5];

/// How long is waited, and then warned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    idle: Duration,
    warning: Duration,
}

impl Limits {
    /// Limits within what is decent: never less than two minutes and 20 seconds, whatever was set.
    pub fn new(idle: Duration, warning: Duration) -> Self {
        Self {
            idle: idle.max(Duration::from_secs(LEAST_MINUTES * 60)),
            warning: warning.max(LEAST_WARNING),
        }
    }

    /// Limits of the program's own, for pages where nothing is typed, and for tests.
    pub const fn exactly(idle: Duration, warning: Duration) -> Self {
        Self { idle, warning }
    }

    /// Of the whole, before the warning.
    pub const fn idle(self) -> Duration {
        self.idle
    }

    /// From the warning to the end.
    pub const fn warning(self) -> Duration {
        self.warning
    }
}

/// Where a wait stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Somebody is there.
    Present,
    /// They are asked; about so many seconds are left.
    Warned(u64),
    /// They are gone.
    Over,
}

/// One person's patience with the keyboard.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    touched: Duration,
    times: u32,
}

impl Idle {
    /// Somebody has just come.
    pub const fn new(now: Duration) -> Self {
        Self {
            touched: now,
            times: 1,
        }
    }

    /// A key, a click or a paste.
    pub const fn touch(&mut self, now: Duration) {
        self.touched = now;
    }

    /// The person asked for more time: every wait is three times as long, as often as they ask.
    pub const fn more(&mut self) {
        self.times = self.times.saturating_mul(MORE);
    }

    /// Where the wait stands at `now`.
    pub fn stage(&self, limits: Limits, now: Duration) -> Stage {
        let waited = now.saturating_sub(self.touched);
        let warned = self.warned_after(limits);
        if waited < warned {
            return Stage::Present;
        }
        let left = (warned + limits.warning).saturating_sub(waited);
        if left.is_zero() {
            Stage::Over
        } else {
            Stage::Warned(said(left))
        }
    }

    /// When the stage, or what the countdown says, changes next.
    pub fn next(&self, limits: Limits, now: Duration) -> Duration {
        let warned = self.touched + self.warned_after(limits);
        let over = warned + limits.warning;
        let steps = STEPS
            .iter()
            .map(|step| over.saturating_sub(Duration::from_secs(*step)));
        std::iter::once(warned)
            .chain(steps.filter(|at| *at > warned))
            .find(|at| *at > now)
            .unwrap_or(over)
    }

    fn warned_after(&self, limits: Limits) -> Duration {
        limits.idle.saturating_mul(self.times)
    }
}

/// What the countdown says of what is left: the step that it is in.
fn said(left: Duration) -> u64 {
    let whole = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let steps = STEPS.iter().rev().copied();
    steps
        .into_iter()
        .find(|step| *step >= whole)
        .unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn limits() -> Limits {
        Limits::new(at(300), at(60))
    }

    #[test]
    fn a_wait_is_warned_counted_down_and_over() {
        let idle = Idle::new(at(0));
        let seen: Vec<Stage> = [0, 299, 300, 310, 311, 349, 355, 359, 360, 900]
            .map(|moment| idle.stage(limits(), at(moment)))
            .into();
        let warned = [60, 50, 50, 20, 5, 5].map(Stage::Warned);
        let expected: Vec<Stage> = [Stage::Present; 2]
            .into_iter()
            .chain(warned)
            .chain([Stage::Over; 2])
            .collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn it_wakes_only_where_the_screen_changes() {
        let idle = Idle::new(at(0));
        let (mut now, mut wakes) = (at(0), Vec::new());
        while idle.stage(limits(), now) != Stage::Over {
            now = idle.next(limits(), now);
            wakes.push(now.as_secs());
        }
        assert_eq!(wakes, [300, 310, 320, 330, 340, 350, 355, 360]);
    }

    #[test]
    fn it_is_put_off_as_often_as_anyone_likes_and_longer_where_they_ask() {
        let mut idle = Idle::new(at(0));
        for time in 1..=50 {
            let late = at(time * 359);
            assert_ne!(idle.stage(limits(), late), Stage::Over, "time {time}");
            idle.touch(late);
        }
        idle.touch(at(0));
        idle.more();
        assert_eq!(idle.stage(limits(), at(899)), Stage::Present);
        assert_eq!(idle.stage(limits(), at(900)), Stage::Warned(60));
    }

    #[test]
    fn nobody_can_set_less_than_is_decent() {
        let limits = Limits::new(at(1), at(1));
        let idle = Idle::new(at(0));
        assert_eq!(idle.stage(limits, at(119)), Stage::Present);
        assert_eq!(idle.stage(limits, at(120)), Stage::Warned(20));
        assert_eq!(idle.stage(limits, at(140)), Stage::Over);
    }
}
