//! Values that are not counted, by respondent: decimals, days and short texts, each value kept once.
//!
//! A column is numbers into the list of values, as a column of codes is: a month or a full-time
//! equivalent has few values, so most such columns are a byte a respondent too, and exact.

use std::collections::HashMap;
use std::hash::Hash;

use crate::response::answer::Missing;

use super::column::{KINDS, Store};

/// A column of values.
pub(super) struct Values<T> {
    known: Vec<T>,
    /// Where each value stands; empty once the column is finished.
    places: HashMap<T, usize>,
    store: Store,
}

impl<T: Clone + Eq + Hash> Values<T> {
    /// An empty column.
    pub(super) fn new() -> Self {
        Self {
            known: Vec::new(),
            places: HashMap::new(),
            store: Store::Narrow(Vec::new()),
        }
    }

    /// Adds a respondent who gave no value.
    pub(super) fn push_missing(&mut self, kind: Missing) {
        self.store.push_missing(kind);
    }

    /// Says what the respondent that was added last answered.
    pub(super) fn set_last(&mut self, value: Result<T, Missing>) {
        match value {
            Err(kind) => self.store.set_missing(kind),
            Ok(value) => {
                let place = self.place(value);
                self.store.set_number(KINDS + place);
            }
        }
    }

    fn place(&mut self, value: T) -> usize {
        if let Some(place) = self.places.get(&value) {
            return *place;
        }
        self.known.push(value.clone());
        let place = self.known.len() - 1;
        self.places.insert(value, place);
        place
    }

    /// The finished column, with respondents in another order.
    pub(super) fn reorder(self, order: &[u32]) -> Self {
        Self {
            known: self.known,
            places: HashMap::new(),
            store: self.store.reorder(order),
        }
    }

    /// A column of these values and numbers, to which more can be added; `None` where a value stands
    /// twice.
    pub(super) fn of(known: Vec<T>, store: Store) -> Option<Self> {
        let places = known.iter().cloned().zip(0..);
        let places: HashMap<T, usize> = places.collect();
        let is_sound = places.len() == known.len();
        is_sound.then_some(Self {
            known,
            places,
            store,
        })
    }

    /// The values and the numbers.
    pub(super) fn into_parts(self) -> (Vec<T>, Store) {
        (self.known, self.store)
    }

    /// The numbers.
    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// The bytes that the column takes, what a value points to apart.
    pub(super) fn memory(&self) -> usize {
        self.store.memory() + self.known.len() * size_of::<T>()
    }

    /// Every value that occurs, once.
    pub(super) fn known(&self) -> &[T] {
        &self.known
    }

    /// A respondent's value.
    pub(super) fn at(&self, at: usize) -> Option<&T> {
        self.known.get(self.store.number(at)?.checked_sub(KINDS)?)
    }

    /// Why a respondent gave no value.
    pub(super) fn missing(&self, at: usize) -> Option<Missing> {
        self.store.missing(at)
    }
}
