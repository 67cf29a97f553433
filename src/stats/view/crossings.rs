//! Which questions a statistical view crossed, so that a release of it can be compared with others
//! crossing by crossing (`stats::release`).

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::door::Statistical;
use super::super::frame::Frame;
use super::super::protect::Protection;
use super::super::release::{Amounts, Snapshot};
use super::measured::By;

/// The crossings that a view showed something of. Every figure comes from one place
/// (`view::protected`), which writes them down here; so no view can forget one.
#[derive(Default)]
pub struct Crossings {
    crossed: RefCell<Vec<Crossing>>,
    summed: RefCell<Vec<Summed>>,
    derived: RefCell<Vec<Snapshot>>,
}

/// A number question, by the classes of another: none where it is by department alone.
#[derive(PartialEq, Eq)]
struct Summed {
    id: String,
    by: Option<String>,
    classes: Vec<Vec<String>>,
}

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
        let mut known = self.crossed.borrow_mut();
        if !known.contains(&crossing) {
            known.push(crossing);
        }
    }

    /// Notes that sums or means of a number question were shown.
    pub(super) fn note_sum(&self, id: &str, by: Option<By<'_>>) {
        let summed = Summed {
            id: id.to_owned(),
            by: by.map(|by| by.question.to_owned()),
            classes: by.map_or_else(|| vec![Vec::new()], |by| by.classes.to_vec()),
        };
        let mut known = self.summed.borrow_mut();
        if !known.contains(&summed) {
            known.push(summed);
        }
    }

    /// Notes figures of something that no question asked.
    pub(super) fn note_derived(&self, snapshot: Snapshot) {
        self.derived.borrow_mut().push(snapshot);
    }

    /// What a release of the view is entered with: the exact counts of every question, since a view
    /// may show something of any, and of what it crossed.
    pub fn snapshot(&self, frame: &Frame<Statistical>, protection: Protection) -> Snapshot {
        let mut snapshot = frame.count().snapshot(protection);
        for one in self.crossed.borrow().iter() {
            if let Ok(figures) = frame.cross(&one.by, &one.id, one.within.as_deref()) {
                snapshot.join(figures.snapshot(protection));
            }
        }
        for one in self.summed.borrow().iter() {
            snapshot.add(one.amounts(frame));
        }
        for one in self.derived.borrow().iter() {
            snapshot.join(one.clone());
        }
        snapshot
    }
}

impl Summed {
    /// Everybody's values, by department and class.
    fn amounts(&self, frame: &Frame<Statistical>) -> Amounts {
        let number = frame.number(&self.id);
        let by = self.by.as_deref().and_then(|by| frame.answers(by));
        let place = |at: usize| match &by {
            None => vec![0],
            Some(answers) => {
                let codes = answers.codes(at).map(ToString::to_string);
                let class = |code: String| self.classes.iter().position(|one| one.contains(&code));
                codes.filter_map(class).collect()
            }
        };
        let unit = |code: &str| {
            let mut classes = vec![BTreeMap::new(); self.classes.len()];
            for at in frame.stretch(Some(code)) {
                let value = number.as_ref().and_then(|number| number.at(at));
                let Some(value) = value.map(|value| value.normalize().to_string()) else {
                    continue;
                };
                for place in place(at) {
                    *classes[place].entry(value.clone()).or_default() += 1;
                }
            }
            classes
        };
        let units = frame
            .groups
            .iter()
            .map(|(code, _)| (code.clone(), unit(code)));
        let units: BTreeMap<_, _> = units.collect();
        Amounts {
            id: self.id.clone(),
            by: self.by.clone(),
            classes: self.classes.clone(),
            units,
            shown: frame.shown_groups(),
        }
    }
}
