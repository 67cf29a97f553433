//! The view `hidden`: skills that people hold at 3 or 4 and do not use in their posts (docs/rules.md §3.5).

use std::cmp::Reverse;

use super::super::door::Operational;
use super::super::material::Material;
use super::bank::Bank;
use super::parts::{self, count, facts, of, row, sheet};
use super::persons::Persons;
use super::questions::{COVER_LEVEL, HIDDEN, RATING};
use super::{Name, Row, Value, View, about};

/// The view.
pub fn hidden(material: &Material<'_, Operational>) -> View {
    let answers = material.frame.answers(HIDDEN);
    let (Some(bank), Some(answers)) = (Bank::of(material), answers) else {
        let blocks = about::not_asked(&[RATING, HIDDEN]);
        return about::exact(Name::Hidden, material, blocks);
    };
    let people = Persons::of(Name::Hidden, material);
    let named = bank.named(answers, people.stretch());
    let strong: Vec<Vec<usize>> = bank
        .skills
        .iter()
        .zip(&named)
        .map(|(skill, people)| {
            let people = people.iter().copied();
            let strong = people.filter(|&at| skill.level_or_none(at) >= COVER_LEVEL);
            strong.collect()
        })
        .collect();
    let pairs = |all: &[Vec<usize>]| all.iter().map(Vec::len).sum::<usize>();
    let asked = people.stretch().filter(|&at| answers.missing(at).is_none());
    let mut blocks = vec![about::note("view-hidden-note")];
    blocks.extend(people.note());
    blocks.push(facts(
        "hidden",
        "view-hidden-facts",
        vec![
            (
                "answered",
                "view-hidden-answered",
                of(asked.count(), people.len()),
            ),
            ("strong", "view-hidden-strong", count(pairs(&strong))),
            (
                "weaker",
                "view-hidden-weaker",
                count(pairs(&named) - pairs(&strong)),
            ),
        ],
    ));
    let mut found: Vec<usize> = (0..strong.len())
        .filter(|&at| !strong[at].is_empty())
        .collect();
    found.sort_by_key(|&at| Reverse(strong[at].len()));
    let rows = found
        .into_iter()
        .map(|at| entry(&bank, &people, at, &strong[at]));
    let columns = parts::columns(&[
        ("skill", "view-people-col-skill"),
        ("family", "view-people-col-family"),
        ("people", "view-people-col-people"),
    ]);
    blocks.push(sheet(
        "skills",
        "view-hidden-skills",
        columns,
        rows.collect(),
    ));
    about::exact(Name::Hidden, material, blocks)
}

fn entry(bank: &Bank<'_>, people: &Persons<'_>, at: usize, holders: &[usize]) -> Row {
    let skill = &bank.skills[at];
    let mut columns = people.columns();
    columns.extend(parts::columns(&[
        ("level", "view-people-col-level"),
        ("last_used", "view-people-col-last-used"),
    ]));
    let rows = people.sorted(holders).into_iter().map(|at| {
        let mut values: Vec<Value> = people.values(at);
        values.push(bank.levels.short(&skill.level_or_none(at).to_string()));
        values.push(bank.last_used(skill, at));
        row(values)
    });
    let detail = sheet("people", "view-people-people", columns, rows.collect());
    Row {
        values: vec![
            skill.value(),
            bank.family(skill.family),
            count(holders.len()),
        ],
        detail: if people.are_listed() {
            vec![detail]
        } else {
            Vec::new()
        },
    }
}
