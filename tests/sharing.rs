//! Consent as it is read from outside: simulated people fill in the shipped survey, their responses
//! are sealed, and Debian's `age` opens what the head of their department can open. Nothing that a
//! person did not tick may be in there, and everything that they did tick must be.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use tallybox::base::time::Day;
use tallybox::form::Form;
use tallybox::form::simulate::simulate;
use tallybox::response::code::Derived;
use tallybox::runtime::home::check_file;
use tallybox::survey::Questionnaire;
use tallybox::survey::expression::Expression;
use tallybox::survey::model::{Question, Release};
use tallybox::vault::identity::NewIdentity;
use tallybox::vault::keyset::{Holder, KeySet, Members};
use tallybox::vault::respond::seal_response;

const PEOPLE: u64 = 24;
const DEPARTMENT: &str = "chemistry";
/// What stands in `a_share`, with what its release conditions look for.
const TICKS: [&str; 4] = ["skills", "equipment", "training", "career"];

fn today() -> Day {
    Day::new(2027, 1, 11).unwrap()
}

fn survey() -> Arc<Questionnaire> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/skills-and-responsibility.toml");
    check_file(&file).unwrap().questionnaire.unwrap()
}

/// Two of the institution, one of statistics, one department.
fn identities() -> Vec<NewIdentity> {
    let department = Holder::Department(DEPARTMENT.to_owned());
    let holders = [
        Holder::Institution,
        Holder::Institution,
        Holder::Statistics,
        department,
    ];
    (1..)
        .zip(holders)
        .map(|(seed, holder): (u8, Holder)| {
            NewIdentity::from_random(holder, &[seed; 32], &[seed + 100; 32]).unwrap()
        })
        .collect()
}

fn key_set(identities: &[NewIdentity]) -> KeySet {
    let mut members = Members::default();
    for one in identities {
        let verifier = one.signer().map(|key| key.verifying_key().to_bytes());
        members
            .add(one.holder(), one.age().recipient().clone(), verifier)
            .unwrap();
    }
    KeySet::sign(None, members, today(), identities[0].signer().unwrap()).unwrap()
}

/// A folder in which parts are opened, with the identity of the head of department.
struct Desk {
    folder: tempfile::TempDir,
    identity: PathBuf,
    key_set: KeySet,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = folder.path().join("chemistry.txt");
        let identities = identities();
        identities
            .last()
            .unwrap()
            .write(&identity, today(), None)
            .unwrap();
        let key_set = key_set(&identities);
        Self {
            folder,
            identity,
            key_set,
        }
    }

    /// The answers of a person's lead part, as `age -d` prints them.
    fn lead_reads(&self, form: &Form, person: u8) -> Map<String, Json> {
        let words = Derived {
            draft: [person; 16],
            age: [person; 32],
            sign: [person; 32],
            link: [person; 16],
        };
        let record = seal_response(&form.submission(today()), &words, &self.key_set, 1).unwrap();
        let header = record.signed.verify().unwrap();
        let lead = header
            .parts
            .iter()
            .position(|part| part.audience == "lead")
            .unwrap();
        let file = self.folder.path().join("lead.age");
        std::fs::write(&file, record.parts[lead].as_ref().unwrap()).unwrap();
        let opened = Command::new("age")
            .arg("-d")
            .arg("-i")
            .arg(&self.identity)
            .arg(&file)
            .output()
            .unwrap();
        assert!(
            opened.status.success(),
            "{}",
            String::from_utf8_lossy(&opened.stderr)
        );
        let json: Json = serde_json::from_slice(&opened.stdout).unwrap();
        json["answers"].as_object().unwrap().clone()
    }
}

/// How a question reaches the lead, where it does.
fn release(question: &Question) -> Option<&Release> {
    let mut releases = question.audience.iter();
    releases.find(|release| release.audience == "lead")
}

/// Whether the ticks fulfil a release condition of the survey, read without our own evaluator.
fn is_released(condition: &str, ticked: &[&str]) -> bool {
    let one = TICKS
        .iter()
        .find(|tick| condition == format!("'{tick}' in a_share"));
    one.map_or_else(
        || {
            assert_eq!(
                condition, "count(a_share) > 0 && !('none' in a_share)",
                "a condition this test does not know"
            );
            ticked.iter().any(|tick| *tick != "none")
        },
        |tick| ticked.contains(tick),
    )
}

#[test]
fn the_lead_part_holds_what_was_ticked_and_nothing_else() {
    let survey = survey();
    let desk = Desk::new();
    let (mut kept_back, mut given) = (0, 0);
    for person in 0..PEOPLE {
        let form = simulate(Arc::clone(&survey), person, Some(DEPARTMENT), today());
        let read = desk.lead_reads(&form, u8::try_from(person).unwrap() + 1);
        let ticked: Vec<&str> = read["a_share"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Json::as_str)
            .collect();
        for question in survey.questions() {
            let Some(release) = release(question) else {
                assert!(
                    !read.contains_key(&question.id),
                    "{} is not the lead's",
                    question.id
                );
                continue;
            };
            let condition = release.when.as_ref().map(Expression::source);
            let answer = &read[&question.id];
            let is_withheld = answer["missing"] == "withheld";
            let should_be = condition.is_some_and(|condition| !is_released(condition, &ticked));
            assert_eq!(
                is_withheld, should_be,
                "person {person}, {}: {answer}, ticked {ticked:?}",
                question.id
            );
            kept_back += usize::from(is_withheld);
            given +=
                usize::from(!is_withheld && condition.is_some() && answer.get("missing").is_none());
        }
    }
    assert!(
        kept_back > 50 && given > 50,
        "the people were all alike: {kept_back} kept back, {given} given"
    );
}
