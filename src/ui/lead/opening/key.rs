//! The key file: those that were found, or a path that is typed.

use ratatui::layout::Position;
use zeroize::Zeroizing;

use crate::base::text::width;
use crate::ui::input::Input;
use crate::ui::lead::draw::{Page, ending};
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::{Effect, KeyFile};
use crate::ui::lead::{Screen, Step};
use crate::ui::theme::Tone;

use super::passphrase::Passphrase;

/// The screen.
#[derive(Default)]
pub(in crate::ui::lead) struct Keys {
    files: Vec<KeyFile>,
    at: usize,
    /// A path that is being typed.
    typing: Option<String>,
    /// Whether it is asked if the file may be made its owner's alone.
    is_closing: bool,
}

impl Keys {
    /// Takes the files that were found. One that was typed comes last and has the focus.
    pub(in crate::ui::lead) fn found(&mut self, files: Vec<KeyFile>) {
        let is_added = !self.files.is_empty() && files.len() > self.files.len();
        self.at = if is_added {
            files.len() - 1
        } else {
            self.at.min(files.len().saturating_sub(1))
        };
        self.files = files;
    }

    /// The file in focus: the one that is being opened.
    pub(in crate::ui::lead) fn chosen(&self) -> Option<&KeyFile> {
        self.files.get(self.at)
    }

    pub(in crate::ui::lead) const fn bindings(&self) -> &'static [Binding] {
        match self.typing {
            Some(_) => keys::PATH,
            None if self.is_closing => keys::YES_NO,
            None => keys::KEYS,
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        if self.typing.is_some() {
            return self.path(action, input);
        }
        if self.is_closing {
            return self.close(action);
        }
        let last = self.files.len().saturating_sub(1);
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::Add) => self.typing = Some(String::new()),
            Some(Action::Back) => return Step::Back,
            Some(Action::Enter) => return self.choose(),
            _ => {}
        }
        Step::stay()
    }

    fn choose(&mut self) -> Step {
        match self.chosen() {
            None => {
                self.typing = Some(String::new());
                Step::stay()
            }
            Some(file) if file.is_exposed => {
                self.is_closing = true;
                Step::stay()
            }
            Some(file) if file.is_protected => {
                let screen = Passphrase::new(file.path.clone(), file.name.clone());
                Step::To(Box::new(Screen::Passphrase(screen)), Vec::new())
            }
            Some(file) => {
                let effect = Effect::Unlock {
                    file: file.path.clone(),
                    passphrase: Zeroizing::new(String::new()),
                };
                Step::Wait("lead-unlocking", effect)
            }
        }
    }

    fn close(&mut self, action: Option<Action>) -> Step {
        match action {
            Some(Action::Yes) => {
                self.is_closing = false;
                let path = self.chosen().map(|file| file.path.clone());
                path.map_or_else(Step::stay, |path| {
                    Step::Wait("lead-looking", Effect::Close(path))
                })
            }
            Some(Action::No | Action::Back) => {
                self.is_closing = false;
                Step::stay()
            }
            _ => Step::stay(),
        }
    }

    fn path(&mut self, action: Option<Action>, input: &Input) -> Step {
        let typed = self.typing.get_or_insert_default();
        match action {
            Some(Action::Back) => self.typing = None,
            Some(Action::Enter) if !typed.trim().is_empty() => {
                let path = keys::path(typed);
                self.typing = None;
                return Step::Wait("lead-looking", Effect::AddKey(path));
            }
            _ => {
                keys::edit(typed, input);
            }
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-key-title"), &page.step(1));
        page.gap();
        if let Some(typed) = &self.typing {
            page.paragraph(Tone::Text, &page.words().say("lead-key-path-intro"));
            page.gap();
            return page.field(true, &page.words().say("lead-path"), typed);
        }
        if self.is_closing {
            page.paragraph(Tone::Title, &page.words().say("lead-key-exposed"));
            page.gap();
            page.paragraph(Tone::Text, &page.words().say("lead-key-exposed-what"));
            return None;
        }
        if self.files.is_empty() {
            page.paragraph(Tone::Title, &page.words().say("lead-key-none"));
            page.gap();
            page.paragraph(Tone::Text, &page.words().say("lead-key-none-what"));
            return None;
        }
        page.paragraph(Tone::Text, &page.words().say("lead-key-intro"));
        page.gap();
        let room = usize::from(page.width()).saturating_sub(6);
        let lines = self.files.iter().map(|file| {
            let whose = page.words().tell(&file.whose);
            let room = room.saturating_sub(width(&whose) + 2);
            (
                file.name.clone(),
                format!("{whose}. {}", ending(&file.folder, room)),
            )
        });
        let lines: Vec<_> = lines.collect();
        page.pairs(self.at, &lines)
    }
}
