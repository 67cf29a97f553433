//! What becomes of needs that were written down: saved, held in memory where nothing is kept, or set aside
//! where their file has mistakes.

use crate::base::words::Message;
use crate::ui::lead::Step;
use crate::ui::lead::Trouble;
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

/// Says what is wrong with the file of needs, and asks whether it is set aside.
pub(super) fn ask_aside(page: &mut Page<'_>, trouble: &Trouble) {
    page.bar(&page.words().say("lead-demand-title"), "");
    page.gap();
    page.paragraph(Tone::Title, &page.words().say("lead-needs-faulty"));
    page.gap();
    for text in trouble.told(page.words()) {
        page.paragraph(Tone::Text, &text);
    }
    page.gap();
    page.paragraph(Tone::Text, &page.words().say("lead-needs-aside"));
    page.more();
}

impl Desk {
    pub(super) fn update_faulty(&mut self, action: Option<Action>) -> Step {
        match (action, self.code()) {
            (Some(Action::Yes), Some(department)) => {
                return Step::Wait("lead-writing", Effect::SetAside(department));
            }
            (Some(Action::No | Action::Back), _) => self.above = Above::Menu(self.menu()),
            _ => {}
        }
        Step::stay()
    }

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
