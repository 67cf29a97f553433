//! Looking for a question by its words, and leaving out those that have none of them.

use ratatui::layout::Position;

use crate::base::text::width;
use crate::base::words::Arg;
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action};
use crate::ui::theme::Tone;

use super::Summary;

/// What is typed on the page.
#[derive(Default)]
pub(super) enum Typing {
    #[default]
    Nothing,
    /// Words that a question is looked for by, and the place in the list of those that have them.
    Find(String, usize),
    /// Words that questions must have to be shown at all.
    Filter,
}

impl Summary {
    /// Whether words are typed.
    pub(in crate::ui::lead) const fn is_typing(&self) -> bool {
        !matches!(self.typing, Typing::Nothing)
    }

    /// Shows all questions again; whether some were left out.
    pub(in crate::ui::lead) fn show_all(&mut self) -> bool {
        !std::mem::take(&mut self.filter).is_empty()
    }

    /// The tables that are shown: those whose words have the filter's.
    pub(super) fn kept(&self) -> Vec<usize> {
        self.with_words(&self.filter)
    }

    /// The tables whose id or words hold every word that was typed.
    fn with_words(&self, typed: &str) -> Vec<usize> {
        let typed = typed.to_lowercase();
        let tables = self.published.tables().iter().enumerate();
        let has_words = |words: &str| typed.split_whitespace().all(|word| words.contains(word));
        tables
            .filter(|(_, table)| {
                has_words(&format!("{} {}", table.id, self.labels.table(table)).to_lowercase())
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// Takes a key while words are typed.
    pub(super) fn type_in(&mut self, action: Option<Action>, input: &Input) {
        match &self.typing {
            Typing::Nothing => {}
            Typing::Find(..) => self.find(action, input),
            Typing::Filter => self.type_filter(action, input),
        }
    }

    fn find(&mut self, action: Option<Action>, input: &Input) {
        let Typing::Find(typed, at) = &self.typing else {
            return;
        };
        let (mut typed, mut at) = (typed.clone(), *at);
        let found = self.with_words(&typed);
        match action {
            Some(Action::Back) => return self.typing = Typing::Nothing,
            Some(Action::Up) => at = at.saturating_sub(1),
            Some(Action::Down) => at = (at + 1).min(found.len().saturating_sub(1)),
            Some(Action::Enter) => {
                if let Some(&table) = found.get(at) {
                    self.typing = Typing::Nothing;
                    // It may be one of those that were left out.
                    if !self.kept().contains(&table) {
                        self.show_all();
                    }
                    return self.go(self.department, table);
                }
            }
            _ => {
                if keys::edit(&mut typed, input) {
                    at = 0;
                }
            }
        }
        self.typing = Typing::Find(typed, at);
    }

    fn type_filter(&mut self, action: Option<Action>, input: &Input) {
        match action {
            Some(Action::Back) => {
                self.show_all();
                self.typing = Typing::Nothing;
            }
            Some(Action::Enter) => self.typing = Typing::Nothing,
            _ => {
                keys::edit(&mut self.filter, input);
            }
        }
        let kept = self.kept();
        let after = kept.iter().find(|at| **at >= self.table);
        if let Some(&table) = after.or(kept.first()) {
            self.go(self.department, table);
        }
    }

    /// The line that says what questions are left out by; gives where the cursor stands while it is typed.
    pub(super) fn view_filter(&self, page: &mut Page<'_>) -> Option<Position> {
        let is_typed = matches!(self.typing, Typing::Filter);
        if self.filter.is_empty() && !is_typed {
            return None;
        }
        let args = [("filter", Arg::Words(self.filter.clone()))];
        let told = page.words().say_with("lead-filter-questions", args);
        let place = page.spans(&vec![(Tone::Title, format!(" {told}"))]);
        let x = place
            .x
            .saturating_add(u16::try_from(width(&told)).unwrap_or(0));
        let x = x.min(page.width().saturating_sub(1));
        is_typed.then_some(Position::new(x, place.y))
    }

    /// The list of the questions that have the words that are typed.
    pub(super) fn view_find(
        &self,
        page: &mut Page<'_>,
        (typed, at): (&str, usize),
    ) -> Option<Position> {
        let cursor = page.field(true, &page.words().say("lead-find"), typed);
        page.gap();
        let found = self.with_words(typed);
        if found.is_empty() {
            page.paragraph(Tone::Text, &page.words().say("lead-find-none"));
        }
        let room = usize::from(page.room()).max(1);
        let from = (at + 1).saturating_sub(room);
        for (place, &table) in found.iter().enumerate().skip(from).take(room) {
            if let Some(table) = self.published.tables().get(table) {
                page.item(place == at, &self.labels.table(table));
            }
        }
        cursor
    }
}
