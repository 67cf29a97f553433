//! Cover: every skill that is needed, who holds it, who could train, who is on the way (domain §6.2).

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note};
use super::people::People;
use super::questions::{LAST_USED, RATING, TEACH, wish};
use super::skills::Skills;
use super::standing::{Standing, Standings};
use super::words::{column, count, decimal, state, why, word, yes};
use super::{Block, Column, Name, Row, Sheet, Value, View};

/// The cover table: a row a need, the most pressing first; a row opens the people behind it.
pub fn cover(material: &Material<'_, Operational>) -> View {
    if material.frame.rows(RATING).is_empty() {
        return exact(Name::Cover, material, not_asked(&[RATING]));
    }
    let standings = Standings::of(material);
    let skills = Skills::of(material.questionnaire);
    let mut blocks = standings.notes();
    blocks.push(note("view-cover-counts"));
    if material.frame.rows(LAST_USED).is_empty() {
        blocks.push(note("view-recency-not-asked"));
    }
    if material.frame.entries(wish::QUESTION).is_none() {
        blocks.push(note("view-wishes-not-asked"));
    }
    let rows = standings.all.iter();
    blocks.push(Block::Sheet(Sheet {
        id: "cover",
        title: Message::plain("view-cover"),
        columns: columns(),
        rows: rows
            .map(|standing| row(material, &standings, &skills, standing))
            .collect(),
    }));
    exact(Name::Cover, material, blocks)
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "view-skill"),
        column("level", "view-level"),
        column("need", "view-need-now"),
        column("holders", "view-holders"),
        column("cover", "view-cover-ratio"),
        column("trainers", "view-trainers"),
        column("pipeline", "view-pipeline"),
        column("state", "view-state"),
        column("criticality", "view-criticality"),
        column("why", "view-why"),
        column("priority", "view-priority"),
    ]
}

fn row(
    material: &Material<'_, Operational>,
    standings: &Standings<'_>,
    skills: &Skills<'_>,
    standing: &Standing,
) -> Row {
    let need = &standing.need;
    let holders = standing.holders.len();
    Row {
        values: vec![
            Value::Label(skills.label(&need.skill)),
            Value::Count(need.level.into()),
            Value::Count(need.now.into()),
            count(holders),
            Value::Of(holders as u64, need.now.into()),
            Value::Count(standing.trainers),
            Value::Count(standing.pipeline),
            state(standing.state, standings.supply.silence),
            Value::Count(need.criticality.into()),
            why(need.why),
            decimal(standing.priority.score()),
        ],
        detail: detail(material, standings, skills, standing),
    }
}

/// Everyone who rated the skill at 1 or above.
fn detail(
    material: &Material<'_, Operational>,
    standings: &Standings<'_>,
    skills: &Skills<'_>,
    standing: &Standing,
) -> Vec<Block> {
    let (need, supply) = (&standing.need, &standings.supply);
    let skill = supply.skill(&need.skill);
    let teach = material.frame.answers(TEACH);
    let could_teach = |at| teach.is_some_and(|teach| teach.has(at, &need.skill));
    let rated = supply.people().filter_map(|at| {
        let level = skill.level(at).filter(|level| *level > 0)?;
        let part = if standing.holders.binary_search(&at).is_ok() {
            word("holder", "view-part-holder")
        } else if level >= need.level {
            word("lapsed", "view-part-lapsed")
        } else {
            Value::Nothing
        };
        let last_used = skill.last_used(at);
        let values = vec![
            skills.level(level),
            last_used.map_or(Value::Nothing, |code| skills.last_used(&code)),
            part,
            yes(could_teach(at)),
            yes(supply.wants(&need.skill, at)),
        ];
        Some((at, std::cmp::Reverse(level), values))
    });
    let rows = People::of(material.frame).listed(rows.collect());
    if rows.is_empty() {
        return vec![note("view-nobody-rated")];
    }
    vec![Block::Sheet(Sheet {
        id: "people",
        title: Message::plain("view-people"),
        columns: vec![
            column("person", "view-person"),
            column("level", "view-level"),
            column("last_used", "view-last-used"),
            column("part", "view-part"),
            column("could_teach", "view-could-teach"),
            column("wants", "view-wants"),
        ],
        rows,
    })]
}
