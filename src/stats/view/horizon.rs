//! Horizon: how many holders are expected to be there in one, three and five years.
//!
//! Only what the lead's door may use enters: contract ends that people shared with it, and the base
//! rate for everybody else. Stated intentions to leave are read at the statistical door alone.

use crate::base::words::Message;

use rust_decimal::Decimal;

use super::super::door::Operational;
use super::super::material::Material;
use super::about::{exact, not_asked, note, note_with};
use super::parts::count;
use super::questions::{CONTRACT_END, RATING};
use super::standing::{Standing, Standings};
use super::words::{column, decimal};
use super::{Bars, Block, Name, Row, Sheet, Value, View};

/// The years that are looked at, each with its word for files and its heading.
const YEARS: [(u8, &str, &str); 3] = [
    (1, "in_1", "view-cover-in-1-year"),
    (3, "in_3", "view-cover-in-3-years"),
    (5, "in_5", "view-cover-in-5-years"),
];

/// Holders of every needed skill, now and expected.
pub fn horizon(material: &Material<'_, Operational>) -> View {
    let Some(standings) = Standings::of(material) else {
        return exact(Name::Horizon, material, not_asked(&[RATING]));
    };
    let mut blocks = standings.notes();
    let percent = (material.base_rate * Decimal::ONE_HUNDRED).normalize();
    let rate = percent.to_string().into();
    blocks.push(note_with("view-cover-horizon-counts", [("rate", rate)]));
    blocks.push(note("view-cover-horizon-no-intentions"));
    if material.frame.day(CONTRACT_END).is_none() {
        blocks.push(note("view-cover-contract-ends-not-asked"));
    }
    let bar = |standing: &Standing| {
        let label = standings.supply.label(&standing.need.skill);
        (label, expected(&standings, standing))
    };
    let row = |standing: &Standing| {
        let label = standings.supply.label(&standing.need.skill);
        let mut values = vec![label, Value::Count(standing.need.level.into())];
        values.extend(expected(&standings, standing));
        values.push(count(ending(&standings, standing)));
        Row {
            values,
            detail: Vec::new(),
        }
    };
    let mut series = vec![("now", Message::plain("view-cover-holders-now"))];
    series.extend(YEARS.map(|(_, id, title)| (id, Message::plain(title))));
    let mut columns = vec![
        column("skill", "view-cover-skill"),
        column("level", "view-cover-level"),
    ];
    columns.push(column("now", "view-cover-holders-now"));
    columns.extend(YEARS.map(|(_, id, title)| column(id, title)));
    columns.push(column("contracts", "view-cover-contracts-ending"));
    blocks.push(Block::Bars(Bars {
        id: "chart",
        title: Message::plain("view-cover-horizon"),
        series,
        bars: standings.all.iter().map(bar).collect(),
    }));
    blocks.push(Block::Sheet(Sheet {
        id: "horizon",
        title: Message::plain("view-cover-horizon"),
        columns,
        rows: standings.all.iter().map(row).collect(),
    }));
    exact(Name::Horizon, material, blocks)
}

/// Holders now, then those expected in each of [`YEARS`].
fn expected(standings: &Standings<'_>, standing: &Standing) -> Vec<Value> {
    let holders = &standing.holders;
    let now = Decimal::from(holders.len());
    let later = YEARS.iter().map(|(years, ..)| {
        let loss = standings.supply.expected_loss(holders, *years);
        decimal(now - loss)
    });
    std::iter::once(count(holders.len())).chain(later).collect()
}

/// Holders whose contract is known to end within the longest of [`YEARS`].
fn ending(standings: &Standings<'_>, standing: &Standing) -> usize {
    let longest = YEARS.iter().map(|(years, ..)| *years).max().unwrap_or(0);
    let holders = standing.holders.iter();
    holders
        .filter(|&&at| standings.supply.ends_within(at, longest))
        .count()
}
