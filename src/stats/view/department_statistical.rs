//! The department on one page, through the statistical door (docs/views.md): people, FTE, response,
//! age bands, contracts, the ladder.
//!
//! The response rate is worked out from the protected number of responses: a rate of one in a hundred
//! beside a staff list that everybody knows would give the exact number away.

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::protect::Protection;
use super::super::table::Figure;
use super::protected::Protected;
use super::questions::{LADDER, TRACK, post};
use super::sheets::{self, Codes, Named};
use super::{Block, Facts, Name, Value, View, about};
use crate::base::words::Message;

/// The fewest people on a staff list for a response rate, as for every percentage (HESA, docs/rules.md §8.1).
const RATE_FROM: u64 = 23;

/// The bars of the page: the block's word, its heading, the question.
const BARS: [(&str, &str, &str); 4] = [
    ("age", "department-age", post::AGE),
    ("contract", "department-contract", post::TERMS),
    ("ladder", "department-ladder", LADDER),
    ("track", "department-track", TRACK),
];

/// The department sheet, protected.
pub(super) fn department_statistical(kit: Protected<'_>) -> View {
    let mut blocks = vec![people(kit)];
    for (id, title, question) in BARS {
        if let Some(counted) = kit.counted(question) {
            let codes = Codes::Of(question);
            blocks.push(sheets::bars(kit, Named { id, title }, &counted, &codes));
        }
    }
    blocks.push(about::note("department-lead-only"));
    kit.view(Name::Department, blocks)
}

fn people(kit: Protected<'_>) -> Block {
    let responses = kit.responses();
    let staff = kit.staff();
    let mut facts = vec![(
        "responses",
        Message::plain("department-responses"),
        responses.into(),
    )];
    facts.push((
        "staff",
        Message::plain("department-staff"),
        staff.map_or(Value::Nothing, Value::Count),
    ));
    facts.push((
        "response_rate",
        Message::plain("department-rate"),
        rate(kit, responses, staff),
    ));
    facts.push((
        "fte",
        Message::plain("department-fte"),
        full_time_equivalent(kit).unwrap_or(Value::Nothing),
    ));
    Block::Facts(Facts {
        id: "people",
        title: Message::plain("department-people"),
        facts,
    })
}

fn full_time_equivalent(kit: Protected<'_>) -> Option<Value> {
    let question = kit.material.frame.department.as_deref()?;
    let counted = kit.counted(question)?;
    let line = kit.line(&counted)?;
    Some(kit.measure(post::FTE)?.sum(line))
}

/// Protected responses of the staff list. Of a department that is shown with others there is none: the
/// list is the department's alone.
fn rate(kit: Protected<'_>, responses: Figure, staff: Option<u64>) -> Value {
    let is_large = |staff: &u64| *staff >= RATE_FROM;
    let staff = staff.filter(|staff| is_large(staff) && kit.is_shown_alone());
    // Rounded up, all of a department may be more than its list; more than that are no share of it.
    let most = |staff: u64| {
        staff
            + if kit.protection() == Protection::Hesa {
                2
            } else {
                0
            }
    };
    match (responses, staff) {
        (Figure::Count(responses), Some(staff)) if responses <= most(staff) => {
            let share = Decimal::from(responses) * Decimal::ONE_HUNDRED / Decimal::from(staff);
            let whole = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            Value::Percent(whole.min(Decimal::ONE_HUNDRED))
        }
        _ => Value::Nothing,
    }
}
