//! The sealed cache of an opened box: the second opening gives what the first one did, opens only what
//! came since, and is never the way back for anything that no longer counts.
#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value as Json, json};
use support::home::TestHome;
use support::life::{asked, holds, paper, text};
use tallybox::base::hex;
use tallybox::base::time::{Day, Month};
use tallybox::form::simulate::simulate;
use tallybox::report;
use tallybox::response::answer::{Answer, Value};
use tallybox::response::part::OpenedPart;
use tallybox::runtime::cache::FEWEST;
use tallybox::runtime::figures::{self as opened, FiguresError, Holders};
use tallybox::runtime::home::{Home, check_file};
use tallybox::runtime::watch::Watch;
use tallybox::stats::kept::{Sink, Source};
use tallybox::stats::{Frame, FrameBuilder, Operational};
use tallybox::survey::Questionnaire;
use tallybox::vault::cache::Place;
use tallybox::vault::identity;
use tallybox::vault::keyring::KeyRing;
use tallybox::vault::store::Store;

/// A home with so many simulated responses, and its lead's figures.
fn home_of(responses: usize) -> TestHome {
    let home = TestHome::with_keys("Chemistry stores");
    add(&home, responses, 1);
    home
}

fn add(home: &TestHome, responses: usize, seed: u64) {
    let (into, count, seed) = (text(&home.path()), responses.to_string(), seed.to_string());
    let words = ["survey", "simulate", "--into", &into, "--responses", &count];
    home.done(&[&words[..], &["--seed", &seed, "--quiet"]].concat());
}

fn figures(home: &TestHome, who: &str) -> Json {
    let identity = text(&home.identity(who));
    asked(home, &["report", "--identity", &identity])
}

fn folder(home: &TestHome) -> PathBuf {
    home.path().join("box/cache")
}

fn kept(home: &TestHome) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(home)).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The figures with nothing kept, and what is kept put back.
fn anew(home: &TestHome, who: &str) -> Json {
    let aside = home.path().join("aside");
    let had = folder(home).exists();
    if had {
        fs::rename(folder(home), &aside).unwrap();
    }
    let told = figures(home, who);
    drop(fs::remove_dir_all(folder(home)));
    if had {
        fs::rename(aside, folder(home)).unwrap();
    }
    told
}

/// Spoils every part in the store: who opens one now sets it aside.
fn spoil(home: &TestHome) {
    let store = rusqlite::Connection::open(home.path().join("box/store.sqlite")).unwrap();
    let spoilt = store.execute("UPDATE part SET sealed = zeroblob(length(sealed))", ());
    assert!(spoilt.unwrap() > 0);
}

#[test]
fn a_second_opening_opens_no_part_and_gives_the_same() {
    let home = home_of(3 * FEWEST);
    let first = figures(&home, "first");
    let files = kept(&home);
    assert_eq!(files.len(), 1);
    spoil(&home);
    assert_eq!(figures(&home, "first"), first);
    // Without it the spoilt parts are met.
    let identity = text(&home.identity("phys"));
    let output = home.run(&["report", "--identity", &identity]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(kept(&home), files, "nothing that was set aside is kept");
}

/// Spoils the lead's part of so many records, each in a way of its own; which records.
fn spoil_some(home: &TestHome, records: usize) -> BTreeSet<String> {
    let store = rusqlite::Connection::open(home.path().join("box/store.sqlite")).unwrap();
    let ways = [
        "zeroblob(length(sealed))",
        "substr(sealed, 1, 100)",
        "zeroblob(0)",
    ];
    let mut rows = store
        .prepare("SELECT leaf FROM part WHERE audience = 'lead' ORDER BY leaf LIMIT ?")
        .unwrap();
    let leaves = rows.query_map([records], |row| row.get(0)).unwrap();
    let leaves: Vec<Vec<u8>> = leaves.map(Result::unwrap).collect();
    for (leaf, way) in leaves.iter().zip(ways.iter().cycle()) {
        let one = format!("UPDATE part SET sealed = {way} WHERE audience = 'lead' AND leaf = ?");
        assert_eq!(store.execute(&one, [leaf]).unwrap(), 1, "{way}");
    }
    let name = |leaf: &Vec<u8>| hex::encode(&leaf[..8]);
    leaves.iter().map(name).collect()
}

#[test]
fn bad_records_among_many_are_named_and_the_others_open_while_a_bar_moves() {
    let home = home_of(4 * FEWEST);
    let spoilt = spoil_some(&home, 7);
    let found = Home::at(home.path());
    let store = Store::open_to_read(&found.box_folder()).unwrap();
    let ring = KeyRing::load(&found.keys()).unwrap();
    let own = identity::read(&home.identity("first"), &mut |_| None).ok();
    let holders = Holders::find(&ring, own.unwrap().age).ok().unwrap();
    let watch = Watch::default();
    let is_done = AtomicBool::new(false);
    let (reading, seen) = std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut seen = BTreeSet::new();
            while !is_done.load(Ordering::Relaxed) {
                seen.insert(watch.progress());
                std::thread::yield_now();
            }
            seen
        });
        let reading =
            opened::read_watched::<Operational>(&found, &store, &ring, None, &holders, &watch);
        is_done.store(true, Ordering::Relaxed);
        (reading.ok().unwrap(), watching.join().unwrap())
    });
    // Some of those who were made up took theirs back.
    let (done, all) = watch.progress();
    assert!(all > 3 * FEWEST as u64, "{all}");
    assert_eq!(done, all, "bad records are steps too");
    let between = seen
        .iter()
        .filter(|(done, of)| *of == all && (1..all).contains(done));
    assert!(between.count() > 1, "{seen:?}");
    // Each bad one is named once, with its reason, and everybody else is counted.
    let named = reading.left_out.set_aside.iter();
    let named: Vec<String> = named.map(|(leaf, ..)| hex::encode(&leaf.0[..8])).collect();
    assert_eq!(named.len(), 7);
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), spoilt);
    let lines = reading.left_out.lines().join("\n");
    assert!(spoilt.iter().all(|leaf| lines.contains(leaf)), "{lines}");
    let counts = reading.frame.flags().counts();
    let people: u64 = counts.map(|(_, people, _)| people).sum();
    assert_eq!(people, all - 7);
    // Who does not want to wait may stop it.
    let stopped = Watch::default();
    stopped.stop();
    let stopped =
        opened::read_watched::<Operational>(&found, &store, &ring, None, &holders, &stopped);
    assert!(matches!(stopped, Err(FiguresError::Stopped)));
}

#[test]
fn with_new_records_only_these_are_opened() {
    let home = home_of(2 * FEWEST);
    figures(&home, "first");
    spoil(&home);
    for years in 1..=3 {
        home.enter(&paper("chem", years));
    }
    let told = figures(&home, "first");
    let people = |told: &Json| {
        let table = &told["tables"][0];
        let rows = table["rows"].as_array().unwrap().iter();
        rows.map(|row| row["base"].as_u64().unwrap()).sum::<u64>()
    };
    assert!(people(&told) >= 2 * FEWEST as u64, "{}", people(&told));
    spoil(&home);
    assert_eq!(figures(&home, "first"), told, "and these are kept too");
}

#[test]
fn a_cache_that_does_not_fit_is_passed_over() {
    let home = home_of(2 * FEWEST);
    let first = figures(&home, "first");
    let file = kept(&home).remove(0);
    let sealed = fs::read(&file).unwrap();
    let len = sealed.len();
    for at in [0, 30, 200, len / 2, len - 1] {
        let mut spoilt = sealed.clone();
        spoilt[at] ^= 1;
        fs::write(&file, spoilt).unwrap();
        assert_eq!(figures(&home, "first"), first, "byte {at}");
        assert_ne!(fs::read(&file).unwrap(), sealed, "written anew");
        fs::write(&file, &sealed[..at]).unwrap();
        assert_eq!(figures(&home, "first"), first, "cut at {at}");
    }
    // Another program's, or of another survey: said in its description.
    let own = identity::read(&home.identity("first"), &mut |_| None)
        .ok()
        .unwrap();
    let place = Place::of(&home.path().join("box"), &own.age, "operational").unwrap();
    for (word, other) in [
        ("0.1.0", "0.0.9"),
        ("\"format\":3", "\"format\":4"),
        ("small", "smell"),
    ] {
        figures(&home, "first");
        let mut bytes = read_out(&place);
        let at = bytes
            .windows(word.len())
            .position(|at| at == word.as_bytes())
            .unwrap();
        bytes[at..at + word.len()].copy_from_slice(other.as_bytes());
        let mut writer = place.write().unwrap();
        writer.put(&bytes);
        assert!(writer.finish());
        // What is kept is not believed: the parts themselves are opened, and figures are the same.
        assert_eq!(figures(&home, "first"), first, "{word}");
    }
}

fn read_out(place: &Place<'_>) -> Vec<u8> {
    let mut reader = place.read().unwrap();
    let (mut bytes, mut byte) = (Vec::new(), [0]);
    while reader.fill(&mut byte).is_some() {
        bytes.extend(byte);
    }
    bytes
}

#[test]
fn each_reader_keeps_their_own_and_nothing_of_it_can_be_read() {
    let home = home_of(3 * FEWEST);
    let leads: Vec<Json> = ["chem", "phys"].map(|who| figures(&home, who)).into();
    assert_ne!(leads[0], leads[1]);
    figures(&home, "statistics");
    assert_eq!(kept(&home).len(), 3);
    spoil(&home);
    assert_eq!(figures(&home, "chem"), leads[0]);
    assert_eq!(figures(&home, "phys"), leads[1]);
    for plain in ["small", "chem", "fingerprint", "skills"] {
        assert!(!holds(&folder(&home), plain.as_bytes()), "{plain}");
    }
    let told = home.done(&["doctor", "--clear"]);
    assert!(
        told.contains("box/cache/") && told.contains("sealed to who opened"),
        "{told}"
    );
}

#[test]
fn what_takes_answers_away_takes_the_cache_with_it() {
    let home = home_of(2 * FEWEST);
    let receipt = home.enter(&paper("chem", 41));
    let response = receipt["response"].as_str().unwrap();
    let signer = text(&home.identity("first"));
    figures(&home, "first");
    let aside = home.path().join("copy");
    fs::create_dir(&aside).unwrap();
    let file = kept(&home).remove(0);
    fs::copy(&file, aside.join("cache")).unwrap();
    home.done(&[
        "response", "annul", response, "--reason", "erasure", "--signer", &signer,
    ]);
    assert!(!folder(&home).exists());
    let without = anew(&home, "first");
    // Also where a copy of it is put back.
    fs::create_dir(folder(&home)).unwrap();
    fs::copy(aside.join("cache"), &file).unwrap();
    assert_eq!(figures(&home, "first"), without);
    assert_eq!(kept(&home).len(), 1);
    home.done(&[
        "box",
        "purge",
        "--through",
        "6",
        "--early",
        "--signer",
        &signer,
    ]);
    assert!(!folder(&home).exists());
    fs::create_dir(folder(&home)).unwrap();
    fs::copy(aside.join("cache"), &file).unwrap();
    assert_eq!(figures(&home, "first"), anew(&home, "first"));
    assert!(kept(&home).is_empty(), "nothing is left that could be kept");
}

/// Bytes in memory.
#[derive(Default)]
struct Bytes(Vec<u8>, usize);

impl Sink for Bytes {
    fn put(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

impl Source for Bytes {
    fn fill(&mut self, into: &mut [u8]) -> Option<()> {
        let end = self.1 + into.len();
        into.copy_from_slice(self.0.get(self.1..end)?);
        self.1 = end;
        Some(())
    }
}

fn part(answers: Vec<(String, Answer)>) -> OpenedPart {
    OpenedPart {
        survey: String::new(),
        wave: String::new(),
        fingerprint: String::new(),
        response: String::new(),
        revision: 1,
        audience: "lead".to_owned(),
        language: None,
        month: Month::new(2027, 1).unwrap(),
        replaces_lost: false,
        imported: false,
        simulated: false,
        warned: Vec::new(),
        answers,
    }
}

fn flagship() -> Arc<Questionnaire> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/skills-and-responsibility.toml");
    check_file(&file).unwrap().questionnaire.unwrap()
}

fn empty(survey: &Arc<Questionnaire>) -> FrameBuilder<Operational> {
    FrameBuilder::new(Arc::clone(survey), &[], &["lead".to_owned()])
}

fn told(frame: &Frame<Operational>) -> Json {
    let counted = report::json::write(&frame.count().exact());
    json!([
        serde_json::from_str::<Json>(&counted).unwrap(),
        frame.memory()
    ])
}

/// Every word that anybody gave, at any depth.
fn words(answers: &[(String, Answer)], found: &mut BTreeSet<String>) {
    for (_, answer) in answers {
        match answer.value() {
            Some(Value::Text(text)) => drop(found.insert(text.clone())),
            Some(Value::Entries(entries)) => entries.iter().for_each(|one| words(one, found)),
            _ => {}
        }
    }
}

#[test]
fn of_those_who_left_nothing_stays_and_the_others_count_as_before() {
    let survey = flagship();
    let day = Day::new(2027, 1, 20).unwrap();
    let people: Vec<Vec<(String, Answer)>> = (0..60)
        .map(|seed| {
            simulate(Arc::clone(&survey), seed, None, day)
                .submission(day)
                .answers
        })
        .collect();
    let stays = |at: usize| at % 3 == 1;
    let (mut all, mut few) = (empty(&survey), empty(&survey));
    let (mut gone, mut here) = (BTreeSet::new(), BTreeSet::new());
    for (at, answers) in people.iter().enumerate() {
        all.push(&survey, &[part(answers.clone())]);
        all.mark([u8::try_from(at % 7).unwrap(); 16]);
        if stays(at) {
            few.push(&survey, &[part(answers.clone())]);
            few.mark([u8::try_from(at % 7).unwrap(); 16]);
        }
        words(answers, if stays(at) { &mut here } else { &mut gone });
    }
    let mut bytes = Bytes::default();
    all.put(&mut bytes);
    let mut whole = empty(&survey);
    whole.take(&mut bytes, &|_| true).unwrap();
    let mut again = Bytes::default();
    whole.put(&mut again);
    assert_eq!(bytes.0.len(), again.0.len());
    assert_eq!(told(&whole.finish()), told(&all.finish()));
    bytes.1 = 0;
    let mut thinned = empty(&survey);
    thinned.take(&mut bytes, &stays).unwrap();
    let mut left = Bytes::default();
    thinned.put(&mut left);
    // As a value is written: its length, then itself.
    let has = |bytes: &Bytes, text: &str| {
        let value = [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat();
        bytes.0.windows(value.len()).any(|window| window == value)
    };
    let lost: Vec<&String> = gone
        .difference(&here)
        .filter(|text| text.len() > 8)
        .collect();
    let lost: Vec<&&String> = lost.iter().filter(|text| has(&bytes, text)).collect();
    assert!(
        lost.len() > 10,
        "the search would find {} words",
        lost.len()
    );
    assert!(!lost.iter().any(|text| has(&left, text)));
    assert_eq!(told(&thinned.finish()), told(&few.finish()));
    for end in (0..bytes.0.len()).step_by(997) {
        let mut cut = Bytes(bytes.0[..end].to_vec(), 0);
        assert!(
            empty(&survey).take(&mut cut, &|_| true).is_none(),
            "cut at {end}"
        );
    }
}
