//! Choosing by which value of a column the lines of a table are filtered: a state, a family, a person.

use ratatui::layout::Position;

use crate::base::words::Arg;
use crate::report::view::Teller;
use crate::stats::view::Block;
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::theme::Tone;

use super::find::Find;
use super::leaf::{Leaf, Only, Values};
use super::lists::{Listed, Order};

/// The name of the page.
pub(in crate::ui::lead) const VALUES: &str = "values";

/// The page: all lines, lines with words that are typed, then every value with how many lines have it.
pub(super) struct Choosing {
    values: Values,
    at: usize,
    order: Order,
    find: Find,
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
    pub(super) fn new(values: Values) -> Self {
        Self {
            values,
            at: 0,
            order: Order::default(),
            find: Find::default(),
        }
    }

    pub(super) const fn bindings(&self) -> &'static [Binding] {
        if self.find.is_typing() {
            keys::SEARCH
        } else {
            keys::FOUND_CHOOSE
        }
    }

    pub(super) fn update(
        &mut self,
        action: Option<Action>,
        input: &Input,
        teller: &Teller,
    ) -> Chosen {
        let listed = self.listed(teller);
        if let Some(to) = listed.takes(self.at, &mut self.find, (action, input)) {
            self.at = to;
            return Chosen::Stay;
        }
        match action {
            Some(Action::Sort) => self.order = self.order.other(),
            Some(Action::Back) => return Chosen::Back,
            Some(Action::Enter) => return self.chosen(),
            _ => {}
        }
        Chosen::Stay
    }

    /// All lines, words, and every value; the first two stand first in every order.
    fn listed(&self, teller: &Teller) -> Listed {
        let words = teller.words();
        let first = ["lead-values-all", "lead-values-words"].map(|id| words.say(id));
        let nothing = words.say("lead-values-empty");
        let values = self.values.found.iter().map(|(value, count)| {
            let value = if value.is_empty() { &nothing } else { value };
            let args = [
                ("value", Arg::Words(value.clone())),
                ("count", Arg::from(*count)),
            ];
            words.say_with("lead-values-line", args)
        });
        let lines: Vec<String> = first.into_iter().chain(values).collect();
        Listed::new(&lines, self.order, |at| {
            u8::try_from(at.min(BEFORE)).unwrap_or(0)
        })
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
        self.order.say(page);
        self.listed(page.teller).view(page, self.at, &self.find, 0)
    }
}
