//! A small generator of numbers (SplitMix64): the same seed gives the same person on every machine.

/// The generator.
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for a seed. The seed is stirred once, so that neighbouring seeds give unlike people.
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed ^ 0x5DEE_CE66_D1CE_4E5B);
        dice.roll();
        dice
    }

    /// The next 64 bits.
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low).saturating_add(1).max(1);
        low + self.roll() % span
    }

    /// A number from `low` to `high`, both included, with the lower ones more often.
    pub(super) fn mostly_low(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        let (a, b) = (self.between(0, span), self.between(0, span));
        let c = self.between(0, span);
        low.saturating_add(i64::try_from(a.min(b).min(c)).unwrap_or(0))
    }

    /// Whether something that happens this often out of 100 happens now.
    pub(super) fn percent(&mut self, often: u64) -> bool {
        self.roll() % 100 < often
    }

    /// One of some things.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let last = things.len().checked_sub(1)?;
        things.get(self.index(last))
    }

    /// One of some things, the first ones more often.
    pub(super) fn pick_early<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let last = things.len().checked_sub(1)?;
        let (a, b) = (self.index(last), self.index(last));
        things.get(a.min(b))
    }

    /// Some of some things, in their order.
    pub(super) fn some<T: Clone>(&mut self, things: &[T], count: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..things.len()).collect();
        self.shuffle(&mut places);
        places.truncate(count);
        places.sort_unstable();
        places
            .into_iter()
            .filter_map(|place| things.get(place).cloned())
            .collect()
    }

    /// Puts things in another order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.index(last);
            things.swap(last, other);
        }
    }

    /// Some of some things, the first ones more often, in their order.
    pub(super) fn some_early<T: Clone>(&mut self, things: &[T], count: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..things.len()).collect();
        let mut taken = Vec::new();
        while taken.len() < count
            && let Some(last) = places.len().checked_sub(1)
        {
            let (a, b) = (self.index(last), self.index(last));
            taken.push(places.remove(a.min(b)));
        }
        taken
            .into_iter()
            .filter_map(|place| things.get(place).cloned())
            .collect()
    }

    fn index(&mut self, last: usize) -> usize {
        let last = u64::try_from(last).unwrap_or(0);
        usize::try_from(self.between(0, last)).unwrap_or(0)
    }
}

/// A number that only some words decide (FNV-1a): what a department's people have in common.
pub(super) fn mark(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
