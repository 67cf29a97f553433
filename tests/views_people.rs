//! The views of people at the operational door (`skills`, `training`, `hidden`, `mentors`,
//! `registration`, `roles`, `htq`), through the public face: a handful of people whose every figure was
//! worked out by hand beside the check.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use tallybox::base::language::Language;
use tallybox::base::time::Day;
use tallybox::base::words::Words;
use tallybox::response::part;
use tallybox::runtime::home::{Embedded, embedded, flagship};
use tallybox::stats::demand::{self, Demand, Headcounts};
use tallybox::stats::material::{BASE_RATE, Material};
use tallybox::stats::view::{self, Block, Sheet, Value, View};
use tallybox::stats::{Frame, FrameBuilder, Operational};
use tallybox::survey::roles::{self, Roles};
use tallybox::survey::routes::{self, Route};
use tallybox::survey::{self, Questionnaire};

/// The flagship with its extended questions: evidence, and work with industry.
fn extended() -> Arc<Questionnaire> {
    let (name, text) = embedded()[0];
    let switched = text.replace("# tiers = [\"extended\"]", "tiers = [\"extended\"]");
    assert_ne!(text, switched);
    let checked = survey::load(name, switched.as_bytes(), &Embedded);
    checked.questionnaire.unwrap()
}

/// A matrix of ratings as a part holds it: every skill of these families, `closed` ones included.
fn ratings(
    survey: &Questionnaire,
    families: &[&str],
    closed: &[&str],
    given: &[(&str, i64)],
) -> Json {
    let skills = survey.lists["skills"].entries.iter();
    let skills = skills.filter(|skill| families.contains(&skill.columns["family"].as_str()));
    let rows: Map<String, Json> = skills
        .map(|skill| {
            let found = given.iter().find(|(code, _)| *code == skill.code);
            let answer = found.map_or(json!({"missing": "blank"}), |(_, level)| json!(level));
            (skill.code.clone(), answer)
        })
        .collect();
    json!({"rows": rows, "closed": closed})
}

fn wish(skill: &str, now: i64, wanted: i64, when: &str, how: &[&str]) -> Json {
    json!({"skill": skill, "level_now": now, "level_wanted": wanted, "reason": "job", "when": when, "how": how})
}

/// Six people of chemistry and one of physics.
///
/// | who | step | SEM (`mat.sem`) | TEM (`mat.tem`) | others |
/// |---|---|---|---|---|
/// | Ann | L4 | 4, this year | 3, two years | solutions 4; closed `mat` |
/// | Bob | L2 | 1 | | weighing 2 |
/// | Cat | L2 | 0: closed `mat` | 0 | X-ray diffraction 2 |
/// | Dan | L3 | 3, five years ago | | |
/// | no name | L2 | | 2 | |
/// | shares nothing | L1 | | | |
/// | Eve (physics) | L3 | 4, this year | | |
fn people(survey: &Questionnaire) -> Vec<Json> {
    vec![
        json!({
            "b_dept": "chemistry", "b_ladder": "L4", "a_name": "Ann",
            "e_rate": ratings(survey, &["mat", "lab"], &["mat"], &[("mat.sem", 4), ("mat.tem", 3), ("lab.prep", 4)]),
            "e_last": {"mat.sem": "year", "mat.tem": "two", "lab.prep": "longer"},
            "e_evid": {"mat.sem": ["certificate", "own"], "mat.tem": {"missing": "blank"}},
            "e_teach": ["mat.sem"], "e_hidden": ["lab.prep"],
            "h_want": [wish("mat.tem", 3, 4, "later", &[])], "h_mentor": ["mentor", "host"],
            "g_reg": ["rsci", "fhea"], "g_reg_want": "have",
            "h_htq": "ready", "h_ind": "employed",
            "d_equip": [{"name": "SEM", "family": "mat", "role": "owner", "due": "two"}],
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L2", "a_name": "Bob",
            "e_rate": ratings(survey, &["mat", "lab"], &[], &[("mat.sem", 1), ("lab.weigh", 2)]),
            "e_hidden": ["lab.weigh"], "e_teach": [],
            "h_want": [wish("mat.sem", 0, 3, "half_year", &["shadowing"])],
            "h_mentor": ["mentee"], "g_reg": ["none"], "g_reg_want": "no",
            "h_htq": "not_ready", "h_ind": "no",
            "d_equip": [{"name": "Furnace", "family": "mat", "role": "owner", "due": "fine"}],
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L2", "a_name": "Cat",
            "e_rate": ratings(survey, &["mat"], &["mat"], &[("mat.xrd", 2)]),
            "e_hidden": [], "e_teach": [],
            "h_want": [wish("mat.sem", 0, 2, "year", &["course"]), wish("mat.tem", 0, 3, "later", &[])],
            "h_mentor": ["none"], "g_reg": ["none"], "g_reg_want": "working", "h_htq": "no",
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L3", "a_name": "Dan",
            "e_rate": ratings(survey, &["mat"], &[], &[("mat.sem", 3)]),
            "e_last": {"mat.sem": "five"}, "e_hidden": [], "e_teach": [],
            "h_want": [
                wish("mat.sem", 1, 4, "later", &["qualification"]),
                wish("mat.tem", 2, 3, "year", &["course"]),
                {"skill": {"code": "own", "text": "glass blowing for beginners"}, "level_now": 0, "level_wanted": 1},
            ],
            "h_mentor": ["host"], "g_reg": ["rscitech"], "g_reg_want": "help",
        }),
        json!({
            "b_dept": "chemistry", "b_ladder": "L2",
            "e_rate": ratings(survey, &["mat"], &[], &[("mat.tem", 2)]),
            "e_hidden": [], "e_teach": [],
            "h_want": [wish("mat.sem", 0, 4, "later", &[])],
            "h_mentor": ["visit"], "g_reg": ["none"], "g_reg_want": "help",
        }),
        json!({"b_dept": "chemistry", "b_ladder": "L1"}),
        json!({
            "b_dept": "physics", "b_ladder": "L3", "a_name": "Eve",
            "e_rate": ratings(survey, &["mat"], &[], &[("mat.sem", 4)]),
            "e_last": {"mat.sem": "year"}, "h_want": [], "h_mentor": ["host"],
        }),
    ]
}

/// A part as it is opened. What a person does not say is withheld.
fn frame(survey: &Arc<Questionnaire>, people: &[Json]) -> Frame<Operational> {
    let mut builder = FrameBuilder::new(Arc::clone(survey), &[], &["lead".to_owned()]);
    for (at, said) in (0..).zip(people) {
        let mut answers = Map::new();
        for question in survey.questions() {
            let answer = said.get(&question.id).cloned();
            let answer = answer.unwrap_or_else(|| json!({"missing": "withheld"}));
            if question
                .audience
                .iter()
                .any(|release| release.audience == "lead")
            {
                answers.insert(question.id.clone(), answer);
            }
        }
        let part = json!({
            "survey": survey.id, "wave": "", "fingerprint": survey.fingerprint.to_string(),
            "response": response(at), "revision": 1, "audience": "lead", "date": "2027-02",
            "answers": answers,
        });
        let opened = part::open(survey, part.to_string().as_bytes());
        let opened = opened.unwrap_or_else(|why| panic!("{why}"));
        builder.push(survey, &[opened]);
    }
    builder.finish()
}

fn response(at: u32) -> String {
    format!("{at:02x}").repeat(16)
}

struct Desk {
    survey: Arc<Questionnaire>,
    frame: Frame<Operational>,
    demand: Demand,
    headcounts: Headcounts,
    routes: Vec<Route>,
    roles: Roles,
}

const DEMAND: &str = r#"schema = 1
department = "chemistry"
[[need]]
skill = "mat.sem"
need_now = 3
need_3y = 4
criticality = 5
why = "teaching"
[[need]]
skill = "mat.tem"
need_now = 1
criticality = 2
why = "research"
"#;

const ROLES: &str = r#"schema = 1
example = true
[[role]]
step = "L2"
title = "Technician"
maps_to = "Grade 5"
requires = { "mat.sem" = 2, "lab.prep" = 1 }
[[role]]
step = "L3"
title = "Senior"
requires = { "mat.sem" = 3, "mat.tem" = 2, "no.such" = 1 }
"#;

impl Desk {
    fn new() -> Self {
        let survey = extended();
        let people = people(&survey);
        Self::of(survey, &people)
    }

    fn of(survey: Arc<Questionnaire>, people: &[Json]) -> Self {
        let routes = embedded().iter().find(|(name, _)| *name == "routes.toml");
        Self {
            frame: frame(&survey, people),
            demand: demand::parse(DEMAND, "chem.toml", &flagship().unwrap()).unwrap(),
            headcounts: Headcounts::default(),
            routes: routes::parse(routes.unwrap().1, "routes.toml").unwrap(),
            roles: roles::parse(ROLES, "roles.toml").unwrap(),
            survey,
        }
    }

    fn show(&self, department: Option<&str>, view: fn(&Material<'_, Operational>) -> View) -> View {
        view(&Material {
            frame: &self.frame,
            questionnaire: &self.survey,
            department,
            demand: &self.demand,
            headcounts: &self.headcounts,
            routes: &self.routes,
            roles: &self.roles,
            day: Day::new(2027, 3, 1).unwrap(),
            base_rate: BASE_RATE,
        })
    }

    fn chem(&self, view: fn(&Material<'_, Operational>) -> View) -> View {
        self.show(Some("chemistry"), view)
    }
}

/// A value as a word: labels and words of ours by code, and `someone` for who gave no name.
fn word(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Of(part, all) => format!("{part}/{all}"),
        Value::Label(label) => label.code.clone(),
        Value::Word("no_name", _) => "someone".to_owned(),
        Value::Word(code, _) => format!("~{code}"),
        Value::Typed(typed) => typed.clone(),
        Value::Day(day) => day.to_string(),
        Value::List(values) => values.iter().map(word).collect::<Vec<_>>().join("+"),
        Value::Percent(_) | Value::Withheld(_) => panic!("no such value at this door"),
    }
}

fn line(values: &[Value]) -> String {
    values.iter().map(word).collect::<Vec<_>>().join(" | ")
}

fn find<'v>(blocks: &'v [Block], id: &str) -> &'v Block {
    blocks.iter().find(|block| block.id() == Some(id)).unwrap()
}

fn sheet<'v>(blocks: &'v [Block], id: &str) -> &'v Sheet {
    let Block::Sheet(sheet) = find(blocks, id) else {
        panic!("{id} is no table")
    };
    for row in &sheet.rows {
        assert_eq!(row.values.len(), sheet.columns.len(), "{id}");
    }
    sheet
}

fn rows(blocks: &[Block], id: &str) -> Vec<String> {
    let rows = sheet(blocks, id).rows.iter();
    rows.map(|row| line(&row.values)).collect()
}

/// What a row opens.
fn detail(blocks: &[Block], id: &str, row: usize, inner: &str) -> Vec<String> {
    rows(&sheet(blocks, id).rows[row].detail, inner)
}

fn facts(view: &View, id: &str) -> String {
    let Block::Facts(facts) = find(&view.blocks, id) else {
        panic!("{id} is no list of figures")
    };
    let facts = facts.facts.iter();
    let facts = facts.map(|(id, _, value)| format!("{id} {}", word(value)));
    facts.collect::<Vec<_>>().join(", ")
}

fn notes(view: &View) -> Vec<String> {
    let words = Words::new(&Language::new("en"));
    let notes = view.blocks.iter().filter_map(|block| match block {
        Block::Note(message) => Some(words.tell(message)),
        _ => None,
    });
    notes.collect()
}

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
