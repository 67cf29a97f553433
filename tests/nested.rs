//! Repeats in repeats in repeats, away from the screen: drafts and parts, earlier versions and earlier
//! waves, the paper form, the codebook, made-up people, and files that ask for far too much.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::base::words::Words;
use tallybox::form::simulate::coverage::Coverage;
use tallybox::form::simulate::{complete, simulate};
use tallybox::form::spreadsheet::Map;
use tallybox::form::{Form, Path, carry_draft, draft_of_part, fill_in};
use tallybox::report::paper;
use tallybox::response::part::{self, plaintexts};
use tallybox::response::wire;
use tallybox::survey::diff::{self, Verdict};
use tallybox::survey::migrate::Reading;
use tallybox::survey::{NoFiles, Questionnaire, codebook, from_canonical, load};

const NESTED: &str = include_str!("data/nested.toml");

fn made(text: &str) -> Arc<Questionnaire> {
    let checked = load("nested.toml", text.as_bytes(), &NoFiles);
    let found = checked.diagnostics;
    checked
        .questionnaire
        .unwrap_or_else(|| panic!("{found:#?}"))
}

/// The questionnaire with a part of its text replaced.
fn changed(was: &str, is: &str) -> Arc<Questionnaire> {
    assert!(NESTED.contains(was), "{was}");
    made(&NESTED.replace(was, is))
}

fn today() -> Day {
    Day::new(2027, 1, 20).expect("a day")
}

fn filled(questionnaire: &Arc<Questionnaire>, answers: &Json) -> Result<Form, Vec<String>> {
    let answers = answers.as_object().expect("an object");
    let filled = fill_in(
        Arc::clone(questionnaire),
        Language::new("en"),
        today(),
        answers,
    );
    let words = Words::new(&Language::new("en"));
    filled.map_err(|problems| {
        let told = problems.iter().map(|one| words.tell(&one.message));
        told.collect()
    })
}

fn two_homes() -> Json {
    json!({
        "place": "Bryn",
        "home": [
            {"door": "1", "built": "1990-05", "person": [
                {"name": "Ann", "age": 40, "job": [{"title": "baker", "days": ["week", "end"]}, {"title": "clerk", "days": ["none"]}], "rest": true},
                {"name": "Bob", "age": 9, "school": "town"},
            ]},
            {"door": "2", "built": {"missing": "dont_know"}, "person": []},
        ],
    })
}

fn answers(form: &Form) -> Json {
    wire::object(&form.submission(today()).answers)
}

#[test]
fn what_is_sent_is_a_list_of_objects_at_every_level_and_comes_back() {
    let questionnaire = made(NESTED);
    let form = filled(&questionnaire, &two_homes()).unwrap_or_else(|told| panic!("{told:#?}"));
    let sent = answers(&form);
    assert_eq!(sent["people"], json!("2"));
    assert_eq!(
        sent["home"][0]["person"][0]["job"][1]["title"],
        json!("clerk")
    );
    assert_eq!(sent["home"][0]["person"][0]["jobs"], json!("2"));
    assert_eq!(
        sent["home"][0]["person"][1]["job"],
        json!({"missing": "not_relevant"})
    );
    assert_eq!(sent["home"][1]["person"], json!([]));
    // From the draft and from the part the same answers come back.
    let (again, _) = Form::from_draft(Arc::clone(&questionnaire), today(), &form.to_draft(None))
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(answers(&again), sent);
    let parts =
        plaintexts(&form.submission(today()), &[7; 16], 1).unwrap_or_else(|_| panic!("it fits"));
    let (_, mine) = parts.last().expect("a part");
    let opened = part::open(&questionnaire, mine).unwrap_or_else(|why| panic!("{why:?}"));
    assert_eq!(wire::object(&opened.answers), sent);
    let draft = draft_of_part(&questionnaire, mine).expect("a part");
    let (again, _) = Form::from_draft(Arc::clone(&questionnaire), today(), &draft)
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(answers(&again), sent);
}

#[test]
fn the_canonical_form_comes_back_byte_for_byte() {
    let questionnaire = made(NESTED);
    let back = from_canonical(&questionnaire.canonical).unwrap_or_else(|_| panic!("it is sound"));
    assert_eq!(back.canonical, questionnaire.canonical);
    assert_eq!(back.fingerprint, questionnaire.fingerprint);
    let job = r#""id":"job","type":"repeat""#;
    let text = String::from_utf8(questionnaire.canonical.clone()).expect("UTF-8");
    assert!(text.contains(job), "{text}");
}

#[test]
fn every_fault_of_a_file_is_told_at_its_place() {
    let mut answers = two_homes();
    answers["home"][0]["person"][0]["job"][1]["title"] = json!({"missing": "blank"});
    answers["home"][0]["person"][1]["age"] = json!(200);
    answers["home"][1]["person"] =
        json!([{"name": "Cat", "age": 9, "school": "town", "rest": true}]);
    let told = filled(&made(NESTED), &answers)
        .err()
        .expect("it is refused");
    let begins = |start: &str| told.iter().any(|line| line.starts_with(start));
    assert!(begins("home[1].person[2].age: "), "{told:#?}");
    answers["home"][0]["person"][1]["age"] = json!(9);
    let told = filled(&made(NESTED), &answers)
        .err()
        .expect("it is refused");
    let begins = |start: &str| told.iter().any(|line| line.starts_with(start));
    assert!(begins("home[1].person[1].job[2].title: "), "{told:#?}");
    let not_asked = told
        .iter()
        .any(|line| line.contains("home[2].person[1].rest"));
    assert!(not_asked, "{told:#?}");
}

#[test]
fn nobody_fills_a_form_with_a_million_entries() {
    let many = NESTED
        .replace("max = 4\n", "max = 100\n")
        .replace("max = 5\n", "max = 100\n");
    let questionnaire = made(&many);
    let person = json!({"name": "Ann", "age": 12, "school": "town"});
    let home = |people: usize| json!({"door": "1", "built": {"missing": "dont_know"}, "person": vec![person.clone(); people]});
    let with =
        |homes: usize, people: usize| json!({"place": "Bryn", "home": vec![home(people); homes]});
    let told = filled(&questionnaire, &with(100, 100))
        .err()
        .expect("it is refused");
    assert_eq!(
        told,
        ["home: There is no room for more: 5000 entries in all."]
    );
    let told = filled(&questionnaire, &with(100, 150))
        .err()
        .expect("it is refused");
    assert_eq!(told.len(), 1, "{told:?}");
    // As many as there is room for are taken, and the next one is not.
    let mut form =
        filled(&questionnaire, &with(49, 100)).unwrap_or_else(|told| panic!("{told:#?}"));
    let last = form
        .copy_entry("home", 0)
        .err()
        .map(|problem| form.words().tell(&problem.message));
    assert_eq!(
        last.as_deref(),
        Some("There is no room for more: 5000 entries in all.")
    );
    assert_eq!(form.entries("home"), 49);
    assert!(form.add_entry("home").is_ok());
}

#[test]
fn an_earlier_version_reads_at_every_level() {
    let old = made(NESTED);
    let typo = changed(
        "en = \"What work is it?\"",
        "en = \"What kind of work is it?\"",
    );
    let compared = diff::compare(&old, &typo);
    let only = &compared.changes[..];
    assert_eq!(only.len(), 1, "{only:#?}");
    assert_eq!(only[0].about.to_string(), "question home.person.job.title");
    assert_eq!(only[0].verdict, Verdict::Comparable);
    // A question of the innermost repeat is called otherwise now.
    let renamed = NESTED
        .replace("id = \"title\"", "id = \"work\"")
        .replace("label_from = \"title\"", "label_from = \"work\"");
    let migration =
        "[[migration]]\nquestion = \"home.person.job.work\"\nwas = \"title\"\n\n[[section]]";
    let new = made(&renamed.replacen("[[section]]", migration, 1));
    assert_eq!(diff::compare(&old, &new).verdict(), Some(Verdict::Migrated));
    let form = filled(&old, &two_homes()).unwrap_or_else(|told| panic!("{told:#?}"));
    let draft = carry_draft(&old, &new, &form.to_draft(None)).expect("every answer moves");
    let (moved, _) =
        Form::from_draft(Arc::clone(&new), today(), &draft).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        answers(&moved)["home"][0]["person"][0]["job"][0]["work"],
        json!("baker")
    );
    let reading = Reading::between(&old, &new);
    let step = reading.step("home").expect("it is still asked");
    let submission = form.submission(today());
    let (_, home) = submission
        .answers
        .iter()
        .find(|(id, _)| id == "home")
        .expect("it was answered");
    let read = wire::to_json(&step.given(home));
    assert_eq!(read[0]["person"][0]["job"][1]["work"], json!("clerk"));
    // Without the migration the draft stays where it is.
    assert!(carry_draft(&old, &made(&renamed), &form.to_draft(None)).is_none());
}

#[test]
fn last_year_s_entries_are_proposed_with_all_that_is_in_them() {
    let old = made(NESTED);
    let new = changed("id = \"nested\"\n", "id = \"nested\"\nwave = \"2028\"\n");
    let sent = filled(&old, &two_homes()).unwrap_or_else(|told| panic!("{told:#?}"));
    let parts =
        plaintexts(&sent.submission(today()), &[7; 16], 1).unwrap_or_else(|_| panic!("it fits"));
    let (_, mine) = parts.last().expect("a part");
    let mut form = Form::new(Arc::clone(&new), Language::new("en"), today(), 1);
    assert_eq!(form.start_from(&old, mine), 2);
    let home = Path::top("home");
    assert_eq!(
        answers(&form)["home"],
        json!({"missing": "blank"}),
        "nothing counts before it is kept"
    );
    let mut looked_at = form.looking_at(&home).expect("it is proposed");
    assert_eq!(looked_at.entries(home.within(0, "person")), 2);
    looked_at.confirm();
    assert_eq!(answers(&looked_at)["home"], answers(&sent)["home"]);
}

#[test]
fn what_made_up_people_never_reached_is_named_at_its_level() {
    let unreachable = NESTED.replace("relevant = \"jobs > 1\"", "relevant = \"jobs > 3\"");
    let questionnaire = made(&unreachable);
    let mut coverage = Coverage::default();
    for seed in 0..60 {
        let form = simulate(Arc::clone(&questionnaire), seed, None, today());
        assert!(form.problems().is_empty(), "seed {seed}");
        coverage.note(&form.submission(today()).answers);
    }
    let unreached = coverage.unreached(&questionnaire);
    assert_eq!(unreached.questions, ["home.person.rest"]);
    assert_eq!(unreached.rows, []);
    let full = complete(Form::new(made(NESTED), Language::new("en"), today(), 1), 5);
    assert!(full.problems().is_empty());
}

#[test]
fn the_codebook_has_a_variable_for_every_level_and_says_who_was_asked() {
    let questionnaire = made(NESTED);
    let variables = codebook::variables(&questionnaire);
    let ids: Vec<&str> = variables.iter().map(|one| one.id.as_str()).collect();
    for id in [
        "home",
        "home.person",
        "home.person.job",
        "home.person.job.title",
        "home.person.job.uses.van",
        "home.empty",
    ] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    let book = codebook::to_json(&questionnaire, &variables);
    let find = |id: &str| {
        let all = book["variables"].as_array().expect("variables");
        all.iter()
            .find(|one| one["id"] == id)
            .cloned()
            .expect("it is there")
    };
    let days = find("home.person.job.days");
    assert_eq!(days["repeat"], "home.person.job");
    assert_eq!(days["audience"], json!(["statistics"]));
    assert_eq!(
        days["universe"]["en"],
        "asked for each entry of “Jobs of {name}”, asked where “How old is {name} of {door}?” is 16 or more"
    );
    assert!(book["tables"].is_array(), "{book}");
    let keys: Vec<(&str, Json)> = book["tables"]
        .as_array()
        .expect("tables")
        .iter()
        .map(|one| (one["id"].as_str().expect("an id"), one["keys"].clone()))
        .collect();
    assert_eq!(
        keys,
        [
            ("", json!(["person"])),
            ("home", json!(["person", "home"])),
            ("home.person", json!(["person", "home", "home.person"])),
            (
                "home.person.job",
                json!(["person", "home", "home.person", "home.person.job"])
            ),
        ]
    );
}

#[test]
fn the_paper_form_has_room_for_entries_in_entries() {
    let laid_out = paper::lay_out(&made(NESTED), &Language::new("en"));
    let text = paper::to_text(&laid_out);
    for number in ["2a.", "2c.", "2c1.", "2c4.", "2c4a.", "2c5."] {
        let is_there = text
            .lines()
            .any(|line| line.trim_start().starts_with(number));
        assert!(is_there, "{number}\n{text}");
    }
    assert!(text.contains("How old is "), "{text}");
    // Three homes, three people in each, three jobs for each of those.
    assert_eq!(text.matches("What work is it?").count(), 27);
}

#[test]
fn why_something_is_asked_names_what_stands_around_it() {
    let questionnaire = made(NESTED);
    let form = filled(&questionnaire, &two_homes()).unwrap_or_else(|told| panic!("{told:#?}"));
    let told = |path: &Path| -> Vec<String> {
        let reasons = form.explain(path);
        reasons.iter().map(|one| form.words().tell(one)).collect()
    };
    let person = Path::top("home").within(0, "person");
    let job = person.within(1, "job").within(0, "title");
    assert_eq!(told(&job), Vec::<String>::new(), "there is no such entry");
    let job = person.within(0, "job").within(0, "title");
    assert_eq!(
        told(&job)[0],
        "Asked, since “How old is {name} of {door}?” is 16 or more."
    );
    assert!(
        told(&job)[1].ends_with("is now: 40 years"),
        "{:?}",
        told(&job)
    );
}

#[test]
fn an_empty_file_and_a_strange_one_are_told_apart() {
    let strange = json!({"home": {"0": {}}});
    let told = filled(&made(NESTED), &strange)
        .err()
        .expect("it is refused");
    assert!(told[0].contains("home"), "{told:?}");
    let deep = json!({"place": "Bryn", "home": [{"door": "1", "person": [[["x"]]]}]});
    let told = filled(&made(NESTED), &deep).err().expect("it is refused");
    assert!(told[0].contains("home"), "{told:?}");
}

#[test]
fn a_spreadsheet_s_columns_do_not_reach_into_entries_of_entries() {
    let map = "schema = 1\nsurvey = \"nested\"\nkey = \"Who\"\n[[column]]\nheading = \"Who\"\nquestion = \"home\"\nentry = 1\nfield = \"person\"\n";
    let told = Map::parse(map, &made(NESTED)).err().expect("it is refused");
    let told: Vec<String> = told.into_iter().map(|one| one.message).collect();
    let is_told = told
        .iter()
        .any(|one| one.contains("`person` has entries of its own"));
    assert!(is_told, "{told:#?}");
}
