//! "Back soon": sessions that wait in this kiosk's memory under six digits while others use it. What waits
//! is the code alone: the answers are in the sealed draft, so that nothing newer can be overwritten.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::base::language::Language;
use crate::response::code::Code;
use crate::ui::theme::Theme;

/// How many may wait at once.
const PLACES: usize = 6;
/// The digits of a number.
pub const DIGITS: usize = 6;

/// One who will be back soon.
pub(super) struct Waiting {
    number: Zeroizing<String>,
    pub(super) code: Code,
    pub(super) language: Language,
    pub(super) theme: Theme,
    until: Duration,
}

/// All of them.
#[derive(Default)]
pub(super) struct Shelf {
    waiting: Vec<Waiting>,
}

impl Shelf {
    /// Whether there is a place.
    pub(super) const fn has_place(&self) -> bool {
        self.waiting.len() < PLACES
    }

    /// Whether a number is another's already.
    pub(super) fn has(&self, number: &str) -> bool {
        self.waiting.iter().any(|one| *one.number == number)
    }

    /// Puts one there.
    pub(super) fn put(
        &mut self,
        number: Zeroizing<String>,
        code: Code,
        (language, theme): (Language, Theme),
        until: Duration,
    ) {
        self.waiting.push(Waiting {
            number,
            code,
            language,
            theme,
            until,
        });
    }

    /// Takes the one with this number away.
    pub(super) fn take(&mut self, number: &str) -> Option<Waiting> {
        let at = self.waiting.iter().position(|one| *one.number == number)?;
        Some(self.waiting.swap_remove(at))
    }

    /// Forgets whoever has not come back. Their sealed drafts stay; the eight words open them.
    pub(super) fn forget(&mut self, now: Duration) {
        self.waiting.retain(|one| one.until > now);
    }

    /// When the next is to be forgotten.
    pub(super) fn next(&self) -> Option<Duration> {
        self.waiting.iter().map(|one| one.until).min()
    }
}
