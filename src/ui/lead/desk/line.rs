//! Blocks as lines: every block writes lines of pieces, and says which line belongs to which item.

use crate::base::text::{width, wrap};
use crate::base::words::Message;
use crate::report::view::Teller;
use crate::stats::view::{Block, Facts, Value};
use crate::ui::lead::draw::Spans;
use crate::ui::theme::{Theme, Tone};

use super::find::marked;
use super::leaf::{Item, Leaf};
use super::{chart, table};

/// A line of a page of blocks.
pub(super) struct Line {
    /// Its pieces; the first column is the mark's.
    pub(super) spans: Spans,
    /// The item whose first line it is.
    pub(super) item: Option<Item>,
    /// The block whose heading it is: it stays in sight while its rows are.
    pub(super) heads: Option<usize>,
}

impl Line {
    /// Words without focus.
    pub(super) fn words(tone: Tone, text: &str) -> Self {
        Self {
            spans: vec![(tone, format!("  {text}"))],
            item: None,
            heads: None,
        }
    }
}

/// How a page is drawn.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) teller: &'a Teller,
    pub(super) theme: Theme,
    pub(super) columns: usize,
    /// The item in focus.
    pub(super) focus: Option<Item>,
    /// The items that hold what is looked for, and the words that are.
    pub(super) found: &'a [Item],
    pub(super) wanted: &'a [String],
}

impl Look<'_> {
    /// The mark and the tone of an item's first line.
    pub(super) fn mark(&self, item: Item) -> (&'static str, Tone) {
        match (self.focus == Some(item), self.found.contains(&item)) {
            (true, true) => (">*", Tone::Focus),
            (true, false) => ("> ", Tone::Focus),
            // A mark in the margin, for a terminal that shows neither bold nor colour.
            (false, true) => (" *", Tone::Text),
            (false, false) => ("  ", Tone::Text),
        }
    }

    /// Columns beside the mark.
    pub(super) const fn room(&self) -> usize {
        self.columns.saturating_sub(3)
    }

    /// An item of one piece.
    pub(super) fn item(&self, item: Item, text: &str) -> Line {
        let (mark, tone) = self.mark(item);
        let mut spans = vec![(Tone::Text, mark.to_owned())];
        spans.extend(self.pieces(item, tone, text));
        Line {
            spans,
            item: Some(item),
            heads: None,
        }
    }

    /// A text of an item: what is looked for is marked in it.
    pub(super) fn pieces(&self, item: Item, tone: Tone, text: &str) -> Spans {
        if tone == Tone::Focus || !self.found.contains(&item) {
            return vec![(tone, text.to_owned())];
        }
        marked(tone, text, self.wanted)
    }

    /// A heading.
    pub(super) fn title(&self, title: &Message) -> Vec<Line> {
        let text = self.teller.tell(title);
        let lines = wrap(&text, self.room()).into_iter();
        lines.map(|line| Line::words(Tone::Title, &line)).collect()
    }
}

/// The whole page.
pub(super) fn lines(leaf: &Leaf, look: Look<'_>) -> Vec<Line> {
    let mut all = Vec::new();
    for (at, block) in leaf.blocks.iter().enumerate() {
        if at > 0 && !(is_note(block) && leaf.blocks.get(at - 1).is_some_and(is_note)) {
            all.push(Line::words(Tone::Text, ""));
        }
        match block {
            Block::Note(message) => all.extend(note(at, message, look)),
            Block::Facts(facts_) => all.extend(facts(at, facts_, leaf, look)),
            Block::Sheet(sheet) => all.extend(table::sheet(at, sheet, leaf, look)),
            Block::Bars(bars) => all.extend(chart::bars(at, bars, look)),
            Block::Grid(grid) => all.extend(table::grid(at, grid, leaf.column, look)),
        }
    }
    all
}

const fn is_note(block: &Block) -> bool {
    matches!(block, Block::Note(_))
}

fn note(block: usize, message: &Message, look: Look<'_>) -> Vec<Line> {
    let item = Item { block, index: 0 };
    let text = look.teller.tell(message);
    let wrapped = wrap(&text, look.room().min(76));
    let lines = wrapped.iter().enumerate();
    lines
        .map(|(at, line)| match at {
            // A sentence in reverse is hard to read: the mark alone says where one is.
            0 => {
                let mut spans = vec![(Tone::Text, look.mark(item).0.to_owned())];
                spans.extend(look.pieces(item, Tone::Quiet, line));
                Line {
                    spans,
                    item: Some(item),
                    heads: None,
                }
            }
            _ => Line::words(Tone::Quiet, line),
        })
        .collect()
}

fn facts(block: usize, facts: &Facts, leaf: &Leaf, look: Look<'_>) -> Vec<Line> {
    let mut lines = look.title(&facts.title);
    let names: Vec<String> = facts
        .facts
        .iter()
        .map(|(_, name, _)| look.teller.tell(name))
        .collect();
    let most = look.room().min(76) * 3 / 5;
    let widest = names
        .iter()
        .map(|name| width(name))
        .max()
        .unwrap_or(0)
        .min(most);
    for (index, (name, (_, _, value))) in names.iter().zip(&facts.facts).enumerate() {
        let item = Item { block, index };
        let value = match value {
            // Behind a line, nothing is "no"; on the page itself it is what nobody has said.
            Value::Nothing if leaf.title.is_some() => "-".to_owned(),
            value => look.teller.fact(value),
        };
        lines.extend(fact(item, name, &value, widest, look));
    }
    lines
}

fn fact(item: Item, name: &str, value: &str, widest: usize, look: Look<'_>) -> Vec<Line> {
    let names = wrap(name, widest.max(8));
    let room = look.room().saturating_sub(widest + 2).max(8);
    let values = wrap(value, room);
    let count = names.len().max(values.len()).max(1);
    // The value stands beside the last line of its name, so that it reads as the end of it.
    let before = names.len().saturating_sub(values.len().max(1));
    (0..count)
        .map(|at| {
            let name = names.get(at).map_or("", String::as_str);
            let value = at.checked_sub(before).and_then(|at| values.get(at));
            let value = value.map_or("", String::as_str);
            let gap = " ".repeat(widest.saturating_sub(width(name)) + 2);
            let text = format!("{name}{gap}{value}");
            match at {
                0 => look.item(item, text.trim_end()),
                _ => Line::words(Tone::Text, text.trim_end()),
            }
        })
        .collect()
}
