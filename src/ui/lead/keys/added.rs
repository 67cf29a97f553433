//! Further keys that a home's `keyboard.toml` gives to the commands of these tables, which are the list of
//! what can be given any.

use std::collections::BTreeMap;

use crate::ui::input::{Input, Key};
use crate::ui::keymap::Keymap;

use super::{Action, Binding, EVERYWHERE, TABLES};

/// How the words of a command's row begin; what follows names it.
const PREFIX: &str = "lead-key-";
/// Left and Right in one: which of the two a further key were, nobody could say.
const TWO_IN_ONE: &str = "lead-key-other";

/// What can be given further keys: the name in the file, and the words of the rows.
pub fn commands() -> BTreeMap<String, &'static str> {
    let tables = TABLES.iter().copied().chain([EVERYWHERE]);
    let says = tables.flatten().map(|row| row.does);
    let says = says.filter(|says| *says != TWO_IN_ONE);
    says.map(|says| (says.trim_start_matches(PREFIX).replace('-', "_"), says))
        .collect()
}

/// Further keys of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The words of its rows.
    pub does: &'static str,
    /// The keys.
    pub keys: &'static [Key],
}

/// Whether letters are keys on a screen; where none is, they are typed.
pub fn takes_letters(table: &[Binding]) -> bool {
    let mut keys = table.iter().flat_map(|binding| binding.keys);
    keys.any(|key| matches!(key, Key::Char(_)))
}

/// What an input means on a screen; nothing for text and for keys without a meaning there.
pub fn find(table: &[Binding], map: &Keymap, input: &Input) -> Option<Action> {
    let Input::Key(key) = input else {
        return None;
    };
    let mut rows = table.iter().chain(EVERYWHERE);
    let found = rows.find(|row| row.keys_on(table, map).any(|own| own == *key));
    found.map(|row| row.action)
}

impl Binding {
    /// The keys that were added to it, and those of them that work on a screen with this table.
    fn added<'t>(&self, table: &'t [Self], map: &Keymap) -> impl Iterator<Item = Key> + use<'t> {
        let added = map.desk.iter().find(|added| added.does == self.does);
        let keys = added.map_or(&[][..], |added| added.keys);
        keys.iter().copied().filter(fits(table))
    }

    /// Its keys on a screen with this table: those that were added, then the program's own.
    pub fn keys_on<'t>(
        &self,
        table: &'t [Self],
        map: &Keymap,
    ) -> impl Iterator<Item = Key> + use<'t> {
        let own = self.keys.iter().copied().filter(fits(table));
        self.added(table, map).chain(own)
    }

    /// How hints call its keys there; empty where it stands in the help page alone.
    pub fn name_on(&self, table: &[Self], map: &Keymap) -> String {
        match self.added(table, map).next() {
            Some(key) if !self.name.is_empty() => key.name(),
            _ => self.name.to_owned(),
        }
    }
}

/// Whether a key can be one on a screen with this table.
fn fits(table: &[Binding]) -> impl Fn(&Key) -> bool + use<> {
    let takes_letters = takes_letters(table);
    move |key| takes_letters || !matches!(key, Key::Char(_))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_means_two_things_on_a_screen() {
        for table in TABLES {
            let keys = table.iter().chain(EVERYWHERE);
            let keys: Vec<Key> = keys
                .flat_map(|row| row.keys_on(table, &Keymap::STANDARD))
                .collect();
            let once: BTreeSet<Key> = keys.iter().copied().collect();
            assert_eq!(once.len(), keys.len(), "{keys:?}");
        }
    }

    #[test]
    fn every_row_but_one_is_a_command_by_its_own_words() {
        let commands = commands();
        assert_eq!(commands["next_department"], "lead-key-next-department");
        let named: BTreeSet<&str> = commands.values().copied().collect();
        let rows = TABLES.iter().copied().chain([EVERYWHERE]).flatten();
        let unnamed = rows.filter(|row| !named.contains(row.does));
        assert!(unnamed.clone().all(|row| row.does == TWO_IN_ONE));
        assert!(unnamed.count() > 0);
    }
}
