//! The store through its public face: drafts that never come back, submits that can be repeated,
//! damage that is named, and other people's programs that read it.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod boxes;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use boxes::{KEY_SET, QUESTIONNAIRE, new_box, response, submit, withdrawal};
use tallybox::base::time::Day;
use tallybox::response::record::Record;
use tallybox::vault::extract;
use tallybox::vault::own;
use tallybox::vault::store::{Damage, DraftSeen, FILE, Save, Saved, Store, StoreError, Tag};

const NAME: [u8; 16] = [1; 16];

fn tag(number: u8) -> Tag {
    [number; 16]
}

fn day(day: u8) -> Day {
    Day::new(2027, 3, day).unwrap()
}

fn save(store: &mut Store, seen: Option<u8>, fresh: u8, sealed: &[u8]) -> Saved {
    let save = Save {
        name: NAME,
        seen: seen.map(tag),
        fresh: tag(fresh),
        expires: day(2),
        sealed,
    };
    store.save_draft(&save, QUESTIONNAIRE).unwrap()
}

fn seen(number: u8) -> DraftSeen {
    DraftSeen {
        name: NAME,
        seen: Some(tag(number)),
    }
}

fn fresh_box(folder: &Path) -> Store {
    new_box(folder, 1, "Test").0
}

fn send(store: &mut Store, record: &Record, draft: DraftSeen) -> Result<(), StoreError> {
    store.submit(record, Some(draft), QUESTIONNAIRE, KEY_SET)
}

#[test]
fn of_two_sessions_on_one_draft_the_earlier_stops() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    assert_eq!(save(&mut store, None, 1, b"a"), Saved::Saved);
    assert_eq!(save(&mut store, Some(1), 2, b"b"), Saved::Saved);
    // The second session loads, and takes over before it changes anything.
    let found = store.load_draft(&NAME).unwrap().unwrap();
    assert_eq!((found.tag, found.sealed.as_slice()), (tag(2), &b"b"[..]));
    let taken = store.take_over(&NAME, &tag(2), &tag(9)).unwrap();
    assert_eq!(taken, Saved::Saved);
    assert_eq!(
        save(&mut store, Some(2), 3, b"late"),
        Saved::ContinuedElsewhere
    );
    assert_eq!(
        save(&mut store, None, 3, b"late"),
        Saved::ContinuedElsewhere
    );
    assert_eq!(save(&mut store, Some(9), 10, b"c"), Saved::Saved);
    assert_eq!(store.load_draft(&NAME).unwrap().unwrap().sealed, b"c");
}

#[test]
fn a_save_that_is_repeated_after_an_error_is_harmless() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    for _ in 0..2 {
        assert_eq!(save(&mut store, None, 1, b"a"), Saved::Saved);
    }
    for _ in 0..2 {
        assert_eq!(save(&mut store, Some(1), 2, b"b"), Saved::Saved);
    }
    assert_eq!(store.load_draft(&NAME).unwrap().unwrap().sealed, b"b");
}

#[test]
fn a_draft_that_was_sent_never_comes_back_and_only_its_last_session_sends() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    assert_eq!(save(&mut store, None, 1, b"a"), Saved::Saved);
    let record = response(1, 1);
    let stale = send(&mut store, &record, seen(7));
    assert!(matches!(stale, Err(StoreError::ContinuedElsewhere)));
    assert!(store.leaves().unwrap().is_empty());
    send(&mut store, &record, seen(1)).unwrap();
    assert!(store.load_draft(&NAME).unwrap().is_none());
    assert_eq!(
        save(&mut store, Some(1), 2, b"ghost"),
        Saved::ContinuedElsewhere
    );
    assert_eq!(store.drafts().unwrap(), 0);
    // Sent again, since the answer was lost on the way: the same record, stored once.
    send(&mut store, &record, seen(1)).unwrap();
    assert_eq!(store.leaves().unwrap().len(), 1);
    assert!(store.record(record.signed.leaf()).unwrap() == Some(record));
}

#[test]
fn drafts_go_when_their_last_day_is_past() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    assert_eq!(save(&mut store, None, 1, b"a"), Saved::Saved);
    assert_eq!(store.remove_expired(day(2)).unwrap(), 0);
    assert_eq!(store.remove_expired(day(3)).unwrap(), 1);
    assert!(store.load_draft(&NAME).unwrap().is_none());
}

#[test]
fn a_clock_that_is_ahead_once_ends_no_draft_on_the_way_by() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    assert_eq!(save(&mut store, None, 1, b"a"), Saved::Saved);
    // Ahead for a day, twice, with the right day in between.
    for today in [20, 26, 1, 28, 2] {
        assert_eq!(store.sweep_expired(day(today)).unwrap(), 0, "{today}");
    }
    // Past in truth: found so twice, a week apart.
    assert_eq!(store.sweep_expired(day(3)).unwrap(), 0);
    assert_eq!(store.sweep_expired(day(9)).unwrap(), 0);
    assert_eq!(store.drafts().unwrap(), 1);
    assert_eq!(store.sweep_expired(day(10)).unwrap(), 1);
    assert_eq!(store.drafts().unwrap(), 0);
}

#[test]
fn a_revision_or_withdrawal_empties_what_it_replaces_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    let (first, second, other) = (response(1, 1), response(1, 2), response(2, 1));
    for record in [&first, &other, &second] {
        submit(&mut store, record);
    }
    let parts = |store: &Store, record: &Record| {
        let found = store.record(record.signed.leaf()).unwrap().unwrap();
        found.parts.iter().flatten().count()
    };
    assert_eq!(parts(&store, &first), 0);
    assert_eq!((parts(&store, &second), parts(&store, &other)), (2, 2));
    submit(&mut store, &withdrawal(1));
    assert_eq!((parts(&store, &second), parts(&store, &other)), (0, 2));
    assert_eq!(store.leaves().unwrap().len(), 4);
}

#[test]
fn what_does_not_hold_together_is_not_stored() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    let sound = response(1, 1);
    let mut hollow = sound.clone();
    hollow.parts[0] = None;
    let mut changed = sound.clone();
    changed.parts[0].as_mut().unwrap()[0] ^= 1;
    let mut unsigned = sound.clone();
    unsigned.signed.signature[0] ^= 1;
    for record in [hollow, changed, unsigned] {
        let refused = store.submit(&record, None, QUESTIONNAIRE, KEY_SET);
        assert!(matches!(refused, Err(StoreError::Unsound(_))));
    }
    let refused = store.submit(&sound, None, b"another questionnaire", KEY_SET);
    assert!(matches!(refused, Err(StoreError::Unsound(_))));
    assert!(store.leaves().unwrap().is_empty() && store.documents().unwrap().is_empty());
}

#[test]
fn a_store_is_made_once_and_only_ours_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("box");
    assert!(matches!(Store::open(&folder), Err(StoreError::Missing(_))));
    drop(Store::create(&folder).unwrap());
    assert!(matches!(Store::create(&folder), Err(StoreError::Exists(_))));
    drop(Store::open(&folder).unwrap());
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM draft; END",
        "PRAGMA application_id = 1",
    ] {
        let other = tempfile::tempdir().unwrap();
        drop(Store::create(other.path()).unwrap());
        run_sqlite(&other.path().join(FILE), sql);
        assert!(matches!(
            Store::open(other.path()),
            Err(StoreError::NotAStore { .. })
        ));
    }
    fs::write(folder.join(FILE), b"not a database at all, but long enough").unwrap();
    assert!(matches!(
        Store::open(&folder),
        Err(StoreError::NotAStore { .. } | StoreError::Damaged { .. })
    ));
}

#[cfg(unix)]
#[test]
fn its_files_are_the_owners_alone_and_links_are_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    submit(&mut store, &response(1, 1));
    let folder = home.path().join("box");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    drop(store);
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(&folder, elsewhere.path().join("box")).unwrap();
    let linked = Store::open(&elsewhere.path().join("box"));
    assert!(matches!(linked, Err(StoreError::NotAStore { .. })));
    symlink(folder.join(FILE), elsewhere.path().join(FILE)).unwrap();
    let linked = Store::open(elsewhere.path());
    assert!(matches!(linked, Err(StoreError::NotAStore { .. })));
    // A box key that others can read is no secret.
    let key = folder.join(own::KEY_FILE);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = own::load(&Store::open(&folder).unwrap());
    assert!(matches!(refused, Err(StoreError::NotAStore { .. })));
}

#[test]
fn a_shuffle_keeps_everything_and_leaves_no_log() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    for owner in 1..=20 {
        submit(&mut store, &response(owner, 1));
    }
    submit(&mut store, &withdrawal(3));
    let before = store.digest().unwrap();
    store.shuffle().unwrap();
    assert_eq!(store.digest().unwrap(), before);
    let folder = home.path().join("box");
    let log = fs::metadata(folder.join(format!("{FILE}-wal"))).unwrap();
    assert_eq!(log.len(), 0);
    // What was taken back is not in the file any more.
    let bytes = fs::read(folder.join(FILE)).unwrap();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(holds(&boxes::sealed(4, 1, "lead")));
    assert!(!holds(&boxes::sealed(3, 1, "lead")));
}

#[test]
fn a_flipped_byte_in_a_part_or_header_is_named() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    let (hurt, sound) = (response(1, 1), response(2, 1));
    submit(&mut store, &hurt);
    submit(&mut store, &sound);
    assert!(store.verify().unwrap().is_empty());
    let path = home.path().join("box").join(FILE);
    let leaf = hurt.signed.leaf();
    let flips = [
        ("part", Damage::Part("lead".to_owned())),
        ("record", Damage::Header),
    ];
    for (table, damage) in flips {
        let column = if table == "part" { "sealed" } else { "header" };
        let slot = if table == "part" {
            "AND audience = 'lead'"
        } else {
            ""
        };
        let hex = leaf.to_hex();
        run_sqlite(
            &path,
            &format!(
                "UPDATE {table} SET {column} = CAST(replace({column}, 's', 'S') AS BLOB) WHERE leaf = x'{hex}' {slot}"
            ),
        );
        let found = store.verify().unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].leaf == Some(leaf) && found[0].damage == damage);
    }
}

#[test]
fn a_reader_sees_everything_and_cannot_write() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    submit(&mut store, &response(1, 1));
    let reader = Store::open_to_read(&home.path().join("box")).unwrap();
    assert_eq!(reader.leaves().unwrap().len(), 1);
    assert!(matches!(
        Store::open_to_read(&home.path().join("box"))
            .unwrap()
            .set_setting("name", b"x"),
        Err(StoreError::ReadOnly)
    ));
}

#[test]
fn another_program_reads_a_copy_of_the_store() {
    let home = tempfile::tempdir().unwrap();
    let mut store = fresh_box(home.path());
    let record = response(1, 1);
    submit(&mut store, &record);
    store.shuffle().unwrap();
    let copy = home.path().join("copy.sqlite");
    fs::copy(home.path().join("box").join(FILE), &copy).unwrap();
    let said = run_sqlite(
        &copy,
        "PRAGMA integrity_check; SELECT lower(hex(leaf)) FROM record; SELECT audience FROM part ORDER BY audience;",
    );
    let expected = format!("ok\n{}\nlead\nmine\n", record.signed.leaf().to_hex());
    assert_eq!(said, expected);
}

/// Runs Debian's own SQLite, which knows nothing of ours.
fn run_sqlite(path: &Path, sql: &str) -> String {
    let run = Command::new("sqlite3").arg(path).arg(sql).output().unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).unwrap()
}

/// The commands that `docs/checkpoint.md` gives, each a fenced block of shell.
fn documented() -> String {
    let page = include_str!("../docs/checkpoint.md");
    let blocks = page.split("```sh\n").skip(1);
    blocks
        .filter_map(|rest| rest.split_once("```"))
        .map(|(block, _)| block)
        .collect()
}

fn run_documented(folder: &Path) -> Output {
    let mut shell = Command::new("sh");
    shell.arg("-euc").arg(documented()).current_dir(folder);
    shell.output().unwrap()
}

#[test]
fn the_documented_openssl_command_verifies_a_real_checkpoint_and_refuses_a_changed_one() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, own) = new_box(home.path(), 1, "Chemistry stores");
    for owner in 1..=5 {
        submit(&mut store, &response(owner, 1));
    }
    let out = home.path().join("out");
    let done = extract::extract(&store, Some(&own), &out).unwrap();
    assert_eq!((done.records, done.parts), (5, 10));
    let run = run_documented(&out);
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(said.contains("Signature Verified Successfully"), "{said}");
    assert!(said.contains("the root fits"), "{said}");

    let note = fs::read_to_string(out.join("checkpoint.txt")).unwrap();
    fs::write(
        out.join("checkpoint.txt"),
        note.replace("Chemistry stores", "Chemistry Stores"),
    )
    .unwrap();
    assert!(!run_documented(&out).status.success());
}

#[test]
fn an_extract_names_every_part_and_never_writes_over_anything() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, own) = new_box(home.path(), 1, "Test");
    let record = response(1, 1);
    submit(&mut store, &record);
    let out = home.path().join("out");
    extract::extract(&store, Some(&own), &out).unwrap();
    let leaf = record.signed.leaf().to_hex();
    let file = |end: &str| fs::read(out.join(format!("{leaf}.{end}"))).unwrap();
    assert_eq!(file("header.json"), record.signed.header);
    assert_eq!(file("sig"), record.signed.signature);
    assert_eq!(file("lead.age"), boxes::sealed(1, 1, "lead"));
    assert_eq!(
        fs::read_to_string(out.join("leaves.txt")).unwrap(),
        format!("{leaf}\n")
    );
    assert!(extract::extract(&store, Some(&own), &out).is_err());
}
