//! The wait: what is being done, how far it is, and Esc to stop it.

use ratatui::layout::Position;

use crate::base::words::Message;
use crate::ui::lead::draw::Page;
use crate::ui::lead::message::Progress;
use crate::ui::theme::{Charset, Tone};

/// The screen.
pub(in crate::ui::lead) struct Watch {
    progress: Progress,
    pub(in crate::ui::lead) is_stopping: bool,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            progress: Progress {
                doing: Message::plain("lead-opening"),
                done: 0,
                of: 0,
            },
            is_stopping: false,
        }
    }
}

impl Watch {
    pub(in crate::ui::lead) fn takes(&mut self, progress: Progress) {
        self.progress = progress;
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-watch-title"), &page.step(3));
        page.gap();
        page.paragraph(Tone::Title, &page.words().tell(&self.progress.doing));
        page.gap();
        if let Some(percent) = self.percent() {
            let columns = usize::from(page.width().saturating_sub(12)).min(60);
            let full = columns * percent / 100;
            let (mark, rest) = match page.theme().charset {
                Charset::Utf8 => ("█", "░"),
                Charset::Ascii => ("#", "."),
            };
            let bar = mark.repeat(full) + &rest.repeat(columns - full);
            page.row(Tone::Text, &format!("{percent:>3} %  {bar}"));
        } else if self.progress.done > 0 {
            page.row(Tone::Text, &self.progress.done.to_string());
        }
        page.gap();
        page.paragraph(
            Tone::Quiet,
            &page.words().say(if self.is_stopping {
                "lead-stopping"
            } else {
                "lead-watch-note"
            }),
        );
        None
    }

    fn percent(&self) -> Option<usize> {
        let Progress { done, of, .. } = &self.progress;
        let percent = done.saturating_mul(100).checked_div(*of)?;
        usize::try_from(percent.min(100)).ok()
    }
}
