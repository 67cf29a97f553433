//! Tables of questions: a group that shows its questions as rows under one line of choices becomes a matrix.

use super::Form;
use super::kinds::{Asked, Source};
use super::plan::Item;
use super::question::Written;
use super::tree::Node;
use crate::survey::import::names;
use crate::survey::import::sheet::Row;

/// One row of a matrix.
pub(super) struct MatrixRow<'t> {
    pub(super) row: &'t Row,
    /// Its code.
    pub(super) code: String,
}

/// Rows of a form that are one table.
pub(super) struct Run<'t> {
    /// How many rows of the form they take.
    pub(super) length: usize,
    pub(super) rows: Vec<MatrixRow<'t>>,
    pub(super) source: Source,
    pub(super) many: bool,
    /// The row that only shows the choices, with the words above them.
    pub(super) heading: Option<&'t Row>,
}

/// Keys that a row of a matrix has not for itself.
const ALONE: [&str; 9] = [
    "relevant",
    "constraint",
    "choice_filter",
    "default",
    "calculation",
    "hint",
    "guidance_hint",
    "parameters",
    "trigger",
];

fn has_appearance(row: &Row, word: &str) -> bool {
    row.get("appearance")
        .split_whitespace()
        .any(|other| other == word)
}

/// The table that begins here, if one does: two rows or more, of one list, alike but for their labels.
pub(super) fn run_of_rows<'t>(nodes: &[Node<'t>], group: Option<&Row>) -> Option<Run<'t>> {
    let table = group.is_some_and(|group| has_appearance(group, "table-list"));
    let (first, source, many) = nodes.first().and_then(choosing)?;
    let heading = has_appearance(first, "label");
    let mut rows: Vec<MatrixRow<'t>> = Vec::new();
    for node in nodes.iter().skip(usize::from(heading)) {
        let Some((row, _, _)) =
            choosing(node).filter(|(_, other, others)| *other == source && *others == many)
        else {
            break;
        };
        let shown = table || has_appearance(row, "list-nolabel");
        let alike = rows
            .first()
            .is_none_or(|other| is_required(other.row) == is_required(row));
        if !shown || !alike || ALONE.iter().any(|column| !row.get(column).is_empty()) {
            break;
        }
        rows.push(MatrixRow {
            row,
            code: names::code(row.get("name")),
        });
    }
    let length = rows.len() + usize::from(heading);
    let plain = first.get("required").is_empty() || is_plain(first.get("required"));
    (rows.len() >= 2 && plain).then(|| Run {
        length,
        rows,
        source: source.clone(),
        many,
        heading: heading.then_some(first),
    })
}

fn choosing<'n, 't>(node: &'n Node<'t>) -> Option<(&'t Row, &'n Source, bool)> {
    match node {
        Node::Row(
            row,
            Asked::One {
                source,
                other: false,
            },
        ) => Some((row, source, false)),
        Node::Row(
            row,
            Asked::Many {
                source,
                other: false,
            },
        ) => Some((row, source, true)),
        _ => None,
    }
}

/// Whether a cell says yes or no and is no expression.
pub(super) fn is_plain(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "yes" | "no" | "true" | "false" | "true()" | "false()" | "1" | "0" | "oui" | "non"
    )
}

/// Whether a `required` cell says yes.
pub(super) fn is_required(row: &Row) -> bool {
    matches!(
        row.get("required").to_lowercase().as_str(),
        "yes" | "true" | "true()" | "1" | "oui"
    )
}

impl Form<'_> {
    /// A matrix with its keys.
    pub(super) fn matrix(
        &mut self,
        item: &Item<'_>,
        run: &Run<'_>,
        repeat: Option<usize>,
    ) -> Option<Written> {
        let Run {
            rows,
            source,
            many,
            heading,
            ..
        } = run;
        let first = rows.first()?;
        let Some(list) = self
            .lists
            .get(source)
            .filter(|list| !list.entries.is_empty())
        else {
            self.loss(
                first.row,
                "its choices are not in the workbook; the table is left out",
            );
            return None;
        };
        let mut written = Written::new(first.row.number, &item.id, "matrix");
        // The words above the choices ask; the group's name stands over the section or as a heading.
        let asking = heading
            .filter(|row| !row.get("label").is_empty())
            .unwrap_or(item.row);
        let label = self.text(super::SURVEY, asking, "label");
        let label = label.unwrap_or_else(|| super::language::stand_in(item.row));
        if let Some(row) = heading {
            self.tell_heading(row);
        }
        written.words("label", label);
        self.put_relevant(&mut written, &item.groups, None, repeat);
        written.raw("required", is_required(first.row).to_string());
        let mut lines = Vec::new();
        for row in rows {
            let label = self.label(row.row);
            lines.push(super::write::choice(&row.code, &label, false, &[]));
            self.tell_columns(row.row);
        }
        written.raw("rows", super::write::several(&lines));
        written.raw(
            "cells",
            if *many { "\"multiple\"" } else { "\"single\"" }.to_owned(),
        );
        let columns: Vec<String> = list
            .entries
            .iter()
            .map(|entry| super::write::choice(&entry.code, &entry.label, false, &[]))
            .collect();
        written.raw("choices", super::write::several(&columns));
        Some(written)
    }

    fn tell_heading(&mut self, row: &Row) {
        for column in ["hint", "guidance_hint", "relevant", "constraint", "default"] {
            if !row.get(column).is_empty() {
                self.loss(
                    row,
                    format!("its {column} is left out: this row only shows the choices of a table"),
                );
            }
        }
        self.tell_columns(row);
    }
}
