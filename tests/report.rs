//! From three boxes with known answers through merge to summaries whose figures were counted by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod boxes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form::fill_in;
use tallybox::response::code::{Code, Derived};
use tallybox::response::record::Record;
use tallybox::survey::Questionnaire;
use tallybox::vault::keyring::KeyRing;
use tallybox::vault::keyset::KeySet;
use tallybox::vault::own::Own;
use tallybox::vault::respond::{self, About};
use tallybox::vault::store::{Enrolled, Store};
use tempfile::TempDir;

const SURVEY: &str = include_str!("data/report.toml");

const DEPARTMENTS: &str = "code,label.en,parent\nscience,Science,\nbio,Biology,science\nchem,Chemistry,science\nphys,Physics,science\n\
    arts,Arts,\nmusic,Music,arts\n";

/// A home that merges, with the key files beside it, and three boxes.
struct World {
    folder: TempDir,
    questionnaire: Arc<Questionnaire>,
    key_set: KeySet,
    boxes: Vec<(Store, Own)>,
    people: u8,
}

fn run(home: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tallybox"));
    command
        .env_remove("TALLYBOX_HOME")
        .arg("--home")
        .arg(home)
        .args(words);
    command.output().unwrap()
}

impl World {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let home = folder.path().join("home");
        fs::create_dir_all(home.join("surveys/lists")).unwrap();
        fs::write(home.join("surveys/skills.toml"), SURVEY).unwrap();
        fs::write(home.join("surveys/lists/departments.csv"), DEPARTMENTS).unwrap();
        let checked =
            tallybox::runtime::home::check_file(&home.join("surveys/skills.toml")).unwrap();
        let questionnaire = checked.questionnaire.unwrap();
        let holders = [
            ("institution", None, "institution"),
            ("institution", None, "spare"),
            ("statistics", None, "statistics"),
            ("department", Some("bio"), "bio"),
            ("department", Some("chem"), "chem"),
        ];
        for (whose, code, file) in holders {
            let out = folder.path().join(file);
            let mut words = vec!["keys", "new", whose];
            words.extend(code);
            words.extend(["--out", out.to_str().unwrap(), "--no-passphrase"]);
            let made = run(&home, &words);
            assert!(
                made.status.success(),
                "{}",
                String::from_utf8_lossy(&made.stderr)
            );
        }
        let key_set = KeyRing::load(&home.join("keys"))
            .unwrap()
            .current()
            .unwrap()
            .clone();
        let boxes = (1..=3)
            .map(|seed| {
                let root = folder.path().join(format!("box-{seed}"));
                fs::create_dir_all(&root).unwrap();
                boxes::new_box(&root, seed, &format!("Box {seed}"))
            })
            .collect();
        Self {
            folder,
            questionnaire,
            key_set,
            boxes,
            people: 0,
        }
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn next_person(&mut self) -> Derived {
        self.people += 1;
        Code::from_bits([self.people; 10]).derive("skills", "")
    }

    fn record(&self, person: &Derived, revision: u32, answers: &Json) -> Record {
        let day = Day::parse("2027-02-01").unwrap();
        let answers: &Map<String, Json> = answers.as_object().unwrap();
        let form = fill_in(
            Arc::clone(&self.questionnaire),
            Language::new("en"),
            day,
            answers,
        );
        let submission = form.ok().unwrap().submission(day);
        respond::seal_response(&submission, person, &self.key_set, revision).unwrap()
    }

    fn submit(&mut self, at: usize, record: &Record) {
        let (store, _) = &mut self.boxes[at];
        let canonical = self.questionnaire.canonical.clone();
        store
            .submit(record, None, &canonical, self.key_set.document())
            .unwrap();
    }

    /// One person answers at a box.
    fn answer(&mut self, at: usize, answers: &Json) -> Derived {
        let person = self.next_person();
        let record = self.record(&person, 1, answers);
        self.submit(at, &record);
        person
    }

    /// Merges all boxes, each through its bundle, in this order.
    fn merge(&self, order: [usize; 3]) {
        let home = self.home();
        let mut store = Store::open_or_create(&home.join("box")).unwrap();
        for at in order {
            let (from, own) = &self.boxes[at];
            let path = self.folder.path().join(format!("{at}.bundle"));
            fs::write(&path, boxes::bundle(from, own)).unwrap();
            let verifier = own.key.verifier();
            let peer = Enrolled {
                key: verifier.key,
                line: verifier.to_line(),
                name: own.name.clone(),
            };
            store.enrol(&peer).unwrap();
        }
        drop(store);
        let from: Vec<PathBuf> = order
            .iter()
            .map(|at| self.folder.path().join(format!("{at}.bundle")))
            .collect();
        let home = tallybox::runtime::home::Home::at(home);
        let report = tallybox::cli::merge::merge(&home, &from, Path::new("/nowhere")).unwrap();
        assert!(!report.has_findings());
    }

    fn report(&self, identity: &str, words: &[&str]) -> Output {
        let file = self.folder.path().join(identity);
        let mut all = vec!["report", "--identity", file.to_str().unwrap()];
        all.extend(words);
        run(&self.home(), &all)
    }

    fn json(&self, identity: &str, words: &[&str]) -> Json {
        let mut all = vec!["--format", "json"];
        all.extend(words);
        let output = self.report(identity, &all);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn answers(dept: &str, track: &str, shares: bool, manages: i64) -> Json {
    let track = match track {
        "" => json!({ "missing": "prefer_not" }),
        code => json!(code),
    };
    json!({ "dept": dept, "track": track, "shares": shares, "manages": manages,
        "skills": { "lathe": 1, "pcr": { "missing": "blank" } } })
}

/// `bio` 12: seven teaching, four research, one says nothing; `chem` 6 and `phys` 5 both; `music` 3 both.
/// One of `bio` is a revision made at another box, and a thirteenth withdrew at a third.
fn told() -> World {
    let mut world = World::new();
    for at in 0..6 {
        world.answer(at % 3, &answers("bio", "teaching", true, 0));
    }
    for at in 0..4 {
        world.answer(at % 3, &answers("bio", "research", false, 2));
    }
    world.answer(0, &answers("bio", "", true, 1));
    let reviser = world.answer(1, &answers("chem", "both", true, 3));
    let second = world.record(&reviser, 2, &answers("bio", "teaching", true, 3));
    world.submit(2, &second);
    let leaver = world.answer(0, &answers("bio", "research", true, 0));
    let about = About::new(&world.questionnaire, &world.key_set);
    world.submit(1, &about.withdrawal(&leaver));
    for (dept, count) in [("chem", 6), ("phys", 5), ("music", 3)] {
        for at in 0..count {
            world.answer(at % 3, &answers(dept, "both", true, 1));
        }
    }
    world.merge([0, 1, 2]);
    world
}

fn row<'j>(report: &'j Json, table: &str, department: &str) -> &'j Json {
    let tables = report["tables"].as_array().unwrap();
    let table = tables.iter().find(|known| known["id"] == table).unwrap();
    assert_eq!(table["by"], "department");
    let rows = table["rows"].as_array().unwrap();
    rows.iter()
        .find(|row| row["department"] == department)
        .unwrap()
}

fn counts(row: &Json) -> Vec<i64> {
    let cells = row["cells"].as_array().unwrap();
    cells
        .iter()
        .map(|cell| cell["count"].as_i64().unwrap())
        .collect()
}

#[test]
fn the_institution_reads_exact_figures_counted_by_hand() {
    let world = told();
    let report = world.json("institution", &[]);
    assert_eq!(report["survey"], "skills");
    assert_eq!(
        report["fingerprint"],
        world.questionnaire.fingerprint.to_string()
    );
    assert_eq!(report["profile"], "none");
    let bio = row(&report, "track", "bio");
    assert_eq!(
        (bio["base"].as_i64(), counts(bio)),
        (Some(12), vec![7, 4, 0])
    );
    assert_eq!(bio["missing"]["prefer_not"], 1);
    assert_eq!(bio["cells"][1]["code"], "research");
    // The revision moved a person from chemistry, so six are there and not seven.
    assert_eq!(counts(row(&report, "track", "chem")), [0, 0, 6]);
    assert_eq!(counts(row(&report, "track", "music")), [0, 0, 3]);
    assert_eq!(
        row(&report, "shares", "bio")["cells"][0],
        json!({ "code": true, "count": 8 })
    );
    assert_eq!(
        row(&report, "manages", "bio")["cells"][3],
        json!({ "code": 3, "count": 1 })
    );
    // Four did not share how many they manage.
    let manages = row(&report, "manages", "bio");
    assert_eq!(counts(manages), [6, 1, 0, 1]);
    assert_eq!(
        (
            manages["missing"]["withheld"].as_i64(),
            manages["base"].as_i64()
        ),
        (Some(4), Some(12))
    );
    assert_eq!(counts(row(&report, "skills.lathe", "phys")), [0, 5]);
    assert_eq!(row(&report, "skills.pcr", "phys")["missing"]["blank"], 5);
    let ids: Vec<&str> = report["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "dept",
            "track",
            "shares",
            "manages",
            "skills.lathe",
            "skills.pcr"
        ]
    );
}

#[test]
fn a_department_reads_its_own_and_nothing_else() {
    let world = told();
    let output = world.report("chem", &["--json"]);
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    for table in report["tables"].as_array().unwrap() {
        let rows = table["rows"].as_array().unwrap();
        assert!(rows.iter().all(|row| row["department"] == "chem") && rows.len() == 1);
    }
    assert_eq!(counts(row(&report, "track", "chem")), [0, 0, 6]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("20 responses are sealed to others"), "{said}");
    assert_eq!(
        world.report("chem", &["--department", "bio"]).status.code(),
        Some(4)
    );
}

#[test]
fn the_statistical_door_is_always_protected_and_rolls_up() {
    let world = told();
    let report = world.json("statistics", &[]);
    assert_eq!(report["profile"], "hesa");
    // 12, 7, 4, 0 and 1 rounded to the nearest 5.
    let bio = row(&report, "track", "bio");
    assert_eq!(
        (bio["base"].as_i64(), counts(bio)),
        (Some(10), vec![5, 5, 0])
    );
    assert_eq!(bio["missing"]["prefer_not"], 0);
    for small in ["chem", "phys", "music", "arts"] {
        let row = row(&report, "track", small);
        assert_eq!(row["base"], json!({ "withheld": "rolled_up" }), "{small}");
        let cells = row["cells"].as_array().unwrap();
        assert_eq!(
            cells[0],
            json!({ "code": "teaching", "withheld": "rolled_up" })
        );
        assert!(cells.len() == 3 && cells.iter().all(|cell| cell["withheld"] == "rolled_up"));
        assert!(
            row["missing"]
                .as_object()
                .unwrap()
                .values()
                .all(|kind| kind["withheld"] == "rolled_up")
        );
    }
    // chemistry and physics together: 11.
    assert_eq!(counts(row(&report, "track", "science")), [0, 0, 10]);
    // Everyone's numbers are there, whatever they share with their lead.
    assert_eq!(counts(row(&report, "manages", "bio")), [5, 0, 5, 0]);
    let text = report.to_string();
    assert!(
        !text.contains("shares") && !text.contains("lathe"),
        "only what its audience gets"
    );
}

#[test]
fn doors_are_never_mixed_or_opened_wide() {
    let world = told();
    for profile in ["none", "minimum-n", "suppress"] {
        let refused = world.report("statistics", &["--profile", profile]);
        assert_eq!(refused.status.code(), Some(4), "{profile}");
        assert!(refused.stdout.is_empty());
    }
    assert!(
        world
            .report("statistics", &["--profile", "hesa"])
            .status
            .success()
    );
    for other in ["institution", "bio"] {
        let file = world.folder.path().join(other);
        let both = world.report("statistics", &["--identity", file.to_str().unwrap()]);
        assert_eq!(both.status.code(), Some(2), "{other}");
        assert!(both.stdout.is_empty());
    }
    // An identity that the home's key sets do not know.
    let stranger = World::new();
    fs::copy(
        stranger.folder.path().join("bio"),
        world.folder.path().join("stranger"),
    )
    .unwrap();
    assert_eq!(world.report("stranger", &[]).status.code(), Some(4));
}

#[test]
fn text_and_csv_say_what_they_are_and_nothing_in_them_runs() {
    let world = told();
    let text = world.report("institution", &["--table", "track", "--department", "bio"]);
    let text = String::from_utf8(text.stdout).unwrap();
    for words in [
        "Operational door",
        "Profile none",
        "The base is everyone",
        "Biology: 12 people",
        "prefer not to say 1",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(
        text.contains("Teaching                                    7  ####"),
        "{text}"
    );
    assert!(!text.contains("Chemistry"));
    let out = world.folder.path().join("figures.csv");
    let csv = world.report(
        "statistics",
        &["--format", "csv", "-o", out.to_str().unwrap()],
    );
    assert!(csv.status.success() && csv.stdout.is_empty());
    let csv = fs::read_to_string(out).unwrap();
    assert!(csv.contains("statistical,hesa,track,'=Mainly teaching or research?,bio,Biology,cell,research,'=Research,5,,25,,,"), "{csv}");
    assert!(csv.contains(",chem,Chemistry,base,,,,rolled_up,25,,,"));
    assert!(csv.lines().all(|line| !line.contains(",=")));
}

#[test]
fn what_is_asked_for_and_not_there_is_said() {
    let world = told();
    for (words, code) in [
        (["--table", "nothing"], 2),
        (["--table", "words"], 2),
        (["--department", "nowhere"], 2),
    ] {
        let output = world.report("institution", &words);
        assert_eq!(output.status.code(), Some(code), "{words:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn order_of_merging_and_arrival_do_not_show() {
    let world = told();
    let first = world.report("institution", &["--json"]).stdout;
    fs::remove_dir_all(world.home().join("box")).unwrap();
    world.merge([2, 0, 1]);
    assert_eq!(world.report("institution", &["--json"]).stdout, first);
}

#[test]
fn a_part_that_is_not_what_its_header_says_is_set_aside_and_the_rest_counts() {
    let mut world = told();
    let home = world.home();
    // Somebody who can write to the merged store puts a person's sealed part into another's record.
    let store = rusqlite::Connection::open(home.join("box/store.sqlite")).unwrap();
    store
        .execute_batch(
            "UPDATE part SET sealed = (SELECT sealed FROM part WHERE audience = 'lead' ORDER BY leaf DESC LIMIT 1)
             WHERE audience = 'lead' AND leaf = (SELECT min(leaf) FROM part WHERE audience = 'lead')",
        )
        .unwrap();
    drop(store);
    // And somebody seals, quite properly, a part that names another response.
    let person = world.next_person();
    let other = Code::from_bits([77; 10]).derive("skills", "");
    let lying = lying_record(&world, &person, &other);
    world.submit(0, &lying);
    world.merge([0, 1, 2]);
    let output = world.report("institution", &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("its bytes are not those that the signed header names"),
        "{said}"
    );
    assert!(
        said.contains("it says another `response` than its signed header"),
        "{said}"
    );
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    let tables = report["tables"].as_array().unwrap();
    let track = tables.iter().find(|table| table["id"] == "track").unwrap();
    let bases = track["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["base"].as_i64().unwrap());
    assert_eq!(
        bases.sum::<i64>(),
        25,
        "26 people, one of whose parts was exchanged, and no liar"
    );
}

/// A record of one person whose parts say that they are another's.
fn lying_record(world: &World, person: &Derived, other: &Derived) -> Record {
    use zeroize::Zeroizing;
    let day = Day::parse("2027-02-01").unwrap();
    let answers = answers("bio", "both", true, 0);
    let form = fill_in(
        Arc::clone(&world.questionnaire),
        Language::new("en"),
        day,
        answers.as_object().unwrap(),
    );
    let submission = form.ok().unwrap().submission(day);
    let plaintexts = tallybox::response::part::plaintexts(&submission, &other.response(), 1)
        .ok()
        .unwrap();
    let plaintexts = plaintexts
        .into_iter()
        .map(|(audience, text)| (audience, Zeroizing::new(text)));
    respond::seal_plaintexts(&submission, plaintexts.collect(), person, &world.key_set, 1).unwrap()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_release_that_could_be_subtracted_from_an_earlier_one_is_refused() {
    let mut world = told();
    let releases = world.home().join("releases");
    let statistics = |world: &World| world.report("statistics", &["--format", "json"]);
    let first = statistics(&world);
    let said = String::from_utf8(first.stderr).unwrap();
    assert!(said.contains("leave once a wave"), "{said}");
    let first = first.stdout;
    assert_eq!(fs::read(releases.join("0001.json")).unwrap(), first);
    // Again, and in another shape: the same figures are no other release.
    assert_eq!(statistics(&world).stdout, first);
    assert!(world.report("statistics", &[]).status.success());
    // The release, the ledger and its lock.
    assert_eq!(fs::read_dir(&releases).unwrap().count(), 3);
    let sealed = fs::read(releases.join("ledger.age")).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n"));

    let thirteenth = world.answer(0, &answers("bio", "both", true, 0));
    world.merge([0, 1, 2]);
    let told = refused(&statistics(&world));
    for words in [
        "figures of `",
        "release 1 on 20",
        "number 1 of 20",
        "0001.json",
        "once a wave",
        "when the survey is closed",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    // However many come: what each of two releases withholds, the other may show.
    for _ in 0..7 {
        world.answer(1, &answers("bio", "teaching", true, 0));
    }
    world.merge([0, 1, 2]);
    refused(&statistics(&world));
    // Exact figures for those who were told are another door.
    assert!(world.report("institution", &[]).status.success());

    // Nor where somebody withdraws.
    let about = About::new(&world.questionnaire, &world.key_set);
    world.submit(0, &about.withdrawal(&thirteenth));
    world.merge([0, 1, 2]);
    refused(&statistics(&world));
    // The release, the ledger and its lock.
    assert_eq!(fs::read_dir(&releases).unwrap().count(), 3);
}

#[test]
fn where_the_ledger_cannot_be_written_nothing_leaves() {
    let world = told();
    let protected = world.json("statistics", &[]);
    assert_eq!(protected["door"], "statistical");
    assert_eq!(protected["declared"]["figures_stand_for_at_least"], 3);
    assert_eq!(protected["about"]["responses"], 25);
    assert!(protected["about"]["date"].is_string());
    // One question's table says how many responses there are as the whole report does.
    let one = world.json("statistics", &["--table", "track"]);
    assert_eq!(one["about"]["responses"], 25);
    // A file where its folder should be: nobody can write there, whoever runs this test.
    fs::remove_dir_all(world.home().join("releases")).unwrap();
    fs::write(world.home().join("releases"), "").unwrap();
    let output = world.report("statistics", &[]);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("hint"));
}

#[test]
fn a_ledger_that_is_gone_or_damaged_stops_releases() {
    let world = told();
    let ledger = world.home().join("releases/ledger.age");
    assert!(world.report("statistics", &[]).status.success());
    let kept = fs::read(&ledger).unwrap();
    fs::write(&ledger, &kept[..kept.len() - 1]).unwrap();
    assert_eq!(world.report("statistics", &[]).status.code(), Some(4));
    fs::remove_file(&ledger).unwrap();
    let gone = world.report("statistics", &[]);
    assert_eq!(gone.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("backup"));
    fs::write(&ledger, kept).unwrap();
    assert!(world.report("statistics", &[]).status.success());
}
