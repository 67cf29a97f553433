//! From what was opened to views: the one place of the desk that knows how each is made.

use crate::base::time::Day;
use crate::stats::view::{Name, View};
use crate::survey::Questionnaire;

use super::take::Opened;

/// What views need beside the answers.
pub(super) struct Beside {
    /// The day that they are made for.
    pub day: Day,
}

/// The views that can be made of what was opened.
pub(super) fn made(_opened: &Opened) -> Vec<Name> {
    Vec::new()
}

/// Makes one; nothing where it is not made at this door.
pub(super) fn make(
    _name: Name,
    _opened: &Opened,
    _department: Option<&str>,
    _beside: &Beside,
) -> Option<View> {
    None
}

/// The list that a department's needs are chosen from.
pub(super) const SKILLS: &str = "skills";

/// The skills that a department can need.
pub(super) fn skills(questionnaire: &Questionnaire) -> Vec<crate::stats::view::Label> {
    let list = questionnaire.lists.get(SKILLS);
    let entries = list.into_iter().flat_map(|list| {
        let entries = list.entries.iter();
        entries.filter(|entry| !list.is_heading(&entry.code))
    });
    entries
        .map(|entry| crate::stats::view::Label {
            code: entry.code.clone(),
            text: entry.label.clone(),
        })
        .collect()
}
