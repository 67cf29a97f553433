//! The view `roles`: people against the profile of the step that they named (docs/rules.md §2.9:
//! `sum over required s of max(0, L_req - p)`).
//!
//! A skill that somebody has not rated is not a gap: it is counted apart. No score ranks people; the
//! figures are a prompt for a conversation about development.

use std::cmp::Reverse;

use super::super::door::Operational;
use super::super::handle::Answers;
use super::super::material::Material;
use super::bank::Bank;
use super::parts::{self, count, facts, level, of, or_nothing, row, sheet};
use super::persons::Persons;
use super::questions::{LADDER, RATING};
use super::{Block, Name, Row, Value, View, about};
use crate::survey::roles::{Required, Role};

/// The view.
pub fn roles(material: &Material<'_, Operational>) -> View {
    let asked = Bank::of(material).zip(material.frame.answers(LADDER));
    let Some((bank, ladder)) = asked else {
        let blocks = about::not_asked(&[RATING, LADDER]);
        return about::exact(Name::Roles, material, blocks);
    };
    let people = Persons::of(Name::Roles, material);
    let board = Board {
        material,
        bank: &bank,
        people: &people,
        ladder,
    };
    let mut blocks = vec![about::note("view-roles-note")];
    if material.roles.is_example {
        blocks.push(about::note("view-roles-example"));
    }
    if material.roles.roles.is_empty() {
        blocks.push(about::note("view-roles-none"));
    }
    blocks.extend(board.unknown());
    blocks.extend(people.note());
    blocks.extend([board.counts(), board.steps(), board.skills()]);
    about::exact(Name::Roles, material, blocks)
}

struct Board<'v, 'm> {
    material: &'v Material<'m, Operational>,
    bank: &'v Bank<'m>,
    people: &'v Persons<'m>,
    ladder: Answers<'m>,
}

/// What somebody lacks of a profile.
#[derive(Default)]
struct Gap {
    /// Levels, summed.
    levels: usize,
    /// Places of the skills that are below.
    short: Vec<usize>,
    /// Required skills that were rated.
    rated: usize,
    /// Required skills that were not.
    unrated: usize,
}

impl Board<'_, '_> {
    fn gap(&self, role: &Role, at: usize) -> Gap {
        let mut gap = Gap::default();
        for (place, required) in self.required(role) {
            match self.bank.skills[place].level(at) {
                Some(held) => {
                    gap.rated += 1;
                    let short = required.level.saturating_sub(held);
                    gap.levels += usize::from(short);
                    if short > 0 {
                        gap.short.push(place);
                    }
                }
                None => gap.unrated += 1,
            }
        }
        gap
    }

    /// The skills of a profile that the questionnaire has.
    fn required<'r>(&self, role: &'r Role) -> impl Iterator<Item = (usize, &'r Required)> {
        let requires = role.requires.iter();
        requires.filter_map(|required| Some((self.bank.place(&required.skill)?, required)))
    }

    /// Skills of profiles that the questionnaire does not have: the profiles want mending.
    fn unknown(&self) -> Option<Block> {
        let requires = self.material.roles.roles.iter();
        let requires = requires.flat_map(|role| &role.requires);
        let mut unknown: Vec<&str> = requires
            .filter(|required| self.bank.place(&required.skill).is_none())
            .map(|required| required.skill.as_str())
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        let skills = unknown.join(", ");
        (!unknown.is_empty())
            .then(|| about::note_with("view-roles-unknown", [("skills", skills.into())]))
    }

    /// People of a step, in the order shown where they are listed.
    fn on_step(&self, role: &Role) -> Vec<usize> {
        let is_on = |at: &usize| self.ladder.text(*at) == Some(role.step.as_str());
        let people: Vec<usize> = self.people.stretch().filter(is_on).collect();
        self.people.sorted(&people)
    }

    fn counts(&self) -> Block {
        let step = |at: usize| self.ladder.text(at);
        let said = self.people.stretch().filter_map(step).count();
        let profiled = self.people.stretch().filter_map(step);
        let profiled = profiled.filter(|step| self.material.roles.of(step).is_some());
        facts(
            "roles",
            "view-roles-facts",
            vec![
                ("said", "view-roles-said", of(said, self.people.len())),
                (
                    "profiled",
                    "view-roles-profiled",
                    of(profiled.count(), said),
                ),
            ],
        )
    }

    /// One row per step with people, the lowest first.
    fn steps(&self) -> Block {
        let roles = &self.material.roles.roles;
        let rows = roles.iter().enumerate().filter_map(|(at, role)| {
            let people = self.on_step(role);
            (!people.is_empty()).then(|| self.step(role, roles.get(at + 1), &people))
        });
        let columns = parts::columns(&[
            ("step", "view-roles-col-step"),
            ("maps_to", "view-roles-col-maps-to"),
            ("people", "view-people-col-people"),
            ("compared", "view-roles-col-compared"),
            ("meeting", "view-roles-col-meeting"),
            ("gap", "view-roles-col-gap"),
            ("unrated", "view-roles-col-unrated"),
        ]);
        sheet("steps", "view-roles-steps", columns, rows.collect())
    }

    fn step(&self, role: &Role, next: Option<&Role>, people: &[usize]) -> Row {
        let gaps: Vec<Gap> = people.iter().map(|&at| self.gap(role, at)).collect();
        let compared = gaps.iter().filter(|gap| gap.rated > 0).count();
        let is_met = |gap: &&Gap| gap.levels == 0 && gap.unrated == 0 && gap.rated > 0;
        let values = vec![
            parts::label(&role.step, &role.title),
            or_nothing(role.maps_to.clone().map(Value::Typed)),
            count(people.len()),
            count(compared),
            count(gaps.iter().filter(is_met).count()),
            count(gaps.iter().map(|gap| gap.levels).sum()),
            count(gaps.iter().map(|gap| gap.unrated).sum()),
        ];
        let detail = if self.people.are_listed() {
            vec![self.members(next, people, &gaps)]
        } else {
            Vec::new()
        };
        Row { values, detail }
    }

    /// A step's people in the order of names, which ranks nobody.
    fn members(&self, next: Option<&Role>, people: &[usize], gaps: &[Gap]) -> Block {
        let rows = people.iter().zip(gaps).map(|(&at, gap)| {
            let short = gap
                .short
                .iter()
                .map(|&place| self.bank.skills[place].value());
            let next = next.map(|next| self.gap(next, at));
            let next = next.filter(|next| next.rated > 0);
            let is_compared = gap.rated > 0;
            let mut values = self.people.values(at);
            values.extend([
                or_nothing(is_compared.then(|| count(gap.levels))),
                Value::List(short.collect()),
                count(gap.unrated),
                or_nothing(next.map(|next| count(next.levels))),
            ]);
            row(values)
        });
        let mut columns = self.people.columns();
        columns.extend(parts::columns(&[
            ("gap", "view-roles-col-gap"),
            ("skills", "view-roles-col-short"),
            ("unrated", "view-roles-col-unrated"),
            ("next", "view-roles-col-next"),
        ]));
        sheet("people", "view-people-people", columns, rows.collect())
    }

    /// Which skills of which step are short, the most people first.
    fn skills(&self) -> Block {
        let mut rows: Vec<(usize, Row)> = Vec::new();
        for role in &self.material.roles.roles {
            let people = self.on_step(role);
            for (place, required) in self.required(role) {
                let skill = &self.bank.skills[place];
                let rated: Vec<u8> = people.iter().filter_map(|&at| skill.level(at)).collect();
                let short = rated.iter().filter(|held| **held < required.level).count();
                let values = vec![
                    parts::label(&role.step, &role.title),
                    skill.value(),
                    level(required.level),
                    of(short, rated.len()),
                ];
                if short > 0 {
                    rows.push((short, row(values)));
                }
            }
        }
        rows.sort_by_key(|(short, _)| Reverse(*short));
        let columns = parts::columns(&[
            ("step", "view-roles-col-step"),
            ("skill", "view-people-col-skill"),
            ("level", "view-roles-col-required"),
            ("short", "view-roles-col-below"),
        ]);
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        sheet("skills", "view-roles-skills", columns, rows)
    }
}
