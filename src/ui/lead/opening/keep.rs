//! Where sealed copies are kept, asked once, on a machine that has no home yet.

use ratatui::layout::Position;

use crate::base::words::Arg;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::lead::message::{Effect, Taking};
use crate::ui::theme::Tone;

/// The screen.
pub(in crate::ui::lead) struct Keep {
    folder: String,
    taking: Taking,
    at: usize,
}

impl Keep {
    pub(in crate::ui::lead) const fn new(folder: String, taking: Taking) -> Self {
        Self {
            folder,
            taking,
            at: 0,
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>) -> Step {
        match action {
            Some(Action::Up) => self.at = 0,
            Some(Action::Down) => self.at = 1,
            Some(Action::Back) => return Step::Back,
            Some(Action::Enter) => {
                return Step::Watch(Effect::Take(Taking {
                    is_kept: self.at == 0,
                    ..self.taking.clone()
                }));
            }
            _ => {}
        }
        Step::stay()
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-keep-title"), &page.step(3));
        page.gap();
        page.paragraph(Tone::Text, &page.words().say("lead-keep-intro"));
        page.gap();
        let choices = ["lead-keep-here", "lead-keep-not"].map(|id| page.words().say(id));
        let cursor = page.list(self.at, &choices, 4);
        page.gap();
        let args = [("folder", Arg::Words(self.folder.clone()))];
        let what = match self.at {
            0 => page.words().say_with("lead-keep-here-what", args),
            _ => page.words().say("lead-keep-not-what"),
        };
        page.paragraph(Tone::Quiet, &what);
        cursor
    }
}
