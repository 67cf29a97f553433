//! Simulated people over the real questionnaire: whatever they answer obeys its logic, and every way
//! of writing it down and reading it back gives the same.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::sync::Arc;

use tallybox::base::time::Day;
use tallybox::form::Form;
use tallybox::form::simulate::{complete, simulate};
use tallybox::response::answer::{Answer, Missing, Value};
use tallybox::response::part::{self, plaintexts};
use tallybox::response::wire;
use tallybox::runtime::home::check_file;
use tallybox::survey::Questionnaire;

const PEOPLE: u64 = 40;

fn today() -> Day {
    Day::new(2027, 1, 20).expect("a day")
}

fn questionnaire() -> Arc<Questionnaire> {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/surveys/skills-and-responsibility.toml"
    );
    let checked = check_file(file.as_ref()).expect("the file is there");
    checked
        .questionnaire
        .unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

#[test]
fn everybody_may_send_and_nobody_answers_what_was_not_asked() {
    let questionnaire = questionnaire();
    for seed in 0..PEOPLE {
        let form = simulate(Arc::clone(&questionnaire), seed, None, today());
        let ids: Vec<_> = form
            .problems()
            .into_iter()
            .map(|p| (p.path, p.row))
            .collect();
        assert!(ids.is_empty(), "seed {seed}: {ids:?}");
        let pages = form.pages();
        for (id, answer) in form.submission(today()).answers {
            let is_asked = pages.contains(&id)
                || questionnaire.question(&id).is_some_and(|q| {
                    matches!(q.kind, tallybox::survey::model::Kind::Computed { .. })
                });
            let says_so = answer.missing() == Some(Missing::NotRelevant);
            assert_ne!(is_asked, says_so, "seed {seed}: {id}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_person_and_another_seed_another() {
    let questionnaire = questionnaire();
    let draft = |seed| simulate(Arc::clone(&questionnaire), seed, None, today()).to_draft(None);
    assert!(draft(7) == draft(7));
    assert!(draft(7) != draft(8));
}

#[test]
fn a_department_that_is_given_is_the_one_answered() {
    let questionnaire = questionnaire();
    let departments = questionnaire.departments().expect("a list");
    let code = departments
        .entries
        .iter()
        .map(|entry| entry.code.clone())
        .find(|code| !departments.is_heading(code))
        .expect("a department");
    let question = questionnaire.department.clone().expect("a question");
    for seed in 0..10 {
        let form = simulate(Arc::clone(&questionnaire), seed, Some(&code), today());
        let answers = form.submission(today()).answers;
        let (_, answer) = answers
            .iter()
            .find(|(id, _)| *id == question)
            .expect("asked");
        assert!(matches!(answer, Answer::Value(Value::Choice(chosen)) if chosen.code == code));
    }
}

#[test]
fn the_rest_can_be_answered_and_what_was_given_stays() {
    let questionnaire = questionnaire();
    let english = questionnaire.default_language();
    let mut form = Form::new(questionnaire, english, today(), 1);
    let path = tallybox::form::Path::top("a_name");
    let share = tallybox::form::Path::top("a_share");
    assert!(form.put_typed(&share, "skills").is_taken());
    assert!(form.put_typed(&path, "Ada Lovelace").is_taken());
    let done = complete(form, 3);
    assert!(done.problems().is_empty());
    assert_eq!(done.in_words(&path), ["Ada Lovelace"]);
}

#[test]
fn drafts_come_back_whole_and_parts_open_to_what_was_sealed() {
    let questionnaire = questionnaire();
    for seed in 0..PEOPLE {
        let form = simulate(Arc::clone(&questionnaire), seed, None, today());
        let draft = form.to_draft(Some("b_dept"));
        let (back, page) =
            Form::from_draft(Arc::clone(&questionnaire), today(), &draft).expect("it is a draft");
        assert_eq!(page.as_deref(), Some("b_dept"));
        assert!(back.to_draft(Some("b_dept")) == draft, "seed {seed}");
        let submission = form.submission(today());
        assert!(
            back.submission(today()).answers == submission.answers,
            "seed {seed}"
        );
        for (audience, bytes) in plaintexts(&submission, &[7; 16], 1).expect("it fits") {
            let opened = part::open(&questionnaire, &bytes).expect("it opens");
            assert_eq!(opened.audience, audience);
            for (id, answer) in opened.answers {
                let (_, sealed) = submission
                    .answers
                    .iter()
                    .find(|(other, _)| *other == id)
                    .expect("known");
                let is_withheld = answer.missing() == Some(Missing::Withheld);
                assert!(is_withheld || answer == *sealed, "{audience}: {id}");
            }
        }
    }
}

#[test]
fn every_answer_survives_its_wire_form() {
    let questionnaire = questionnaire();
    for seed in 0..PEOPLE {
        let form = simulate(Arc::clone(&questionnaire), seed, None, today());
        for (id, answer) in form.submission(today()).answers {
            let question = questionnaire.question(&id).expect("known");
            let json = wire::to_json(&answer);
            let text = json.to_string();
            let json = serde_json::from_str(&text).expect("JSON");
            let back = wire::from_json(&questionnaire, question, &json);
            assert!(back.is_ok_and(|back| back == answer), "{id}: {text}");
        }
    }
}

#[test]
fn most_people_share_their_skills_and_fewer_their_career_wishes() {
    let questionnaire = questionnaire();
    let people: usize = 200;
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for seed in 0..200 {
        let form = simulate(Arc::clone(&questionnaire), seed, None, today());
        let shared = form.answer(&tallybox::form::Path::top("a_share"));
        if let Some(Answer::Value(Value::Choices(chosen))) = shared {
            for one in chosen {
                *counts.entry(one.code).or_default() += 1;
            }
        }
    }
    for (code, rate) in [
        ("skills", 80),
        ("equipment", 70),
        ("training", 60),
        ("career", 40),
    ] {
        let count = counts.get(code).copied().unwrap_or(0);
        let wanted = people * rate / 100;
        assert!(
            count.abs_diff(wanted) < people / 10,
            "{code}: {count} of {people}"
        );
    }
}

#[test]
fn a_department_rates_alike_and_people_within_it_differ() {
    let questionnaire = questionnaire();
    let families = |department: &str, seed| {
        let form = simulate(Arc::clone(&questionnaire), seed, Some(department), today());
        match form.answer(&tallybox::form::Path::top("e_fam")) {
            Some(Answer::Value(Value::Choices(chosen))) => {
                chosen.into_iter().map(|one| one.code).collect()
            }
            _ => Vec::new(),
        }
    };
    let shares = |department: &str| -> Vec<usize> {
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        for seed in 0..60 {
            for code in families(department, seed) {
                *counts.entry(code).or_default() += 1;
            }
        }
        counts.into_values().collect()
    };
    let (most, least) = (
        shares("chemistry").into_iter().max(),
        shares("chemistry").into_iter().min(),
    );
    assert!(most > least.map(|least| least * 2), "{most:?} {least:?}");
    assert!(families("chemistry", 1) != families("chemistry", 2));
}

#[test]
fn who_leaves_early_has_answered_only_the_first_pages_and_who_revises_keeps_the_department() {
    use tallybox::form::simulate::{abandon, revise};
    let questionnaire = questionnaire();
    for seed in 0..PEOPLE {
        let form = simulate(Arc::clone(&questionnaire), seed, Some("physics"), today());
        let (left, page) = abandon(form.clone(), seed);
        let page = page.expect("a page");
        let pages = left.pages();
        let at = pages
            .iter()
            .position(|one| *one == page)
            .expect("still asked");
        for later in pages.iter().skip(at) {
            let path = tallybox::form::Path::top(later);
            let is_blank = left.answer(&path).is_none_or(|answer| {
                matches!(
                    answer,
                    Answer::Value(Value::Rows(_) | Value::Closable { .. })
                )
            });
            assert!(is_blank, "seed {seed}: {later}");
        }
        let revised = revise(form.clone(), seed, Some("physics"));
        assert!(revised.problems().is_empty(), "seed {seed}");
        let dept = tallybox::form::Path::top("b_dept");
        assert!(revised.answer(&dept) == form.answer(&dept));
        assert!(
            revised.to_draft(None) != form.to_draft(None),
            "seed {seed}: nothing changed"
        );
    }
}
