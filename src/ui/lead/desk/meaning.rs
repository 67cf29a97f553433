//! What the figures of a page count and what they do not, for the page that `?` opens: the one that a
//! person stands on, then all of them.

use crate::base::words::Message;
use crate::report::view::Teller;
use crate::stats::view::{Block, Name, meaning};

use super::leaf::Leaf;

/// A figure or a chart: its name, and the id of what it counts or shows.
pub(super) type Meaning<'b> = (&'b Message, &'static str);

/// Each meaning of a page once, with the name that it has first.
pub(super) fn of(view: Name, blocks: &[Block]) -> Vec<Meaning<'_>> {
    let mut found: Vec<Meaning<'_>> = Vec::new();
    for block in blocks {
        let chart = chart(view, block).into_iter();
        let figures = figures(block).into_iter();
        let figures = figures.filter_map(|(id, name)| figure(view, block, (id, name)));
        for one in chart.chain(figures) {
            if !found.iter().any(|(_, known)| *known == one.1) {
                found.push(one);
            }
        }
    }
    found
}

/// What one stands on: a chart, a single figure, or the column of a table.
pub(super) fn here<'l>(view: Name, leaf: &'l Leaf, teller: &Teller) -> Option<Meaning<'l>> {
    let item = leaf.here(teller)?;
    let block = leaf.blocks.get(item.block)?;
    let figures = figures(block);
    let at = match block {
        Block::Facts(_) => item.index,
        _ => leaf.column.min(figures.len().saturating_sub(1)),
    };
    let own = || figure(view, block, *figures.get(at)?);
    chart(view, block).or_else(own)
}

fn chart(view: Name, block: &Block) -> Option<Meaning<'_>> {
    let words = meaning::of_chart(view, block)?;
    match block {
        Block::Bars(bars) => Some((&bars.title, words)),
        Block::Grid(grid) => Some((&grid.title, words)),
        Block::Note(_) | Block::Facts(_) | Block::Sheet(_) => None,
    }
}

fn figure<'b>(
    view: Name,
    block: &Block,
    (id, name): (&'static str, &'b Message),
) -> Option<Meaning<'b>> {
    let words = meaning::of_figure(view, block.id()?, id)?;
    Some((name, words))
}

/// The columns, single figures and series of a block: each one's word for files, and its name.
fn figures(block: &Block) -> Vec<(&'static str, &Message)> {
    match block {
        Block::Sheet(sheet) => {
            let columns = sheet.columns.iter();
            columns.map(|column| (column.id, &column.title)).collect()
        }
        Block::Facts(facts) => {
            let facts = facts.facts.iter();
            facts.map(|(id, name, _)| (*id, name)).collect()
        }
        Block::Bars(bars) => bars.series.iter().map(|(id, name)| (*id, name)).collect(),
        Block::Note(_) | Block::Grid(_) => Vec::new(),
    }
}
