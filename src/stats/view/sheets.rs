//! The tables and bars that statistical views have in common, from protected figures.

use crate::base::words::Message;

use super::classes::Class;
pub(super) use super::parts::{row, word};
use super::protected::{Counted, Line, Protected};
pub(super) use super::words::column;
use super::{Bars, Block, Column, Row, Sheet, Value, about, labels};

/// What a view says where the profile shows nothing of some figures.
pub(super) const fn nothing() -> Block {
    about::note("statistics-nothing")
}

/// The same of one table, by its heading.
fn nothing_of(named: Named) -> Block {
    let what = Message::plain(named.title).into();
    about::note_with("statistics-nothing-of", [("what", what)])
}

/// Where a table's words come from.
#[derive(Clone, Copy)]
pub(super) struct Named {
    /// The block's word for files.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
}

/// How a code or class is called.
pub(super) enum Codes<'c> {
    /// By the questionnaire, as answers to this question.
    Of(&'c str),
    /// By ourselves.
    Classes(&'c [Class<'c>]),
}

impl Codes<'_> {
    fn value(&self, kit: Protected<'_>, at: usize, code: &str) -> Value {
        match self {
            Self::Of(id) => labels::value(kit.material.questionnaire, id, code),
            Self::Classes(classes) => classes
                .get(at)
                .map_or(Value::Nothing, |class| word(class.id, class.title)),
        }
    }
}

/// The answers to one question: how many of what is looked at gave each, and their share.
pub(super) fn answers(
    kit: Protected<'_>,
    named: Named,
    counted: &Counted,
    codes: &Codes<'_>,
) -> Block {
    let Some(line) = kit.line(counted) else {
        return nothing_of(named);
    };
    let mut rows: Vec<Row> = each(kit, counted, codes)
        .zip(line.cells.iter().zip(&line.percents))
        .map(|(name, (figure, percent))| row(vec![name, (*figure).into(), percent.clone()]))
        .collect();
    rows.push(row(vec![
        word("asked", "statistics-asked"),
        line.base.into(),
        Value::Nothing,
    ]));
    Block::Sheet(Sheet {
        id: named.id,
        title: Message::plain(named.title),
        columns: vec![
            column("answer", "statistics-answer"),
            column("people", "statistics-people"),
            column("percent", "statistics-percent"),
        ],
        rows,
    })
}

/// The same as bars.
pub(super) fn bars(
    kit: Protected<'_>,
    named: Named,
    counted: &Counted,
    codes: &Codes<'_>,
) -> Block {
    let Some(line) = kit.line(counted) else {
        return nothing_of(named);
    };
    let bars = each(kit, counted, codes).zip(&line.cells);
    Block::Bars(Bars {
        id: named.id,
        title: Message::plain(named.title),
        series: vec![("people", Message::plain("statistics-people"))],
        bars: bars
            .map(|(name, figure)| (name, vec![(*figure).into()]))
            .collect(),
    })
}

fn each<'c>(
    kit: Protected<'c>,
    counted: &'c Counted,
    codes: &'c Codes<'_>,
) -> impl Iterator<Item = Value> + 'c {
    let known = counted.codes.iter().enumerate();
    known.map(move |(at, code)| codes.value(kit, at, code))
}

/// One row per group and one column per class: by department, or by the codes of another question.
pub(super) fn groups<'l>(
    named: Named,
    first: Column,
    classes: &[Class<'_>],
    lines: impl Iterator<Item = (Value, &'l Line)>,
) -> Block {
    let mut columns = vec![first];
    columns.extend(classes.iter().map(|class| column(class.id, class.title)));
    columns.push(column("asked", "statistics-asked"));
    let rows = lines.map(|(name, line)| {
        let mut values = vec![name];
        values.extend(line.cells.iter().map(|figure| Value::from(*figure)));
        values.push(line.base.into());
        row(values)
    });
    Block::Sheet(Sheet {
        id: named.id,
        title: Message::plain(named.title),
        columns,
        rows: rows.collect(),
    })
}

/// Every department that may be shown, faculties' small ones together, then everyone.
pub(super) fn departments<'c>(
    kit: Protected<'c>,
    counted: &'c Counted,
) -> impl Iterator<Item = (Value, &'c Line)> {
    let questionnaire = kit.material.questionnaire;
    let lines = counted.lines.iter().filter(|line| !line.is_rolled_up());
    let named = lines.map(move |line| {
        let label = about::department(questionnaire, &line.group);
        (Value::Label(label), line)
    });
    let everyone = counted.everyone.iter();
    named.chain(everyone.map(|line| (word("everyone", "statistics-all"), line)))
}
