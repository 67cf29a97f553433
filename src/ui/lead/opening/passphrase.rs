//! The passphrase of a key file. Nothing of it is shown, not even how long it is: only that keys
//! arrive.

use ratatui::layout::Position;
use zeroize::Zeroizing;

use crate::base::words::Arg;
use crate::ui::input::Input;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::Effect;
use crate::ui::theme::Tone;

/// The most bytes that are taken.
const LIMIT: usize = 1000;
/// The page about a forgotten one has fewer lines than this, however narrow.
const MOST_LINES: usize = 60;
/// A mark goes round this many places, one a key.
const PLACES: usize = 8;
/// So many capitals and no small letter: Caps Lock is likely on. No terminal says whether it is.
const CAPITALS: usize = 4;

/// The screen.
pub(in crate::ui::lead) struct Passphrase {
    file: String,
    name: String,
    typed: Zeroizing<String>,
    keys: usize,
    tries: usize,
    /// The page about a forgotten one, from a line on.
    forgotten: Option<usize>,
}

impl Passphrase {
    pub(in crate::ui::lead) fn new(file: String, name: String) -> Self {
        Self {
            file,
            name,
            // Room for a long one at once, so that growing leaves no copy behind.
            typed: Zeroizing::new(String::with_capacity(LIMIT + 24)),
            keys: 0,
            tries: 0,
            forgotten: None,
        }
    }

    /// It was not the one.
    pub(in crate::ui::lead) const fn wrong(&mut self) {
        self.tries += 1;
        self.keys = 0;
    }

    pub(in crate::ui::lead) const fn bindings(&self) -> &'static [Binding] {
        match self.forgotten {
            Some(_) => keys::READ,
            None => keys::PASSPHRASE,
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>, input: &Input) -> Step {
        if let Some(from) = &mut self.forgotten {
            match action {
                Some(Action::Back | Action::Enter) => self.forgotten = None,
                Some(Action::Down) => *from = (*from + 1).min(MOST_LINES),
                Some(Action::Up) => *from = from.saturating_sub(1),
                Some(Action::PageDown) => *from = (*from + 10).min(MOST_LINES),
                Some(Action::PageUp) => *from = from.saturating_sub(10),
                _ => {}
            }
            return Step::stay();
        }
        match action {
            Some(Action::Back) => return Step::Back,
            Some(Action::Forgotten) => self.forgotten = Some(0),
            Some(Action::Enter) if !self.typed.is_empty() => {
                let effect = Effect::Unlock {
                    file: self.file.clone(),
                    passphrase: self.typed.clone(),
                };
                self.typed.clear();
                return Step::Wait("lead-unlocking", effect);
            }
            _ if fits(&self.typed, input) => {
                self.keys += usize::from(keys::edit(&mut self.typed, input));
            }
            _ => {}
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        if let Some(from) = self.forgotten {
            view_forgotten(page, from);
            return None;
        }
        page.bar(&page.words().say("lead-passphrase-title"), &page.step(1));
        page.gap();
        if self.tries > 0 {
            page.paragraph(Tone::Error, &page.words().say("lead-passphrase-wrong"));
            page.gap();
        }
        let args = [("file", Arg::Words(self.name.clone()))];
        let intro = page.words().say_with("lead-passphrase-intro", args);
        page.paragraph(Tone::Text, &intro);
        page.gap();
        let label = page.words().say("lead-passphrase");
        let cursor = page.secret(&label, self.mark());
        page.gap();
        page.paragraph(Tone::Quiet, &page.words().say("lead-passphrase-hidden"));
        if is_capitals(&self.typed) {
            page.paragraph(Tone::Title, &page.words().say("lead-passphrase-capitals"));
        }
        cursor
    }

    /// Where the mark stands; nowhere before the first key.
    fn mark(&self) -> Option<usize> {
        if self.typed.is_empty() {
            None
        } else {
            Some(self.keys % PLACES)
        }
    }
}

fn fits(typed: &str, input: &Input) -> bool {
    let more = match input {
        Input::Paste(pasted) => pasted.len(),
        Input::Key(_) | Input::Click { .. } | Input::Wheel(_) => 4,
    };
    typed.len() + more <= LIMIT
}

fn is_capitals(typed: &str) -> bool {
    let capitals = typed.chars().filter(|c| c.is_uppercase()).count();
    capitals >= CAPITALS && !typed.chars().any(char::is_lowercase)
}

/// Whom to ask, and what is not lost.
fn view_forgotten(page: &mut Page<'_>, from: usize) {
    page.bar(&page.words().say("lead-forgotten-title"), "");
    page.gap();
    let paragraphs = [
        "lead-forgotten-safe",
        "lead-forgotten-whom",
        "lead-forgotten-meanwhile",
        "lead-forgotten-nobody",
    ];
    let mut lines = Vec::new();
    for id in paragraphs {
        lines.extend(page.wrapped(Tone::Text, &page.words().say(id)));
        lines.push((Tone::Text, String::new()));
    }
    let room = usize::from(page.room());
    let from = from.min(lines.len().saturating_sub(room));
    for (tone, line) in lines.iter().skip(from) {
        page.row(*tone, line);
    }
    page.more();
}
