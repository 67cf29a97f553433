//! Everything that the person has given so far, also to questions that are not asked at the moment.

use std::collections::BTreeMap;

use crate::response::answer::Answer;

use super::path::Path;

/// Answers by question, as they were given: of the whole form, or of one entry of a repeat.
#[derive(Clone, Default)]
pub(super) struct Given {
    answers: BTreeMap<String, Answer>,
    repeats: BTreeMap<String, Repeated>,
}

/// The entries of a repeat.
#[derive(Clone, Default)]
struct Repeated {
    entries: Vec<Given>,
    /// Whether the person said that there are none, which is not the same as having said nothing.
    has_none: bool,
}

impl Given {
    /// The answer given at a path.
    pub(super) fn get(&self, path: &Path) -> Option<&Answer> {
        self.level(path)?.own(path.question())
    }

    /// The answer given to a question of this level that is not a repeat; of a repeat only a way of
    /// not answering.
    pub(super) fn own(&self, id: &str) -> Option<&Answer> {
        self.answers.get(id)
    }

    /// The answers of this level that are no entries, in the order of their ids.
    pub(super) fn answers(&self) -> impl Iterator<Item = (&String, &Answer)> {
        self.answers.iter()
    }

    /// The repeats of this level about which something was said.
    pub(super) fn repeats(&self) -> impl Iterator<Item = &String> {
        self.repeats.keys()
    }

    /// The entries of a repeat of this level.
    pub(super) fn entries(&self, id: &str) -> &[Self] {
        self.repeats
            .get(id)
            .map(|repeated| repeated.entries.as_slice())
            .unwrap_or_default()
    }

    /// Whether the person said that a repeat of this level has no entries.
    pub(super) fn has_none(&self, id: &str) -> bool {
        self.repeats
            .get(id)
            .is_some_and(|repeated| repeated.has_none && repeated.entries.is_empty())
    }

    /// What was given beside the question at a path: the whole form, or the entry that it stands in.
    pub(super) fn level(&self, path: &Path) -> Option<&Self> {
        let mut level = self;
        let mut id = &path.id;
        for (entry, nested) in &path.inside {
            level = level.entries(id).get(*entry)?;
            id = nested;
        }
        Some(level)
    }

    fn level_mut(&mut self, path: &Path) -> Option<&mut Self> {
        let mut level = self;
        let mut id = &path.id;
        for (entry, nested) in &path.inside {
            level = level.repeats.get_mut(id)?.entries.get_mut(*entry)?;
            id = nested;
        }
        Some(level)
    }

    /// Stores an answer; inside a repeat only where the entry exists.
    pub(super) fn set(&mut self, path: &Path, answer: Answer) {
        if let Some(level) = self.level_mut(path) {
            level.answers.insert(path.question().to_owned(), answer);
        }
    }

    /// Takes an answer away; of a repeat, all its entries.
    pub(super) fn clear(&mut self, path: &Path) {
        if let Some(level) = self.level_mut(path) {
            level.answers.remove(path.question());
            level.repeats.remove(path.question());
        }
    }

    /// Replaces all entries of a repeat; an empty list says that there are none.
    pub(super) fn set_entries(&mut self, path: &Path, entries: Vec<Self>) {
        let Some(level) = self.level_mut(path) else {
            return;
        };
        let id = path.question();
        level.answers.remove(id);
        let has_none = entries.is_empty();
        let repeated = Repeated { entries, has_none };
        level.repeats.insert(id.to_owned(), repeated);
    }

    /// Adds an empty entry and gives its place.
    pub(super) fn add_entry(&mut self, path: &Path) -> Option<usize> {
        let level = self.level_mut(path)?;
        let id = path.question();
        level.answers.remove(id);
        let repeated = level.repeats.entry(id.to_owned()).or_default();
        repeated.has_none = false;
        repeated.entries.push(Self::default());
        Some(repeated.entries.len() - 1)
    }

    /// Makes one entry the same as another, with all that is in it, where both exist.
    pub(super) fn copy_entry(&mut self, path: &Path, from: usize, to: usize) {
        if let Some(repeated) = self.repeated_mut(path)
            && let Some(entry) = repeated.entries.get(from).cloned()
            && let Some(place) = repeated.entries.get_mut(to)
        {
            *place = entry;
        }
    }

    /// Makes what stands at a top-level question the same as elsewhere.
    pub(super) fn copy(&mut self, from: &Self, id: &str) {
        self.clear(&Path::top(id));
        if let Some(answer) = from.answers.get(id) {
            self.answers.insert(id.to_owned(), answer.clone());
        }
        if let Some(repeated) = from.repeats.get(id) {
            self.repeats.insert(id.to_owned(), repeated.clone());
        }
    }

    /// Removes an entry, where it exists.
    pub(super) fn remove_entry(&mut self, path: &Path, entry: usize) {
        if let Some(repeated) = self.repeated_mut(path)
            && entry < repeated.entries.len()
        {
            repeated.entries.remove(entry);
        }
    }

    /// Puts an entry at another place among the others, where both exist.
    pub(super) fn move_entry(&mut self, path: &Path, from: usize, to: usize) {
        if let Some(repeated) = self.repeated_mut(path)
            && from.max(to) < repeated.entries.len()
        {
            let entry = repeated.entries.remove(from);
            repeated.entries.insert(to, entry);
        }
    }

    /// Whether anything was given to a question of this level.
    pub(super) fn has(&self, id: &str) -> bool {
        self.answers.contains_key(id) || !self.entries(id).is_empty() || self.has_none(id)
    }

    /// How many entries stand in a repeat of this level, with those in them.
    pub(super) fn entries_in_all(&self, id: &str) -> usize {
        let entries = self.entries(id).iter();
        entries.map(|entry| 1 + entry.entries_inside()).sum()
    }

    /// How many entries stand in the repeats of this level, with those in them.
    pub(super) fn entries_inside(&self) -> usize {
        let repeats = self.repeats.keys();
        repeats.map(|id| self.entries_in_all(id)).sum()
    }

    fn repeated_mut(&mut self, path: &Path) -> Option<&mut Repeated> {
        self.level_mut(path)?.repeats.get_mut(path.question())
    }
}
