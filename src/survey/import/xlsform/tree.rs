//! The rows of the survey sheet as a tree: groups and repeats hold what stands between their begin and end.

use super::kinds::{Asked, asked};
use super::{Form, SURVEY};
use crate::survey::import::report::Weight;
use crate::survey::import::sheet::Row;

/// A question, or a group of them.
pub(super) enum Node<'t> {
    Row(&'t Row, Asked),
    Group(&'t Row, Vec<Self>),
    Repeat(&'t Row, Vec<Self>),
}

impl<'t> Node<'t> {
    /// The row that begins it.
    pub(super) const fn row(&self) -> &'t Row {
        match self {
            Self::Row(row, _) | Self::Group(row, _) | Self::Repeat(row, _) => row,
        }
    }
}

/// An open group: its row, whether it repeats, and what stood outside it before.
struct Open<'t> {
    row: &'t Row,
    repeats: bool,
    before: Vec<Node<'t>>,
}

/// Deeper groups than this are taken as part of the one they stand in.
const DEEPEST: usize = 40;

/// Whether a row that looks like a question is a calculation that nobody can change.
fn is_worked_out(row: &Row, asked: &Asked) -> bool {
    let takes = matches!(asked, Asked::Text | Asked::Integer | Asked::Decimal);
    let read_only = row
        .get("read_only")
        .to_lowercase()
        .starts_with(['y', 't', '1']);
    takes && read_only && !row.get("calculation").is_empty()
}

/// Puts rows into a tree. Ends without a begin and begins without an end are told of.
pub(super) fn tree<'t>(form: &mut Form<'_>, rows: &'t [Row]) -> Vec<Node<'t>> {
    let mut open: Vec<Open<'t>> = Vec::new();
    let mut nodes = Vec::new();
    for row in rows {
        if matches!(
            row.get("disabled").to_lowercase().as_str(),
            "yes" | "true" | "true()"
        ) {
            form.note(row, "the form itself has switched this row off");
            continue;
        }
        let asked = asked(row.get("type"));
        match asked {
            Asked::BeginGroup | Asked::BeginRepeat if open.len() < DEEPEST => {
                let before = std::mem::take(&mut nodes);
                open.push(Open {
                    row,
                    repeats: asked == Asked::BeginRepeat,
                    before,
                });
            }
            Asked::EndGroup | Asked::EndRepeat => match open.pop() {
                Some(group) => nodes = close(group, nodes),
                None => form.note(row, "it ends a group that was never begun"),
            },
            asked if is_worked_out(row, &asked) => {
                form.note(row, "it is worked out and stored; people are not shown it");
                nodes.push(Node::Row(row, Asked::Computed));
            }
            asked => nodes.push(Node::Row(row, asked)),
        }
    }
    while let Some(group) = open.pop() {
        form.report.add(
            Weight::Note,
            SURVEY,
            group.row.number,
            group.row.get("name"),
            "this group is never ended; it is taken to end with the sheet",
        );
        nodes = close(group, nodes);
    }
    nodes
}

fn close<'t>(group: Open<'t>, inside: Vec<Node<'t>>) -> Vec<Node<'t>> {
    let mut nodes = group.before;
    let make = if group.repeats {
        Node::Repeat
    } else {
        Node::Group
    };
    nodes.push(make(group.row, inside));
    nodes
}
