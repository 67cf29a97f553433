//! The training plan: every wish with the parts of its priority, the most pressing first.

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::codes::Codes;
use super::super::parts::{self, count, level, or_nothing, row, sheet};
use super::super::questions::{COVER_LEVEL, wish};
use super::super::standing::State;
use super::super::wishes::Wished;
use super::super::{Block, Row, Value};
use super::Board;
use crate::stats::demand::Need;
use crate::survey::routes::Route;

/// The parts of a wish's priority (docs/rules.md §3.1):
/// `k * levels to climb * (2 where the skill is single or uncovered) / cost band`.
pub(super) struct Priority {
    /// How much the department depends on the skill; `None` where its demand does not name it.
    criticality: Option<u8>,
    /// Levels to climb.
    climb: Option<u8>,
    /// Who holds the skill at the level that counts.
    holders: usize,
    /// How the skill is covered; one that the demand does not name is needed by one person.
    state: State,
    /// 1 to 3; `None` where no route is known.
    band: Option<u8>,
}

impl Priority {
    pub(super) fn of(board: &Board<'_, '_>, wish: &Wished<'_>, routes: &[&Route]) -> Self {
        let code = board.bank.skills[wish.skill].code;
        let needs = &board.demand.needs;
        let need = needs.iter().find(|need| need.skill == code);
        let counts = need.map_or(COVER_LEVEL, |need| need.level);
        let holders = board.bank.holders(code, counts, board.people.stretch());
        Self {
            criticality: need.map(|need: &Need| need.criticality),
            climb: wish.climb(),
            holders: holders.len(),
            state: State::of(need.map_or(1, |need| need.now), holders.len()),
            band: band(wish, routes),
        }
    }

    /// 2 where the skill is single or uncovered.
    pub(super) const fn factor(&self) -> u8 {
        match self.state {
            State::Single | State::Uncovered => 2,
            State::Thin | State::Sound => 1,
        }
    }

    /// To one place; a skill that the demand does not name counts as 1, an unknown band as 1.
    pub(super) fn score(&self) -> Option<Decimal> {
        let parts = [self.criticality.unwrap_or(1), self.climb?, self.factor()];
        let product: Decimal = parts.into_iter().map(Decimal::from).product();
        let score = product / Decimal::from(self.band.unwrap_or(1).max(1));
        Some(score.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
    }
}

/// What the whole climb costs: of each step the cheapest route, and of these the dearest.
fn band(wish: &Wished<'_>, routes: &[&Route]) -> Option<u8> {
    let to = wish.target?;
    let cheapest = |step: u8| {
        let lead = routes.iter().filter(|route| route.steps.contains(&step));
        lead.map(|route| route.cost_band).min()
    };
    let from = to.min(wish.now? + 1);
    (from..=to).filter_map(cheapest).max()
}

pub(super) fn plan(board: &Board<'_, '_>, wishes: &[Wished<'_>]) -> Block {
    let words = Wording {
        reason: Codes::of_field(board.material.questionnaire, wish::QUESTION, wish::REASON),
        when: Codes::of_field(board.material.questionnaire, wish::QUESTION, wish::WHEN),
        how: Codes::of_field(board.material.questionnaire, wish::QUESTION, wish::HOW),
    };
    let listed = if board.people.are_listed() {
        wishes
    } else {
        &[]
    };
    let mut plan: Vec<(&Wished<'_>, Vec<&Route>, Priority)> = listed
        .iter()
        .map(|wish| {
            let routes = board.routes(wish);
            let priority = Priority::of(board, wish, &routes);
            (wish, routes, priority)
        })
        .collect();
    plan.sort_by_key(|(wish, _, priority)| {
        let score = std::cmp::Reverse(priority.score());
        (score, soon(wish), wish.skill, board.people.rank(wish.who))
    });
    let rows = plan
        .iter()
        .map(|(wish, routes, priority)| entry(board, &words, wish, routes, priority));
    let mut columns = board.people.columns();
    columns.extend(parts::columns(&COLUMNS));
    sheet("plan", "view-training-plan", columns, rows.collect())
}

const COLUMNS: [parts::Heading; 12] = [
    ("skill", "view-people-col-skill"),
    ("from", "view-training-col-from"),
    ("to", "view-training-col-to"),
    ("when", "view-training-col-when"),
    ("reason", "view-training-col-reason"),
    ("criticality", "view-training-col-criticality"),
    ("levels", "view-training-col-levels"),
    ("holders", "view-training-col-holders"),
    ("factor", "view-training-col-factor"),
    ("cost_band", "view-training-col-band"),
    ("priority", "view-training-col-priority"),
    ("route", "view-training-col-route"),
];

/// The words of a wish's codes.
struct Wording<'q> {
    reason: Codes<'q>,
    when: Codes<'q>,
    how: Codes<'q>,
}

/// The soonest first; who did not say comes last.
fn soon(wished: &Wished<'_>) -> usize {
    let known = wish::SOON
        .iter()
        .position(|code| Some(*code) == wished.when);
    known.unwrap_or(wish::SOON.len())
}

fn entry(
    board: &Board<'_, '_>,
    words: &Wording<'_>,
    wish: &Wished<'_>,
    routes: &[&Route],
    priority: &Priority,
) -> Row {
    let level_of = |level: Option<u8>| {
        let level = level.map(|level| board.bank.levels.short(&level.to_string()));
        or_nothing(level)
    };
    let mut values = board.people.values(wish.who);
    values.extend([
        board.bank.skills[wish.skill].value(),
        level_of(wish.now),
        level_of(wish.target),
        or_nothing(wish.when.map(|code| words.when.value(code))),
        or_nothing(wish.reason.map(|code| words.reason.value(code))),
        or_nothing(priority.criticality.map(level)),
        or_nothing(priority.climb.map(level)),
        count(priority.holders),
        level(priority.factor()),
        or_nothing(priority.band.map(level)),
        or_nothing(priority.score().map(Value::Number)),
        or_nothing(
            routes
                .first()
                .map(|route| parts::label(&route.id, &route.title)),
        ),
    ]);
    Row {
        values,
        detail: ways(words, wish, routes),
    }
}

/// All routes of a wish, and how the person would like to learn.
fn ways(words: &Wording<'_>, wish: &Wished<'_>, routes: &[&Route]) -> Vec<Block> {
    let asked = wish.how.iter().map(|code| words.how.value(code)).collect();
    let asked = parts::facts(
        "asked",
        "view-training-asked",
        vec![("how", "view-training-how", Value::List(asked))],
    );
    let rows = routes
        .iter()
        .map(|route| row(super::courses::route_values(route)));
    let columns = parts::columns(&super::courses::ROUTE_COLUMNS);
    vec![
        asked,
        sheet("routes", "view-training-routes", columns, rows.collect()),
    ]
}
