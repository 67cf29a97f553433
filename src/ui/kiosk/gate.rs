//! A pause after wrong tries, so that six digits or a keeper's secret cannot be tried out at a keyboard.

use std::time::Duration;

/// Tries before the first pause, and between two.
const TRIES: u32 = 3;
/// The first pause; each one is twice as long as the one before.
const PAUSE: Duration = Duration::from_secs(30);
/// How often it doubles: up to 16 minutes.
const DOUBLINGS: u32 = 5;

/// Wrong tries in a row, and until when no other is taken.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gate {
    wrong: u32,
    shut_until: Option<Duration>,
}

impl Gate {
    /// A wrong try at `now`.
    pub(super) fn wrong(&mut self, now: Duration) {
        self.wrong = self.wrong.saturating_add(1);
        if self.wrong.is_multiple_of(TRIES) {
            let doublings = (self.wrong / TRIES - 1).min(DOUBLINGS);
            self.shut_until = Some(now + PAUSE * 2_u32.pow(doublings));
        }
    }

    /// A right one.
    pub(super) const fn right(&mut self) {
        self.wrong = 0;
        self.shut_until = None;
    }

    /// Seconds that are left of a pause.
    pub(super) fn shut_for(&self, now: Duration) -> Option<u64> {
        let left = self.shut_until?.saturating_sub(now);
        (!left.is_zero()).then(|| left.as_secs().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_third_wrong_try_shuts_it_for_twice_as_long_and_a_right_one_opens_it() {
        let mut gate = Gate::default();
        let mut now = Duration::ZERO;
        let mut pauses = Vec::new();
        for _ in 0..24 {
            gate.wrong(now);
            if let Some(seconds) = gate.shut_for(now) {
                pauses.push(seconds);
                now += Duration::from_secs(seconds);
                assert_eq!(gate.shut_for(now), None);
            }
        }
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 960, 960]);
        gate.wrong(now);
        gate.right();
        gate.wrong(now);
        gate.wrong(now);
        assert_eq!(gate.shut_for(now), None);
    }
}
