//! In a demo: choose who you are, no path and no passphrase.

use ratatui::layout::Position;

use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::lead::message::{Effect, Who};
use crate::ui::theme::Tone;

/// The choice.
pub(in crate::ui::lead) struct Choosing {
    people: Vec<Who>,
    at: usize,
}

impl Choosing {
    pub(in crate::ui::lead) const fn new(people: Vec<Who>) -> Self {
        Self { people, at: 0 }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>) -> Step {
        let last = self.people.len().saturating_sub(1);
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::First) => self.at = 0,
            Some(Action::Last) => self.at = last,
            Some(Action::Back) => return Step::Back,
            Some(Action::Enter) => {
                if let Some(who) = self.people.get(self.at) {
                    return Step::Watch(Effect::OpenAs(who.id.clone()));
                }
            }
            _ => {}
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(
            &page.words().say("lead-who-title"),
            &page.words().say("lead-demo"),
        );
        page.gap();
        page.paragraph(Tone::Text, &page.words().say("lead-who-intro"));
        page.gap();
        let names = self.people.iter().map(|who| who.name.clone());
        let cursor = page.list(self.at, &names.collect::<Vec<_>>(), 3);
        page.gap();
        if let Some(who) = self.people.get(self.at) {
            page.paragraph(Tone::Quiet, &who.sees);
        }
        cursor
    }
}
