//! The view `skills`: families by level, every skill with its people, and a look at whether people rate
//! themselves alike (docs/rules.md §2.8).

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::material::Material;
use super::bank::{Bank, Skill};
use super::parts::{self, count, facts, of, row, sheet};
use super::persons::Persons;
use super::questions::RATING;
use super::{Block, Column, Grid, Name, Row, Shade, View, about};

/// A family in which more than this share, in percent, of the ratings from 1 to 4 are 4 is looked at
/// again (docs/rules.md §2.8).
const INFLATED: usize = 40;

/// The view.
pub fn skills(material: &Material<'_, Operational>) -> View {
    let Some(bank) = Bank::of(material) else {
        return about::exact(Name::Skills, material, about::not_asked(&[RATING]));
    };
    let people = Persons::of(Name::Skills, material);
    let mut blocks = vec![about::note(if bank.has_evidence() {
        "view-skills-note-evidence"
    } else {
        "view-skills-note-self-rated"
    })];
    blocks.extend(people.note());
    blocks.push(who_rated(&bank, &people));
    blocks.push(heat(&bank, &people));
    blocks.push(every_skill(&bank, &people));
    blocks.push(inflation(&bank, &people));
    about::exact(Name::Skills, material, blocks)
}

fn who_rated(bank: &Bank<'_>, people: &Persons<'_>) -> Block {
    let rated = |at: &usize| bank.skills.iter().any(|skill| skill.level(*at).is_some());
    let rated = people.stretch().filter(rated).count();
    let held = bank.skills.iter();
    let held = held.filter(|skill| skill.by_level(people.stretch())[1..].iter().any(|n| *n > 0));
    facts(
        "rated",
        "view-skills-rated",
        vec![
            ("people", "view-skills-people", of(rated, people.len())),
            (
                "skills",
                "view-skills-held",
                of(held.count(), bank.skills.len()),
            ),
        ],
    )
}

/// Ratings at each level, summed over the skills of a family.
fn by_level(bank: &Bank<'_>, family: &str, people: &Persons<'_>) -> [usize; 5] {
    let mut sum = [0; 5];
    for skill in bank.of_family(family) {
        for (sum, count) in sum.iter_mut().zip(skill.by_level(people.stretch())) {
            *sum += count;
        }
    }
    sum
}

fn heat(bank: &Bank<'_>, people: &Persons<'_>) -> Block {
    let families = bank.families();
    let counts: Vec<[usize; 5]> = families
        .iter()
        .map(|(family, _)| by_level(bank, family, people))
        .collect();
    let most = counts.iter().flatten().copied().max().unwrap_or(0);
    let cell = |number: usize| (count(number), shade(number, most));
    Block::Grid(Grid {
        id: "heat",
        title: Message::plain("view-skills-heat"),
        across: (
            Message::plain("view-people-col-level"),
            LEVELS
                .iter()
                .map(|level| bank.levels.short(level))
                .collect(),
        ),
        down: (
            Message::plain("view-people-col-family"),
            families.iter().map(|(_, value)| value.clone()).collect(),
        ),
        cells: counts.iter().map(|row| row.map(cell).to_vec()).collect(),
    })
}

/// The codes of levels.
const LEVELS: [&str; 5] = ["0", "1", "2", "3", "4"];

/// From 0, nothing, to 4, a quarter and more of the way to the most.
fn shade(number: usize, most: usize) -> Shade {
    let quarter = (number * 4).div_ceil(most.max(1));
    Shade::Level(u8::try_from(quarter).unwrap_or(4))
}

const COLUMNS: [parts::Heading; 7] = [
    ("skill", "view-people-col-skill"),
    ("family", "view-people-col-family"),
    ("level_4", "view-skills-col-4"),
    ("level_3", "view-skills-col-3"),
    ("level_2", "view-skills-col-2"),
    ("level_1", "view-skills-col-1"),
    ("level_0", "view-skills-col-0"),
];

fn every_skill(bank: &Bank<'_>, people: &Persons<'_>) -> Block {
    let rows = bank.skills.iter().filter_map(|skill| {
        let counts = skill.by_level(people.stretch());
        let is_held = counts[1..].iter().any(|count| *count > 0);
        let mut values = vec![skill.value(), bank.family(skill.family)];
        values.extend(counts.iter().rev().map(|number| count(*number)));
        is_held.then(|| Row {
            values,
            detail: holders(bank, skill, people),
        })
    });
    let rows = rows.collect();
    sheet("skills", "view-skills-all", parts::columns(&COLUMNS), rows)
}

/// A skill's people: the highest level first, then who used it last.
fn holders(bank: &Bank<'_>, skill: &Skill<'_>, people: &Persons<'_>) -> Vec<Block> {
    let mut holders: Vec<usize> = people
        .in_order()
        .filter(|at| skill.level_or_none(*at) > 0)
        .collect();
    if holders.is_empty() {
        return Vec::new();
    }
    holders.sort_by_key(|&at| {
        (
            5 - skill.level_or_none(at),
            skill.recency(at),
            people.rank(at),
        )
    });
    let rows = holders.iter().map(|&at| {
        let mut values = people.values(at);
        values.push(bank.levels.value(&skill.level_or_none(at).to_string()));
        values.push(bank.last_used(skill, at));
        if bank.has_evidence() {
            values.push(bank.backing(skill, at));
        }
        row(values)
    });
    vec![sheet(
        "holders",
        "view-skills-holders",
        holder_columns(bank, people),
        rows.collect(),
    )]
}

fn holder_columns(bank: &Bank<'_>, people: &Persons<'_>) -> Vec<Column> {
    let mut columns = people.columns();
    columns.extend(parts::columns(&[
        ("level", "view-people-col-level"),
        ("last_used", "view-people-col-last-used"),
    ]));
    if bank.has_evidence() {
        columns.extend(parts::columns(&[("evidence", "view-people-col-evidence")]));
    }
    columns
}

/// Whether fours are so many in a family that they may say more about modesty than about skill.
fn inflation(bank: &Bank<'_>, people: &Persons<'_>) -> Block {
    let rows = bank.families().iter().filter_map(|(family, value)| {
        let counts = by_level(bank, family, people);
        let rated: usize = counts[1..].iter().sum();
        let flag = if counts[4] * 100 > rated * INFLATED {
            parts::word("look_again", "view-skills-look-again")
        } else {
            parts::word("usual", "view-skills-usual")
        };
        (rated > 0).then(|| row(vec![value.clone(), of(counts[4], rated), flag]))
    });
    let columns = parts::columns(&[
        ("family", "view-people-col-family"),
        ("fours", "view-skills-col-fours"),
        ("flag", "view-skills-col-flag"),
    ]);
    sheet(
        "inflation",
        "view-skills-inflation",
        columns,
        rows.collect(),
    )
}
