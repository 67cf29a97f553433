//! `routes.toml`: the raw tree to routes, every problem at once.

use std::collections::BTreeSet;

use super::Lowering;
use super::read::Id;
use super::table::Table;
use crate::base::problem::Problem;
use crate::base::time::Day;
use crate::survey::raw::Node;
use crate::survey::routes::{Nation, Route, RouteKind};
use crate::survey::rules;

/// The routes of the occupational maps of England (Skills England), beside `any`.
const OCCUPATIONAL: [(&str, ()); 16] = [
    ("any", ()),
    ("Agriculture, environmental and animal care", ()),
    ("Business and administrative", ()),
    ("Care services", ()),
    ("Catering and hospitality", ()),
    ("Construction", ()),
    ("Creative and design", ()),
    ("Digital", ()),
    ("Education and childcare", ()),
    ("Engineering and manufacturing", ()),
    ("Hair and beauty", ()),
    ("Health and science", ()),
    ("Legal, finance and accounting", ()),
    ("Protective services", ()),
    ("Sales, marketing and procurement", ()),
    ("Transport and logistics", ()),
];

/// Ten years beside the work; what takes longer is a slip of the finger.
const LONGEST: u32 = 120;

/// Reads a routes file.
pub(in crate::survey) fn read(text: &str, file: &str) -> Result<Vec<Route>, Vec<Problem>> {
    super::data_file(text, file, |lowering, table| {
        let mut seen = BTreeSet::new();
        let nodes = lowering.items(table, "route");
        let routes: Vec<Route> = nodes
            .iter()
            .filter_map(|node| lowering.route(node, &mut seen))
            .collect();
        lowering.demand(table, "route", "write at least one `[[route]]`");
        routes
    })
}

impl Lowering<'_> {
    fn route(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Route> {
        let mut table = self.table(node);
        let id = self.id(&mut table, "id", Id::Slug);
        self.once(&id, &table, "id", seen);
        let title = self.any_text(&mut table, "title");
        let kinds = RouteKind::ALL.map(|kind| (kind.code(), kind));
        let kind = self.wanted_word(&mut table, "kind", &kinds);
        let level = self.wanted_whole(&mut table, "level", 0..=8);
        let nations = Nation::ALL.map(|nation| (nation.code(), nation));
        let nation = self.wanted_word(&mut table, "nation", &nations);
        let occupational = self.wanted_word(&mut table, "occupational_route", &OCCUPATIONAL);
        let occupational_route = table.peek("occupational_route").and_then(Node::text);
        let families = self.families(&mut table);
        let steps = self.steps(&mut table);
        let typical_months = self.wanted_whole(&mut table, "typical_months", 1..=LONGEST);
        let cost_band = self.wanted_whole(&mut table, "cost_band", 1..=3);
        let reference = self.reference(&mut table, "reference");
        let checked_on = self.checked_on(&mut table);
        self.finish(&table);
        occupational?;
        Some(Route {
            id,
            title: title?,
            kind: kind?,
            level: u8::try_from(level?).ok()?,
            nation: nation?,
            occupational_route: occupational_route?.trim().to_owned(),
            families,
            steps: steps.unwrap_or_else(|| kind.map_or(&[][..], RouteKind::steps).to_vec()),
            typical_months: typical_months?,
            cost_band: u8::try_from(cost_band?).ok()?,
            reference,
            checked_on: checked_on?,
        })
    }

    /// The families that a route serves: at least one, none twice.
    fn families(&mut self, table: &mut Table<'_>) -> Vec<String> {
        self.demand(
            table,
            "family",
            "name the families of skill, for example `[\"lab\"]`",
        );
        let nodes = self.items(table, "family");
        if nodes.is_empty()
            && table
                .peek("family")
                .is_some_and(|node| node.items().is_empty())
        {
            let span = table.span_of("family");
            let message = "this route serves no family of skill";
            self.tell(
                &rules::WRONG_VALUE,
                &span,
                message,
                "name one, or delete the route",
            );
        }
        let mut seen = BTreeSet::new();
        let mut families = Vec::new();
        for node in nodes {
            let Some(family) = self.string_of(node) else {
                continue;
            };
            self.check_id(Id::Code, &family, &node.span);
            if seen.insert(family.clone()) {
                families.push(family);
            } else {
                let message = format!("`{family}` stands here twice");
                self.tell(&rules::DUPLICATE, &node.span, message, "keep it once");
            }
        }
        families
    }

    /// The levels that a route leads up to, where it says so itself.
    fn steps(&mut self, table: &mut Table<'_>) -> Option<Vec<u8>> {
        table.peek("steps")?;
        let nodes = self.items(table, "steps");
        let steps = nodes.iter().filter_map(|node| self.whole_of(node, 1..=4));
        Some(steps.filter_map(|step| u8::try_from(step).ok()).collect())
    }

    fn checked_on(&mut self, table: &mut Table<'_>) -> Option<Day> {
        self.demand(
            table,
            "checked_on",
            "write the day on which somebody looked it up",
        );
        self.day(table, "checked_on")
    }
}
