//! `comparators.toml`: the raw tree to published figures, every problem at once.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Lowering;
use super::read::Id;
use super::table::Table;
use crate::base::problem::Problem;
use crate::survey::comparators::{Comparator, Measure, Nearest};
use crate::survey::raw::Node;
use crate::survey::rules;

/// The keys that give a figure; one of them stands in each comparator.
const MEASURES: [&str; 3] = ["percent", "count", "ratio"];

/// The keys that join a figure to a question of ours; all of them or none.
const JOIN: [&str; 3] = ["question", "codes", "differs"];

/// Reads a comparators file.
pub(in crate::survey) fn read(text: &str, file: &str) -> Result<Vec<Comparator>, Vec<Problem>> {
    super::data_file(text, file, |lowering, table| {
        let mut seen = BTreeSet::new();
        let nodes = lowering.items(table, "comparator");
        let comparators: Vec<Comparator> = nodes
            .iter()
            .filter_map(|node| lowering.comparator(node, &mut seen))
            .collect();
        comparators
    })
}

impl Lowering<'_> {
    fn comparator(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Comparator> {
        let mut table = self.table(node);
        let id = self.id(&mut table, "id", Id::Slug);
        self.once(&id, &table, "id", seen);
        let title = self.any_text(&mut table, "title");
        let measure = self.measure(&mut table);
        let or_more = self.bool(&mut table, "or_more");
        let of = self.any_text(&mut table, "of");
        let people = self.small(&mut table, "people", 1..=u32::MAX);
        let year = self.small(&mut table, "year", 1900..=2100);
        self.demand(&table, "source", "name the page or paper it was read in");
        let source = self.string(&mut table, "source");
        let nearest = self.nearest(&mut table);
        self.demand(
            &table,
            "checked_on",
            "write the day on which somebody looked it up",
        );
        let checked_on = self.day(&mut table, "checked_on");
        self.finish(&table);
        Some(Comparator {
            id,
            title: title?,
            measure: measure?,
            or_more,
            of: of?,
            people,
            year,
            source: source?,
            nearest,
            checked_on: checked_on?,
        })
    }

    fn measure(&mut self, table: &mut Table<'_>) -> Option<Measure> {
        let given: Vec<&str> = MEASURES
            .into_iter()
            .filter(|key| table.peek(key).is_some())
            .collect();
        let remedy = "give one of `percent`, `count` and `ratio`";
        let span = table.span.clone();
        match given[..] {
            [] => {
                table.know(&MEASURES);
                let message = "this figure has no value";
                self.tell(&rules::KEY_MISSING, &span, message, remedy);
                None
            }
            [_] => {
                let percent = self.bounded(table, "percent", Decimal::ONE_HUNDRED, "percentage");
                let count = self.small(table, "count", 0..=u32::MAX);
                let ratio = self.bounded(table, "ratio", Decimal::ONE_THOUSAND, "ratio");
                let ratio = ratio.map(Measure::Ratio);
                percent
                    .map(Measure::Percent)
                    .or_else(|| count.map(Measure::Count))
                    .or(ratio)
            }
            [one, two, ..] => {
                table.know(&MEASURES);
                let message = format!("`{one}` and `{two}` are both given");
                self.tell(&rules::WRONG_VALUE, &span, message, remedy);
                None
            }
        }
    }

    /// A number from 0 to `most`.
    fn bounded(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        most: Decimal,
        name: &str,
    ) -> Option<Decimal> {
        let number = self.decimal(table, key)?;
        if number >= Decimal::ZERO && number <= most {
            return Some(number);
        }
        let message = format!("{number} is no {name}");
        let remedy = format!("give a number from 0 to {most}");
        self.tell(&rules::WRONG_VALUE, &table.span_of(key), message, remedy);
        None
    }

    fn nearest(&mut self, table: &mut Table<'_>) -> Option<Nearest> {
        if JOIN.iter().all(|key| table.peek(key).is_none()) {
            table.know(&JOIN);
            return None;
        }
        let remedy = "give `question`, `codes` and `differs`, or none of them";
        self.demand(table, "question", remedy);
        self.demand(table, "codes", remedy);
        let question = self.string(table, "question");
        let nodes = self.items(table, "codes");
        let codes = nodes.iter().filter_map(|node| self.string_of(node));
        let codes: Vec<String> = codes.collect();
        if table.peek("differs").is_none() {
            table.know(&["differs"]);
            self.demand(table, "differs", remedy);
            return None;
        }
        let differs = self.any_text(table, "differs")?;
        Some(Nearest {
            question: question?,
            codes,
            differs,
        })
    }
}
