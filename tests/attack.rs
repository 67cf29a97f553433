//! An attacker who knows who answered, every release and one answer of their own, against published
//! tables: `attack/attacker.py`, written apart from what protects them, by linear programming.
//!
//! Declared, and held here: under `hesa` every figure stands for three numbers at least (`attack/rounded.rs`);
//! under `suppress` no count from 1 to 4 is shown, and none that is withheld
//! can be narrowed to fewer than five of a difference. The controls are tables that the same attacker
//! must break: unprotected ones, and ones where small counts alone are hidden.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "attack/knowing.rs"]
mod knowing;
#[path = "attack/limits.rs"]
mod limits;
#[path = "attack/readers.rs"]
mod readers;
#[path = "attack/rounded.rs"]
mod rounded;
#[path = "attack/together.rs"]
mod together;
#[path = "attack/twins.rs"]
mod twins;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::{Value as Json, json};
use tallybox::base::time::{Day, Month};
use tallybox::form::simulate::simulate;
use tallybox::report;
use tallybox::response::answer::{Answer, Chosen, Missing, Value};
use tallybox::response::part::OpenedPart;
use tallybox::runtime::home::check_file;
use tallybox::stats::release::{Decision, Entry, decide};
use tallybox::stats::{Door, Figures, Frame, FrameBuilder, Operational, Protection, Statistical};
use tallybox::survey::Questionnaire;

/// How wide an interval `suppress` declares.
const DECLARED: i64 = 5;

const SURVEY: &str = r#"
schema = 1
[survey]
id = "attacked"
title = "Attacked"
languages = ["en"]
department = "dept"
[privacy]
notice = "Read me."
profile = "suppress"
minimum_group = 10
[[audience]]
id = "statistics"
sealed_to = ["statistics"]
[lists.departments]
file = "departments.csv"
[[section]]
id = "all"
title = "All"
audience = ["statistics"]
[[section.question]]
id = "dept"
type = "single"
label = "Department?"
list = "departments"
[[section.question]]
id = "ladder"
type = "single"
label = "Step?"
required = false
choices = [{ code = "a", label = "A" }, { code = "b", label = "B" }, { code = "c", label = "C" }]
[[section.question]]
id = "next"
type = "single"
label = "Next?"
required = false
choices = [{ code = "stay", label = "Stay" }, { code = "teach", label = "Teach" }, { code = "lead", label = "Lead" }, { code = "leave", label = "Leave" }]
[[section.question]]
id = "wishes"
type = "multiple"
label = "Wishes?"
required = false
choices = [{ code = "x", label = "X" }, { code = "y", label = "Y" }, { code = "z", label = "Z" }]
[[section.question]]
id = "yes"
type = "yes_no"
label = "Yes?"
required = false
"#;

const DEPARTMENTS: &str = "code,label.en,parent\nf1,F1,\nd1,D1,f1\nd2,D2,f1\nd3,D3,f1\nf2,F2,\nd4,D4,f2\nd5,D5,f2\nd6,D6,\nd7,D7,\n";

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// One of some weights.
    fn one_of(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        weights
            .iter()
            .position(|weight| {
                let is_here = left < *weight;
                left = left.saturating_sub(*weight);
                is_here
            })
            .unwrap()
    }
}

/// A person: department, and what they gave to each question.
#[derive(Clone)]
struct Person {
    department: String,
    given: BTreeMap<&'static str, Vec<String>>,
    missing: BTreeMap<&'static str, Missing>,
}

const QUESTIONS: [(&str, &[&str]); 4] = [
    ("ladder", &["a", "b", "c"]),
    ("next", &["stay", "teach", "lead", "leave"]),
    ("wishes", &["x", "y", "z"]),
    ("yes", &["true", "false"]),
];

fn crowd(numbers: &mut Numbers) -> Vec<Person> {
    let mut people = Vec::new();
    for department in 1..=7 {
        let size = 2 + numbers.below(45);
        // Each department leans its own way.
        let lean: Vec<Vec<u64>> = QUESTIONS
            .iter()
            .map(|(_, codes)| codes.iter().map(|_| 1 + numbers.below(9)).collect())
            .collect();
        for _ in 0..size {
            people.push(person(&format!("d{department}"), &lean, numbers));
        }
    }
    people
}

fn person(department: &str, lean: &[Vec<u64>], numbers: &mut Numbers) -> Person {
    let mut person = Person {
        department: department.to_owned(),
        given: BTreeMap::new(),
        missing: BTreeMap::new(),
    };
    for ((id, codes), lean) in QUESTIONS.into_iter().zip(lean) {
        match numbers.below(20) {
            0 => drop(person.missing.insert(id, Missing::Blank)),
            1 if id != "ladder" => drop(person.missing.insert(id, Missing::NotRelevant)),
            _ => {
                let mut own = BTreeSet::from([numbers.one_of(lean)]);
                if id == "wishes" && numbers.below(2) == 0 {
                    own.insert(numbers.one_of(lean));
                }
                let codes = own.into_iter().map(|at| codes[at].to_owned());
                person.given.insert(id, codes.collect());
            }
        }
    }
    person
}

fn survey() -> Arc<Questionnaire> {
    survey_of(SURVEY)
}

fn survey_of(text: &str) -> Arc<Questionnaire> {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("attacked.toml");
    std::fs::write(&file, text).unwrap();
    std::fs::write(folder.path().join("departments.csv"), DEPARTMENTS).unwrap();
    let checked = check_file(&file).unwrap();
    checked
        .questionnaire
        .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn answer(person: &Person, id: &str) -> Answer {
    if let Some(kind) = person.missing.get(id) {
        return Answer::Missing(*kind);
    }
    let codes = &person.given[id];
    Answer::Value(match id {
        "yes" => Value::YesNo(codes[0] == "true"),
        "wishes" => Value::Choices(codes.iter().map(|code| Chosen::code(code)).collect()),
        _ => Value::Choice(Chosen::code(&codes[0])),
    })
}

fn frame<D: Door>(survey: &Arc<Questionnaire>, people: &[Person]) -> Frame<D> {
    let audiences = ["statistics".to_owned()];
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &audiences);
    for person in people {
        let dept = Answer::Value(Value::Choice(Chosen::code(&person.department)));
        let mut answers = vec![("dept".to_owned(), dept)];
        for (id, _) in QUESTIONS {
            answers.push((id.to_owned(), answer(person, id)));
        }
        builder.push(survey, &[part(answers)]);
    }
    builder.finish()
}

fn part(answers: Vec<(String, Answer)>) -> OpenedPart {
    OpenedPart {
        survey: String::new(),
        wave: String::new(),
        fingerprint: String::new(),
        response: String::new(),
        revision: 1,
        audience: "statistics".to_owned(),
        language: None,
        month: Month::new(2027, 1).unwrap(),
        replaces_lost: false,
        imported: false,
        simulated: false,
        warned: Vec::new(),
        answers,
    }
}

/// The crossings that are published beside the tables by department.
const CROSSINGS: [(&str, &str); 4] = [
    ("ladder", "next"),
    ("ladder", "wishes"),
    ("ladder", "yes"),
    ("next", "yes"),
];

/// Everything that leaves, as one report.
fn release(frame: &Frame<Statistical>, protection: Protection) -> Json {
    let mut report = json_of(&frame.count().protect(protection).unwrap());
    let mut tables = report["tables"].as_array().unwrap().clone();
    for (by, id) in CROSSINGS {
        let figures = frame.cross(by, id, None).unwrap();
        let crossing = json_of(&figures.protect(protection).unwrap());
        tables.extend(crossing["tables"].as_array().unwrap().iter().cloned());
    }
    report["tables"] = json!(tables);
    report
}

fn json_of(published: &tallybox::stats::Published) -> Json {
    serde_json::from_str(&report::json::write(published)).unwrap()
}

fn roster(people: &[Person]) -> BTreeMap<&str, u64> {
    let mut roster = BTreeMap::new();
    for person in people {
        *roster.entry(person.department.as_str()).or_default() += 1;
    }
    roster
}

/// What a script makes of what it is told: it reads nothing else.
fn asked(script: &str, world: &Json) -> Json {
    // Debian's own Python: scipy is installed for it.
    let mut child = Command::new("/usr/bin/python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(world.to_string().as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "the attacker needs `python3-scipy`, and figures that fit each other"
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What the attacker works out.
fn attacked(world: &Json) -> Vec<Vec<Found>> {
    let found = asked("tests/attack/attacker.py", world);
    let found: Vec<Vec<Json>> = serde_json::from_value(found).unwrap();
    let read = |found: &Json| {
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        Found {
            table: text("table"),
            by: text("by"),
            group: text("group"),
            cell: text("cell"),
            low: found["low"].as_i64().unwrap(),
            high: found["high"].as_i64().unwrap(),
            is_shown: found["shown"].as_bool().unwrap(),
        }
    };
    found
        .iter()
        .map(|release| release.iter().map(read).collect())
        .collect()
}

/// What a figure can be.
#[derive(Debug)]
struct Found {
    table: String,
    by: String,
    group: String,
    cell: String,
    low: i64,
    high: i64,
    /// Whether the figure stands there.
    is_shown: bool,
}

impl Found {
    const fn width(&self) -> i64 {
        self.high - self.low
    }

    /// What the figure is: the attacker must not be wrong, or its failing would mean nothing. Groups
    /// that stand for others are left out.
    fn truth(&self, people: &[Person]) -> Option<i64> {
        let is_plain = !self.group.starts_with(['f', '+', '*']);
        let in_group = |person: &&Person| match self.by.as_str() {
            "department" => person.department == self.group,
            by => person
                .given
                .get(by)
                .is_some_and(|codes| codes.contains(&self.group)),
        };
        let in_cell = |person: &&Person| {
            if let Some(code) = self.cell.strip_prefix("not ") {
                let given = person.given.get(self.table.as_str());
                return given.is_some_and(|codes| !codes.iter().any(|given| given == code));
            }
            let given = person.given.get(self.table.as_str());
            given.is_some_and(|codes| codes.contains(&self.cell))
                || person
                    .missing
                    .get(self.table.as_str())
                    .is_some_and(|kind| kind.code() == self.cell)
        };
        let is_countable = is_plain && self.by == "department";
        let count = people.iter().filter(in_group).filter(in_cell).count();
        is_countable.then(|| i64::try_from(count).unwrap())
    }
}

fn world(people: &[Person], own: Option<&Person>, releases: &[Json]) -> Json {
    let own = own.map(|own| json!({ "department": own.department, "answers": own.given }));
    json!({
        "roster": roster(people),
        "several": ["wishes"],
        "department": "dept",
        "own": own,
        "releases": releases,
    })
}

#[test]
fn nothing_that_suppression_hides_can_be_narrowed() {
    let survey = survey();
    let mut hidden = 0;
    let mut shown = 0;
    for seed in 0..rounded::releases(5) {
        let mut numbers = Numbers(seed);
        let people = crowd(&mut numbers);
        let own = &people[usize::try_from(numbers.below(people.len() as u64)).unwrap()];
        let report = release(&frame(&survey, &people), Protection::Suppress);
        shown += report.to_string().matches("\"count\":").count();
        for own in [None, Some(own)] {
            let found = attacked(&world(&people, own, std::slice::from_ref(&report)));
            for found in &found[0] {
                hidden += 1;
                assert!(found.width() >= DECLARED, "seed {seed}: {found:?}");
                if let Some(truth) = found.truth(&people) {
                    let interval = found.low..=found.high;
                    assert!(interval.contains(&truth), "seed {seed}: {found:?} {truth}");
                }
            }
        }
    }
    // Neither everything nor nothing is hidden.
    assert!(hidden > 500 && shown > 500, "{hidden} {shown}");
}

#[test]
fn the_attacker_breaks_what_is_not_protected_and_what_hides_small_counts_alone() {
    let survey = survey();
    let (mut open, mut broken, mut silent) = (0, 0, 0);
    for seed in 0..6 {
        let people: Vec<Person> = crowd(&mut Numbers(seed));
        let exact = json_of(&frame::<Operational>(&survey, &people).count().exact());
        let naive = without_small(&exact);
        let found = attacked(&world(&people, None, &[exact, naive]));
        let narrow = |found: &&Found| found.width() < DECLARED;
        open += found[0].iter().filter(narrow).count();
        broken += found[1].iter().filter(narrow).count();
        let not_ticked = |found: &&Found| found.cell.starts_with("not ");
        silent += found[1].iter().filter(narrow).filter(not_ticked).count();
    }
    assert!(
        open > 100 && broken > 50 && silent > 0,
        "{open} {broken} {silent}"
    );
}

/// The naive way: counts from 1 to 4 withheld, nothing else.
fn without_small(json: &Json) -> Json {
    match json {
        Json::Number(number) if number.as_u64().is_some_and(|n| (1..5).contains(&n)) => {
            json!({ "withheld": "suppressed" })
        }
        Json::Array(all) => all.iter().map(without_small).collect(),
        Json::Object(members) => {
            let is_small = members
                .get("count")
                .and_then(Json::as_u64)
                .is_some_and(|n| (1..5).contains(&n));
            if is_small {
                return json!({ "code": members["code"], "withheld": "suppressed" });
            }
            let members = members.iter();
            Json::Object(
                members
                    .map(|(k, v)| (k.clone(), without_small(v)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// Simulated people over the flagship, with their department as the roster has it.
fn flagship(count: u64) -> (Frame<Statistical>, BTreeMap<String, u64>) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/skills-and-responsibility.toml");
    let survey = check_file(&file).unwrap().questionnaire.unwrap();
    let day = Day::new(2027, 1, 20).unwrap();
    let audiences = ["statistics".to_owned()];
    let mut builder = FrameBuilder::new(Arc::clone(&survey), &[], &audiences);
    let mut roster = BTreeMap::new();
    let department = survey.department.clone().unwrap();
    for seed in 0..count {
        let form = simulate(Arc::clone(&survey), seed, None, day);
        let answers = form.submission(day).answers;
        let given = answers.iter().find(|(id, _)| *id == department);
        if let Some(Value::Choice(chosen)) = given.and_then(|(_, answer)| answer.value()) {
            *roster.entry(chosen.code.clone()).or_default() += 1;
        }
        builder.push(&survey, &[part(answers)]);
    }
    (builder.finish(), roster)
}

#[test]
fn nothing_that_is_hidden_of_the_flagship_can_be_narrowed() {
    let (frame, roster) = flagship(400);
    let mut tables = Vec::new();
    let mut add = |figures: &Figures<Statistical>| {
        let report = json_of(&figures.protect(Protection::Suppress).unwrap());
        tables.extend(report["tables"].as_array().unwrap().iter().cloned());
    };
    for id in ["b_ladder", "i_next", "b_mode"] {
        add(&frame.count_only(id));
    }
    add(&frame.cross("b_ladder", "i_next", None).unwrap());
    let world = json!({
        "roster": roster, "several": [], "own": null, "releases": [{ "tables": tables }],
    });
    let found = attacked(&world);
    assert!(!found[0].is_empty());
    for found in &found[0] {
        assert!(found.width() >= DECLARED, "{found:?}");
    }
}

/// Releases as people come in, those that the ledger lets out; or all of them.
fn series(protection: Protection, seed: u64, is_kept: bool) -> Json {
    let survey = survey();
    let mut numbers = Numbers(seed);
    let lean: Vec<Vec<u64>> = QUESTIONS
        .iter()
        .map(|(_, codes)| vec![1; codes.len()])
        .collect();
    let mut people = crowd(&mut numbers);
    let (mut entries, mut rosters, mut releases) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=12 {
        let frame: Frame<Statistical> = frame(&survey, &people);
        let figures = frame.count();
        let snapshot = figures.snapshot(protection);
        let decision = decide(&snapshot, "", &entries);
        if decision == Decision::New || !is_kept {
            rosters.push(json!(roster(&people)));
            releases.push(json_of(&figures.protect(protection).unwrap()));
            entries.push(Entry {
                number,
                date: String::new(),
                wave: String::new(),
                snapshot,
            });
        }
        let department = format!("d{}", 1 + numbers.below(7));
        for _ in 0..=numbers.below(24) {
            people.push(person(&department, &lean, &mut numbers));
        }
        if numbers.below(3) == 0 {
            // Somebody withdraws.
            let at = usize::try_from(numbers.below(people.len() as u64)).unwrap();
            people.remove(at);
        }
    }
    json!({ "rosters": rosters, "releases": releases })
}

#[test]
fn releases_cannot_be_subtracted_from_one_another() {
    let too_few = |protection, found: &Found| match protection {
        Protection::Hesa => found.high < 5,
        Protection::MinimumN => found.high < 10,
        Protection::Suppress => found.low < 5,
    };
    for protection in [Protection::Hesa, Protection::MinimumN, Protection::Suppress] {
        let mut all = 0;
        for seed in 20..20 + rounded::releases(6).clamp(6, 100) {
            let kept = series(protection, seed, true);
            all += kept["releases"].as_array().unwrap().len();
            for found in &attacked(&kept)[0] {
                assert!(
                    !too_few(protection, found),
                    "{protection:?} {seed} {found:?}"
                );
            }
        }
        // Where cells are withheld the first of each leaves and no other; else more, or there is nothing to subtract.
        let least = if protection == Protection::MinimumN {
            8
        } else {
            6
        };
        assert!(all >= least, "{protection:?} {all}");
        let open = attacked(&series(protection, 20, false));
        assert!(open[0].iter().any(|found| too_few(protection, found)));
    }
}
