//! What a question offers: a list, choices written with it, or both.

use std::collections::{BTreeMap, BTreeSet};

use super::read::Id;
use super::table::Table;
use super::{Lowering, Owner};
use crate::survey::model::{Choice, Choices, List, Questionnaire};
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Node, Raw};
use crate::survey::rules;

use super::condition::Slot;

/// A scale of more points than this is a number.
const MOST_POINTS: usize = 21;

impl Lowering<'_> {
    /// `choices` or `rows` (the key's name), `list` and `filter`.
    pub(super) fn offered(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        owner: Owner,
        survey: &Questionnaire,
    ) -> Choices {
        let list = self.list_name(table, "list", owner, &survey.lists);
        let own = self.written(table, key);
        self.condition(table, "filter", owner, Slot::Filter);
        let choices = Choices {
            list,
            own,
            filter: None,
        };
        self.check_offered(table, key, &choices, &survey.lists);
        choices
    }

    /// A list's name; a list that does not exist is told of.
    pub(super) fn list_name(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        owner: Owner,
        lists: &BTreeMap<String, List>,
    ) -> Option<String> {
        let name = self.string(table, key)?;
        if !lists.contains_key(&name) {
            let message = format!("there is no list `{name}`");
            let remedy = remedy_among("lists", &name, lists.keys().map(String::as_str));
            self.tell(&rules::UNKNOWN_LIST, &table.span_of(key), message, remedy);
        }
        if self.unread.contains(&name) || !lists.contains_key(&name) {
            self.broken.insert(owner);
        }
        Some(name)
    }

    fn check_offered(
        &mut self,
        table: &Table<'_>,
        key: &'static str,
        choices: &Choices,
        lists: &BTreeMap<String, List>,
    ) {
        let list = choices.list.as_ref().and_then(|name| lists.get(name));
        let entries = list
            .filter(|_| !choices.own.is_empty())
            .map(|list| &list.entries);
        let taken: BTreeSet<&str> = entries
            .into_iter()
            .flatten()
            .map(|entry| entry.code.as_str())
            .collect();
        for own in &choices.own {
            if taken.contains(own.code.as_str()) {
                let message = format!("the code `{}` is one of the list's too", own.code);
                self.tell(
                    &rules::DUPLICATE,
                    &table.span_of(key),
                    message,
                    "give it another code",
                );
            }
        }
    }

    /// Choices that are written out under a key.
    pub(super) fn written(&mut self, table: &mut Table<'_>, key: &'static str) -> Vec<Choice> {
        let mut written: Vec<Choice> = Vec::new();
        let mut codes = BTreeSet::new();
        for node in self.items(table, key) {
            let mut table = self.table(node);
            let choice = self.choice(&mut table);
            let span = table.span_of("code");
            self.finish(&table);
            if !choice.code.is_empty() && !codes.insert(choice.code.clone()) {
                let message = format!("the code `{}` stands here twice", choice.code);
                self.tell(
                    &rules::DUPLICATE,
                    &span,
                    message,
                    "give each choice a code of its own",
                );
            } else {
                self.check_code(&choice.code, &span);
            }
            written.push(choice);
        }
        written
    }

    fn check_code(&mut self, code: &str, span: &crate::survey::source::Span) {
        if !code.is_empty() {
            self.check_id(Id::Code, code, span);
        }
    }

    /// Code, label and marks of one choice.
    pub(super) fn choice(&mut self, table: &mut Table<'_>) -> Choice {
        self.demand(table, "code", "give it the code that is stored");
        let code = table
            .get("code")
            .and_then(|node| self.code(node))
            .unwrap_or_default();
        Choice {
            code,
            label: self.wanted_text(table, "label"),
            exclusive: self.bool(table, "exclusive"),
            specify: self.bool(table, "specify"),
            columns: BTreeMap::new(),
        }
    }

    /// A code: a text, or a whole number that is meant as one.
    fn code(&mut self, node: &Node) -> Option<String> {
        match node.value {
            Raw::Whole(number) => Some(number.to_string()),
            _ => self.string_of(node),
        }
    }

    /// The points of a scale: whole numbers, lowest first.
    pub(super) fn points(&mut self, table: &mut Table<'_>) -> Vec<Choice> {
        self.demand(table, "choices", "give the points of the scale");
        let points = self.written(table, "choices");
        let numbers: Vec<Option<i64>> =
            points.iter().map(|point| point.code.parse().ok()).collect();
        let rising = numbers.windows(2).all(|pair| pair.first() < pair.last());
        let plain = points
            .iter()
            .zip(&numbers)
            .all(|(point, number)| number.is_some_and(|number| number.to_string() == point.code));
        if !(rising && plain) {
            let span = table.span_of("choices");
            self.tell(&rules::SCALE_CODES, &span, "the points of a scale are whole numbers, lowest first", "give the codes \"0\", \"1\", \"2\" and so on; where there is no order, use `single`");
        }
        if points.len() > MOST_POINTS {
            let span = table.span_of("choices");
            self.tell(
                &rules::BOUNDS,
                &span,
                "a scale of so many points is a number",
                "use `type = \"integer\"` with `min` and `max`",
            );
        }
        points
    }
}
