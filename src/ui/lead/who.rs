//! In a demo: choose who you are, no path and no passphrase.

use ratatui::layout::Position;

use crate::ui::theme::Tone;

use super::Step;
use super::draw::Page;
use super::keys::Action;
use super::message::{Effect, Who};

/// The choice.
pub(super) struct Choosing {
    people: Vec<Who>,
    at: usize,
}

impl Choosing {
    pub(super) const fn new(people: Vec<Who>) -> Self {
        Self { people, at: 0 }
    }

    pub(super) fn update(&mut self, action: Option<Action>) -> Step {
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(self.people.len().saturating_sub(1)),
            Some(Action::Back) => return Step::Back,
            Some(Action::Enter) => {
                if let Some(who) = self.people.get(self.at) {
                    return Step::Wait("lead-opening", Effect::OpenAs(who.id.clone()));
                }
            }
            _ => {}
        }
        Step::Stay(Vec::new())
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(
            &page.words.say("lead-who-title"),
            &page.words.say("lead-demo"),
        );
        page.gap();
        page.paragraph(Tone::Text, &page.words.say("lead-who-intro"));
        page.gap();
        let mut cursor = None;
        let room = usize::from(page.room().saturating_sub(3)).max(1);
        let from = (self.at + 1).saturating_sub(room);
        for (at, who) in self.people.iter().enumerate().skip(from).take(room) {
            cursor = page.item(at == self.at, &who.name).or(cursor);
        }
        page.gap();
        if let Some(who) = self.people.get(self.at) {
            page.paragraph(Tone::Quiet, &who.sees);
        }
        cursor
    }
}
