//! A raw table while it is read: it remembers which keys were asked for, so that whatever else
//! stands in it is an unknown key, and the known ones are the remedy.

use std::collections::BTreeSet;

use super::Lowering;
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Entry, Node, Raw};
use crate::survey::rules;
use crate::survey::source::Span;

/// A table being read.
pub(super) struct Table<'r> {
    entries: &'r [Entry],
    /// The bytes of its header or of the whole inline table.
    pub(super) span: Span,
    asked: BTreeSet<&'static str>,
}

impl<'r> Table<'r> {
    /// The value of a key, which is thereby known.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'r Node> {
        self.asked.insert(key);
        self.peek(key)
    }

    /// Makes keys known whose values nobody needs any more.
    pub(super) fn know(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// The value of a key without making it known.
    pub(super) fn peek(&self, key: &str) -> Option<&'r Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    fn entry(&self, key: &str) -> Option<&'r Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Where a key's value stands, else the table.
    pub(super) fn span_of(&self, key: &str) -> Span {
        self.peek(key)
            .map_or_else(|| self.span.clone(), |node| node.span.clone())
    }

    /// Where a key itself stands, else the table.
    pub(super) fn key_span(&self, key: &str) -> Span {
        self.entry(key)
            .map_or_else(|| self.span.clone(), |entry| entry.at.clone())
    }

    /// All members.
    pub(super) const fn entries(&self) -> &'r [Entry] {
        self.entries
    }

    /// Members that nobody asked for.
    pub(super) fn rest(&self) -> impl Iterator<Item = &'r Entry> {
        self.entries
            .iter()
            .filter(|entry| !self.asked.contains(entry.key.as_str()))
    }
}

impl Lowering<'_> {
    /// Begins to read a table; what is no table is told and read as an empty one.
    pub(super) fn table<'r>(&mut self, node: &'r Node) -> Table<'r> {
        let entries = match &node.value {
            Raw::Table(entries) => entries.as_slice(),
            other => {
                self.wrong(node, other, "a table");
                &[]
            }
        };
        Table {
            entries,
            span: node.span.clone(),
            asked: BTreeSet::new(),
        }
    }

    /// The table of a key, where it is there.
    pub(super) fn table_in<'r>(
        &mut self,
        table: &mut Table<'r>,
        key: &'static str,
    ) -> Option<Table<'r>> {
        table.get(key).map(|node| self.table(node))
    }

    /// Tells that a value is of the wrong type.
    pub(super) fn wrong(&mut self, node: &Node, found: &Raw, wanted: &str) {
        let message = format!("this is {}, wanted is {wanted}", found.name());
        self.tell(
            &rules::WRONG_VALUE,
            &node.span,
            message,
            format!("give {wanted}"),
        );
    }

    /// Tells that a key must be given, where it is not.
    pub(super) fn demand(&mut self, table: &Table<'_>, key: &str, remedy: &str) {
        if table.peek(key).is_none() {
            let message = format!("`{key}` is missing");
            self.tell(&rules::KEY_MISSING, &table.span, message, remedy);
        }
    }

    /// Where a table stands, with its type where it is a question's, and the keys that were asked for.
    #[cfg(test)]
    fn remember_asked(&mut self, table: &Table<'_>) {
        let header = self.source.slice(&table.span).trim().to_owned();
        let kind = match table.peek("type").map(|node| &node.value) {
            Some(Raw::Text(kind)) => format!(" {kind}"),
            _ => String::new(),
        };
        self.asked.push((header + &kind, table.asked.clone()));
    }

    /// Ends the reading of a table: tells of every key that means nothing in it.
    pub(super) fn finish(&mut self, table: &Table<'_>) {
        self.finish_among(table, &[]);
    }

    /// As [`Self::finish`]; a key of `elsewhere` is told to be out of place rather than unknown.
    pub(super) fn finish_among(&mut self, table: &Table<'_>, elsewhere: &[(&str, &str)]) {
        #[cfg(test)]
        self.remember_asked(table);
        for entry in table.rest() {
            if self.problems.is_full() {
                return;
            }
            if let Some((key, remedy)) = elsewhere.iter().find(|(key, _)| *key == entry.key) {
                let message = format!("`{key}` means nothing for this type");
                self.tell(&rules::KEY_NOT_FOR_TYPE, &entry.at, message, *remedy);
            } else {
                let message = format!("`{}` is not a key here", entry.key);
                let known = table.asked.iter().copied();
                let remedy = remedy_among("keys", &entry.key, known);
                self.tell(&rules::UNKNOWN_KEY, &entry.at, message, remedy);
            }
        }
    }
}
