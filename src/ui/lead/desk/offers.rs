//! What the palette finds at the desk besides keys: the entries of the list of views, from that list's own
//! table, and the departments.

use crate::base::words::Arg;
use crate::report::view::Teller;
use crate::ui::lead::Step;
use crate::ui::lead::message::ReleasedView;

use super::menu::{self, Entry};
use super::{Above, Desk, Place};

/// Something that can be gone to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::lead) enum Offer {
    /// An entry of the list of views.
    Entry(Entry),
    /// A department; `None` for all.
    Department(Option<usize>),
}

impl Desk {
    /// Everything that can be gone to.
    pub(in crate::ui::lead) fn offers(&self) -> Vec<Offer> {
        let entries = menu::entries(&self.opened).into_iter().map(Offer::Entry);
        let all = self.opened.has_all.then_some(None);
        let each = (0..self.opened.departments.len()).map(Some);
        let departments = all.into_iter().chain(each).map(Offer::Department);
        let has_choice = self.choices() > 1;
        entries.chain(departments.filter(|_| has_choice)).collect()
    }

    /// What it is called.
    pub(in crate::ui::lead) fn offer_name(&self, offer: Offer, teller: &Teller) -> String {
        let words = teller.words();
        match offer {
            Offer::Entry(entry) => {
                let released = self.opened.released.iter().map(ReleasedView::name);
                menu::line(words, entry, &released.collect::<Vec<_>>())
            }
            Offer::Department(at) => {
                let label = at.and_then(|at| self.opened.departments.get(at));
                let name = label.map_or_else(
                    || words.say("view-all-departments"),
                    |label| teller.label(label),
                );
                words.say_with("lead-command-department", [("name", Arg::Words(name))])
            }
        }
    }

    /// Goes to it; needs that are not saved are asked about first.
    pub(in crate::ui::lead) fn go_to(&mut self, offer: Offer) -> Step {
        if matches!(&self.place, Place::Demand(editor) if editor.is_changed()) {
            return self.leave(false);
        }
        self.above = Above::Nothing;
        match offer {
            Offer::Entry(entry) => self.open(entry),
            Offer::Department(department) => self.look_at(department),
        }
    }
}
