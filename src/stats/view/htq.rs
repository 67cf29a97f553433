//! The view `htq`: who could support Higher Technical Qualifications and other new provision, and with
//! what (docs/rules.md §3.6): skills of a route's families, teaching qualification, industrial
//! experience, equipment.
//!
//! No survey says which routes a department plans to run, so every route of `routes.toml` has a row.

use std::cmp::Reverse;

use super::super::door::Operational;
use super::super::handle::Answers;
use super::super::material::Material;
use super::bank::Bank;
use super::codes::Codes;
use super::parts::{self, count, facts, level, of, or_nothing, row, sheet};
use super::persons::Persons;
use super::questions::{COVER_LEVEL, RATING, equipment, provision, register};
use super::{Block, Name, Value, View, about, standing};
use crate::stats::demand::{Demand, Why};
use crate::survey::routes::{Route, RouteKind};

/// The view.
pub fn htq(material: &Material<'_, Operational>) -> View {
    let asked = material.frame.answers(provision::QUESTION);
    let Some((bank, support)) = Bank::of(material).zip(asked) else {
        let blocks = about::not_asked(&[RATING, provision::QUESTION]);
        return about::exact(Name::Htq, material, blocks);
    };
    let people = Persons::of(Name::Htq, material);
    let demand = standing::needs(material);
    let board = Board {
        demand: &demand,
        registers: material.frame.answers(register::HELD),
        industry: material.frame.answers(provision::INDUSTRY),
        kit: kit(material, &people),
        material,
        bank: &bank,
        people: &people,
        support,
    };
    let mut blocks = vec![about::note("view-htq-note")];
    if board.industry.is_none() {
        blocks.push(about::note("view-htq-no-industry"));
    }
    blocks.extend(standing::drawn_note(&demand));
    blocks.extend(people.note());
    blocks.extend([
        board.counts(),
        board.routes(),
        board.demand(),
        board.supporters(),
    ]);
    about::exact(Name::Htq, material, blocks)
}

/// A piece of equipment: its family, and whether it is to be replaced within two years.
type Kit<'m> = (&'m str, bool);

/// The equipment that people of the department look after; entries of several people for one thing
/// count as often as they were made.
fn kit<'m>(material: &'m Material<'m, Operational>, people: &Persons<'_>) -> Vec<Kit<'m>> {
    let Some(entries) = material.frame.entries(equipment::QUESTION) else {
        return Vec::new();
    };
    let families = entries.answers(equipment::FAMILY);
    let due = entries.answers(equipment::DUE);
    let one = |entry: usize| {
        let due = due.and_then(|due| due.text(entry));
        let is_worn = due.is_some_and(|due| provision::WORN.contains(&due));
        Some((families?.text(entry)?, is_worn))
    };
    let all = people.stretch().flat_map(|at| entries.of(at));
    all.filter_map(one).collect()
}

struct Board<'v, 'm> {
    material: &'v Material<'m, Operational>,
    demand: &'v Demand,
    bank: &'v Bank<'m>,
    people: &'v Persons<'m>,
    support: Answers<'m>,
    registers: Option<Answers<'m>>,
    industry: Option<Answers<'m>>,
    kit: Vec<Kit<'m>>,
}

impl Board<'_, '_> {
    fn said(&self, code: &str) -> Vec<usize> {
        let said = |at: &usize| self.support.text(*at) == Some(code);
        self.people.stretch().filter(said).collect()
    }

    /// Everybody who will support new provision, ready or not.
    fn all(&self) -> Vec<usize> {
        [self.said(provision::READY), self.said(provision::NOT_READY)].concat()
    }

    fn teaches(&self, at: usize) -> bool {
        let mut registers = register::TEACHING.iter();
        registers.any(|code| self.registers.is_some_and(|held| held.has(at, code)))
    }

    fn has_industry(&self, at: usize) -> bool {
        let said = self.industry.and_then(|answers| answers.text(at));
        said.is_some_and(|code| code != provision::NO_INDUSTRY)
    }

    /// Whether somebody holds a skill of one of these families at 3, and practises it.
    fn is_skilled(&self, at: usize, families: &[String]) -> bool {
        let mut skills = self.bank.skills.iter();
        skills.any(|skill| {
            let is_of = families.iter().any(|family| family == skill.family);
            is_of && skill.is_held(at, COVER_LEVEL)
        })
    }

    fn counts(&self) -> Block {
        let all = self.all();
        let said = self
            .people
            .stretch()
            .filter(|&at| self.support.missing(at).is_none());
        let with =
            |is: &dyn Fn(usize) -> bool| of(all.iter().filter(|at| is(**at)).count(), all.len());
        let mut shown = vec![
            ("said", "view-htq-said", of(said.count(), self.people.len())),
            (
                "ready",
                "view-htq-ready",
                count(self.said(provision::READY).len()),
            ),
            (
                "not_ready",
                "view-htq-not-ready",
                count(self.said(provision::NOT_READY).len()),
            ),
            (
                "teaching",
                "view-htq-teaching",
                with(&|at| self.teaches(at)),
            ),
        ];
        if self.industry.is_some() {
            shown.push((
                "industry",
                "view-htq-industry",
                with(&|at| self.has_industry(at)),
            ));
        }
        facts("support", "view-htq-facts", shown)
    }

    /// One row per route, that with the most people ready first.
    fn routes(&self) -> Block {
        let routes = self.material.routes.iter();
        let routes = routes.filter(|route| route.kind == RouteKind::Htq);
        let mut rows: Vec<(usize, Vec<Value>)> = routes.map(|route| self.route(route)).collect();
        rows.sort_by_key(|(ready, _)| Reverse(*ready));
        let mut columns = parts::columns(&ROUTE_COLUMNS);
        if self.industry.is_none() {
            columns.retain(|column| column.id != "industry");
        }
        let rows = rows.into_iter().map(|(_, values)| row(values));
        sheet("routes", "view-htq-routes", columns, rows.collect())
    }

    /// How many are ready for a route, and the values of its row.
    fn route(&self, route: &Route) -> (usize, Vec<Value>) {
        let skilled = |people: Vec<usize>| -> Vec<usize> {
            let people = people.into_iter();
            people
                .filter(|&at| self.is_skilled(at, &route.families))
                .collect()
        };
        let all = skilled(self.all());
        let ready = skilled(self.said(provision::READY)).len();
        let holders = skilled(self.people.stretch().collect()).len();
        let with =
            |is: &dyn Fn(usize) -> bool| of(all.iter().filter(|at| is(**at)).count(), all.len());
        let kit = self.kit.iter();
        let kit: Vec<_> = kit
            .filter(|(family, _)| route.families.iter().any(|own| own == family))
            .collect();
        let worn = kit.iter().filter(|(_, is_worn)| *is_worn).count();
        let mut values = vec![
            parts::label(&route.id, &route.title),
            level(route.level),
            count(holders),
            count(ready),
            count(all.len() - ready),
            with(&|at| self.teaches(at)),
        ];
        if self.industry.is_some() {
            values.push(with(&|at| self.has_industry(at)));
        }
        values.extend([count(kit.len()), count(worn)]);
        (ready, values)
    }

    /// What the department needs for teaching, with its holders.
    fn demand(&self) -> Block {
        let needs = self.demand.needs.iter();
        let needs = needs.filter(|need| need.why == Why::Teaching);
        let rows = needs.filter_map(|need| {
            let skill = self.bank.get(&need.skill)?;
            let holders = self
                .bank
                .holders(&need.skill, need.level, self.people.stretch());
            Some(row(vec![
                skill.value(),
                count(holders.len()),
                count(need.now as usize),
                count(need.in_three_years as usize),
            ]))
        });
        let columns = parts::columns(&[
            ("skill", "view-people-col-skill"),
            ("holders", "view-training-col-holders"),
            ("now", "view-htq-col-now"),
            ("in_three_years", "view-htq-col-three-years"),
        ]);
        sheet("demand", "view-htq-demand", columns, rows.collect())
    }

    fn supporters(&self) -> Block {
        let questionnaire = self.material.questionnaire;
        let support = Codes::of(questionnaire, provision::QUESTION);
        let industry = Codes::of(questionnaire, provision::INDUSTRY);
        let registers = Codes::of(questionnaire, register::HELD);
        let mut listed = self.people.sorted(&self.all());
        listed.retain(|_| self.people.are_listed());
        let rows = listed.into_iter().map(|at| {
            let held = self.registers.iter().flat_map(|held| held.codes(at));
            let held = held.filter(|code| register::TEACHING.contains(&code.to_string().as_str()));
            let mut values = self.people.values(at);
            values.push(or_nothing(
                self.support.text(at).map(|code| support.value(code)),
            ));
            values.push(Value::List(registers.values(held)));
            if let Some(answers) = self.industry {
                values.push(or_nothing(
                    answers.text(at).map(|code| industry.value(code)),
                ));
            }
            values.push(Value::List(self.families(at)));
            row(values)
        });
        let mut columns = self.people.columns();
        columns.extend(parts::columns(&PERSON_COLUMNS));
        if self.industry.is_none() {
            columns.retain(|column| column.id != "industry");
        }
        sheet("people", "view-htq-people", columns, rows.collect())
    }

    /// The families of which somebody holds a skill at 3.
    fn families(&self, at: usize) -> Vec<Value> {
        let families = self.bank.families().iter();
        let held = families.filter(|(family, _)| self.is_skilled(at, &[(*family).to_owned()]));
        held.map(|(_, value)| value.clone()).collect()
    }
}

const ROUTE_COLUMNS: [parts::Heading; 9] = [
    ("route", "view-training-col-route"),
    ("level", "view-registration-col-level"),
    ("skilled", "view-htq-col-skilled"),
    ("ready", "view-htq-col-ready"),
    ("not_ready", "view-htq-col-not-ready"),
    ("teaching", "view-htq-col-teaching"),
    ("industry", "view-htq-col-industry"),
    ("equipment", "view-htq-col-equipment"),
    ("worn", "view-htq-col-worn"),
];

const PERSON_COLUMNS: [parts::Heading; 4] = [
    ("ready", "view-htq-col-support"),
    ("fellowship", "view-htq-col-fellowship"),
    ("industry", "view-htq-col-industry"),
    ("families", "view-htq-col-families"),
];
