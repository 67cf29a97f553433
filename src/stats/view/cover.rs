//! Cover: every skill that is needed, who holds it, who could train, who is on the way (docs/rules.md §2.2).

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note, note_with};
use super::parts::{count, word};
use super::people::People;
use super::persons::MOST;
use super::questions::{LAST_USED, RATING, TEACH, wish};
use super::standing::{Standing, Standings};
use super::words::{column, decimal, state, why, yes};
use super::{Block, Column, Name, Row, Sheet, Value, View};

/// The cover table: one row per need, the most pressing first; a row opens the people behind it.
pub fn cover(material: &Material<'_, Operational>) -> View {
    let Some(standings) = Standings::of(material) else {
        return exact(Name::Cover, material, not_asked(&[RATING]));
    };
    let mut blocks = standings.notes();
    blocks.push(note("view-cover-cover-counts"));
    if material.frame.rows(LAST_USED).is_empty() {
        blocks.push(note("view-cover-recency-not-asked"));
    }
    if material.frame.entries(wish::QUESTION).is_none() {
        blocks.push(note("view-cover-wishes-not-asked"));
    }
    let rows = standings.all.iter();
    blocks.push(Block::Sheet(Sheet {
        id: "cover",
        title: Message::plain("view-cover-cover"),
        columns: columns(),
        rows: rows
            .map(|standing| row(material, &standings, standing))
            .collect(),
    }));
    exact(Name::Cover, material, blocks)
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "view-cover-skill"),
        column("level", "view-cover-level"),
        column("need", "view-cover-need-now"),
        column("holders", "view-cover-holders"),
        column("cover", "view-cover-cover-ratio"),
        column("lapsed", "view-cover-lapsed"),
        column("trainers", "view-cover-trainers"),
        column("pipeline", "view-cover-pipeline"),
        column("state", "view-cover-state"),
        column("criticality", "view-cover-criticality"),
        column("why", "view-cover-why"),
        column("priority", "view-cover-priority"),
    ]
}

fn row(
    material: &Material<'_, Operational>,
    standings: &Standings<'_>,
    standing: &Standing,
) -> Row {
    let need = &standing.need;
    let holders = standing.holders.len();
    Row {
        values: vec![
            standings.supply.label(&need.skill),
            Value::Count(need.level.into()),
            Value::Count(need.now.into()),
            count(holders),
            Value::Of(holders as u64, need.now.into()),
            Value::Count(standing.lapsed),
            Value::Count(standing.trainers),
            Value::Count(standing.pipeline),
            state(standing.state, standings.supply.silence),
            Value::Count(need.criticality.into()),
            why(need.why),
            decimal(standing.priority.score()),
        ],
        detail: standings
            .note_of(standing)
            .into_iter()
            .chain(detail(material, standings, standing))
            .collect(),
    }
}

/// Everyone who rated the skill at 1 or above.
fn detail(
    material: &Material<'_, Operational>,
    standings: &Standings<'_>,
    standing: &Standing,
) -> Vec<Block> {
    let (need, supply) = (&standing.need, &standings.supply);
    let Some(skill) = supply.bank.get(&need.skill) else {
        return vec![note("view-cover-nobody-rated")];
    };
    if supply.people().len() > MOST {
        return vec![note_with("view-people-too-many", [("most", MOST.into())])];
    }
    let teach = material.frame.answers(TEACH);
    let could_teach = |at| teach.is_some_and(|teach| teach.has(at, &need.skill));
    let rated = supply.people().filter_map(|at| {
        let level = skill.level(at).filter(|level| *level > 0)?;
        let part = if standing.holders.binary_search(&at).is_ok() {
            word("holder", "view-cover-part-holder")
        } else if level >= need.level {
            word("lapsed", "view-cover-part-lapsed")
        } else {
            Value::Nothing
        };
        let values = vec![
            supply.bank.levels.short(&level.to_string()),
            supply.bank.last_used(skill, at),
            part,
            yes(could_teach(at)),
            yes(supply.wants(&need.skill, at)),
        ];
        Some((at, std::cmp::Reverse(level), values))
    });
    let rows = People::of(material.frame).listed(rated.collect());
    if rows.is_empty() {
        return vec![note("view-cover-nobody-rated")];
    }
    vec![Block::Sheet(Sheet {
        id: "people",
        title: Message::plain("view-cover-people"),
        columns: vec![
            column("person", "view-cover-person"),
            column("level", "view-cover-level"),
            column("last_used", "view-cover-last-used"),
            column("part", "view-cover-part"),
            column("could_teach", "view-cover-could-teach"),
            column("wants", "view-cover-wants"),
        ],
        rows,
    })]
}
