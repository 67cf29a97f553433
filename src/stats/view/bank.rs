//! The bank of skills as answers fill it: who holds what, how well, how lately, and on what evidence.
//!
//! A missing rating is missing; the frame reads it as 0 only in a family that the person closed
//! (docs/rules.md §2.1).

use std::collections::HashMap;
use std::ops::Range;

use crate::base::language::Text;
use crate::response::answer::Missing;
use crate::survey::Questionnaire;
use crate::survey::model::{Choice, Kind, Matrix};

use super::super::door::Door;
use super::super::frame::Frame;
use super::super::handle::Answers;
use super::super::material::Material;
use super::codes::Codes;
use super::questions::{EVIDENCE, LAST_USED, PRACTISED, RATING, RECENT, REFRESHABLE, YES};
use super::{Value, parts};

/// One skill with everybody's answers about it.
pub(super) struct Skill<'m> {
    pub(super) code: &'m str,
    label: &'m Text,
    pub(super) family: &'m str,
    /// Its list says that who could do it can again after a short refresher, however long ago it was.
    is_refreshable: bool,
    levels: Answers<'m>,
    last: Option<Answers<'m>>,
    evidence: Option<Answers<'m>>,
}

/// The skills of the questionnaire, in its order.
pub(super) struct Bank<'m> {
    pub(super) skills: Vec<Skill<'m>>,
    places: HashMap<&'m str, usize>,
    families: Vec<(&'m str, Value)>,
    pub(super) levels: Codes<'m>,
    pub(super) last: Codes<'m>,
    pub(super) evidence: Codes<'m>,
}

impl<'m> Skill<'m> {
    /// The level that a respondent gave, 0 to 4.
    pub(super) fn level(&self, at: usize) -> Option<u8> {
        u8::try_from(self.levels.whole(at)?).ok()
    }

    /// The level, 0 where none was given.
    pub(super) fn level_or_none(&self, at: usize) -> u8 {
        self.level(at).unwrap_or(0)
    }

    /// When it was last used in earnest.
    pub(super) fn last(&self, at: usize) -> Option<&'m str> {
        self.last?.text(at)
    }

    /// Whether it is held at a level, and was practised within 24 months or is refreshable (docs/rules.md
    /// §2.2). Who was not asked when counts, who was asked and did not say does not.
    pub(super) fn is_held(&self, at: usize, level: u8) -> bool {
        self.level_or_none(at) >= level && (self.is_refreshable || self.is_practised(at))
    }

    fn is_practised(&self, at: usize) -> bool {
        let Some(last) = self.last else { return true };
        let not_asked = [Some(Missing::NotRelevant), Some(Missing::NotInVersion)];
        match last.text(at) {
            Some(code) => PRACTISED.contains(&code),
            None => not_asked.contains(&last.missing(at)),
        }
    }

    /// How lately it was used, the latest first; who did not say comes last.
    pub(super) fn recency(&self, at: usize) -> usize {
        let last = self.last(at);
        let known = RECENT.iter().position(|code| Some(*code) == last);
        known.unwrap_or(RECENT.len())
    }

    /// The skill with its words.
    pub(super) fn value(&self) -> Value {
        parts::label(self.code, self.label)
    }

    /// How many gave each level.
    pub(super) fn by_level(&self, stretch: Range<usize>) -> [usize; 5] {
        let mut counts = [0; 5];
        for level in stretch.filter_map(|at| self.level(at)) {
            if let Some(count) = counts.get_mut(usize::from(level)) {
                *count += 1;
            }
        }
        counts
    }
}

impl<'m> Bank<'m> {
    /// The bank; `None` where the questionnaire does not rate skills.
    pub(super) fn of<D: Door>(material: &Material<'m, D>) -> Option<Self> {
        let questionnaire = material.questionnaire;
        let Kind::Matrix(matrix) = &questionnaire.question(RATING)?.kind else {
            return None;
        };
        let rows = questionnaire.rows(matrix).into_iter();
        let skills: Vec<Skill<'m>> = rows
            .filter_map(|row| skill(material.frame, matrix, row))
            .collect();
        let places = skills.iter().enumerate();
        Some(Self {
            places: places.map(|(place, skill)| (skill.code, place)).collect(),
            families: families(questionnaire, matrix, &skills),
            levels: Codes::of(questionnaire, RATING),
            last: Codes::of(questionnaire, LAST_USED),
            evidence: Codes::of(questionnaire, EVIDENCE),
            skills,
        })
        .filter(|bank| !bank.skills.is_empty())
    }

    /// Where a skill stands in the bank.
    pub(super) fn place(&self, code: &str) -> Option<usize> {
        self.places.get(code).copied()
    }

    /// The skill of a code.
    pub(super) fn get(&self, code: &str) -> Option<&Skill<'m>> {
        self.skills.get(self.place(code)?)
    }

    /// Families in the questionnaire's order, each with its words.
    pub(super) fn families(&self) -> &[(&'m str, Value)] {
        &self.families
    }

    /// The skills of a family.
    pub(super) fn of_family(&self, family: &str) -> impl Iterator<Item = &Skill<'m>> {
        let skills = self.skills.iter();
        skills.filter(move |skill| skill.family == family)
    }

    /// A family with its words.
    pub(super) fn family(&self, code: &str) -> Value {
        let mut all = self.families.iter();
        let found = all.find_map(|(known, value)| (*known == code).then(|| value.clone()));
        found.unwrap_or_else(|| parts::label(code, &Text::same(code)))
    }

    /// Whether anything was asked about evidence.
    pub(super) fn has_evidence(&self) -> bool {
        self.skills.iter().any(|skill| skill.evidence.is_some())
    }

    /// How a skill was last used, in words.
    pub(super) fn last_used(&self, skill: &Skill<'_>, at: usize) -> Value {
        parts::or_nothing(skill.last(at).map(|code| self.last.value(code)))
    }

    /// What backs a rating, in words: a certificate and a sign-off weigh more than one's own judgement.
    pub(super) fn backing(&self, skill: &Skill<'_>, at: usize) -> Value {
        let given = skill.evidence.iter().flat_map(|one| one.codes(at));
        let given: Vec<Value> = given
            .map(|code| self.evidence.value(&code.to_string()))
            .collect();
        match given.len() {
            0 => parts::word("self_rated", "view-people-self-rated"),
            _ => Value::List(given),
        }
    }

    /// Who named each skill in a question whose codes are skills, by the skill's place.
    pub(super) fn named(&self, answers: Answers<'_>, stretch: Range<usize>) -> Vec<Vec<usize>> {
        let mut named = vec![Vec::new(); self.skills.len()];
        for at in stretch {
            for code in answers.codes(at) {
                let place = self.place(&code.to_string());
                if let Some(people) = place.and_then(|place| named.get_mut(place)) {
                    people.push(at);
                }
            }
        }
        named
    }

    /// People of a stretch who hold a skill at a level (docs/rules.md §2.2).
    pub(super) fn holders(&self, code: &str, level: u8, mut stretch: Range<usize>) -> Vec<usize> {
        let Some(skill) = self.get(code) else {
            return Vec::new();
        };
        let stretch = stretch.by_ref();
        stretch.filter(|&at| skill.is_held(at, level)).collect()
    }
}

fn skill<'m, D: Door>(frame: &'m Frame<D>, matrix: &Matrix, row: &'m Choice) -> Option<Skill<'m>> {
    let code = row.code.as_str();
    let group = matrix.groups.as_ref();
    Some(Skill {
        code,
        label: &row.label,
        family: group
            .and_then(|column| row.columns.get(column))
            .map_or("", String::as_str),
        is_refreshable: row.columns.get(REFRESHABLE).is_some_and(|said| said == YES),
        levels: frame.answers(&format!("{RATING}.{code}"))?,
        last: frame.answers(&format!("{LAST_USED}.{code}")),
        evidence: frame.answers(&format!("{EVIDENCE}.{code}")),
    })
}

/// The families that skills belong to, in the order of their list, else of the skills.
fn families<'m>(
    questionnaire: &'m Questionnaire,
    matrix: &'m Matrix,
    skills: &[Skill<'m>],
) -> Vec<(&'m str, Value)> {
    let list = matrix.group_list.as_ref();
    let list = list.and_then(|name| questionnaire.lists.get(name));
    let entries = list.iter().flat_map(|list| &list.entries);
    let mut families: Vec<(&str, Value)> = entries
        .map(|entry| {
            let code = entry.code.as_str();
            (code, parts::label(code, &entry.label))
        })
        .collect();
    for skill in skills {
        if !families.iter().any(|(known, _)| *known == skill.family) {
            let value = parts::label(skill.family, &Text::same(skill.family));
            families.push((skill.family, value));
        }
    }
    families
}
