//! Who is nearest to a skill that the department lacks: people with other skills of its family at 2 or
//! more, whom it takes the least to teach (docs/rules.md §3.3).

use std::cmp::Reverse;

use super::super::parts::{self, count, or_nothing, row, sheet};
use super::super::wishes::Wished;
use super::super::{Block, Row, Value};
use super::Board;
use crate::stats::demand::Need;

/// The level of a related skill that counts.
const RELATED: u8 = 2;

const COLUMNS: [parts::Heading; 5] = [
    ("skill", "view-people-col-skill"),
    ("need", "view-training-col-need"),
    ("holders", "view-training-col-holders"),
    ("gap", "view-training-col-gap"),
    ("people", "view-training-col-nearest"),
];

/// A person and the related skills that they hold.
struct Near {
    at: usize,
    /// The level in the skill itself.
    own: u8,
    /// Places of related skills, the strongest first.
    related: Vec<usize>,
}

/// One row per skill whose holders are fewer than the demand says, the widest gap first.
pub(super) fn nearest(board: &Board<'_, '_>, wishes: &[Wished<'_>]) -> Block {
    let needs = &board.demand.needs;
    let mut gaps: Vec<(usize, &Need, usize)> = needs
        .iter()
        .filter_map(|need| {
            let place = board.bank.place(&need.skill)?;
            let stretch = board.people.stretch();
            let holders = board.bank.holders(&need.skill, need.level, stretch).len();
            let gap = (need.now as usize).checked_sub(holders)?;
            (gap > 0).then_some((place, need, gap))
        })
        .collect();
    gaps.sort_by_key(|(_, need, gap)| (Reverse(*gap), Reverse(need.criticality)));
    let rows = gaps
        .iter()
        .map(|(place, need, gap)| entry(board, wishes, *place, need, *gap));
    let columns = parts::columns(&COLUMNS);
    sheet("nearest", "view-training-nearest", columns, rows.collect())
}

fn entry(
    board: &Board<'_, '_>,
    wishes: &[Wished<'_>],
    place: usize,
    need: &Need,
    gap: usize,
) -> Row {
    let near = near(board, place, need.level);
    let now = need.now as usize;
    let values = vec![
        board.bank.skills[place].value(),
        count(now),
        count(now - gap),
        count(gap),
        count(near.len()),
    ];
    let detail = if board.people.are_listed() && !near.is_empty() {
        vec![listed(board, wishes, place, &near)]
    } else {
        Vec::new()
    };
    Row { values, detail }
}

/// People who do not hold the skill and hold related ones.
fn near(board: &Board<'_, '_>, place: usize, level: u8) -> Vec<Near> {
    let bank = board.bank;
    let skill = &bank.skills[place];
    let others: Vec<usize> = (0..bank.skills.len())
        .filter(|&other| other != place && bank.skills[other].family == skill.family)
        .collect();
    let mut near: Vec<Near> = board
        .people
        .stretch()
        .filter(|&at| !skill.is_held(at, level))
        .map(|at| {
            let level_of = |other: &usize| bank.skills[*other].level_or_none(at);
            let mut related = others.clone();
            related.retain(|other| level_of(other) >= RELATED);
            related.sort_by_key(|other| Reverse(level_of(other)));
            let own = skill.level_or_none(at);
            Near { at, own, related }
        })
        .filter(|near| !near.related.is_empty())
        .collect();
    near.sort_by_key(|near| {
        let related = Reverse(near.related.len());
        (Reverse(near.own), related, board.people.rank(near.at))
    });
    near
}

fn listed(board: &Board<'_, '_>, wishes: &[Wished<'_>], place: usize, near: &[Near]) -> Block {
    let bank = board.bank;
    let rows = near.iter().map(|near| {
        let wants = wishes
            .iter()
            .any(|wish| wish.who == near.at && wish.skill == place);
        let wants = wants.then(|| parts::word("wanted", "view-training-wanted"));
        let related = near.related.iter().map(|&other| bank.skills[other].value());
        let own = bank.skills[place].level(near.at);
        let mut values = board.people.values(near.at);
        values.extend([
            or_nothing(own.map(|level| bank.levels.short(&level.to_string()))),
            count(near.related.len()),
            Value::List(related.collect()),
            or_nothing(wants),
        ]);
        row(values)
    });
    let mut columns = board.people.columns();
    columns.extend(parts::columns(&[
        ("level", "view-people-col-level"),
        ("related", "view-training-col-related"),
        ("skills", "view-training-col-related-skills"),
        ("wish", "view-training-col-wish"),
    ]));
    sheet("people", "view-training-near", columns, rows.collect())
}
