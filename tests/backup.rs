//! A home copied while it is in use, and put in the place of a lost one; several boxes on one host.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use support::home::{TestHome, done, tallybox};
use support::life::{asked, paper, refused, text};
use tallybox::vault::store::Store;

fn at(home: &Path, args: &[&str]) -> String {
    let home = text(home);
    let all: Vec<&str> = ["--home", &home]
        .into_iter()
        .chain(args.iter().copied())
        .collect();
    done(&all)
}

#[test]
fn a_backup_taken_while_people_answer_is_a_sound_home_with_all_that_was_acknowledged() {
    let home = TestHome::with_keys("One");
    home.enter(&paper("chem", 1));
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = home.path();
    std::thread::scope(|scope| {
        let answering =
            scope.spawn(|| (2..10).for_each(|years| drop(home.enter(&paper("chem", years)))));
        let mut copies = 0;
        while !answering.is_finished() || copies == 0 {
            let before = Store::open_to_read(&folder.join("box"))
                .unwrap()
                .leaves()
                .unwrap();
            let copy = elsewhere.path().join(format!("copy-{copies}"));
            at(&folder, &["box", "backup", &text(&copy)]);
            at(&copy, &["box", "verify"]);
            let held = Store::open_to_read(&copy.join("box"))
                .unwrap()
                .leaves()
                .unwrap();
            assert!(
                before.iter().all(|leaf| held.contains(leaf)),
                "an answer is not in it"
            );
            copies += 1;
        }
    });
    let last = elsewhere.path().join("last");
    at(&folder, &["box", "backup", &text(&last)]);
    for file in ["box/store.sqlite", "box/box.key"] {
        let mode = last.join(file).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    // The lost home's place: it answers, exports, and a desk that knows the box takes it.
    let desk = home.desk();
    desk.done(&["box", "enrol", &text(&folder), "--yes"]);
    done(&["merge", &text(&desk.path()), &text(&folder)]);
    let before = asked(&desk, &["box", "status"])["counting"].clone();
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::rename(&last, &folder).unwrap();
    home.enter(&paper("chem", 11));
    done(&["merge", &text(&desk.path()), &text(&folder)]);
    let after = asked(&desk, &["box", "status"])["counting"].clone();
    assert_eq!((before, after), (9.into(), 10.into()));
}

#[test]
fn an_older_backup_is_named_as_rolled_back_and_loses_nothing_that_was_merged() {
    let home = TestHome::with_keys("One");
    (1..=5).for_each(|years| drop(home.enter(&paper("chem", years))));
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    home.done(&["box", "backup", &text(&copy)]);
    home.enter(&paper("chem", 6));
    let desk = home.desk();
    desk.done(&["box", "enrol", &text(&home.path()), "--yes"]);
    done(&["merge", &text(&desk.path()), &text(&home.path())]);
    std::fs::remove_dir_all(home.path()).unwrap();
    std::fs::rename(&copy, home.path()).unwrap();
    home.enter(&paper("chem", 7));
    let merged = tallybox(&["merge", &text(&desk.path()), &text(&home.path())]);
    let said = String::from_utf8_lossy(&merged.stdout).into_owned();
    assert_eq!(merged.status.code(), Some(1), "{said}");
    assert!(
        said.contains("rolled back") || said.contains("cloned"),
        "{said}"
    );
    assert_eq!(asked(&desk, &["box", "status"])["counting"], 7);
}

#[test]
fn a_backup_goes_into_an_empty_folder_outside_and_follows_no_link() {
    let home = TestHome::with_keys("One");
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("secret");
    std::fs::write(&secret, "not the home's").unwrap();
    std::os::unix::fs::symlink(&secret, home.path().join("surveys/link.csv")).unwrap();
    refused(&home, &["box", "backup", &text(elsewhere.path())], 3);
    refused(
        &home,
        &["box", "backup", &text(&home.path().join("inside"))],
        3,
    );
    let copy = elsewhere.path().join("copy");
    home.done(&["box", "backup", &text(&copy)]);
    assert!(copy.join("surveys/small.toml").is_file() && !copy.join("surveys/link.csv").exists());
}

#[test]
fn verify_finds_a_leaf_that_went_and_a_history_that_was_changed() {
    let home = TestHome::with_keys("One");
    (1..=5).for_each(|years| drop(home.enter(&paper("chem", years))));
    home.done(&["bundle", "export", "-o", &text(&home.path().join("b"))]);
    let told = asked(&home, &["box", "verify"]);
    assert_eq!(told["root"].as_str().unwrap().len(), 64);
    let file = home.path().join("box/store.sqlite");
    let spoilt = [
        "DELETE FROM record WHERE leaf = (SELECT min(leaf) FROM record)",
        "DELETE FROM seen WHERE leaf = (SELECT min(leaf) FROM seen)",
        "UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT), 'name One', 'name Two') AS BLOB)",
        "UPDATE part SET sealed = zeroblob(length(sealed)) WHERE audience = 'mine'",
        "UPDATE record SET signature = zeroblob(64)",
        "UPDATE document SET body = x'00'",
        "INSERT INTO part(leaf, audience, sealed) VALUES(zeroblob(32), 'lead', x'00')",
        "INSERT INTO part(leaf, audience, sealed) SELECT leaf, 'other', x'00' FROM record LIMIT 1",
    ];
    for sql in spoilt {
        let kept = std::fs::read(&file).unwrap();
        let connection = rusqlite::Connection::open(&file).unwrap();
        assert!(connection.execute(sql, ()).unwrap() > 0, "{sql}");
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
            .unwrap();
        drop(connection);
        let output = home.run(&["box", "verify", "--json"]);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{sql}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        std::fs::write(&file, kept).unwrap();
    }
    home.done(&["box", "verify"]);
}

/// What SQLite's two checks say of a file, through its own program.
fn sqlite(file: &Path, check: &str) -> String {
    let check = format!("PRAGMA {check}");
    let output = Command::new("sqlite3").arg(file).arg(check).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

#[test]
fn verify_finds_an_index_that_leads_elsewhere() {
    let home = TestHome::with_keys("One");
    let receipt = home.enter(&paper("chem", 3));
    let response = receipt["response"].as_str().unwrap();
    home.done(&[
        "bundle",
        "export",
        "--final",
        "-o",
        &text(&home.path().join("b")),
    ]);
    let file = home.path().join("box/store.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    // In the header it stands between quotation marks; the index has it alone.
    let mut places = bytes.windows(response.len()).enumerate();
    let entry = places
        .find(|(at, found)| *found == response.as_bytes() && *at > 0 && bytes[at - 1] != b'"');
    let (entry, _) = entry.unwrap();
    bytes[entry] = if bytes[entry] == b'0' { b'1' } else { b'0' };
    std::fs::write(&file, bytes).unwrap();
    // The quick check, which would do for the pages, does not see it.
    assert_eq!(sqlite(&file, "quick_check").trim(), "ok");
    assert_ne!(sqlite(&file, "integrity_check").trim(), "ok");
    let output = home.run(&["box", "verify", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("missing from index"), "{told}");
}

#[test]
fn several_boxes_on_one_host_know_nothing_of_one_another() {
    let one = TestHome::with_keys("Ground floor");
    let two = one.sibling("First floor");
    std::thread::scope(|scope| {
        scope.spawn(|| (1..=4).for_each(|years| drop(one.enter(&paper("chem", years)))));
        scope.spawn(|| (1..=4).for_each(|years| drop(two.enter(&paper("phys", years)))));
    });
    let [a, b] = [&one, &two].map(|home| asked(home, &["box", "status"]));
    assert!(a["fingerprint"] != b["fingerprint"] && a["name"] != b["name"]);
    assert_eq!((&a["counting"], &b["counting"]), (&4.into(), &4.into()));
    let desk = one.desk();
    for home in [&one, &two] {
        desk.done(&["box", "enrol", &text(&home.path()), "--yes"]);
    }
    done(&[
        "merge",
        &text(&desk.path()),
        &text(&one.path()),
        &text(&two.path()),
    ]);
    assert_eq!(asked(&desk, &["box", "status"])["counting"], 8);
}
