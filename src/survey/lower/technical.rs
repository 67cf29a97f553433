//! `technical.toml`: the raw tree to definitions, every problem at once.

use std::collections::BTreeSet;

use super::Lowering;
use super::read::Id;
use super::table::Table;
use crate::base::problem::Problem;
use crate::survey::raw::Node;
use crate::survey::rules;
use crate::survey::technical::{Definition, MOST, Rule};

/// Reads a file of definitions.
pub(in crate::survey) fn read(text: &str, file: &str) -> Result<Vec<Definition>, Vec<Problem>> {
    super::data_file(text, file, |lowering, table| {
        let mut seen = BTreeSet::new();
        let nodes = lowering.items(table, "definition");
        if nodes.len() > MOST {
            let message = format!("there are {} definitions; {MOST} at most", nodes.len());
            let remedy = "keep those that somebody still asks for";
            lowering.tell(
                &rules::WRONG_VALUE,
                &table.span_of("definition"),
                message,
                remedy,
            );
        }
        let definitions = nodes.iter();
        let definitions: Vec<Definition> = definitions
            .filter_map(|node| lowering.definition(node, &mut seen))
            .collect();
        definitions
    })
}

impl Lowering<'_> {
    fn definition(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Definition> {
        let mut table = self.table(node);
        let id = self.id(&mut table, "id", Id::Slug);
        self.once(&id, &table, "id", seen);
        let title = self.any_text(&mut table, "title");
        self.demand(&table, "source", "say where it is from");
        let source = self.string(&mut table, "source");
        self.demand(&table, "rule", "write at least one `[[definition.rule]]`");
        let nodes = self.items(&mut table, "rule");
        let rules = nodes.iter().filter_map(|node| self.rule(node));
        let rules: Vec<Rule> = rules.collect();
        self.finish(&table);
        Some(Definition {
            id,
            title: title?,
            source: source?,
            rules,
        })
    }

    fn rule(&mut self, node: &Node) -> Option<Rule> {
        let mut table = self.table(node);
        self.demand(&table, "question", "name the question whose answers count");
        let question = self.string(&mut table, "question");
        let codes = self.words_of(&mut table, "codes");
        let starting = self.words_of(&mut table, "starting");
        if codes.is_empty() && starting.is_empty() {
            let message = "this rule counts no answer";
            let remedy = "give `codes`, or beginnings of codes as `starting`";
            let span = table.span.clone();
            self.tell(&rules::KEY_MISSING, &span, message, remedy);
        }
        self.finish(&table);
        Some(Rule {
            question: question?,
            codes,
            starting,
        })
    }

    fn words_of(&mut self, table: &mut Table<'_>, key: &'static str) -> Vec<String> {
        let nodes = self.items(table, key);
        let words = nodes.iter().filter_map(|node| self.string_of(node));
        words.collect()
    }
}
