//! How many are technical by each definition (`technical.toml`), side by side.

use crate::base::language::Text;
use crate::base::words::{Arg, Message};
use crate::survey::technical::Definition;

use super::super::material::Material;
use super::super::protect::Protection;
use super::super::release::Snapshot;
use super::super::table::Reason;
use super::super::technical::{ALL, SAYS};
use super::classes::Class;
use super::defined;
use super::protected::{Counted, Protected};
use super::sheets::{column, row};
use super::{Block, Label, Row, Sheet, Value, about};

/// The definitions' table, with what it means; nothing where there is no definition.
pub(super) fn definitions(kit: Protected<'_>, definitions: &[Definition]) -> Vec<Block> {
    if definitions.is_empty() {
        return Vec::new();
    }
    let frame = kit.material.frame.by_definition(definitions);
    let material = Material {
        frame: &frame,
        questionnaire: kit.material.questionnaire,
        department: kit.material.department,
        demand: kit.material.demand,
        headcounts: kit.material.headcounts,
        routes: kit.material.routes,
        roles: kit.material.roles,
        day: kit.material.day,
        base_rate: kit.material.base_rate,
    };
    let own = Protected::new(&material, kit.protection(), kit.crossings, &[]);
    kit.crossings.note_derived(of_release(own));
    let codes: Vec<String> = frame
        .variables
        .iter()
        .take(1)
        .flat_map(|one| &one.codes)
        .map(ToString::to_string)
        .collect();
    let mut all: Vec<Option<Counted>> = (0..definitions.len())
        .map(|place| counted(own, place, &codes))
        .collect();
    for (counted, one) in all.iter_mut().zip(definitions) {
        let Some(counted) = counted else { continue };
        kit.withhold_unanswered(counted, &questions(one));
        withhold_telling(kit, counted, &questions(one));
    }
    defined::withhold(kit, definitions, &mut all);
    let rows = definitions.iter().zip(&all);
    let rows = rows.map(|(one, counted)| {
        let counted = counted.as_ref().filter(|_| unknown(kit, one).is_none());
        told(own, one, counted)
    });
    let sheet = Sheet {
        id: "definitions",
        title: Message::plain("staff-definitions"),
        columns: vec![
            column("definition", "staff-definition"),
            column("counted", "staff-counted"),
            column("not_counted", "staff-not-counted"),
            column("not_told", "staff-not-told"),
            column("source", "staff-definition-source"),
        ],
        rows: rows.collect(),
    };
    let mut blocks = vec![Block::Sheet(sheet), about::note("staff-definitions-note")];
    blocks.extend(definitions.iter().filter_map(|one| {
        let question = unknown(kit, one)?;
        let args = [
            ("definition", Arg::Text(one.title.clone())),
            ("question", Arg::Text(Text::same(question))),
        ];
        Some(about::note_with("staff-definition-unknown", args))
    }));
    blocks
}

/// A question that a definition names and that has no answers at this door: the definition counts nobody by it.
fn unknown<'d>(kit: Protected<'_>, definition: &'d Definition) -> Option<&'d str> {
    let mut all = questions(definition).into_iter();
    all.find(|id| !kit.has(id))
}

/// The questions that a definition is made of.
pub(super) fn questions(definition: &Definition) -> Vec<&str> {
    let rules = definition.rules.iter();
    let mut all: Vec<&str> = rules.map(|rule| rule.question.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Under `suppress` a definition is a sum of counts of its questions: where one of these shows less than everything of a
/// group, the sum beside what is shown would give that away.
fn withhold_telling(kit: Protected<'_>, counted: &mut Counted, questions: &[&str]) {
    if kit.protection() != Protection::Suppress {
        return;
    }
    for made_of in questions.iter().filter_map(|id| kit.counted(id)) {
        for line in counted.lines.iter_mut().chain(&mut counted.everyone) {
            let mut others = made_of.lines.iter().chain(&made_of.everyone);
            let is_told = others.any(|own| own.group == line.group && own.tells_all());
            if !is_told {
                line.withhold(Reason::Complementary);
            }
        }
    }
}

/// How many a definition counts, does not count, and cannot tell.
fn counted(kit: Protected<'_>, place: usize, codes: &[String]) -> Option<Counted> {
    let of = |says: char| -> Vec<&str> {
        let codes = codes.iter().map(String::as_str);
        codes
            .filter(|code| code.chars().nth(place) == Some(says))
            .collect()
    };
    let [yes, no, unknown] = SAYS.map(of);
    let class = |id, title, codes| Class { id, title, codes };
    let classes = [
        class("counted", "staff-counted", &yes[..]),
        class("not_counted", "staff-not-counted", &no[..]),
        class("not_told", "staff-not-told", &unknown[..]),
    ];
    kit.derived(ALL, &classes)
}

/// What a definition says of how many.
fn told(kit: Protected<'_>, definition: &Definition, counted: Option<&Counted>) -> Row {
    let line = counted.and_then(|counted| kit.line(counted));
    let figure = |at: usize| {
        line.and_then(|line| line.cells.get(at))
            .map_or(Value::Nothing, |one| (*one).into())
    };
    row(vec![
        Value::Label(Label {
            code: definition.id.clone(),
            text: definition.title.clone(),
        }),
        figure(0),
        figure(1),
        figure(2),
        Value::Label(Label {
            code: definition.source.clone(),
            text: Text::same(&definition.source),
        }),
    ])
}

/// The counts of each definition by itself: a definition that changed by a few people's occupation is
/// compared with what it was.
fn of_release(kit: Protected<'_>) -> Snapshot {
    let mut figures = kit.material.frame.count();
    figures.tables.retain(|table| table.id != ALL);
    figures.snapshot(kit.protection())
}
