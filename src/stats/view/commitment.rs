//! The Technician Commitment's evidence sheet (docs/rules.md §7): what the survey says to each
//! theme, this wave and an earlier one, with room for what is to be done about it.
//!
//! The themes are those of the Technician Commitment (Exeter; Durham on evaluating impact); which
//! question speaks to which theme is ours. An institution writes its own action plan of 24 months: its
//! lines are left empty here.

use crate::base::words::Message;

use super::classes::Class;
use super::earlier::Earlier;
use super::indicators::{
    AVAILABLE, AWARD, BACKED, CHANGES, CLEAR, CREDIT, FELLOW, Indicator, NAMED, NEW_COURSES,
    PASSED_ON, PATHS, REGISTERED, SEEN_BEYOND, SEEN_HERE, TIME, VOICE, WANTS,
};
use super::protected::Protected;
use super::questions::standing;
use super::sheets::{column, row, word};
use super::{Block, Facts, Name, Row, Sheet, Value, View, about};

/// A theme: its word for files, its name, and what speaks to it.
struct Theme {
    id: &'static str,
    title: &'static str,
    indicators: &'static [Indicator],
}

const THEMES: [Theme; 5] = [
    Theme {
        id: "visibility",
        title: "commitment-visibility",
        indicators: &[SEEN_HERE, SEEN_BEYOND, NAMED],
    },
    Theme {
        id: "recognition",
        title: "commitment-recognition",
        indicators: &[CREDIT, BACKED, REGISTERED, FELLOW, WANTS, AWARD],
    },
    Theme {
        id: "career",
        title: "commitment-career",
        indicators: &[PATHS, TIME, CLEAR, AVAILABLE],
    },
    Theme {
        id: "sustainability",
        title: "commitment-sustainability",
        indicators: &[PASSED_ON, VOICE, NEW_COURSES],
    },
    Theme {
        id: "impact",
        title: "commitment-impact",
        indicators: &[CHANGES],
    },
];

/// What shares are of.
pub(super) fn classes() -> impl Iterator<Item = (&'static str, Class<'static>)> {
    let themes = THEMES.iter();
    themes.flat_map(|theme| theme.indicators.iter().map(Indicator::class))
}

/// The Technician Commitment's evidence.
pub(super) fn commitment(kit: Protected<'_>, earlier: Option<&Earlier>) -> View {
    let rows: Vec<Row> = THEMES
        .iter()
        .flat_map(|theme| theme.rows(kit, earlier))
        .collect();
    if rows.is_empty() {
        return kit.view(Name::Commitment, about::not_asked(&["j_tc"]));
    }
    let mut blocks = vec![about::note("commitment-note")];
    blocks.push(Block::Sheet(Sheet {
        id: "evidence",
        title: Message::plain("commitment-evidence"),
        columns: vec![
            column("theme", "commitment-theme"),
            column("indicator", "statistics-indicator"),
            column("percent", "statistics-percent"),
            column("people", "statistics-people"),
            column("asked", "statistics-asked"),
            column("earlier", "statistics-earlier"),
            column("action", "commitment-action"),
        ],
        rows,
    }));
    blocks.extend(days(kit));
    blocks.push(about::note("commitment-mentoring"));
    blocks.extend(plan());
    if earlier.is_some() {
        blocks.push(about::note("statistics-earlier-note"));
    }
    kit.view(Name::Commitment, blocks)
}

impl Theme {
    fn rows(&self, kit: Protected<'_>, earlier: Option<&Earlier>) -> Vec<Row> {
        let of = |indicator: &Indicator| {
            let measured = indicator.measure(kit)?;
            Some(row(vec![
                word(self.id, self.title),
                indicator.name(kit),
                measured.share(kit),
                measured.people(kit),
                measured.base(kit),
                measured.earlier(kit, earlier),
                Value::Nothing,
            ]))
        };
        self.indicators.iter().filter_map(of).collect()
    }
}

/// Mean days of development in twelve months.
fn days(kit: Protected<'_>) -> Option<Block> {
    let measured = kit.measure(standing::DAYS)?;
    let question = kit.material.frame.department.as_deref()?;
    let counted = kit.counted(question)?;
    let line = kit.line(&counted)?;
    Some(Block::Facts(Facts {
        id: "development",
        title: Message::plain("commitment-development"),
        facts: vec![(
            "mean_days",
            Message::plain("commitment-days"),
            measured.mean(line),
        )],
    }))
}

/// The plan of 24 months: one line per theme, to be filled in.
fn plan() -> Vec<Block> {
    let rows = THEMES.iter().map(|theme| {
        let mut values = vec![word(theme.id, theme.title)];
        values.extend(std::iter::repeat_n(Value::Nothing, 5));
        row(values)
    });
    let sheet = Block::Sheet(Sheet {
        id: "plan",
        title: Message::plain("commitment-plan"),
        columns: vec![
            column("theme", "commitment-theme"),
            column("action", "commitment-action"),
            column("owner", "commitment-owner"),
            column("by", "commitment-by"),
            column("measure", "commitment-measure"),
            column("progress", "commitment-progress"),
        ],
        rows: rows.collect(),
    });
    vec![
        about::note("commitment-plan-note"),
        sheet,
        about::note("commitment-plan-review"),
    ]
}
