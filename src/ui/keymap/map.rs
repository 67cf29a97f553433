//! The tables in use: the program's own, or with a home's keys added; and what a key comes to by them.

use super::{Action, Binding, Place, Scope, TABLE, TYPING};
use crate::ui::input::Key;
use crate::ui::lead::keys::Added;

/// Which keys do what, on the respondent's screens and at the lead's desk.
#[derive(Debug, PartialEq, Eq)]
pub struct Keymap {
    /// The respondent's table.
    pub form: &'static [Binding],
    /// What is added to the desk's tables.
    pub desk: &'static [Added],
}

impl Keymap {
    /// The program's own.
    pub const STANDARD: Self = Self {
        form: TABLE,
        desk: &[],
    };

    /// What a key asks for at a place: the first binding of the table that works there, else the
    /// character itself where a text has the focus, else a letter to jump by.
    pub fn action(&self, key: Key, place: Place, scopes: &[Scope]) -> Option<Action> {
        let bound = self
            .form
            .iter()
            .filter(|binding| binding.works(place, scopes))
            .flat_map(|binding| binding.keys)
            .find(|(bound, _)| *bound == key)
            .map(|(_, action)| *action);
        bound.or(match key {
            Key::Char(letter) if TYPING.contains(&place) => Some(Action::Type(letter)),
            Key::Char(letter) => Some(Action::Letter(letter)),
            _ => None,
        })
    }

    /// As [`Self::action`], where letters and signs alone are no keys (WCAG 2.2, 2.1.4): they are text, or
    /// go to what begins with them. Digits choose all the same: they are the numbers of what has the focus.
    pub fn action_without_letters(
        &self,
        key: Key,
        place: Place,
        scopes: &[Scope],
    ) -> Option<Action> {
        match key {
            Key::Char(letter @ ('j' | 'k' | '?')) if !TYPING.contains(&place) => {
                Some(Action::Letter(letter))
            }
            other => self.action(other, place, scopes),
        }
    }

    /// The bindings that work at a place, first come first; one that an earlier one covers is left out.
    pub fn bindings(&self, place: Place, scopes: &[Scope]) -> Vec<&'static Binding> {
        let mut out: Vec<&Binding> = Vec::new();
        for binding in self
            .form
            .iter()
            .filter(|binding| binding.works(place, scopes))
        {
            let first = binding.keys.first().map(|(key, _)| key);
            let covered = out
                .iter()
                .any(|earlier| earlier.keys.iter().any(|(key, _)| Some(key) == first));
            if !covered {
                out.push(binding);
            }
        }
        out
    }

    /// Whether a key asks for something somewhere, whatever has the focus.
    pub fn asks(&self, key: Key, wanted: Action) -> bool {
        let mut keys = self.form.iter().flat_map(|binding| binding.keys);
        keys.any(|(bound, action)| *bound == key && *action == wanted)
    }
}
