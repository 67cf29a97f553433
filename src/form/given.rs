//! Everything that the person has given so far, also to questions that are not asked at the moment.

use std::collections::BTreeMap;

use crate::response::answer::Answer;

use super::path::Path;

/// The answers of one entry of a repeat, by nested question.
pub(super) type Entry = BTreeMap<String, Answer>;

/// Answers by question, as they were given.
#[derive(Clone, Default)]
pub(super) struct Given {
    answers: BTreeMap<String, Answer>,
    repeats: BTreeMap<String, Repeated>,
}

/// The entries of a repeat.
#[derive(Clone, Default)]
struct Repeated {
    entries: Vec<Entry>,
    /// Whether the person said that there are none, which is not the same as having said nothing.
    has_none: bool,
}

impl Given {
    /// The answer given at a path.
    pub(super) fn get(&self, path: &Path) -> Option<&Answer> {
        match &path.inside {
            None => self.top(&path.id),
            Some((entry, nested)) => self.nested(&path.id, *entry, nested),
        }
    }

    /// The answer given to a top-level question that is not a repeat; of a repeat only a way of not answering.
    pub(super) fn top(&self, id: &str) -> Option<&Answer> {
        self.answers.get(id)
    }

    /// The answer given inside an entry.
    pub(super) fn nested(&self, id: &str, entry: usize, nested: &str) -> Option<&Answer> {
        self.entries(id).get(entry)?.get(nested)
    }

    /// The entries of a repeat.
    pub(super) fn entries(&self, id: &str) -> &[Entry] {
        self.repeats
            .get(id)
            .map(|repeated| repeated.entries.as_slice())
            .unwrap_or_default()
    }

    /// Whether the person said that a repeat has no entries.
    pub(super) fn has_none(&self, id: &str) -> bool {
        self.repeats
            .get(id)
            .is_some_and(|repeated| repeated.has_none && repeated.entries.is_empty())
    }

    /// Stores an answer; inside a repeat only where the entry exists.
    pub(super) fn set(&mut self, path: &Path, answer: Answer) {
        match &path.inside {
            None => {
                self.answers.insert(path.id.clone(), answer);
            }
            Some((entry, nested)) => {
                if let Some(entry) = self.entry_mut(&path.id, *entry) {
                    entry.insert(nested.clone(), answer);
                }
            }
        }
    }

    /// Takes an answer away; of a repeat, all its entries.
    pub(super) fn clear(&mut self, path: &Path) {
        match &path.inside {
            None => {
                self.answers.remove(&path.id);
                self.repeats.remove(&path.id);
            }
            Some((entry, nested)) => {
                if let Some(entry) = self.entry_mut(&path.id, *entry) {
                    entry.remove(nested);
                }
            }
        }
    }

    /// Replaces all entries of a repeat; an empty list says that there are none.
    pub(super) fn set_entries(&mut self, id: &str, entries: Vec<Entry>) {
        self.answers.remove(id);
        let has_none = entries.is_empty();
        self.repeats
            .insert(id.to_owned(), Repeated { entries, has_none });
    }

    /// Adds an empty entry and gives its place.
    pub(super) fn add_entry(&mut self, id: &str) -> usize {
        self.answers.remove(id);
        let repeated = self.repeats.entry(id.to_owned()).or_default();
        repeated.has_none = false;
        repeated.entries.push(Entry::new());
        repeated.entries.len() - 1
    }

    /// Makes one entry the same as another, where both exist.
    pub(super) fn copy_entry(&mut self, id: &str, from: usize, to: usize) {
        if let Some(repeated) = self.repeats.get_mut(id)
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
    pub(super) fn remove_entry(&mut self, id: &str, entry: usize) {
        if let Some(repeated) = self.repeats.get_mut(id)
            && entry < repeated.entries.len()
        {
            repeated.entries.remove(entry);
        }
    }

    /// Whether anything was given to a top-level question.
    pub(super) fn has(&self, id: &str) -> bool {
        self.answers.contains_key(id) || !self.entries(id).is_empty() || self.has_none(id)
    }

    fn entry_mut(&mut self, id: &str, entry: usize) -> Option<&mut Entry> {
        self.repeats.get_mut(id)?.entries.get_mut(entry)
    }
}
