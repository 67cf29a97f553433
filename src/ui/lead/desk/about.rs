//! Help: what a figure counts, what it does not, how the view on the screen was made, and the keys.

use crate::report::view::{Teller, title_id};
use crate::stats::view::{self as stats, Block, Name};
use crate::ui::lead::draw::{Page, key_lines};
use crate::ui::lead::keys::{Action, Binding};
use crate::ui::theme::Tone;

use super::leaf::Leaf;
use super::meaning::{self, Meaning};
use super::menu::about_id;

/// The page.
pub(super) struct About {
    title: &'static str,
    /// What one stands on, before all else.
    here: Option<String>,
    words: Option<&'static str>,
    /// What else there is to say, before the keys: a heading, or a sentence.
    further: Vec<(Tone, String)>,
    bindings: &'static [Binding],
    from: usize,
}

impl About {
    const fn new(
        title: &'static str,
        words: Option<&'static str>,
        bindings: &'static [Binding],
    ) -> Self {
        Self {
            title,
            here: None,
            words,
            further: Vec::new(),
            bindings,
            from: 0,
        }
    }

    /// About a page of a view: what the figure in focus counts, what the view is, what its other figures
    /// count and its charts show, and its notes.
    pub(super) fn view(
        about: &stats::About,
        (name, leaf): (Name, &Leaf),
        bindings: &'static [Binding],
        teller: &Teller,
    ) -> Self {
        let blocks = leaf.blocks.as_slice();
        let figures = teller.about(about).into_iter();
        let figures = figures.map(|line| (Tone::Text, line));
        let say = |(name, words): Meaning<'_>| {
            format!("{}: {}", teller.tell(name), teller.words().say(words))
        };
        let here = meaning::here(name, leaf, teller);
        let others = meaning::of(name, blocks).into_iter();
        let others = others.filter(|one| here.is_none_or(|here| here.1 != one.1));
        let columns = others.map(|one| (Tone::Text, say(one)));
        let notes = blocks.iter().filter_map(|block| match block {
            Block::Note(message) => Some((Tone::Text, teller.tell(message))),
            _ => None,
        });
        let mut page = Self::new(title_id(name), Some(about_id(name)), bindings);
        page.here = here.map(say);
        page.section("lead-help-columns", columns.collect(), teller);
        page.section("lead-help-notes", notes.collect(), teller);
        page.section("lead-help-figures", figures.collect(), teller);
        page
    }

    fn section(&mut self, title: &'static str, lines: Vec<(Tone, String)>, teller: &Teller) {
        if !lines.is_empty() {
            self.further.push((Tone::Title, teller.words().say(title)));
            self.further.extend(lines);
            self.further.push((Tone::Text, String::new()));
        }
    }

    /// About every question.
    pub(super) const fn questions(bindings: &'static [Binding]) -> Self {
        Self::new("lead-questions", Some("lead-about-questions"), bindings)
    }

    /// About what the department needs.
    pub(super) const fn demand(bindings: &'static [Binding]) -> Self {
        Self::new("lead-demand-title", Some("lead-about-demand"), bindings)
    }

    /// About what people wrote.
    pub(super) const fn texts(bindings: &'static [Binding]) -> Self {
        Self::new("lead-texts-title", Some("lead-texts-about"), bindings)
    }

    /// The keys alone.
    pub(super) const fn keys(bindings: &'static [Binding]) -> Self {
        Self::new("lead-help-title", None, bindings)
    }

    /// Takes a key; whether it is the end.
    pub(super) fn update(&mut self, action: Option<Action>) -> bool {
        match action {
            Some(Action::Up) => self.from = self.from.saturating_sub(1),
            Some(Action::PageUp) => self.from = self.from.saturating_sub(10),
            Some(Action::Down) => self.from = (self.from + 1).min(self.most()),
            Some(Action::PageDown) => self.from = (self.from + 10).min(self.most()),
            _ => return true,
        }
        false
    }

    /// More than any window has lines: drawing stops at the last one.
    const fn most(&self) -> usize {
        self.bindings.len() + 24 + 12 * self.further.len()
    }

    pub(super) fn draw(&self, page: &mut Page<'_>) {
        page.bar(&page.words().say(self.title), "");
        page.gap();
        let mut lines: Vec<(Tone, String)> = Vec::new();
        if let Some(here) = &self.here {
            lines.push((Tone::Title, page.words().say("lead-help-here")));
            lines.extend(page.wrapped(Tone::Text, here));
            lines.push((Tone::Text, String::new()));
        }
        if let Some(words) = self.words {
            let text = page.words().say(words);
            let text = text.replace(". ", ".\n");
            lines.extend(page.wrapped(Tone::Text, &text));
            lines.push((Tone::Text, String::new()));
            for (tone, text) in &self.further {
                match text.as_str() {
                    "" => lines.push((Tone::Text, String::new())),
                    text => lines.extend(page.wrapped(*tone, text)),
                }
            }
            lines.push((Tone::Title, page.words().say("lead-help-title")));
        }
        let map = page.theme().keys;
        lines.extend(key_lines(page.words(), self.bindings, map));
        let room = usize::from(page.room());
        let from = self.from.min(lines.len().saturating_sub(room));
        for (tone, line) in lines.iter().skip(from) {
            page.row(*tone, line);
        }
        page.more();
    }
}
