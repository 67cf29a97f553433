//! What becomes of needs that were written down: saved, or held in memory where nothing is kept.

use crate::base::words::Message;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::lead::message::Effect;
use crate::ui::theme::Tone;

use super::{Above, Desk, Place};

/// Asks whether what goes with the program is kept after all.
pub(super) fn ask(page: &mut Page<'_>) {
    page.bar(&page.words().say("lead-held-title"), "");
    page.gap();
    page.paragraph(Tone::Text, &page.words().say("lead-held"));
    page.gap();
    page.paragraph(Tone::Text, &page.words().say("lead-held-keep"));
}

impl Desk {
    /// The needs stand in the home.
    pub(super) fn saved(&mut self) {
        self.written(false);
        self.above = Above::Said("lead-saved-title", Message::plain("lead-saved"));
    }

    /// The needs stand in memory; where they can be kept, that is asked.
    pub(super) fn held(&mut self, can_be_kept: bool) {
        self.written(true);
        self.above = if can_be_kept {
            Above::Keeping
        } else {
            Above::Said("lead-held-title", Message::plain("lead-held"))
        };
    }

    fn written(&mut self, is_held: bool) {
        if let Place::Demand(editor) = &mut self.place {
            let (department, people) = editor.saved(is_held);
            self.summary.set_staff(department, people);
        }
    }

    pub(super) fn update_keeping(&mut self, action: Option<Action>) -> Step {
        match action {
            Some(Action::Yes) => return Step::Wait("lead-writing", Effect::KeepAfterAll),
            Some(Action::No | Action::Back) => self.above = Above::Nothing,
            _ => {}
        }
        Step::stay()
    }
}
