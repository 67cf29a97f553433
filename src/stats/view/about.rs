//! What stands beside every view, and what every view says in the same words: the response rate, that
//! silence is not absence, that a question was not asked.

use crate::base::language::Text;
use crate::base::words::{Arg, Message};
use crate::survey::Questionnaire;
use crate::survey::model::Profile;

use super::super::door::{Door, Operational};
use super::super::material::Material;
use super::super::table::Figure;
use super::{About, Block, Label, Name, Rules, View, flags};

/// The share of a staff list, in percent, below which what nobody said may be what nobody was there
/// to say (docs/rules.md §2.7).
pub const ENOUGH: u64 = 80;

/// Whether what nobody reported may be taken for what is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) enum Silence {
    /// At least 80 in 100 of the staff list were heard.
    Heard,
    /// Fewer: so many of so many.
    TooFew(u64, u64),
    /// There is no staff list to tell by.
    NoHeadcount,
    /// More answered than are on the staff list: one of the two is wrong, and nobody knows who was heard.
    Crowded,
}

impl Silence {
    /// What may be concluded of the department that is looked at, where `heard` of its people said anything.
    pub(in crate::stats) fn among(heard: u64, material: &Material<'_, Operational>) -> Self {
        if flags::is_crowded(material) {
            Self::Crowded
        } else {
            Self::of(heard, staff(material))
        }
    }

    /// What may be concluded where `heard` people of a department answered.
    const fn of(heard: u64, staff: Option<u64>) -> Self {
        match staff {
            None | Some(0) => Self::NoHeadcount,
            Some(staff) if heard.saturating_mul(100) < staff.saturating_mul(ENOUGH) => {
                Self::TooFew(heard, staff)
            }
            Some(_) => Self::Heard,
        }
    }

    /// Whether "single" and "uncovered" may be said.
    pub(in crate::stats) const fn is_absence(self) -> bool {
        matches!(self, Self::Heard)
    }

    /// Why they may not, in words; nothing where they may.
    pub(in crate::stats) fn note(self) -> Option<Block> {
        match self {
            Self::Heard => None,
            Self::TooFew(heard, staff) => Some(note_with(
                "view-silence-too-few",
                [("heard", number(heard)), ("staff", number(staff))],
            )),
            Self::NoHeadcount => Some(note("view-silence-no-headcount")),
            Self::Crowded => Some(note("view-silence-crowded")),
        }
    }
}

/// Responses of the department that is looked at, exactly.
pub(in crate::stats) fn responses<D: Door>(material: &Material<'_, D>) -> u64 {
    material.frame.stretch(material.department).len() as u64
}

/// People on its staff list; of all departments together where none is named, and each that answered has one.
pub(in crate::stats) fn staff<D: Door>(material: &Material<'_, D>) -> Option<u64> {
    let people = &material.headcounts.people;
    match material.department {
        Some(code) => people.get(code).copied(),
        None => material.frame.staff_of_shown(people),
    }
}

/// What stands beside the figures. `responses` is exact at the operational door and protected at the
/// statistical one: whoever makes it has seen to that.
pub(in crate::stats) fn about<D: Door>(
    material: &Material<'_, D>,
    profile: Profile,
    responses: Figure,
) -> About {
    let questionnaire = material.questionnaire;
    About {
        door: D::NAME,
        profile,
        survey: questionnaire.title.clone(),
        wave: questionnaire.wave.clone(),
        fingerprint: questionnaire.fingerprint.to_string(),
        department: material
            .department
            .map(|code| department(questionnaire, code)),
        responses,
        staff: staff(material),
        day: material.day,
        made_up: material.frame.flags().made_up(material.department),
        flags: Vec::new(),
        rules: Rules {
            profile: questionnaire.privacy.profile,
            minimum: u64::from(questionnaire.privacy.minimum_group),
        },
    }
}

/// A view of the operational door: exact, with what must be said before any figure in front.
pub(in crate::stats) fn exact(
    name: Name,
    material: &Material<'_, Operational>,
    blocks: Vec<Block>,
) -> View {
    let responses = responses(material);
    let mut all = flags::notes(material);
    all.extend(blocks);
    View {
        name,
        about: about(material, Profile::None, Figure::Count(responses)),
        blocks: all,
    }
}

/// A department with its name.
pub(in crate::stats) fn department(questionnaire: &Questionnaire, code: &str) -> Label {
    let list = questionnaire.departments();
    let found = list.and_then(|list| list.get(code));
    label(
        code,
        found.map_or_else(|| Text::same(code), |entry| entry.label.clone()),
    )
}

/// A code with its words.
pub(in crate::stats) fn label(code: &str, text: Text) -> Label {
    Label {
        code: code.to_owned(),
        text,
    }
}

/// A sentence.
pub(in crate::stats) const fn note(id: &'static str) -> Block {
    Block::Note(Message::plain(id))
}

/// A sentence with figures in it.
pub(in crate::stats) fn note_with<const N: usize>(
    id: &'static str,
    args: [(&'static str, Arg); N],
) -> Block {
    Block::Note(Message::with(id, args))
}

/// A count as an argument of a message.
pub(in crate::stats) fn number(count: u64) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The one block of a view that this questionnaire does not ask for: which questions it would need.
pub(in crate::stats) fn not_asked(questions: &[&str]) -> Vec<Block> {
    vec![note_with(
        "view-not-asked",
        [("questions", questions.join(", ").into())],
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_in_five_is_enough_and_one_fewer_is_not() {
        assert_eq!(Silence::of(8, Some(10)), Silence::Heard);
        assert_eq!(Silence::of(7, Some(10)), Silence::TooFew(7, 10));
        // 79.9 %: no rounding lets it pass.
        assert_eq!(Silence::of(799, Some(1000)), Silence::TooFew(799, 1000));
        assert_eq!(Silence::of(3, None), Silence::NoHeadcount);
        assert_eq!(Silence::of(0, Some(0)), Silence::NoHeadcount);
        assert!(!Silence::Crowded.is_absence() && Silence::Crowded.note().is_some());
        assert_eq!(Silence::Heard.note(), None);
    }
}
