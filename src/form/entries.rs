//! The entries of a repeat, wherever it stands: added, copied, moved, removed, walked and named.

use super::kind;
use super::path::{Path, Problem};
use super::relevance::Resolver;
use super::{Form, sections, tell};
use crate::base::words::Message;
use crate::survey::model::Kind;

/// The most entries that a top-level repeat may hold in all, those of the repeats in it counted too:
/// what fits into the largest part many times over, and keeps a page quick.
pub(super) const MOST_IN_ALL: usize = 5_000;

impl Form {
    /// Adds an empty entry to a repeat and gives its place, or why not (`max`).
    ///
    /// # Errors
    /// Where the repeat is full.
    pub fn add_entry(&mut self, repeat: impl Into<Path>) -> Result<usize, Problem> {
        let path = repeat.into();
        self.has_room(&path, 1)?;
        let place = self.given.add_entry(&path).unwrap_or(0);
        self.changed(&path.id);
        Ok(place)
    }

    /// Adds a copy of an entry, with all that is in it, behind the others and gives its place, or why
    /// not (`max`).
    ///
    /// # Errors
    /// Where the repeat is full.
    pub fn copy_entry(&mut self, repeat: impl Into<Path>, entry: usize) -> Result<usize, Problem> {
        let path = repeat.into();
        let level = self.given.level(&path);
        let copied = level.and_then(|level| level.entries(path.question()).get(entry));
        self.has_room(&path, copied.map_or(1, |entry| 1 + entry.entries_inside()))?;
        let place = self.given.add_entry(&path).unwrap_or(0);
        self.given.copy_entry(&path, entry, place);
        self.changed(&path.id);
        Ok(place)
    }

    /// How many entries a repeat holds; none for a question of another type.
    pub fn entry_count(&self, repeat: &Path) -> usize {
        let level = self.given.level(repeat);
        level.map_or(0, |level| level.entries(repeat.question()).len())
    }

    /// Removes an entry. With the last one gone nothing is said about the question any more.
    pub fn remove_entry(&mut self, repeat: impl Into<Path>, entry: usize) {
        let path = repeat.into();
        self.given.remove_entry(&path, entry);
        self.changed(&path.id);
    }

    /// Puts an entry at another place among the others.
    pub fn move_entry(&mut self, repeat: impl Into<Path>, from: usize, to: usize) {
        let path = repeat.into();
        self.given.move_entry(&path, from, to);
        self.changed(&path.id);
    }

    /// The nested questions asked in an entry, in order.
    pub fn entry_pages(&self, repeat: impl Into<Path>, entry: usize) -> Vec<Path> {
        let path = repeat.into();
        let resolver = Resolver::new(self);
        let spot = self.spot(&path);
        let Some(spot) = spot.filter(|spot| entry < resolver.count(*spot)) else {
            return Vec::new();
        };
        spot.nested(entry)
            .filter(|nested| sections::is_page(&resolver, *nested))
            .map(|nested| path.within(entry, &nested.question.id))
            .collect()
    }

    /// What to call an entry: the answer to `label_from`, else its first answer.
    pub fn entry_name(&self, repeat: impl Into<Path>, entry: usize) -> Option<String> {
        tell::entry_name(self, &repeat.into(), entry)
    }

    /// Which entry it is, by number and name: "Entry 2 of 3, Autoclave".
    pub fn entry_in_words(&self, repeat: &Path, entry: usize) -> String {
        tell::entry_in_words(self, repeat, entry)
    }

    /// A question in a line, in a repeat with the entry that it stands in, since others ask the same:
    /// "Which equipment? Entry 2 of 3, Autoclave: Is it booked?". On the page `from`, its own words
    /// are left out.
    pub fn way_in_words(&self, path: &Path, from: Option<&Path>) -> String {
        tell::way_in_words(self, path, from)
    }

    /// Whether so many more entries may stand, `more` of them in all: a repeat in an entry counts too.
    fn has_room(&self, path: &Path, more: usize) -> Result<(), Problem> {
        let refuse = |message| Problem {
            path: path.clone(),
            row: None,
            message,
        };
        let kind = self.spot(path).map(|spot| &spot.question.kind);
        let Some(Kind::Repeat(repeat)) = kind else {
            return Err(refuse(Message::plain("form-no-such-question")));
        };
        if usize::try_from(repeat.max).is_ok_and(|max| self.entries(path) >= max) {
            return Err(refuse(kind::full(repeat)));
        }
        if self.given.entries_in_all(&path.id) + more > MOST_IN_ALL {
            return Err(refuse(kind::too_many_in_all(MOST_IN_ALL)));
        }
        Ok(())
    }
}
