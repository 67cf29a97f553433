//! `docs/views.md`: every view stands in its table, at each of its doors, with the audience and the keys
//! that go with the door.

use std::collections::BTreeSet;

use tallybox::stats::DoorName;
use tallybox::stats::view::Name;

const PAGE: &str = include_str!("../docs/views.md");

/// The cells of the table's rows: view, what, door, audience, key.
fn rows() -> Vec<Vec<&'static str>> {
    let lines = PAGE.lines().filter(|line| line.starts_with("| `"));
    let cells = lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect());
    cells.collect()
}

#[test]
fn the_table_of_views_is_the_program_s() {
    let told: Vec<(&str, &str)> = rows().iter().map(|row| (row[0], row[2])).collect();
    let in_table: BTreeSet<(String, &str)> = told
        .iter()
        .map(|(view, door)| (view.trim_matches('`').to_owned(), *door))
        .collect();
    assert_eq!(in_table.len(), told.len(), "a row stands twice");
    let in_program: BTreeSet<(String, &str)> = Name::ALL
        .into_iter()
        .flat_map(|name| {
            name.doors()
                .iter()
                .map(move |door| (name.code().to_owned(), door.code()))
        })
        .collect();
    assert_eq!(in_table, in_program);
}

#[test]
fn audience_and_key_go_with_the_door() {
    for row in rows() {
        let expected = match row[2] {
            door if door == DoorName::Operational.code() => ("`lead`", "department, institution"),
            _ => ("`statistics`", "statistics"),
        };
        assert_eq!((row[3], row[4]), expected, "{row:?}");
        assert!(!row[1].is_empty(), "{row:?}");
    }
}
