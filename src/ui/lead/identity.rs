//! The key file and its passphrase.

use ratatui::layout::Position;
use zeroize::Zeroizing;

use crate::ui::input::Input;
use crate::ui::theme::Tone;

use super::Step;
use super::draw::Page;
use super::keys::{self, Action};
use super::message::Effect;

/// The screen. Typing goes to the line in focus: files that were found, the path, the passphrase.
pub(super) struct Identity {
    pub(super) files: Vec<String>,
    path: String,
    passphrase: Zeroizing<String>,
    at: usize,
}

impl Identity {
    pub(super) fn new(files: Vec<String>) -> Self {
        Self {
            path: files.first().cloned().unwrap_or_default(),
            at: if files.is_empty() { 0 } else { files.len() + 1 },
            files,
            // Room for a long one at once, so that growing leaves no copy behind.
            passphrase: Zeroizing::new(String::with_capacity(1024)),
        }
    }

    pub(super) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        let last = self.files.len() + 1;
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::Back) => return Step::Back,
            Some(Action::Enter) => return self.enter(),
            _ if self.at == last && self.passphrase.len() < 512 => {
                keys::edit(&mut self.passphrase, input);
            }
            _ if self.at + 1 == last => {
                keys::edit(&mut self.path, input);
            }
            _ => {}
        }
        Step::Stay(Vec::new())
    }

    /// On a found file: take it. On the path: on to the passphrase. On the passphrase: open.
    fn enter(&mut self) -> Step {
        let last = self.files.len() + 1;
        if let Some(file) = self.files.get(self.at) {
            self.path.clone_from(file);
            self.at = last;
        } else if self.at + 1 == last {
            self.at = last;
        } else if !self.path.trim().is_empty() {
            let effect = Effect::Open {
                file: self.path.trim().to_owned(),
                passphrase: self.passphrase.clone(),
            };
            self.passphrase.clear();
            return Step::Wait("lead-opening", effect);
        }
        Step::Stay(Vec::new())
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words.say("lead-identity-title"), "");
        page.gap();
        page.paragraph(Tone::Text, &page.words.say("lead-identity-intro"));
        page.gap();
        let mut cursor = None;
        for (at, file) in self.files.iter().enumerate() {
            cursor = page.item(at == self.at, file).or(cursor);
        }
        if !self.files.is_empty() {
            page.gap();
        }
        let path = self.files.len();
        let label = page.words.say("lead-identity-file");
        cursor = page.field(self.at == path, &label, &self.path).or(cursor);
        let hidden = "*".repeat(self.passphrase.chars().count());
        let label = page.words.say("lead-identity-passphrase");
        cursor = page.field(self.at == path + 1, &label, &hidden).or(cursor);
        page.gap();
        page.paragraph(Tone::Quiet, &page.words.say("lead-identity-lost"));
        cursor
    }
}
