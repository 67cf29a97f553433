//! What was set aside and why, read once between the wait and the figures.

use ratatui::layout::Position;

use crate::base::words::Message;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::theme::Tone;

/// The screen.
pub(in crate::ui::lead) struct Told {
    lines: Vec<Message>,
    from: usize,
}

impl Told {
    pub(in crate::ui::lead) const fn new(lines: Vec<Message>) -> Self {
        Self { lines, from: 0 }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>) -> Step {
        let last = self.lines.len().saturating_sub(1);
        match action {
            Some(Action::Enter | Action::Back) => return Step::Read,
            Some(Action::Up) => self.from = self.from.saturating_sub(1),
            Some(Action::Down) => self.from = (self.from + 1).min(last),
            Some(Action::PageUp) => self.from = self.from.saturating_sub(10),
            Some(Action::PageDown) => self.from = (self.from + 10).min(last),
            _ => {}
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-told-title"), "");
        page.gap();
        page.paragraph(Tone::Title, &page.words().say("lead-told-intro"));
        page.gap();
        for line in self.lines.iter().skip(self.from) {
            page.paragraph(Tone::Text, &page.words().tell(line));
        }
        page.more();
        None
    }
}
