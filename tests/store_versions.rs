//! Stores as earlier versions of the program left them: read as they are, brought up to date when they
//! are written to, with nothing lost; and what a newer program left is refused.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use support::home::TestHome;
use support::life::{asked, paper, refused, text};

/// A home with the box and the keys of a fixture.
fn old(version: &str) -> TestHome {
    let home = TestHome::bare();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/stores")
        .join(version);
    for folder in ["box", "keys"] {
        std::fs::create_dir_all(home.path().join(folder)).unwrap();
        for entry in std::fs::read_dir(fixture.join(folder)).unwrap() {
            let from = entry.unwrap().path();
            let to = home.path().join(folder).join(from.file_name().unwrap());
            std::fs::copy(&from, &to).unwrap();
            std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
    home
}

fn file(home: &TestHome) -> PathBuf {
    home.path().join("box/store.sqlite")
}

fn version(home: &TestHome) -> i64 {
    let connection = Connection::open(file(home)).unwrap();
    connection
        .query_row("PRAGMA user_version", (), |row| row.get(0))
        .unwrap()
}

#[test]
fn a_store_of_version_1_is_read_as_it_is_and_migrated_when_it_is_written_to() {
    is_read_and_migrated(1);
}

#[test]
fn a_store_of_version_2_is_read_as_it_is_and_migrated_when_it_is_written_to() {
    is_read_and_migrated(2);
}

/// The version that this program writes.
const NEWEST: i64 = 4;

fn is_read_and_migrated(from: i64) {
    let home = old(&format!("version-{from}"));
    assert_eq!(version(&home), from);
    let store = tallybox::vault::store::Store::open_to_read(&home.path().join("box")).unwrap();
    let (before, leaves) = (store.digest().unwrap(), store.leaves().unwrap());
    let header = store.signed(leaves[0]).unwrap().unwrap().verify().unwrap();
    let id = tallybox::base::hex::decode_array(header.response.as_deref().unwrap()).unwrap();
    assert_eq!(
        store.of_response(&id).unwrap().len(),
        1,
        "found without the index, too"
    );
    drop(store);
    assert_eq!(
        (leaves.len(), version(&home)),
        (3, from),
        "reading changes nothing"
    );
    assert_eq!(asked(&home, &["box", "status"])["counting"], 3);
    home.done(&["box", "verify"]);
    assert_eq!(version(&home), from, "looking changes nothing either");
    let store = tallybox::vault::store::Store::open(&home.path().join("box")).unwrap();
    assert_eq!(version(&home), NEWEST);
    assert_eq!(store.digest().unwrap(), before, "nothing is lost");
    assert_eq!(store.of_response(&id).unwrap().len(), 1);
    drop(store);
    home.enter(&paper("chem", 9));
    assert_eq!(asked(&home, &["box", "status"])["counting"], 4);
    let bundle = text(&home.path().join("b"));
    home.done(&["bundle", "export", "--final", "-o", &bundle]);
    home.done(&["box", "verify"]);
}

#[test]
fn a_store_of_version_2_has_no_invitations_until_it_is_written_to_and_then_takes_them() {
    let home = old("version-2");
    let folder = home.path().join("box");
    let store = tallybox::vault::store::Store::open_to_read(&folder).unwrap();
    assert_eq!(store.invitations().unwrap(), 0, "there is no such table");
    let before = store.digest().unwrap();
    drop(store);
    assert_eq!(version(&home), 2, "reading changes nothing");
    home.done(&["invite", "new", "--count", "3", "-o", "-"]);
    assert_eq!(version(&home), NEWEST);
    assert_eq!(asked(&home, &["invite", "count"])["left"], 3);
    let store = tallybox::vault::store::Store::open(&folder).unwrap();
    assert_eq!(store.digest().unwrap(), before, "nothing is lost");
}

#[test]
fn a_responses_records_are_found_through_the_index() {
    let home = old("version-1");
    drop(tallybox::vault::store::Store::open(&home.path().join("box")).unwrap());
    let connection = Connection::open(file(&home)).unwrap();
    let expression: String = connection
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'record_response'",
            (),
            |row| row.get(0),
        )
        .unwrap();
    let inside = expression
        .split_once('(')
        .unwrap()
        .1
        .rsplit_once(')')
        .unwrap()
        .0
        .to_owned();
    let plan: String = connection
        .query_row(
            &format!("EXPLAIN QUERY PLAN SELECT leaf FROM record WHERE {inside} = 'x'"),
            (),
            |row| row.get(3),
        )
        .unwrap();
    assert!(
        plan.contains("USING INDEX record_response")
            || plan.contains("COVERING INDEX record_response"),
        "{plan}"
    );
}

#[test]
fn what_a_newer_program_left_is_refused_and_not_touched() {
    let home = old("version-1");
    let connection = Connection::open(file(&home)).unwrap();
    connection
        .pragma_update(None, "user_version", NEWEST + 1)
        .unwrap();
    drop(connection);
    let said = refused(&home, &["box", "status"], 5);
    assert!(said.contains("another version of Tallybox"), "{said}");
    assert_eq!(version(&home), NEWEST + 1);
    // A table too many is not ours, whatever the version says.
    let home = old("version-1");
    let connection = Connection::open(file(&home)).unwrap();
    connection.execute("CREATE TABLE more(a)", ()).unwrap();
    drop(connection);
    refused(&home, &["box", "status"], 5);
    assert_eq!(version(&home), 1);
}
