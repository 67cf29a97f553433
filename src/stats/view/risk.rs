//! Succession risk: impact by exposure, five by five, then the list with its parts (domain §6.2).

use crate::base::words::Message;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note};
use super::questions::RATING;
use super::skills::Skills;
use super::standing::{Standing, Standings};
use super::words::{column, count, rating, shade, state, word, yes};
use super::{Block, Column, Facts, Grid, Name, Row, Shade, Sheet, Value, View};

/// The most of either scale.
const MOST: u8 = 5;

/// The risk grid and its list.
pub fn risk(material: &Material<'_, Operational>) -> View {
    if material.frame.rows(RATING).is_empty() {
        return exact(Name::Risk, material, not_asked(&[RATING]));
    }
    let standings = Standings::of(material);
    let mut blocks = standings.notes();
    blocks.push(note("cover-risk-counts"));
    blocks.push(Block::Grid(grid(&standings.all)));
    blocks.push(Block::Sheet(list(material, &standings, usize::MAX)));
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
        title: Message::plain("cover-risk-grid"),
        across: (
            Message::plain("cover-exposure"),
            (1..=MOST).map(scale).collect(),
        ),
        down: (
            Message::plain("cover-impact"),
            (1..=MOST).rev().map(scale).collect(),
        ),
        cells: (1..=MOST).rev().map(line).collect(),
    }
}

/// The `most` greatest risks, the greatest first; equal ones as the cover table has them.
pub(in crate::stats) fn list(
    material: &Material<'_, Operational>,
    standings: &Standings<'_>,
    most: usize,
) -> Sheet {
    let skills = Skills::of(material.questionnaire);
    let mut all: Vec<&Standing> = standings.all.iter().collect();
    all.sort_by_key(|standing| std::cmp::Reverse(standing.risk()));
    let row = |standing: &&Standing| Row {
        values: vec![
            Value::Label(skills.label(&standing.need.skill)),
            state(standing.state, standings.supply.silence),
            Value::Count(standing.need.criticality.into()),
            Value::Count(standing.exposure.score().into()),
            Value::Count(standing.risk().into()),
            rating(standing.risk()),
        ],
        detail: vec![parts(standing)],
    };
    Sheet {
        id: "risks",
        title: Message::plain("cover-risks"),
        columns: columns(),
        rows: all.iter().take(most).map(row).collect(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        column("skill", "cover-skill"),
        column("state", "cover-state"),
        column("impact", "cover-impact"),
        column("exposure", "cover-exposure"),
        column("risk", "cover-risk"),
        column("rating", "cover-rating"),
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
        title: Message::plain("cover-exposure-parts"),
        facts: vec![
            fact("holders", "cover-holders", count(standing.holders.len())),
            fact(
                "pipeline",
                "cover-pipeline",
                Value::Count(standing.pipeline),
            ),
            fact(
                "cover",
                "cover-exposure-cover",
                Value::Count(exposure.cover.into()),
            ),
            fact(
                "undocumented",
                "cover-exposure-undocumented",
                more(exposure.is_undocumented),
            ),
            fact(
                "training",
                "cover-exposure-training",
                more(exposure.is_long_to_learn),
            ),
            fact(
                "capped",
                "cover-exposure-capped",
                if capped {
                    word("yes", "report-yes")
                } else {
                    yes(false)
                },
            ),
        ],
    })
}
