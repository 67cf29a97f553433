//! Which question waits for which: an order in which everything waited for comes first, and the
//! circles that have none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The most circles that are told.
const MOST_CIRCLES: usize = 8;

/// A question: its id, after those of the repeats that it stands in, the outermost first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(Vec<String>);

impl Key {
    pub(super) fn top(id: String) -> Self {
        Self(vec![id])
    }

    /// A question of this repeat.
    pub(super) fn inside(&self, id: &str) -> Self {
        let ids = self.0.iter().map(String::as_str).chain([id]);
        Self(ids.map(str::to_owned).collect())
    }

    /// The ids with points between: what a repeat is called among all of them.
    pub(super) fn dotted(&self) -> String {
        self.0.join(".")
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.last().map_or("", String::as_str))
    }
}

/// What sorting gives.
pub(super) struct Sorted {
    /// Everything that is in no circle and waits for none.
    pub(super) order: Vec<Key>,
    /// Each circle once, beginning with its least id.
    pub(super) circles: Vec<Vec<Key>>,
}

/// Sorts keys so that what each waits for comes before it.
pub(super) fn sort(mut waits: BTreeMap<Key, Vec<Key>>) -> Sorted {
    let mut order = Vec::new();
    let mut circles = Vec::new();
    loop {
        order.extend(take_settled(&mut waits));
        let Some(circle) = circle(&waits).filter(|_| circles.len() < MOST_CIRCLES) else {
            return Sorted { order, circles };
        };
        for key in &circle {
            waits.remove(key);
        }
        circles.push(circle);
    }
}

/// Takes out, in order, all that waits for nothing any more (Kahn).
fn take_settled(waits: &mut BTreeMap<Key, Vec<Key>>) -> Vec<Key> {
    let mut followers: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
    let mut open: BTreeMap<Key, usize> = BTreeMap::new();
    for (key, wanted) in &*waits {
        let wanted: BTreeSet<&Key> = wanted
            .iter()
            .filter(|other| waits.contains_key(other))
            .collect();
        open.insert(key.clone(), wanted.len());
        for other in wanted {
            followers
                .entry(other.clone())
                .or_default()
                .push(key.clone());
        }
    }
    let free = open.iter().filter(|(_, count)| **count == 0);
    let mut ready: Vec<Key> = free.map(|(key, _)| key.clone()).collect();
    let mut order = Vec::new();
    while let Some(key) = ready.pop() {
        for follower in followers.remove(&key).unwrap_or_default() {
            if let Some(count) = open.get_mut(&follower) {
                *count -= 1;
                ready.extend((*count == 0).then_some(follower));
            }
        }
        waits.remove(&key);
        order.push(key);
    }
    order
}

/// A circle among keys that all wait: follow what each waits for until one comes again.
fn circle(waits: &BTreeMap<Key, Vec<Key>>) -> Option<Vec<Key>> {
    let mut path: Vec<&Key> = vec![waits.keys().next()?];
    let mut seen: BTreeMap<&Key, usize> = BTreeMap::new();
    loop {
        let newest = *path.last()?;
        if let Some(begin) = seen.get(newest) {
            let mut circle: Vec<Key> = path
                .get(*begin..path.len() - 1)?
                .iter()
                .map(|&key| key.clone())
                .collect();
            let least = circle.iter().enumerate().min_by_key(|(_, key)| *key)?.0;
            circle.rotate_left(least);
            return Some(circle);
        }
        seen.insert(newest, path.len() - 1);
        let next = waits
            .get(newest)?
            .iter()
            .find(|other| waits.contains_key(other))?;
        path.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(keys: &[Key]) -> Vec<String> {
        keys.iter().map(Key::to_string).collect()
    }

    #[test]
    fn it_sorts_what_it_can_and_names_each_circle() {
        let top = |id: &str| Key::top(id.to_owned());
        let waits = [
            ("a", "b"),
            ("b", "c"),
            ("c", "b"),
            ("d", "e"),
            ("e", "x"),
            ("s", "s"),
        ];
        let waits = waits.map(|(key, other)| (top(key), vec![top(other)]));
        let sorted = sort(waits.into());
        assert_eq!(names(&sorted.order), ["e", "d", "a"]);
        let circles: Vec<_> = sorted.circles.iter().map(|circle| names(circle)).collect();
        assert_eq!(circles, [vec!["b", "c"], vec!["s"]]);
    }
}
