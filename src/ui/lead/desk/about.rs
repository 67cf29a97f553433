//! Help: what a figure counts, what it does not, and the keys that work there.

use crate::report::view::title_id;
use crate::stats::view::Name;
use crate::ui::lead::draw::{Page, key_lines};
use crate::ui::lead::keys::{Action, Binding};
use crate::ui::theme::Tone;

use super::menu::about_id;

/// The page.
pub(super) struct About {
    title: &'static str,
    words: Option<&'static str>,
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
            words,
            bindings,
            from: 0,
        }
    }

    /// About a view.
    pub(super) const fn view(name: Name, bindings: &'static [Binding]) -> Self {
        Self::new(title_id(name), Some(about_id(name)), bindings)
    }

    /// About every question.
    pub(super) const fn questions(bindings: &'static [Binding]) -> Self {
        Self::new("lead-questions", Some("lead-about-questions"), bindings)
    }

    /// About what the department needs.
    pub(super) const fn demand(bindings: &'static [Binding]) -> Self {
        Self::new("lead-demand-title", Some("lead-about-demand"), bindings)
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

    const fn most(&self) -> usize {
        self.bindings.len() + 12
    }

    pub(super) fn draw(&self, page: &mut Page<'_>) {
        page.bar(&page.words().say(self.title), "");
        page.gap();
        let mut lines: Vec<(Tone, String)> = Vec::new();
        if let Some(words) = self.words {
            let text = page.words().say(words);
            let text = text.replace(". ", ".\n");
            lines.extend(page.wrapped(Tone::Text, &text));
            lines.push((Tone::Text, String::new()));
            lines.push((Tone::Title, page.words().say("lead-help-title")));
        }
        lines.extend(key_lines(page.words(), self.bindings));
        let room = usize::from(page.room());
        let from = self.from.min(lines.len().saturating_sub(room));
        for (tone, line) in lines.iter().skip(from) {
            page.row(*tone, line);
        }
        page.more();
    }
}
