//! What the university released, opened at the desk: its tables as one page, each of its views as another.

use crate::base::words::Message;
use crate::stats::view::Released;
use crate::ui::lead::Step;

use super::menu::{Entry, Menu};
use super::viewing::Viewing;
use super::{Above, Desk, Place};

impl Desk {
    /// What the university released, where it may be shown.
    pub(super) fn released(&self) -> Option<&Released> {
        self.opened.university.as_ref()?.as_ref().ok()
    }

    /// What the university released, as a page of its own.
    pub(super) fn show_university(&mut self) -> Step {
        match &self.opened.university {
            None if !self.opened.released.is_empty() => {
                self.above = Above::Menu(Menu::new(&self.opened, Some(Entry::Released(0))));
            }
            None => {
                let none = Message::plain("lead-university-none");
                self.above = Above::Said("lead-university-title", none);
            }
            Some(Err(trouble)) => return Step::Failed(trouble.clone()),
            Some(Ok(released)) => {
                let view = released.view(self.label());
                self.place = Place::View(Box::new(Viewing::new(view)));
                self.above = Above::Nothing;
            }
        }
        Step::stay()
    }

    /// A view that the university released, as a page of its own.
    pub(super) fn show_released(&mut self, at: usize) -> Step {
        match self.opened.released.get(at).map(|one| one.view.clone()) {
            None => {}
            Some(Err(trouble)) => return Step::Failed(trouble),
            Some(Ok((view, day))) => {
                self.place = Place::View(Box::new(Viewing::released(view, at, day)));
                self.above = Above::Nothing;
            }
        }
        Step::stay()
    }
}
