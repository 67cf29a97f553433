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
    blocks.push(note("cover-cover-counts"));
    if material.frame.rows(LAST_USED).is_empty() {
        blocks.push(note("cover-recency-not-asked"));
    }
    if material.frame.entries(wish::QUESTION).is_none() {
        blocks.push(note("cover-wishes-not-asked"));
    }
    let rows = standings.all.iter();
    blocks.push(Block::Sheet(Sheet {
        id: "cover",
        title: Message::plain("cover-cover"),
        columns: columns(),
        rows: rows
            .map(|standing| row(material, &standings, &skills, standing))
            .collect(),
    }));
    exact(Name::Cover, material, blocks)
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "cover-skill"),
        column("level", "cover-level"),
        column("need", "cover-need-now"),
        column("holders", "cover-holders"),
        column("cover", "cover-cover-ratio"),
        column("trainers", "cover-trainers"),
        column("pipeline", "cover-pipeline"),
        column("state", "cover-state"),
        column("criticality", "cover-criticality"),
        column("why", "cover-why"),
        column("priority", "cover-priority"),
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
            word("holder", "cover-part-holder")
        } else if level >= need.level {
            word("lapsed", "cover-part-lapsed")
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
    let rows = People::of(material.frame).listed(rated.collect());
    if rows.is_empty() {
        return vec![note("cover-nobody-rated")];
    }
    vec![Block::Sheet(Sheet {
        id: "people",
        title: Message::plain("cover-people"),
        columns: vec![
            column("person", "cover-person"),
            column("level", "cover-level"),
            column("last_used", "cover-last-used"),
            column("part", "cover-part"),
            column("could_teach", "cover-could-teach"),
            column("wants", "cover-wants"),
        ],
        rows,
    })]
}
