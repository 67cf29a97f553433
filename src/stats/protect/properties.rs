//! What holds of every crowd, whatever it answered.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::tests::{code, frame, missing, own, part, question, questionnaire};
use super::super::{EVERYONE, Figure, Protection, Published, Row, Statistical, Table};
use crate::response::answer::Missing;
use crate::response::part::OpenedPart;
use crate::survey::model::Kind;

const DEPARTMENTS: [&str; 5] = ["bio", "chem", "art", "music", "stores"];
const CODES: [&str; 3] = ["a", "b", "c"];

/// A person: department, step, answer; the last of the answers is none.
type Person = (usize, usize, usize);

fn parts(people: &[Person]) -> Vec<OpenedPart> {
    let answer = |at: usize| {
        CODES
            .get(at)
            .map_or(missing(Missing::PreferNot), |c| code(c))
    };
    let one = |&(department, step, next): &Person| {
        let answers = [("step", answer(step)), ("next", answer(next))];
        part(DEPARTMENTS[department], &answers)
    };
    people.iter().map(one).collect()
}

fn shown(people: &[Person], protection: Protection) -> Vec<Published> {
    let survey = questionnaire(vec![
        question("step", Kind::Single(own(&CODES))),
        question("next", Kind::Single(own(&CODES))),
    ]);
    let frame = frame::<Statistical>(&survey, parts(people));
    let crossing = frame.cross("step", "next", None).unwrap();
    vec![
        frame.count().protect(protection).unwrap(),
        crossing.protect(protection).unwrap(),
    ]
}

fn tables(published: &[Published]) -> Vec<&Table> {
    published.iter().flat_map(Published::tables).collect()
}

fn rows<'t>(tables: &[&'t Table]) -> Vec<&'t Row> {
    let rows = tables
        .iter()
        .flat_map(|table| table.rows.iter().chain(&table.everyone));
    rows.collect()
}

fn figures(row: &Row) -> Vec<Figure> {
    let cells = row.cells.iter().map(|cell| cell.figure);
    let missing = row.missing.iter().map(|(_, figure)| *figure);
    std::iter::once(row.base)
        .chain(cells)
        .chain(missing)
        .collect()
}

fn counts(row: &Row) -> Vec<u64> {
    figures(row).into_iter().filter_map(Figure::count).collect()
}

/// Departments that lean one way, so that small counts and large ones stand side by side.
fn crowd() -> impl Strategy<Value = Vec<Person>> {
    let person = (0..5_usize, 0..4_usize, 0..9_usize);
    let person =
        person.prop_map(|(dept, step, next)| (dept, step, if next > 3 { 0 } else { next }));
    prop::collection::vec(person, 0..160)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn suppression_never_shows_a_small_count(people in crowd()) {
        let published = shown(&people, Protection::Suppress);
        for row in rows(&tables(&published)) {
            for count in counts(row) {
                prop_assert!(count == 0 || count >= 5, "{row:?}");
            }
        }
    }

    #[test]
    fn one_hidden_figure_is_never_alone(people in crowd()) {
        let published = shown(&people, Protection::Suppress);
        let mut tables = tables(&published);
        // The department question hides which departments are in a faculty's row, by names alone.
        tables.retain(|table| table.id != "dept");
        for row in rows(&tables) {
            let parts: Vec<Figure> = figures(row).split_off(1);
            let hidden = parts.iter().filter(|figure| figure.count().is_none()).count();
            prop_assert!(hidden != 1, "{row:?}");
        }
    }

    #[test]
    fn every_rounded_figure_is_a_multiple_of_five(people in crowd()) {
        let published = shown(&people, Protection::Hesa);
        for row in rows(&tables(&published)) {
            prop_assert!(counts(row).iter().all(|count| count.is_multiple_of(5)), "{row:?}");
        }
    }

    #[test]
    fn exact_figures_are_of_enough_people_and_add_up(people in crowd()) {
        let published = shown(&people, Protection::MinimumN);
        for row in rows(&tables(&published)) {
            let of_people = counts(row).first().copied().filter(|_| row.base.count().is_some());
            prop_assert!(of_people.is_none_or(|base| base >= 10), "{row:?}");
        }
        for table in tables(&published).into_iter().filter(|table| table.id != "dept") {
            if let Some(everyone) = &table.everyone {
                let shown = table.rows.iter().filter(|row| row.cells[0].figure.count().is_some());
                let sum: u64 = shown.filter_map(|row| row.cells[0].figure.count()).sum();
                prop_assert_eq!(everyone.cells[0].figure.count(), Some(sum));
            }
        }
    }

    #[test]
    fn nothing_depends_on_the_order_of_arrival_and_twice_is_the_same(people in crowd()) {
        let mut reversed = people.clone();
        reversed.reverse();
        for protection in [Protection::Hesa, Protection::MinimumN, Protection::Suppress] {
            let first = shown(&people, protection);
            let (second, again) = (shown(&reversed, protection), shown(&people, protection));
            prop_assert_eq!(tables(&first), tables(&second));
            prop_assert_eq!(tables(&first), tables(&again));
        }
    }

    /// Departments with other names have the same figures: what is withheld of a group does not hang
    /// on what it is called. Only groups of one faculty are exchanged, and not of the same size, since
    /// of two equal choices the first is taken.
    #[test]
    fn exchanging_two_departments_exchanges_their_rounded_rows(people in crowd()) {
        let exchanged: Vec<Person> = people
            .iter()
            .map(|&(dept, step, next)| ([1, 0, 2, 3, 4][dept], step, next))
            .collect();
        let (first, second) = (shown(&people, Protection::Hesa), shown(&exchanged, Protection::Hesa));
        let by_name = |published: &[Published]| -> BTreeMap<String, Vec<Figure>> {
            let table = published[0].tables().iter().find(|table| table.id == "next").unwrap();
            let rows = table.rows.iter().chain(&table.everyone);
            rows.map(|row| (row.group.clone(), figures(row))).collect()
        };
        let (first, second) = (by_name(&first), by_name(&second));
        for (one, other) in [("bio", "chem"), ("chem", "bio"), ("art", "art"), (EVERYONE, EVERYONE)] {
            prop_assert_eq!(first.get(one), second.get(other));
        }
    }
}
