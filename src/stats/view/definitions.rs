//! How many are technical by each definition (`technical.toml`), side by side.

use crate::base::language::Text;
use crate::base::words::Message;
use crate::survey::technical::Definition;

use super::super::material::Material;
use super::super::protect::Protection;
use super::super::release::Snapshot;
use super::super::table::Reason;
use super::super::technical::{ALL, SAYS};
use super::classes::Class;
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
    let own = Protected::new(&material, kit.protection(), kit.crossings);
    kit.crossings.note_derived(of_release(own));
    let codes: Vec<String> = frame
        .variables
        .iter()
        .take(1)
        .flat_map(|one| &one.codes)
        .map(ToString::to_string)
        .collect();
    let rows = definitions.iter().enumerate();
    let rows = rows.map(|(place, one)| {
        let counted = counted(own, place, &codes).map(|mut counted| {
            kit.withhold_unanswered(&mut counted, &questions(one));
            withhold_telling(kit, &mut counted, &questions(one));
            counted
        });
        told(own, one, counted.as_ref())
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
    vec![Block::Sheet(sheet), about::note("staff-definitions-note")]
}

/// The questions that a definition is made of.
fn questions(definition: &Definition) -> Vec<&str> {
    let rules = definition.rules.iter();
    rules.map(|rule| rule.question.as_str()).collect()
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
    kit.in_classes(ALL, &classes)
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
