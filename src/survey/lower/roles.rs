//! `roles.toml`: the raw tree to role profiles, every problem at once.

use std::collections::BTreeSet;

use super::Lowering;
use super::read::Id;
use super::table::Table;
use crate::base::problem::Problem;
use crate::survey::raw::Node;
use crate::survey::roles::{Required, Role, Roles};
use crate::survey::rules;

/// Reads a roles file.
pub(in crate::survey) fn read(text: &str, file: &str) -> Result<Roles, Vec<Problem>> {
    super::data_file(text, file, |lowering, table| {
        let is_example = lowering.bool(table, "example");
        let mut seen = BTreeSet::new();
        let nodes = lowering.items(table, "role");
        let roles = nodes
            .iter()
            .filter_map(|node| lowering.role(node, &mut seen));
        let roles = roles.collect();
        lowering.demand(table, "role", "write at least one `[[role]]`");
        Roles { is_example, roles }
    })
}

impl Lowering<'_> {
    fn role(&mut self, node: &Node, seen: &mut BTreeSet<String>) -> Option<Role> {
        let mut table = self.table(node);
        let step = self.id(&mut table, "step", Id::Code);
        self.once(&step, &table, "step", seen);
        let title = self.any_text(&mut table, "title");
        let maps_to = self.string(&mut table, "maps_to");
        let standard = self.reference(&mut table, "standard");
        let requires = self.requires(&mut table);
        self.finish(&table);
        Some(Role {
            step,
            title: title?,
            maps_to,
            standard,
            requires,
        })
    }

    /// Skills with their levels; a key twice is TOML's own error.
    fn requires(&mut self, table: &mut Table<'_>) -> Vec<Required> {
        let remedy = "name the skills, for example `requires = { \"sup.risk\" = 2 }`";
        self.demand(table, "requires", remedy);
        let Some(skills) = self.table_in(table, "requires") else {
            return Vec::new();
        };
        if skills.entries().is_empty() {
            let message = "this step asks for no skill";
            self.tell(&rules::WRONG_VALUE, &skills.span, message, remedy);
        }
        let mut requires = Vec::new();
        for entry in skills.entries() {
            self.check_id(Id::Code, &entry.key, &entry.at);
            let level = self.whole_of(&entry.value, 1..=4);
            if let Some(level) = level.and_then(|level| u8::try_from(level).ok()) {
                let skill = entry.key.clone();
                requires.push(Required { skill, level });
            }
        }
        requires
    }
}
