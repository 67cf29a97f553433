//! Matrices and allocations inside a repeat, on every way that an answer takes: made-up people, the
//! wire, drafts, revisions, later versions, figures, the codebook, paper, plain text and screens.
//! What the form itself does with them stands in `tests/data/scenarios/tables_in_repeats.toml`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::sync::Arc;

use serde_json::{Value as Json, json};
use tallybox::form::simulate::simulate;
use tallybox::form::{Form, Path as At, carry_draft, draft_of_part, fill_in};
use tallybox::response::part::{self, plaintexts};
use tallybox::response::wire;
use tallybox::stats::{FrameBuilder, Operational, Statistical};
use tallybox::survey::diff::{Verdict, compare};
use tallybox::survey::{NoFiles, Questionnaire, load, migrate};
use tallybox::ui::Mode;

mod stage;
mod support;

use stage::{Stage, today};
use support::home::done;

const FILE: &str = "tests/data/surveys/projects.toml";
const TEXT: &str = include_str!("data/surveys/projects.toml");

fn survey(changes: &[(&str, &str)]) -> Arc<Questionnaire> {
    let text = changes.iter().fold(TEXT.to_owned(), |text, (was, is)| {
        assert!(text.contains(was), "{was}");
        text.replacen(was, is, 1)
    });
    let checked = load("projects.toml", text.as_bytes(), &NoFiles);
    let told = checked.diagnostics;
    checked.questionnaire.unwrap_or_else(|| panic!("{told:#?}"))
}

/// One project, every question of it answered.
fn answers() -> Json {
    json!({
        "dept": "chem",
        "fam": ["g", "m"],
        "projects": [{
            "name": "Manifold",
            "used": ["g"],
            "rate": {"rows": {"cut": 2, "blow": {"missing": "prefer_not"}}, "closed": ["g"]},
            "hours": {"g": 7, "m": {"missing": "blank"}},
            "share": {"own": 40, "grant": 60},
            "why": "Practice",
            "order": ["m", "g"],
        }],
        "proud": true,
    })
}

fn filled(survey: &Arc<Questionnaire>) -> Form {
    let answers = answers();
    let answers = answers.as_object().expect("an object");
    let english = survey.default_language();
    let filled = fill_in(Arc::clone(survey), english, today(), answers);
    filled.unwrap_or_else(|problems| panic!("{:?}", problems.len()))
}

fn project(form: &Form) -> Json {
    let answers = form.submission(today()).answers;
    let (_, projects) = answers.iter().find(|(id, _)| id == "projects").expect("it");
    wire::to_json(projects)[0].take()
}

#[test]
fn made_up_people_answer_them_and_every_way_of_writing_brings_them_back() {
    let survey = survey(&[]);
    let mut rated = 0;
    for seed in 0..60 {
        let form = simulate(Arc::clone(&survey), seed, None, today());
        assert!(form.problems().is_empty(), "seed {seed}");
        let draft = form.to_draft(Some("projects"));
        let (back, _) = Form::from_draft(Arc::clone(&survey), today(), &draft).expect("a draft");
        assert!(back.to_draft(Some("projects")) == draft, "seed {seed}");
        let submission = form.submission(today());
        rated += project(&form)["rate"]["rows"]
            .as_object()
            .map_or(0, |rows| {
                rows.values().filter(|cell| cell.is_number()).count()
            });
        for (audience, bytes) in plaintexts(&submission, &[7; 16], 1).expect("it fits") {
            let opened = part::open(&survey, &bytes).expect("it opens");
            assert!(opened.answers == submission.answers, "{audience}, {seed}");
        }
    }
    assert!(rated > 60, "somebody rates something: {rated}");
}

#[test]
fn what_was_sent_comes_back_to_be_changed() {
    let survey = survey(&[]);
    let submission = filled(&survey).submission(today());
    let parts = plaintexts(&submission, &[7; 16], 1).expect("it fits");
    let (_, mine) = parts.last().expect("mine");
    let draft = draft_of_part(&survey, mine).expect("a part");
    let kept: Json = serde_json::from_slice(&draft).expect("JSON");
    // What nobody answered is no answer: neither the blank row nor what was computed.
    let rows = json!({"cut": 2, "blow": {"missing": "prefer_not"}});
    let project = &kept["answers"]["projects"][0];
    assert_eq!(project["rate"], json!({"rows": rows, "closed": ["g"]}));
    assert_eq!(project["hours"], json!({"g": 7}));
    assert_eq!(project.get("mostly"), None);
    let (form, _) = Form::from_draft(Arc::clone(&survey), today(), &draft).expect("a draft");
    assert!(form.submission(today()).answers == submission.answers);
}

const ROW_RENAMED: [(&str, &str); 3] = [
    ("{ code = \"own\",", "{ code = \"home\","),
    (
        "{ code = \"grant\", label = \"A grant\" }",
        "{ code = \"grant\", label = \"A grant\" }, { code = \"fees\", label = \"Fees\" }",
    ),
    (
        "[[section]]\nid = \"one\"",
        "[[migration]]\nquestion = \"projects.share\"\nrows = { own = \"home\" }\n\n[[section]]\nid = \"one\"",
    ),
];

#[test]
fn rows_are_renamed_and_added_by_a_later_version() {
    let (old, new) = (survey(&[]), survey(&ROW_RENAMED));
    let told = compare(&old, &new);
    let about = |verdict| {
        let mut changes = told.changes.iter();
        changes.any(|change| {
            change.verdict == verdict && format!("{:?}", change.about).contains("projects.share")
        })
    };
    assert!(about(Verdict::Migrated), "{:#?}", told.changes);
    let form = filled(&old);
    let read = migrate::answers(&old, &new, &form.submission(today()).answers);
    let (_, projects) = read.iter().find(|(id, _)| id == "projects").expect("it");
    let absent = json!({"missing": "not_in_version"});
    assert_eq!(
        wire::to_json(projects)[0]["share"],
        json!({"home": 40, "grant": 60, "fees": absent})
    );

    let draft = form.to_draft(None);
    let moved = carry_draft(&old, &new, &draft).expect("nothing is lost");
    let (form, _) = Form::from_draft(Arc::clone(&new), today(), &moved).expect("a draft");
    assert_eq!(project(&form)["share"]["home"], 40);
}

#[test]
fn a_cell_that_changes_its_type_is_not_comparable_and_holds_its_draft() {
    let hours = "rows_from = \"fam\"\ncells = \"integer\"\nmin = 0\nmax = 40\n";
    let words = "rows_from = \"fam\"\ncells = \"decimal\"\nmin = 0\nmax = 40\n";
    let (old, new) = (survey(&[]), survey(&[(hours, words)]));
    assert_eq!(compare(&old, &new).verdict(), Some(Verdict::NotComparable));
    assert!(carry_draft(&old, &new, &filled(&old).to_draft(None)).is_none());
}

#[test]
fn figures_are_made_without_them() {
    let survey = survey(&[]);
    let mut exact: FrameBuilder<Operational> =
        FrameBuilder::new(Arc::clone(&survey), &[], &["lead".to_owned()]);
    let mut protected: FrameBuilder<Statistical> =
        FrameBuilder::new(Arc::clone(&survey), &[], &["statistics".to_owned()]);
    for seed in 0..20 {
        let submission = simulate(Arc::clone(&survey), seed, None, today()).submission(today());
        for (audience, bytes) in plaintexts(&submission, &[7; 16], 1).expect("it fits") {
            let opened = [part::open(&survey, &bytes).expect("it opens")];
            match audience.as_str() {
                "lead" => exact.push(&survey, &opened),
                "statistics" => protected.push(&survey, &opened),
                _ => {}
            }
        }
    }
    let published = exact.finish().count().exact();
    let ids: Vec<&str> = published
        .tables()
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["dept", "fam", "proud"]);
    protected.finish();
}

#[test]
fn the_codebook_has_a_variable_for_every_row() {
    let json: Json = serde_json::from_str(&done(&["survey", "codebook", FILE, "--format", "json"]))
        .expect("JSON");
    let all = json["variables"].as_array().expect("variables");
    let ids: Vec<&str> = all.iter().filter_map(|one| one["id"].as_str()).collect();
    let inside = ids.iter().filter(|id| id.starts_with("projects."));
    let wanted = [
        "projects.name",
        "projects.used",
        "projects.rate.cut",
        "projects.rate.blow",
        "projects.rate.turn",
        "projects.rate.mill",
        "projects.hours.g",
        "projects.hours.m",
        "projects.share.own",
        "projects.share.grant",
        "projects.why",
        "projects.order",
        "projects.mostly",
    ];
    assert_eq!(inside.copied().collect::<Vec<_>>(), wanted);
    let cut = all.iter().find(|one| one["id"] == "projects.rate.cut");
    let cut = cut.expect("a row");
    assert_eq!(cut["choices"].as_array().map(Vec::len), Some(3));
    assert_eq!(cut["audience"], json!(["lead", "statistics"]));
    let universe = cut["universe"].to_string();
    assert!(universe.contains("What did you use?"), "{universe}");
    assert!(universe.contains("each entry"), "{universe}");
}

#[test]
fn paper_has_a_table_in_every_entry() {
    let paper = done(&["survey", "print", FILE]);
    let paper = paper.replace("\n          ", " ");
    let wanted = "its family is chosen in “What did you use?”";
    assert!(paper.contains(wanted), "{paper}");
    for row in ["Cutting (cut)", "Milling (mill)", "A grant (grant)"] {
        let times = paper.matches(row).count();
        assert_eq!(times, 3, "one an entry: {row}\n{paper}");
    }
}

#[test]
fn plain_text_asks_them_row_by_row() {
    let typed = [
        "1", "1", "", "1", "1 2", "", "add", "Manifold", "1", "", "", "1", "2", "1", "2", "", "7",
        "2", "", "40", "60", "Practice", "/skip", "none", "1", "/send",
    ];
    let args = ["survey", "try", FILE, "--plain", "--lang", "en"];
    let out = support::home::typed(&args, &typed);
    for words in [
        "Cutting",
        "How many hours on Manifold?",
        "The department",
        "Why did cutting go so well?",
        "Are you proud of the glass?",
        "nothing was sent",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
}

#[test]
fn screens_show_the_table_of_one_entry() {
    let mut stage = Stage::new(survey(&[]), Mode::Demo, (80, 24));
    stage.keys("1").read_on().keys("Enter Enter");
    stage.keys("1 Enter Space Down Space Enter");
    stage.keys("Enter 'Manifold' Enter Space Enter");
    let text = stage.text();
    assert!(text.contains("How well did it go?"), "{text}");
    assert!(
        text.contains("Cutting") && text.contains("Blowing"),
        "{text}"
    );
    assert!(!text.contains("Milling"), "{text}");
    stage.keys("2 1 Enter");
    let rated = stage.form().in_words(&At::nested("projects", 0, "rate"));
    assert_eq!(rated, ["Cutting: 2, Well", "Blowing: 1, Some"]);
    let text = stage.text();
    assert!(text.contains("How many hours on Manifold?"), "{text}");
    stage.keys("'7' Down '2' Enter");
    let text = stage.text();
    assert!(text.contains("Who paid?"), "{text}");
    stage.keys("'40' Down '60'");
    assert!(stage.text().contains("100"), "{}", stage.text());
    stage.keys("Enter");
    let shared = stage.form().in_words(&At::nested("projects", 0, "share"));
    assert_eq!(shared, ["The department: 40%", "A grant: 60%"]);
    assert!(stage.text().contains("Why did cutting go so well?"));
}
