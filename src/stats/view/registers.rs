//! The view `registration` at the operational door: registrations and fellowships that are held, worked
//! towards and wanted (docs/rules.md §7). What holds people back is asked for statistics only.

use std::cmp::Reverse;

use super::super::door::Operational;
use super::super::handle::Answers;
use super::super::material::Material;
use super::codes::Codes;
use super::parts::{self, count, facts, level, of, row, sheet};
use super::persons::Persons;
use super::questions::register;
use super::{Block, Name, Row, Value, View, about};
use crate::survey::routes::RouteKind;

/// The view.
pub fn registration(material: &Material<'_, Operational>) -> View {
    let frame = material.frame;
    let (Some(held), Some(wanted)) = (
        frame.answers(register::HELD),
        frame.answers(register::WANTED),
    ) else {
        let blocks = about::not_asked(&[register::HELD, register::WANTED]);
        return about::exact(Name::Registration, material, blocks);
    };
    let people = Persons::of(Name::Registration, material);
    let board = Board {
        registers: Codes::of(material.questionnaire, register::HELD),
        wants: Codes::of(material.questionnaire, register::WANTED),
        people: &people,
        held,
        wanted,
    };
    let mut blocks = vec![about::note("view-registration-note")];
    blocks.extend(people.note());
    blocks.extend([board.counts(), board.held(), board.wanted()]);
    blocks.push(ways(material));
    about::exact(Name::Registration, material, blocks)
}

struct Board<'v, 'm> {
    people: &'v Persons<'m>,
    held: Answers<'m>,
    wanted: Answers<'m>,
    registers: Codes<'m>,
    wants: Codes<'m>,
}

impl Board<'_, '_> {
    fn count(&self, is: impl Fn(usize) -> bool) -> usize {
        self.people.stretch().filter(|&at| is(at)).count()
    }

    /// The registers that somebody holds.
    fn registers(&self, at: usize) -> Vec<Value> {
        let codes = self.held.codes(at);
        let codes = codes.filter(|code| code.to_string() != register::NONE);
        self.registers.values(codes)
    }

    fn counts(&self) -> Block {
        let said = self.count(|at| self.held.missing(at).is_none());
        let registered = self.count(|at| !self.registers(at).is_empty());
        let asked = self.count(|at| self.wanted.missing(at).is_none());
        let wants = |code: &str| of(self.count(|at| self.wanted.text(at) == Some(code)), asked);
        facts(
            "registration",
            "view-registration-facts",
            vec![
                (
                    "said",
                    "view-registration-said",
                    of(said, self.people.len()),
                ),
                (
                    "registered",
                    "view-registration-registered",
                    of(registered, said),
                ),
                (
                    "working",
                    "view-registration-working",
                    wants(register::WORKING),
                ),
                (
                    "with_help",
                    "view-registration-with-help",
                    wants(register::WITH_HELP),
                ),
            ],
        )
    }

    /// One row per register that somebody holds, the most people first.
    fn held(&self) -> Block {
        let codes = self.registers.in_order().iter();
        let codes = codes.filter(|code| **code != register::NONE);
        let mut rows: Vec<(usize, Row)> = codes
            .filter_map(|code| {
                let number = self.count(|at| self.held.has(at, code));
                let row = Row {
                    values: vec![self.registers.value(code), count(number)],
                    detail: self.members(|at| self.held.has(at, code)),
                };
                (number > 0).then_some((number, row))
            })
            .collect();
        rows.sort_by_key(|(number, _)| Reverse(*number));
        let rows = rows.into_iter().map(|(_, row)| row);
        let columns = parts::columns(&[
            ("register", "view-registration-col-register"),
            ("people", "view-people-col-people"),
        ]);
        sheet("held", "view-registration-held", columns, rows.collect())
    }

    /// One row per choice; only those who work towards one, or would with help, are listed.
    fn wanted(&self) -> Block {
        let rows = self.wants.in_order().iter().map(|code| {
            let is = |at: usize| self.wanted.text(at) == Some(*code);
            let is_listed = [register::WORKING, register::WITH_HELP].contains(code);
            Row {
                values: vec![self.wants.value(code), count(self.count(is))],
                detail: if is_listed {
                    self.members(is)
                } else {
                    Vec::new()
                },
            }
        });
        let columns = parts::columns(&[
            ("choice", "view-registration-col-choice"),
            ("people", "view-people-col-people"),
        ]);
        sheet(
            "wanted",
            "view-registration-wanted",
            columns,
            rows.collect(),
        )
    }

    /// People with what they hold.
    fn members(&self, is: impl Fn(usize) -> bool) -> Vec<Block> {
        let people: Vec<usize> = self.people.in_order().filter(|&at| is(at)).collect();
        if people.is_empty() {
            return Vec::new();
        }
        let rows = people.into_iter().map(|at| {
            let mut values = self.people.values(at);
            values.push(Value::List(self.registers(at)));
            row(values)
        });
        let mut columns = self.people.columns();
        columns.extend(parts::columns(&[("held", "view-registration-col-held")]));
        vec![sheet(
            "people",
            "view-people-people",
            columns,
            rows.collect(),
        )]
    }
}

/// Registrations and fellowships that may be gained, the lowest level first.
fn ways(material: &Material<'_, Operational>) -> Block {
    let routes = material.routes.iter();
    let mut routes: Vec<_> = routes
        .filter(|route| matches!(route.kind, RouteKind::Registration | RouteKind::Fellowship))
        .collect();
    routes.sort_by_key(|route| (route.kind, route.level, route.typical_months));
    let rows = routes.iter().map(|route| {
        row(vec![
            parts::label(&route.id, &route.title),
            if route.level == 0 {
                Value::Nothing
            } else {
                level(route.level)
            },
            count(route.typical_months as usize),
            level(route.cost_band),
            Value::Day(route.checked_on),
        ])
    });
    let columns = parts::columns(&[
        ("route", "view-registration-col-register"),
        ("level", "view-registration-col-level"),
        ("months", "view-training-col-months"),
        ("cost_band", "view-training-col-band"),
        ("checked_on", "view-training-col-checked"),
    ]);
    sheet("ways", "view-registration-ways", columns, rows.collect())
}
