//! Courses that several people could take together: "six people want the same course".

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::parts::{self, count, level, or_nothing, row, sheet};
use super::super::wishes::Wished;
use super::super::{Block, Row, Value, about};
use super::Board;
use crate::base::words::Message;
use crate::survey::routes::{Nation, Route};

/// So many people on one route to one skill make a cohort (docs/rules.md §3.2).
const COHORT: usize = 3;

/// The most routes that are named for one skill.
const ROUTES: usize = 3;

/// What is said of a route.
pub(super) const ROUTE_COLUMNS: [parts::Heading; 6] = [
    ("route", "view-training-col-route"),
    ("kind", "view-training-col-kind"),
    ("nation", "view-training-col-nation"),
    ("months", "view-training-col-months"),
    ("cost_band", "view-training-col-band"),
    ("checked_on", "view-training-col-checked"),
];

/// As many values as [`ROUTE_COLUMNS`].
pub(super) fn route_values(route: &Route) -> Vec<Value> {
    let kind = KINDS.iter().find(|(code, _)| *code == route.kind.code());
    let kind = kind.map(|(code, id)| parts::word(code, id));
    let mut values = vec![parts::label(&route.id, &route.title), or_nothing(kind)];
    values.extend([
        nation(route.nation),
        count(route.typical_months as usize),
        level(route.cost_band),
        Value::Day(route.checked_on),
    ]);
    values
}

/// The words of the kinds of route.
const KINDS: [parts::Heading; 10] = [
    ("short_course", "view-route-short-course"),
    ("supplier_training", "view-route-supplier-training"),
    ("apprenticeship", "view-route-apprenticeship"),
    ("htq", "view-route-htq"),
    ("t_level_host", "view-route-t-level-host"),
    ("degree", "view-route-degree"),
    ("registration", "view-route-registration"),
    ("fellowship", "view-route-fellowship"),
    ("shadowing", "view-route-shadowing"),
    ("e_learning", "view-route-e-learning"),
];

fn nation(nation: Nation) -> Value {
    let (code, id) = match nation {
        Nation::Uk => ("uk", "view-route-uk"),
        Nation::England => ("england", "view-route-england"),
        Nation::Wales => ("wales", "view-route-wales"),
        Nation::Scotland => ("scotland", "view-route-scotland"),
        Nation::NorthernIreland => ("northern_ireland", "view-route-northern-ireland"),
    };
    Value::Word(code, Message::plain(id))
}

const COLUMNS: [parts::Heading; 7] = [
    ("skill", "view-people-col-skill"),
    ("people", "view-people-col-people"),
    ("departments", "view-training-col-departments"),
    ("route", "view-training-col-route"),
    ("months", "view-training-col-months"),
    ("cost_band", "view-training-col-band"),
    ("nation", "view-training-col-nation"),
];

/// A skill and a route that at least three people could take together; the most people first.
pub(super) fn courses(board: &Board<'_, '_>, wishes: &[Wished<'_>]) -> Block {
    let mut cohorts: Vec<(usize, &Route, Vec<&Wished<'_>>)> = Vec::new();
    let mut by_skill: BTreeMap<usize, Vec<&Wished<'_>>> = BTreeMap::new();
    for wish in wishes {
        by_skill.entry(wish.skill).or_default().push(wish);
    }
    for (skill, wishes) in by_skill {
        let routes = together(board, &wishes).into_iter();
        cohorts.extend(routes.map(|(route, wishes)| (skill, route, wishes)));
    }
    cohorts.sort_by_key(|(_, _, wishes)| Reverse(wishes.len()));
    let rows = cohorts
        .iter()
        .map(|(skill, route, wishes)| entry(board, *skill, route, wishes));
    let columns = parts::columns(&COLUMNS);
    sheet("courses", "view-training-courses", columns, rows.collect())
}

/// The routes that a cohort of these wishes share, the most people first, then the cheaper and quicker.
fn together<'m, 'w>(
    board: &Board<'_, 'm>,
    wishes: &[&'w Wished<'m>],
) -> Vec<(&'m Route, Vec<&'w Wished<'m>>)> {
    if heads(wishes) < COHORT {
        return Vec::new();
    }
    let mut routes: Vec<(&Route, Vec<&Wished<'_>>)> = Vec::new();
    for wish in wishes {
        for route in board.routes(wish) {
            match routes.iter_mut().find(|(known, _)| known.id == route.id) {
                Some((_, wishes)) => wishes.push(wish),
                None => routes.push((route, vec![wish])),
            }
        }
    }
    routes.retain(|(_, wishes)| heads(wishes) >= COHORT);
    routes.sort_by_key(|(route, wishes)| {
        (
            Reverse(heads(wishes)),
            route.cost_band,
            route.typical_months,
        )
    });
    routes.truncate(ROUTES);
    routes
}

/// People behind wishes: nobody is a cohort of their own.
fn heads(wishes: &[&Wished<'_>]) -> usize {
    let mut people: Vec<usize> = wishes.iter().map(|wish| wish.who).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}

fn entry(board: &Board<'_, '_>, skill: usize, route: &Route, wishes: &[&Wished<'_>]) -> Row {
    let frame = board.material.frame;
    let mut departments: Vec<&str> = wishes
        .iter()
        .map(|wish| frame.department_of(wish.who))
        .collect();
    departments.sort_unstable();
    departments.dedup();
    let questionnaire = board.material.questionnaire;
    let departments = departments.into_iter().filter(|code| !code.is_empty());
    let departments = departments.map(|code| Value::Label(about::department(questionnaire, code)));
    Row {
        values: vec![
            board.bank.skills[skill].value(),
            count(heads(wishes)),
            Value::List(departments.collect()),
            parts::label(&route.id, &route.title),
            count(route.typical_months as usize),
            level(route.cost_band),
            nation(route.nation),
        ],
        detail: members(board, wishes),
    }
}

fn members(board: &Board<'_, '_>, wishes: &[&Wished<'_>]) -> Vec<Block> {
    if !board.people.are_listed() {
        return Vec::new();
    }
    let mut wishes = wishes.to_vec();
    wishes.sort_by_key(|wish| board.people.rank(wish.who));
    let level_of = |level: Option<u8>| {
        or_nothing(level.map(|level| board.bank.levels.short(&level.to_string())))
    };
    let rows = wishes.iter().map(|wish| {
        let mut values = board.people.values(wish.who);
        values.extend([level_of(wish.now), level_of(wish.target)]);
        row(values)
    });
    let mut columns = board.people.columns();
    columns.extend(parts::columns(&[
        ("from", "view-training-col-from"),
        ("to", "view-training-col-to"),
    ]));
    vec![sheet(
        "people",
        "view-people-people",
        columns,
        rows.collect(),
    )]
}
