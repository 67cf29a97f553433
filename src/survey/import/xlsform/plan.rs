//! The tree of rows to sections of items: which group becomes a section, which a heading, which a matrix.

use super::Form;
use super::kinds::Asked;
use super::matrix::{Run, run_of_rows};
use super::tree::Node;
use crate::survey::import::names;
use crate::survey::import::sheet::Row;
use crate::survey::nest::DEEPEST;

/// One thing in a section.
pub(super) struct Item<'t> {
    pub(super) row: &'t Row,
    pub(super) id: String,
    pub(super) body: Body<'t>,
    /// The rows of the groups it stands in within its section, whose conditions are its own too.
    pub(super) groups: Vec<&'t Row>,
}

/// What an item is.
pub(super) enum Body<'t> {
    Ask(Asked),
    /// The label of a group inside a section.
    Heading,
    Matrix(Run<'t>),
    Repeat(Vec<Item<'t>>),
}

/// One section.
pub(super) struct Section<'t> {
    pub(super) id: String,
    /// The row of its group; none for questions that stand outside any group.
    pub(super) row: Option<&'t Row>,
    /// The groups around it, outermost first.
    pub(super) around: Vec<&'t Row>,
    pub(super) items: Vec<Item<'t>>,
}

impl Form<'_> {
    /// Gives every question its id, in the order of the form, before any section takes one.
    pub(super) fn name_questions(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            match node {
                Node::Row(row, _) => self.name_row(row),
                Node::Repeat(row, inside) => {
                    self.name_row(row);
                    self.name_questions(inside);
                }
                Node::Group(_, inside) => self.name_questions(inside),
            }
        }
    }

    fn name_row(&mut self, row: &Row) {
        let name = row.get("name");
        let id = self.given.once(&names::id(name));
        if !name.is_empty() && id != name {
            self.note(row, format!("its id here is `{id}`"));
        }
        self.ids.insert(row.number, id);
    }

    pub(super) fn plan<'t>(&mut self, nodes: &[Node<'t>]) -> Vec<Section<'t>> {
        let mut sections = Vec::new();
        self.plan_level(nodes, &[], &mut sections);
        sections.retain(|section| !section.items.is_empty());
        sections
    }

    /// Groups become sections; what stands between them goes into sections of its own.
    fn plan_level<'t>(
        &mut self,
        nodes: &[Node<'t>],
        around: &[&'t Row],
        sections: &mut Vec<Section<'t>>,
    ) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            if let Node::Group(row, inside) = node {
                self.plan_group(row, inside, around, sections);
                at += 1;
                continue;
            }
            let rest = nodes.get(at..).unwrap_or_default();
            let loose = rest
                .iter()
                .take_while(|node| !matches!(node, Node::Group(..)))
                .count();
            let mut items = Vec::new();
            self.items(
                rest.get(..loose).unwrap_or_default(),
                None,
                &[],
                0,
                &mut items,
            );
            if !items.is_empty() {
                let id = self.given.once("section");
                sections.push(Section {
                    id,
                    row: None,
                    around: around.to_vec(),
                    items,
                });
            }
            at += loose;
        }
    }

    fn plan_group<'t>(
        &mut self,
        row: &'t Row,
        inside: &[Node<'t>],
        around: &[&'t Row],
        sections: &mut Vec<Section<'t>>,
    ) {
        let holds_groups = inside.iter().any(|node| matches!(node, Node::Group(..)));
        let asks = inside.iter().any(|node| match node {
            Node::Row(_, asked) => !matches!(asked, Asked::Computed | Asked::Metadata(_)),
            Node::Repeat(..) => true,
            Node::Group(..) => false,
        });
        if holds_groups && !asks {
            let around: Vec<&Row> = around.iter().copied().chain([row]).collect();
            return self.plan_level(inside, &around, sections);
        }
        let mut items = Vec::new();
        self.items(inside, Some(row), &[], 0, &mut items);
        let id = self.given.once(&names::id(row.get("name")));
        sections.push(Section {
            id,
            row: Some(row),
            around: around.to_vec(),
            items,
        });
    }

    /// What stands in a group, flat, `depth` repeats deep; `group` is the nearest one, for the appearance of tables.
    fn items<'t>(
        &mut self,
        nodes: &[Node<'t>],
        group: Option<&'t Row>,
        groups: &[&'t Row],
        depth: usize,
        items: &mut Vec<Item<'t>>,
    ) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            let rest = nodes.get(at..).unwrap_or_default();
            if let Some(run) = run_of_rows(rest, group) {
                at += run.length;
                let id = self
                    .given
                    .once(&names::id(group.map_or("matrix", |row| row.get("name"))));
                items.push(Item {
                    row: group.unwrap_or(node.row()),
                    id,
                    body: Body::Matrix(run),
                    groups: groups.to_vec(),
                });
                continue;
            }
            self.item(node, groups, depth, items);
            at += 1;
        }
    }

    fn item<'t>(
        &mut self,
        node: &Node<'t>,
        groups: &[&'t Row],
        depth: usize,
        items: &mut Vec<Item<'t>>,
    ) {
        match node {
            Node::Row(row, asked) => {
                let id = self.ids.get(&row.number).cloned().unwrap_or_default();
                items.push(Item {
                    row,
                    id,
                    body: Body::Ask(asked.clone()),
                    groups: groups.to_vec(),
                });
            }
            Node::Group(row, inside) => {
                let inner: Vec<&Row> = groups.iter().copied().chain([*row]).collect();
                // A table that is all of its group has the group's name, and asks with the group's own
                // words where it has none.
                let whole = run_of_rows(inside, Some(row)).filter(|run| run.length == inside.len());
                let has_words = whole.as_ref().is_none_or(|run| run.heading.is_some());
                if !row.get("label").is_empty() && has_words {
                    let id = self.given.once(&match whole {
                        Some(_) => names::id(&format!("{}_heading", row.get("name"))),
                        None => names::id(row.get("name")),
                    });
                    items.push(Item {
                        row,
                        id,
                        body: Body::Heading,
                        groups: groups.to_vec(),
                    });
                }
                self.items(inside, Some(row), &inner, depth, items);
            }
            Node::Repeat(row, inside) if depth == DEEPEST => {
                self.loss(
                    row,
                    "a repeat in a third repeat is asked once for each entry of that one",
                );
                self.items(inside, Some(row), groups, depth, items);
            }
            Node::Repeat(row, inside) => {
                let id = self.ids.get(&row.number).cloned().unwrap_or_default();
                let mut nested = Vec::new();
                self.items(inside, Some(row), &[], depth + 1, &mut nested);
                items.push(Item {
                    row,
                    id,
                    body: Body::Repeat(nested),
                    groups: groups.to_vec(),
                });
            }
        }
    }
}
