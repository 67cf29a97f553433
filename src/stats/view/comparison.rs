//! The department beside the university, an earlier wave and what others published (docs/rules.md §7).
//!
//! Percentages only, each from at least 22.5 people (HESA). Published figures stand in a table of their
//! own with source, year and base; none is averaged with ours, and where a question of ours comes near
//! one, the row says how the two differ.

use rust_decimal::Decimal;

use crate::base::language::Text;
use crate::base::words::Message;
use crate::survey::comparators::{Comparator, Measure};

use super::beside::Beside;
use super::classes::Class;
use super::earlier::Earlier;
use super::indicators::{
    AVAILABLE, BACKED, CHANGES, CLEAR, CREDIT, DEGREE, FELLOW, FROM_56, FULL_TIME, Indicator,
    NEW_COURSES, PASSED_ON, PATHS, PERMANENT, REGISTERED, SEEN_BEYOND, SEEN_HERE, TEACHES, TIME,
    VOICE, WANTS,
};
use super::protected::Protected;
use super::sheets::{column, row, word};
use super::{Block, Column, Name, Row, Sheet, Value, View, about};

/// What is compared, in the order of the sheet.
const INDICATORS: [Indicator; 20] = [
    PERMANENT,
    FULL_TIME,
    DEGREE,
    FROM_56,
    TEACHES,
    NEW_COURSES,
    REGISTERED,
    FELLOW,
    WANTS,
    CLEAR,
    AVAILABLE,
    SEEN_HERE,
    SEEN_BEYOND,
    CREDIT,
    BACKED,
    PATHS,
    TIME,
    PASSED_ON,
    VOICE,
    CHANGES,
];

/// What shares are of.
pub(super) fn classes() -> impl Iterator<Item = (&'static str, Class<'static>)> {
    INDICATORS.iter().map(Indicator::class)
}

/// The department beside others.
pub(super) fn comparison(kit: Protected<'_>, beside: Beside<'_>) -> View {
    let rows: Vec<Row> = INDICATORS
        .iter()
        .filter_map(|indicator| compared(kit, *indicator, beside.earlier))
        .collect();
    let mut blocks = vec![about::note("comparison-note")];
    if rows.is_empty() {
        blocks.push(about::note("comparison-nothing"));
    } else {
        blocks.push(ours(kit, rows, beside.earlier));
    }
    match beside.earlier {
        Some(_) => blocks.push(about::note("statistics-earlier-note")),
        None => blocks.push(about::note("comparison-no-earlier")),
    }
    if !beside.comparators.is_empty() {
        blocks.push(about::note("comparison-published-note"));
        blocks.push(published(kit, beside.comparators));
    }
    kit.view(Name::Comparison, blocks)
}

fn compared(kit: Protected<'_>, indicator: Indicator, earlier: Option<&Earlier>) -> Option<Row> {
    let measured = indicator.measure(kit)?;
    let department = kit.material.department;
    let mut values = vec![indicator.name(kit)];
    values.extend(department.map(|_| measured.share(kit)));
    values.push(measured.university());
    values.push(measured.base(kit));
    values.extend(earlier.map(|earlier| measured.earlier(kit, Some(earlier))));
    Some(row(values))
}

fn ours(kit: Protected<'_>, rows: Vec<Row>, earlier: Option<&Earlier>) -> Block {
    let mut columns = vec![column("indicator", "statistics-indicator")];
    let department = kit.material.department;
    columns.extend(department.map(|_| column("department", "statistics-department")));
    columns.push(column("university", "statistics-all"));
    columns.push(column("asked", "statistics-asked"));
    columns.extend(earlier.map(|earlier| Column {
        id: "earlier",
        title: Message::with("comparison-wave", [("wave", earlier.wave.as_str().into())]),
    }));
    Block::Sheet(Sheet {
        id: "comparison",
        title: Message::plain("comparison-ours"),
        columns,
        rows,
    })
}

fn published(kit: Protected<'_>, comparators: &[Comparator]) -> Block {
    let rows = comparators.iter().map(|one| comparator(kit, one));
    Block::Sheet(Sheet {
        id: "published",
        title: Message::plain("comparison-published"),
        columns: vec![
            column("figure", "comparison-figure"),
            column("value", "comparison-value"),
            column("of", "comparison-of"),
            column("base", "comparison-base"),
            column("year", "comparison-year"),
            column("source", "comparison-source"),
            column("department", "comparison-ours-here"),
            column("university", "comparison-ours-all"),
            column("differs", "comparison-differs"),
        ],
        rows: rows.collect(),
    })
}

fn comparator(kit: Protected<'_>, one: &Comparator) -> Row {
    let number = |number: u32| Value::Number(Decimal::from(number));
    let [here, all] = nearest(kit, one);
    let differs = one
        .nearest
        .as_ref()
        .map(|near| labelled(&one.id, &near.differs));
    row(vec![
        labelled(&one.id, &one.title),
        value(one),
        labelled(&one.id, &one.of),
        one.people.map_or(Value::Nothing, number),
        one.year.map_or(Value::Nothing, number),
        labelled(&one.id, &Text::same(&one.source)),
        here,
        all,
        differs.unwrap_or(Value::Nothing),
    ])
}

fn labelled(id: &str, text: &Text) -> Value {
    Value::Label(about::label(id, text.clone()))
}

fn value(one: &Comparator) -> Value {
    let value = match one.measure {
        Measure::Percent(percent) => Value::Percent(percent),
        Measure::Count(count) => Value::Number(count.into()),
        Measure::Ratio(ratio) => Value::Number(ratio),
    };
    if one.or_more {
        return Value::List(vec![word("more_than", "comparison-more-than"), value]);
    }
    value
}

/// Our own shares, of the department and of all, where a question comes near.
fn nearest(kit: Protected<'_>, one: &Comparator) -> [Value; 2] {
    let measured = one
        .nearest
        .as_ref()
        .and_then(|near| kit.share_of(&near.question, &near.codes));
    measured.unwrap_or([Value::Nothing, Value::Nothing])
}
