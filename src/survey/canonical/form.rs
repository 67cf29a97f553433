//! The canonical form as a whole, with its lists written as they stand: of 5,000 entries a tree in
//! memory, made only to be written, would take longer than everything else that loading does.

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::tree::Table;
use crate::base::language::Text;
use crate::survey::model::{Choice, List};

/// The form's members: those before the lists, the lists, and those after them.
pub(super) struct Form<'s> {
    pub(super) before: Table,
    pub(super) lists: &'s BTreeMap<String, List>,
    pub(super) after: Table,
}

impl Serialize for Form<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut form = to.serialize_map(None)?;
        for (key, value) in &self.before {
            form.serialize_entry(key, value)?;
        }
        if !self.lists.is_empty() {
            form.serialize_entry("lists", &Lists(self.lists))?;
        }
        for (key, value) in &self.after {
            form.serialize_entry(key, value)?;
        }
        form.end()
    }
}

struct Lists<'s>(&'s BTreeMap<String, List>);

impl Serialize for Lists<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, list)| (name, Whole(list))))
    }
}

/// One list: its columns where it has any, and its entries.
struct Whole<'s>(&'s List);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_map(None)?;
        if !self.0.columns.is_empty() {
            list.serialize_entry("columns", &self.0.columns)?;
        }
        let columns = &distinct(&self.0.columns);
        list.serialize_entry("entries", &Entries(&self.0.entries, columns))?;
        list.end()
    }
}

/// The columns' names, each once: an author may have named one twice.
fn distinct(columns: &[String]) -> Vec<&str> {
    let mut known = BTreeSet::new();
    let names = columns.iter().map(String::as_str);
    names.filter(|name| known.insert(*name)).collect()
}

struct Entries<'s>(&'s [Choice], &'s [&'s str]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|entry| Entry(entry, self.1)))
    }
}

/// One entry with the columns that say something of it.
struct Entry<'s>(&'s Choice, &'s [&'s str]);

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(entry, columns) = self;
        let mut members = to.serialize_map(None)?;
        members.serialize_entry("code", &entry.code)?;
        members.serialize_entry("label", &Words(&entry.label))?;
        if entry.exclusive {
            members.serialize_entry("exclusive", &true)?;
        }
        if entry.specify {
            members.serialize_entry("specify", &true)?;
        }
        for name in *columns {
            if let Some(words) = entry.columns.get(*name) {
                members.serialize_entry(name, words)?;
            }
        }
        members.end()
    }
}

struct Words<'s>(&'s Text);

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Text::Same(words) => to.serialize_str(words),
            Text::By(table) => {
                let members = table.iter();
                to.collect_map(members.map(|(language, words)| (language.as_str(), words)))
            }
        }
    }
}
