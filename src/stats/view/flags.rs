//! What must be known before any figure of a department is believed: more responses than people, and
//! responses that are identical (issue F, item 4).
//!
//! At the statistical door a flag names the department and gives no number: how many answered too often
//! is a small count.

use crate::base::words::{Arg, Message};

use super::super::door::{Door, DoorName};
use super::super::material::Material;
use super::{Block, about};

/// The flags of what is looked at, each a note. `identical` are departments that have responses with
/// the same answers throughout.
pub fn flags<D: Door>(material: &Material<'_, D>, identical: &[&str]) -> Vec<Block> {
    let is_meant = |code: &str| material.department.is_none_or(|meant| meant == code);
    let people = material.headcounts.people.iter();
    let too_many = people
        .filter(|(code, _)| is_meant(code))
        .filter_map(|(code, staff)| too_many(material, code, *staff));
    let identical = identical.iter().filter(|code| is_meant(code));
    let identical = identical.map(|code| told(material, "flags-identical", code, Vec::new()));
    too_many.chain(identical).collect()
}

fn too_many<D: Door>(material: &Material<'_, D>, code: &str, staff: u64) -> Option<Block> {
    let responses = material.frame.stretch(Some(code)).len() as u64;
    if responses <= staff {
        return None;
    }
    let note = match D::NAME {
        DoorName::Operational => {
            let figures = vec![
                ("responses", about::number(responses)),
                ("staff", about::number(staff)),
            ];
            told(material, "flags-too-many-exact", code, figures)
        }
        DoorName::Statistical => told(material, "flags-too-many", code, Vec::new()),
    };
    Some(note)
}

fn told<D>(
    material: &Material<'_, D>,
    id: &'static str,
    code: &str,
    mut args: Vec<(&'static str, Arg)>,
) -> Block {
    let name = about::department(material.questionnaire, code).text;
    args.insert(0, ("department", Arg::Text(name)));
    Block::Note(Message::Known { id, args })
}
