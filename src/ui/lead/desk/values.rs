//! Choosing by which value of a column the lines of a table are filtered: a state, a family, a person.

use ratatui::layout::Position;

use crate::base::words::Arg;
use crate::stats::view::Block;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::theme::Tone;

use super::leaf::{Leaf, Only, Values};

/// The name of the page.
pub(in crate::ui::lead) const VALUES: &str = "values";

/// The page: all lines, lines with words that are typed, then every value with how many lines have it.
pub(super) struct Choosing {
    values: Values,
    at: usize,
}

/// What comes of a key.
pub(super) enum Chosen {
    Stay,
    Back,
    /// Words are to be typed.
    Words,
    /// Lines with this value alone; all of them where there is none.
    Only(Option<Only>),
}

/// Lines before the values.
const BEFORE: usize = 2;

impl Choosing {
    pub(super) const fn new(values: Values) -> Self {
        Self { values, at: 0 }
    }

    pub(super) fn update(&mut self, action: Option<Action>) -> Chosen {
        let last = self.values.found.len() + BEFORE - 1;
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::Back) => return Chosen::Back,
            Some(Action::Enter) => return self.chosen(),
            _ => {}
        }
        Chosen::Stay
    }

    fn chosen(&self) -> Chosen {
        match self.at {
            0 => Chosen::Only(None),
            1 => Chosen::Words,
            at => Chosen::Only(self.values.found.get(at - BEFORE).map(|(value, _)| Only {
                block: self.values.block,
                column: self.values.column,
                value: value.clone(),
            })),
        }
    }

    pub(super) fn view(&self, page: &mut Page<'_>, leaf: &Leaf) -> Option<Position> {
        let column = match leaf.blocks.get(self.values.block) {
            Some(Block::Sheet(sheet)) => sheet.columns.get(self.values.column),
            _ => None,
        };
        let column = column.map_or_else(String::new, |column| page.teller.tell(&column.title));
        let args = [("column", Arg::Words(column))];
        let question = page.words().say_with("lead-values-intro", args);
        page.paragraph(Tone::Title, &question);
        page.gap();
        let first = ["lead-values-all", "lead-values-words"].map(|id| page.words().say(id));
        let nothing = page.words().say("lead-values-empty");
        let values = self.values.found.iter().map(|(value, count)| {
            let value = if value.is_empty() { &nothing } else { value };
            let args = [
                ("value", Arg::Words(value.clone())),
                ("count", Arg::from(*count)),
            ];
            page.words().say_with("lead-values-line", args)
        });
        let lines: Vec<String> = first.into_iter().chain(values).collect();
        page.list(self.at, &lines, 0)
    }
}
