//! Ways in (docs/rules.md §5; TDM's technician entry programme): posts that suit
//! apprentices and T Level hosts, who replaces whom, and the apprenticeship standards near each
//! occupation.
//!
//! The age profile follows docs/rules.md §5: the share aged 56 and over and the replacement ratio (people of 35 and
//! under for each of 56 and over) only from 23 people on, below that bands of counts from 10 on. The
//! ratio is worked out from the protected counts, so that it tells nothing that they do not.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::base::words::Message;
use crate::survey::apprenticeships::{Standard, leading_to};

use super::super::table::{Figure, Reason, TOGETHER};
use super::classes::Class;
use super::protected::{Counted, Line, Protected};
use super::questions::{LADDER, post, standing};
use super::sheets::{self, Codes, Named, column, row};
use super::{Block, Column, Facts, Name, Row, Sheet, Value, View, about, labels};

/// Three bands: who may come after whom.
const BANDS: [Class<'static>; 3] = [
    Class {
        id: "to_35",
        title: "entry-to-35",
        codes: &["to_25", "26_35"],
    },
    Class {
        id: "36_55",
        title: "entry-36-55",
        codes: &["36_45", "46_55"],
    },
    Class {
        id: "from_56",
        title: "entry-from-56",
        codes: &["56_65", "from_66"],
    },
];

/// The fewest people of whom bands are counted.
const BANDS_FROM: u64 = 10;

/// The steps of the ladder at which an apprentice may begin, and what each column is called.
const STEPS: [(&str, Column); 3] = [
    ("L0", column("trainee", "entry-trainee")),
    ("L1", column("assistant", "entry-assistant")),
    ("L2", column("technician", "entry-technician")),
];

/// The highest level of an apprenticeship for somebody who begins.
const HIGHEST: u8 = 4;

/// Posts for apprentices, and who replaces whom.
pub(super) fn entry(kit: Protected<'_>, standards: &[Standard]) -> View {
    if !kit.has(LADDER) && !kit.has(post::AGE) {
        return kit.view(Name::Entry, about::not_asked(&[LADDER, post::AGE]));
    }
    let mut blocks = profile(kit);
    blocks.extend(posts(kit, standards));
    blocks.extend(hosts(kit));
    blocks.push(nearest(kit, standards));
    blocks.push(about::note("entry-whom-to-ask"));
    kit.view(Name::Entry, blocks)
}

fn profile(kit: Protected<'_>) -> Vec<Block> {
    let Some(counted) = kit.of_at_least(post::AGE, Some(&BANDS), BANDS_FROM) else {
        return Vec::new();
    };
    let Some(line) = kit.line(&counted) else {
        return vec![sheets::nothing()];
    };
    let bands = Named {
        id: "bands",
        title: "entry-bands",
    };
    let facts = vec![
        (
            "share_from_56",
            Message::plain("entry-share-56"),
            line.percents.get(2).cloned().unwrap_or(Value::Nothing),
        ),
        (
            "replacement_ratio",
            Message::plain("entry-ratio"),
            ratio(line),
        ),
    ];
    vec![
        sheets::bars(kit, bands, &counted, &Codes::Classes(&BANDS)),
        Block::Facts(Facts {
            id: "replacement",
            title: Message::plain("entry-replacement"),
            facts,
        }),
        about::note("entry-replacement-note"),
    ]
}

/// People of 35 and under for each of 56 and over, to one place; where a percentage of so few is
/// withheld, so is this.
fn ratio(line: &Line) -> Value {
    match line.percents.first() {
        Some(Value::Percent(_)) => {}
        Some(Value::Withheld(reason)) => return Value::Withheld(*reason),
        _ => return Value::Withheld(Reason::RoundedPercentage),
    }
    match line.cells[..] {
        [Figure::Count(young), _, Figure::Count(old)] if old > 0 => {
            let ratio = Decimal::from(young) / Decimal::from(old);
            Value::Number(ratio.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
        }
        [Figure::Withheld(reason), ..] | [_, _, Figure::Withheld(reason)] => {
            Value::Withheld(reason)
        }
        _ => Value::Nothing,
    }
}

/// People at the first steps, by occupation, with the nearest standards.
fn posts(kit: Protected<'_>, standards: &[Standard]) -> Vec<Block> {
    if !kit.has(LADDER) || !kit.has(post::SOC) || !kit.is_shown_alone() {
        return vec![about::note("entry-no-posts")];
    }
    let department = kit.material.department;
    let Some(counted) = kit.crossed(LADDER, post::SOC, department, None, 0) else {
        return vec![about::note("entry-no-posts")];
    };
    let line = |code: &str| counted.lines.iter().find(|line| line.group == code);
    let [trainee, assistant, technician] = STEPS.map(|(code, _)| line(code));
    let steps = [trainee, assistant, technician, line(TOGETHER)];
    let rows: Vec<Row> = counted
        .codes
        .iter()
        .enumerate()
        .filter_map(|(at, soc)| post(kit, standards, soc, &steps.map(|line| cell(line, at))))
        .collect();
    let [trainee, assistant, technician] = STEPS.map(|(_, column)| column);
    let sheet = Block::Sheet(Sheet {
        id: "posts",
        title: Message::plain("entry-posts"),
        columns: vec![
            column("soc", "statistics-occupation"),
            trainee,
            assistant,
            technician,
            column("together", "statistics-together"),
            column("standards", "entry-standards"),
        ],
        rows,
    });
    vec![sheet, about::note("entry-posts-note")]
}

fn cell(line: Option<&Line>, at: usize) -> Figure {
    let figure = line.and_then(|line| line.cells.get(at));
    figure.copied().unwrap_or(Figure::Count(0))
}

/// An occupation that has people at one of the first steps.
fn post(kit: Protected<'_>, standards: &[Standard], soc: &str, steps: &[Figure; 4]) -> Option<Row> {
    let is_some = |figure: &Figure| matches!(figure, Figure::Count(count) if *count > 0);
    steps.iter().any(is_some).then(|| {
        let mut values = vec![labels::value(kit.material.questionnaire, post::SOC, soc)];
        values.extend(steps.iter().map(|figure| Value::from(*figure)));
        let near = leading_to(standards, soc);
        let near = near.into_iter().filter(|one| suits(one));
        let near = near.map(|one| Value::Label(about::label(&one.reference, one.title.clone())));
        values.push(Value::List(near.collect()));
        row(values)
    })
}

/// Whether somebody who begins may take it; one of unknown level is named and looked up.
fn suits(standard: &Standard) -> bool {
    standard.level.is_none_or(|level| level <= HIGHEST)
}

/// Who says that they will support new kinds of course, T Level placements among them.
fn hosts(kit: Protected<'_>) -> Option<Block> {
    let counted: Counted = kit.counted(standing::NEW_COURSES)?;
    let named = Named {
        id: "hosts",
        title: "entry-hosts",
    };
    let codes = Codes::Of(standing::NEW_COURSES);
    Some(sheets::answers(kit, named, &counted, &codes))
}

/// The standards themselves.
fn nearest(kit: Protected<'_>, standards: &[Standard]) -> Block {
    let soc = |standard: &Standard| {
        let codes = standard.soc.iter();
        let codes = codes.map(|code| labels::value(kit.material.questionnaire, post::SOC, code));
        Value::List(codes.collect())
    };
    let rows = standards.iter().filter(|one| suits(one)).map(|standard| {
        let level = standard.level.map(|level| Value::Number(level.into()));
        row(vec![
            Value::Label(about::label(&standard.reference, standard.title.clone())),
            level.unwrap_or(Value::Nothing),
            soc(standard),
            Value::Day(standard.checked_on),
        ])
    });
    Block::Sheet(Sheet {
        id: "standards",
        title: Message::plain("entry-standards-near"),
        columns: vec![
            column("standard", "entry-standard"),
            column("level", "entry-level"),
            column("soc", "statistics-occupations"),
            column("checked_on", "statistics-checked-on"),
        ],
        rows: rows.collect(),
    })
}
