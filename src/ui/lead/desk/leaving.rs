//! Leaving: what would be lost is said, and asked about, before it is.

use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::Action;
use crate::ui::lead::message::Effect;

use super::{Above, Desk, Place};

/// What is left.
#[derive(Clone, Copy)]
pub(super) enum Leaving {
    /// The needs, which are not saved, for the list of views.
    Needs,
    /// The needs, which are not saved, and the program.
    Program,
    /// The figures: the key is opened again for them.
    Figures,
}

/// Says what would be lost.
pub(super) fn ask(page: &mut Page<'_>, what: Leaving) {
    let (title, words) = match what {
        Leaving::Needs | Leaving::Program => ("lead-leaving-title", "lead-leaving-demand"),
        Leaving::Figures => ("lead-leaving-figures-title", "lead-leaving-figures"),
    };
    page.notice(title, &page.words().say(words));
}

impl Desk {
    /// Leaves, or asks first: the needs where they are not saved.
    pub(super) fn leave(&mut self, is_all: bool) -> Step {
        let is_changed = matches!(&self.place, Place::Demand(editor) if editor.is_changed());
        match (is_changed, is_all) {
            (true, true) => self.above = Above::Leaving(Leaving::Program),
            (true, false) => self.above = Above::Leaving(Leaving::Needs),
            (false, true) => return Step::Stay(vec![Effect::Leave]),
            (false, false) => {
                self.place = Place::Nothing;
                self.above = Above::Menu(self.menu());
            }
        }
        Step::stay()
    }

    pub(super) fn update_leaving(&mut self, action: Option<Action>, what: Leaving) -> Step {
        match (action, what) {
            (Some(Action::Yes), Leaving::Figures) => return Step::Back,
            (Some(Action::Yes), Leaving::Needs | Leaving::Program) => {
                self.place = Place::Nothing;
                return self.leave(matches!(what, Leaving::Program));
            }
            (Some(Action::No | Action::Back), Leaving::Figures) => {
                self.above = Above::Menu(self.menu());
            }
            (Some(Action::No | Action::Back), _) => self.above = Above::Nothing,
            _ => {}
        }
        Step::stay()
    }
}
