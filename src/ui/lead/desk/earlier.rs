//! Which earlier wave this one is set beside: its released file, found where key files are found.

use ratatui::layout::Position;

use crate::stats::view::Name;
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::theme::Tone;

/// A released file of an earlier wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveFile {
    /// Its path, for the driver.
    pub path: String,
    /// What it is called beside this wave's figures.
    pub wave: String,
    /// The folder it lies in.
    pub folder: String,
    /// Whether figures stand beside it now.
    pub is_chosen: bool,
}

/// Whether a view sets an earlier wave beside this one.
pub(super) const fn is_compared(name: Name) -> bool {
    matches!(name, Name::Comparison | Name::Commitment)
}

/// The page.
pub(super) struct Waves {
    files: Vec<WaveFile>,
    at: usize,
    typing: Option<String>,
}

/// What comes of a key.
pub(super) enum Then {
    Stay,
    Close,
    Help,
    /// A path was typed.
    Add(String),
    /// A file, or none of them.
    Choose(Option<String>),
}

impl Waves {
    pub(super) fn new(files: Vec<WaveFile>) -> Self {
        let chosen = files.iter().position(|file| file.is_chosen);
        Self {
            at: chosen
                .map_or(0, |at| at + 1)
                .max(usize::from(!files.is_empty())),
            files,
            typing: None,
        }
    }

    pub(super) const fn bindings(&self) -> &'static [Binding] {
        match self.typing {
            Some(_) => keys::PATH,
            None => keys::EARLIER,
        }
    }

    pub(super) fn update(&mut self, action: Option<Action>, input: &Input) -> Then {
        if let Some(typed) = &mut self.typing {
            match action {
                Some(Action::Back) => self.typing = None,
                Some(Action::Enter) if !typed.trim().is_empty() => {
                    let path = keys::path(typed);
                    self.typing = None;
                    return Then::Add(path);
                }
                _ => {
                    keys::edit(typed, input);
                }
            }
            return Then::Stay;
        }
        match action {
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(self.files.len()),
            Some(Action::Add) => self.typing = Some(String::new()),
            Some(Action::Back) => return Then::Close,
            Some(Action::Help) => return Then::Help,
            Some(Action::Enter) => {
                let file = self.at.checked_sub(1).and_then(|at| self.files.get(at));
                return Then::Choose(file.map(|file| file.path.clone()));
            }
            _ => {}
        }
        Then::Stay
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-earlier-title"), "");
        page.gap();
        if let Some(typed) = &self.typing {
            page.paragraph(Tone::Text, &page.words().say("lead-earlier-path"));
            page.gap();
            return page.field(true, &page.words().say("lead-path"), typed);
        }
        let intro = if self.files.is_empty() {
            "lead-earlier-none-found"
        } else {
            "lead-earlier-intro"
        };
        page.paragraph(Tone::Title, &page.words().say(intro));
        page.gap();
        let words = page.words();
        let none = (
            words.say("lead-earlier-none"),
            words.say("lead-earlier-none-what"),
        );
        let files = self.files.iter().map(|file| {
            let state = if file.is_chosen {
                words.say("lead-earlier-chosen")
            } else {
                String::new()
            };
            (
                format!("{} {state}", file.wave).trim_end().to_owned(),
                file.folder.clone(),
            )
        });
        let lines: Vec<(String, String)> = std::iter::once(none).chain(files).collect();
        page.pairs(self.at, &lines)
    }
}
