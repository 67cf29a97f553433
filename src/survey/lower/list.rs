//! `[lists.NAME]`: a CSV file or entries written in place, and what must hold for both.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Lowering;
use super::read::{Id, id_fault};
use super::table::Table;
use crate::survey::model::{Choice, List};
use crate::survey::raw::{Entry, Raw};
use crate::survey::rules::{self, Rule};
use crate::survey::source::{Source, Span};

/// The most columns of a list, besides its codes and labels. Every entry is looked at column by column, and a
/// list may have come in a bundle.
pub(super) const MOST_COLUMNS: usize = 256;

/// A list with the place of each entry, in the file that `source` is.
pub(super) struct Read<'s, 't> {
    pub(super) source: &'s Source<'t>,
    pub(super) list: List,
    /// Where an entry with a number has its code: worked out only where there is something to tell.
    pub(super) place: &'s dyn Fn(usize) -> Span,
}

impl Lowering<'_> {
    pub(super) fn lists(&mut self, root: &mut Table<'_>) -> BTreeMap<String, List> {
        let Some(table) = self.table_in(root, "lists") else {
            return BTreeMap::new();
        };
        let mut lists = BTreeMap::new();
        for entry in table.entries() {
            self.check_id(Id::Code, &entry.key, &entry.at);
            self.places
                .insert(format!("lists.{}", entry.key), entry.at.clone());
            let list = self.list(entry);
            lists.insert(entry.key.clone(), list);
        }
        lists
    }

    fn list(&mut self, entry: &Entry) -> List {
        let mut table = self.table(&entry.value);
        let file = self.string(&mut table, "file");
        let list = match (file, table.get("entries").is_some()) {
            (Some(file), false) => self.file_list(&file, &table.span_of("file")),
            (None, true) => Some(self.written_list(&mut table)),
            (both, _) => {
                let message = if both.is_some() {
                    "`file` and `entries` are both given"
                } else {
                    "the list has no entries"
                };
                self.tell(
                    &rules::KEY_MISSING,
                    &table.span,
                    message,
                    "give either `file = \"lists/NAME.csv\"` or `entries = [ … ]`",
                );
                table.know(&["columns"]);
                None
            }
        };
        self.finish(&table);
        list.unwrap_or_else(|| {
            self.unread.insert(entry.key.clone());
            List::default()
        })
    }

    fn written_list(&mut self, table: &mut Table<'_>) -> List {
        let columns: Vec<String> = self
            .items(table, "columns")
            .iter()
            .filter_map(|item| self.string_of(item))
            .collect();
        let mut list = List {
            columns,
            entries: Vec::new(),
        };
        let mut known: BTreeSet<String> = list.columns.iter().cloned().collect();
        let mut spans = Vec::new();
        for node in self.items(table, "entries") {
            let mut table = self.table(node);
            let mut choice = self.choice(&mut table);
            let further: Vec<&Entry> = table.rest().collect();
            choice.columns = self.further(&further);
            for column in further.iter().map(|entry| &entry.key) {
                if known.insert(column.clone()) {
                    list.columns.push(column.clone());
                }
            }
            spans.push(table.span_of("code"));
            list.entries.push(choice);
        }
        let source = self.source;
        if !self.has_few_columns(source, &table.span, list.columns.len()) {
            return List::default();
        }
        let place = |at: usize| spans.get(at).cloned().unwrap_or(0..0);
        self.check_list(Read {
            source,
            list,
            place: &place,
        })
    }

    /// Whether a list has no more columns than one may have; else it is told.
    pub(super) fn has_few_columns(
        &mut self,
        source: &Source<'_>,
        span: &Span,
        columns: usize,
    ) -> bool {
        if columns > MOST_COLUMNS {
            let message = format!("the list has {columns} columns, and may have {MOST_COLUMNS}");
            let remedy = "keep the columns that the survey needs";
            self.tell_in(source, &rules::SIZE, span, message, remedy);
        }
        columns <= MOST_COLUMNS
    }

    /// The further columns of an entry that is written in place.
    fn further(&mut self, further: &[&Entry]) -> BTreeMap<String, String> {
        let mut cells = BTreeMap::new();
        for entry in further {
            match &entry.value.value {
                Raw::Text(text) => {
                    cells.insert(entry.key.clone(), self.clean(text, &entry.value.span));
                }
                Raw::Whole(number) => {
                    cells.insert(entry.key.clone(), number.to_string());
                }
                other => self.wrong(&entry.value, other, "a text"),
            }
        }
        cells.retain(|_, text| !text.is_empty());
        cells
    }

    pub(super) fn tell_in(
        &mut self,
        source: &Source<'_>,
        rule: &Rule,
        span: &Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if !self.is_let_be(rule) && !self.problems.is_full() {
            self.problems
                .add(rule, source.diagnostic(rule, span, message, remedy));
        }
    }

    /// Checks codes and levels of a list.
    pub(super) fn check_list(&mut self, read: Read<'_, '_>) -> List {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, entry) in read.list.entries.iter().enumerate() {
            if let Some(earlier) = first.get(entry.code.as_str()) {
                let span = &(read.place)(at);
                let earlier = read.source.line_of((read.place)(*earlier).start);
                let message = format!("the code `{}` stands in line {earlier} already", entry.code);
                self.tell_in(
                    read.source,
                    &rules::LIST_CODE,
                    span,
                    message,
                    "give each entry a code of its own",
                );
            } else if let Some((message, remedy)) =
                id_fault(Id::Code, &entry.code).filter(|_| !entry.code.is_empty())
            {
                let span = &(read.place)(at);
                self.tell_in(read.source, &rules::LIST_CODE, span, message, remedy);
            }
            if !entry.code.is_empty() {
                first.entry(&entry.code).or_insert(at);
            }
        }
        self.check_parents(&read);
        read.list
    }

    /// A parent must be an entry, and have no parent itself.
    fn check_parents(&mut self, read: &Read<'_, '_>) {
        let entries = &read.list.entries;
        if entries.iter().all(|entry| entry.parent().is_none()) {
            return;
        }
        let codes: BTreeSet<&str> = entries.iter().map(|entry| entry.code.as_str()).collect();
        let children: BTreeSet<&str> = entries
            .iter()
            .filter(|entry| entry.parent().is_some())
            .map(|entry| entry.code.as_str())
            .collect();
        for (at, entry) in entries.iter().enumerate() {
            let Some(parent) = entry.parent() else {
                continue;
            };
            if !codes.contains(parent) {
                let message = format!("the parent `{parent}` is not an entry of this list");
                let remedy =
                    crate::survey::nearest::remedy_among("codes", parent, codes.iter().copied());
                let span = (read.place)(at);
                self.tell_in(read.source, &rules::LIST_PARENT, &span, message, remedy);
            } else if children.contains(parent) {
                let message = format!("the parent `{parent}` has a parent itself");
                self.tell_in(
                    read.source,
                    &rules::LIST_PARENT,
                    &(read.place)(at),
                    message,
                    "a list has two levels: headings, and entries under them",
                );
            }
        }
    }
}

/// An entry as a list file gives it.
pub(super) fn bare(code: &str) -> Choice {
    Choice {
        code: code.to_owned(),
        label: crate::base::language::Text::same(""),
        exclusive: false,
        specify: false,
        columns: BTreeMap::new(),
    }
}
