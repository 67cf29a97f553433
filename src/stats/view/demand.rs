//! Demand against supply, now and in three years, with the gap; gap and priority show their parts.

use crate::base::words::Message;

use rust_decimal::Decimal;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note, note_with};
use super::parts::count;
use super::questions::RATING;
use super::standing::{Standing, Standings};
use super::words::{column, decimal};
use super::{Bars, Block, Column, Facts, Name, Row, Sheet, Value, View};

/// Demand, supply and gap of every needed skill, the most pressing first.
pub fn demand(material: &Material<'_, Operational>) -> View {
    let Some(standings) = Standings::of(material) else {
        return exact(Name::Demand, material, not_asked(&[RATING]));
    };
    let mut blocks = standings.notes();
    let percent = (material.base_rate * Decimal::ONE_HUNDRED).normalize();
    let rate = percent.to_string().into();
    blocks.push(note_with("view-cover-demand-counts", [("rate", rate)]));
    blocks.push(note("view-cover-horizon-no-intentions"));
    blocks.push(bars(&standings));
    blocks.push(Block::Sheet(gaps(&standings, usize::MAX)));
    exact(Name::Demand, material, blocks)
}

fn bars(standings: &Standings<'_>) -> Block {
    let bar = |standing: &Standing| {
        let need = &standing.need;
        let values = vec![
            Value::Count(need.now.into()),
            count(standing.holders.len()),
            Value::Count(need.in_three_years.into()),
            decimal(standing.supply_ahead),
        ];
        (standings.supply.label(&need.skill), values)
    };
    Block::Bars(Bars {
        id: "bars",
        title: Message::plain("view-cover-demand"),
        series: vec![
            ("need_now", Message::plain("view-cover-need-now")),
            ("holders", Message::plain("view-cover-holders")),
            ("need_3y", Message::plain("view-cover-need-3y")),
            ("supply_3y", Message::plain("view-cover-supply-3y")),
        ],
        bars: standings.all.iter().map(bar).collect(),
    })
}

/// The `most` most pressing gaps; a row opens what its figures are made of.
pub(in crate::stats) fn gaps(standings: &Standings<'_>, most: usize) -> Sheet {
    let row = |standing: &Standing| {
        let (need, priority) = (&standing.need, standing.priority);
        Row {
            values: vec![
                standings.supply.label(&need.skill),
                Value::Count(need.now.into()),
                count(standing.holders.len()),
                Value::Count(priority.gap_now),
                Value::Count(need.in_three_years.into()),
                decimal(standing.supply_ahead),
                decimal(priority.gap_future),
                decimal(priority.score()),
            ],
            detail: standings
                .note_of(standing)
                .into_iter()
                .chain([supply_parts(standing), priority_parts(standing)])
                .collect(),
        }
    };
    Sheet {
        id: "gaps",
        title: Message::plain("view-cover-gaps"),
        columns: columns(),
        rows: standings.all.iter().take(most).map(row).collect(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "view-cover-skill"),
        column("need_now", "view-cover-need-now"),
        column("holders", "view-cover-holders"),
        column("gap_now", "view-cover-gap-now"),
        column("need_3y", "view-cover-need-3y"),
        column("supply_3y", "view-cover-supply-3y"),
        column("gap_3y", "view-cover-gap-3y"),
        column("priority", "view-cover-priority"),
    ]
}

/// Holders less the expected loss, and half of those on the way.
fn supply_parts(standing: &Standing) -> Block {
    let half = Decimal::from(standing.pipeline) * Decimal::new(5, 1);
    Block::Facts(Facts {
        id: "supply",
        title: Message::plain("view-cover-supply-parts"),
        facts: vec![
            fact(
                "level",
                "view-cover-level",
                Value::Count(standing.need.level.into()),
            ),
            fact(
                "holders",
                "view-cover-holders",
                count(standing.holders.len()),
            ),
            fact("loss", "view-cover-loss-3y", decimal(standing.loss)),
            fact(
                "pipeline",
                "view-cover-pipeline",
                Value::Count(standing.pipeline),
            ),
            fact("half_pipeline", "view-cover-half-pipeline", decimal(half)),
            fact(
                "supply_3y",
                "view-cover-supply-3y",
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
        title: Message::plain("view-cover-priority-parts"),
        facts: vec![
            fact(
                "criticality",
                "view-cover-criticality",
                Value::Count(priority.criticality.into()),
            ),
            fact(
                "gap_now",
                "view-cover-gap-now",
                Value::Count(priority.gap_now),
            ),
            fact("gap_3y", "view-cover-gap-3y", decimal(priority.gap_future)),
            fact("urgency", "view-cover-urgency", decimal(priority.urgency)),
            fact("priority", "view-cover-priority", decimal(priority.score())),
            fact(
                "by",
                "view-cover-by",
                need.by.map_or(Value::Nothing, Value::Day),
            ),
            fact(
                "training_months",
                "view-cover-training-months",
                months.map_or(Value::Nothing, Value::Count),
            ),
            fact(
                "plan",
                "view-cover-plan",
                need.plan.clone().map_or(Value::Nothing, Value::Typed),
            ),
        ],
    })
}

fn fact(id: &'static str, title: &'static str, value: Value) -> (&'static str, Message, Value) {
    (id, Message::plain(title), value)
}
