//! Which questions a statistical view crossed, so that a release of it can be compared with others
//! crossing by crossing (`stats::release`).

use std::cell::RefCell;

use super::super::door::Statistical;
use super::super::frame::Frame;
use super::super::protect::Protection;
use super::super::release::Snapshot;

/// The crossings that a view showed something of. Every figure comes from one place
/// (`view::protected`), which writes them down here; so no view can forget one.
#[derive(Default)]
pub struct Crossings(RefCell<Vec<Crossing>>);

#[derive(PartialEq, Eq)]
struct Crossing {
    by: String,
    id: String,
    within: Option<String>,
}

impl Crossings {
    /// Notes that a question was shown by the codes of another.
    pub(super) fn note(&self, by: &str, id: &str, within: Option<&str>) {
        let crossing = Crossing {
            by: by.to_owned(),
            id: id.to_owned(),
            within: within.map(str::to_owned),
        };
        let mut known = self.0.borrow_mut();
        if !known.contains(&crossing) {
            known.push(crossing);
        }
    }

    /// What a release of the view is entered with: the exact counts of every question, since a view
    /// may show something of any, and of what it crossed.
    pub fn snapshot(&self, frame: &Frame<Statistical>, protection: Protection) -> Snapshot {
        let mut snapshot = frame.count().snapshot(protection);
        for one in self.0.borrow().iter() {
            if let Ok(figures) = frame.cross(&one.by, &one.id, one.within.as_deref()) {
                snapshot.join(figures.snapshot(protection));
            }
        }
        snapshot
    }
}
