//! Small TOML files beside a questionnaire (`routes.toml`, `roles.toml`): the same readers, the same
//! rules, the same way of telling every problem at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::Lowering;
use super::read::Id;
use super::table::Table;
use crate::base::language::{Language, Text};
use crate::base::problem::Problem;
use crate::base::words::Message;
use crate::survey::diagnostic::{Diagnostic, Severity};
use crate::survey::load::{LARGEST, NoFiles};
use crate::survey::raw::{Entry, Raw, from_toml};
use crate::survey::rules;
use crate::survey::source::{Problems, Source};

/// Reads a file whose root table `build` knows how to read; the schema is read before, and what
/// nobody asked for is told after it.
pub(in crate::survey) fn data_file<T>(
    text: &str,
    file: &str,
    build: impl FnOnce(&mut Lowering<'_>, &mut Table<'_>) -> T,
) -> Result<T, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > LARGEST {
        let source = Source::new(file, "");
        let message = "the file is larger than 1 MiB";
        let remedy = "take out what is not needed";
        return Err(vec![unnumbered(source.diagnostic(
            &rules::SIZE,
            &(0..0),
            message,
            remedy,
        ))]);
    }
    let source = Source::new(file, text);
    let (root, faults) = from_toml(text);
    let mut problems = Problems::default();
    for (span, fault) in &faults {
        let remedy = "mend the TOML here; what follows may only be a consequence";
        problems.add(
            &rules::SYNTAX,
            source.diagnostic(&rules::SYNTAX, span, fault, remedy),
        );
    }
    problems.partial = !faults.is_empty();
    let mut lowering = Lowering::new(file, &source, &NoFiles, problems, false);
    let mut table = lowering.table(&root);
    lowering.schema(&mut table);
    let made = build(&mut lowering, &mut table);
    lowering.finish(&table);
    if lowering.problems.has_error() {
        let found = lowering.problems.in_order(file).into_iter();
        let errors = found.filter(|problem| problem.severity == Severity::Error);
        return Err(errors.map(unnumbered).collect());
    }
    Ok(made)
}

/// A problem as files beside a questionnaire tell it.
pub(super) fn unnumbered(problem: Diagnostic) -> Problem {
    Problem {
        what: Message::same(&problem.message),
        next: Message::same(&problem.remedy),
        file: problem.file,
        line: problem.line,
        column: Some(problem.column),
    }
}

impl Lowering<'_> {
    /// A word of a list that must be there.
    pub(super) fn wanted_word<T: Copy>(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        known: &[(&str, T)],
    ) -> Option<T> {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        self.demand(table, key, &format!("give one of: {}", words.join(", ")));
        self.word(table, key, known)
    }

    /// A whole number that must be there.
    pub(super) fn wanted_whole(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let remedy = format!("give a number from {} to {}", range.start(), range.end());
        self.demand(table, key, &remedy);
        self.small(table, key, range)
    }

    /// Tells of an id that stands twice.
    pub(super) fn once(
        &mut self,
        id: &str,
        table: &Table<'_>,
        key: &str,
        seen: &mut BTreeSet<String>,
    ) {
        if !id.is_empty() && !seen.insert(id.to_owned()) {
            let message = format!("`{id}` stands in this file twice");
            let remedy = "delete one of the two, or give it another";
            self.tell(&rules::DUPLICATE, &table.span_of(key), message, remedy);
        }
    }

    /// An occupational standard's reference: `ST` and four digits.
    pub(super) fn reference(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<String> {
        let text = self.string(table, key)?;
        let digits = text.strip_prefix("ST").unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{text}` is not the reference of a standard");
            let remedy = "write it as `ST0248`, or leave it out";
            self.tell(&rules::WRONG_VALUE, &table.span_of(key), message, remedy);
        }
        Some(text)
    }

    /// A text in one or more languages: such a file declares none.
    pub(super) fn any_text(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<Text> {
        self.demand(table, key, "give it words");
        let node = table.get(key)?;
        match &node.value {
            Raw::Text(_) => self.string_of(node).map(Text::Same),
            Raw::Table(entries) if !entries.is_empty() => {
                let words = entries.iter().filter_map(|entry| self.words_in(entry));
                let words: BTreeMap<Language, String> = words.collect();
                (!words.is_empty()).then_some(Text::By(words))
            }
            other => {
                self.wrong(node, other, "a text, or a table of texts by language");
                None
            }
        }
    }

    fn words_in(&mut self, entry: &Entry) -> Option<(Language, String)> {
        self.check_id(Id::Slug, &entry.key, &entry.at);
        let words = self.string_of(&entry.value)?;
        Some((Language::new(&entry.key), words))
    }
}
