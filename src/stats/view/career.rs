//! Career intentions (docs/rules.md §7): where people would like to be, by ladder step, and what stands
//! in the way.
//!
//! A stated intention never enters a figure for fewer than ten people: who is one of eight is known by
//! name. Figures of skills are not crossed with intentions at all, so that the second half of that rule
//! (no skill of fewer than five holders) cannot be broken here.

use super::super::table::{EVERYONE, TOGETHER};
use super::classes::Class;
use super::protected::Protected;
use super::questions::{LADDER, career as ask};
use super::sheets::{self, Codes, Named, column, word};
use super::{Block, Name, Row, Sheet, Value, View, about, labels};
use crate::base::words::Message;

/// The fewest people whose stated intentions make a figure.
const FEWEST: u64 = 10;

/// Where people would like to be, in six groups.
const INTENTIONS: [Class<'static>; 6] = [
    class("stay", "career-stay", &["same", "deeper"]),
    class("specialise", "career-specialise", &["specialist"]),
    class("manage", "career-manage", &["manager"]),
    class("teach", "career-teach", &["teaching"]),
    class("research", "career-research", &["research"]),
    class(
        "leave",
        "career-leave",
        &["service", "industry", "not_working"],
    ),
];

/// How far people agree.
const AGREEMENT: [Class<'static>; 3] = [
    class("agree", "statistics-agree", &["4", "5"]),
    class("neither", "statistics-neither", &["3"]),
    class("disagree", "statistics-disagree", &["1", "2"]),
];

/// What is shown of intentions, and of how far people agree.
pub(super) fn classes() -> impl Iterator<Item = (&'static str, Class<'static>)> {
    let agreement = [ask::CLEAR, ask::AVAILABLE].into_iter();
    let agreement = agreement.flat_map(|id| AGREEMENT.map(|class| (id, class)));
    let intentions = INTENTIONS.map(|class| (ask::NEXT, class)).into_iter();
    intentions.chain(agreement)
}

const fn class(
    id: &'static str,
    title: &'static str,
    codes: &'static [&'static str],
) -> Class<'static> {
    Class { id, title, codes }
}

/// Career intentions.
pub(super) fn career(kit: Protected<'_>) -> View {
    if !kit.has(ask::NEXT) {
        return kit.view(Name::Career, about::not_asked(&[ask::NEXT]));
    }
    let mut blocks = vec![about::note("career-note")];
    blocks.extend(intentions(kit));
    blocks.extend(by_step(kit));
    blocks.extend(agreement(kit));
    blocks.extend(obstacles(kit));
    blocks.extend(horizon(kit));
    kit.view(Name::Career, blocks)
}

fn intentions(kit: Protected<'_>) -> Vec<Block> {
    let Some(counted) = kit.of_at_least(ask::NEXT, Some(&INTENTIONS), FEWEST) else {
        return vec![sheets::nothing()];
    };
    let named = Named {
        id: "intentions",
        title: "career-intentions",
    };
    vec![sheets::answers(
        kit,
        named,
        &counted,
        &Codes::Classes(&INTENTIONS),
    )]
}

/// The crossing with the ladder: of the department where it is shown by itself, else of nobody.
fn by_step(kit: Protected<'_>) -> Vec<Block> {
    if !kit.has(LADDER) || !kit.is_shown_alone() {
        return vec![about::note("career-no-steps")];
    }
    let department = kit.material.department;
    let crossed = kit.crossed(LADDER, ask::NEXT, department, Some(&INTENTIONS), FEWEST);
    let Some(counted) = crossed else {
        return vec![about::note("career-no-steps")];
    };
    let name = |code: &str| match code {
        "" => word("no_step", "career-no-step"),
        TOGETHER => word("together", "statistics-together"),
        EVERYONE => word("everyone", "statistics-all"),
        code => labels::value(kit.material.questionnaire, LADDER, code),
    };
    let lines = counted.lines.iter().chain(&counted.everyone);
    let lines = lines.map(|line| (name(&line.group), line));
    vec![sheets::groups(
        Named {
            id: "by_step",
            title: "career-by-step",
        },
        column("step", "career-step"),
        &INTENTIONS,
        lines,
    )]
}

/// Whether the next step is clear, and whether there are posts to move up to.
fn agreement(kit: Protected<'_>) -> Vec<Block> {
    let rows: Vec<Row> = [ask::CLEAR, ask::AVAILABLE]
        .into_iter()
        .filter_map(|id| agreed(kit, id))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Sheet(Sheet {
        id: "agreement",
        title: Message::plain("career-agreement"),
        columns: vec![
            column("statement", "statistics-statement"),
            column("agree", "statistics-agree"),
            column("neither", "statistics-neither"),
            column("disagree", "statistics-disagree"),
            column("agree_percent", "statistics-agree-percent"),
            column("asked", "statistics-asked"),
        ],
        rows,
    })]
}

fn agreed(kit: Protected<'_>, id: &str) -> Option<Row> {
    let counted = kit.in_classes(id, &AGREEMENT)?;
    let line = kit.line(&counted)?;
    let statement = about::label(id, labels::asked(kit.material.questionnaire, id));
    let mut values = vec![Value::Label(statement)];
    values.extend(line.cells.iter().map(|figure| Value::from(*figure)));
    values.push(line.percents.first()?.clone());
    values.push(line.base.into());
    Some(sheets::row(values))
}

fn obstacles(kit: Protected<'_>) -> Option<Block> {
    let counted = kit.counted(ask::OBSTACLES)?;
    let named = Named {
        id: "obstacles",
        title: "career-obstacles",
    };
    Some(sheets::answers(
        kit,
        named,
        &counted,
        &Codes::Of(ask::OBSTACLES),
    ))
}

/// When people expect to leave.
fn horizon(kit: Protected<'_>) -> Vec<Block> {
    let Some(counted) = kit.of_at_least(ask::HORIZON, None, FEWEST) else {
        return Vec::new();
    };
    let named = Named {
        id: "horizon",
        title: "career-horizon",
    };
    let sheet = sheets::answers(kit, named, &counted, &Codes::Of(ask::HORIZON));
    vec![about::note("career-horizon-note"), sheet]
}
