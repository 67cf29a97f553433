//! `docs/views.md`: every view stands in its table, at each of its doors, with the audience and the keys
//! that go with the door.

mod support;

use std::collections::BTreeSet;

use support::home::{done, tallybox};
use tallybox::runtime::home::flagship;
use tallybox::stats::view::Name;
use tallybox::survey::model::Audience;

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
fn audience_and_key_are_those_that_the_shipped_questionnaire_seals_to() {
    let survey = flagship().unwrap();
    for row in rows() {
        let is_own = |audience: &&Audience| row[3] == format!("`{}`", audience.id);
        let audience = survey.audiences.iter().find(is_own).unwrap();
        let sealed_to = audience
            .sealed_to
            .iter()
            .map(|role| format!("{role:?}").to_lowercase());
        assert_eq!(sealed_to.collect::<Vec<_>>().join(", "), row[4], "{row:?}");
        assert!(!row[1].is_empty(), "{row:?}");
    }
}

/// What the real program makes of a view with each key of a demonstration's home.
#[test]
fn a_key_opens_the_views_of_its_row_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let home = home.to_str().unwrap();
    done(&["demo", "--home", home, "--no-open", "--responses", "40"]);
    // One view of each kind: through one door, through the other, through both.
    for view in ["cover", "career", "department"] {
        let named = format!("`{view}`");
        for (key, file) in [
            ("department", "department-chemistry.key"),
            ("institution", "institution.key"),
            ("statistics", "statistics.key"),
        ] {
            let identity = format!("{home}/identities/{file}");
            let report = [
                "report",
                "--home",
                home,
                "--identity",
                &identity,
                "--view",
                view,
            ];
            let output = tallybox(&[&report[..], &["--json"]].concat());
            let mut own = rows().into_iter().filter(|row| row[0] == named);
            let opened = own.find(|row| row[4].split(", ").any(|one| one == key));
            assert_eq!(
                output.status.success(),
                opened.is_some(),
                "{view} with {file}: {output:?}"
            );
            let Some(row) = opened else { continue };
            let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(told["door"], row[2], "{view} with {file}");
        }
    }
}
