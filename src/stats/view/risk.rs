//! Succession risk: impact by exposure, five by five, then the list with its parts (docs/rules.md §2.6).

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note};
use super::parts::{count, word};
use super::questions::RATING;
use super::standing::{Standing, Standings};
use super::words::{column, rating, shade, state, yes};
use super::{Block, Column, Facts, Grid, Name, Row, Shade, Sheet, Value, View};

/// The most of either scale.
const MOST: u8 = 5;

/// The risk grid and its list.
pub fn risk(material: &Material<'_, Operational>) -> View {
    let Some(standings) = Standings::of(material) else {
        return exact(Name::Risk, material, not_asked(&[RATING]));
    };
    let mut blocks = standings.notes();
    blocks.push(note("view-cover-risk-counts"));
    blocks.push(Block::Grid(grid(&standings.all)));
    blocks.push(Block::Sheet(list(&standings, usize::MAX)));
    exact(Name::Risk, material, blocks)
}

/// How many needs are in each cell; the greatest impact at the top.
fn grid(all: &[Standing]) -> Grid {
    let scale = |from: u8| Value::Count(from.into());
    let cell = |impact: u8, exposure: u8| {
        let is_here = |standing: &&Standing| {
            standing.need.criticality == impact && standing.exposure.score() == exposure
        };
        let needs = all.iter().filter(is_here).count();
        (count(needs), shade(impact * exposure))
    };
    let line = |impact: u8| -> Vec<(Value, Shade)> {
        (1..=MOST).map(|exposure| cell(impact, exposure)).collect()
    };
    Grid {
        id: "grid",
        title: Message::plain("view-cover-risk-grid"),
        across: (
            Message::plain("view-cover-exposure"),
            (1..=MOST).map(scale).collect(),
        ),
        down: (
            Message::plain("view-cover-impact"),
            (1..=MOST).rev().map(scale).collect(),
        ),
        cells: (1..=MOST).rev().map(line).collect(),
    }
}

/// The `most` greatest risks, the greatest first; equal ones as the cover table has them.
pub(in crate::stats) fn list(standings: &Standings<'_>, most: usize) -> Sheet {
    let mut all: Vec<&Standing> = standings.all.iter().collect();
    all.sort_by_key(|standing| std::cmp::Reverse(standing.risk()));
    let row = |standing: &&Standing| Row {
        values: vec![
            standings.supply.label(&standing.need.skill),
            state(standing.state, standings.supply.silence),
            Value::Count(standing.need.criticality.into()),
            Value::Count(standing.exposure.score().into()),
            Value::Count(standing.risk().into()),
            rating(standing.risk()),
        ],
        detail: standings
            .note_of(standing)
            .into_iter()
            .chain([parts(standing)])
            .collect(),
    };
    Sheet {
        id: "risks",
        title: Message::plain("view-cover-risks"),
        columns: columns(),
        rows: all.iter().take(most).map(row).collect(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "view-cover-skill"),
        column("state", "view-cover-state"),
        column("impact", "view-cover-impact"),
        column("exposure", "view-cover-exposure"),
        column("risk", "view-cover-risk"),
        column("rating", "view-cover-rating"),
    ]
}

/// What the exposure is made of.
fn parts(standing: &Standing) -> Block {
    let exposure = standing.exposure;
    let more = |is: bool| Value::Count(is.into());
    let capped = exposure.score()
        < exposure.cover + u8::from(exposure.is_undocumented) + u8::from(exposure.is_long_to_learn);
    let fact = |id, title, value| (id, Message::plain(title), value);
    Block::Facts(Facts {
        id: "parts",
        title: Message::plain("view-cover-exposure-parts"),
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
            fact(
                "pipeline",
                "view-cover-pipeline",
                Value::Count(standing.pipeline),
            ),
            fact(
                "cover",
                "view-cover-exposure-cover",
                Value::Count(exposure.cover.into()),
            ),
            fact(
                "undocumented",
                "view-cover-exposure-undocumented",
                more(exposure.is_undocumented),
            ),
            fact(
                "training",
                "view-cover-exposure-training",
                more(exposure.is_long_to_learn),
            ),
            fact(
                "capped",
                "view-cover-exposure-capped",
                if capped {
                    word("yes", "report-yes")
                } else {
                    yes(false)
                },
            ),
        ],
    })
}
