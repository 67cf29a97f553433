//! The raw tree to the checked model. Every step goes on after a problem with a stand-in, so that all
//! of a file's problems are told at once; where any was an error, the model is thrown away.

mod advice;
pub(super) mod apprenticeships;
mod choices;
pub(super) mod comparators;
mod condition;
mod cross;
mod data;
pub(super) mod grammar;
mod graph;
mod header;
mod kind;
mod list;
mod matrix;
mod migration;
mod pipes;
mod question;
mod read;
pub(super) mod roles;
pub(super) mod routes;
mod sheet;
mod symbols;
mod table;
pub(super) mod technical;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::expression::CodeSet;
use super::load::Files;
use super::model::{Fingerprint, Questionnaire};
use super::nest::Steps;
use super::raw::Node;
use super::rules::{self, Rule};
use super::source::{Problems, Source, Span};
use crate::base::language::Language;

use advice::Asides;
use condition::Pending;
use data::data_file;
use table::Table;

/// Whose key: a section, one of its questions, or a question inside a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    section: usize,
    question: Option<usize>,
    /// Inside repeats: the number of the question in each of them, the outermost first.
    nested: Steps<usize>,
}

impl Owner {
    /// A section.
    const fn section(section: usize) -> Self {
        Self {
            section,
            question: None,
            nested: Steps::NONE,
        }
    }

    /// A top-level question of this section.
    const fn question(self, question: usize) -> Self {
        Self {
            question: Some(question),
            ..self
        }
    }

    /// The question with a number in this repeat; `None` where that is too deep.
    fn inside(self, within: usize) -> Option<Self> {
        let nested = self.nested.push(within)?;
        Some(Self { nested, ..self })
    }

    /// The repeat that it stands in.
    fn around(self) -> Option<Self> {
        let (nested, _) = self.nested.pop()?;
        Some(Self { nested, ..self })
    }

    /// The top-level question of a place: a repeat for the questions in it.
    const fn outer(self) -> Self {
        Self {
            nested: Steps::NONE,
            ..self
        }
    }

    /// Whether it is not a question of a repeat.
    const fn is_top(self) -> bool {
        self.nested.is_empty()
    }
}

/// Where a table stands, and the values of its keys.
struct Marks {
    whole: Span,
    keys: Vec<(String, Span)>,
}

/// A questionnaire on its way from the raw tree to the model.
pub(super) struct Lowering<'s> {
    source: &'s Source<'s>,
    name: &'s str,
    files: &'s dyn Files,
    /// Whether the tree is a canonical form, where numbers with a point are texts.
    canonical: bool,
    problems: Problems,
    languages: Vec<Language>,
    /// Where each key of a section or question has its value.
    marks: BTreeMap<Owner, Marks>,
    /// Where keys outside sections have theirs.
    places: BTreeMap<String, Span>,
    /// Conditions that wait until every question is known.
    pending: Vec<Pending>,
    /// Questions whose type is not known, so that nothing more is said about them.
    broken: BTreeSet<Owner>,
    /// Lists that could not be read.
    unread: BTreeSet<String>,
    /// The codes of each list that may be chosen.
    codes: BTreeMap<String, CodeSet>,
    /// What only advice needs.
    asides: Asides,
    /// The keys that were asked for, by where: what the schema is held against.
    #[cfg(test)]
    asked: Vec<(String, BTreeSet<&'static str>)>,
}

impl<'s> Lowering<'s> {
    pub(super) fn new(
        name: &'s str,
        source: &'s Source<'s>,
        files: &'s dyn Files,
        problems: Problems,
        canonical: bool,
    ) -> Self {
        Self {
            source,
            name,
            files,
            canonical,
            problems,
            languages: Vec::new(),
            marks: BTreeMap::new(),
            places: BTreeMap::new(),
            pending: Vec::new(),
            broken: BTreeSet::new(),
            unread: BTreeSet::new(),
            codes: BTreeMap::new(),
            asides: Asides::new(),
            #[cfg(test)]
            asked: Vec::new(),
        }
    }

    /// Lowers a whole file. The fingerprint is for the caller to give.
    pub(super) fn run(self, root: &Node) -> (Questionnaire, Problems) {
        let (questionnaire, lowering) = self.lower(root);
        (questionnaire, lowering.problems)
    }

    /// As [`Self::run`], and tells what could be better too.
    pub(super) fn run_with_advice(self, root: &Node) -> (Questionnaire, Problems) {
        let (questionnaire, mut lowering) = self.lower(root);
        lowering.advise(&questionnaire);
        (questionnaire, lowering.problems)
    }

    fn lower(mut self, root: &Node) -> (Questionnaire, Self) {
        let mut table = self.table(root);
        self.schema(&mut table);
        let mut questionnaire = self.survey(&mut table);
        questionnaire.privacy = self.privacy(&mut table);
        questionnaire.audiences = self.audiences(&mut table);
        questionnaire.lists = self.lists(&mut table);
        questionnaire.sections = self.sections(&mut table, &questionnaire);
        questionnaire.migrations = self.migrations(&mut table, &questionnaire);
        self.finish(&table);
        self.cross(&questionnaire);
        self.pipes(&questionnaire);
        self.conditions(&mut questionnaire);
        self.unchecked_texts();
        (questionnaire, self)
    }

    /// Tells a problem at a place of this file.
    fn tell(
        &mut self,
        rule: &Rule,
        span: &Span,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.is_let_be(rule) {
            return;
        }
        if !self.problems.is_full() {
            let diagnostic = self.source.diagnostic(rule, span, message, remedy);
            self.problems.add(rule, diagnostic);
        }
    }

    /// Whether a finding counts for nothing here: a stored questionnaire was sound when people answered
    /// it, so what a later program has come to mind does not keep anybody from their answers.
    fn is_let_be(&self, rule: &Rule) -> bool {
        self.canonical && !rules::UNUSABLE.contains(&rule)
    }

    /// Where a key of a section or question has its value; else where its table begins.
    fn mark(&self, owner: Owner, key: &str) -> Span {
        let Some(marks) = self.marks.get(&owner) else {
            return 0..0;
        };
        let found = marks.keys.iter().find(|(known, _)| known == key);
        found.map_or(&marks.whole, |(_, span)| span).clone()
    }

    fn place(&self, key: &str) -> Span {
        self.places.get(key).cloned().unwrap_or(0..0)
    }

    fn schema(&mut self, table: &mut Table<'_>) {
        if let Some(schema) = self.whole(table, "schema", 1..=i64::MAX)
            && schema != 1
        {
            let span = table.span_of("schema");
            let message = format!("this version reads schema 1, not {schema}");
            self.tell(
                &rules::NOT_YET,
                &span,
                message,
                "use a newer program, or write `schema = 1`",
            );
        }
        self.demand(table, "schema", "write `schema = 1` as the first line");
    }
}

/// An empty questionnaire to fill.
fn blank() -> Questionnaire {
    Questionnaire {
        id: String::new(),
        title: crate::base::language::Text::same(""),
        languages: Vec::new(),
        unchecked: Vec::new(),
        minutes: None,
        department: None,
        wave: String::new(),
        opens: None,
        closes: None,
        revise_until: None,
        privacy: super::model::Privacy::default(),
        audiences: Vec::new(),
        lists: BTreeMap::new(),
        sections: Vec::new(),
        migrations: Vec::new(),
        fingerprint: Fingerprint([0; 32]),
        canonical: Vec::new(),
    }
}
