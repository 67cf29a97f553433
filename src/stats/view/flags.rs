//! What must be known before any figure of a department is believed: responses that nobody gave, more responses
//! than people, and responses that are identical. The one place where it is put into words: every view
//! begins with it, and `report` says it beside its tables.
//!
//! At the statistical door a flag names the department and gives no number: how many answered too often
//! is a small count.

use std::collections::BTreeSet;

use crate::base::language::Text;
use crate::base::words::{Arg, Message};
use crate::survey::Questionnaire;

use super::super::demand::Headcounts;
use super::super::door::{Door, DoorName};
use super::super::flags::MadeUp;
use super::super::frame::Frame;
use super::super::material::Material;
use super::{Block, about};

/// The flags of what a view looks at, each a note.
pub(super) fn notes<D: Door>(material: &Material<'_, D>) -> Vec<Block> {
    let told = leaving(
        material.frame,
        material.questionnaire,
        material.headcounts,
        material.department,
    );
    told.into_iter().map(Block::Note).collect()
}

/// The flags that a view or file carries through its door. At the statistical one they say nothing of a group that
/// shows nothing: with its staff list and the smallest group, that narrows how many answered. The office is told of
/// it on `report`'s error output.
pub fn leaving<D: Door>(
    frame: &Frame<D>,
    questionnaire: &Questionnaire,
    headcounts: &Headcounts,
    department: Option<&str>,
) -> Vec<Message> {
    let shown = frame.shown_groups();
    let is_told = |code: &str| {
        D::NAME == DoorName::Operational || shown.contains(&BTreeSet::from([code.to_owned()]))
    };
    some_flags(frame, questionnaire, headcounts, department, is_told)
}

/// What must be looked at first of a department, or of all: responses that are made up, more responses than people,
/// then responses that are the same throughout.
pub fn flags<D: Door>(
    frame: &Frame<D>,
    questionnaire: &Questionnaire,
    headcounts: &Headcounts,
    department: Option<&str>,
) -> Vec<Message> {
    some_flags(frame, questionnaire, headcounts, department, |_| true)
}

/// The flags of one department or of all, but for those departments of which nothing is told.
fn some_flags<D: Door>(
    frame: &Frame<D>,
    questionnaire: &Questionnaire,
    headcounts: &Headcounts,
    department: Option<&str>,
    is_told: impl Fn(&str) -> bool,
) -> Vec<Message> {
    let is_meant = |code: &&str| department.is_none_or(|meant| meant == *code) && is_told(code);
    let crowded = crowded(frame, headcounts, department).into_iter();
    let crowded = crowded.filter(is_meant).map(|code| {
        let staff = headcounts.people.get(code).copied().unwrap_or(0);
        crowded_note(frame, questionnaire, code, staff)
    });
    let repeated = frame.flags().repeated().into_iter().filter(is_meant);
    let repeated = repeated.map(|code| told(questionnaire, "flags-identical", code, Vec::new()));
    let made_up = made_up(frame.flags().made_up(department));
    made_up.into_iter().chain(crowded).chain(repeated).collect()
}

/// What is said of responses that nobody gave.
fn made_up(made_up: MadeUp) -> Option<Message> {
    match made_up {
        MadeUp::None => None,
        MadeUp::Some => Some(Message::plain("flags-made-up-some")),
        MadeUp::Of { made_up, responses } => {
            let figures = [
                ("made_up", about::number(made_up)),
                ("responses", about::number(responses)),
            ];
            Some(Message::with("flags-made-up", figures))
        }
    }
}

/// The departments among those that are meant which sent more responses than they have people.
fn crowded<'f, D: Door>(
    frame: &'f Frame<D>,
    headcounts: &Headcounts,
    department: Option<&str>,
) -> Vec<&'f str> {
    let mut crowded = frame.flags().crowded(headcounts);
    crowded.retain(|code| department.is_none_or(|meant| meant == *code));
    crowded
}

/// Whether a department that is looked at sent more responses than it has people.
pub(super) fn is_crowded<D: Door>(material: &Material<'_, D>) -> bool {
    !crowded(material.frame, material.headcounts, material.department).is_empty()
}

/// Whether a message is such a flag: screens put it before all figures.
pub fn is_flag(message: &Message) -> bool {
    matches!(message, Message::Known { id, .. } if id.starts_with("flags-"))
}

/// A flag as it goes upwards: without the exact numbers that stay with the lead.
pub(super) fn without_numbers(message: &Message) -> Option<Message> {
    let Message::Known { id, args } = message else {
        return None;
    };
    let id = match *id {
        "flags-too-many-exact" => "flags-too-many",
        "flags-made-up" => "flags-made-up-some",
        id if is_flag(message) => id,
        _ => return None,
    };
    let named = args.iter().filter(|(name, _)| *name == "department");
    let args = named.cloned().collect();
    Some(Message::Known { id, args })
}

/// A flag that came along with a released view.
pub fn released(said: Text) -> Message {
    Message::with("flags-released", [("said", Arg::Text(said))])
}

fn crowded_note<D: Door>(
    frame: &Frame<D>,
    questionnaire: &Questionnaire,
    code: &str,
    staff: u64,
) -> Message {
    match D::NAME {
        DoorName::Operational => {
            let responses = frame.stretch(Some(code)).len() as u64;
            let figures = vec![
                ("responses", about::number(responses)),
                ("staff", about::number(staff)),
            ];
            told(questionnaire, "flags-too-many-exact", code, figures)
        }
        DoorName::Statistical => told(questionnaire, "flags-too-many", code, Vec::new()),
    }
}

fn told(
    questionnaire: &Questionnaire,
    id: &'static str,
    code: &str,
    mut args: Vec<(&'static str, Arg)>,
) -> Message {
    let name = about::department(questionnaire, code).text;
    args.insert(0, ("department", Arg::Text(name)));
    Message::Known { id, args }
}
