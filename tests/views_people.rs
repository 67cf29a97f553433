//! The views of people at the operational door (`skills`, `training`, `hidden`, `mentors`,
//! `registration`, `roles`, `htq`), through the public face: a handful of people whose every figure was
//! worked out by hand beside the check.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod people;

use serde_json::Value as Json;
use serde_json::json;
use std::sync::Arc;
use tallybox::base::language::Language;
use tallybox::base::words::Words;
use tallybox::runtime::home::flagship;
use tallybox::stats::Operational;
use tallybox::stats::demand::Demand;
use tallybox::stats::material::Material;
use tallybox::stats::view;
use tallybox::stats::view::Block;
use tallybox::stats::view::Value;
use tallybox::stats::view::View;
use tallybox::survey::Questionnaire;
use tallybox::survey::routes::Route;

use people::{
    Desk, detail, extended, facts, find, notes, people, ratings, response, rows, sheet, wish, word,
};

#[test]
fn skills_count_every_level_and_a_missing_rating_is_not_a_nought() {
    let desk = Desk::new();
    let view = desk.chem(view::skills);
    // Everybody but who shares nothing; SEM, TEM, diffraction, solutions, weighing.
    assert_eq!(facts(&view, "rated"), "people 5/6, skills 5/146");
    let Block::Grid(heat) = find(&view.blocks, "heat") else {
        panic!("no grid")
    };
    let family = |code: &str| {
        let mut down = heat.down.1.iter();
        let at = down.position(|family| word(family) == code).unwrap();
        let cells = heat.cells[at].iter();
        cells
            .map(|(value, _)| word(value))
            .collect::<Vec<_>>()
            .join(" ")
    };
    // Materials has 12 skills. Noughts: Ann closed 10 others, Cat 11. 1: Bob. 2: Cat's diffraction and
    // TEM of who gave no name. 3: Ann's TEM and Dan. 4: Ann.
    assert_eq!(family("mat"), "21 1 2 2 1");
    assert_eq!(family("lab"), "0 0 1 0 1");
    assert_eq!(family("art"), "0 0 0 0 0");
    assert_eq!(
        rows(&view.blocks, "skills"),
        [
            "lab.prep | lab | 1 | 0 | 0 | 0 | 0",
            "lab.weigh | lab | 0 | 0 | 1 | 0 | 0",
            "mat.sem | mat | 1 | 1 | 0 | 1 | 1",
            "mat.tem | mat | 0 | 1 | 1 | 0 | 1",
            "mat.xrd | mat | 0 | 0 | 1 | 0 | 1",
        ]
    );
    // The level first, then names.
    assert_eq!(
        detail(&view.blocks, "skills", 2, "holders"),
        [
            "Ann | 4 | year | certificate+own",
            "Dan | 3 | five | ~self_rated",
            "Bob | 1 | - | ~self_rated"
        ]
    );
    assert_eq!(
        detail(&view.blocks, "skills", 3, "holders"),
        [
            "Ann | 3 | two | ~self_rated",
            "someone | 2 | - | ~self_rated"
        ]
    );
    // 1 of 2 in the laboratory is more than 40 in 100; 1 of 6 in materials is not.
    assert_eq!(
        rows(&view.blocks, "inflation"),
        ["lab | 1/2 | ~look_again", "mat | 1/6 | ~usual"]
    );
}

#[test]
fn two_fours_in_five_are_usual_and_three_in_seven_are_not() {
    let survey = extended();
    let with = |fours: usize, threes: usize| {
        let level = |at: usize| if at < fours { 4 } else { 3 };
        let people: Vec<Json> = (0..fours + threes)
            .map(|at| {
                let rate = ratings(&survey, &["mat"], &[], &[("mat.sem", level(at))]);
                json!({"b_dept": "chemistry", "e_rate": rate})
            })
            .collect();
        let desk = Desk::of(Arc::clone(&survey), &people);
        rows(&desk.chem(view::skills).blocks, "inflation")
    };
    assert_eq!(with(2, 3), ["mat | 2/5 | ~usual"]);
    assert_eq!(with(3, 4), ["mat | 3/7 | ~look_again"]);
}

#[test]
fn a_training_plan_shows_the_parts_of_every_priority() {
    let desk = Desk::new();
    let view = desk.chem(view::training);
    assert_eq!(
        facts(&view, "wishes"),
        "shared 5/6, wishes 7, skills 2, own_words 1"
    );
    // Holders of SEM at 3: Ann alone, since Dan last used it five years ago; of TEM Ann too. So times 2.
    // SEM: Bob 5*2*2/1 and Cat 5*2*2/1, but sooner; no name 5*4*2/2, as nothing that leads to 4 costs
    // less than 2; Dan 5*1*2/2. TEM: Cat 2*3*2/1, Dan 2*1*2/1, Ann 2*1*2/2. Bob's and Dan's own ratings
    // go before what their wishes say.
    assert_eq!(
        rows(&view.blocks, "plan"),
        [
            "Bob | mat.sem | 1 | 3 | half_year | job | 5 | 2 | 1 | 2 | 1 | 20 | course-in-house",
            "Cat | mat.sem | 0 | 2 | year | job | 5 | 2 | 1 | 2 | 1 | 20 | shadowing-inside",
            "someone | mat.sem | 0 | 4 | later | job | 5 | 4 | 1 | 2 | 2 | 20 | shadowing-inside",
            "Cat | mat.tem | 0 | 3 | later | job | 2 | 3 | 1 | 2 | 1 | 12 | shadowing-inside",
            "Dan | mat.sem | 3 | 4 | later | job | 5 | 1 | 1 | 2 | 2 | 5 | visit-elsewhere",
            "Dan | mat.tem | 2 | 3 | year | job | 2 | 1 | 1 | 2 | 1 | 4 | supervised-practice",
            "Ann | mat.tem | 3 | 4 | later | job | 2 | 1 | 1 | 2 | 2 | 2 | visit-elsewhere",
        ]
    );
    // Who wants it as part of a qualification is told of qualifications; nobody else is.
    let routes = |row: usize| detail(&view.blocks, "plan", row, "routes").join("\n");
    assert!(routes(4).contains("hnc | ~degree | ~uk | 24 | 2 | 2026-11-21"));
    assert!(!routes(2).contains("~degree"));
    // No name, Bob and Cat all have to learn the usual cases; the first step is one of two people only.
    // Three want TEM, and no two of the three steps that they are at are three people's.
    assert_eq!(
        rows(&view.blocks, "courses"),
        [
            "mat.sem | 3 | chemistry | course-in-house | 1 | 1 | ~uk",
            "mat.sem | 3 | chemistry | course-outside | 1 | 2 | ~uk",
            "mat.sem | 3 | chemistry | course-radiation | 1 | 2 | ~uk",
        ]
    );
    assert_eq!(
        detail(&view.blocks, "courses", 0, "people"),
        ["Bob | 1 | 3", "Cat | 0 | 2", "someone | 0 | 4"]
    );
    // SEM is short of two; TEM has its one. Near it: Cat by diffraction, who gave no name by TEM. Ann
    // holds it; Dan and Bob hold nothing else of the family.
    assert_eq!(rows(&view.blocks, "nearest"), ["mat.sem | 3 | 1 | 2 | 2"]);
    assert_eq!(
        detail(&view.blocks, "nearest", 0, "people"),
        [
            "Cat | 0 | 1 | mat.xrd | ~wanted",
            "someone | - | 1 | mat.tem | ~wanted"
        ]
    );
    // No headcount: nothing may be called single.
    assert!(notes(&view).iter().any(|note| note.contains("staff list")));
}

#[test]
fn a_skill_that_nobody_needs_is_not_uncovered_and_one_that_the_demand_leaves_out_is() {
    let mut desk = Desk::new();
    let factors = |desk: &Desk| -> Vec<String> {
        let plan = desk.chem(view::training);
        let tem = rows(&plan.blocks, "plan").into_iter();
        tem.filter(|row| row.contains("mat.tem"))
            .map(|row| {
                let cells: Vec<&str> = row.split(" | ").collect();
                format!("{} of {}", cells[9], cells[8])
            })
            .collect()
    };
    // Ann alone holds TEM at 3: single, whatever is needed. At 4 nobody does.
    assert_eq!(factors(&desk), ["2 of 1"; 3]);
    let at = desk
        .demand
        .needs
        .iter()
        .position(|need| need.skill == "mat.tem");
    let at = at.unwrap();
    desk.demand.needs[at].level = 4;
    assert_eq!(factors(&desk), ["2 of 0"; 3]);
    desk.demand.needs[at].now = 0;
    assert_eq!(factors(&desk), ["1 of 0"; 3]);
}

#[test]
fn without_a_demand_every_skill_counts_as_one_and_the_view_says_so() {
    let mut desk = Desk::new();
    desk.demand = Demand::default();
    let view = desk.chem(view::training);
    assert_eq!(
        rows(&view.blocks, "plan")[0],
        "Cat | mat.tem | 0 | 3 | later | job | - | 3 | 1 | 2 | 1 | 6 | shadowing-inside"
    );
    assert!(
        notes(&view)
            .iter()
            .any(|note| note.contains("Nobody has written"))
    );
    assert!(rows(&view.blocks, "nearest").is_empty());
}

#[test]
fn without_a_demand_the_plan_goes_by_the_starter_that_the_other_views_show() {
    let survey = extended();
    let mut all = people(&survey);
    all[0]["e_key"] = json!(["mat.ct"]);
    let mut desk = Desk::of(survey, &all);
    desk.demand = Demand::default();
    let view = desk.chem(view::training);
    assert!(notes(&view).iter().any(|note| note.contains("starter")));
    // Nobody holds tomography; four have other skills of materials at 2.
    assert_eq!(rows(&view.blocks, "nearest"), ["mat.ct | 1 | 0 | 1 | 4"]);
    let htq = desk.chem(view::htq);
    assert_eq!(rows(&htq.blocks, "demand"), ["mat.ct | 0 | 1 | 1"]);
}

#[test]
fn hidden_skills_are_those_held_at_three_or_more() {
    let desk = Desk::new();
    let view = desk.chem(view::hidden);
    // Ann's solutions at 4; Bob's weighing at 2 is not listed.
    assert_eq!(facts(&view, "hidden"), "answered 5/6, strong 1, weaker 1");
    assert_eq!(rows(&view.blocks, "skills"), ["lab.prep | lab | 1"]);
    assert_eq!(
        detail(&view.blocks, "skills", 0, "people"),
        ["Ann | 4 | longer"]
    );
}

#[test]
fn who_is_at_the_level_that_they_want_looks_for_no_mentor() {
    let survey = extended();
    let mut people = people(&survey);
    // Bob would like what he has, by his own rating.
    people[1]["h_want"] = json!([wish("mat.sem", 1, 1, "half_year", &["shadowing"])]);
    let view = Desk::of(survey, &people).chem(view::mentors);
    let matched = rows(&view.blocks, "matches");
    assert!(!matched.is_empty());
    assert!(
        matched.iter().all(|row| !row.starts_with("Bob")),
        "{matched:?}"
    );
}

#[test]
fn mentors_are_matched_with_wishes_and_across_departments_only_where_all_are_looked_at() {
    let desk = Desk::new();
    let view = desk.chem(view::mentors);
    // One shares nothing.
    assert_eq!(
        facts(&view, "offers"),
        "answered 5/6, teach 1, mentor 1, host 2, mentee 1, visit 1"
    );
    // Ann for everybody but herself, at SEM 4 and TEM 3; Dan, who would host, has not used SEM for years. Who asked for a
    // colleague comes first: Bob would shadow, no name would visit.
    assert_eq!(
        rows(&view.blocks, "matches"),
        [
            "Bob | mat.sem | 1 | 3 | shadowing | 1",
            "someone | mat.sem | 0 | 4 |  | 1",
            "Cat | mat.sem | 0 | 2 | course | 1",
            "Cat | mat.tem | 0 | 3 |  | 1",
            "Dan | mat.sem | 3 | 4 | qualification | 1",
            "Dan | mat.tem | 2 | 3 | course | 1",
        ]
    );
    assert_eq!(
        detail(&view.blocks, "matches", 0, "helpers"),
        ["Ann | 4 | year | ~teach+mentor+host"]
    );
    assert_eq!(
        detail(&view.blocks, "matches", 5, "helpers"),
        ["Ann | 3 | two | mentor+host"]
    );
    assert_eq!(rows(&view.blocks, "skills"), ["mat.sem | 1 | 4"]);
    assert_eq!(
        rows(&view.blocks, "people"),
        [
            "Ann | mentor+host",
            "Bob | mentee",
            "Dan | host",
            "someone | visit"
        ]
    );
    let view = desk.show(None, view::mentors);
    assert_eq!(
        rows(&view.blocks, "matches")[0],
        "Bob | chemistry | mat.sem | 1 | 3 | shadowing | 2"
    );
    assert_eq!(
        detail(&view.blocks, "matches", 0, "helpers"),
        [
            "Ann | chemistry | 4 | year | ~teach+mentor+host",
            "Eve | physics | 4 | year | host"
        ]
    );
}

#[test]
fn registrations_are_held_worked_towards_and_wanted() {
    let desk = Desk::new();
    let view = desk.chem(view::registration);
    assert_eq!(
        facts(&view, "registration"),
        "said 5/6, registered 2/5, working 1/5, with_help 2/5"
    );
    assert_eq!(
        rows(&view.blocks, "held"),
        ["rscitech | 1", "rsci | 1", "fhea | 1"]
    );
    assert_eq!(
        detail(&view.blocks, "held", 2, "people"),
        ["Ann | rsci+fhea"]
    );
    assert_eq!(
        rows(&view.blocks, "wanted"),
        [
            "have | 1",
            "working | 1",
            "help | 2",
            "not_now | 0",
            "no | 1"
        ]
    );
    assert_eq!(
        detail(&view.blocks, "wanted", 2, "people"),
        ["Dan | rscitech", "someone | "]
    );
    // Who does not want one is counted and never listed.
    assert!(sheet(&view.blocks, "wanted").rows[4].detail.is_empty());
    let ways = rows(&view.blocks, "ways");
    assert_eq!(ways[0], "reg-rscitech | 3 | 6 | 1 | 2026-11-21");
    assert!(
        ways.iter()
            .all(|way| way.starts_with("reg-") || way.starts_with("fellow-"))
    );
}

#[test]
fn a_role_gap_sums_what_is_below_and_counts_apart_what_was_not_rated() {
    let desk = Desk::new();
    let view = desk.chem(view::roles);
    // Ann at L4 and the one at L1 have no profile.
    assert_eq!(facts(&view, "roles"), "said 6/6, profiled 4/6");
    // L2 asks for SEM 2 and solutions 1. Bob: 1 below, solutions not rated. Cat: 2 below, not rated. No
    // name: neither rated. L3: Dan has SEM 3 and did not rate TEM.
    assert_eq!(
        rows(&view.blocks, "steps"),
        [
            "L2 | Grade 5 | 3 | 2 | 0 | 3 | 4",
            "L3 | - | 1 | 1 | 0 | 0 | 1"
        ]
    );
    // To L3: Bob lacks 2 of SEM and did not rate TEM; Cat 3 and 2; no name 0 of TEM.
    assert_eq!(
        detail(&view.blocks, "steps", 0, "people"),
        [
            "Bob | 1 | mat.sem | 1 | 2",
            "Cat | 2 | mat.sem | 1 | 5",
            "someone | - |  | 2 | 0"
        ]
    );
    assert_eq!(rows(&view.blocks, "skills"), ["L2 | mat.sem | 2 | 2/2"]);
    let notes = notes(&view);
    assert!(notes.iter().any(|note| note.contains("example")));
    assert!(notes.iter().any(|note| note.contains("no.such")));
}

#[test]
fn htq_readiness_is_skills_teaching_industry_and_equipment_of_a_route() {
    let desk = Desk::new();
    let view = desk.chem(view::htq);
    // Ann ready, Bob not yet, Cat no; Ann is a Fellow and was employed in industry.
    assert_eq!(
        facts(&view, "support"),
        "said 3/6, ready 1, not_ready 1, teaching 1/2, industry 1/2"
    );
    let htqs: Vec<&Route> = desk
        .routes
        .iter()
        .filter(|route| route.id.starts_with("htq-"))
        .collect();
    let of_materials = |route: &&&Route| route.families.iter().any(|family| family == "mat");
    let materials = htqs.iter().filter(of_materials).count();
    assert!(materials > 0);
    // Ann alone holds a skill of materials at 3 that she practises; both looked after a piece of kit
    // of that family, one of which is to be replaced.
    let shown = rows(&view.blocks, "routes");
    assert_eq!(shown.len(), htqs.len());
    assert_eq!(shown[..materials].len(), materials);
    for line in &shown[..materials] {
        assert!(line.ends_with(" | 1 | 1 | 0 | 1/1 | 1/1 | 2 | 1"), "{line}");
    }
    assert!(
        shown[materials].contains(" | 0 | 0 | 0 | 0/0 | 0/0 | "),
        "{}",
        shown[materials]
    );
    assert_eq!(rows(&view.blocks, "demand"), ["mat.sem | 1 | 3 | 4"]);
    assert_eq!(
        rows(&view.blocks, "people"),
        [
            "Ann | ready | fhea | employed | mat",
            "Bob | not_ready |  | no | "
        ]
    );
    // The core survey does not ask about industry: the column goes and a note says so.
    let survey = flagship().unwrap();
    let said = people(&survey);
    let core = Desk::of(survey, &said).chem(view::htq);
    assert!(notes(&core).iter().any(|note| note.contains("industry")));
    assert_eq!(rows(&core.blocks, "people")[0], "Ann | ready | fhea | mat");
}

#[test]
fn more_people_than_can_be_listed_are_counted_and_read_a_department_at_a_time() {
    let survey = flagship().unwrap();
    let person = json!({
        "b_dept": "chemistry", "e_rate": {"rows": {"mat.sem": 1}, "closed": []},
        "h_want": [wish("mat.sem", 1, 2, "year", &[])], "h_mentor": ["mentor"],
    });
    let desk = Desk::of(survey, &vec![person; 2_001]);
    let view = desk.chem(view::training);
    assert!(rows(&view.blocks, "plan").is_empty());
    assert!(rows(&view.blocks, "courses")[0].starts_with("mat.sem | 2001 | "));
    assert!(sheet(&view.blocks, "courses").rows[0].detail.is_empty());
    assert!(
        notes(&view)
            .iter()
            .any(|note| note.contains("More than 2000")),
        "{:?}",
        notes(&view)
    );
}

const VIEWS: [fn(&Material<'_, Operational>) -> View; 7] = [
    view::skills,
    view::training,
    view::hidden,
    view::mentors,
    view::registration,
    view::roles,
    view::htq,
];

#[test]
fn no_view_tells_who_came_when_or_shows_an_id_or_free_words() {
    let desk = Desk::new();
    let mut turned = people(&desk.survey);
    turned.reverse();
    turned.swap(1, 4);
    let other = Desk::of(Arc::clone(&desk.survey), &turned);
    for view in VIEWS {
        for department in [Some("chemistry"), None] {
            let one = desk.show(department, view);
            assert!(one == other.show(department, view), "{}", one.name.code());
            let text = format!("{one:?}");
            assert!(!text.contains("glass blowing"));
            for at in 0..7 {
                assert!(!text.contains(&response(at)));
            }
        }
    }
}

#[test]
fn people_without_a_name_have_numbers_that_mean_nothing_elsewhere() {
    let survey = extended();
    let people: Vec<Json> = (0..12)
        .map(|at| {
            let skill = &survey.lists["skills"].entries[at].code;
            let rate = ratings(&survey, &["lab", "bio"], &[], &[(skill, 3)]);
            json!({"b_dept": "chemistry", "e_rate": rate, "e_last": {skill: "year"}, "e_hidden": [skill]})
        })
        .collect();
    let desk = Desk::of(survey, &people);
    let english = Words::new(&Language::new("en"));
    let numbers = |view: &View, inner: &str| -> Vec<String> {
        let skills = sheet(&view.blocks, "skills").rows.iter();
        let mut all: Vec<String> = skills
            .map(|row| match &sheet(&row.detail, inner).rows[0].values[0] {
                Value::Word(_, message) => {
                    format!("{} {}", word(&row.values[0]), english.tell(message))
                }
                _ => panic!("nobody gave a name"),
            })
            .collect();
        all.sort();
        all
    };
    let skills = numbers(&desk.chem(view::skills), "holders");
    let hidden = numbers(&desk.chem(view::hidden), "people");
    assert_eq!(skills.len(), 12);
    let number = |at: usize| format!("Person {at} (no name)");
    assert!((1..=12).all(|at| skills.iter().any(|line| line.ends_with(&number(at)))));
    assert_ne!(skills, hidden);
}

#[test]
fn a_questionnaire_that_does_not_ask_says_so_and_an_empty_department_has_no_figures() {
    let survey = Arc::new(flagship_without_skills());
    let desk = Desk::of(survey, &[json!({"b_dept": "chemistry"})]);
    for view in VIEWS {
        let view = desk.chem(view);
        let known = view.name.code() == "registration";
        assert_eq!(view.blocks.len() == 1, !known, "{}", view.name.code());
    }
    let desk = Desk::new();
    for view in VIEWS {
        let view = desk.show(Some("psychology"), view);
        assert!(view.blocks.len() > 1);
    }
    assert_eq!(
        facts(&desk.show(Some("psychology"), view::skills), "rated"),
        "people 0/0, skills 0/146"
    );
}

/// The flagship without its questions about skills and new provision.
fn flagship_without_skills() -> Questionnaire {
    let mut survey = (*flagship().unwrap()).clone();
    for section in &mut survey.sections {
        section
            .questions
            .retain(|question| !question.id.starts_with("e_"));
    }
    survey
}
