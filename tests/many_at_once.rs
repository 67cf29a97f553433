//! Many at once: sixty-four processes on one box, and one keeper that commits for many sessions of
//! one process.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::print_stdout,
    reason = "a process of the crowd tells its parent; figures are for whoever looks"
)]

mod boxes;
mod support;

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use boxes::{KEY_SET, QUESTIONNAIRE, response};
use support::home::{DEPARTMENTS, SMALL, TestHome};
use support::many::many;
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::form;
use tallybox::runtime::home::Home;
use tallybox::runtime::keeper::Keeper;
use tallybox::runtime::keeper::group::{self, Begun, Finished};
use tallybox::survey;
use tallybox::vault::store::{Document, DraftSeen, Store, StoreError};

/// What a process of the crowd is told: its home, and how many people it is.
const HOME: &str = "TALLYBOX_TEST_CROWD_HOME";
const PEOPLE: &str = "TALLYBOX_TEST_CROWD_PEOPLE";
/// Nobody waits longer (docs/measured.md, 9).
const PATIENCE: Duration = Duration::from_secs(8);

struct Lists;

impl survey::Files for Lists {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(DEPARTMENTS.as_bytes().to_vec())
    }
}

/// One process of the crowd: a person after the other, each with a draft and a submit. Started by name
/// it does so at the home that it is given, else at one of its own.
#[test]
fn one_of_the_crowd() {
    let own = std::env::var_os(HOME)
        .is_none()
        .then(|| TestHome::with_keys("Own"));
    let home = own
        .as_ref()
        .map_or_else(|| std::env::var_os(HOME).unwrap().into(), TestHome::path);
    let loaded = survey::load("small.toml", SMALL.as_bytes(), &Lists);
    let mut keeper = Keeper::open(&Home::at(home), loaded.questionnaire.unwrap()).unwrap();
    let answers = serde_json::json!({
        "dept": "chem", "years": 12, "share": ["skills"], "teach": false, "next": "same",
    });
    let today = Day::EPOCH;
    let mut longest = Duration::ZERO;
    for _ in 0..many(PEOPLE, 1) {
        let questionnaire = Arc::clone(keeper.questionnaire());
        let answers = answers.as_object().unwrap();
        let form = form::fill_in(questionnaire, Language::new("en"), today, answers);
        let Ok(form) = form else {
            panic!("the answers do not fit")
        };
        let Ok(code) = keeper.draw() else {
            panic!("no code")
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "a test measures how long a person waits"
        )]
        let began = Instant::now();
        keeper.save(&code, &form.to_draft(None), today).unwrap();
        let Ok(receipt) = keeper.submit(&code, &form, today) else {
            panic!("not stored")
        };
        longest = longest.max(began.elapsed());
        println!("leaf {}", receipt.leaf.to_hex());
    }
    println!("longest {}", longest.as_millis());
}

#[test]
fn many_processes_on_one_box_lose_nothing_and_nobody_waits_long() {
    let (processes, people) = (many("TALLYBOX_PROCESSES", 16), many("TALLYBOX_EACH", 10));
    let home = TestHome::with_keys("Chemistry stores");
    let crowd: Vec<_> = (0..processes)
        .map(|_| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--exact", "one_of_the_crowd", "--nocapture"]);
            command
                .env(HOME, home.path())
                .env(PEOPLE, people.to_string());
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let (mut leaves, mut longest) = (BTreeSet::new(), 0);
    for one in crowd {
        let output = one.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}{errors}");
        leaves.extend(
            said.lines()
                .filter_map(|line| line.strip_prefix("leaf ").map(str::to_owned)),
        );
        let waited = said.lines().find_map(|line| line.strip_prefix("longest "));
        longest = longest.max(waited.unwrap().parse::<u128>().unwrap());
    }
    println!("{processes} x {people}: the longest wait was {longest} ms");
    assert_eq!(leaves.len(), processes * people);
    let store = Store::open(&home.path().join("box")).unwrap();
    let stored: BTreeSet<String> = store
        .leaves()
        .unwrap()
        .iter()
        .map(|leaf| leaf.to_hex())
        .collect();
    assert_eq!(stored, leaves);
    assert_eq!(store.drafts().unwrap(), 0);
    assert!(
        Duration::from_millis(u64::try_from(longest).unwrap()) < PATIENCE,
        "{longest} ms"
    );
}

#[test]
fn one_keeper_commits_for_everybody_and_each_is_told_what_became_of_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("box");
    let (group, handle) = group::start(Store::create(&path).unwrap()).unwrap();
    std::thread::scope(|scope| {
        for person in 0..64_u8 {
            let handle = handle.clone();
            scope.spawn(move || one_session(&handle, person));
        }
    });
    assert_eq!(handle.ask(|store| store.leaves()).unwrap().len(), 64);
    assert_eq!(handle.ask(|store| store.drafts()).unwrap(), 0);
    drop(handle);
    assert!(group.join());
    let store = Store::open(&path).unwrap();
    assert_eq!(store.leaves().unwrap().len(), 64);
    assert!(store.verify().unwrap().is_empty());
}

/// A draft, the same from a session that was overtaken, and the response, twice.
fn one_session(handle: &group::Handle, person: u8) {
    let record = response(person, 1);
    let questionnaire = Arc::new(Document::questionnaire(QUESTIONNAIRE));
    let key_set = Arc::new(Document::key_set(KEY_SET));
    let begun = |seen, fresh: u8| Begun {
        name: [person; 16],
        seen,
        fresh: [fresh; 16],
        expires: Day::EPOCH,
        sealed: vec![person; 100],
        questionnaire: Arc::clone(&questionnaire),
    };
    handle.save(begun(None, 1)).unwrap();
    handle.save(begun(Some([1; 16]), 2)).unwrap();
    let late = handle.save(begun(Some([1; 16]), 3));
    assert!(matches!(late, Err(StoreError::ContinuedElsewhere)));
    let finished = |seen: u8| {
        let draft = DraftSeen {
            name: [person; 16],
            seen: Some([seen; 16]),
        };
        Finished::new(record.clone(), Some(draft), &questionnaire, &key_set)
    };
    let late = handle.submit(finished(1).unwrap());
    assert!(matches!(late, Err(StoreError::ContinuedElsewhere)));
    // What does not hold together is told before it is handed in.
    let another = Arc::new(Document::questionnaire(b"another"));
    let broken = Finished::new(record.clone(), None, &another, &key_set);
    assert!(matches!(broken, Err(StoreError::Unsound(_))));
    handle.submit(finished(2).unwrap()).unwrap();
    handle.submit(finished(2).unwrap()).unwrap();
}
