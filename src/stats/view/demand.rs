//! Demand against supply, now and in three years, with the gap; gap and priority show their parts.

use crate::base::words::Message;

use rust_decimal::Decimal;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note, note_with};
use super::questions::RATING;
use super::skills::Skills;
use super::standing::{Standing, Standings};
use super::words::{column, count, decimal};
use super::{Bars, Block, Column, Facts, Name, Row, Sheet, Value, View};

/// Demand, supply and gap of every needed skill, the most pressing first.
pub fn demand(material: &Material<'_, Operational>) -> View {
    if material.frame.rows(RATING).is_empty() {
        return exact(Name::Demand, material, not_asked(&[RATING]));
    }
    let standings = Standings::of(material);
    let skills = Skills::of(material.questionnaire);
    let mut blocks = standings.notes();
    let percent = (material.base_rate * Decimal::ONE_HUNDRED).normalize();
    let rate = percent.to_string().into();
    blocks.push(note_with("cover-demand-counts", [("rate", rate)]));
    blocks.push(note("cover-horizon-no-intentions"));
    blocks.push(bars(&standings, &skills));
    blocks.push(Block::Sheet(gaps(&standings, &skills, usize::MAX)));
    exact(Name::Demand, material, blocks)
}

fn bars(standings: &Standings<'_>, skills: &Skills<'_>) -> Block {
    let bar = |standing: &Standing| {
        let need = &standing.need;
        let values = vec![
            Value::Count(need.now.into()),
            count(standing.holders.len()),
            Value::Count(need.in_three_years.into()),
            decimal(standing.supply_ahead),
        ];
        (Value::Label(skills.label(&need.skill)), values)
    };
    Block::Bars(Bars {
        id: "bars",
        title: Message::plain("cover-demand"),
        series: vec![
            ("need_now", Message::plain("cover-need-now")),
            ("holders", Message::plain("cover-holders")),
            ("need_3y", Message::plain("cover-need-3y")),
            ("supply_3y", Message::plain("cover-supply-3y")),
        ],
        bars: standings.all.iter().map(bar).collect(),
    })
}

/// The `most` most pressing gaps; a row opens what its figures are made of.
pub(in crate::stats) fn gaps(standings: &Standings<'_>, skills: &Skills<'_>, most: usize) -> Sheet {
    let row = |standing: &Standing| {
        let (need, priority) = (&standing.need, standing.priority);
        Row {
            values: vec![
                Value::Label(skills.label(&need.skill)),
                Value::Count(need.now.into()),
                count(standing.holders.len()),
                Value::Count(priority.gap_now),
                Value::Count(need.in_three_years.into()),
                decimal(standing.supply_ahead),
                decimal(priority.gap_future),
                decimal(priority.score()),
            ],
            detail: vec![supply_parts(standing), priority_parts(standing)],
        }
    };
    Sheet {
        id: "gaps",
        title: Message::plain("cover-gaps"),
        columns: columns(),
        rows: standings.all.iter().take(most).map(row).collect(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "cover-skill"),
        column("need_now", "cover-need-now"),
        column("holders", "cover-holders"),
        column("gap_now", "cover-gap-now"),
        column("need_3y", "cover-need-3y"),
        column("supply_3y", "cover-supply-3y"),
        column("gap_3y", "cover-gap-3y"),
        column("priority", "cover-priority"),
    ]
}

/// Holders less the expected loss, and half of those on the way.
fn supply_parts(standing: &Standing) -> Block {
    let half = Decimal::from(standing.pipeline) * Decimal::new(5, 1);
    Block::Facts(Facts {
        id: "supply",
        title: Message::plain("cover-supply-parts"),
        facts: vec![
            fact("holders", "cover-holders", count(standing.holders.len())),
            fact("loss", "cover-loss-3y", decimal(standing.loss)),
            fact(
                "pipeline",
                "cover-pipeline",
                Value::Count(standing.pipeline),
            ),
            fact("half_pipeline", "cover-half-pipeline", decimal(half)),
            fact(
                "supply_3y",
                "cover-supply-3y",
                decimal(standing.supply_ahead),
            ),
        ],
    })
}

/// Criticality, gaps and urgency, and the score that they make.
fn priority_parts(standing: &Standing) -> Block {
    let (need, priority) = (&standing.need, standing.priority);
    let months = need.training_months.map(u64::from);
    Block::Facts(Facts {
        id: "priority",
        title: Message::plain("cover-priority-parts"),
        facts: vec![
            fact(
                "criticality",
                "cover-criticality",
                Value::Count(priority.criticality.into()),
            ),
            fact("gap_now", "cover-gap-now", Value::Count(priority.gap_now)),
            fact("gap_3y", "cover-gap-3y", decimal(priority.gap_future)),
            fact("urgency", "cover-urgency", decimal(priority.urgency)),
            fact("priority", "cover-priority", decimal(priority.score())),
            fact("by", "cover-by", need.by.map_or(Value::Nothing, Value::Day)),
            fact(
                "training_months",
                "cover-training-months",
                months.map_or(Value::Nothing, Value::Count),
            ),
            fact(
                "plan",
                "cover-plan",
                need.plan.clone().map_or(Value::Nothing, Value::Typed),
            ),
        ],
    })
}

fn fact(id: &'static str, title: &'static str, value: Value) -> (&'static str, Message, Value) {
    (id, Message::plain(title), value)
}
